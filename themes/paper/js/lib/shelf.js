import { keyOf } from "./answers.js";
import { Rows } from "./rows.js";
import { hasDatabase } from "./storage.js";

/** @typedef {import("./seal.js").Lockbox} Lockbox */
/** @typedef {import("./open_vault.js").OpenVault} OpenVault */
/** @typedef {import("./open_vault.js").SealedRow} SealedRow */

/** How an answer lies in the open. @param {import("./answers.js").Answer} answer */
export const openRow = (answer) => ({ key: keyOf(answer), answer });

/** The database of one book on this device: one in the open or, where there is a vault, one of its own. */
export class Shelf {
  #lost;
  /** @type {Rows | null} what is open, or was until another tab took it */
  #rows = null;
  /** @type {Lockbox | null} what opens the vault, when there is one */
  lockbox = null;
  /** @type {OpenVault | null} the vault, while it is open */
  vault = null;
  /** How often it was asked to be locked: what was opening then stays shut. */
  locks = 0;
  /** @type {SealedRow[]} what could not be written when the vault was locked */
  waiting = [];

  /**
   * @param {string} book the book's id with its pack
   * @param {() => void} lost told when the browser's data were cleared
   */
  constructor(book, lost) {
    this.open = book;
    this.sealed = `${book}:vault`;
    this.#lost = lost;
  }

  /** Whether answers are locked away just now. */
  get locked() {
    return this.lockbox !== null && this.vault === null;
  }

  /** The rows, if they can be asked. */
  get here() {
    return this.#rows?.open ? this.#rows : null;
  }

  /** The rows; fails where they cannot be asked. */
  get sure() {
    if (!this.#rows) throw new Error("closed");
    return this.#rows;
  }

  close() {
    this.#rows?.close();
  }

  /**
   * Finds where answers lie, and looks at them.
   *
   * @returns {Promise<any[]>} rows as they lie there
   */
  async look() {
    this.close();
    this.lockbox = null;
    if (await hasDatabase(this.sealed)) {
      this.#rows = await Rows.of(this.sealed, this.#lost);
      const [rows, lockbox] = await this.#rows.ask((answers, facts) => [answers.getAll(), facts.get("vault")], "readonly");
      this.lockbox = lockbox ?? null;
      if (lockbox) {
        // Another tab may have set a vault that these keys do not open.
        if (!(await this.vault?.fits(lockbox))) this.vault = null;
        return rows;
      }
      this.close();
    }
    this.vault = null;
    this.#rows = await Rows.of(this.open, this.#lost);
    return this.#rows.all();
  }

  /**
   * From now on answers lie in another database, once it is filled.
   *
   * @param {(rows: Rows) => Promise<any>} fill
   * @param {{lockbox: Lockbox, vault: OpenVault} | null} [to] a vault, or none for the open database
   */
  async moveTo(fill, to = null) {
    const rows = await Rows.of(to ? this.sealed : this.open, this.#lost);
    try {
      await fill(rows);
    } catch (error) {
      rows.close();
      throw error;
    }
    this.close();
    this.#rows = rows;
    this.lockbox = to && to.lockbox;
    this.vault = to && to.vault;
  }
}
