import { Exercise } from "./elements/exercise.js";
import { definePlainFields } from "./lib/field.js";

// The scripts of the kinds come after this one, and define theirs first.
document.addEventListener("DOMContentLoaded", () => {
  definePlainFields(document);
  customElements.define("sb-exercise", Exercise);
});
