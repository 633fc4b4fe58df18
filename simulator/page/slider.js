// A row wider than the phone: swiped, or moved by the arrows at its ends.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** Puts `track` (a row that scrolls sideways) into a container with arrows at its ends. */
export function slider(track, what = "การ์ด") {
  const step = (way) => () =>
    track.scrollBy({
      left: way * track.clientWidth * 0.7,
      behavior: CALM.matches ? "auto" : "smooth",
    });
  const arrow = (sign, side, label, way) =>
    h(
      "button",
      {
        class: `slider-arrow ${side}`,
        type: "button",
        hidden: true,
        "aria-label": `${what}${label}`,
        onclick: step(way),
      },
      icon(sign, 18),
    );
  const back = arrow("arrowLeft", "back", "ก่อนหน้า", -1);
  const on = arrow("arrowRight", "on", "ถัดไป", 1);
  const sync = () => {
    back.hidden = track.scrollLeft < 8;
    on.hidden = track.scrollLeft + track.clientWidth > track.scrollWidth - 8;
  };
  track.addEventListener("scroll", sync, { passive: true });
  new ResizeObserver(sync).observe(track);
  new MutationObserver(sync).observe(track, { childList: true });
  return h("div", { class: "slider" }, track, back, on);
}

/** Cards side by side, the height of the tallest. */
export function cards(elements) {
  return slider(
    h(
      "div",
      {
        class: "slider-track",
        tabindex: "0",
        role: "group",
        "aria-label": `การ์ด ${elements.length} ใบ เลื่อนซ้ายขวาได้`,
      },
      elements,
    ),
  );
}
