import { Exercise } from "./elements/exercise.js";
import { Kept } from "./elements/kept.js";
import { Paper } from "./elements/paper.js";
import { Part } from "./elements/part.js";
import { printAfter } from "./elements/print.js";
import { definePlainFields } from "./lib/field.js";
import { watchPaper } from "./lib/paper.js";
import {} from "./lib/later.js";
import {} from "./lib/sayings.js";
import { bookStore } from "./lib/store.js";
import { watchVault } from "./lib/unlock.js";

// The scripts of the kinds come after this one, and define theirs first.
document.addEventListener("DOMContentLoaded", () => {
  definePlainFields(document);
  customElements.define("sb-exercise", Exercise);
  customElements.define("sb-kept", Kept);
  customElements.define("sb-paper", Paper);
  watchPaper();
  const keys = watchVault();
  // Whoever waits for answers is called first.
  const shown = bookStore().ready.then(() => new Promise((done) => setTimeout(() => done(document.documentElement.removeAttribute("data-waking")))));
  printAfter(async () => {
    await Promise.all([keys, shown]);
    // A sheet that stays locked has nothing to show on paper: what opens it comes first.
    const form = bookStore().locked && document.querySelector(".one-sheet .unlock input");
    if (form) /** @type {HTMLElement} */ (form).focus();
    return !form;
  });
});
