import { Answers, keyOf } from "./answers.js";
import { dropDatabase } from "./removal.js";
import { openRow, Shelf } from "./shelf.js";
import { channel, keepSetting, setting } from "./storage.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {import("./answers.js").Place} Place */
/** @typedef {import("./open_vault.js").OpenVault} OpenVault */

/**
 * The answers of one book on this device: read once, then at hand; written row by row, so that two tabs never write over each
 * other's answers.
 *
 * Locked answers lie in a database of their own (see `Shelf`). Setting a vault fills that one first and removes the open one after;
 * taking it away goes the other way round (`vault.js`). So a browser that is killed in between has everything at least once, and the next unlocking tidies up.
 *
 * Tells by events: `answers` (detail: the keys that changed, and whether another tab did it), `saved`, `place` and `lock`.
 */
export class Store extends EventTarget {
  #answers = new Answers();
  /** @type {Promise<void>} */
  #writing = Promise.resolve();
  /** Whether a write is under way; what comes meanwhile goes with the next. */
  #busy = false;
  #shelf;
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
    this.#shelf = new Shelf(book, () => this.#inMemory("refused"));
    this.#channel = channel(book);
    if (this.#channel) this.#channel.onmessage = ({ data }) => this.#heard(data);
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.#part());
    document.addEventListener("sb-leave", () => this.lock());
    addEventListener("pagehide", () => this.#part());
    addEventListener("pageshow", ({ persisted }) => persisted && (this.ready = this.#again()));
    this.ready = this.#start();
  }

  /** Whether there is a vault. */
  get vault() {
    return this.#shelf.lockbox !== null;
  }

  /** Whether answers are locked away just now. */
  get locked() {
    return this.#shelf.locked;
  }

  /** Whether everything is written. */
  get saved() {
    return this.#answers.saved;
  }

  async #start() {
    if (setting(`${this.book}:memory`, "tab")) return this.#inMemory("chosen");
    this.place = "device";
    this.reason = "";
    try {
      await this.#open();
    } catch {
      this.#inMemory("refused");
    }
  }

  /** A page that Back brings up from the browser's memory has heard nothing meanwhile: it begins as any other. */
  async #again() {
    this.lock(true);
    this.#answers.shut();
    await this.#start();
    this.#catchUp();
    this.#tell("place");
    this.#tell("lock");
  }

  /** What the vault sees to. @returns {import("./vault.js").Ward} */
  get #ward() {
    return { shelf: this.#shelf, answers: this.#answers, flush: () => this.flush() };
  }

  async #open() {
    const rows = await this.#shelf.look();
    this.#answers.shut();
    if (!this.vault) this.#answers.have(rows.map(({ answer }) => answer));
    else if (!this.locked) await (await import("./vault.js")).unseal(this.#ward, rows);
    this.#catchUp();
  }

  #catchUp() {
    if (this.locked) return;
    this.#answers.catchUp();
    if (!this.#busy) this.flush();
  }

  /** @param {"refused" | "full" | "chosen"} reason */
  #inMemory(reason) {
    if (this.place === "memory" && this.reason === reason) return;
    this.place = "memory";
    this.reason = reason;
    this.#tell("place");
  }

  /** One row, also of an answer that was taken back. @param {Place} place @returns {Answer | undefined} */
  row(place) {
    return this.#veiled ? undefined : this.#answers.get(place);
  }

  /** One answer; `undefined` when there is none. @param {Place} place @returns {Answer | undefined} */
  get(place) {
    const answer = this.row(place);
    return answer?.value === null ? undefined : answer;
  }

