import { newLockbox, openLockbox, openValue, sealName, sealValue } from "./seal.js";
import { channel, dropDatabase, keepSetting, openDatabase, setting } from "./storage.js";

/**
 * One answer. `value: null` is one that was taken back; its time keeps an older copy from a backup away.
 *
 * @typedef {object} Answer
 * @property {string} exercise
 * @property {string} entry which time, for what is filled in again and again; empty otherwise
 * @property {string} field
 * @property {string} kind
 * @property {any} value
 * @property {number} time milliseconds since 1970, later than every time this answer had before
 * @property {import("./controls.js").Words} words what the reader saw
 */

/** @typedef {{exercise: string, entry?: string, field: string}} Place */
/** @typedef {import("./seal.js").Keys} Keys */
/** @typedef {import("./seal.js").Lockbox} Lockbox */

/**
 * An answer's key. Ids hold no line ends.
 *
 * @param {Place} place
 */
export function keyOf({ exercise, entry = "", field }) {
  return [exercise, entry, field].join("\n");
}

/**
 * The answers of one book on this device: read once, then at hand; written row by row, so that two tabs never write over each
 * other's answers.
 *
 * Tells by events: `answers` (detail: the keys that changed, and whether another tab did it), `saved`, `place` and `lock`.
 */
export class Store extends EventTarget {
  /** @type {Map<string, Answer>} */
  #answers = new Map();
  /** @type {Map<string, Answer>} */
  #unsaved = new Map();
  /** @type {Promise<void>} */
  #writing = Promise.resolve();
  /** Whether a write is under way; what comes meanwhile goes with the next. */
  #busy = false;
  /** @type {IDBDatabase | null} */
  #database = null;
  /** @type {Keys | null} */
  #keys = null;
  /** @type {Lockbox | null} */
  #lockbox = null;
  #book;
  #channel;

  /** @type {"device" | "memory"} where answers are kept */
  place = "device";
  /** @type {"" | "refused" | "full" | "chosen"} why they are in memory only */
  reason = "";
  /** When an answer was last written, in milliseconds; 0 before. */
  savedAt = 0;

  /** @param {string} book the book's id with its pack */
  constructor(book) {
    super();
    this.#book = book;
    this.#channel = channel(book);
    if (this.#channel) this.#channel.onmessage = ({ data }) => this.#heard(data);
    const now = () => document.visibilityState === "hidden" && this.flush();
    document.addEventListener("visibilitychange", now);
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("sb-leave", () => this.lock());
    this.ready = this.#start();
  }

  /** Whether there is a vault. */
  get vault() {
    return this.#lockbox !== null;
  }

  /** Whether answers are locked away just now. */
  get locked() {
    return this.#lockbox !== null && this.#keys === null;
  }

  /** Whether everything is written. */
  get saved() {
    return this.#unsaved.size === 0;
  }

  async #start() {
    if (setting(`${this.#book}:memory`, "tab")) return this.#inMemory("chosen");
    try {
      await this.#open();
    } catch {
      this.#inMemory("refused");
    }
  }

