// The rich menu: a picture with tappable areas, in the height of its size.

import { h } from "./dom.js";
import { picture } from "./flex.js";

const spoken = (action) =>
  action.label || action.displayText || action.text || action.uri || action.data || "ปุ่มเมนู";

/** The element of a menu {size, areas, imageUrl}; `press(action)` on a tap. */
export function richMenu(menu, press) {
  const { width, height } = menu.size;
  const share = (part, whole) => `${(part / whole) * 100}%`;
  return h(
    "div",
    {
      class: "rich-menu",
      role: "group",
      "aria-label": menu.chatBarText,
      style: { aspectRatio: `${width} / ${height}` },
    },
    picture(menu.imageUrl),
    menu.areas.map(({ bounds, action }) =>
      h("button", {
        type: "button",
        "aria-label": spoken(action),
        onclick: () => press(action),
        style: {
          left: share(bounds.x, width),
          top: share(bounds.y, height),
          width: share(bounds.width, width),
          height: share(bounds.height, height),
        },
      }),
    ),
  );
}
