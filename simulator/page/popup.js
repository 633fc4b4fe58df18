// The menu that a long press or a right click on a message opens.

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** Opens a menu over `row`. `items`: [icon name, label, run], empty ones omitted. */
export function openPopup(row, items) {
  document.querySelector(".popup")?.remove();
  const close = () => popup.remove();
  const knob = ([sign, label, run]) => {
    const choose = () => {
      close();
      run();
    };
    return h(
      "button",
      { type: "button", role: "menuitem", onclick: choose },
      icon(sign, 18),
      label,
    );
  };
  const onkeydown = ({ key }) => key === "Escape" && close();
  const popup = h(
    "div",
    { class: "popup", role: "menu", onkeydown },
    items.filter(Boolean).map(knob),
  );
  row.append(popup);
  popup.firstElementChild.focus();
  // The click that opened the menu is still bubbling and must not close it.
  setTimeout(() => document.addEventListener("click", close, { once: true }));
}
