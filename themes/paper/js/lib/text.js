import { isAnswered } from "./condition.js";
import { day, t } from "./t.js";

/** @typedef {import("./controls.js").Words} Words */

/**
 * Ways of saying an answer that a kind adds to the common ones below.
 *
 * @type {Map<string, (value: any, words: Words) => string>}
 */
const sayings = new Map();

/**
 * Teaches how answers of a kind are said.
 *
 * @param {string} kind
 * @param {(value: any, words: Words) => string} say
 */
export function sayKind(kind, say) {
  sayings.set(kind, say);
}

/**
 * An answer as plain text, in the words it was given to; empty when there is none. Needs no page: answers to questions that
 * are gone are said in the same way.
 *
 * @param {{kind: string, value: any, words: Words}} answer
 */
export function textOf({ kind, value, words }) {
  if (!isAnswered(value)) return "";
  const own = { ...words, options: bare(words.options), rows: bare(words.rows) };
  try {
    const said = sayings.get(kind)?.(value, own);
    if (typeof said === "string") return said;
  } catch {}
  // A backup may hold what was never an answer of this kind. It can be read, and deleted.
  return plainly(value, own);
}

/** Words by id: what every object has by birth is none of them. @param {Record<string, string> | undefined} map */
const bare = (map) => Object.assign(Object.create(null), map);

/**
 * Says whatever JSON can hold.
 *
 * @param {any} value
 * @param {Words & Required<Pick<Words, "options" | "rows">>} words
 * @returns {string}
 */
function plainly(value, words) {
  if (Array.isArray(value)) return value.filter(isAnswered).map((one) => plainly(one, words)).join(", ");
  if (value === true) return t("said_yes");
  if (typeof value === "number") return words.unit ? `${value} ${words.unit}` : String(value);
  if (typeof value === "object") {
    if (typeof value.other === "string") return value.other;
    return Object.entries(value)
      .filter(([, one]) => isAnswered(one))
      .map(([id, one]) => `${words.rows[id] ?? id.replaceAll("_", " ")}: ${plainly(one, words)}`)
      .join("\n");
  }
  return words.options[value] ?? value;
}

/**
 * A date as people write it, when a text is one; any other as it is.
 *
 * @param {string} text
 */
export function readable(text) {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d)?$/.exec(text) ?? [];
  if (!date || Number.isNaN(Date.parse(date))) return text;
  return day(`${date}${time ?? "T12:00"}`, { dateStyle: "long", timeStyle: time ? "short" : undefined });
}
sayKind("date", readable);
sayKind("datetime", readable);
