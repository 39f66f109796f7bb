import { country } from "./country.js";
import { isDiscreet } from "./discreet.js";
import { h } from "./dom.js";
import { bookStore } from "./store.js";
import { keepSetting, setting } from "./storage.js";
import { t } from "./t.js";

/**
 * How sheets are printed in this browser: paper, size of print, with answers or blank, with the notes for helpers, with a helpline.
 */

/** Lands where Letter is the usual paper (Unicode CLDR, supplemental data on paper sizes). */
const LETTER = "US CA MX BZ CL CO CR DO GT NI PA PH PR SV VE".split(" ");

/** @typedef {"paper" | "large" | "blank" | "facilitator" | "helpline"} PaperSetting */

/** What the address of a packet asks for. It holds for this page and is not kept. @type {Partial<Record<PaperSetting, string | null>>} */
export const asked = {};

/**
 * A setting of paper; what was not chosen is guessed from the browser, or as the book has it.
 *
 * @param {PaperSetting} name
 * @returns {string}
 */
export function paperSetting(name) {
  const kept = asked[name] ?? setting(`print-${name}`);
  if (kept !== null) return kept;
  if (name === "paper") return document.body.dataset.paper ?? (LETTER.includes(country()) ? "letter" : "a4");
  if (name === "large") return document.body.classList.contains("large-print") ? "on" : "";
  return name === "helpline" ? "on" : "";
}

/**
 * @param {PaperSetting} name
 * @param {string} value
 */
export function keepPaperSetting(name, value) {
  asked[name] = null;
  keepSetting(`print-${name}`, value);
}

/** Lays the paper out as it was chosen, with answers or blank; back again after printing. */
export function watchPaper() {
  // Before all others: what they lay out depends on it.
  addEventListener(
    "beforeprint",
    () => {
      const { body } = document;
      body.dataset.paper = paperSetting("paper");
      body.classList.toggle("large-print", paperSetting("large") === "on");
      body.classList.toggle("facilitator", paperSetting("facilitator") === "on");
      body.classList.toggle("discreet-print", isDiscreet());
      for (const foot of document.querySelectorAll(".sheet-foot")) {
        helpline(/** @type {HTMLElement} */ (foot));
        // In the last words, or after the notes for helpers: otherwise Chromium leaves the foot alone on a page, whatever its style says of breaks.
        const sheet = foot.closest(".whole-sheet")?.querySelector(".sheet");
        (sheet?.querySelector("body:not(.facilitator) .exercise-outro") ?? sheet)?.append(foot);
      }
      for (const link of document.querySelectorAll('.piece a[href^="#"]')) refer(/** @type {HTMLAnchorElement} */ (link));
      // "My workbook" has no sheet, and would be empty without answers.
      if (paperSetting("blank") === "on" && document.querySelector("sb-exercise")) bookStore().veil(true);
    },
    { capture: true },
  );
  addEventListener("afterprint", () => bookStore().veil(false));
}

/**
 * Says beside a link of the whole book which chapter it leads to. (No browser can count the page yet: `target-counter`.)
 *
 * @param {HTMLAnchorElement} link
 */
function refer(link) {
  const piece = document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest(".piece");
  const number = piece?.querySelector(".piece-title .number")?.textContent?.trim();
  if (number && piece !== link.closest(".piece")) link.dataset.ref = /^\d/.test(number) ? t("paper_chapter", { n: number }) : number;
}

/** @param {HTMLElement} foot */
function helpline(foot) {
  foot.querySelector(".foot-helpline")?.remove();
  const line = JSON.parse(foot.dataset.helplines ?? "{}")[country()];
  if (line && paperSetting("helpline") === "on" && !isDiscreet()) {
    foot.append(h("p", { class: "foot-helpline" }, t("foot_helpline", { line })));
  }
}
