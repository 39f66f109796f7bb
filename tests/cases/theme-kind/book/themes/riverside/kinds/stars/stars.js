import { Field } from "../../js/lib/field.js";

/** A radio button holds a text; an answer of stars is a number. */
class Stars extends Field {
  get value() {
    const chosen = super.value;
    return chosen === null ? null : Number(chosen);
  }

  set value(stars) {
    super.value = stars === null ? null : String(stars);
  }
}

customElements.define("sb-stars", Stars);
