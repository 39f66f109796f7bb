/**
 * A sealed half in an address, for a camera: `sheet.html#half=...`. What stands after `#` is sent to no server, and what it says is
 * sealed; book, pack and exercise are those of the page it opens.
 *
 * @typedef {import("./half.js").Half} Half
 * @typedef {import("./half.js").Place} Place
 */

const MARK = "#half=";

const plain = (/** @type {string} */ base64) => base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const time = (/** @type {string} */ when) => Date.parse(when).toString(36);

/**
 * @param {Half} half
 * @param {string} page the sheet's address, without what follows `#`
 */
export function linkOf({ half, sealed, earlier, lock, iv, box }, page) {
  return page + MARK + [half, time(sealed), earlier.map(time).join("~"), plain(btoa(unhexed(lock))), plain(iv), plain(box)].join(".");
}

/** Whether an address brings a half. @param {string} hash */
export const brings = (hash) => hash.startsWith(MARK);

/**
 * The half in an address as the text of a file, to be read and doubted like one; nothing that can be read when it was cut short.
 *
 * @param {string} hash
 * @param {Place} place
 */
export function fileOf(hash, { book, pack, exercise }) {
  try {
    const [half, sealed, earlier, lock, iv, box] = hash.slice(MARK.length).split(".");
    const when = (/** @type {string} */ text) => new Date(parseInt(text, 36)).toISOString();
    return JSON.stringify({
      stepbook: "pair-half",
      format: 1,
      book,
      pack,
      exercise,
      half,
      sealed: when(sealed),
      earlier: earlier.split("~").filter(Boolean).map(when),
      lock: Array.from(atob(padded(lock)), (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join(""),
      iv: padded(iv),
      box: padded(box),
    });
  } catch {
    return "";
  }
}

/** Base64 as it stands in files. @param {string} text */
function padded(text) {
  const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
  return base64 + "=".repeat((4 - (base64.length % 4)) % 4);
}

/** @param {string} hex */
const unhexed = (hex) => (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(parseInt(pair, 16))).join("");
