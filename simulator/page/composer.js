// The bottom of a phone: text field, camera, album, location, stickers, and the rich menu bar.
// Uses of the phone: `phone.chat`, `phone.press(action)`, `phone.do(verb, body)`.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { richMenu } from "./richmenu.js";
import { stickerTray } from "./stickers.js";

const TALLEST_FIELD = 96; // px, four lines

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.element = h("footer", { class: "composer" });
    this.mode = "menu"; // or "keyboard": LINE shows one or the other
    this.open = true; // whether the menu's picture is up
    this.tray = null;
    this.field = h("textarea", {
      rows: "1",
      placeholder: "ข้อความ",
      "aria-label": `พิมพ์ข้อความ (${phone.chat.name})`,
      maxlength: "5000",
      onkeydown: (event) => this.#key(event),
      oninput: () => this.#grow(),
    });
    this.keys = null;
    this.sendKnob = h(
      "button",
      { type: "button", class: "round send", "aria-label": "ส่ง", onclick: () => this.send() },
      icon("send"),
    );
  }

  /** Redraws when the chat's menu has changed. */
  refresh() {
    const { menu } = this.phone.chat;
    const drawn = JSON.stringify(menu || null);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    if (menu && menu.selected === false) this.open = false;
    this.#draw();
  }

  showMenu(open) {
    this.open = open;
    this.mode = "menu";
    this.#draw();
  }

  /** Folds the menu's picture; its bar stays. */
  foldMenu() {
    if (this.mode === "menu" && this.open && this.phone.chat.menu) this.showMenu(false);
  }

  showKeyboard(text) {
    this.mode = "keyboard";
    this.#draw();
    if (text) this.field.value = text;
    this.#grow();
    this.field.focus();
  }

  async send() {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.#grow();
    // The typed text is put back into the field when it could not be sent.
    if (!(await this.phone.say(text)) && !this.field.value) this.field.value = text;
    this.#grow();
  }

  #draw() {
    const { menu } = this.phone.chat;
    const showMenu = menu && this.mode === "menu";
    this.element.replaceChildren(showMenu ? this.#menuBar(menu) : this.#keys(menu));
    if (showMenu && this.open)
      this.element.append(richMenu(menu, (action) => this.phone.press(action)));
    if (!showMenu && this.tray) this.element.append(this.tray);
    this.phone.toEnd?.();
  }

  #menuBar(menu) {
    return h(
      "div",
      { class: "menu-bar" },
      h(
        "button",
        {
          type: "button",
          class: "to-keyboard",
          "aria-label": "สลับไปแป้นพิมพ์",
          onclick: () => this.showKeyboard(),
        },
        icon("keyboard"),
        h("span", { "aria-hidden": "true" }, "พิมพ์"),
      ),
      h(
        "button",
        {
          type: "button",
          class: "menu-toggle",
          "aria-expanded": String(this.open),
          onclick: () => this.showMenu(!this.open),
        },
        menu.chatBarText,
        icon(this.open ? "chevronDown" : "chevronUp", 16),
      ),
    );
  }

  #keys(menu) {
    const { phone } = this;
    const knob = (name, label, run) =>
      h(
        "button",
        { type: "button", class: "round", "aria-label": label, title: label, onclick: run },
        icon(name),
      );
    const more = knob("arrowRight", "แสดงกล้อง อัลบั้ม ตำแหน่ง", () =>
      this.keys.classList.remove("typing"),
    );
    more.classList.add("more-keys");
    const group = phone.chat.kind === "group";
    this.keys = h(
      "div",
      { class: "keys" },
      group &&
        h(
          "button",
          {
            type: "button",
            class: "round at",
            "aria-label": "เรียกบอต",
            title: "เรียกบอต",
            onclick: () => this.#callBot(),
          },
          "@",
        ),
      menu && knob("menu", "สลับไปเมนู", () => this.showMenu(true)),
      more,
      h(
        "div",
        { class: "attach" },
        knob("camera", "ถ่ายรูป", () => phone.press({ type: "camera" })),
        knob("album", "เลือกรูปจากอัลบั้ม", () => phone.press({ type: "cameraRoll" })),
        knob("pin", "ส่งตำแหน่ง", () => phone.press({ type: "location" })),
      ),
      h(
        "div",
        { class: "field" },
        this.field,
        knob("smile", "สติกเกอร์", () => this.#toggleStickers()),
      ),
      this.sendKnob,
    );
    return this.keys;
  }

  #callBot() {
    this.field.value = `@${this.phone.world.name("bot")} ${this.field.value}`;
    this.#grow();
    this.field.focus();
  }

  #toggleStickers() {
    this.tray = this.tray ? null : stickerTray((one) => this.phone.do("sticker", one));
    this.#draw();
  }

  #key(event) {
    // Enter during the composition of a word (IME) is not for us.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  #grow() {
    const typing = Boolean(this.field.value.trim());
    this.sendKnob.classList.toggle("ready", typing);
    // While a person types, the field takes the space of the camera and its neighbours, as in LINE.
    this.keys?.classList.toggle("typing", typing);
    this.field.style.height = "";
    if (typing) this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST_FIELD)}px`;
  }
}
