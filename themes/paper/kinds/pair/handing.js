import { today } from "../../js/lib/calendar.js";
import { announce, h, handFile, svg } from "../../js/lib/dom.js";
import { code } from "../../js/lib/pair/code.js";
import { openingFile, wordsOfKey } from "../../js/lib/pair/half.js";
import { linkOf } from "../../js/lib/pair/link.js";
import { t } from "../../js/lib/t.js";

/** @typedef {import("./pair.js").Pair} Pair */
/** @typedef {import("./pair.js").Sealed} Sealed */

/**
 * What one hands to the other: the sealed half, as a file or for the camera of a phone, and what opens it.
 */

/** @param {Sealed} mine */
export function handHalf({ half }) {
  handFile(`notes-${today()}-sealed.json`, JSON.stringify(half), "application/json");
}

/**
 * @param {Pair} pair
 * @param {Sealed} mine
 */
export function handOpening(pair, { half, key }) {
  if (!half || !key) return;
  handFile(`notes-${today()}-words.json`, openingFile(half, key), "application/json");
  given(pair, half.half);
}

/**
 * @param {Pair} pair
 * @param {Sealed} mine
 */
export async function copyWords(pair, { half, key = "" }) {
  try {
    await navigator.clipboard.writeText(wordsOfKey(key));
    announce(t("pair_copied"));
    given(pair, half?.half);
  } catch {
    announce(t("pair_copy_not"));
  }
}

/** Notes which half was handed what opens it. @param {Pair} pair @param {string | undefined} half */
function given(pair, half) {
  pair.exercise.put("@given", half, { entry: "" });
}

/** A half for the camera of the other phone. @param {import("../../js/lib/pair/half.js").Half} half */
export function drawnHalf(half) {
  const rows = code(linkOf(half, location.origin + location.pathname));
  if (!rows) return h("p", { class: "pair-code hint", tabindex: "-1" }, t("pair_code_long"));
  const size = rows.length + 8;
  const dark = rows.flatMap((row, y) => row.map((on, x) => (on ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join("");
  const drawn = svg("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": t("pair_code_name") }, svg("path", { d: dark }));
  return h("div", { class: "pair-code", tabindex: "-1" }, h("p", {}, t("pair_code_how")), drawn);
}
