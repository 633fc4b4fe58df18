// The wire panel: every webhook and API call as it happens, faults to try, and the quota.

import { clockWithSeconds } from "./dates.js";
import { h, toast } from "./dom.js";
import { icon } from "./icons.js";

const FAULTS = [
  ["LINE ตอบ 500", { path: "*", fault: "500", times: 1 }],
  ["LINE ไม่ตอบ", { path: "*", fault: "timeout", times: 1 }],
  ["ถี่เกินไป 429", { path: "*", fault: "429-rate", times: 1 }],
  ["โควตาหมด 429", { path: "push", fault: "429-monthly", times: 1 }],
  ["รับแล้วสายหลุด", { path: "*", fault: "accept-then-drop", times: 1 }],
];
const FATES = [
  ["late", "รูปถัดไปมาช้า"],
  ["gone", "รูปถัดไปหาย"],
];

export class WirePanel {
  constructor(world, element) {
    this.world = world;
    this.element = element;
    this.rows = h("ol", { class: "wires", "aria-label": "รายการที่วิ่งบนสาย" });
    this.who = h("select", { "aria-label": "ดูเฉพาะของ", onchange: () => this.#redraw() });
    this.meter = h("div", { class: "quota" });
    element.replaceChildren(
      h(
        "header",
        {},
        icon("wire", 18),
        h("h2", {}, "บนสาย", h("small", {}, "wire")),
        this.who,
        h(
          "button",
          {
            type: "button",
            class: "round",
            "aria-label": "ล้างรายการ",
            title: "ล้างรายการ",
            onclick: () => this.#clear(),
          },
          icon("clear", 18),
        ),
      ),
      this.meter,
      this.#faults(),
      this.rows,
    );
    world.addEventListener("wire", ({ detail }) => this.#add(detail));
    world.addEventListener("roster", () => {
      this.#people();
      this.#quota();
    });
    world.addEventListener("fate", () => this.#fate());
    this.#people();
    this.#quota();
    this.#redraw();
  }

  #people() {
    const { value } = this.who;
    if (this.who.options.length === this.world.chats.size + 1) return;
    this.who.replaceChildren(
      h("option", { value: "" }, "ทุกคน"),
      ...[...this.world.chats.values()].map((chat) => h("option", { value: chat.key }, chat.name)),
    );
    this.who.value = value;
  }

  #quota() {
    const { limit, used } = this.world.quota;
    const full = limit ? Math.min(1, used / limit) : 0;
    this.meter.replaceChildren(
      h(
        "span",
        {},
        "โควตา push เดือนนี้ ",
        h("b", {}, limit ? `${used} / ${limit}` : `${used} (ไม่จำกัด)`),
      ),
      h("meter", {
        min: 0,
        max: limit || 1,
        value: limit ? used : 0,
        high: (limit || 1) * 0.8,
        "aria-label": `ใช้ไปร้อยละ ${Math.round(full * 100)}`,
      }),
    );
  }

  #faults() {
    const tried = (label, promise) =>
      promise.then(
        () => toast(`ตั้งแล้ว: ${label}`),
        (problem) => toast(`ตั้งไม่ได้: ${problem.message}`),
      );
    const knob = (label, run) => h("button", { type: "button", onclick: run }, label);
    this.fateKnobs = FATES.map(([fate, label]) =>
      h(
        "button",
        {
          type: "button",
          dataset: { fate },
          "aria-pressed": "false",
          onclick: () => {
            this.world.photoFate = this.world.photoFate === fate ? null : fate;
            this.#fate();
          },
        },
        label,
      ),
    );
    return h(
      "details",
      { class: "faults" },
      h("summary", {}, "ลองทำให้ขัดข้อง", h("small", {}, "ครั้งถัดไปครั้งเดียว")),
      h(
        "div",
        {},
        this.fateKnobs,
        FAULTS.map(([label, fault]) =>
          knob(label, () => tried(label, this.world.post("faults", { api: [fault] }))),
        ),
        knob("reply token หมดอายุ", () =>
          tried("reply token ทุกใบหมดอายุ", this.world.post("expire-reply-tokens")),
        ),
      ),
    );
  }

  #fate() {
    for (const knob of this.fateKnobs)
      knob.setAttribute("aria-pressed", String(knob.dataset.fate === this.world.photoFate));
  }

