// The phones on the page: which are shown, how many fit, and unread messages of the others.

import { h, toast } from "./dom.js";
import { drawStrip } from "./people.js";
import { Phone } from "./phones.js";
import { slider } from "./slider.js";
import { WirePanel } from "./wire.js";
import { World } from "./world.js";

const PHONE_WIDTH = 345; // px, with the gap beside it
const MOST_PHONES = 3;
const CROWD = 12; // beyond this many people the strip can be searched

const world = new World();
const strip = document.getElementById("people");
const find = document.getElementById("find");
const table = document.getElementById("table");
const wire = document.getElementById("wire");
const wireToggle = document.getElementById("wire-toggle");
const unread = new Map();
const phones = new Map();
let wanted = []; // keys, the newest choice last; the address bar remembers them

const narrow = () => window.innerWidth < 760;

function fitting() {
  if (narrow()) return 1;
  return Math.max(1, Math.min(MOST_PHONES, Math.floor(table.clientWidth / PHONE_WIDTH)));
}

function lay() {
  const room = fitting();
  const shown = wanted.slice(-room);
  // Nobody was chosen yet: show phones in the order of the roster.
  for (const key of world.chats.keys()) {
    if (wanted.length || shown.length >= room) break;
    shown.push(key);
  }
  const order = [...world.chats.keys()].filter((key) => shown.includes(key));
  for (const [key, phone] of phones) {
    if (order.includes(key)) continue;
    phone.close();
    phones.delete(key);
  }
  for (const key of order) {
    unread.delete(key);
    if (!phones.has(key)) phones.set(key, new Phone(world, world.chats.get(key)));
  }
  // Moving an element that is in its place already would lose its scroll position.
  order.forEach((key, at) => {
    const { element } = phones.get(key);
    if (table.children[at] !== element) table.insertBefore(element, table.children[at] || null);
  });
  find.hidden = world.chats.size <= CROWD;
  drawStrip(strip, sought(order), { shown: order, unread, choose });
}

/** The people in the strip: in a crowd, the shown phones and those with unread messages come first. */
function sought(shown) {
  const everyone = [...world.chats.values()];
  if (everyone.length <= CROWD) return everyone;
  const words = find.value.trim();
  const rank = ({ key }) => (shown.includes(key) ? 0 : unread.has(key) ? 1 : 2);
  return everyone
    .filter((chat) => `${chat.name} ${chat.role}`.includes(words))
    .sort((a, b) => rank(a) - rank(b));
}

function choose(key) {
  const shown = [...phones.keys()];
  const others = (wanted.length ? wanted : shown).filter((one) => one !== key);
  const putAway = shown.includes(key) && shown.length > 1;
  wanted = putAway ? others : [...others, key].slice(-MOST_PHONES);
  history.replaceState(null, "", `#${wanted.map(encodeURIComponent).join(",")}`);
  lay();
}

function readAddress() {
  wanted = location.hash
    .slice(1)
    .split(",")
    .map(decodeURIComponent)
    .filter((key) => world.chats.has(key));
}

function showWire(open) {
  document.body.classList.toggle("with-wire", open);
  wire.inert = !open;
  wireToggle.setAttribute("aria-expanded", String(open));
  lay();
}

let laying = 0; // bursts of news are laid out once per frame
function laySoon() {
  cancelAnimationFrame(laying);
  laying = requestAnimationFrame(lay);
}

world.addEventListener("message", ({ detail }) => {
  if (detail.from !== "bot" || phones.has(detail.chat)) return;
  unread.set(detail.chat, (unread.get(detail.chat) || 0) + 1);
  laySoon();
});
world.addEventListener("roster", laySoon);
find.addEventListener("input", laySoon);
world.addEventListener("link", ({ detail: online }) => {
  document.body.classList.toggle("offline", !online);
});
window.addEventListener("resize", laySoon);
window.addEventListener("hashchange", () => {
  readAddress();
  lay();
});
wireToggle.addEventListener("click", () =>
  showWire(!document.body.classList.contains("with-wire")),
);

const place = strip.nextElementSibling;
place.before(slider(strip, "คน"));

try {
  await world.open();
  readAddress();
  new WirePanel(world, wire);
  showWire(window.innerWidth >= 1180);
} catch (problem) {
  table.replaceChildren(h("p", { class: "trouble" }, "ยังติดต่อ LINE จำลองไม่ได้ ลองโหลดหน้านี้ใหม่อีกครั้ง"));
  toast(problem.message);
}
