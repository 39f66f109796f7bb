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

/**
 * An answer's key. Ids hold no line ends.
 *
 * @param {Place} place
 */
export function keyOf({ exercise, entry = "", field }) {
  return [exercise, entry, field].join("\n");
}

/** A book's answers in the memory of this page: those at hand, and those that are not on the device yet. */
export class Answers {
  /** @type {Map<string, Answer>} */
  #here = new Map();
  /** These outlive everything but deleting: a lock, a full device, another tab that moves the database. */
  /** @type {Map<string, Answer>} */
  #unsaved = new Map();
  /** Whether what is on the device is not known just now. */
  #blind = true;
  /** @type {Set<Answer>} typed meanwhile, so that they are the latest whatever the clock said */
  #early = new Set();

  /** Those at hand. */
  get all() {
    return [...this.#here.values()];
  }

  /** Those that are not on the device yet. */
  get unsaved() {
    return [...this.#unsaved.values()];
  }

  /** Whether everything is on the device. */
  get saved() {
    return this.#unsaved.size === 0;
  }

  /** @param {Place} place */
  get(place) {
    return this.#here.get(keyOf(place));
  }

  /** Those of `answers` that are newer than what is at hand. @param {Answer[]} answers */
  newer(answers) {
    return answers.filter((answer) => answer.time > (this.get(answer)?.time ?? 0));
  }

  /** Those at hand that are newer than what another tab has written. @param {Answer[]} answers */
  overtaken(answers) {
    return answers.flatMap((answer) => {
      const here = this.get(answer);
      return here && here.time > answer.time ? here : [];
    });
  }

  /** Takes in what is on the device: all of it, or what another tab wrote there. @param {Answer[]} answers */
  have(answers) {
    this.#blind = false;
    for (const answer of answers) {
      const key = keyOf(answer);
      const waits = this.#unsaved.get(key);
      // What could not be written must not come to lie over what another tab wrote later.
      if (waits && waits.time < answer.time && !this.#early.has(waits)) this.#unsaved.delete(key);
      this.#here.set(key, answer);
    }
  }

  /** Takes in what is not on the device yet. @param {Answer[]} answers */
  take(answers) {
    for (const answer of answers) {
      if (this.#blind) this.#early.add(answer);
      this.#here.set(keyOf(answer), answer);
      this.#unsaved.set(keyOf(answer), answer);
    }
  }

  /** What came since `held` was all there was is not on the device. @param {Answer[]} held */
  since(held) {
    const old = new Set(held);
    this.take(this.all.filter((answer) => !old.has(answer)));
  }

  /** These are on the device now. @param {Answer[]} answers */
  written(answers) {
    for (const answer of answers) if (this.#unsaved.get(keyOf(answer)) === answer) this.#unsaved.delete(keyOf(answer));
  }

  /** Puts words that were typed while answers were not at hand among them: they are the latest. */
  catchUp() {
    for (const answer of this.unsaved) {
      const here = this.get(answer);
      if (here && here !== answer && here.time >= answer.time) answer.time = here.time + 1;
      this.#here.set(keyOf(answer), answer);
    }
    this.#early.clear();
  }

  /** @param {string[]} keys */
  remove(keys) {
    for (const key of keys) {
      this.#here.delete(key);
      this.#unsaved.delete(key);
    }
  }

  /** Has nothing at hand any more; what is not on the device yet stays in memory. */
  shut() {
    this.#here.clear();
    this.#blind = true;
  }

  /** Forgets what is not on the device yet. */
  giveUp() {
    this.#unsaved.clear();
  }
}
