import { keyOf } from "../lib/answers.js";
import { holds, isAnswered } from "../lib/condition.js";
import { announce } from "../lib/dom.js";
import { Field, sumOf } from "../lib/field.js";
import { namesOf, newestOf, sortAnswers, valueFor } from "../lib/match.js";
import { bookStore } from "../lib/store.js";
import { textOf } from "../lib/text.js";

/** @typedef {import("../lib/answers.js").Answer} Answer */

/**
 * An exercise: listens to its fields, keeps their answers, brings them back, and shows a field when its condition holds. Its fields, and
 * what a kind of exercise adds, reach their answers in the store through it alone, which knows all its names. A kind adds what it adds by
 * an element inside this one, which uses `ready`, `spec`, `get`, `put`, `answers`, `clear`, `entry` and the event `sb-answers`.
 */
export class Exercise extends HTMLElement {
  store = bookStore();
  #entry = "";
  #waiting = false;
  /** @type {(value: void) => void} */
  #done = () => {};
  /** Fulfilled once answers are back in their fields. */
  ready = /** @type {Promise<void>} */ (new Promise((resolve) => (this.#done = resolve)));

  connectedCallback() {
    // Once, wherever it is moved to. A copy for paper has the mark of the original, and stays as it was copied.
    if (this.hasAttribute("data-alive")) return;
    this.setAttribute("data-alive", "");
    this.addEventListener("sb-change", (event) => this.#changed(/** @type {Field} */ (event.target)));
    this.store.addEventListener("answers", (event) => {
      const { keys, elsewhere } = /** @type {CustomEvent} */ (event).detail;
      if (elsewhere || keys.length === 0) this.#restore(elsewhere ? new Set(keys) : null);
      else this.#tell();
    });
    this.store.addEventListener("lock", () => this.#restore(null));
    this.store.ready.then(() => {
      this.#restore(null);
      this.#done();
    });
  }

  /** The exercise's id. */
  get exercise() {
    return this.dataset.exercise ?? "";
  }

  /** What the build tells the kind's script. @returns {any} */
  get spec() {
    return JSON.parse(this.dataset.spec ?? "{}");
  }

  /** Its fields in order. @returns {Field[]} */
  get fields() {
    return [...this.querySelectorAll("[data-field]")].filter((field) => field instanceof Field);
  }

  /**
   * A field by its id.
   *
   * @param {string} id
   * @returns {Field | undefined}
   */
  field(id) {
    return this.fields.find((field) => field.field === id);
  }

  /** Which time is being filled in; empty for an exercise that is filled in once. */
  get entry() {
    return this.#entry;
  }

  set entry(entry) {
    this.#entry = entry;
    this.#restore(null);
  }

  /**
   * What is kept under a name, be it a field's id or a name of the kind's own, which starts with `@`.
   *
   * @param {string} name
   * @param {string} [entry]
   * @param {string[]} [was] names it had before, for one of the kind's own
   * @returns {any}
   */
  get(name, entry = this.#entry, was = undefined) {
    const field = this.field(name);
    return valueFor(this.#found(name, entry, was), field?.kind ?? "", textOf, field?.renamed);
  }

  /**
   * @param {string} name
   * @param {string} entry
   * @param {string[]} [was]
   * @returns {Answer | undefined}
   */
  #found(name, entry, was = this.field(name)?.was) {
    const fields = namesOf({ id: name, was });
    return newestOf(
      this.names.flatMap((exercise) => fields.map((field) => this.store.row({ exercise, entry, field }))),
    );
  }

  /** What it is called now, and what it was called before. */
  get names() {
    return namesOf({ id: this.exercise, was: this.dataset.was?.split(" ") });
  }

  /**
   * Keeps a value.
   *
   * @param {string} name
   * @param {any} value `null` takes it back
   * @param {{entry?: string, kind?: string, words?: import("../lib/controls.js").Words, was?: string[]}} [more]
   */
  put(name, value, { entry = this.#entry, kind = "", words = { label: "" }, was } = {}) {
    const after = this.#found(name, entry, was)?.time;
    this.store.put({ exercise: this.exercise, entry, field: name, kind, value, words: { title: this.heading, ...words }, after });
  }

  /** Its title as the reader sees it. */
  get heading() {
    return this.querySelector(".exercise-head :is(h1, h2, h3, h4, h5, h6)")?.textContent?.trim() ?? "";
  }

  /** Every answer of it, whatever it and its fields were called then, in their order; those to questions that are gone come last. */
  get answers() {
    const [id, ...was] = this.names;
    const fields = this.fields.map((field) => ({ id: field.field, was: field.was }));
    const rows = this.store.veiled ? [] : this.store.rows();
    const { sheets, earlier } = sortAnswers([{ id, was, fields }], rows.filter(({ exercise }) => this.names.includes(exercise)));
    return [...[...sheets.values()].flat(), ...earlier];
  }

  /** Takes answers of this exercise away, for good. @param {(answer: Answer) => boolean} [which] all, unless it is told */
  async clear(which = () => true) {
    await this.store.remove((answer) => this.names.includes(answer.exercise) && which(answer));
    this.#restore(null);
  }

  /** @param {Field} field */
  #changed(field) {
    if (!(field instanceof Field)) return;
    this.put(field.field, field.value, { kind: field.kind, words: field.words() });
  }

  /**
   * Brings answers back: all, or those another tab changed. A field that is being typed in is no exception: its words would go on
   * from old ones, and come to lie over the newer.
   *
   * @param {Set<string> | null} keys
   */
  #restore(keys) {
    const { locked } = this.store;
    for (const field of this.fields) {
      if (keys && !keys.has(keyOf({ exercise: this.exercise, entry: this.#entry, field: field.field }))) continue;
      try {
        field.value = locked ? null : this.get(field.field);
      } catch {
        // What a backup brought may be no answer of this kind. The other fields have theirs all the same.
        field.value = null;
      }
      // What is typed while answers are locked away could not be kept.
      field.inert = locked;
    }
    // What was last said aloud may have told an answer.
    if (locked && !this.hasAttribute("data-locked")) announce("");
    this.toggleAttribute("data-locked", locked);
    this.#tell();
  }

  /** Looks at conditions and tells the kind, once for all changes of a moment. */
  #tell() {
    if (this.#waiting) return;
    this.#waiting = true;
    queueMicrotask(() => {
      this.#waiting = false;
      this.#conditions();
      this.dispatchEvent(new CustomEvent("sb-answers"));
    });
  }

  #conditions() {
    const fields = this.fields;
    const shown = fields.filter((field) => field.dataset.showIf);
    if (shown.length === 0) return;
    const answers = {
      value: (/** @type {string} */ id) => fields.find((field) => field.field === id)?.value ?? null,
      score: (/** @type {string} */ id) => this.score(id)?.points ?? null,
    };
    // A hidden answer is kept, and stays in its field; only the field is put away.
    for (const field of shown) field.hidden = !holds(JSON.parse(field.dataset.showIf ?? "[]"), answers);
  }

  /**
   * A score as it stands; `null` while more is blank than its author allows.
   *
   * @param {string} id
   * @returns {{points: number, band: {id: string, title: string, upto: number} | undefined} | null}
   */
  score(id) {
    const score = this.spec.scores?.find((/** @type {any} */ one) => one.id === id);
    if (!score) return null;
    const fields = this.fields.filter((field) => score.of.includes(field.field));
    if (fields.every((field) => !isAnswered(field.value))) return null;
    if (fields.reduce((sum, field) => sum + field.blanks, 0) > (score.blanks ?? 0)) return null;
    const points = sumOf(fields.map((field) => field.points ?? 0));
    return { points, band: score.bands.find((/** @type {any} */ band) => points <= band.upto) };
  }
}
