import { Field } from "../../js/lib/field.js";

/** A length of time, in minutes. */
class Duration extends Field {
  #hours = /** @type {HTMLInputElement | null} */ (this.querySelector("[name$='-h']"));
  #minutes = /** @type {HTMLInputElement} */ (this.querySelector("[name$='-m']"));

  get value() {
    const [hours, minutes] = [this.#hours, this.#minutes].map((input) => (input?.value ? Number(input.value) : null));
    return hours === null && minutes === null ? null : Math.round((hours ?? 0) * 60 + (minutes ?? 0));
  }

  set value(value) {
    const known = typeof value === "number";
    const hours = known && this.#hours ? Math.floor(value / 60) : 0;
    if (this.#hours) this.#hours.value = hours ? String(hours) : "";
    this.#minutes.value = known && (value - hours * 60 || !hours) ? String(value - hours * 60) : "";
    this.refresh();
  }

  words() {
    const { label } = super.words();
    return { label };
  }
}
customElements.define("sb-duration", Duration);
