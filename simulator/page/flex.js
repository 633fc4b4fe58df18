// Flex Messages drawn as LINE draws them (sizes in px from LINE's Flex Message reference).
// Independent of chats: a tap calls `press(action)`.

import { reachable } from "./reachable.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { cards } from "./slider.js";

const SPACE = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const FONT = {
  xxs: 11,
  xs: 13,
  sm: 14,
  md: 16,
  lg: 19,
  xl: 22,
  xxl: 29,
  "3xl": 35,
  "4xl": 48,
  "5xl": 74,
};
const IMAGE = {
  xxs: 40,
  xs: 60,
  sm: 80,
  md: 100,
  lg: 120,
  xl: 140,
  xxl: 160,
  "3xl": 180,
  "4xl": 200,
  "5xl": 220,
};
const RIGID = new Set(["icon", "separator", "spacer"]);
const BORDER = { none: 0, light: 0.5, normal: 1, medium: 2, "semi-bold": 3, bold: 4 };
const EDGE = {
  start: "flex-start",
  top: "flex-start",
  center: "center",
  end: "flex-end",
  bottom: "flex-end",
};
const JUSTIFY = {
  "flex-start": "flex-start",
  "flex-end": "flex-end",
  center: "center",
  "space-between": "space-between",
  "space-around": "space-around",
  "space-evenly": "space-evenly",
};

// Padding of header, body and footer where the box sets none, by bubble size.
const SMALL = { header: "10px", body: "10px", footer: "10px" };
const MIDDLE = { header: "11px 14px 13px", body: "11px 14px 13px", footer: "10px" };
const LARGE = { header: "20px", body: "19px 20px 20px", footer: "10px" };
const BLOCK = {
  nano: SMALL,
  micro: SMALL,
  deca: MIDDLE,
  hecto: MIDDLE,
  kilo: { header: "13px", body: "13px", footer: "10px" },
  mega: LARGE,
  giga: LARGE,
};

const length = (value, table) => {
  if (value === undefined || value === null) return undefined;
  return value in table ? `${table[value]}px` : value;
};

/** The element for a Flex container (bubble or carousel). */
export function flexContainer(container, press) {
  if (container.type !== "carousel") return bubble(container, press);
  return cards(container.contents.map((one) => bubble(one, press)));
}

function bubble(spec, press) {
  const size = spec.size || "mega";
  const card = h("div", { class: `fx-bubble fx-${size}`, dir: spec.direction || "ltr" });
  for (const block of ["header", "hero", "body", "footer"]) {
    if (!spec[block]) continue;
    const style = spec.styles?.[block] || {};
    const drawn = component(spec[block], { layout: "vertical" }, press);
    const room = h(
      "div",
      { class: `fx-${block}`, style: { backgroundColor: style.backgroundColor || "" } },
      drawn,
    );
    if (style.separator) room.style.borderTop = `1px solid ${style.separatorColor || "#d4d6da"}`;
    if (block !== "hero" && !hasPadding(spec[block]))
      drawn.style.padding = BLOCK[size]?.[block] || LARGE[block];
    card.append(room);
  }
  return pressable(card, spec.action, press);
}

const hasPadding = (box) => Object.keys(box).some((name) => name.startsWith("padding"));

/** Makes an element run its action on click and on Enter, and gives it a role for screen readers. */
function pressable(element, action, press) {
  if (!action) return element;
  element.classList.add("fx-press");
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  if (action.label) element.setAttribute("aria-label", action.label);
  const go = (event) => {
    event.stopPropagation();
    press(action);
  };
  element.addEventListener("click", go);
  element.addEventListener(
    "keydown",
    (event) => event.target === element && event.key === "Enter" && go(event),
  );
  return element;
}

const DRAW = { box, text, image, button, separator, icon: glyph, filler, spacer, video };

function component(spec, parent, press, first = true) {
  const element = (DRAW[spec.type] || unknown)(spec, parent, press);
  place(element, spec, parent, first);
  return pressable(element, spec.type === "button" ? null : spec.action, press);
}

function place(element, spec, parent, first) {
  const style = element.style;
  const across = parent.layout !== "vertical";
  // LINE shares a row evenly and lets a column's children keep their own height.
  const greedy = spec.type === "filler" || (across && !spec.width && !RIGID.has(spec.type));
  const share = spec.flex ?? (greedy ? 1 : 0);
  style.flex =
    share > 0
      ? `${share} ${across ? share : 0} ${across ? "0" : "auto"}`
      : `0 ${across && spec.type === "text" ? 1 : 0} auto`;
  const gap = length(spec.margin ?? (first ? undefined : parent.spacing), SPACE);
  if (gap && !first) style[across ? "marginInlineStart" : "marginTop"] = gap;
  if (spec.position === "absolute") style.position = "absolute";
  const moved = {
    offsetTop: "top",
    offsetBottom: "bottom",
    offsetStart: "insetInlineStart",
    offsetEnd: "insetInlineEnd",
  };
  for (const [from, to] of Object.entries(moved)) {
    if (spec[from] !== undefined) style[to] = length(spec[from], SPACE);
  }
  if (across && spec.gravity && parent.layout === "horizontal")
    style.alignSelf = EDGE[spec.gravity];
}

