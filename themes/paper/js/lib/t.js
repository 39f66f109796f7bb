/** The interface strings that the build put into this page's scripts, and what scripts export to each other. */
const book = /** @type {{strings: Record<string, string>}} */ (
  /** @type {any} */ (globalThis)[Symbol.for("stepbook")] ?? { strings: {} }
);

/**
 * An interface string, with `{name}` places filled.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const text = book.strings[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/**
 * A string in the form that its number asks for: `key_one`, `key_other`, as the language has them.
 *
 * @param {string} key
 * @param {number} n
 * @param {Record<string, string | number>} [values]
 */
export function plural(key, n, values = {}) {
  const form = new Intl.PluralRules(document.documentElement.lang || "en").select(n);
  const found = book.strings[`${key}_${form}`] === undefined ? `${key}_other` : `${key}_${form}`;
  return t(found, { n, ...values });
}

/**
 * Whether something is a day, as `2026-11-29`. What comes from a backup may be anything.
 *
 * @param {any} text
 */
export function isDay(text) {
  return typeof text === "string" && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T12:00`));
}

/**
 * A day as the reader's language writes it.
 *
 * @param {number | string | Date} when
 * @param {Intl.DateTimeFormatOptions} [options]
 */
export function day(when, options = { dateStyle: "long" }) {
  return new Intl.DateTimeFormat(document.documentElement.lang || "en", options).format(new Date(when));
}
