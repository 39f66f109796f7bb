import { keepSetting, setting } from "./storage.js";
import { t } from "./t.js";

/** Notes that "Leave quickly" was used in this tab. */
export function noteLeaving() {
  keepSetting("left", "1", "tab");
  // Firefox brings a page back with what the tab knew when that page was put away. So the device knows too: not when, only that
  // something is different from then.
  mark();
}

/** Puts another mark in the place of the last. It stands there from the first page on, so that it does not tell whether anybody left. */
export function mark() {
  keepSetting("turn", Math.random().toString(36).slice(2));
}

/** Whether it was used, and the book was not opened afresh since. */
export function hasLeft() {
  return setting("left", "tab") !== null;
}

/** What differs from one use to the next, on the whole device. */
export const turn = () => setting("turn");

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