function box(spec, parent, press) {
  const element = h("div", { class: `fx-box fx-${spec.layout}` });
  const style = element.style;
  Object.assign(style, {
    backgroundColor: spec.backgroundColor || "",
    borderRadius: length(spec.cornerRadius, SPACE) || "",
    width: spec.width || "",
    maxWidth: spec.maxWidth || "",
    height: spec.height || "",
    maxHeight: spec.maxHeight || "",
    justifyContent: JUSTIFY[spec.justifyContent] || "",
    alignItems: JUSTIFY[spec.alignItems] || "",
  });
  if (spec.borderWidth || spec.borderColor) {
    style.border = `${length(spec.borderWidth || "normal", BORDER)} solid ${spec.borderColor || "#000"}`;
  }
  if (spec.cornerRadius) style.overflow = "hidden";
  const sides = {
    All: "padding",
    Top: "paddingTop",
    Bottom: "paddingBottom",
    Start: "paddingInlineStart",
    End: "paddingInlineEnd",
  };
  for (const [side, property] of Object.entries(sides)) {
    if (spec[`padding${side}`] !== undefined)
      style[property] = length(spec[`padding${side}`], SPACE);
  }
  if (spec.background?.type === "linearGradient") {
    const { angle, startColor, centerColor, centerPosition, endColor } = spec.background;
    const middle = centerColor ? `${centerColor} ${centerPosition || "50%"}, ` : "";
    style.backgroundImage = `linear-gradient(${angle}, ${startColor}, ${middle}${endColor})`;
  }
  let first = true;
  for (const child of spec.contents || []) {
    element.append(component(child, spec, press, first));
    if (child.position !== "absolute") first = false;
  }
  return element;
}

function textStyle(style, spec) {
  Object.assign(style, {
    fontSize: length(spec.size, FONT) || "",
    color: spec.color || "",
    fontWeight: spec.weight === "bold" ? "700" : "",
    fontStyle: spec.style === "italic" ? "italic" : "",
    textDecoration: spec.decoration || "",
  });
}

function text(spec) {
  const body = h("div", { class: spec.wrap ? "fx-words fx-wrap" : "fx-words" });
  const element = h("div", { class: "fx-text" }, body);
  textStyle(body.style, { size: "md", ...spec });
  body.style.textAlign = spec.align || "";
  if (spec.lineSpacing) body.style.lineHeight = `calc(1.45em + ${spec.lineSpacing})`;
  if (spec.wrap && spec.maxLines) {
    body.classList.add("fx-clamp");
    body.style.webkitLineClamp = spec.maxLines;
  }
  if (!spec.contents?.length) body.append(spec.text ?? "");
  for (const part of spec.contents || []) {
    const span = h("span", {}, part.text);
    textStyle(span.style, part);
    body.append(span);
  }
  return element;
}

function image(spec) {
  const [wide, high] = (spec.aspectRatio || "1:1").split(":").map(Number);
  const frame = h("div", {
    class: "fx-frame",
    style: { backgroundColor: spec.backgroundColor || "" },
  });
  Object.assign(frame.style, {
    aspectRatio: `${wide} / ${high}`,
    width: spec.size === "full" ? "100%" : length(spec.size || "md", IMAGE),
    alignSelf: { start: "flex-start", end: "flex-end" }[spec.align] || "center",
  });
  frame.append(picture(spec.url, spec.aspectMode === "cover" ? "cover" : "contain"));
  const element = h("div", { class: "fx-image" }, frame);
  if (spec.gravity) element.style.justifyContent = EDGE[spec.gravity];
  return element;
}

/** An image that is replaced by a pictogram when it cannot be fetched (on an offline laptop, for example). */
export function picture(url, fit = "cover", alt = "") {
  const img = h("img", { src: reachable(url), alt, draggable: "false", style: { objectFit: fit } });
  img.addEventListener("error", () => {
    img.replaceWith(
      h("span", { class: "no-picture", title: `โหลดภาพไม่ได้: ${url}` }, icon("image", 28)),
    );
  });
  return img;
}

function video(spec, parent, press) {
  if (spec.altContent) return component(spec.altContent, parent, press);
  return image({ ...spec, url: spec.previewUrl, size: "full", aspectMode: "cover" });
}

function button(spec, parent, press) {
  const kind = spec.style || "link";
  const knob = h(
    "button",
    { class: `fx-button fx-${kind} ${spec.height === "sm" ? "fx-low" : ""}`, type: "button" },
    spec.action.label || "",
  );
  if (spec.color) knob.style[kind === "link" ? "color" : "backgroundColor"] = spec.color;
  knob.addEventListener("click", (event) => {
    event.stopPropagation();
    press(spec.action);
  });
  const element = h("div", { class: "fx-button-room" }, knob);
  if (spec.gravity) element.style.justifyContent = EDGE[spec.gravity];
  return element;
}

function separator(spec, parent) {
  const line = h("div", {
    class: `fx-separator ${parent.layout === "vertical" ? "" : "fx-upright"}`,
  });
  line.style.backgroundColor = spec.color || "";
  return line;
}

function glyph(spec) {
  const [wide, high] = (spec.aspectRatio || "1:1").split(":").map(Number);
  const mark = h("div", { class: "fx-icon" }, picture(spec.url, "contain"));
  const size = length(spec.size || "md", FONT);
  Object.assign(mark.style, { height: size, width: `calc(${size} * ${wide / high})` });
  return mark;
}

function filler() {
  return h("div");
}

function spacer(spec) {
  const side = length(spec.size || "md", SPACE);
  return h("div", { style: { height: side, width: side } });
}

function unknown(spec) {
  return h("div", { class: "fx-unknown" }, `[${spec.type}]`);
}
