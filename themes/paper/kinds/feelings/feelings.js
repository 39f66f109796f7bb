import { Field } from "../../js/lib/field.js";
import { announce, h, seen } from "../../js/lib/dom.js";
import { t } from "../../js/lib/t.js";

/** Words to pick from; those picked stand together above them. */
class Feelings extends Field {
  #boxes = [.../** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("input[name]"))];
  #chosen = h("ul", { class: "chosen plain made", "aria-label": t("feelings_chosen") });

  enhance() {
    this.querySelector(".family")?.before(this.#chosen);
  }

  refresh() {
    super.refresh();
    const chips = this.#boxes
      .filter((box) => box.checked)
      .map((box) => {
        const word = seen(box.closest("label"));
        const chip = h("button", { type: "button", class: "chip" }, h("span", { class: "unseen" }, `${t("feelings_remove")} `), word);
        chip.addEventListener("click", () => this.#remove(box, word));
        return h("li", {}, chip);
      });
    this.#chosen.replaceChildren(...(chips.length > 0 ? chips : [h("li", { class: "how" }, t("feelings_none"))]));
  }

  /**
   * @param {HTMLInputElement} box
   * @param {string} word
   */
  #remove(box, word) {
    const at = this.#boxes.filter((one) => one.checked).indexOf(box);
    box.checked = false;
    this.changed();
    const chips = this.#chosen.querySelectorAll("button");
    (chips[Math.min(at, chips.length - 1)] ?? box).focus();
    announce(t("feelings_removed", { word }));
  }
}
customElements.define("sb-feelings", Feelings);
