// One message in the chat: its bubble, with time and read mark beside it.
// conversation.js draws the whole conversation.

import { reachable } from "./reachable.js";
import { h } from "./dom.js";
import { clock } from "./dates.js";
import { flexContainer, picture } from "./flex.js";
import { icon } from "./icons.js";
import { mapCard } from "./places.js";
import { sticker } from "./stickers.js";
import { imagemap, template } from "./templates.js";

/** Messages with a frame of their own, drawn without a bubble. */
const BARE = new Set(["flex", "template", "image", "video", "sticker", "location", "imagemap"]);

/**
 * The element of one record of the control API.
 * `view`: {mine, name, avatar (element or null), read, press(action), more(event) for own messages}.
 */
export function messageRow(record, view) {
  const { message } = record;
  const bubble = h(
    "div",
    { class: `bubble ${BARE.has(message.type) ? "bare" : ""} m-${message.type}` },
    drawn(record, view),
  );
  const small = h(
    "div",
    { class: "small-print" },
    view.mine && h("span", { class: "read-mark", hidden: !view.read }, "อ่านแล้ว"),
    record.via &&
      h(
        "span",
        {
          class: `via via-${record.via}`,
          title: record.via === "push" ? "push: นับโควตา" : "reply: ไม่นับโควตา",
        },
        record.via,
      ),
    h("time", { datetime: new Date(record.at).toISOString() }, clock(record.at)),
  );
  const more =
    view.mine &&
    h(
      "button",
      { type: "button", class: "more", "aria-label": "ตัวเลือกของข้อความนี้", onclick: view.more },
      icon("dots", 16),
    );
  return h(
    "div",
    {
      class: `row ${view.mine ? "mine" : "theirs"} ${isWide(message) ? "wide" : ""}`,
      dataset: { id: record.id, from: record.from },
      oncontextmenu: view.mine ? view.more : null,
    },
    !view.mine && h("div", { class: "avatar-room" }, view.avatar),
    h(
      "div",
      { class: "stack" },
      view.name && h("div", { class: "sender" }, view.name),
      h("div", { class: "line" }, bubble, h("div", { class: "beside" }, more, small)),
    ),
  );
}

/** Flex messages and carousels take the full width; their time is below them. */
const isWide = ({ type, template: spec }) =>
  type === "flex" || (type === "template" && /carousel/.test(spec.type));

const DRAW = {
  text: (message, view) => h("div", { class: "words" }, linked(withEmojis(message), view.press)),
  textV2: (message, view) => h("div", { class: "words" }, linked(substituted(message), view.press)),
  sticker: (message) => sticker(message.stickerId),
  image: (message, view, record) => photo(message, record),
  video: (message, view, record) =>
    h("video", {
      controls: true,
      preload: "none",
      src: message.originalContentUrl || bytesOf(record),
      poster: message.previewImageUrl,
      "aria-label": "วิดีโอ",
    }),
  audio: (message, view, record) =>
    h("audio", {
      controls: true,
      preload: "none",
      src: message.originalContentUrl || bytesOf(record),
      "aria-label": "ข้อความเสียง",
    }),
  file: (message, view, record) =>
    h(
      "a",
      { class: "file", href: bytesOf(record), download: message.fileName },
      icon("file", 30),
      h("span", {}, h("strong", {}, message.fileName), h("small", {}, kilobytes(message.fileSize))),
    ),
  location: place,
  flex: (message, view) =>
    h(
      "div",
      { role: "group", "aria-label": message.altText },
      flexContainer(message.contents, view.press),
    ),
  template: (message, view) =>
    h(
      "div",
      { role: "group", "aria-label": message.altText },
      template(message.template, view.press),
    ),
  imagemap: (message, view) => imagemap(message, view.press),
};

/** A faulty message of the bot must not break the conversation. */
function drawn(record, view) {
  try {
    return (DRAW[record.message.type] || unknown)(record.message, view, record);
  } catch (problem) {
    console.warn("cannot draw", record.message, problem);
    return unknown(record.message);
  }
}

const unknown = (message) => h("div", { class: "words faint" }, `[ข้อความชนิด ${message.type}]`);
const bytesOf = (record) => `_/photos/${encodeURIComponent(record.message.id || record.id)}`;
const kilobytes = (size) =>
  size ? `${Math.max(1, Math.round(size / 1024)).toLocaleString("th-TH")} KB` : "ไฟล์";

function photo(message, record) {
  const full = reachable(message.originalContentUrl || bytesOf(record));
  const small = picture(message.previewImageUrl || full, "cover", "รูปภาพ");
  return h(
    "a",
    {
      class: "photo",
      href: full,
      target: "_blank",
      rel: "noopener",
      "aria-label": "เปิดรูปภาพขนาดเต็ม",
    },
    small,
  );
}

function place(message) {
  const { title, address, latitude, longitude } = message;
  return h(
    "a",
    {
      class: "place-card",
      href: `https://www.google.com/maps?q=${latitude},${longitude}`,
      target: "_blank",
      rel: "noopener noreferrer",
    },
    mapCard(message),
    h(
      "span",
      { class: "place-words" },
      h("strong", {}, title || "ตำแหน่งที่ปักหมุด"),
      h("small", {}, address || `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`),
    ),
  );
}

// LINE makes addresses and nine- or ten-digit Thai phone numbers tappable by itself.
const TAPPABLE = /(https?:\/\/[^\s<>"]+|\b0\d{1,2}[- ]?\d{3}[- ]?\d{3,4}\b)/;

function linked(parts, press) {
  return parts.flatMap((part) =>
    typeof part !== "string"
      ? [part]
      : part.split(TAPPABLE).map((piece, at) => {
          if (at % 2 === 0) return piece;
          const uri = piece.startsWith("http") ? piece : `tel:${piece.replace(/\D/g, "")}`;
          const tap = (event) => {
            event.preventDefault();
            press({ type: "uri", uri });
          };
          return h("a", { href: uri, onclick: tap }, piece);
        }),
  );
}

function withEmojis({ text, emojis = [] }) {
  const parts = [];
  let from = 0;
  for (const { index, length = 1 } of [...emojis].sort((a, b) => a.index - b.index)) {
    parts.push(text.slice(from, index), icon("smile", 20));
    from = index + length;
  }
  return [...parts, text.slice(from)];
}

function substituted({ text, substitution = {} }) {
  return text.split(/(\{\w+\})/).map((piece) => {
    const what = substitution[piece.slice(1, -1)];
    if (!what) return piece.replaceAll("{{", "{").replaceAll("}}", "}");
    return what.type === "emoji"
      ? icon("smile", 20)
      : h("b", { class: "mention" }, what.mentionee?.type === "all" ? "@ทุกคน" : "@สมาชิก");
  });
}
