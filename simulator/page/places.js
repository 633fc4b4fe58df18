// The location picker: plausible places of ต.นาวังหิน, a schematic map, or a place of one's own.
// The same map draws location messages. No map server is used.

import { h, s } from "./dom.js";

// Points near 13.49 N 101.25 E; the roads between them are invented.
const PLACES = [
  {
    title: "ที่ทำการ อบต.นาวังหิน",
    address: "หมู่ที่ 4 ต.นาวังหิน อ.พนัสนิคม จ.ชลบุรี 20140",
    latitude: 13.4905,
    longitude: 101.2512,
  },
  {
    title: "หน้าวัดนาวังหิน",
    address: "หมู่ที่ 3 ต.นาวังหิน อ.พนัสนิคม จ.ชลบุรี 20140",
    latitude: 13.4958,
    longitude: 101.2441,
  },
  {
    title: "โรงเรียนวัดนาวังหิน",
    address: "หมู่ที่ 3 ต.นาวังหิน อ.พนัสนิคม จ.ชลบุรี 20140",
    latitude: 13.4979,
    longitude: 101.2473,
  },
  {
    title: "ตลาดนัดนาวังหิน",
    address: "หมู่ที่ 5 ต.นาวังหิน อ.พนัสนิคม จ.ชลบุรี 20140",
    latitude: 13.4867,
    longitude: 101.2589,
  },
  {
    title: "รพ.สต.นาวังหิน",
    address: "หมู่ที่ 6 ต.นาวังหิน อ.พนัสนิคม จ.ชลบุรี 20140",
    latitude: 13.4829,
    longitude: 101.2478,
  },
  {
    title: "ปากซอยหมู่ที่ 8 ริมคลอง",
    address: "หมู่ที่ 8 ต.นาวังหิน อ.พนัสนิคม จ.ชลบุรี 20140",
    latitude: 13.4781,
    longitude: 101.2637,
  },
];

const WEST = 101.236;
const NORTH = 13.504;
const SCALE = 10000; // map units per degree: 320 units are 0.032°, about 3.5 km

const across = (longitude) => (longitude - WEST) * SCALE;
const down = (latitude) => (NORTH - latitude) * SCALE;

function ground() {
  const roads = [
    "M-60 92Q90 78 152 135T400 210",
    "M82 -60Q76 60 84 84T118 212T150 400",
    "M152 135Q190 60 260 -40",
    "M118 212Q200 230 276 259T420 330",
  ];
  return [
    s("rect", { x: -200, y: -200, width: 760, height: 760, fill: "#e6efda" }),
    s("path", {
      d: "M-60 20h140v60h-140zM190 -20h150v110h-150zM-40 240h140v120h-140z",
      fill: "#d6e7bf",
    }),
    s("path", { d: "M170 150h120v60h-120zM20 110h80v70h-80z", fill: "#eee6c9" }),
    s("path", {
      d: "M-60 190Q60 160 150 190T300 250T440 262",
      fill: "none",
      stroke: "#9cc7e6",
      "stroke-width": 9,
    }),
    ...roads.map((d) => s("path", { d, fill: "none", stroke: "#c8b98f", "stroke-width": 10 })),
    ...roads.map((d) => s("path", { d, fill: "none", stroke: "#fffdf6", "stroke-width": 7 })),
  ];
}

const pin = (x, y, scale = 1) =>
  s(
    "g",
    { transform: `translate(${x} ${y}) scale(${scale})` },
    s("path", {
      d: "M0 0C-6-9-9-13-9-18a9 9 0 1 1 18 0C9-13 6-9 0 0z",
      fill: "#d93025",
      stroke: "#fff",
      "stroke-width": 1.5,
    }),
    s("circle", { cx: 0, cy: -18, r: 3.4, fill: "#fff" }),
  );

