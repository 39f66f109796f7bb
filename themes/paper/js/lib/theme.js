import { keepSetting, setting } from "./storage.js";

/** @typedef {"light" | "dark" | ""} Theme the empty one is as the device has it */

/** The colours that the reader chose. @returns {Theme} */
export function chosenTheme() {
  const chosen = setting("theme");
  return chosen === "light" || chosen === "dark" ? chosen : "";
}

/**
 * Keeps the reader's choice and follows it.
 *
 * @param {Theme} theme
 */
export function chooseTheme(theme) {
  keepSetting("theme", theme || null);
  wearTheme(theme);
}

/**
 * Shows the page in the colours chosen; what the browser paints around it too.
 *
 * @param {Theme} [theme]
 */
export function wearTheme(theme = chosenTheme()) {
  const { dataset } = document.documentElement;
  if (theme) dataset.theme = theme;
  else delete dataset.theme;
  for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll("meta[name=theme-color]"))) {
    const scheme = (meta.dataset.scheme ??= meta.media.includes("dark") ? "dark" : "light");
    meta.media = theme ? (theme === scheme ? "all" : "not all") : `(prefers-color-scheme: ${scheme})`;
  }
}
