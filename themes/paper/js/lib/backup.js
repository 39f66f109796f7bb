import { keyOf } from "./answers.js";
import { fromBase64 } from "./base64.js";

/**
 * A backup file: reading one that anybody may have made, and what it would change. Nothing here touches the store or the page.
 *
 * @typedef {import("./answers.js").Answer} Answer
 * @typedef {import("./seal.js").Lockbox} Lockbox
 * @typedef {"huge" | "broken" | "foreign" | "version" | "other" | "damaged"} Problem
 * @typedef {{problem: Problem, at?: string} | {rows: Answer[], made: number} | {lockbox: Lockbox, box: Uint8Array<ArrayBuffer>, made: number}} Read
 */

export const MOST_BYTES = 20 * 1024 * 1024;
const MOST_ROWS = 100_000;
/** Names that no id can be; with the last two, a value would be one that no script can make a text of. */
const HOSTILE = new Set(["__proto__", "constructor", "prototype", "toString", "valueOf"]);

/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Whether a value is one that an answer can be: no hostile keys, not too deep, not too long.
 *
 * @param {any} value
 * @param {number} [depth]
 * @returns {boolean}
 */
function isHarmless(value, depth = 0) {
  if (depth > 12) return false;
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "string") return value.length <= 2_000_000;
  if (Array.isArray(value)) return value.length <= 10_000 && value.every((one) => isHarmless(one, depth + 1));
  const entries = Object.entries(value);
  return entries.length <= 10_000 && entries.every(([key, one]) => !HOSTILE.has(key) && isHarmless(one, depth + 1));
}

/**
 * @param {any} id
 * @param {boolean} [empty] whether there may be none
 */
function isId(id, empty = false) {
  // No control characters: a line end would make one key into another.
  return typeof id === "string" && id.length <= 200 && (empty || id !== "") && !/\p{Cc}/u.test(id) && !HOSTILE.has(id);
}

/** @param {any} map */
const isWords = (map) => map === undefined || (isObject(map) && Object.values(map).every((one) => typeof one === "string"));

/** @param {any} row */
function isRow(row) {
  if (!isObject(row) || !isHarmless(row)) return false;
  const { exercise, entry, field, kind, time, words } = row;
  return (
    isId(exercise) &&
    isId(field) &&
    isId(entry, true) &&
    isId(kind, true) &&
    row.value !== undefined &&
    Number.isSafeInteger(time) &&
    time >= 0 &&
    isObject(words) &&
    typeof words.label === "string" &&
    [words.title, words.unit].every((one) => one === undefined || typeof one === "string") &&
    isWords(words.options) &&
    isWords(words.rows) &&
    (words.parts === undefined || (Array.isArray(words.parts) && words.parts.every((/** @type {any} */ one) => typeof one === "string")))
  );
}

/**
 * Rows as the store holds them, without anything else that a file may carry.
 *
 * @param {any} rows
 * @returns {Answer[] | number} the number of the first that is none, from 1
 */
export function checkRows(rows) {
  if (!Array.isArray(rows) || rows.length > MOST_ROWS) return 0;
  const bad = rows.findIndex((row) => !isRow(row));
  if (bad >= 0) return bad + 1;
  return rows.map(({ exercise, entry, field, kind, value, time, words }) => {
    const { label, title, options, rows: lines, parts, unit } = words;
    return { exercise, entry, field, kind, value, time, words: { label, title, options, rows: lines, parts, unit } };
  });
}

/** @param {any} text */
function bytesOf(text) {
  try {
    return typeof text === "string" ? fromBase64(text) : null;
  } catch {
    return null;
  }
}

/**
 * Reads a file's text.
 *
 * @param {string} text
 * @param {{book: string, pack: string}} here the book that is open
 * @returns {Read}
 */
export function readBackup(text, here) {
  if (text.length > MOST_BYTES) return { problem: "huge" };
  /** @type {any} */
  let file;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { problem: "broken" };
  }
  if (!isObject(file) || file.tool !== "stepbook" || typeof file.book !== "string") return { problem: "foreign" };
  if (file.format !== 1) return { problem: "version", at: String(file.format).slice(0, 20) };
  if (file.book !== here.book || (file.pack ?? "") !== here.pack) return { problem: "other", at: file.book.slice(0, 80) };
  const made = Number.isSafeInteger(file.made) ? file.made : 0;
  if (file.sealed !== undefined) {
    const { rounds, mark } = isObject(file.sealed) ? file.sealed : {};
    const [salt, box, rows] = ["salt", "box", "rows"].map((name) => bytesOf(file.sealed?.[name]));
    // So many rounds that the browser stands still are an attack; so few are no file of ours.
    const fine = salt?.length === 16 && box?.length === 92 && rows && typeof mark === "string";
    if (!fine || !Number.isSafeInteger(rounds) || rounds < 100_000 || rounds > 5_000_000) return { problem: "damaged" };
    return { lockbox: { salt, rounds, box, mark }, box: rows, made };
  }
  const rows = checkRows(file.rows);
  return typeof rows === "number" ? { problem: "damaged", at: rows ? String(rows) : "" } : { rows, made };
}

/**
 * What a file would change: what is new here, what is newer than here, what is older and stays as it is here, what is the same.
 *
 * A time in the future is no time: such an answer is taken, as of now, only where there is none.
 *
 * @param {Answer[]} rows
 * @param {(row: Answer) => Answer | undefined} here
 * @param {number} now
 */
export function planMerge(rows, here, now) {
  /** @type {Map<string, Answer>} */
  const latest = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (row.time >= (latest.get(key)?.time ?? 0)) latest.set(key, row);
  }
  /** @type {{fresh: Answer[], newer: Answer[], older: Answer[], same: Answer[]}} */
  const plan = { fresh: [], newer: [], older: [], same: [] };
  for (const row of latest.values()) {
    const mine = here(row);
    const odd = row.time > now + 86_400_000;
    if (!mine) (row.value === null ? plan.same : plan.fresh).push(odd ? { ...row, time: now } : row);
    else if (JSON.stringify(mine.value) === JSON.stringify(row.value)) plan.same.push(row);
    else if (odd || row.time < mine.time) plan.older.push(row);
    else if (row.time === mine.time) plan.older.push(row);
    else plan.newer.push(row);
  }
  return plan;
}
