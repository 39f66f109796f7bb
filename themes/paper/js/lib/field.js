import { aids } from "./aids.js";
import { readControls, wordsOf, writeControls } from "./controls.js";

/**
 * A question. Like a form control it has a `value` and tells by `sb-change`, which bubbles, when the reader changed it. Most kinds
 * need no more than this; others extend it.
 *
 * A subclass that makes controls of its own overrides `value`, `words` where the common ones do not fit, and calls `changed` after a
 * change by the reader. What it shows of the answer it brings in step in `refresh`. What a script adds carries the class `made`, so
 * that what a reader saw can be told from it; paper leaves it out, unless it is an `answer` too.
 */
export class Field extends HTMLElement {
  /** @type {import("./aids.js").Step[]} */
  #steps = [];

  connectedCallback() {
    if (this.hasAttribute("data-alive")) return;
    this.setAttribute("data-alive", "");
    this.enhance();
    this.#steps = aids.flatMap((aid) => aid(this));
    this.addEventListener("input", (event) => {
      if (/** @type {HTMLInputElement} */ (event.target).name) this.changed();
    });
    this.refresh();
  }

  /** Adds to the HTML what only a script can offer; once. */
  enhance() {}

  /** Brings what is shown in step with the answer, whoever changed it. */
  refresh() {
    // So that it can open its windows again, Firefox writes down on disk which boxes are not as they began, a vault or none.
    for (const input of this.querySelectorAll("input")) input.defaultChecked = input.checked;
    for (const step of this.#steps) step();
  }

  /** The field's id, unique in its exercise. */
  get field() {
    return this.dataset.field ?? "";
  }

  /** The kind of field. */
  get kind() {
    return this.dataset.kind ?? "";
  }

  /** The ids it had before. */
  get was() {
    return this.dataset.was?.split(" ") ?? [];
  }

  /** Earlier ids that an answer may hold. @returns {import("./match.js").Renamed | undefined} */
  get renamed() {
    return this.dataset.renamed ? JSON.parse(this.dataset.renamed) : undefined;
  }

  /** The answer; `null` when there is none. */
  get value() {
    return readControls(this);
  }

  set value(value) {
    writeControls(this, value);
    this.refresh();
  }

  /** The words a reader sees beside the answer. */
  words() {
    return wordsOf(this);
  }

  /** What the answer adds to a score; `null` without an answer. */
  get points() {
    const on = [.../** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("input[data-points]:checked"))];
    if (on.length > 0) return sumOf(on.map((input) => Number(input.dataset.points)));
    const { value } = this;
    return typeof value === "number" ? value : null;
  }

  /** How many of its lines are left blank, for a score. */
  get blanks() {
    const rows = this.querySelectorAll("[role=radiogroup]");
    if (rows.length > 0) return [...rows].filter((row) => !row.querySelector(":checked")).length;
    return this.value === null ? 1 : 0;
  }

  /** Tells that the reader changed the answer. */
  changed() {
    this.refresh();
    this.dispatchEvent(new CustomEvent("sb-change", { bubbles: true }));
  }
}

/**
 * Makes a plain field of every kind on the page that has no script of its own, those of a fork too.
 *
 * @param {ParentNode} page
 */
export function definePlainFields(page) {
  for (const element of page.querySelectorAll("[data-field]")) {
    const name = element.localName;
    if (name.startsWith("sb-") && !customElements.get(name)) customElements.define(name, class extends Field {});
  }
}

/**
 * A sum without what the binary form of fractions leaves over: `1.1`, three times, is `3.3`, as the build has it.
 *
 * @param {number[]} parts
 */
export const sumOf = (parts) => Math.round(parts.reduce((sum, part) => sum + part, 0) * 1e6) / 1e6;