  #clear() {
    this.world.wires.length = 0;
    this.#redraw();
  }

  #redraw() {
    this.rows.replaceChildren(
      h(
        "li",
        { class: "nothing" },
        "ยังไม่มีอะไรวิ่งบนสาย",
        h("br"),
        "ส่งข้อความสักคำ แล้วดู webhook และคำตอบที่นี่",
      ),
    );
    for (const wire of this.world.wires) this.#add(wire);
  }

  #add(wire) {
    const chat = wire.chat || chatOf(this.world, wire);
    if (this.who.value && chat !== this.who.value) return;
    this.rows.querySelector(".nothing")?.remove();
    this.rows.prepend(row(wire, chat ? this.world.name(chat) : ""));
    if (this.rows.children.length > 300) this.rows.lastElementChild.remove();
  }
}

const chatOf = (world, { request }) =>
  world.keyOfUser(request?.to || request?.events?.[0]?.source?.userId);

function row(wire, name) {
  const incoming = wire.direction === "webhook";
  const good = wire.status >= 200 && wire.status < 300;
  const more = h("div", { class: "wire-more", hidden: true });
  const head = h(
    "button",
    {
      type: "button",
      class: "wire-head",
      "aria-expanded": "false",
      onclick: () => {
        more.hidden = !more.hidden;
        head.setAttribute("aria-expanded", String(!more.hidden));
        if (!more.childElementCount)
          more.append(part("request", wire.request), part("response", wire.response));
      },
    },
    h(
      "span",
      { class: `arrow ${incoming ? "in" : "out"}`, title: incoming ? "LINE → บอต" : "บอต → LINE" },
      icon(incoming ? "arrowRight" : "arrowLeft", 14),
    ),
    h(
      "code",
      { class: "path" },
      h("b", {}, incoming ? "webhook" : wire.method),
      " ",
      incoming ? "" : shortened(wire.path),
    ),
    h("span", { class: `code ${good ? "good" : "bad"}` }, wire.status ?? "เงียบ"),
    h("span", { class: "ms" }, `${wire.ms < 10 ? wire.ms.toFixed(1) : Math.round(wire.ms)} ms`),
    h("span", { class: "gist" }, name && h("b", {}, name), " ", gist(wire)),
    wire.at && h("time", {}, clockWithSeconds(wire.at)),
  );
  return h("li", { dataset: { direction: wire.direction } }, head, more);
}

/** The path without its common prefix, and without most of an id's digits. */
const shortened = (path) =>
  path.replace(/^\/v2\/bot/, "").replace(/([UCR]|richmenu-)([0-9a-f]{6})[0-9a-f]{26}/g, "$1$2…");

/** One readable line: the text or the requested call. */
function gist({ direction, request, response, status }) {
  if (!status && typeof response === "string") return response;
  if (direction === "webhook") {
    const said = (event) =>
      event.type === "message"
        ? `${event.message.type}${event.message.text ? ` “${event.message.text}”` : ""}`
        : `${event.type}${event.postback ? ` ${event.postback.data}` : ""}`;
    const events = request?.events || [];
    return events.length
      ? events
          .map((event) => `${said(event)}${event.deliveryContext?.isRedelivery ? " (ส่งซ้ำ)" : ""}`)
          .join(", ")
      : "ตรวจการเชื่อมต่อ";
  }
  if (status >= 400) return response?.message || "";
  const messages = request?.messages || [];
  return messages.map((message) => message.text || message.altText || message.type).join(" · ");
}

function part(title, value) {
  const shown = value === undefined || value === null || value === "" ? "—" : value;
  return h("section", {}, h("h3", {}, title), h("pre", { tabindex: "0" }, ...coloured(shown)));
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?)/g;

function coloured(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted, colon] = match;
    parts.push(
      text.slice(from, match.index),
      h("span", { class: colon ? "j-key" : quoted ? "j-text" : "j-value" }, whole),
    );
    from = match.index + whole.length;
  }
  return [...parts, text.slice(from)];
}
