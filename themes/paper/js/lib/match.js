import { keyOf } from "./answers.js";

/**
 * Which stored answers belong to what the book holds now. Ids stay; words, order and places change. A new id names the old ones
 * under `was`.
 *
 * @typedef {import("./answers.js").Answer} Answer
 * @typedef {{id: string, was?: string[]}} Named
 * @typedef {Named & {fields: Named[]}} ExerciseNow
 */

/**
 * What something is called now and was called before.
 *
 * @param {Named} now
 */
export function namesOf({ id, was = [] }) {
  return [id, ...was];
}

/**
 * The latest of the rows that one answer has under its names. One that was taken back counts: it was the reader's last word.
 *
 * @param {(Answer | undefined)[]} rows
 * @returns {Answer | undefined}
 */
export function newestOf(rows) {
  return rows.reduce((best, row) => (row && row.time > (best?.time ?? -1) ? row : best), undefined);
}

/**
 * Earlier ids of choices, rows, scenes and the like, each with what it is called now. An answer that has `keys` holds a value for
 * each of them; in any other answer an object is the reader's own words.
 *
 * @typedef {{values?: Record<string, string>, keys?: Record<string, string>}} Renamed
 */

/**
 * What an id is called now.
 *
 * @param {Record<string, string> | undefined} now
 * @param {string} id
 */
export function nowOf(now, id) {
  return now && Object.hasOwn(now, id) ? now[id] : id;
}

/**
 * An answer with the ids that the book has now. Words of the reader's own are never taken for an id.
 *
 * @param {any} value
 * @param {Renamed | undefined} renamed
 * @returns {any}
 */
export function inNewIds(value, renamed) {
  if (!renamed || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => inNewIds(one, renamed));
  if (typeof value === "string") return nowOf(renamed.values, value);
  if (typeof value !== "object" || !renamed.keys) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [nowOf(renamed.keys, key), typeof one === "string" ? nowOf(renamed.values, one) : one]),
  );
}

/**
 * What a field of some kind can show of an answer that may have been given to another: a field to write in shows its words. `null`
 * when it can show nothing; the answer is then read among the earlier ones.
 *
 * @param {Answer | undefined} answer
 * @param {string} kind empty for what is no field
 * @param {(answer: Answer) => string} say
 * @param {Renamed} [renamed] earlier ids that the answer may hold
 * @returns {any}
 */
export function valueFor(answer, kind, say, renamed) {
  if (!answer || answer.value === null) return null;
  if (!kind || !answer.kind || kind === answer.kind) return inNewIds(answer.value, renamed);
  return kind === "long_text" || kind === "text" ? say(answer) : null;
}

/**
 * Where an answer belongs now; its own id before an earlier one.
 *
 * @template {ExerciseNow} E
 * @param {E[]} exercises
 * @param {{exercise: string, field: string}} answer
 * @returns {{exercise: E, field: Named} | null}
 */
export function placeOf(exercises, answer) {
  const named = (/** @type {Named[]} */ all, /** @type {string} */ id) =>
    all.find((one) => one.id === id) ?? all.find((one) => one.was?.includes(id));
  const exercise = /** @type {E | undefined} */ (named(exercises, answer.exercise));
  // Most names of a kind's own are not in the book's list of fields.
  const own = answer.field.startsWith("@") ? { id: answer.field } : undefined;
  const field = (exercise && named(exercise.fields, answer.field)) ?? own;
  return exercise && field ? { exercise, field } : null;
}

/**
 * Answers in the order of the book: for each exercise those that have a place in it, once for each time it was filled in, and
 * all that have none.
 *
 * @template {ExerciseNow} E
 * @param {E[]} exercises
 * @param {Answer[]} rows
 * @returns {{sheets: Map<E, Answer[]>, earlier: Answer[]}}
 */
export function sortAnswers(exercises, rows) {
  /** @type {Map<string, {exercise: E, at: number, rows: Answer[]}>} */
  const places = new Map();
  const earlier = [];
  for (const row of rows) {
    const place = placeOf(exercises, row);
    if (!place) {
      earlier.push(row);
      continue;
    }
    const { exercise, field } = place;
    const key = keyOf({ exercise: exercise.id, entry: row.entry, field: field.id });
    const here = places.get(key) ?? { exercise, at: exercise.fields.indexOf(field), rows: [] };
    here.rows.push(row);
    places.set(key, here);
  }
  const sheets = new Map();
  for (const exercise of exercises) {
    const answers = [...places.values()]
      .filter((place) => place.exercise === exercise)
      // What is a kind's own stands after the fields.
      .map((place) => ({ answer: newestOf(place.rows), at: place.at < 0 ? Infinity : place.at }))
      .filter((one) => one.answer && one.answer.value !== null)
      .sort((a, b) => compareText(a.answer?.entry, b.answer?.entry) || (a.at === b.at ? 0 : a.at - b.at))
      .map((one) => /** @type {Answer} */ (one.answer));
    if (answers.length > 0) sheets.set(exercise, answers);
  }
  return { sheets, earlier: earlier.filter((row) => row.value !== null) };
}

const compareText = (a = "", b = "") => (a < b ? -1 : a > b ? 1 : 0);
