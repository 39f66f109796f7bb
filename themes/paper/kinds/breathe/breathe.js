import { Field } from "../../js/lib/field.js";
import { announce, h } from "../../js/lib/dom.js";
import { t } from "../../js/lib/t.js";

/** A pacer to breathe by: words that count, and a shape that grows and shrinks with the breath. Silent; nothing is kept. */
class Breathe extends Field {
  /** @type {{word: string, seconds: number, size: number | undefined}[]} */
  #round = [];
  #began = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #next;
  #step = -1;
  #shape = h("span", { class: "pacer-shape", "aria-hidden": "true" });
  #word = h("span", { class: "pacer-word" }, t("breathe_ready"));
  #count = h("span", { class: "pacer-count" });
  #times = h("span", { class: "pacer-times" });
  #button = h("button", { type: "button", class: "small" }, t("breathe_start"));
  #say = h("input", { type: "checkbox" });

  enhance() {
    const words = [...this.querySelectorAll(".breath-word")].map((word) => word.textContent ?? "");
    for (const part of ["in", "hold", "out", "rest"]) {
      const seconds = Number(this.dataset[part]);
      if (seconds > 0) this.#round.push({ word: words.shift() ?? "", seconds, size: { in: 1, out: 0.4 }[part] });
    }
    this.#shape.style.scale = "0.4";
    this.#button.addEventListener("click", () => (this.#began ? this.#stop(t("breathe_stopped")) : this.#start()));
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
    clearTimeout(this.#next);
  }

  #start() {
    this.#began = performance.now();
    this.#step = -1;
    this.#button.textContent = t("breathe_stop");
    this.toggleAttribute("data-breathing", true);
    this.#tick();
  }

  /** @param {string} words */
  #stop(words) {
    clearTimeout(this.#next);
    this.#began = 0;
    this.#button.textContent = t("breathe_start");
    this.toggleAttribute("data-breathing", false);
    this.#word.textContent = words;
    this.#count.textContent = this.#times.textContent = "";
    this.#grow(0.4, 1);
    announce(words);
  }

  /** Once a second, by the clock: a browser that was busy catches up. */
  #tick() {
    const elapsed = performance.now() - this.#began;
    const second = Math.floor(elapsed / 1000 + 0.05);
    const length = this.#round.reduce((sum, { seconds }) => sum + seconds, 0);
    const rounds = Number(this.dataset.rounds);
    const round = Math.floor(second / length);
    if (round >= rounds) return this.#stop(t("breathe_done"));
    let within = second % length;
    const at = this.#round.findIndex(({ seconds }) => within < seconds || ((within -= seconds), false));
    const { word, seconds, size } = this.#round[at];
    const step = round * this.#round.length + at;
    if (step !== this.#step) {
      this.#step = step;
      this.#word.textContent = word;
      this.#times.textContent = t("breathe_round", { n: round + 1, of: rounds });
      if (size) this.#grow(size, seconds);
      if (this.#say.checked) announce(word);
    }
    this.#count.textContent = String(within + 1);
    this.#next = setTimeout(() => this.#tick(), (second + 1) * 1000 - elapsed);
  }

  /**
   * @param {number} size
   * @param {number} seconds
   */
  #grow(size, seconds) {
    this.#shape.style.transitionDuration = `${seconds}s`;
    this.#shape.style.scale = String(size);
  }
}
customElements.define("sb-breathe", Breathe);
