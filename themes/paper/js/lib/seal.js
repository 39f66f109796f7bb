/**
 * Locking answers by a passphrase. A random key locks the answers; the passphrase locks that key, so a new passphrase need not
 * touch the answers. AES-GCM and PBKDF2 are the browser's own. Loaded when there is a vault, or one is set.
 */

/** OWASP's figure for PBKDF2 with SHA-256 (Password Storage Cheat Sheet, 2023). */
export const ROUNDS = 600_000;

/**
 * What is kept about a vault: nothing in it opens it.
 *
 * @typedef {{salt: Uint8Array<ArrayBuffer>, rounds: number, box: Uint8Array<ArrayBuffer>, mark: string}} Lockbox `mark` tells which keys are in it
 * @typedef {{lock: CryptoKey, name: CryptoKey, raw: Uint8Array<ArrayBuffer>}} Keys `lock` for contents, `name` for the names of rows
 */

const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);

/**
 * @param {string} passphrase
 * @param {Uint8Array<ArrayBuffer>} salt
 * @param {number} rounds
 */
async function stretched(passphrase, salt, rounds) {
  // The same letters can be typed in two ways; NFKC makes them one.
  const material = await crypto.subtle.importKey("raw", encode(passphrase.normalize("NFKC")), "PBKDF2", false, [
    "deriveKey",
  ]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/**
 * Keys from their 64 bytes.
 *
 * @param {Uint8Array<ArrayBuffer>} raw
 * @returns {Promise<Keys>}
 */
export async function keysFrom(raw) {
  const lock = await crypto.subtle.importKey("raw", raw.slice(0, 32), "AES-GCM", false, ["encrypt", "decrypt"]);
  const hash = { name: "HMAC", hash: "SHA-256" };
  const name = await crypto.subtle.importKey("raw", raw.slice(32), hash, false, ["sign"]);
  return { lock, name, raw };
}

/**
 * A new lockbox around keys, new ones unless given.
 *
 * @param {string} passphrase
 * @param {Keys} [keys]
 * @returns {Promise<{lockbox: Lockbox, keys: Keys}>}
 */
export async function newLockbox(passphrase, keys) {
  const held = keys ?? (await keysFrom(crypto.getRandomValues(new Uint8Array(64))));
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const box = await shut(await stretched(passphrase, salt, ROUNDS), held.raw);
  return { lockbox: { salt, rounds: ROUNDS, box, mark: await sealName(held, "") }, keys: held };
}

/**
 * Whether keys are those in a lockbox. Without this, keys of an older vault would lock words away that nobody opens again.
 *
 * @param {Lockbox} lockbox
 * @param {Keys} keys
 */
export async function fits(lockbox, keys) {
  return lockbox.mark === (await sealName(keys, ""));
}

/**
 * The keys in a lockbox; `null` for a wrong passphrase.
 *
 * @param {Lockbox} lockbox
 * @param {string} passphrase
 * @returns {Promise<Keys | null>}
 */
export async function openLockbox(lockbox, passphrase) {
  const raw = await open(await stretched(passphrase, lockbox.salt, lockbox.rounds), lockbox.box);
  return raw && keysFrom(raw);
}

/**
 * @param {CryptoKey} key
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function shut(key, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const inner = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes));
  const out = new Uint8Array(iv.length + inner.length);
  out.set(iv);
  out.set(inner, iv.length);
  return out;
}

/**
 * @param {CryptoKey} key
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function open(key, bytes) {
  try {
    const iv = bytes.slice(0, 12);
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes.slice(12)));
  } catch {
    return null;
  }
}

/**
 * A row's name that says nothing about what it holds, and is the same each time.
 *
 * @param {Keys} keys
 * @param {string} key
 */
export async function sealName(keys, key) {
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", keys.name, encode(key)));
  return [...mac.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {Keys} keys
 * @param {any} value anything that JSON can hold
 */
export async function sealValue(keys, value) {
  return shut(keys.lock, encode(JSON.stringify(value)));
}

/**
 * @param {Keys} keys
 * @param {Uint8Array<ArrayBuffer>} box
 * @returns {Promise<any>} `null` for a box that these keys do not open
 */
export async function openValue(keys, box) {
  const bytes = await open(keys.lock, box);
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}

/**
 * A page that closes cannot wait for a cipher. So bytes made by chance are sealed beforehand, and what is written last is mixed with
 * them at once. They serve once. (They hide words as well as a cipher does; unlike one they do not tell when somebody changed them.)
 *
 * @typedef {{bytes: Uint8Array<ArrayBuffer>, box: Uint8Array<ArrayBuffer>}} Pad
 */

/**
 * @param {Keys} keys
 * @returns {Promise<Pad>}
 */
export async function newPad(keys) {
  const bytes = crypto.getRandomValues(new Uint8Array(65_536));
  return { bytes, box: await shut(keys.lock, bytes) };
}

/**
 * @param {Pad} pad
 * @param {any} value anything that JSON can hold
 * @returns {Pad | null} nothing for what is longer than the pad
 */
export function mix({ bytes, box }, value) {
  const text = encode(JSON.stringify(value));
  return text.length > bytes.length ? null : { bytes: text.map((byte, at) => byte ^ bytes[at]), box };
}

/**
 * @param {Keys} keys
 * @param {Pad} mixed
 * @returns {Promise<any>} `null` for what these keys do not open
 */
export async function unmix(keys, { bytes, box }) {
  const pad = await open(keys.lock, box);
  try {
    return pad && JSON.parse(new TextDecoder().decode(bytes.map((byte, at) => byte ^ pad[at])));
  } catch {
    return null;
  }
}