  /** Every answer, those taken back left out. */
  all() {
    return (this.#veiled ? [] : this.rows()).filter((answer) => answer.value !== null);
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
    return this.#answers.all;
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
    const newer = this.#answers.newer(rows);
    this.#take(newer);
    return newer.length;
  }

  /** @param {Answer[]} answers */
  #take(answers) {
    if (this.locked || answers.length === 0) return;
    this.#answers.take(answers);
    this.#tell("answers", { keys: answers.map(keyOf), elsewhere: false });
    // At once, so that a tab that is closed or killed takes no more than the last letter with it; while a write is under way,
    // further letters wait for the next.
    if (!this.#busy) this.flush();
  }

  /** Writes what is not yet written, now. @returns {Promise<void>} */
  flush() {
    const { vault } = this.#shelf;
    if (!this.saved && this.#shelf.here && this.place === "device" && !this.locked) {
      const batch = this.#answers.unsaved;
      // Without a vault the rows go off in this very turn: a page that is closing has no next one.
      this.#writing = vault
        ? this.#writing.then(() => this.#write(batch, vault))
        : Promise.all([this.#writing, this.#write(batch, null)]).then(() => {});
    }
    return this.#writing;
  }

  /**
   * @param {Answer[]} batch
   * @param {OpenVault | null} vault
   */
  async #write(batch, vault) {
    this.#busy = true;
    try {
      const shelf = this.#shelf;
      const rows = vault ? await vault.seal(batch) : batch.map(openRow);
      // Meanwhile another tab may have set or dropped the vault: these words then go the way of that database.
      if (vault && vault !== shelf.vault && !(shelf.lockbox && (await vault.fits(shelf.lockbox)))) throw new Error("moved");
      await shelf.sure.put(rows);
      this.#answers.written(batch);
      this.savedAt = Date.now();
      this.#channel?.postMessage({ answers: batch });
      this.#tell("saved");
    } catch (error) {
      const full = /** @type {any} */ (error)?.name === "QuotaExceededError";
      // Without a database another tab is moving it; what is unsaved stays so until it says that it is done.
      if (this.#shelf.here && /** @type {any} */ (error)?.message !== "moved") this.#inMemory(full ? "full" : "refused");
    }
    this.#busy = false;
    if (!this.saved && this.place === "device") this.flush();
  }

  /**
   * Writes what is not yet written, in this very turn, behind a vault too: a page that is closing has no next one, and one that is
   * hidden may not be told that it is closed.
   */
  #part() {
    this.flush();
    const { here, vault } = this.#shelf;
    if (!this.saved && here && this.place === "device") vault?.part(here, this.#answers.unsaved);
  }

  /** Tries the device again, after it was full or refused. @returns {Promise<void>} */
  async retry() {
    await this.#start();
    await this.flush();
    this.#tell("lock");
    this.#tell("place");
  }

  /**
   * What another tab says.
   *
   * @param {{answers?: Answer[], keep?: boolean, removed?: string[], changed?: "vault" | "lock" | "gone"}} news
   */
  async #heard({ answers = [], keep = false, removed = [], changed }) {
    if (changed === "lock") return this.lock(true);
    if (changed === "gone") {
      this.#forget();
      this.#shelf.lockbox = this.#shelf.vault = null;
    }
    // A visit that leaves nothing tells nobody what is written in it; what lies locked elsewhere from now on, it lets go of.
    const apart = this.reason === "chosen";
    if (changed && apart) {
      this.#answers.shut();
      this.#catchUp();
    } else if (changed) {
      // The tab that moved the answers has taken in what was written until then; what it cannot know of, it is told.
      const mine = this.rows();
      if (mine.length > 0) this.#channel?.postMessage({ answers: mine, keep: true });
      await this.#open().catch(() => this.#inMemory("refused"));
    }
    if (changed) return this.#tell("lock");
    if (this.locked || apart) return;
    if (keep) {
      this.merge(answers);
      return;
    }
    // Both wrote in the same moment: the older words may have come to lie over the newer.
    this.#answers.take(this.#answers.overtaken(answers));
    const newer = this.#answers.newer(answers);
    this.#answers.have(newer);
    this.#answers.remove(removed);
    if (!this.#busy) this.flush();
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
    if (this.#shelf.vault) await (await import("./vault.js")).takePartings(this.#ward);
    const gone = this.rows().filter(match).map(keyOf);
    this.#answers.remove(gone);
    await this.#writing;
    // Also while new words are kept in memory only: a device that is full gets room this way.
    const { here, vault } = this.#shelf;
    if (here) {
      const names = (await vault?.names(gone)) ?? gone;
      await here.ask((answers) => names.map((name) => answers.delete(name)));
      this.#channel?.postMessage({ removed: gone });
    }
    this.#tell("answers", { keys: gone, elsewhere: false });
    return gone.length;
  }

  /** Has no answer in memory any more, wherever they are kept. */
  #forget() {
    this.#answers.shut();
    this.#answers.giveUp();
    this.#shelf.waiting = [];
  }

  /** Removes everything this book keeps here, the vault too; fails where some of it stays. */
  async removeAll() {
    await this.#writing;
    this.#forget();
    const shelf = this.#shelf;
    shelf.lockbox = shelf.vault = null;
    shelf.close();
    let all = true;
    for (const name of [shelf.sealed, shelf.open]) await dropDatabase(name).catch(() => (all = false));
    // What stays behind is not brought back.
    if (this.reason !== "chosen") await (all ? this.retry() : this.#inMemory("refused"));
    this.#channel?.postMessage({ changed: "gone" });
    this.#tell("answers", { keys: [], elsewhere: false });
    this.#tell("lock");
    if (!all) throw new Error("rest");
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
    const { locks } = this.#shelf;
    const from = await (await import("./vault.js")).setVault(this.#ward, passphrase);
    // Who left meanwhile left it locked.
    if (locks !== this.#shelf.locks) this.lock();
    await this.#moved(from);
  }

  /** Takes the vault away: answers are kept in the open again. Only while it is unlocked. */
  async dropVault() {
    if (!this.#shelf.vault) return;
    await this.#moved(await (await import("./vault.js")).dropVault(this.#ward));
  }

  /**
   * Answers lie elsewhere from now on: tells everybody, then removes the database they lay in, which may take a while, or fail.
   *
   * @param {string} [from]
   */
  async #moved(from) {
    this.#catchUp();
    this.#channel?.postMessage({ changed: "vault" });
    this.#tell("lock");
    if (from) await dropDatabase(from);
  }

  /**
   * Opens the vault.
   *
   * @param {string | import("./seal.js").Keys["raw"]} by its passphrase, or keys that were held
   * @returns {Promise<boolean | undefined>} false for what does not open it, nothing where it was locked meanwhile; fails where what
   *   opens it cannot be loaded
   */
  async unlock(by) {
    const { locks } = this.#shelf;
    const open = await (await import("./vault.js")).unlock(this.#ward, by, locks);
    if (open) {
      this.#catchUp();
      this.#tell("lock");
    }
    return open;
  }

  /** The keys, while the vault is open; for the next page of the same visit. */
  get keys() {
    return this.#shelf.vault?.keys ?? null;
  }

  /** What is kept about the vault, for a backup that is sealed with the same passphrase. */
  get lockbox() {
    return this.#shelf.lockbox;
  }

  /**
   * Locks the vault: answers leave this page at once, and every other when it is told.
   *
   * @param {boolean} [alone] the other tabs stay as they are, or have told us
   */
  lock(alone = false) {
    const { vault } = this.#shelf;
    this.#shelf.locks += 1;
    if (!vault) return;
    if (!alone) this.#channel?.postMessage({ changed: "lock" });
    // What is being written goes on; what cannot be written waits, sealed, for the next time the vault is opened.
    const last = this.#answers.unsaved;
    const written = this.flush();
    this.#part();
    this.#shelf.vault = null;
    this.#answers.shut();
    this.#tell("lock");
    if (last.length === 0) return;
    vault.seal(last).then(async (rows) => {
      await written;
      if (this.saved) return;
      this.#shelf.waiting.push(...rows);
      this.#answers.giveUp();
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

/** @type {Store | undefined} */
let here;

/** The store of the book that this page belongs to. */
export function bookStore() {
  const { book = "book", pack = "" } = document.body.dataset;
  here ??= new Store(`${book}/${pack}`);
  return here;
}
