import { seen } from "./dom.js";

/**
 * What native controls hold, as a value that can be kept, and back again. This is all that most kinds of field need:
 *
 * - one control: its text, or a number;
 * - radio buttons of one name: the id of the one chosen, or `{other: words}`;
 * - checkboxes of one name: a list of ids, the last of which may be `{other: words}`;
 * - several names: an object by what follows the field's own name.
 *
 * Nothing answered is `null`.
 */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/**
 * @param {HTMLElement} field
 * @returns {Control[]}
 */
export function controlsOf(field) {
  return [.../** @type {NodeListOf<Control>} */ (field.querySelectorAll("input[name], select[name], textarea[name]"))];
}

/**
 * The part of a control's name that follows the field's own name; empty for the field itself.
 *
 * @param {HTMLElement} field
 * @param {Control} control
 */
function part(field, control) {
  const own = `--${field.dataset.field}`;
  return control.name.slice(control.name.indexOf(own) + own.length).replace(/^-+/, "");
}

/** @param {Control} control */
const isOther = (control) => control.id.endsWith("--other-text");

/**
 * @param {HTMLElement} field
 * @returns {any}
 */
export function readControls(field) {
  const controls = controlsOf(field);
  const other = controls.find(isOther);
  /** @type {Map<string, Control[]>} */
  const groups = new Map();
  for (const control of controls.filter((one) => !isOther(one))) {
    const name = part(field, control);
    groups.set(name, [...(groups.get(name) ?? []), control]);
  }
  const values = [...groups].map(([name, group]) => [name, readGroup(group, other)]);
  if (values.length === 1 && values[0][0] === "") return values[0][1];
  const answered = values.filter(([, value]) => value !== null);
  return answered.length > 0 ? Object.fromEntries(answered) : null;
}

/**
 * @param {Control[]} group
 * @param {Control | undefined} other
 */
function readGroup(group, other) {
  const [first] = group;
  const own = () => (other?.value.trim() ? { other: other.value } : "other");
  if (first.type === "radio") {
    const on = group.find((one) => /** @type {HTMLInputElement} */ (one).checked);
    return on ? (on.value === "other" && other ? own() : on.value) : null;
  }
  if (first.type === "checkbox") {
    const on = group.filter((one) => /** @type {HTMLInputElement} */ (one).checked);
    return on.length > 0 ? on.map((one) => (one.value === "other" && other ? own() : one.value)) : null;
  }
  if (first.value === "") return null;
  if (first.type === "number" || first.type === "range") {
    const number = /** @type {HTMLInputElement} */ (first).valueAsNumber;
    return Number.isFinite(number) ? number : null;
  }
  return first.value;
}

/**
 * @param {HTMLElement} field
 * @param {any} value
 */
export function writeControls(field, value) {
  const controls = controlsOf(field);
  const other = controls.find(isOther);
  const mine = (Array.isArray(value) ? value : [value]).find((one) => one && typeof one === "object" && "other" in one);
  if (other) other.value = mine?.other ?? "";
  for (const control of controls.filter((one) => !isOther(one))) {
    const name = part(field, control);
    const own = name === "" ? value : value?.[name];
    if (control.type === "radio" || control.type === "checkbox") {
      const chosen = (Array.isArray(own) ? own : [own]).map((one) => (one && typeof one === "object" ? "other" : one));
      /** @type {HTMLInputElement} */ (control).checked = chosen.includes(control.value);
    } else if (own === null || own === undefined || typeof own === "object") {
      control.value = control instanceof HTMLInputElement ? control.defaultValue : "";
    } else {
      control.value = String(own);
    }
  }
}

/**
 * The words a reader saw beside an answer, to be kept with it: an old answer can then be read even when its question is gone.
 *
 * @typedef {object} Words
 * @property {string} label the question
 * @property {string} [title] the exercise
 * @property {Record<string, string>} [options] the words of what was chosen, by id
 * @property {Record<string, string>} [rows] the words of rows, items or blanks, by id
 * @property {string[]} [parts] a sentence with gaps: text, the id of a blank, text, ...
 * @property {string} [unit]
 */

/**
 * @param {HTMLElement} field
 * @returns {Words}
 */
export function wordsOf(field) {
  /** @type {Words} */
  const words = { label: seen(field.querySelector(".label")) };
  /** @type {Record<string, string>} */
  const options = {};
  /** @type {Record<string, string>} */
  const rows = {};
  for (const control of controlsOf(field)) {
    const name = part(field, control);
    if (control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox")) {
      if (!control.checked) continue;
      options[control.value] = seen(control.closest("label"));
      if (name) rows[name] = seen(control.closest(".row")?.querySelector(".row-words"));
    } else if (name && !isOther(control) && control.value !== "") {
      rows[name] = control.getAttribute("aria-label") ?? seen(control.labels?.[0]);
    }
  }
  if (Object.keys(options).length > 0) words.options = options;
  if (Object.keys(rows).length > 0) words.rows = rows;
  const unit = field.querySelector(".unit");
  if (unit) words.unit = seen(unit);
  return words;
}
