import { h } from "../dom.js";
import { nowOf } from "../match.js";
import { t } from "../t.js";
import { textOf } from "../text.js";

/** @typedef {import("./half.js").Shown} Shown */
/** @typedef {{me: string, you: string, onlyMe: string, onlyYou: string}} Names what the two are called */

/**
 * Two answers to one question, either of which may not be shown.
 *
 * @param {string} way `overlap`, `range` or `side_by_side`
 * @param {Shown | undefined} mine
 * @param {Shown | undefined} yours
 * @param {{names: Names, control?: HTMLInputElement | null, values?: Record<string, string>}} more `values`: earlier ids of choices
 * @returns {HTMLElement}
 */
export function compared(way, mine, yours, { names, control, values }) {
  if (mine && yours && way === "overlap") return overlap(mine, yours, names, values);
  if (typeof mine?.value === "number" && typeof yours?.value === "number" && way === "range") {
    return range(mine, yours, names, control);
  }
  const side = (/** @type {string} */ name, /** @type {Shown | undefined} */ one) =>
    h("div", {}, h("dt", {}, name), h("dd", { class: one ? "" : "nothing" }, one ? text(textOf(one)) : t("pair_nothing")));
  return h("dl", { class: "two-sides" }, side(names.me, mine), side(names.you, yours));
}

/**
 * Somebody's words, kept apart from ours in both directions of writing.
 *
 * @param {string} words
 */
function text(words) {
  return h("bdi", {}, words);
}

/**
 * @param {Shown} mine
 * @param {Shown} yours
 * @param {Names} names
 * @param {Record<string, string>} [values] earlier ids of choices: one of the two may have sealed an older edition's
 */
function overlap(mine, yours, names, values) {
  // One's own words are the same when they read the same.
  const items = (/** @type {Shown} */ one) =>
    new Map(
      [one.value].flat().map((value) => {
        const said = textOf({ ...one, value });
        return [typeof value === "string" ? nowOf(values, value) : `other ${said.trim().toLowerCase()}`, said];
      }),
    );
  const [me, you] = [items(mine), items(yours)];
  const group = (/** @type {string} */ name, /** @type {string[]} */ list) =>
    h(
      "div",
      {},
      h("dt", {}, name),
      list.length > 0 ? h("dd", {}, h("ul", {}, ...list.map((one) => h("li", {}, text(one))))) : h("dd", { class: "nothing" }, t("pair_none")),
    );
  const only = (/** @type {Map<string, string>} */ one, /** @type {Map<string, string>} */ other) =>
    [...one].filter(([id]) => !other.has(id)).map(([, said]) => said);
  return h(
    "dl",
    { class: "overlap" },
    group(t("pair_both"), [...me].filter(([id]) => you.has(id)).map(([, said]) => said)),
    group(names.onlyMe, only(me, you)),
    group(names.onlyYou, only(you, me)),
  );
}

/**
 * @param {Shown} mine
 * @param {Shown} yours
 * @param {Names} names
 * @param {HTMLInputElement | null | undefined} control
 */
function range(mine, yours, names, control) {
  const { kind, words } = mine;
  const [low, high] = ends(control, mine.value, yours.value);
  const at = (/** @type {number} */ value) => Math.min(100, Math.max(0, ((value - low) / (high - low)) * 100));
  const mark = (/** @type {string} */ who, /** @type {string} */ name, /** @type {Shown} */ one) => {
    const all = h("span", { class: `range-${who}` }, h("span", { class: "range-name" }, `${name} ${one.value}`), h("span", { class: "range-mark" }));
    all.style.setProperty("--at", String(at(one.value)));
    return all;
  };
  const gap = Math.abs(mine.value - yours.value);
  const between = h("span", { class: "range-between" });
  between.style.setProperty("--at", String(Math.min(at(mine.value), at(yours.value))));
  between.style.setProperty("--wide", String(Math.abs(at(mine.value) - at(yours.value))));
  const drawn = h(
    "div",
    { class: "range-drawn", "aria-hidden": "true" },
    h("span", { class: "range-line" }),
    between,
    mark("me", names.me, mine),
    mark("you", names.you, yours),
  );
  const apart = textOf({ kind: kind === "duration" ? kind : "number", value: Math.round(gap * 1000) / 1000, words: { label: "", unit: words.unit } });
  const said = [`${names.me}: `, text(textOf(mine)), `. ${names.you}: `, text(textOf(yours)), ". "];
  return h("div", { class: "range" }, drawn, h("p", {}, ...said, gap ? t("pair_gap", { gap: apart }) : t("pair_same")));
}

/**
 * The ends of what is drawn: the question's own, unless both answers lie far below its highest.
 *
 * @param {HTMLInputElement | null | undefined} control
 * @param {number[]} values
 */
function ends(control, ...values) {
  const low = Math.min(Number(control?.min || 0), ...values);
  const top = Math.max(low + 1, ...values);
  const most = control?.max ? Math.max(Number(control.max), top) : Infinity;
  if (control?.type === "range") return [low, most];
  const wide = (top - low) * 1.25;
  const power = 10 ** Math.floor(Math.log10(wide));
  const round = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= wide) ?? wide;
  return [low, Math.min(most, low + round)];
}
