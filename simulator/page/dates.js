// Thai dates and clock times of the chat: Asia/Bangkok, Buddhist years.

const ZONE = { timeZone: "Asia/Bangkok" };
const CLOCK = new Intl.DateTimeFormat("th-TH", { ...ZONE, hour: "2-digit", minute: "2-digit" });
const SECONDS = new Intl.DateTimeFormat("th-TH", { ...ZONE, timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat("en-CA", ZONE);
const LONG = new Intl.DateTimeFormat("th-TH-u-ca-buddhist", {
  ...ZONE,
  weekday: "short",
  day: "numeric",
  month: "short",
});
const YEAR = new Intl.DateTimeFormat("th-TH-u-ca-buddhist", { ...ZONE, year: "numeric" });

const DAY_MS = 24 * 60 * 60 * 1000;

/** "14:05" for epoch milliseconds. */
export const clock = (ms) => CLOCK.format(ms);

/** "14:05:09" for epoch milliseconds. */
export const clockWithSeconds = (ms) => SECONDS.format(ms);

/** "2026-11-22": one key per Bangkok day. */
export const dayKey = (ms) => DAY.format(ms);

/** "วันนี้", "เมื่อวาน" or "อา. 22 พ.ย. 2569". */
export function dayName(ms, now = Date.now()) {
  if (dayKey(ms) === dayKey(now)) return "วันนี้";
  if (dayKey(ms) === dayKey(now - DAY_MS)) return "เมื่อวาน";
  // The year is shown without its era; the digits are enough here.
  return `${LONG.format(ms)} ${YEAR.format(ms).replace(/\D/g, "")}`;
}
