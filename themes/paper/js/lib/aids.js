import { announce, h, sayOnPaper, seen } from "./dom.js";
import { readable } from "./text.js";
import { plural, t } from "./t.js";

/**
 * What plain controls get from a script. Each looks at a field once, and returns what brings it in step with the answer whenever
 * that has changed; nothing where the field has no use for it.
 *
 * @typedef {import("./field.js").Field} Field
 * @typedef {() => void} Step
 * @typedef {(field: Field) => Step[]} Aid
 */

/** @type {Aid[]} */
export const aids = [clearing, ownWords, limit, growing, lettersLeft, range, onPaper];

/**
 * A small button that takes an answer back.
 *
 * @param {string} of what it takes back, for those who cannot see what it stands beside
 * @param {() => void} clear
 */
export function clearButton(of, clear) {
  const button = h("button", { type: "button", class: "clear made", hidden: true }, t("clear"));
  if (of) button.append(h("span", { class: "unseen" }, `: ${of}`));
  button.addEventListener("click", () => {
    clear();
    announce(t("cleared"));
  });
  return button;
}

/** @type {Aid} A radio button cannot be unticked: something else must offer it. */
function clearing(field) {
  const rows = [...field.querySelectorAll("[role=radiogroup]")];
  const groups = rows.length > 0 ? rows : field.querySelectorAll("fieldset:has(input[type=radio])");
  return [...groups].map((group) => {
    const label = group.querySelector(".row-words, legend");
    const radios = [.../** @type {NodeListOf<HTMLInputElement>} */ (group.querySelectorAll("input[type=radio]"))];
    const button = clearButton(seen(label), () => {
      const own = otherText(field);
      if (own) own.value = "";
      for (const radio of radios) radio.checked = false;
      radios[0].focus();
      field.changed();
    });
    label?.after(button);
    return () => void (button.hidden = !radios.some((radio) => radio.checked));
  });
}

/** @param {Element} field */
function otherText(field) {
  return /** @type {HTMLInputElement | null} */ (field.querySelector("[id$='--other-text']"));
}

/** @type {Aid} Who writes into "Something else" has chosen it. */
function ownWords(field) {
  const box = /** @type {HTMLInputElement | null} */ (field.querySelector("[id$='--other']"));
  otherText(field)?.addEventListener("input", (event) => {
    if (box && /** @type {HTMLInputElement} */ (event.target).value.trim()) box.checked = true;
  });
  return [];
}

/** @type {Aid} Where only so many may be chosen, the others wait once they are. */
function limit(field) {
  const words = /** @type {HTMLElement | null} */ (field.querySelector(".at-most[data-max]"));
  const group = field.querySelector("fieldset");
  if (!words || !group) return [];
  words.id = `${group.id}--at-most`;
  describe(group, words);
  const max = Number(words.dataset.max);
  const boxes = [.../** @type {NodeListOf<HTMLInputElement>} */ (field.querySelectorAll("input[type=checkbox][name]"))];
  const own = otherText(field);
  const reached = h("span", { class: "made", hidden: true }, ` ${t("at_most_reached")}`);
  words.append(reached);
  return [
    () => {
      const full = boxes.filter((box) => box.checked).length >= max;
      for (const box of boxes) box.disabled = full && !box.checked;
      if (own) own.disabled = boxes[boxes.length - 1].disabled;
      if (full && reached.hidden && field.contains(document.activeElement)) announce(seen(words) + reached.textContent);
      reached.hidden = !full;
    },
  ];
}

/** @type {Aid} Room to write as it is needed. */
function growing(field) {
  const areas = [...field.querySelectorAll("textarea")];
  for (const area of areas) area.style.setProperty("--rows", String(area.rows));
  if (CSS.supports("field-sizing", "content")) return [];
  return areas.map((area) => () => {
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  });
}

/** @type {Aid} How many letters are left, once they are few. */
function lettersLeft(field) {
  const control = /** @type {HTMLInputElement | null} */ (field.querySelector("[maxlength]"));
  if (!control) return [];
  const words = saying(field, control);
  return [
    () => {
      const left = control.maxLength - control.value.length;
      words.hidden = left > Math.max(20, control.maxLength / 10);
      words.textContent = words.hidden ? "" : plural("letters_left", left);
      if (!words.hidden && left % 10 === 0 && control === document.activeElement) announce(words.textContent);
    },
  ];
}

/** @type {Aid} A number outside its limits is kept as it was typed, and they are said. */
function range(field) {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (field.querySelectorAll("[data-limits]"))].map((control) => {
    const words = saying(field, control);
    return () => {
      const out = control.matches(":out-of-range");
      if (words.hidden !== out) return;
      words.hidden = !out;
      words.textContent = control.dataset.limits ?? "";
      if (out && control === document.activeElement) announce(words.textContent);
    };
  });
}

/**
 * An empty line under a field that describes a control.
 *
 * @param {Field} field
 * @param {Element} control
 */
function saying(field, control) {
  const words = h("p", { class: "letters made", id: `${control.id}--says`, hidden: true });
  field.append(words);
  describe(control, words);
  return words;
}

/** @type {Aid} On paper a control shows no more than its box does: what was written stands beside it, for paper alone. */
function onPaper(field) {
  return [
    () => {
      for (const control of /** @type {NodeListOf<HTMLInputElement>} */ (field.querySelectorAll("input.write, textarea.write"))) {
        let copy = control.nextElementSibling;
        if (!copy?.matches(".written")) {
          copy = h("span", { class: "written made answer", "aria-hidden": "true" });
          control.after(copy);
        }
        sayOnPaper(copy, readable(control.value));
      }
    },
  ];
}

/**
 * Adds to what describes a control.
 *
 * @param {Element} control
 * @param {Element} words an element with an id
 */
export function describe(control, words) {
  control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${words.id}`.trim());
}

/**
 * A small square button: one of those that move or remove.
 *
 * @param {"up" | "down" | "remove"} what
 */
export function tool(what) {
  return h("button", { type: "button", class: `tool ${what} made` });
}

/**
 * Moves an element among its siblings, and keeps the focus where it was.
 *
 * @param {Element} element
 * @param {number} to
 * @returns {boolean} whether there was such a place, and another one
 */
export function moveTo(element, to) {
  const all = [...(element.parentElement?.children ?? [])];
  const from = all.indexOf(element);
  if (to === from || to < 0 || to >= all.length) return false;
  const { activeElement } = document;
  all[to][to < from ? "before" : "after"](element);
  if (element.contains(activeElement)) /** @type {HTMLElement} */ (activeElement).focus();
  return true;
}
