// Offers to fill in where one is. The form works without it.
"use strict";
const button = document.getElementById("pin-here");
const pin = document.getElementById("pin");
if (button && pin && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      (found) => {
        pin.value = `${found.coords.latitude.toFixed(6)}, ${found.coords.longitude.toFixed(6)}`;
        button.disabled = false;
      },
      () => { button.hidden = true; pin.focus(); },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}
