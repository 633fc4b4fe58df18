// Template messages (buttons, confirm, carousel, image_carousel) and imagemaps.
// A tap calls `press(action)`.

import { h } from "./dom.js";
import { picture } from "./flex.js";
import { cards } from "./slider.js";

/** The element for a template message's `template`. */
export function template(spec, press) {
  if (spec.type === "confirm") return confirm(spec, press);
  if (spec.type === "carousel")
    return cards(spec.columns.map((column) => card({ ...spec, ...column }, press)));
  if (spec.type === "image_carousel")
    return cards(spec.columns.map((column) => imageColumn(column, press)));
  return card(spec, press);
}

function knobs(actions, press) {
  return actions.map((action) =>
    h("button", { type: "button", class: "tp-action", onclick: () => press(action) }, action.label),
  );
}

function hero(spec) {
  const room = h(
    "div",
    { class: "tp-hero" },
    picture(
      spec.thumbnailImageUrl || spec.imageUrl,
      spec.imageSize === "contain" ? "contain" : "cover",
    ),
  );
  room.style.aspectRatio = spec.imageAspectRatio === "square" ? "1 / 1" : "1.51 / 1";
  room.style.backgroundColor = spec.imageBackgroundColor || "#fff";
  return room;
}

function card(spec, press) {
  const words = h(
    "div",
    { class: "tp-words" },
    spec.title && h("strong", {}, spec.title),
    h("p", {}, spec.text),
  );
  if (spec.defaultAction) words.addEventListener("click", () => press(spec.defaultAction));
  return h(
    "div",
    { class: "tp-card" },
    (spec.thumbnailImageUrl || spec.imageUrl) && hero(spec),
    words,
    knobs(spec.actions, press),
  );
}

function confirm(spec, press) {
  return h(
    "div",
    { class: "tp-card" },
    h("div", { class: "tp-words" }, h("p", {}, spec.text)),
    h("div", { class: "tp-pair" }, knobs(spec.actions, press)),
  );
}

function imageColumn({ imageUrl, action }, press) {
  return h(
    "button",
    {
      type: "button",
      class: "tp-picture",
      "aria-label": action.label || "ดู",
      onclick: () => press(action),
    },
    picture(imageUrl),
    action.label && h("span", {}, action.label),
  );
}

/** The element for an imagemap message: one picture with tappable parts. */
export function imagemap(message, press) {
  const { width, height } = message.baseSize;
  const map = h(
    "div",
    { class: "imagemap", style: { aspectRatio: `${width} / ${height}` } },
    picture(`${message.baseUrl}/1040`, "cover", message.altText),
  );
  for (const part of message.actions) {
    const action = part.type === "uri" ? { type: "uri", uri: part.linkUri } : part;
    map.append(
      h("button", {
        type: "button",
        "aria-label": part.label || part.text || part.linkUri,
        onclick: () => press(action),
        style: {
          left: `${(part.area.x / width) * 100}%`,
          top: `${(part.area.y / height) * 100}%`,
          width: `${(part.area.width / width) * 100}%`,
          height: `${(part.area.height / height) * 100}%`,
        },
      }),
    );
  }
  return map;
}
