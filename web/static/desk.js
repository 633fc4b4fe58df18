// What must feel immediate in the console: keys, the photo viewer, reply templates. Every page works without it.
"use strict";

const rows = () => [...document.querySelectorAll(".queue tbody tr")];
const isTyping = (where) => where.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]");
let at = -1;

function go(step) {
  const all = rows();
  if (!all.length) return;
  all[at]?.classList.remove("at");
  at = Math.min(Math.max(at + step, 0), all.length - 1);
  all[at].classList.add("at");
  all[at].querySelector(".number a").focus({ preventScroll: true });
  all[at].scrollIntoView({ block: "nearest" });
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  x: () => {
    const box = rows()[at]?.querySelector("input[type=checkbox]");
    if (box) box.click();
  },
  "/": () => document.querySelector("#q")?.focus(),
  u: () => document.querySelector("a[data-back]")?.click(),
  "?": () => location.assign("/desk/keys"),
};

const BY_CODE = (event) =>
  event.code === "Slash" ? (event.shiftKey ? "?" : "/") : event.code.replace(/^Key/, "").toLowerCase();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape" && event.target.id === "q") {
      // The browser would empty the field, and so end the search whose results are wanted.
      event.preventDefault();
      event.target.blur();
    }
    return;
  }
  // With the Thai layout `event.key` is a Thai letter: the key counts, wherever the letters are.
  const act = KEYS[event.key] ?? (/^[\u0E00-\u0E7F]/.test(event.key) ? KEYS[BY_CODE(event)] : undefined);
  if (!act) return;
  event.preventDefault();
  act();
});

// What is typed is searched at once; to leave the field must not ask for the same list again.
document.querySelector("#q")?.addEventListener("change", (event) => event.stopPropagation());

document.addEventListener("htmx:afterSwap", () => {
  const row = at;
  at = -1;
  // The chosen case was in the list that is gone: its place stays chosen.
  if (row >= 0 && document.activeElement === document.body) go(row + 1);
});

// On a phone the choices of the list are closed, so that the first case is in sight.
const choices = document.querySelector(".choices:not([data-chosen])");
if (choices && matchMedia("(max-width: 48rem)").matches) choices.open = false;

// ------------------------------------------------------------------ choosing several cases
document.addEventListener("change", (event) => {
  if ("all" in event.target.dataset) {
    for (const box of document.querySelectorAll(".queue .pick input")) box.checked = event.target.checked;
  }
  const chosen = document.querySelectorAll(".queue .pick input:checked").length;
  const picked = document.querySelector("#picked");
  if (picked) picked.textContent = chosen ? `เลือกแล้ว ${chosen} เรื่อง` : "";
  const box = event.target.dataset?.templateFor && document.getElementById(event.target.dataset.templateFor);
  if (box && event.target.value) {
    box.value = box.value ? `${box.value}\n${event.target.value}` : event.target.value;
    event.target.value = "";
    box.focus();
  }
});

// ------------------------------------------------------------------ photos
const viewer = document.querySelector("#viewer");
if (viewer) {
  const image = viewer.querySelector("img");
  let turn = 0;
  let size = 0;
  const show = () => {
    image.className = [size ? "big" : "", turn ? `turn-${turn}` : ""].join(" ").trim();
    image.width = size ? Math.round(image.naturalWidth * 1.5 ** (size - 1)) : image.naturalWidth;
  };
  const DO = {
    in: () => { size = Math.min(size + 1, 5); },
    out: () => { size = Math.max(size - 1, 0); },
    turn: () => { turn = (turn + 1) % 4; },
    close: () => viewer.close(),
  };
  viewer.addEventListener("click", (event) => {
    const act = DO[event.target.dataset.do];
    if (!act) return;
    act();
    show();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-photo]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    turn = 0;
    size = 0;
    image.src = link.href;
    image.alt = link.querySelector("img").alt;
    image.onload = show;
    viewer.showModal();
  });
}

// A link to a field inside a closed part opens that part; browsers without it do so themselves or need a press more.
document.addEventListener("click", (event) => {
  const part = document.getElementById(event.target.dataset?.opens ?? "");
  if (!part) return;
  event.preventDefault();
  part.open = true;
  document.querySelector(event.target.hash)?.focus();
});

// A form sends itself once.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = "1";
  setTimeout(() => { delete event.target.dataset.sent; }, 8000);
});

// The bubble of a sentence that is being changed, its placeholders filled with examples.
document.addEventListener("input", (event) => {
  const bubble = event.target.dataset?.bubble && document.getElementById(event.target.dataset.bubble);
  if (!bubble) return;
  const examples = JSON.parse(event.target.dataset.examples || "{}");
  bubble.textContent = event.target.value.replace(/\{(\w+)\}/g, (whole, name) => examples[name] ?? whole);
});

// ------------------------------------------------------------------ blacking out parts of a photo
const canvas = document.querySelector("[data-canvas]");
if (canvas) {
  const list = document.querySelector("#boxes");
  const point = (event) => {
    const area = canvas.getBoundingClientRect();
    const share = (value, size) => Math.round(Math.min(Math.max(value / size, 0), 1) * 1000);
    return [share(event.clientX - area.left, area.width), share(event.clientY - area.top, area.height)];
  };
  let from = null;
  let drawn = null;
  const place = (event) => {
    const to = point(event);
    const box = {
      x: Math.min(from[0], to[0]), y: Math.min(from[1], to[1]),
      width: Math.abs(from[0] - to[0]), height: Math.abs(from[1] - to[1]),
    };
    for (const [name, value] of Object.entries(box)) drawn.setAttribute(name, value);
    return box;
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    from = point(event);
    drawn = canvas.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
    canvas.setPointerCapture(event.pointerId);
    place(event);
  });
  canvas.addEventListener("pointermove", (event) => { if (from) place(event); });
  canvas.addEventListener("pointerup", (event) => {
    if (!from) return;
    const box = place(event);
    from = null;
    if (box.width < 5 || box.height < 5) { drawn.remove(); return; }
    const item = document.createElement("li");
    const label = item.appendChild(document.createElement("label"));
    label.className = "choice";
    const keep = label.appendChild(document.createElement("input"));
    Object.assign(keep, { type: "checkbox", name: "box", value: [box.x, box.y, box.width, box.height].join(","), checked: true });
    label.append(` ส่วนที่ ${list.children.length + 1}`);
    list.append(item);
  });
  list.addEventListener("change", (event) => {
    const index = [...list.children].indexOf(event.target.closest("li"));
    canvas.children[index]?.toggleAttribute("hidden", !event.target.checked);
  });
}
