import { clearButton, describe } from "../../js/lib/aids.js";
import { Field } from "../../js/lib/field.js";
import { h, seen } from "../../js/lib/dom.js";
import { t } from "../../js/lib/t.js";

/** A line to set a value on. The first touch or key sets it; until then it shows none. */
class Slider extends Field {
  #answered = false;
  #range = /** @type {HTMLInputElement} */ (this.querySelector("input[type=range]"));
  #label = /** @type {HTMLElement} */ (this.querySelector(".label"));
  #reading = h("p", { class: "reading made answer", "aria-hidden": "true" });
  /** What its ends mean, and that it is not answered: a line cannot be without a value, and not all who read aloud tell `aria-valuetext`. */
  #state = h("span", { class: "unseen made" });
  #clear = clearButton(seen(this.#label), () => {
    this.#range.value = "";
    this.#range.focus();
    this.#set(false);
  });

  enhance() {
    const range = this.#range;
    this.#label.before(this.#clear);
    this.querySelector(".track")?.append(this.#reading);
    this.#state.id = `${range.id}--state`;
    range.after(this.#state);
    describe(range, this.#state);
    range.addEventListener("input", () => (this.#answered = true));
    // A press on the very place where the thumb would begin changes nothing, and is an answer all the same.
    range.addEventListener("pointerup", () => this.#answered || this.#set(true));
    range.addEventListener("keydown", (event) => {
      if (this.#answered || !/^(Arrow|Enter$| $)/.test(event.key)) return;
      event.preventDefault();
      this.#set(true);
    });
  }

  /** @param {boolean} answered */
  #set(answered) {
    this.#answered = answered;
    this.changed();
  }

  get #ends() {
    return [...this.querySelectorAll(".ends > *")].map(seen);
  }

  get value() {
    return this.#answered ? this.#range.valueAsNumber : null;
  }

  set value(value) {
    this.#answered = typeof value === "number";
    super.value = this.#answered ? value : null;
  }

  refresh() {
    super.refresh();
    const range = this.#range;
    const value = this.#answered ? range.value : "";
    const end = this.#ends[[range.min, range.max].indexOf(value)];
    this.toggleAttribute("data-unanswered", !value);
    this.#clear.hidden = !value;
    this.#reading.textContent = value ? t("slider_value", { n: value }) : t("slider_none");
    const [first, last] = this.#ends;
    const ends = last ? t("slider_ends", { min: range.min, first, max: range.max, last }) : "";
    this.#state.textContent = value ? ends : `${ends} ${t("slider_none")}`.trim();
    range.setAttribute("aria-valuetext", value ? (end ? `${value}, ${end}` : value) : t("slider_none"));
    for (const mark of this.querySelectorAll(".ruler span")) mark.classList.toggle("on", mark.textContent === value);
  }

  words() {
    const [first, last] = this.#ends;
    const { min, max } = this.#range;
    return last ? { ...super.words(), options: { [min]: first, [max]: last } } : super.words();
  }
}
customElements.define("sb-slider", Slider);
