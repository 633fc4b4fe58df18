// One phone: its owner, its frame, and the acts of its owner.
// conversation.js draws the messages, composer.js the input.

import { perform } from "./actions.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { clock } from "./dates.js";
import { h, toast } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, roleOf } from "./people.js";
import { slider } from "./slider.js";

export class Phone {
  constructor(world, chat) {
    this.world = world;
    this.chat = chat;
    this.speaker = chat.kind === "group" ? chat.members[0] : chat.key;
    this.banner = h("div", { class: "banner" });
    this.caption = h("header", { class: "caption" });
    this.time = h("span", {}, clock(Date.now()));
    this.title = h("h2", {});
    this.conversation = new Conversation(this);
    this.composer = new Composer(this);
    const status = h(
      "div",
      { class: "status", "aria-hidden": "true" },
      this.time,
      h("i", { class: "bars" }),
    );
    const head = h(
      "div",
      { class: "chat-head" },
      this.title,
      h("span", { class: "official" }, icon("shield", 16)),
    );
    this.screen = h(
      "div",
      { class: "screen" },
      status,
      head,
      this.conversation.log,
      slider(this.conversation.quick, "ตัวเลือก"),
      this.banner,
      this.composer.element,
    );
    this.element = h(
      "section",
      { class: "place", dataset: { chat: chat.key }, "aria-label": `โทรศัพท์ของ ${chat.name}` },
      this.caption,
      h("div", { class: "phone" }, this.screen),
    );
    this.ticking = setInterval(() => (this.time.textContent = clock(Date.now())), 10_000);
    this.#listen();
    this.#dress();
    this.conversation.redraw();
  }

  #listen() {
    const { conversation } = this;
    this.listening = new AbortController();
    const { signal } = this.listening;
    const hear = (kind, run) => {
      const mine = ({ detail }) => detail.chat === this.chat.key && run(detail);
      this.world.addEventListener(kind, mine, { signal });
    };
    hear("message", (record) => conversation.arrived(record));
    hear("read", () => conversation.markRead());
    hear("unsent", () => conversation.redraw());
    hear("loading", ({ seconds }) => conversation.thinking(seconds));
    this.world.addEventListener("roster", () => this.#dress(), { signal });
  }

  close() {
    this.listening.abort();
    clearInterval(this.ticking);
    this.conversation.close();
    this.element.remove();
  }

  /** Acts as this phone's owner; returns the server's response, or null after showing a failure. */
  async do(verb, body = {}) {
    const who =
      this.chat.kind === "group" && verb !== "join" && verb !== "leave" ? { as: this.speaker } : {};
    try {
      return await this.world.act(this.chat.key, verb, { ...who, ...body });
    } catch (problem) {
      toast(`ส่งไม่สำเร็จ: ${problem.message}`);
      return null;
    }
  }

  /** Sends a text; in a group "@" and the bot's name in front make it a real mention. */
  say(text) {
    const called = `@${this.world.name("bot")}`;
    const mention = this.chat.kind === "group" && text.startsWith(called);
    return this.do("say", mention ? { text: text.slice(called.length).trim(), mention } : { text });
  }

  press(action, messageId) {
    perform(this, action, messageId);
  }

  /** Sends what `photoSheet` gives; the content state chosen in the wire panel applies to these photos. */
  sendPhotos({ samples = [], base64 = [], others = [] }) {
    for (const { kind, ...media } of others) this.do(kind, media);
    if (!samples.length && !base64.length) return;
    const fate = this.world.takePhotoFate();
    this.do("photo", { samples, base64, ...(fate ? { content: fate } : {}) });
  }

  toEnd() {
    this.conversation.toEnd();
  }

  /** Draws everything that depends on the roster: names, menu, friendship. */
  #dress() {
    this.composer.refresh();
    const { name, role, members, friend, blocked, joined } = this.chat;
    const look = JSON.stringify([name, role, members, friend, blocked, joined]);
    // Redrawing would close an open list and lose the keyboard focus.
    if (look === this.look) return;
    this.look = look;
    const group = this.chat.kind === "group";
    const away = group ? joined === false : blocked || !friend;
    this.element.classList.toggle("away", away);
    this.title.textContent = group ? `${name} (${members.length})` : this.world.name("bot");
    const office = roleOf(this.chat);
    this.caption.replaceChildren(
      avatar(this.chat, 34),
      h(
        "div",
        { class: "caption-words" },
        h("strong", {}, name),
        h("small", {}, group ? `${office} · พูดในนาม` : office),
      ),
      group ? this.#speakers() : "",
      away ? "" : this.#knob(group ? "นำบอตออก" : "บล็อก", "block", group ? "leave" : "unfollow"),
    );
    this.banner.replaceChildren(...(away ? this.#invitation(group, blocked) : []));
  }

  #invitation(group, blocked) {
    const [fact, label] = group
      ? ["ยังไม่อยู่ในกลุ่มนี้", "เชิญบอตเข้ากลุ่ม"]
      : blocked
        ? ["คุณบล็อกบัญชีนี้อยู่", "เลิกบล็อก"]
        : ["ยังไม่ได้เป็นเพื่อนกัน", "เพิ่มเพื่อน"];
    return [
      h("span", { class: "avatar bot-face" }, icon("shield", 26)),
      h("p", {}, h("strong", {}, this.world.name("bot")), fact),
      this.#knob(label, "plus", group ? "join" : "follow"),
    ];
  }

  #knob(label, sign, verb) {
    return h(
      "button",
      { type: "button", class: "quiet", title: label, onclick: () => this.do(verb) },
      icon(sign, 16),
      h("span", {}, label),
    );
  }

  #speakers() {
    const choose = (event) => {
      this.speaker = event.target.value;
      this.conversation.redraw();
    };
    return h(
      "select",
      { "aria-label": "พูดในนาม", title: "พูดในนาม", onchange: choose },
      this.chat.members.map((key) =>
        h("option", { value: key, selected: key === this.speaker }, this.world.name(key)),
      ),
    );
  }
}