/** A small still map around a point, for location messages. */
export function mapCard({ latitude, longitude }) {
  // A point outside the subdistrict still gets a map: the sheet repeats every 0.02°.
  const within = (value, low, high) =>
    low + ((((value - low) % (high - low)) + high - low) % (high - low));
  const inside =
    longitude > WEST && longitude < WEST + 0.032 && latitude < NORTH && latitude > NORTH - 0.032;
  const x = inside ? across(longitude) : within(across(longitude), 60, 260);
  const y = inside ? down(latitude) : within(down(latitude), 60, 260);
  return s(
    "svg",
    {
      class: "map",
      viewBox: `${x - 70} ${y - 48} 140 72`,
      "aria-hidden": "true",
      preserveAspectRatio: "xMidYMid slice",
    },
    ground(),
    pin(x, y),
  );
}

/** The picker's content; `choose({title?, address?, latitude, longitude})` is called when a place is sent. */
export function placePicker(choose) {
  const spot = { ...PLACES[1] };
  const marker = s("g");
  const map = s(
    "svg",
    {
      class: "map map-big",
      viewBox: "30 22 300 250",
      role: "img",
      "aria-label": "แผนที่ ต.นาวังหิน แตะเพื่อย้ายหมุด",
      preserveAspectRatio: "xMidYMid slice",
    },
    ground(),
    PLACES.map((place) =>
      s("circle", {
        cx: across(place.longitude),
        cy: down(place.latitude),
        r: 4,
        fill: "#2b5fb8",
        stroke: "#fff",
        "stroke-width": 1.5,
      }),
    ),
    marker,
  );
  const field = (label, name, type, value) => {
    const input = h("input", {
      type,
      name,
      value,
      step: type === "number" ? "any" : null,
      oninput: read,
    });
    return [input, h("label", {}, h("span", {}, label), input)];
  };
  const [title, titleRow] = field("ชื่อสถานที่ (เว้นได้)", "title", "text", spot.title);
  const [address, addressRow] = field("ที่อยู่ (เว้นได้)", "address", "text", spot.address);
  const [latitude, latitudeRow] = field("ละติจูด", "latitude", "number", spot.latitude);
  const [longitude, longitudeRow] = field("ลองจิจูด", "longitude", "number", spot.longitude);
  const list = PLACES.map((place) =>
    h(
      "button",
      { type: "button", class: "place", onclick: () => move(place) },
      h("strong", {}, place.title),
      h("small", {}, place.address),
    ),
  );

  function draw() {
    marker.replaceChildren(pin(across(spot.longitude), down(spot.latitude), 1.5));
    list.forEach((row, at) =>
      row.setAttribute("aria-pressed", String(PLACES[at].title === spot.title)),
    );
  }
  function move(place) {
    Object.assign(spot, place);
    for (const input of [title, address, latitude, longitude]) input.value = spot[input.name] ?? "";
    draw();
  }
  function read() {
    Object.assign(spot, {
      title: title.value,
      address: address.value,
      latitude: Number(latitude.value),
      longitude: Number(longitude.value),
    });
    draw();
  }
  map.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      map.getScreenCTM().inverse(),
    );
    const round = (value) => Math.round(value * 1e5) / 1e5;
    move({
      title: "",
      address: "",
      latitude: round(NORTH - point.y / SCALE),
      longitude: round(WEST + point.x / SCALE),
    });
  });
  draw();
  const send = () => {
    const named = { title: spot.title.trim(), address: spot.address.trim() };
    for (const name of ["title", "address"]) if (!named[name]) delete named[name];
    choose({ ...named, latitude: spot.latitude, longitude: spot.longitude });
  };
  return h(
    "div",
    { class: "place-picker" },
    map,
    h("button", { type: "button", class: "primary", onclick: send }, "ส่งตำแหน่งนี้"),
    h("div", { class: "place-list" }, list),
    h(
      "details",
      { class: "place-own" },
      h("summary", {}, "แก้ไขชื่อ ที่อยู่ หรือพิกัดเอง"),
      titleRow,
      addressRow,
      h("div", { class: "pair" }, latitudeRow, longitudeRow),
    ),
  );
}
