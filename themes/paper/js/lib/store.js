import { Rows } from "./rows.js";
import { channel, dropDatabase, hasDatabase, keepSetting, setting } from "./storage.js";

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
 * Locked answers lie in a database of their own. Setting a vault fills that one first and removes the open one after; taking it away
 * goes the other way round. So a browser that is killed in between has everything at least once, and `#open` tidies up.
 *
 * Tells by events: `answers` (detail: the keys that changed, and whether another tab did it), `saved`, `place` and `lock`.
 */
export class Store extends EventTarget {
  /** @type {Map<string, Answer>} */
  #answers = new Map();
  /** What is not on the device yet. It outlives everything but `removeAll`: a lock, a full device, another tab that moves the database. */
  /** @type {Map<string, Answer>} */
  #unsaved = new Map();
  /** What could not be written when the vault was locked, sealed. */
  /** @type {{key: string, box: Uint8Array<ArrayBuffer>}[]} */
  #waiting = [];
  /** @type {Promise<void>} */
  #writing = Promise.resolve();
  /** Whether a write is under way; what comes meanwhile goes with the next. */
  #busy = false;
  /** @type {Rows | null} what is open, or was until another tab took it */
  #rows = null;
  /** @type {Keys | null} */
  #keys = null;
  /** @type {Lockbox | null} */
  #lockbox = null;
  /** @type {typeof import("./seal.js") | undefined} what locks and opens: there whenever there are keys */
  #seal;
  /** @type {import("./seal.js").Pad | null} for what is typed right before the page closes, while there are keys */
  #pad = null;
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
    this.book = book;
    this.#channel = channel(book);
    if (this.#channel) this.#channel.onmessage = ({ data }) => this.#heard(data);
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.flush());
    document.addEventListener("sb-leave", () => this.lock());
    addEventListener("pagehide", () => this.#part());
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
    if (setting(`${this.book}:memory`, "tab")) return this.#inMemory("chosen");
    try {
      await this.#open();
    } catch {
      this.#inMemory("refused");
    }
  }