  async #open() {
    this.#database = await openDatabase(this.#book);
    // Another tab wants to remove the database, to lock answers away; it tells us when it is done.
    this.#database.onversionchange = () => this.#database?.close();
    const [rows, lockbox] = await this.#read((transaction) => [
      transaction.objectStore("answers").getAll(),
      transaction.objectStore("facts").get("vault"),
    ]);
    this.#lockbox = lockbox ?? null;
    this.#answers.clear();
    if (!this.#lockbox) for (const row of rows) this.#answers.set(row.key, row.answer);
    else if (this.#keys) await this.#unseal(rows);
  }

  /** @param {"refused" | "full" | "chosen"} reason */
  #inMemory(reason) {
    if (this.place === "memory" && this.reason === reason) return;
    this.place = "memory";
    this.reason = reason;
    this.#tell("place");
  }

  /**
   * @param {(transaction: IDBTransaction) => IDBRequest[]} ask
   * @param {IDBTransactionMode} [mode]
   * @returns {Promise<any[]>}
   */
  #read(ask, mode = "readonly") {
    return new Promise((resolve, reject) => {
      const database = this.#database;
      if (!database) return reject(new Error("closed"));
      const transaction = database.transaction(["answers", "facts"], mode);
      const requests = ask(transaction);
      // A page that is closing would otherwise take the transaction with it.
      transaction.commit?.();
      transaction.oncomplete = () => resolve(requests.map((request) => request.result));
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  }

  /**
   * One answer; `undefined` when there is none.
   *
   * @param {Place} place
   * @returns {Answer | undefined}
   */
  get(place) {
    const answer = this.#answers.get(keyOf(place));
    return answer?.value === null ? undefined : answer;
  }

  /**
   * Every answer, of one exercise when it is named, those taken back left out.
   *
   * @param {string} [exercise]
   * @returns {Answer[]}
   */
  all(exercise) {
    return [...this.#answers.values()].filter(
      (answer) => answer.value !== null && (exercise === undefined || answer.exercise === exercise),
    );
  }

  /** Every row, those taken back too, for a backup. */
  rows() {
    return [...this.#answers.values()];
  }

  /**
   * Keeps answers. Their time is made later than any they had, even when the clock was set back.
   *
   * @param {...(Omit<Answer, "time" | "entry"> & {entry?: string})} answers
   */
  put(...answers) {
    this.#take(answers.map((one) => ({ entry: "", ...one, time: this.#later(one) })));
  }

  /** @param {Place} place */
  #later(place) {
    return Math.max(Date.now(), (this.#answers.get(keyOf(place))?.time ?? 0) + 1);
  }

  /**
   * Takes rows of a backup as they are, where they are newer than what is here.
   *
   * @param {Answer[]} rows
   * @returns {number} how many were
   */
  merge(rows) {
    const newer = rows.filter((row) => row.time > (this.#answers.get(keyOf(row))?.time ?? 0));
    this.#take(newer);
    return newer.length;
  }

  /** @param {Answer[]} answers */
  #take(answers) {
    if (this.locked || answers.length === 0) return;
    for (const answer of answers) {
      this.#answers.set(keyOf(answer), answer);
      this.#unsaved.set(keyOf(answer), answer);
    }
    this.#tell("answers", { keys: answers.map(keyOf), elsewhere: false });
    // At once, so that a tab that is closed or killed takes no more than the last letter with it; while a write is under way,
    // further letters wait for the next.
    if (!this.#busy) this.flush();
  }

  /** Writes what is not yet written, now. @returns {Promise<void>} */
  flush() {
    if (this.#unsaved.size > 0 && this.#database && this.place === "device") {
      const batch = [...this.#unsaved.values()];
      // Without a vault the rows go off in this very turn: a page that is closing has no next one.
      this.#writing = this.#keys
        ? this.#writing.then(() => this.#write(batch))
        : Promise.all([this.#writing, this.#write(batch)]).then(() => {});
    }
    return this.#writing;
  }

  /** @param {Answer[]} batch */
  async #write(batch) {
    const keys = this.#keys;
    this.#busy = true;
    try {
      const rows = keys ? await Promise.all(batch.map((one) => this.#sealed(keys, one))) : batch.map(plain);
      await this.#read((transaction) => rows.map((row) => transaction.objectStore("answers").put(row)), "readwrite");
      for (const answer of batch) {
        if (this.#unsaved.get(keyOf(answer)) === answer) this.#unsaved.delete(keyOf(answer));
      }
      this.savedAt = Date.now();
      this.#channel?.postMessage({ answers: batch });
      this.#tell("saved");
    } catch (error) {
      const full = /** @type {any} */ (error)?.name === "QuotaExceededError";
      this.#inMemory(full ? "full" : "refused");
    }
    this.#busy = false;
    if (!this.saved && this.place === "device") this.flush();
  }

  /** Tries the device again, after it was full. @returns {Promise<void>} */
  async retry() {
    if (this.reason !== "full") return;
    this.place = "device";
    this.reason = "";
    await this.flush();
    this.#tell("place");
  }

  /**
   * @param {Keys} keys
   * @param {Answer} answer
   */
  async #sealed(keys, answer) {
    return { key: await sealName(keys, keyOf(answer)), box: await sealValue(keys, answer) };
  }

  /** @param {{key: string, box: Uint8Array<ArrayBuffer>}[]} rows */
  async #unseal(rows) {
    const keys = this.#keys;
    if (!keys) return;
    for (const answer of await Promise.all(rows.map((row) => openValue(keys, row.box)))) {
      if (answer) this.#answers.set(keyOf(answer), answer);
    }
  }

  /**
   * What another tab says.
   *
   * @param {{answers?: Answer[], removed?: string[], changed?: "vault" | "lock"}} news
   */
  async #heard({ answers = [], removed = [], changed }) {
    if (changed === "lock") return this.lock(true);
    if (changed === "vault") {
      this.#keys = null;
      await this.#open().catch(() => this.#inMemory("refused"));
      return this.#tell("lock");
    }
    if (this.locked) return;
    const newer = answers.filter((one) => one.time > (this.#answers.get(keyOf(one))?.time ?? 0));
    for (const answer of newer) this.#answers.set(keyOf(answer), answer);
    for (const key of removed) this.#answers.delete(key);
    const keys = [...newer.map(keyOf), ...removed];
    if (keys.length > 0) this.#tell("answers", { keys, elsewhere: true });
  }

  /**
   * Removes answers for good; no trace of them stays in the database.
   *
   * @param {(answer: Answer) => boolean} match
   * @returns {Promise<number>} how many
   */
  async remove(match) {
    const gone = [...this.#answers].filter(([, answer]) => match(answer)).map(([key]) => key);
    for (const key of gone) {
      this.#answers.delete(key);
      this.#unsaved.delete(key);
    }
    await this.#writing;
    if (this.#database && this.place === "device") {
      const keys = this.#keys;
      const names = keys ? await Promise.all(gone.map((key) => sealName(keys, key))) : gone;
      await this.#read((transaction) => names.map((name) => transaction.objectStore("answers").delete(name)), "readwrite");
    }
    this.#channel?.postMessage({ removed: gone });
    this.#tell("answers", { keys: gone, elsewhere: false });
    return gone.length;
  }

  /** Removes everything this book keeps here, the vault too. */
  async removeAll() {
    await this.#writing;
    this.#answers.clear();
    this.#unsaved.clear();
    this.#database?.close();
    this.#database = null;
    await dropDatabase(this.#book);
    this.#lockbox = null;
    this.#keys = null;
    await this.#open();
    this.#channel?.postMessage({ changed: "vault" });
    this.#tell("answers", { keys: [], elsewhere: false });
    this.#tell("lock");
  }

  /**
   * Keeps answers in memory only, for this tab, or on the device again. What is on the device already stays there.
   *
   * @param {"device" | "memory"} place
   */
  async keepIn(place) {
    if (place === "memory") {
      await this.flush();
      keepSetting(`${this.#book}:memory`, "1", "tab");
      return this.#inMemory("chosen");
    }
    keepSetting(`${this.#book}:memory`, null, "tab");
    const here = [...this.#answers.values()];
    this.place = "device";
    this.reason = "";
    try {
      await this.#open();
      this.merge(here);
      await this.flush();
    } catch {
      this.#inMemory("refused");
    }
    this.#tell("place");
  }

  /**
   * Locks answers away from now on, or changes the passphrase. The plain rows are removed with their database.
   *
   * @param {string} passphrase
   */
  async setVault(passphrase) {
    await this.flush();
    const { lockbox, keys } = await newLockbox(passphrase, this.#keys ?? undefined);
    const rows = await Promise.all([...this.#answers.values()].map((answer) => this.#sealed(keys, answer)));
    if (!this.#lockbox) {
      // Removing the whole database makes the browser tidy its files; removing rows would leave them lying there.
      this.#database?.close();
      await dropDatabase(this.#book);
      this.#database = await openDatabase(this.#book);
    }
    await this.#read(
      (transaction) => [
        transaction.objectStore("facts").put(lockbox, "vault"),
        ...rows.map((row) => transaction.objectStore("answers").put(row)),
      ],
      "readwrite",
    );
    this.#lockbox = lockbox;
    this.#keys = keys;
    this.#channel?.postMessage({ changed: "vault" });
    this.#tell("lock");
  }

  /** Takes the vault away: answers are kept in the open again. Only while it is unlocked. */
  async dropVault() {
    if (!this.#keys) return;
    await this.flush();
    const rows = [...this.#answers.values()].map(plain);
    await this.#read((transaction) => {
      const answers = transaction.objectStore("answers");
      const facts = transaction.objectStore("facts");
      return [answers.clear(), facts.delete("vault"), ...rows.map((row) => answers.put(row))];
    }, "readwrite");
    this.#lockbox = null;
    this.#keys = null;
    this.#channel?.postMessage({ changed: "vault" });
    this.#tell("lock");
  }

  /**
   * Opens the vault.
   *
   * @param {string} passphrase
   * @returns {Promise<boolean>} false for a wrong passphrase
   */
  async unlock(passphrase) {
    const keys = this.#lockbox && (await openLockbox(this.#lockbox, passphrase));
    if (!keys) return false;
    await this.unlockWith(keys);
    return true;
  }

  /**
   * Opens the vault with keys that are at hand.
   *
   * @param {Keys} keys
   */
  async unlockWith(keys) {
    this.#keys = keys;
    const [rows] = await this.#read((transaction) => [transaction.objectStore("answers").getAll()]);
    await this.#unseal(rows);
    this.#tell("lock");
  }

  /** The keys, while the vault is open; for the next page of the same visit. */
  get keys() {
    return this.#keys;
  }

  /**
   * Locks the vault: answers leave the memory of this page, and of every other.
   *
   * @param {boolean} [told] by another tab
   */
  lock(told = false) {
    if (!this.#keys) return;
    const close = () => {
      this.#keys = null;
      this.#answers.clear();
      this.#unsaved.clear();
      this.#tell("lock");
    };
    if (!told) this.#channel?.postMessage({ changed: "lock" });
    if (this.saved) close();
    else this.flush().then(close, close);
  }

  /**
   * @param {string} type
   * @param {any} [detail]
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @param {Answer} answer */
const plain = (answer) => ({ key: keyOf(answer), answer });

/** @type {Store | undefined} */
let here;

/** The store of the book that this page belongs to. */
export function bookStore() {
  const { book = "book", pack = "" } = document.body.dataset;
  here ??= new Store(`${book}/${pack}`);
  return here;
}
