/** @typedef {import("./exercise.js").Exercise} Exercise */

/**
 * What a kind of exercise adds to its fields: an element inside the exercise that shows something of its answers. `enhance` runs once
 * and needs no answers; `show` runs whenever answers came or changed, and must bear being called for nothing.
 */
export class Part extends HTMLElement {
  connectedCallback() {
    if (this.hasAttribute("data-alive")) return;
    this.setAttribute("data-alive", "");
    this.enhance();
    customElements.whenDefined("sb-exercise").then(async () => {
      await this.exercise.ready;
      this.exercise.addEventListener("sb-answers", () => this.show());
      this.began();
      this.show();
    });
  }

  /** Adds to the HTML what only a script can offer. */
  enhance() {}

  /** The exercise is alive, and its answers are at hand. */
  began() {}

  /** Shows what the answers say now. */
  show() {}

  /** @returns {Exercise} */
  get exercise() {
    return /** @type {Exercise} */ (this.closest("sb-exercise"));
  }

  /** Whether answers are locked away: then nothing that was made of them may stay in the page. */
  get locked() {
    return this.exercise.hasAttribute("data-locked");
  }
}
