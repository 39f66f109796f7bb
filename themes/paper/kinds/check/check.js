import { today } from "../../js/lib/calendar.js";
import { announce, h, seen } from "../../js/lib/dom.js";
import { Part } from "../../js/elements/part.js";
import { nowOf } from "../../js/lib/match.js";
import { day, isDay, plural, t } from "../../js/lib/t.js";

/**
 * A score as it stands, or as it stood on a day.
 *
 * @typedef {object} Result
 * @property {number} points
 * @property {number} total
 * @property {string} band its id
 * @property {string} title the band's words
 * @property {string} says
 */

/** @typedef {{id: string, title: string, of: string[], min: number, total: number, step: number, blanks: number, bands: {id: string, title: string, upto: number}[]}} Score */

/** @typedef {{day: string, scores: Record<string, Result>, rescored: string}} Kept */

/** Adds up a check, draws what it comes to, and keeps each day's result. */
class Check extends Part {
  /** Whether the reader has just changed an answer that counts. */
  #touched = false;
  #spoken = "";
  #shown = "";
  #listed = "";

  enhance() {
    this.open = h("p", { class: "open-lines made" });
    this.now = h("div", { class: "result made answer", hidden: true });
    this.past = h("div", { class: "results made" });
    const fold = h("button", { type: "button", class: "press", "aria-expanded": "false" }, t("check_how"));
    fold.addEventListener("click", () => {
      fold.setAttribute("aria-expanded", String(this.toggleAttribute("data-open")));
    });
    this.prepend(this.open, this.now, this.past, h("div", { class: "presses made" }, fold));
  }

  began() {
    this.exercise.addEventListener("sb-change", (event) => {
      const { field } = /** @type {HTMLElement} */ (event.target).dataset;
      if (field && this.#scores.some((score) => score.of.includes(field))) this.#touched = true;
    });
  }

  /** @returns {Score[]} */
  get #scores() {
    return this.exercise.spec.scores ?? [];
  }

