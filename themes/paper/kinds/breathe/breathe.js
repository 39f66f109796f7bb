import { Field } from "../../js/lib/field.js";
import { announce, h } from "../../js/lib/dom.js";
import { t } from "../../js/lib/t.js";

/** A pacer to breathe by: words that count, and a shape that grows and shrinks with the breath. Silent; nothing is kept. */
class Breathe extends Field {
  /** @type {import("./pacer.js").Pacer | undefined} what counts, once it was begun */
  #pacer;
  #shape = h("span", { class: "pacer-shape", "aria-hidden": "true" });
  #word = h("span", { class: "pacer-word" }, t("breathe_ready"));
  #count = h("span", { class: "pacer-count" });
  #times = h("span", { class: "pacer-times" });
  #button = h("button", { type: "button", class: "small", click: () => this.#press() }, t("breathe_start"));
  #say = h("input", { type: "checkbox" });

  enhance() {
    this.#shape.style.scale = "0.4";
    this.querySelector(".how")?.after(
      h(
        "div",
        { class: "pacer made" },
        h("span", { class: "pacer-ground", "aria-hidden": "true" }, this.#shape),
        h("p", { class: "pacer-now" }, this.#word, " ", this.#count, this.#times),
      ),
      h("p", { class: "beside made" }, this.#button, h("label", { class: "option" }, this.#say, h("span", {}, t("breathe_say")))),
    );
  }

  disconnectedCallback() {
    this.#pacer?.end();
  }

  async #press() {
    const loaded = await import("./pacer.js").catch(() => null);
    if (!loaded) {
      // The seconds stand above, to be counted without it.
      this.#word.textContent = t("later_missing");
      return announce(t("later_missing"));
    }
    const [shape, word, count, times, button, say] = [this.#shape, this.#word, this.#count, this.#times, this.#button, this.#say];
    this.#pacer ??= new loaded.Pacer(this, { shape, word, count, times, button, say: /** @type {HTMLInputElement} */ (say) });
    this.#pacer.press();
  }
}
customElements.define("sb-breathe", Breathe);
