import { announce } from "../../js/lib/dom.js";
import { t } from "../../js/lib/t.js";

/** @typedef {Record<"shape" | "word" | "count" | "times" | "button", HTMLElement> & {say: HTMLInputElement}} Parts what it is shown by */

/** Counts breaths in words, and lets a shape grow and shrink with them, once a second. */
export class Pacer {
  /** @type {{word: string, seconds: number, size: number | undefined}[]} */
  #round = [];
  #rounds;
  #parts;
  #began = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #next;
  #step = -1;

  /**
   * @param {HTMLElement} field
   * @param {Parts} parts
   */
  constructor(field, parts) {
    this.#parts = parts;
    this.#rounds = Number(field.dataset.rounds);
    const words = [...field.querySelectorAll(".breath-word")].map((word) => word.textContent ?? "");
    for (const part of ["in", "hold", "out", "rest"]) {
      const seconds = Number(field.dataset[part]);
      if (seconds > 0) this.#round.push({ word: words.shift() ?? "", seconds, size: { in: 1, out: 0.4 }[part] });
    }
  }

  /** Begins, or ends before its time. */
  press() {
    if (this.#began) return this.#stop(t("breathe_stopped"));
    this.#began = performance.now();
    this.#step = -1;
    this.#show(t("breathe_stop"), true);
    this.#tick();
  }

  /** Ends without a word. */
  end() {
    clearTimeout(this.#next);
  }

  /**
   * @param {string} words on the button
   * @param {boolean} breathing
   */
  #show(words, breathing) {
    const { button } = this.#parts;
    button.textContent = words;
    button.closest("sb-breathe")?.toggleAttribute("data-breathing", breathing);
  }

  /** @param {string} words */
  #stop(words) {
    const { word, count, times } = this.#parts;
    this.end();
    this.#began = 0;
    this.#show(t("breathe_start"), false);
    word.textContent = words;
    count.textContent = times.textContent = "";
    this.#grow(0.4, 1);
    announce(words);
  }

  /** Once a second, by the clock: a browser that was busy catches up. */
  #tick() {
    const parts = this.#parts;
    const elapsed = performance.now() - this.#began;
    const second = Math.floor(elapsed / 1000 + 0.05);
    const length = this.#round.reduce((sum, { seconds }) => sum + seconds, 0);
    const round = Math.floor(second / length);
    if (round >= this.#rounds) return this.#stop(t("breathe_done"));
    let within = second % length;
    const at = this.#round.findIndex(({ seconds }) => within < seconds || ((within -= seconds), false));
    const { word, seconds, size } = this.#round[at];
    const step = round * this.#round.length + at;
    if (step !== this.#step) {
      this.#step = step;
      parts.word.textContent = word;
      parts.times.textContent = t("breathe_round", { n: round + 1, of: this.#rounds });
      if (size) this.#grow(size, seconds);
      if (parts.say.checked) announce(word);
    }
    parts.count.textContent = String(within + 1);
    this.#next = setTimeout(() => this.#tick(), (second + 1) * 1000 - elapsed);
  }

  /**
   * @param {number} size
   * @param {number} seconds
   */
  #grow(size, seconds) {
    const { style } = this.#parts.shape;
    style.transitionDuration = `${seconds}s`;
    style.scale = String(size);
  }
}
