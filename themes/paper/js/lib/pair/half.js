import { fromBase64, toBase64 } from "../base64.js";

/**
 * Sealed halves. A half holds what one partner shows and nothing else, locked under a random key that is not in it. Halves are
 * exchanged first, keys afterwards, so that neither partner reads before both have sealed. A half also carries the key's hash: it
 * has one key and one content, whoever made it.
 *
 * @typedef {{field: string, kind: string, value: any, words: import("../controls.js").Words}} Shown
 * @typedef {{book: string, pack: string, exercise: string}} Place
 * @typedef {object} Half
 * @property {string} stepbook `pair-half`
 * @property {number} format
 * @property {string} book
 * @property {string} pack
 * @property {string} exercise
 * @property {string} half a random id
 * @property {string} sealed when, in UTC
 * @property {string[]} earlier when halves were sealed that this one takes the place of
 * @property {string} lock the key's hash
 * @property {string} iv
 * @property {string} box
 * @typedef {"broken" | "huge" | "foreign" | "later" | "own" | "half" | "opening" | "wrong"} Trouble why a file is of no use here
 */

/** The most that a file may hold, in bytes. */
export const LIMIT = 1_000_000;

const FORMAT = 1;
const HALF = ["stepbook", "format", "book", "pack", "exercise", "half", "sealed", "earlier", "lock", "iv", "box"];
const OPENING = ["stepbook", "format", "book", "pack", "exercise", "half", "key"];
const WHEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const hex = (/** @type {Uint8Array} */ bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (/** @type {string} */ text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** @param {string} key */
async function lockOf(key) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", unhex(key))));
}

/** @param {string} key */
function cipher(key) {
  return crypto.subtle.importKey("raw", unhex(key), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * What stands in the open is bound to what is locked: neither can be changed without the other.
 *
 * @param {Omit<Half, "box">} half
 */
function how({ format, book, pack, exercise, half, sealed, earlier, lock, iv }) {
  const open = JSON.stringify([format, book, pack, exercise, half, sealed, earlier, lock]);
  return { name: "AES-GCM", iv: fromBase64(iv), additionalData: new TextEncoder().encode(open) };
}

/**
 * Seals what one partner shows.
 *
 * @param {Place} place
 * @param {Shown[]} shown
 * @param {string[]} earlier
 * @param {Date} now
 * @returns {Promise<{half: Half, key: string}>}
 */
export async function sealHalf({ book, pack, exercise }, shown, earlier, now) {
  const random = (/** @type {number} */ n) => crypto.getRandomValues(new Uint8Array(n));
  const key = hex(random(16));
  const open = {
    stepbook: "pair-half",
    format: FORMAT,
    book,
    pack,
    exercise,
    half: hex(random(8)),
    sealed: now.toISOString(),
    earlier,
    lock: await lockOf(key),
    iv: toBase64(random(12)),
  };
  const inner = new TextEncoder().encode(JSON.stringify(shown));
  const box = new Uint8Array(await crypto.subtle.encrypt(how(open), await cipher(key), inner));
  return { half: { ...open, box: toBase64(box) }, key };
}

/**
 * The parts of a file that are the same in both sorts.
 *
 * @param {string} text
 * @param {Place} place
 * @param {"pair-half" | "pair-opening"} sort
 * @returns {any}
 */
function read(text, place, sort) {
  if (text.length > LIMIT) return "huge";
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return "broken";
  }
  if (!plainObject(file) || typeof file.stepbook !== "string") return "broken";
  const other = file.stepbook === "pair-half" ? "half" : file.stepbook === "pair-opening" ? "opening" : "broken";
  if (file.stepbook !== sort) return other;
  if (!Number.isInteger(file.format) || file.format < 1) return "broken";
  if (file.format > FORMAT) return "later";
  const names = sort === "pair-half" ? HALF : OPENING;
  if (Object.keys(file).sort().join() !== [...names].sort().join()) return "broken";
  if (names.some((name) => name !== "format" && name !== "earlier" && typeof file[name] !== "string")) return "broken";
  if (file.book !== place.book || file.pack !== place.pack || file.exercise !== place.exercise) return "foreign";
  return /^[0-9a-f]{16}$/.test(file.half) ? file : "broken";
}

/**
 * A sealed half from a file's text, or why it is none. Whether what it holds is sound shows only when it is opened.
 *
 * @param {string} text
 * @param {Place} place
 * @returns {Half | Trouble}
 */
export function readHalf(text, place) {
  const file = read(text, place, "pair-half");
  if (typeof file === "string") return /** @type {Trouble} */ (file);
  const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
  const sound =
    isTime(file.sealed) &&
    Array.isArray(file.earlier) &&
    file.earlier.length <= 100 &&
    file.earlier.every(isTime) &&
    /^[0-9a-f]{64}$/.test(file.lock) &&
    /^[A-Za-z0-9+/]{16}$/.test(file.iv) &&
    file.box.length % 4 === 0 &&
    base64.test(file.box);
  return sound ? file : "broken";
}

/** Whether something is a time as a half has it. @param {any} text */
export function isTime(text) {
  return typeof text === "string" && WHEN.test(text) && !Number.isNaN(Date.parse(text));
}

/**
 * A file with the words that open a half.
 *
 * @param {Half} half
 * @param {string} key
 */
export function openingFile({ format, book, pack, exercise, half }, key) {
  return JSON.stringify({ stepbook: "pair-opening", format, book, pack, exercise, half, key });
}

/**
 * The key as words that can be read out.
 *
 * @param {any} key what is kept of it may come from a backup, and be anything
 */
export function wordsOfKey(key) {
  return typeof key !== "string" ? "" : (key.match(/.{4}/g) ?? []).join(" ");
}

/**
 * A key from a file's text or from the words, or why it is none.
 *
 * @param {string} text
 * @param {Half} half which it should open
 * @returns {{key: string} | Trouble}
 */
export function readOpening(text, half) {
  const words = text.slice(0, 200).toLowerCase().replace(/[\s.-]/g, "");
  if (/^[0-9a-f]{32}$/.test(words)) return { key: words };
  if (!text.trim().startsWith("{")) return text.length > LIMIT ? "huge" : "wrong";
  const file = read(text, half, "pair-opening");
  if (typeof file === "string") return /** @type {Trouble} */ (file);
  if (!/^[0-9a-f]{32}$/.test(file.key)) return "broken";
  return file.half === half.half ? { key: file.key } : "wrong";
}

/**
 * What a half shows, or why it cannot be read.
 *
 * @param {Half} half
 * @param {string} key
 * @returns {Promise<Shown[] | Trouble>}
 */
export async function openHalf(half, key) {
  if ((await lockOf(key)) !== half.lock) return "wrong";
  try {
    const inner = await crypto.subtle.decrypt(how(half), await cipher(key), fromBase64(half.box));
    const shown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(inner));
    return Array.isArray(shown) && shown.length <= 200 && shown.every(isShown) ? shown : "broken";
  } catch {
    return "broken";
  }
}

/**
 * Whether this is an answer as our own script writes it. What it says is text to us, whatever it says.
 *
 * @param {any} one
 */
export function isShown(one) {
  if (!plainObject(one) || Object.keys(one).sort().join() !== "field,kind,value,words") return false;
  if (![one.field, one.kind].every((id) => typeof id === "string" && /^[a-z][a-z0-9_-]{0,99}$/.test(id))) return false;
  if (!isValue(one.value, 4) || !plainObject(one.words) || typeof one.words.label !== "string") return false;
  const { label, title = "", unit = "", parts = [], options = {}, rows = {}, ...others } = one.words;
  const texts = [title, unit, ...(Array.isArray(parts) ? parts : [0])];
  if (!texts.every((text) => typeof text === "string") || ![options, rows].every(plainObject)) return false;
  if (![...Object.values(options), ...Object.values(rows)].every((text) => typeof text === "string")) return false;
  return isValue(others, 4);
}

/** @param {any} value */
function plainObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {any} value
 * @param {number} depth
 * @returns {boolean}
 */
function isValue(value, depth) {
  if (value === null || typeof value !== "object") return true;
  const inner = Object.values(value);
  return depth > 0 && inner.length <= 1000 && inner.every((one) => isValue(one, depth - 1));
}