  /** The name of the database that locked answers lie in. */
  get #sealedName() {
    return `${this.book}:vault`;
  }

  /** @param {string} name */
  async #use(name) {
    this.#rows = await Rows.of(name, () => this.#inMemory("refused"));
    return this.#rows;
  }

  /** The database, if it can be asked. */
  get #here() {
    return this.#rows?.open ? this.#rows : null;
  }

  async #sealing() {
    return (this.#seal ??= await import("./seal.js"));
  }

  async #open() {
    this.#rows?.close();
    /** @type {any[]} */
    let rows = [];
    this.#lockbox = null;
    if (await hasDatabase(this.#sealedName)) {
      const database = await this.#use(this.#sealedName);
      const [sealed, lockbox] = await database.ask((answers, facts) => [answers.getAll(), facts.get("vault")], "readonly");
      rows = sealed;
      this.#lockbox = lockbox ?? null;
    }
    if (!this.#lockbox) {
      this.#keys = null;
      this.#rows?.close();
      rows = await (await this.#use(this.book)).all();
    } else if (this.#keys && !(await this.#seal?.fits(this.#lockbox, this.#keys))) {
      this.#keys = null;
    }
    this.#answers.clear();
    if (!this.#lockbox) for (const row of rows) this.#answers.set(row.key, row.answer);
    else if (this.#keys) await this.#unseal(rows);
    this.#catchUp();
  }

  /** Puts words that were typed while answers were not at hand among them: they are the latest. */
  #catchUp() {
    if (this.locked) return;
    for (const [key, answer] of this.#unsaved) {
      const here = this.#answers.get(key);
      if (here && here !== answer && here.time >= answer.time) answer.time = here.time + 1;
      this.#answers.set(key, answer);
    }
    if (!this.#busy) this.flush();
  }

  /** @param {"refused" | "full" | "chosen"} reason */
  #inMemory(reason) {
    if (this.place === "memory" && this.reason === reason) return;
    this.place = "memory";
    this.reason = reason;
    this.#tell("place");
  }

  /** The database; fails where it cannot be asked. */
  get #sure() {
    if (!this.#rows) throw new Error("closed");
    return this.#rows;
  }

  /**
   * One row, also of an answer that was taken back.
   *
   * @param {Place} place
   * @returns {Answer | undefined}
   */
  row(place) {
    return this.#veiled ? undefined : this.#answers.get(keyOf(place));
  }

  /**
   * One answer; `undefined` when there is none.
   *
   * @param {Place} place
   * @returns {Answer | undefined}
   */
  get(place) {
    const answer = this.row(place);
    return answer?.value === null ? undefined : answer;
  }

  /**
   * Every answer, of one exercise when it is named, those taken back left out.
   *
   * @param {string} [exercise]
   * @returns {Answer[]}
   */
  all(exercise) {
    return (this.#veiled ? [] : this.rows()).filter(
      (answer) => answer.value !== null && (exercise === undefined || answer.exercise === exercise),
    );
  }

  #veiled = false;

  /** Whether answers are out of sight for a moment. */
  get veiled() {
    return this.#veiled;
  }

  /**
   * Lets the pages look as if nothing had been answered, for a blank print, and as it is again. What is kept stays kept.
   *
   * @param {boolean} on
   */
  veil(on) {
    if (on === this.#veiled) return;
    this.#veiled = on;
    this.#tell("answers", { keys: [] });
  }

  /** Every row, those taken back too, for a backup. */
  rows() {
    return [...this.#answers.values()];
  }

  /**
   * Keeps answers. Their time is made later than any they had, even when the clock was set back, and later than `after`: that of
   * an answer under an earlier name.
   *
   * @param {...(Omit<Answer, "time" | "entry"> & {entry?: string, after?: number})} answers
   */
  put(...answers) {
    this.#take(
      answers.map(({ after = 0, ...one }) => {
        const time = Math.max(Date.now(), after + 1, (this.row(one)?.time ?? 0) + 1);
        return { entry: "", ...one, time };
      }),
    );
  }

  /**
   * Takes rows of a backup as they are, where they are newer than what is here.
   *
   * @param {Answer[]} rows
   * @returns {number} how many were
   */
  merge(rows) {
    const newer = rows.filter((row) => row.time > (this.row(row)?.time ?? 0));
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
    const keys = this.#keys;
    if (this.#unsaved.size > 0 && this.#here && this.place === "device" && !this.locked) {
      const batch = [...this.#unsaved.values()];
      // Without a vault the rows go off in this very turn: a page that is closing has no next one.
      this.#writing = keys
        ? this.#writing.then(() => this.#write(batch, keys))
        : Promise.all([this.#writing, this.#write(batch, null)]).then(() => {});
    }
    return this.#writing;
  }

  /**
   * @param {Answer[]} batch
   * @param {Keys | null} keys
   */
  async #write(batch, keys) {
    this.#busy = true;
    try {
      const rows = keys ? await Promise.all(batch.map((one) => this.#sealed(keys, one))) : batch.map(plain);
      // Meanwhile another tab may have set or dropped the vault: these words then go the way of that database.
      if (keys && keys !== this.#keys && !(this.#lockbox && (await this.#seal?.fits(this.#lockbox, keys)))) throw new Error("moved");
      await this.#sure.put(rows);
      for (const answer of batch) {
        if (this.#unsaved.get(keyOf(answer)) === answer) this.#unsaved.delete(keyOf(answer));
      }
      this.savedAt = Date.now();
      this.#channel?.postMessage({ answers: batch });
      this.#tell("saved");
    } catch (error) {
      const full = /** @type {any} */ (error)?.name === "QuotaExceededError";
      // Without a database another tab is moving it; what is unsaved stays so until it says that it is done.
      if (this.#here && /** @type {any} */ (error)?.message !== "moved") this.#inMemory(full ? "full" : "refused");
    }
    this.#busy = false;
    if (!this.saved && this.place === "device") this.flush();
  }

  /** Writes what is not yet written, in this very turn, behind a vault too: a page that is closing has no next one. */
  #part() {
    this.flush();
    const pad = this.#pad;
    const rows = this.#here;
    if (!pad || this.saved || !rows || this.place !== "device") return;
    this.#pad = null;
    const last = this.#seal?.mix(pad, [...this.#unsaved.values()]);
    if (last) rows.ask((_, facts) => [facts.put(last, `last:${pad.box.subarray(0, 12)}`)]).catch(() => {});
    this.#newPad();
  }

  /** Has a pad ready for the next time. */
  async #newPad() {
    const keys = this.#keys;
    const pad = keys && ((await this.#seal?.newPad(keys)) ?? null);
    if (keys === this.#keys) this.#pad = pad;
  }

  /** Takes in what closing pages wrote last. */
  async #partings() {
    const [keys, seal] = [this.#keys, this.#seal];
    if (!keys || !seal) return;
    const [all, names] = await this.#sure.ask((_, facts) => [facts.getAll(), facts.getAllKeys()], "readonly");
    const last = names.filter((/** @type {string} */ name) => name.startsWith("last:"));
    for (const name of last) {
      for (const answer of (await seal.unmix(keys, all[names.indexOf(name)])) ?? []) {
        if (answer.time <= (this.row(answer)?.time ?? 0)) continue;
        this.#answers.set(keyOf(answer), answer);
        this.#unsaved.set(keyOf(answer), answer);
      }
    }
    if (last.length === 0) return;
    await this.flush();
    if (this.saved) await this.#sure.ask((_, facts) => last.map((/** @type {string} */ name) => facts.delete(name)));
  }

  /** Tries the device again, after it was full or refused. @returns {Promise<void>} */
  async retry() {
    this.place = "device";
    this.reason = "";
    try {
      if (this.#here) await this.flush();
      else {
        await this.#open();
        await this.flush();
        this.#tell("lock");
      }
    } catch {
      this.#inMemory("refused");
    }
    this.#tell("place");
  }

  /**
   * @param {Keys} keys
   * @param {Answer} answer
   */
  async #sealed(keys, answer) {
    const { sealName, sealValue } = await this.#sealing();
    return { key: await sealName(keys, keyOf(answer)), box: await sealValue(keys, answer) };
  }

  /** @param {{key: string, box: Uint8Array<ArrayBuffer>}[]} rows */
  async #unseal(rows) {
    const keys = this.#keys;
    if (!keys) return;
    const { openValue } = await this.#sealing();
    const opened = await Promise.all([...rows, ...this.#waiting].map((row) => openValue(keys, row.box)));
    if (keys !== this.#keys) return;
    opened.forEach((answer, at) => {
      if (!answer || answer.time <= (this.row(answer)?.time ?? 0)) return;
      this.#answers.set(keyOf(answer), answer);
      if (at >= rows.length) this.#unsaved.set(keyOf(answer), answer);
    });
    this.#waiting = [];
    await this.#partings();
    await this.#strays();
    this.#newPad();
  }

  /** Takes in what lies in the open though there is a vault: a browser was killed, or another tab wrote, while it was being set. */
  async #strays() {
    if (!(await hasDatabase(this.book))) return;
    try {
      const open = await Rows.of(this.book);
      const rows = await open.all();
      open.close();
      for (const { key, answer } of rows) {
        if (answer.time <= (this.row(answer)?.time ?? 0)) continue;
        this.#answers.set(key, answer);
        this.#unsaved.set(key, answer);
      }
      await this.flush();
      if (this.saved) await dropDatabase(this.book);
    } catch {
      // They stay where they are, and are taken in next time.
    }
  }

  /**
   * What another tab says.
   *
   * @param {{answers?: Answer[], keep?: boolean, removed?: string[], changed?: "vault" | "lock" | "gone"}} news
   */
  async #heard({ answers = [], keep = false, removed = [], changed }) {
    if (changed === "lock") return this.lock(true);
    if (changed === "gone") {
      this.#answers.clear();
      this.#unsaved.clear();
      this.#waiting = [];
      this.#keys = null;
    }
    if (changed) {
      // The tab that moved the answers has taken in what was written until then; what it cannot know of, it is told.
      const mine = this.rows();
      if (mine.length > 0) this.#channel?.postMessage({ answers: mine, keep: true });
      if (this.reason === "chosen") return;
      await this.#open().catch(() => this.#inMemory("refused"));
      return this.#tell("lock");
    }
    if (this.locked) return;
    if (keep) {
      this.merge(answers);
      return;
    }
    const newer = answers.filter((one) => one.time > (this.row(one)?.time ?? 0));
    for (const answer of newer) this.#answers.set(keyOf(answer), answer);
    for (const key of removed) {
      this.#answers.delete(key);
      this.#unsaved.delete(key);
    }
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
    // Or a page that closed would bring back what goes here.
    await this.#partings();
    const gone = [...this.#answers].filter(([, answer]) => match(answer)).map(([key]) => key);
    for (const key of gone) {
      this.#answers.delete(key);
      this.#unsaved.delete(key);
    }
    await this.#writing;
    // Also while new words are kept in memory only: a device that is full gets room this way.
    const rows = this.#here;
    if (rows) {
      const [keys, seal] = [this.#keys, this.#seal];
      const names = keys && seal ? await Promise.all(gone.map((key) => seal.sealName(keys, key))) : gone;
      await rows.ask((answers) => names.map((name) => answers.delete(name)));
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
    this.#waiting = [];
    this.#lockbox = null;
    this.#keys = null;
    this.#rows?.close();
    try {
      await dropDatabase(this.#sealedName);
      await dropDatabase(this.book);
      if (this.reason !== "chosen") await this.#open();
    } catch {
      this.#inMemory("refused");
    }
    this.#channel?.postMessage({ changed: "gone" });
    this.#tell("answers", { keys: [], elsewhere: false });
    this.#tell("lock");
  }

  /**
   * Keeps answers in the memory of this page only, or on the device again. What is on the device already stays there.
   *
   * @param {"device" | "memory"} place
   */
  async keepIn(place) {
    if (place === "memory") {
      await this.flush();
      keepSetting(`${this.book}:memory`, "1", "tab");
      return this.#inMemory("chosen");
    }
    keepSetting(`${this.book}:memory`, null, "tab");
    await this.retry();
  }

  /**
   * Locks answers away from now on, or changes the passphrase.
   *
   * @param {string} passphrase
   */
  async setVault(passphrase) {
    const { lockbox, keys } = await (await this.#sealing()).newLockbox(passphrase, this.#keys ?? undefined);
    await this.flush();
    const rows = await Promise.all(this.rows().map((answer) => this.#sealed(keys, answer)));
    const first = !this.#lockbox;
    const open = this.#rows;
    if (first) await this.#use(this.#sealedName);
    try {
      await this.#sure.ask((answers, facts) => [
        ...(first ? [answers.clear()] : []),
        facts.put(lockbox, "vault"),
        ...rows.map((row) => answers.put(row)),
      ]);
    } catch (error) {
      if (first) {
        this.#rows?.close();
        this.#rows = open;
      }
      throw error;
    }
    this.#lockbox = lockbox;
    this.#keys = keys;
    this.#newPad();
    if (first) {
      // Removing the whole database makes the browser tidy its files; removing rows would leave them lying there.
      open?.close();
      await dropDatabase(this.book).catch(() => {});
      this.#catchUp();
    }
    this.#channel?.postMessage({ changed: "vault" });
    this.#tell("lock");
  }

  /** Takes the vault away: answers are kept in the open again. Only while it is unlocked. */
  async dropVault() {
    if (!this.#keys) return;
    await this.#partings();
    await this.flush();
    const rows = this.rows().map(plain);
    const sealed = this.#rows;
    const open = await this.#use(this.book);
    try {
      await open.put(rows);
    } catch (error) {
      open.close();
      this.#rows = sealed;
      throw error;
    }
    sealed?.close();
    this.#lockbox = null;
    this.#keys = null;
    await dropDatabase(this.#sealedName);
    this.#catchUp();
    this.#channel?.postMessage({ changed: "vault" });
    this.#tell("lock");
  }

  /**
   * Opens the vault.
   *
   * @param {string} passphrase
   * @returns {Promise<boolean>} false for a wrong passphrase; fails where what opens it cannot be loaded
   */
  async unlock(passphrase) {
    const { openLockbox } = await this.#sealing();
    const keys = this.#lockbox && (await openLockbox(this.#lockbox, passphrase));
    return keys ? this.#unlockWith(keys) : false;
  }

  /**
   * Opens the vault with keys that were held.
   *
   * @param {Keys["raw"]} raw
   */
  async unlockWith(raw) {
    return this.#unlockWith(await (await this.#sealing()).keysFrom(raw));
  }

  /**
   * @param {Keys} keys
   * @returns {Promise<boolean>} false for keys of another vault
   */
  async #unlockWith(keys) {
    if (!this.#lockbox || !(await this.#seal?.fits(this.#lockbox, keys))) return false;
    await this.#writing;
    const rows = await this.#sure.all();
    this.#keys = keys;
    await this.#unseal(rows);
    this.#catchUp();
    this.#tell("lock");
    return true;
  }

  /** The keys, while the vault is open; for the next page of the same visit. */
  get keys() {
    return this.#keys;
  }

  /** What is kept about the vault, for a backup that is sealed with the same passphrase. */
  get lockbox() {
    return this.#lockbox;
  }

  /**
   * Locks the vault: answers leave this page at once, and every other when it is told.
   *
   * @param {boolean} [alone] the other tabs stay as they are, or have told us
   */
  lock(alone = false) {
    const keys = this.#keys;
    if (!keys) return;
    if (!alone) this.#channel?.postMessage({ changed: "lock" });
    // What is being written goes on; what cannot be written waits, sealed, for the next time the vault is opened.
    const last = [...this.#unsaved.values()];
    const written = this.flush();
    this.#part();
    this.#keys = this.#pad = null;
    this.#answers.clear();
    this.#tell("lock");
    if (last.length === 0) return;
    Promise.all(last.map((one) => this.#sealed(keys, one))).then(async (rows) => {
      await written;
      if (this.saved) return;
      this.#waiting.push(...rows);
      this.#unsaved.clear();
    });
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
