// Every pictogram of the page, drawn as lines on a 24-unit square so that no emoji font is needed.
// Stickers are in stickers.js.

import { s } from "./dom.js";

const PATHS = {
  album: "M4 5h16v14H4zM4 16l4.5-5 4 4.5 2.5-2.5 5 5M15.5 9.5h.01",
  arrowLeft: "M15 5l-7 7 7 7",
  arrowRight: "M9 5l7 7-7 7",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.7 5.7l12.6 12.6",
  camera: "M4 8h3.5l1.5-2.5h6L16.5 8H20v11H4zM12 10a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8z",
  calendar: "M4 6h16v14H4zM4 10.5h16M8 3.5v4M16 3.5v4",
  chevronDown: "M6 9.5l6 6 6-6",
  chevronUp: "M6 14.5l6-6 6 6",
  clear: "M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  group:
    "M9 11.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3 19c.4-3.4 2.7-5.2 6-5.2s5.600 1.800 6 5.200M15.500 5.500a3 3 0 0 1 0 5.700M17.300 14.200c2.100.6 3.400 2.200 3.700 4.800",
  image: "M4 5h16v14H4zM4 16l4.500-5 4 4.500 2.500-2.500 5 5",
  keyboard:
    "M3 6.500h18v11H3zM6.500 10h.01M10 10h.01M13.500 10h.01M17 10h.01M6.500 13h.01M17 13h.01M9.500 14.500h5",
  link: "M10 14l4-4M8.500 11L6 13.500a3.200 3.200 0 0 0 4.500 4.500L13 15.500M15.500 13l2.500-2.500A3.200 3.200 0 0 0 13.500 6L11 8.500",
  menu: "M4 6.500h16M4 12h16M4 17.500h16",
  phone:
    "M6.500 3.500h3l1.500 4-2 1.500c1 2.400 2.600 4 5 5l1.500-2 4 1.500v3c0 1-.8 1.900-1.900 1.900C10.500 18 6 13.500 4.600 5.400c0-1 .9-1.900 1.900-1.900z",
  pin: "M12 21c4.500-4.800 6.500-8.200 6.500-11a6.500 6.500 0 1 0-13 0c0 2.800 2 6.200 6.500 11zM12 7.800a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 0 0 0-4.600z",
  play: "M8 5.500v13l11-6.500z",
  plus: "M12 5v14M5 12h14",
  send: "M4 12L20 4.500 15.500 20l-3.700-6.200zM11.800 13.800L20 4.500",
  shield:
    "M12 3l7 2.500v5.500c0 4.600-2.900 8-7 10-4.100-2-7-5.400-7-10V5.500zM9 12l2.200 2.200L15.200 10",
  smile:
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.500 10h.01M15.500 10h.01M8 14c1 1.700 2.400 2.500 4 2.500s3-.8 4-2.500",
  undo: "M8.500 5L4 9.500 8.500 14M4 9.500h10a5.500 5.500 0 0 1 0 11h-3",
  upload: "M12 16V5M7.500 9L12 4.500 16.500 9M5 19.500h14",
  wave: "M5 10v4M9 7v10M13 4.500v15M17 8v8M21 11v2",
  wire: "M4 8h13M13.500 4.500L17 8l-3.500 3.500M20 16H7M10.500 12.500L7 16l3.500 3.500",
};

/** A decorative icon; the control around it has the name for screen readers. */
export function icon(name, size = 22) {
  return s(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" },
    s("path", { d: PATHS[name] }),
  );
}
