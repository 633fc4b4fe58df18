// The strip of people: who exists, who has unread messages, whose phones are shown.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const COLOURS = [
  "#a8501c",
  "#2b62ad",
  "#26704a",
  "#6741bd",
  "#a82e72",
  "#7d5a12",
  "#1f6670",
  "#b3312f",
];

/** A round avatar: the picture if there is one, otherwise the first consonant on a coloured circle. */
export function avatar({ place = 0, name = "", picture, kind }, size = 40) {
  const look = { width: `${size}px`, height: `${size}px`, fontSize: `${size * 0.42}px` };
  if (picture) return h("img", { class: "avatar", src: picture, alt: "", style: look });
  const letter = name.replace(/^[เแโไใ"'\s]+/, "").charAt(0) || "?";
  return h(
    "span",
    {
      class: "avatar",
      "aria-hidden": "true",
      style: { ...look, backgroundColor: COLOURS[place % COLOURS.length] },
    },
    kind === "group" ? icon("group", size * 0.58) : letter,
  );
}

/** The line under a name: the role of the roster, or the size of a group. */
export function roleOf(chat) {
  if (chat.kind === "group") return `กลุ่ม ${chat.members.length} คน`;
  return (
    chat.role || (chat.language && chat.language !== "th" ? `ภาษา ${chat.language}` : "ผู้ใช้ LINE")
  );
}

/** Draws the strip into `nav`. `shown`: keys of the shown phones; `unread`: key → count; `choose(key)`. */
export function drawStrip(nav, chats, { shown, unread, choose }) {
  const knobs = chats.map((chat) => {
    const news = unread.get(chat.key) || 0;
    return h(
      "button",
      {
        type: "button",
        class: "who",
        dataset: { key: chat.key },
        "aria-pressed": String(shown.includes(chat.key)),
        onclick: () => choose(chat.key),
      },
      h(
        "span",
        { class: "who-face" },
        avatar(chat, 38),
        news > 0 &&
          h("b", { class: "badge", "aria-label": `ข้อความใหม่ ${news}` }, news > 99 ? "99+" : news),
      ),
      h("span", { class: "who-words" }, h("strong", {}, chat.name), h("small", {}, roleOf(chat))),
    );
  });
  const at = nav.scrollLeft;
  const focused = document.activeElement?.dataset?.key;
  nav.replaceChildren(...knobs);
  nav.scrollLeft = at;
  if (focused) knobs.find((knob) => knob.dataset.key === focused)?.focus({ preventScroll: true });
}