  show() {
    /** @type {Record<string, Result>} */
    const results = {};
    for (const { id, total } of this.#scores) {
      const found = this.exercise.score(id);
      const { id: band = "", title = "" } = found?.band ?? {};
      if (found) results[id] = { points: found.points, band, title, says: this.#says(id, band), total };
    }
    const some = Object.keys(results).length > 0;
    if (this.#touched && some) this.#keep(results);
    this.#result(results);
    this.#results();
    for (const score of this.#scores) this.#box(score, results[score.id]);
    if (this.#touched && some) this.#speak(results);
    this.#touched = false;
  }

  /**
   * The row of a band in the paper's table: its range, its words, its link.
   *
   * @param {string} score
   * @param {string} band
   */
  #row(score, band) {
    return this.querySelector(`[data-score="${score}"] [data-band="${band}"]`);
  }

  /**
   * @param {string} score
   * @param {string} band
   */
  #says(score, band) {
    const cell = /** @type {Element | undefined} */ (this.#row(score, band)?.querySelector("td")?.cloneNode(true));
    for (const other of cell?.querySelectorAll("strong, a") ?? []) other.remove();
    return seen(cell);
  }

  /** @param {string[]} fields how many of their lines are blank */
  #blanks(fields) {
    return this.exercise.fields.filter(({ field }) => fields.includes(field)).reduce((sum, { blanks }) => sum + blanks, 0);
  }

  /** @param {Record<string, Result>} results */
  #result(results) {
    const scores = this.#scores;
    const blanks = scores.map(({ of }) => this.#blanks(of));
    const state = JSON.stringify([results, blanks, this.locked]);
    if (state === this.#shown || !this.open || !this.now) return;
    this.#shown = state;
    const some = Object.keys(results).length > 0;
    const allowed = scores.length === 1 && scores[0].blanks > 0 ? ` ${t("score_blanks", { n: scores[0].blanks })}` : "";
    const still = plural("check_open", this.#blanks(scores.flatMap(({ of }) => of)));
    this.open.textContent = some || this.locked ? "" : still + allowed;
    this.now.hidden = !some;
    if (!some) return this.now.replaceChildren();
    const most = Math.max(...scores.map(({ total, min, step }) => total - min + step));
    const heading = this.querySelector(".score > :is(h2, h3, h4, h5, h6)")?.localName ?? "h3";
    const title = scores.length > 1 ? t("check_mix") : scores[0].title || t("check_result");
    const rows = scores.map((score, n) => {
      const name = scores.length > 1 && h("p", { class: "mix-name" }, score.title);
      const found = results[score.id];
      if (!found) return h("li", {}, name, h("p", { class: "mix-words" }, plural("check_open", blanks[n])));
      const words = h("p", { class: "mix-words" }, `${t("check_points", { n: found.points, of: found.total })}: `, h("strong", {}, found.title));
      return h("li", {}, name, this.#drawn(found, score, most, true), words);
    });
    const says = scores.flatMap(({ id, title: name }) => {
      const cell = results[id] && /** @type {Element | undefined} */ (this.#row(id, results[id].band)?.querySelector("td")?.cloneNode(true));
      if (!cell) return [];
      // The band's name stands beside its line already.
      cell.querySelector("strong")?.remove();
      return [h("p", { class: "band-says" }, scores.length > 1 && h("span", { class: "mix-name" }, name), " ", ...cell.childNodes)];
    });
    const head = h(/** @type {"h3"} */ (heading), { tabindex: -1 }, title);
    this.now.replaceChildren(head, h("ul", { class: "mix plain" }, ...rows), ...says);
  }

  /**
   * Bands as parts of a line, the points as a mark above it. Its words stand beside it.
   *
   * @param {Result} result
   * @param {Score | undefined} score as it is counted now; without one, the line has no parts
   * @param {number} most the longest of all lines, in points
   * @param {boolean} [ranges] whether each part says its points
   */
  #drawn({ points, total }, score, most, ranges = false) {
    const { min = 0, step = 1 } = score ?? {};
    const length = total - min + step;
    // A point is as wide as a step of the line, and its mark stands in the middle of it.
    let from = min;
    let before = -Infinity;
    const parts = (score?.bands ?? [{ id: "", upto: total }]).map(({ id, upto }) => {
      const to = Math.min(Number.isInteger(upto) ? upto + step : upto, total + step);
      const range = ranges && score ? seen(this.#row(score.id, id)?.querySelector("th")) : "";
      const part = h("span", { class: "part-of" }, h("span", { class: "range" }, range));
      part.toggleAttribute("data-here", score !== undefined && points > before && points <= upto);
      part.style.flexGrow = String(to - from);
      from = to;
      before = upto;
      return part;
    });
    const mark = h("span", { class: "mark-at" });
    mark.style.insetInlineStart = `${((points - min + step / 2) / length) * 100}%`;
    const line = h("div", { class: "drawn", "aria-hidden": "true" }, ...parts, mark);
    line.style.inlineSize = `${(length / most) * 100}%`;
    return line;
  }

  /**
   * The boxes of the paper's table hold the points, as if written there.
   *
   * @param {Score} score
   * @param {Result | undefined} result
   */
  #box({ id, of }, result) {
    const boxes = [...this.querySelectorAll(`[data-score="${id}"] .sum .box`)];
    const points = of.map((field) => this.exercise.field(field)?.points ?? "");
    for (const [n, box] of boxes.entries()) {
      box.textContent = result ? String([...points, result.points][n] ?? "") : "";
      if (result) box.removeAttribute("aria-hidden");
      else box.setAttribute("aria-hidden", "true");
    }
  }

  /** @param {Record<string, Result>} results */
  #speak(results) {
    const words = this.#scores
      .filter(({ id }) => results[id])
      .map(({ id, title }) => `${title}: ${t("check_points", { n: results[id].points, of: results[id].total })}. ${results[id].title}`)
      .join(". ");
    if (words !== this.#spoken) announce(words);
    this.#spoken = words;
  }

  // Results of earlier days

  /** @param {Record<string, Result>} scores */
  #keep(scores) {
    const entry = today();
    const value = { scores, rescored: this.exercise.dataset.rescored ?? "" };
    if (JSON.stringify(this.exercise.get("@result", entry)) === JSON.stringify(value)) return;
    const rows = Object.fromEntries(this.#scores.map(({ id, title }) => [id, title]));
    this.exercise.put("@result", value, { entry, kind: "check", words: { label: t("check_result"), rows } });
  }

  /** @returns {Kept[]} the newest first */
  get #kept() {
    return this.exercise.answers
      .filter(({ field, entry, value }) => field === "@result" && isDay(entry) && isResult(value))
      .map(({ entry, value }) => ({ day: entry, scores: this.#named(value.scores), rescored: value.rescored ?? "" }))
      .sort((a, b) => b.day.localeCompare(a.day));
  }

  /** Results by the names that scores have now. @param {Record<string, Result>} scores */
  #named(scores) {
    const { was } = this.exercise.spec;
    return Object.fromEntries(Object.entries(scores).map(([id, result]) => [nowOf(was, id), result]));
  }

  #results() {
    const kept = this.#kept;
    const state = JSON.stringify(kept);
    if (state === this.#listed) return;
    this.#listed = state;
    if (kept.length === 0) return this.past?.replaceChildren();
    const head = [t("check_day"), t("check_result"), t("check_delete")];
    this.past?.replaceChildren(
      h(
        "table",
        { class: "kept-results" },
        h("caption", {}, t("check_kept")),
        h("thead", {}, h("tr", {}, ...head.map((words, n) => h("th", { scope: "col" }, n === 2 ? h("span", { class: "unseen" }, words) : words)))),
        h("tbody", {}, ...kept.map((one) => this.#line(one, kept.length > 1))),
      ),
    );
  }

  /**
   * @param {Kept} kept
   * @param {boolean} drawn one that stands alone is drawn above already
   */
  #line(kept, drawn) {
    const same = kept.rescored === (this.exercise.dataset.rescored ?? "");
    const scores = this.#scores;
    const results = Object.entries(kept.scores).filter(([, result]) => typeof result?.points === "number");
    const most = Math.max(...results.map(([, { total }]) => total + 1));
    const rows = results.map(([id, result]) => {
      const score = scores.find((one) => one.id === id);
      const name = results.length > 1 && score && h("span", { class: "mix-name" }, score.title);
      const words = h("p", { class: "mix-words" }, name, " ", `${t("check_points", { n: result.points, of: result.total })}: ${result.title}`);
      return h("div", { class: "kept-score" }, words, drawn && this.#drawn(result, same && score?.total === result.total ? score : undefined, most));
    });
    const note = !same && h("p", { class: "counted" }, t("check_rescored"));
    const date = day(`${kept.day}T12:00`, { dateStyle: "medium" });
    const cell = h("td");
    const ask = press(t("check_delete"), `: ${date}`, () => {
      cell.replaceChildren(
        press(t("check_delete_yes"), `: ${date}`, () => this.#remove(kept.day)),
        press(t("check_delete_no"), "", () => {
          cell.replaceChildren(ask);
          ask.focus();
        }),
      );
      cell.querySelector("button")?.focus();
    });
    cell.append(ask);
    return h("tr", {}, h("th", { scope: "row" }, h("time", { datetime: kept.day }, date)), h("td", {}, ...rows, note), cell);
  }

  /** @param {string} date */
  async #remove(date) {
    await this.exercise.clear(({ field, entry }) => field === "@result" && entry === date);
    this.show();
    announce(t("check_deleted"));
    /** @type {HTMLElement | null} */ (this.querySelector("td button, .presses button"))?.focus();
  }
}

/**
 * @param {string} words
 * @param {string} more for those who cannot see where it stands
 * @param {() => void} click
 */
function press(words, more, click) {
  return h("button", { type: "button", class: "press", click }, words, more && h("span", { class: "unseen" }, more));
}

/** @param {any} value */
const isResult = (value) => typeof value?.scores === "object" && value.scores !== null && Object.keys(value.scores).length > 0;

customElements.define("sb-check", Check);
