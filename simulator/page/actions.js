// The effect of tapping a button, for every type of LINE's action objects.
// Uses of the phone: `phone.chat`, `phone.world`, `phone.screen`, `phone.do(verb, body)`, `phone.composer`.

import { reachable } from "./reachable.js";
import { toast } from "./dom.js";
import { dateSheet, openSheet, photoSheet } from "./pickers.js";
import { placePicker } from "./places.js";

/** Performs `action`; `messageId` is the message whose button was tapped, if one was. */
export function perform(phone, action, messageId) {
  const run = DO[action.type];
  if (run) run(phone, action, messageId);
  else toast(`ยังไม่รู้จักปุ่มชนิด ${action.type}`);
}

const DO = {
  postback,
  message: send,
  uri,
  clipboard,
  datetimepicker,
  camera,
  cameraRoll,
  location,
  richmenuswitch: send,
};

function send(phone, action, messageId, params) {
  return phone.do("press", { message_id: messageId, action, params });
}

function postback(phone, action, messageId) {
  send(phone, action, messageId);
  const { composer } = phone;
  if (action.inputOption === "closeRichMenu") composer.showMenu(false);
  if (action.inputOption === "openRichMenu") composer.showMenu(true);
  if (action.inputOption === "openKeyboard") composer.showKeyboard(action.fillInText);
  if (action.inputOption === "openVoice") toast("เปิดอัดเสียง (จำลอง)");
}

function clipboard(phone, action) {
  copy(action.clipboardText);
}

/** Copies text and confirms it. */
export function copy(text) {
  const done = () => toast(`คัดลอกแล้ว: ${text}`);
  // Without https pages have no access to the clipboard; the text is shown so it can be copied by hand.
  (navigator.clipboard?.writeText(text) || Promise.reject(new Error("closed"))).then(done, () =>
    toast(`คัดลอกเองได้: ${text}`),
  );
}

function datetimepicker(phone, action, messageId) {
  dateSheet(phone.screen, action, (params) => send(phone, action, messageId, params));
}

const photo = (kind) => (phone) =>
  photoSheet(phone.screen, phone.world, kind, (what) => phone.sendPhotos(what));

function camera(phone) {
  photo("camera")(phone);
}

function cameraRoll(phone) {
  photo("album")(phone);
}

function location(phone) {
  openSheet(phone.screen, "ส่งตำแหน่ง", (close) =>
    placePicker((place) => {
      close();
      phone.do("location", place);
    }),
  );
}

// LINE's own addresses open parts of the app instead of a page.
const APP_PAGES = [
  [/^https:\/\/line\.me\/R\/nv\/camera\/?$|^line:\/\/nv\/camera/, camera],
  [/^https:\/\/line\.me\/R\/nv\/cameraRoll\/|^line:\/\/nv\/cameraRoll/, cameraRoll],
  [/^https:\/\/line\.me\/R\/nv\/location\/?$|^line:\/\/nv\/location/, location],
  [
    /^https:\/\/line\.me\/R\/oaMessage\//,
    (phone, address) =>
      phone.composer.showKeyboard(decodeURIComponent(address.split("?")[1] || "")),
  ],
  [
    /^https:\/\/line\.me\/R\/|^line:/,
    (phone, address) => toast(`เปิดหน้าของ LINE (จำลอง): ${address}`),
  ],
];

function uri(phone, action) {
  const address = action.uri;
  const page = APP_PAGES.find(([pattern]) => pattern.test(address));
  if (page) page[1](phone, address);
  else if (address.startsWith("tel:")) toast(`โทร ${address.slice(4)} (จำลอง)`);
  else if (/^https?:/.test(address)) window.open(reachable(address), "_blank", "noopener");
  else toast(`เปิดไม่ได้: ${address}`);
}
