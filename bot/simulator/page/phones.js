// One phone: whose it is, the conversation, quick replies, and the composer below.

import { copy, perform } from "./actions.js";
import { Composer } from "./composer.js";
import { clock, dayKey, dayName } from "./dates.js";
import { h, toast } from "./dom.js";
import { picture } from "./flex.js";
import { icon } from "./icons.js";
import { messageRow } from "./messages.js";
import { avatar, roleOf } from "./people.js";
import { slider } from "./slider.js";

const TRY_ENGLISH = ["The street light near the temple is out", "No tap water since morning", "Hello"];
const TRY = ["ไฟถนนหน้าวัดดับ", "น้ำประปาไม่ไหลตั้งแต่เช้า", "ถนนหน้าบ้านเป็นหลุมใหญ่", "สวัสดีค่ะ"];
const STAYS = new Set(["camera", "cameraRoll", "location", "datetimepicker", "uri", "clipboard"]);
const ACTION_ICON = { camera: "camera", cameraRoll: "album", location: "pin", datetimepicker: "calendar", uri: "link", clipboard: "copy" };

export class Phone {
  constructor(world, chat) {
    this.world = world;
    this.chat = chat;
    this.speaker = chat.kind === "group" ? chat.members[0] : chat.key;
    this.log = h("div", { class: "log", role: "log", tabindex: "0", "aria-label": `ห้องแชตของ ${chat.name}` });
    this.quick = h("div", { class: "quick", role: "group", "aria-label": "ตัวเลือกตอบด่วน" });
    this.banner = h("div", { class: "banner" });
    this.caption = h("header", { class: "caption" });
    this.time = h("span", {}, clock(Date.now()));
    this.composer = new Composer(this);
    this.title = h("h2", {});
    this.screen = h("div", { class: "screen" },
      h("div", { class: "status", "aria-hidden": "true" }, this.time, h("i", { class: "bars" })),
      h("div", { class: "chat-head" }, this.title, h("span", { class: "official" }, icon("shield", 16))),
      this.log, slider(this.quick, "ตัวเลือก"), this.banner, this.composer.element);
    this.element = h("section", { class: "place", dataset: { chat: chat.key }, "aria-label": `โทรศัพท์ของ ${chat.name}` },
      this.caption, h("div", { class: "phone" }, this.screen));
    // Pictures grow when they load; whoever was at the end stays there.
    this.atEnd = true;
    this.log.addEventListener("load", () => this.atEnd && this.toEnd(), true);
    this.log.addEventListener("scroll", () => {
      this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
    }, { passive: true });
    this.listening = new AbortController();
    const on = (kind, run) => world.addEventListener(kind, run, { signal: this.listening.signal });
    const mine = (run) => ({ detail }) => detail.chat === chat.key && run(detail);
    on("message", mine((record) => this.#arrived(record)));
    on("read", mine(() => this.#markRead()));
    on("unsent", mine(() => this.#redraw()));
    on("loading", mine((change) => this.#thinking(change.seconds || change.loadingSeconds || 20)));
    on("roster", () => this.#dress());
    this.ticking = setInterval(() => (this.time.textContent = clock(Date.now())), 10_000);
    this.#dress();
    this.#redraw();
  }

  close() {
    this.listening.abort();
    clearInterval(this.ticking);
    clearTimeout(this.thinkingOver);
    this.element.remove();
  }

  /** Acts as this phone's person; answers what the server says, or null after telling of a failure. */
  async do(verb, body = {}) {
    const who = this.chat.kind === "group" && verb !== "join" && verb !== "leave" ? { as: this.speaker } : {};
    try {
      return await this.world.act(this.chat.key, verb, { ...who, ...body });
    } catch (problem) {
      toast(`ส่งไม่สำเร็จ: ${problem.message}`);
      return null;
    }
  }

  /** Sends words; in a group "@" and the bot's name in front make it a real mention. */
  say(text) {
    const called = `@${this.world.name("bot")}`;
    const mention = this.chat.kind === "group" && text.startsWith(called);
    return this.do("say", mention ? { text: text.slice(called.length).trim(), mention } : { text });
  }

  press(action, messageId) {
    perform(this, action, messageId);
  }

  sendPhotos(what) {
    const fate = this.world.photoFate;
    this.world.photoFate = null;
    if (fate) this.world.dispatchEvent(new CustomEvent("fate"));
    this.do("photo", { ...what, ...(fate ? { content: fate } : {}) });
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  async #redraw() {
    let records = [];
    try {
      records = await this.world.history(this.chat.key);
    } catch (problem) {
      toast(`เปิดห้องแชตไม่ได้: ${problem.message}`);
    }
    this.log.replaceChildren();
    this.last = null;
    if (!records.length) this.log.append(h("p", { class: "empty" }, "ยังไม่มีข้อความ"));
    for (const record of records) this.#append(record);
    this.#suggest();
    this.#offer(this.last);
    this.#markRead();
    this.toEnd();
  }

  #arrived(record) {
    if (this.log.querySelector(`[data-id="${CSS.escape(record.id)}"]`)) return;
    this.log.querySelector(".empty")?.remove();
    this.log.querySelector(".try")?.remove();
    if (record.from === "bot") this.#thinking(0);
    this.#append(record);
    this.#suggest();
    this.#offer(record);
    if (this.atEnd || record.from === this.speaker) this.toEnd();
  }

  #append(record) {
    const before = this.last;
    this.last = record;
    const newDay = !before || dayKey(before.at) !== dayKey(record.at);
    if (newDay) this.log.append(h("div", { class: "day" }, h("span", {}, dayName(record.at))));
    if (record.unsent) {
      const who = record.from === this.speaker ? "คุณ" : this.world.name(record.from);
      this.log.append(h("div", { class: "notice", dataset: { id: record.id } }, h("span", {}, `${who}ยกเลิกการส่งข้อความแล้ว`)));
      return;
    }
    const mine = record.from === this.speaker;
    const first = newDay || before.from !== record.from || before.unsent;
    const sender = record.message.sender || {};
    const author = record.from === "bot"
      ? { key: "bot", name: sender.name || this.world.name("bot"), picture: sender.iconUrl }
      : this.world.chats.get(record.from) || { key: record.from, name: record.from };
    const named = first && (sender.name || this.chat.kind === "group");
    this.log.append(messageRow(record, {
      mine,
      name: !mine && named ? author.name : "",
      avatar: !mine && first ? this.#face(author) : null,
      read: record.read || record.at <= this.chat.readAt,
      press: (action) => this.press(action, record.id),
      more: (event) => this.#more(event, record),
    }));
  }

  #face(author) {
    if (author.key !== "bot") return avatar(author, 32);
    return h("span", { class: "avatar bot-face" }, author.picture ? picture(author.picture) : icon("shield", 20));
  }

  #markRead() {
    const marks = this.log.querySelectorAll(".mine");
    for (const row of marks) {
      const record = this.chat.messages?.get(row.dataset.id);
      const read = record && (record.read || record.at <= this.chat.readAt);
      row.querySelector(".read-mark").hidden = !read;
    }
  }

  /** The quick replies of the newest message, if the bot sent it; anything newer takes them away. */
  #offer(record) {
    const items = (record?.from === "bot" && (record.quickReply || record.message?.quickReply)?.items) || [];
    this.quick.replaceChildren(...items.map(({ action, imageUrl }) => {
      const tap = () => {
        if (!STAYS.has(action.type)) this.quick.replaceChildren();
        this.press(action, record.id);
      };
      const sign = imageUrl ? picture(imageUrl) : ACTION_ICON[action.type] && icon(ACTION_ICON[action.type], 18);
      return h("button", { type: "button", class: "chip", onclick: tap }, sign, action.label);
    }));
    this.quick.scrollLeft = 0;
  }

  #suggest() {
    const resident = this.chat.kind === "person" && /^$|ชาวบ้าน|ประชาชน|หมู่|resident/i.test(this.chat.role || "");
    const said = [...(this.chat.messages?.values() || [])];
    if (!resident || said.some((record) => record.from === this.chat.key)) return;
    const english = this.chat.language?.startsWith("en");
    this.log.querySelector(".try")?.remove();
    this.log.append(h("div", { class: "try" }, h("span", {}, english ? "Try typing:" : "ลองพิมพ์:"),
      (english ? TRY_ENGLISH : TRY).map((text) => h("button", { type: "button", onclick: () => this.say(text) }, text))));
  }

  #thinking(seconds) {
    clearTimeout(this.thinkingOver);
    this.log.querySelector(".thinking")?.remove();
    if (!seconds) return;
    this.log.append(h("div", { class: "row theirs thinking", role: "status", "aria-label": "กำลังพิมพ์" },
      h("div", { class: "avatar-room" }), h("div", { class: "bubble" }, h("i"), h("i"), h("i"))));
    this.toEnd();
    this.thinkingOver = setTimeout(() => this.#thinking(0), seconds * 1000);
  }

  #more(event, record) {
    event.preventDefault();
    document.querySelector(".popup")?.remove();
    const close = () => popup.remove();
    const item = (sign, label, run) => h("button", { type: "button", role: "menuitem", onclick: () => (close(), run()) }, icon(sign, 18), label);
    const popup = h("div", { class: "popup", role: "menu", onkeydown: (key) => key.key === "Escape" && close() },
      record.message.text && item("copy", "คัดลอก", () => copy(record.message.text)),
      item("undo", "ยกเลิกการส่ง", () => this.do("unsend", { message_id: record.id })));
    const row = event.currentTarget.closest(".row");
    row.append(popup);
    popup.firstElementChild.focus();
    setTimeout(() => document.addEventListener("click", close, { once: true }));
  }

  /** Everything that depends on the roster: names, menu, friend or not. */
  #dress() {
    const { chat } = this;
    const group = chat.kind === "group";
    this.title.textContent = group ? `${chat.name} (${chat.members.length})` : this.world.name("bot");
    const away = group ? chat.joined === false : chat.blocked || !chat.friend;
    const knob = (label, sign, verb) => h("button", { type: "button", class: "quiet", title: label, onclick: () => this.do(verb) }, icon(sign, 16), h("span", {}, label));
    const [comeBack, goAway] = group
      ? [() => knob("เชิญบอตเข้ากลุ่ม", "plus", "join"), () => knob("นำบอตออก", "block", "leave")]
      : [() => knob(chat.blocked ? "เลิกบล็อก" : "เพิ่มเพื่อน", "plus", "follow"), () => knob("บล็อก", "block", "unfollow")];
    this.caption.replaceChildren(avatar(chat, 34),
      h("div", { class: "caption-words" }, h("strong", {}, chat.name), h("small", {}, group ? `${roleOf(chat)} · พูดในนาม` : roleOf(chat))),
      group ? this.#speakers() : "", away ? "" : goAway());
    this.banner.replaceChildren(...(away ? [
      h("span", { class: "avatar bot-face" }, icon("shield", 26)),
      h("p", {}, h("strong", {}, this.world.name("bot")), group ? "ยังไม่อยู่ในกลุ่มนี้" : chat.blocked ? "คุณบล็อกบัญชีนี้อยู่" : "ยังไม่ได้เป็นเพื่อนกัน"),
      comeBack()] : []));
    this.element.classList.toggle("away", away);
    this.composer.refresh();
  }

  #speakers() {
    const choose = (event) => {
      this.speaker = event.target.value;
      this.#redraw();
    };
    return h("select", { "aria-label": "พูดในนาม", title: "พูดในนาม", onchange: choose },
      this.chat.members.map((key) => h("option", { value: key, selected: key === this.speaker }, this.world.name(key))));
  }
}
