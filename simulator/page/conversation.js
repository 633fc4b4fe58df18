// The conversation on a phone: its log, day by day, and the quick replies below it.
// messages.js draws the single message.

import { copy } from "./actions.js";
import { dayKey, dayName } from "./dates.js";
import { h, toast } from "./dom.js";
import { picture } from "./flex.js";
import { icon } from "./icons.js";
import { messageRow } from "./messages.js";
import { avatar } from "./people.js";
import { openPopup } from "./popup.js";

const TRY_ENGLISH = [
  "The street light near the temple is out",
  "No tap water since morning",
  "Hello",
];
const TRY = ["ไฟถนนหน้าวัดดับ", "น้ำประปาไม่ไหลตั้งแต่เช้า", "ถนนหน้าบ้านเป็นหลุมใหญ่", "สวัสดีค่ะ"];
// A phone on a screen is shorter than a real one: below this height of the log (px) the rich
// menu is folded when there are quick replies.
const CRAMPED = 440;
const NEAR_THE_END = 120; // px
// These open a sheet first; their chips stay until a message is sent.
const STAYS = new Set(["camera", "cameraRoll", "location", "datetimepicker", "uri", "clipboard"]);
const ACTION_ICON = {
  camera: "camera",
  cameraRoll: "album",
  location: "pin",
  datetimepicker: "calendar",
  uri: "link",
  clipboard: "copy",
};

/** Draws the messages of `phone.chat`; taps go to `phone.press`, texts to `phone.say`. */
export class Conversation {
  constructor(phone) {
    this.phone = phone;
    this.world = phone.world;
    this.chat = phone.chat;
    this.log = h("div", {
      class: "log",
      role: "log",
      tabindex: "0",
      "aria-label": `ห้องแชตของ ${phone.chat.name}`,
    });
    this.quick = h("div", { class: "quick", role: "group", "aria-label": "ตัวเลือกตอบด่วน" });
    // Pictures grow when they load; a log that was scrolled to the end stays at the end.
    this.atEnd = true;
    this.log.addEventListener("load", () => this.atEnd && this.toEnd(), true);
    this.log.addEventListener("scroll", () => this.#look(), { passive: true });
  }

  close() {
    clearTimeout(this.thinkingOver);
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }

  /** Redraws the whole conversation. */
  async redraw() {
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
    this.markRead();
    this.toEnd();
  }

  /** Adds a new message. */
  arrived(record) {
    if (this.log.querySelector(`[data-id="${CSS.escape(record.id)}"]`)) return;
    this.log.querySelector(".empty")?.remove();
    this.log.querySelector(".try")?.remove();
    if (record.from === "bot") {
      this.thinking(0);
      this.markRead();
    }
    this.#append(record);
    this.#suggest();
    this.#offer(record);
    if (this.atEnd || record.from === this.phone.speaker) this.toEnd();
  }

  #append(record) {
    const before = this.last;
    this.last = record;
    const newDay = !before || dayKey(before.at) !== dayKey(record.at);
    if (newDay) this.log.append(h("div", { class: "day" }, h("span", {}, dayName(record.at))));
    if (record.unsent) {
      const who = record.from === this.phone.speaker ? "คุณ" : this.world.name(record.from);
      this.log.append(
        h(
          "div",
          { class: "notice", dataset: { id: record.id } },
          h("span", {}, `${who}ยกเลิกการส่งข้อความแล้ว`),
        ),
      );
      return;
    }
    const mine = record.from === this.phone.speaker;
    const sender = record.message.sender || {};
    const first =
      newDay ||
      before.from !== record.from ||
      before.unsent ||
      before.message.sender?.name !== sender.name;
    const author =
      record.from === "bot"
        ? { key: "bot", name: sender.name || this.world.name("bot"), picture: sender.iconUrl }
        : this.world.chats.get(record.from) || { key: record.from, name: record.from };
    const named = first && (sender.name || this.chat.kind === "group");
    this.log.append(
      messageRow(record, {
        mine,
        name: !mine && named ? author.name : "",
        avatar: !mine && first ? this.#face(author) : null,
        read: record.read || record.at <= this.chat.readAt,
        press: (action) => this.phone.press(action, record.id),
        more: (event) => this.#more(event, record),
      }),
    );
  }

  #face(author) {
    if (author.key !== "bot") return avatar(author, 32);
    return h(
      "span",
      { class: "avatar bot-face" },
      author.picture ? picture(author.picture) : icon("shield", 20),
    );
  }

  markRead() {
    const marks = this.log.querySelectorAll(".mine");
    for (const row of marks) {
      const record = this.chat.messages?.get(row.dataset.id);
      const read = record && (record.read || record.at <= this.chat.readAt);
      row.querySelector(".read-mark").hidden = !read;
    }
  }

  /** The quick replies of the newest message, if the bot sent it; a newer message removes them. */
  #offer(record) {
    const items =
      (record?.from === "bot" && (record.quickReply || record.message?.quickReply)?.items) || [];
    this.quick.replaceChildren(
      ...items.map(({ action, imageUrl }) => {
        const tap = () => {
          if (!STAYS.has(action.type)) this.quick.replaceChildren();
          this.phone.press(action, record.id);
        };
        const sign = imageUrl
          ? picture(imageUrl)
          : ACTION_ICON[action.type] && icon(ACTION_ICON[action.type], 18);
        return h("button", { type: "button", class: "chip", onclick: tap }, sign, action.label);
      }),
    );
    this.quick.scrollLeft = 0;
    if (items.length && this.log.clientHeight < CRAMPED) this.phone.composer.foldMenu();
  }

  #suggest() {
    const resident =
      this.chat.kind === "person" && /^$|ชาวบ้าน|ประชาชน|หมู่|resident/i.test(this.chat.role || "");
    const said = [...(this.chat.messages?.values() || [])];
    if (!resident || said.some((record) => record.from === this.chat.key)) return;
    const english = this.chat.language?.startsWith("en");
    this.log.querySelector(".try")?.remove();
    this.log.append(
      h(
        "div",
        { class: "try" },
        h("span", {}, english ? "Try typing:" : "ลองพิมพ์:"),
        (english ? TRY_ENGLISH : TRY).map((text) =>
          h("button", { type: "button", onclick: () => this.phone.say(text) }, text),
        ),
      ),
    );
  }

  /** Shows the loading animation for this number of seconds; 0 ends it. */
  thinking(seconds) {
    clearTimeout(this.thinkingOver);
    this.log.querySelector(".thinking")?.remove();
    if (!seconds) return;
    this.log.append(
      h(
        "div",
        { class: "row theirs thinking", role: "status", "aria-label": "กำลังพิมพ์" },
        h("div", { class: "avatar-room" }),
        h("div", { class: "bubble" }, h("i"), h("i"), h("i")),
      ),
    );
    this.toEnd();
    this.thinkingOver = setTimeout(() => this.thinking(0), seconds * 1000);
  }

  #more(event, record) {
    event.preventDefault();
    const { text } = record.message;
    openPopup(event.currentTarget.closest(".row"), [
      text && ["copy", "คัดลอก", () => copy(text)],
      ["undo", "ยกเลิกการส่ง", () => this.phone.do("unsend", { message_id: record.id })],
    ]);
  }
}
