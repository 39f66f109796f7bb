import { Exercise } from "./elements/exercise.js";
import { Kept } from "./elements/kept.js";
import { Part } from "./elements/part.js";
import { definePlainFields } from "./lib/field.js";
import {} from "./lib/sayings.js";
import { watchVault } from "./lib/unlock.js";

// The scripts of the kinds come after this one, and define theirs first.
document.addEventListener("DOMContentLoaded", () => {
  definePlainFields(document);
  customElements.define("sb-exercise", Exercise);
  customElements.define("sb-kept", Kept);
  watchVault();
});
