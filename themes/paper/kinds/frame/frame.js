import { Field } from "../../js/lib/field.js";
import { h } from "../../js/lib/dom.js";
import { textOf } from "../../js/lib/text.js";

/** A sentence with blanks, which grow with what is written; once all are filled it stands below, to be read in one. */
class Frame extends Field {
  #blanks = /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll(".gap .write")]);
  #whole = h("p", { class: "whole made", hidden: true });

  enhance() {
    this.querySelector(".sentence")?.after(this.#whole);
  }

  refresh() {
    super.refresh();
    if (!CSS.supports("field-sizing", "content")) {
      for (const blank of this.#blanks) blank.size = Math.max(6, blank.value.length + 1);
    }
    const filled = this.#blanks.every((blank) => blank.value.trim());
    this.#whole.hidden = !filled;
    this.#whole.textContent = filled ? textOf({ kind: "frame", value: this.value, words: this.words() }) : "";
  }

  words() {
    /** @type {string[]} */
    const parts = [];
    let text = "";
    for (const node of this.querySelector(".sentence")?.childNodes ?? []) {
      const blank = node instanceof Element && node.querySelector("input");
      if (blank) {
        parts.push(text, blank.name.slice(blank.name.lastIndexOf("--") + 2));
        // What closes a sentence or a quotation stays with its blank.
        text = /** @type {Text} */ (node.lastChild).data ?? "";
      } else {
        text += node.textContent?.replace(/\s+/g, " ");
      }
    }
    return { ...super.words(), parts: [...parts, text] };
  }
}
customElements.define("sb-frame", Frame);
