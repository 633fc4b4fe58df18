// Stickers: LINE's pictures are protected by copyright, so each number gets a drawn face of ours.

import { h, s } from "./dom.js";

// Numbers of LINE's freely usable package 446, so the bot receives ids that exist.
const PACKAGE = "446";
const FACES = [
  { id: "1988", name: "ยิ้ม", skin: "#ffd54d", eyes: "dot", mouth: "M35 60q15 14 30 0" },
  {
    id: "1989",
    name: "ขอบคุณ",
    skin: "#ffc36b",
    eyes: "happy",
    mouth: "M42 55q8 6 16 0",
    extra: "hands",
  },
  {
    id: "1990",
    name: "หัวเราะ",
    skin: "#ffe066",
    eyes: "happy",
    mouth: "M33 57h34q-3 20-17 20t-17-20z",
    solid: true,
  },
  { id: "1991", name: "รักเลย", skin: "#ff9db0", eyes: "heart", mouth: "M36 61q14 13 28 0" },
  { id: "1992", name: "โอเค", skin: "#9be08a", eyes: "wink", mouth: "M36 60q14 12 28 0" },
  {
    id: "1993",
    name: "ตกใจ",
    skin: "#8fd3f4",
    eyes: "wide",
    mouth: "M50 60a7 8 0 1 0 .1 0z",
    solid: true,
  },
  {
    id: "1994",
    name: "เศร้า",
    skin: "#a9b8ff",
    eyes: "dot",
    mouth: "M37 69q13-12 26 0",
    extra: "tear",
  },
  { id: "1995", name: "โกรธ", skin: "#ff8a73", eyes: "angry", mouth: "M37 68q13-10 26 0" },
  { id: "1996", name: "ง่วง", skin: "#cdb7f6", eyes: "shut", mouth: "M44 64q6 6 12 0" },
  { id: "1997", name: "คิดหนัก", skin: "#f3d19c", eyes: "dot", mouth: "M40 65l20-4" },
  {
    id: "1998",
    name: "เยี่ยมมาก",
    skin: "#ffd54d",
    eyes: "star",
    mouth: "M33 57h34q-3 20-17 20t-17-20z",
    solid: true,
  },
  { id: "1999", name: "สู้ๆ", skin: "#ffb454", eyes: "angry", mouth: "M35 59q15 15 30 0" },
];

const EYES = {
  dot: (x) => s("circle", { cx: x, cy: 44, r: 4.5 }),
  wide: (x) => s("circle", { cx: x, cy: 43, r: 6.5 }),
  happy: (x) => s("path", { d: `M${x - 7} 46q7-9 14 0`, class: "stroke" }),
  shut: (x) => s("path", { d: `M${x - 7} 44q7 6 14 0`, class: "stroke" }),
  wink: (x) => (x < 50 ? EYES.dot(x) : EYES.happy(x)),
  angry: (x) =>
    s("path", { d: x < 50 ? "M28 36l13 6M34 46h.1" : "M72 36l-13 6M66 46h.1", class: "stroke" }),
  heart: (x) => s("path", { d: `M${x} 50l-8-8a5 5 0 0 1 8-6 5 5 0 0 1 8 6z`, fill: "#d81e4a" }),
  star: (x) =>
    s("path", {
      d: `M${x} 35l2.600 6 6.400.4-5 4 1.800 6.200-5.800-3.500-5.800 3.500 1.800-6.200-5-4 6.400-.4z`,
    }),
};

const EXTRA = {
  tear: () => s("path", { d: "M68 52q6 9 0 12-6-3 0-12z", fill: "#2f8fe0" }),
  hands: () =>
    s(
      "g",
      { fill: "#ffe0b0", stroke: "#3b2a14", "stroke-width": 2.5, "stroke-linejoin": "round" },
      s("path", { d: "M50 66c-6 6-9 13-9 21l-13 10h22z" }),
      s("path", { d: "M50 66c6 6 9 13 9 21l13 10H50z" }),
    ),
};

const faceOf = (id) =>
  FACES.find((face) => face.id === String(id)) ||
  FACES[[...String(id)].reduce((sum, c) => sum + c.charCodeAt(0), 0) % FACES.length];

/** A sticker's picture, `size` px square, with its name for screen readers. */
export function sticker(stickerId, size = 120) {
  const face = faceOf(stickerId);
  return s(
    "svg",
    {
      class: "sticker",
      viewBox: "0 0 100 100",
      width: size,
      height: size,
      role: "img",
      "aria-label": `สติกเกอร์${face.name}`,
    },
    s("circle", { cx: 50, cy: 50, r: 42, fill: face.skin, stroke: "#3b2a14", "stroke-width": 3 }),
    s("ellipse", { cx: 27, cy: 58, rx: 6, ry: 4, fill: "#ff6f61", opacity: 0.35 }),
    s("ellipse", { cx: 73, cy: 58, rx: 6, ry: 4, fill: "#ff6f61", opacity: 0.35 }),
    EYES[face.eyes](35),
    EYES[face.eyes](65),
    s("path", { d: face.mouth, class: face.solid ? "" : "stroke" }),
    face.extra && EXTRA[face.extra](),
  );
}

/** The tray of stickers; `choose({packageId, stickerId})` on a tap. */
export function stickerTray(choose) {
  return h(
    "div",
    { class: "sticker-tray", role: "group", "aria-label": "สติกเกอร์" },
    FACES.map(({ id, name }) =>
      h(
        "button",
        {
          type: "button",
          "aria-label": `ส่งสติกเกอร์${name}`,
          onclick: () => choose({ packageId: PACKAGE, stickerId: id }),
        },
        sticker(id, 62),
      ),
    ),
  );
}
