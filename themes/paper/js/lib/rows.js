import { openDatabase } from "./storage.js";

/**
 * One database of a book while it is open: a row for each answer, plain or locked, and beside them facts about the vault.
 */
export class Rows {
  #database;

  /** Whether it can be asked: nobody has closed it. */
  open = true;

  /**
   * @param {IDBDatabase} database
   * @param {() => void} lost told when the browser's data were cleared
   */
  constructor(database, lost) {
    this.#database = database;
    // Another tab moves the answers; it tells us when it is done, and until then words wait in memory.
    database.onversionchange = () => this.close();
    database.onclose = () => {
      this.close();
      lost();
    };
  }

  /**
   * Opens a database, a new one if there is none of this name.
   *
   * @param {string} name
   * @param {() => void} [lost]
   */
  static async of(name, lost = () => {}) {
    return new Rows(await openDatabase(name), lost);
  }

  close() {
    this.open = false;
    this.#database.close();
  }

  /**
   * One transaction: all of it or nothing.
   *
   * @param {(answers: IDBObjectStore, facts: IDBObjectStore) => IDBRequest[]} ask
   * @param {IDBTransactionMode} [mode]
   * @returns {Promise<any[]>}
   */
  ask(ask, mode = "readwrite") {
    return new Promise((resolve, reject) => {
      if (!this.open) return reject(new Error("closed"));
      const transaction = this.#database.transaction(["answers", "facts"], mode);
      /** @type {DOMException | null} */
      let why = null;
      transaction.oncomplete = () => resolve(requests.map((request) => request.result));
      transaction.onerror = ({ target }) => (why = /** @type {IDBRequest} */ (target).error);
      // An error ends in this too, and only here it is known that the device is full.
      transaction.onabort = () => reject(transaction.error ?? why ?? new Error("aborted"));
      const requests = ask(transaction.objectStore("answers"), transaction.objectStore("facts"));
      // A page that is closing would otherwise take the transaction with it. (What reads must not be hurried: Chromium keeps a long
      // answer in a file of its own, and would be done before that has come.)
      if (mode === "readwrite") transaction.commit?.();
    });
  }

  /** Every row. @returns {Promise<any[]>} */
  async all() {
    return (await this.ask((answers) => [answers.getAll()], "readonly"))[0];
  }

  /** @param {object[]} rows */
  put(rows) {
    return this.ask((answers) => rows.map((row) => answers.put(row)));
  }
}
