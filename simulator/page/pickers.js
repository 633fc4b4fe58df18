// Sheets at the bottom of a phone: photos, date and time, and their common frame.

import { h, toast } from "./dom.js";
import { icon } from "./icons.js";

const LARGEST_SIDE = 1600; // px; phones shrink photos before LINE takes them

/** Opens a sheet inside `screen`; returns a function that closes it. Esc closes, Tab stays inside. */
export function openSheet(screen, title, build) {
  const before = document.activeElement;
  const close = () => {
    shade.remove();
    before?.focus?.({ preventScroll: true });
  };
  const sheet = h(
    "div",
    { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": title },
    h(
      "header",
      {},
      h("h3", {}, title),
      h(
        "button",
        { type: "button", class: "round", "aria-label": "ปิด", onclick: close },
        icon("close", 20),
      ),
    ),
    build(close),
  );
  const shade = h(
    "div",
    { class: "shade", onclick: (event) => event.target === shade && close() },
    sheet,
  );
  shade.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key !== "Tab") return;
    const stops = [...sheet.querySelectorAll("button, input, select, summary")].filter(
      (one) => one.offsetParent && !one.disabled,
    );
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  });
  screen.append(shade);
  sheet.querySelector("header button").focus({ preventScroll: true });
  return close;
}

/**
 * The camera or the album. `send({samples: [name…]})`, or from the computer
 * `send({base64: [photo…], others: [{kind: "video" | "audio" | "file", fileName, base64}…]})`.
 * The camera takes one picture; the album all that are ticked.
 */
export function photoSheet(screen, world, kind, send) {
  const several = kind === "album";
  openSheet(screen, several ? "อัลบั้มภาพ" : "กล้องถ่ายรูป", (close) => {
    const chosen = [];
    const done = h(
      "button",
      {
        type: "button",
        class: "primary",
        disabled: true,
        onclick: () => finish({ samples: chosen }),
      },
      "เลือกรูปก่อน",
    );
    const grid = h("div", { class: "photo-grid" }, h("p", { class: "faint" }, "กำลังเปิดภาพ…"));
    const finish = (what) => {
      close();
      send(what);
    };
    const tap = (name) => {
      if (!several) return finish({ samples: [name] });
      const at = chosen.indexOf(name);
      if (at < 0) chosen.push(name);
      else chosen.splice(at, 1);
      mark();
    };
    const mark = () => {
      for (const tile of grid.children) {
        const order = chosen.indexOf(tile.dataset.name) + 1;
        tile.setAttribute("aria-pressed", String(order > 0));
        tile.querySelector("i").textContent = order || "";
      }
      done.disabled = !chosen.length;
      done.textContent = chosen.length ? `ส่ง ${chosen.length} รูป` : "เลือกรูปก่อน";
    };
    world.samples().then(
      (names) => {
        grid.replaceChildren(
          ...names.map((name) =>
            h(
              "button",
              {
                type: "button",
                dataset: { name },
                "aria-label": sampleName(name),
                onclick: () => tap(name),
              },
              h("img", { src: `_/samples/${encodeURIComponent(name)}`, alt: "" }),
              h("span", {}, sampleName(name)),
              several && h("i"),
            ),
          ),
        );
      },
      () => grid.replaceChildren(h("p", { class: "faint" }, "ยังไม่มีภาพตัวอย่าง เลือกไฟล์จากเครื่องแทนได้")),
    );
    const accept = several ? "image/*,video/*,audio/*,application/pdf" : "image/*";
    const file = h("input", {
      type: "file",
      accept,
      multiple: several,
      capture: several ? null : "environment",
    });
    file.addEventListener("change", async () => {
      const isPhoto = ({ type }) => type.startsWith("image/");
      const files = [...file.files];
      try {
        finish({
          base64: await Promise.all(files.filter(isPhoto).map(asJpeg)),
          others: await Promise.all(files.filter((one) => !isPhoto(one)).map(asMedia)),
        });
      } catch {
        toast("เปิดไฟล์นี้ไม่ได้");
      }
    });
    return h(
      "div",
      { class: "photo-picker" },
      grid,
      h(
        "div",
        { class: "sheet-foot" },
        h("label", { class: "button" }, icon("upload", 18), "ไฟล์จากเครื่อง", file),
        several && done,
      ),
    );
  });
}

// The sample photos of the simulator; others show their file's name.
const SAMPLE_NAMES = {
  "drain-flooded": "ท่ออุดตัน น้ำท่วม",
  "lamp-broken": "ไฟถนนดับ",
  "lamp-fixed": "ซ่อมไฟแล้ว",
  pothole: "ถนนเป็นหลุม",
  "road-repaired": "ซ่อมถนนแล้ว",
  "rubbish-cleared": "เก็บขยะแล้ว",
  "rubbish-heap": "กองขยะ",
  "stray-dogs": "สุนัขจรจัด",
};

function sampleName(file) {
  const name = file.replace(/\.\w+$/, "");
  return SAMPLE_NAMES[name] || name.replace(/[-_]+/g, " ");
}

async function asJpeg(file) {
  const picture = await createImageBitmap(file);
  const shrink = Math.min(1, LARGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = h("canvas", {
    width: Math.round(picture.width * shrink),
    height: Math.round(picture.height * shrink),
  });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.85).split(",")[1];
}

async function asMedia(file) {
  const kind = /^(video|audio)\//.exec(file.type)?.[1] || "file";
  const bytes = new Uint8Array(await file.arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return { kind, fileName: file.name, base64: btoa(letters) };
}

/** Date, time or both for a datetimepicker action; `done(params)` as LINE sends it. */
export function dateSheet(screen, action, done) {
  openSheet(screen, action.label || "เลือกวันเวลา", (close) => {
    const input = h("input", {
      type: action.mode === "datetime" ? "datetime-local" : action.mode,
      value: action.initial?.replace("t", "T"),
      min: action.min?.replace("t", "T"),
      max: action.max?.replace("t", "T"),
      required: true,
      "aria-label": "วันเวลา",
    });
    const finish = (event) => {
      event.preventDefault();
      close();
      done({ [action.mode]: input.value });
    };
    return h(
      "form",
      { class: "date-picker", onsubmit: finish },
      input,
      h("button", { class: "primary" }, "ตกลง"),
    );
  });
}
