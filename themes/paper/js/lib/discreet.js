import { keepSetting, setting } from "./storage.js";
import { t } from "./t.js";

/**
 * Discreet mode: what shows outside the page (titles, icons, names of files, calendar entries) says nothing of the book.
 */

const PLAIN_ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' stroke='%23666'%3E%3Cpath fill='%23fff' d='M3 1.5h10v13H3z'/%3E%3Cpath d='M5 5h6M5 8h6M5 11h4'/%3E%3C/svg%3E";

/** The page's own title and icon, while it wears plain ones. @type {{title: string, icon: string} | null} */
let own = null;

export function isDiscreet() {
  return setting("discreet") !== null;
}

/**
 * Keeps the reader's choice and follows it.
 *
 * @param {boolean} on
 */
export function beDiscreet(on) {
  keepSetting("discreet", on ? "1" : null);
  wearDiscreet(on);
}

/**
 * Gives the page a title and an icon as the reader chose; every place that shows the choice hears of it.
 *
 * @param {boolean} [on]
 */
export function wearDiscreet(on = isDiscreet()) {
  const icon = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=icon]"));
  if (on && !own) {
    own = { title: document.title, icon: icon?.getAttribute("href") ?? "" };
    document.title = t("discreet_title");
    icon?.setAttribute("href", PLAIN_ICON);
    // Put on a phone's first screen, the book would stand there under its name.
    for (const link of document.querySelectorAll("link[rel=manifest], link[rel=apple-touch-icon]")) link.remove();
  } else if (!on && own) {
    document.title = own.title;
    icon?.setAttribute("href", own.icon);
    own = null;
  }
  document.dispatchEvent(new CustomEvent("sb-discreet", { detail: on }));
}
