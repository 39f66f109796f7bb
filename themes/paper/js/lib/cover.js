import { setting } from "./storage.js";
import { t } from "./t.js";

/** Whether "Leave quickly" was used in this tab, and the book was not opened afresh since. */
export function hasLeft() {
  return setting("left", "tab") !== null;
}

/**
 * Takes everything off the screen at once, whatever lies on top, and says nothing of the book in the title. Only loading a page ends it.
 * Not left to a style sheet: it must hold where that is late or missing.
 */
export function cover() {
  document.documentElement.style.display = "none";
  document.title = t("dull_title");
}

/** Puts the dull page in this one's place. */
export function goDull() {
  const link = /** @type {HTMLElement | null} */ (document.querySelector("[data-leave]"));
  if (link) location.replace(new URL(link.dataset.leave ?? "", document.baseURI));
  else document.addEventListener("DOMContentLoaded", goDull, { once: true });
}
