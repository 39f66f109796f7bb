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

/** What an address ends with that asks for its page to be printed. */
export const ASKED = "?print";

/** Waits until the page is whole, and says whether it is to be printed then. */
let whole = async () => true;

/** @param {() => Promise<boolean>} until what a page waits for that is more than its words */
export function printAfter(until) {
  whole = until;
}

/** Prints this page where a link asked for it, once its answers are there. Loading it again prints nothing. */
export function printIfAsked() {
  if (location.search !== ASKED) return;
  addEventListener("load", async () => {
    history.replaceState(null, "", location.pathname + location.hash);
    if (await whole()) print();
  });
}
