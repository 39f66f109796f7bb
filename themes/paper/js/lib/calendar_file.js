import { localTime } from "./calendar.js";

/**
 * Calendar files (RFC 5545). Times are the reader's own clock, without a time zone, so that six in the evening stays six in the
 * evening wherever the file is opened.
 *
 * @typedef {{count: number, unit: string, day?: string | null, at?: string | null}} Every as the build writes `every`
 * @typedef {object} Entry
 * @property {string} uid the same for the same thing, so that a second file replaces the first
 * @property {string} title
 * @property {string} start `2026-11-29T18:00`, or `2026-11-29` for a whole day
 * @property {number} [minutes]
 * @property {Every | null} [every]
 */

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/**
 * A file with one entry.
 *
 * @param {Entry} entry
 * @param {Date} now
 */
export function calendarFile({ uid, title, start, minutes = 15, every = null }, now) {
  const [day, time] = start.replaceAll("-", "").split("T");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//stepbook//EN",
    "BEGIN:VEVENT",
    // What was kept may come from a backup, and be anything.
    `UID:${escaped(typeof uid === "string" ? uid : JSON.stringify(uid))}`,
    `DTSTAMP:${now.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`,
    time ? `DTSTART:${day}T${time.replaceAll(":", "").padEnd(6, "0").slice(0, 6)}` : `DTSTART;VALUE=DATE:${day}`,
    time ? `DURATION:PT${minutes}M` : "DURATION:P1D",
    ...(every ? [`RRULE:${rule(every, start)}`] : []),
    `SUMMARY:${escaped(title)}`,
    "CLASS:PRIVATE",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r\n?|\n/g, "\\n").replace(/\p{Cc}/gu, "");
}

/**
 * No line is longer than 75 octets, and no letter is cut in two.
 *
 * @param {string} line
 */
function folded(line) {
  const bytes = new TextEncoder();
  let out = "";
  let room = 75;
  for (const letter of line) {
    const size = bytes.encode(letter).length;
    if (size > room) {
      out += "\r\n ";
      room = 74;
    }
    out += letter;
    room -= size;
  }
  return out;
}

/**
 * How it repeats. By months on a weekday means the first such day of the month. Where a month has no 31st, its last day stands in.
 *
 * @param {Every} every
 * @param {string} start
 */
function rule({ count, unit, day }, start) {
  const often = `FREQ=${{ days: "DAILY", weeks: "WEEKLY", months: "MONTHLY" }[unit]};INTERVAL=${count}`;
  const weekday = day?.slice(0, 2).toUpperCase();
  if (unit === "weeks") return weekday ? `${often};BYDAY=${weekday}` : often;
  if (unit !== "months") return often;
  if (weekday) return `${often};BYDAY=1${weekday}`;
  const date = Number(start.slice(8, 10));
  const days = Array.from({ length: date - 27 }, (_, n) => n + 28);
  return date > 28 ? `${often};BYMONTHDAY=${days.join(",")};BYSETPOS=-1` : `${often};BYMONTHDAY=${date}`;
}

/**
 * When it is next due.
 *
 * @param {Every} every
 * @param {Date} now
 * @returns {string} as `start` above
 */
export function nextTime({ count, unit, day, at }, now) {
  const [hours, minutes] = (at ?? "0:0").split(":").map(Number);
  const due = (/** @type {number} */ months, /** @type {number} */ date) =>
    new Date(now.getFullYear(), now.getMonth() + months, date, hours, minutes);
  const today = now.getDate();
  let next;
  if (day && unit === "months") {
    next = [0, 1].map((n) => onWeekday(due(n, 1), day)).find((date) => date > now);
  } else if (day) {
    next = [0, 1].map((n) => onWeekday(due(0, today + n), day)).find((date) => date > now);
  } else if (unit === "months") {
    const last = due(count + 1, 0).getDate();
    next = due(count, Math.min(today, last));
  } else {
    next = due(0, today + count * (unit === "weeks" ? 7 : 1));
  }
  return localTime(/** @type {Date} */ (next)).slice(0, at ? 16 : 10);
}

/**
 * The first such weekday, that day or after.
 *
 * @param {Date} from
 * @param {string} day
 */
function onWeekday(from, day) {
  const date = new Date(from);
  date.setDate(date.getDate() + ((DAYS.indexOf(day) - date.getDay() + 7) % 7));
  return date;
}
