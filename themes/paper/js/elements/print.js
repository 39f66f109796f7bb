/**
 * Prints at one press: this page by its button, another by its link, whose page prints as soon as it is whole. Without a script the button is
 * hidden, and the link leads to a page that the browser's own command prints.
 */
export class Print extends HTMLElement {
  connectedCallback() {
    for (const press of this.querySelectorAll("button")) {
      press.hidden = false;
      press.addEventListener("click", () => print());
    }
    for (const link of this.querySelectorAll("a")) link.search = ASKED;
  }
}

const ASKED = "?print";

/** Prints this page where a link asked for it, once its answers are there. Loading it again prints nothing. */
export function printIfAsked() {
  if (location.search !== ASKED) return;
  addEventListener("load", async () => {
    history.replaceState(null, "", location.pathname + location.hash);
    await Promise.all([.../** @type {NodeListOf<import("./exercise.js").Exercise>} */ (document.querySelectorAll("sb-exercise"))].map(({ ready }) => ready));
    print();
  });
}
