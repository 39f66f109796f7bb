import { keyOf } from "./answers.js";
import { fits, keysFrom, mix, newLockbox, newPad, openLockbox, openValue, sealName, sealValue, unmix } from "./seal.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {import("./rows.js").Rows} Rows */
/** @typedef {import("./seal.js").Keys} Keys */
/** @typedef {import("./seal.js").Lockbox} Lockbox */
/** @typedef {{key: string, box: Uint8Array<ArrayBuffer>}} SealedRow */

/**
 * A vault while it is open: it locks answers on their way to the device, and opens them on their way back. Whoever holds it may open
 * everything; locking is letting go of it.
 */
export class OpenVault {
  /** @type {import("./seal.js").Pad | null} for what is typed right before the page closes */
  #pad = null;

  /** @param {Keys} keys */
  constructor(keys) {
    this.keys = keys;
  }

  /**
   * A vault under a passphrase: a new one, or one that had another.
   *
   * @param {string} passphrase
   * @param {OpenVault | null} vault
   */
  static async under(passphrase, vault) {
    const { lockbox, keys } = await newLockbox(passphrase, vault?.keys);
    return { lockbox, vault: vault ?? new OpenVault(keys) };
  }

  /**
   * Opens one, by its passphrase or with keys that were held.
   *
   * @param {string | Keys["raw"]} by
   * @param {Lockbox} lockbox
   * @returns {Promise<OpenVault | null>} nothing for a wrong passphrase
   */
  static async by(by, lockbox) {
    const keys = await (typeof by === "string" ? openLockbox(lockbox, by) : keysFrom(by));
    return keys && new OpenVault(keys);
  }

  /** Whether a lockbox is this vault's. @param {Lockbox} lockbox */
  fits(lockbox) {
    return fits(lockbox, this.keys);
  }

  /**
   * @param {Answer[]} answers
   * @returns {Promise<SealedRow[]>}
   */
  async seal(answers) {
    const keys = await this.names(answers.map(keyOf));
    return Promise.all(answers.map(async (answer, at) => ({ key: keys[at], box: await sealValue(this.keys, answer) })));
  }

  /** The names that rows have here. @param {string[]} keys */
  names(keys) {
    return Promise.all(keys.map((key) => sealName(this.keys, key)));
  }

  /**
   * @param {SealedRow[]} rows
   * @returns {Promise<Answer[]>} without those that these keys do not open
   */
  async open(rows) {
    return (await Promise.all(rows.map(({ box }) => openValue(this.keys, box)))).filter(Boolean);
  }

  /** Has a pad ready for when the page closes. */
  async ready() {
    this.#pad = await newPad(this.keys);
  }

  /**
   * Writes in this very turn what no cipher has time for.
   *
   * @param {Rows} rows
   * @param {Answer[]} answers
   */
  part(rows, answers) {
    const pad = this.#pad;
    if (!pad) return;
    // It serves once.
    this.#pad = null;
    const last = mix(pad, answers);
    if (last) rows.ask((_, facts) => [facts.put(last, `last:${pad.box.subarray(0, 12)}`)]).catch(() => {});
    this.ready();
  }

  /**
   * What closing pages wrote last, and the names it lies under.
   *
   * @param {Rows} rows
   * @returns {Promise<{answers: Answer[], names: string[]}>}
   */
  async partings(rows) {
    const [all, keys] = await rows.ask((_, facts) => [facts.getAll(), facts.getAllKeys()], "readonly");
    /** @type {string[]} */
    const names = keys.filter((/** @type {string} */ key) => key.startsWith("last:"));
    const answers = await Promise.all(names.map((name) => unmix(this.keys, all[keys.indexOf(name)])));
    return { answers: answers.flatMap((one) => one ?? []), names };
  }
}
