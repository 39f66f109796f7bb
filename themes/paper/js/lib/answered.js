import { keyOf } from "./answers.js";
import { act, askFirst } from "./ask.js";
import { h } from "./dom.js";
import { entryName, said } from "./export.js";
import { latest } from "./groups.js";
import { bookStore } from "./store.js";
import { day, plural, t } from "./t.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {{element: HTMLElement, say: (answer: Answer) => void}} Line */

/** So many answers of one sheet are listed; a file may bring a hundred thousand. */
const FIRST = 300;

/**
 * The answers of one sheet, folded away; each can be deleted, and all of them. While they change, it stays what it is: an open question
 * and the focus stay where they are.
 */
export class Answered {
  /** @type {Map<string, Line>} */
  #lines = new Map();
  /** @type {Answer[]} */
  #answers = [];
  #alike;
  #summary = h("summary");
  #list = h("dl", { class: "mine-list" });
  #more = act("", () => this.#showAll());
  /** How many are listed. */
  #most = FIRST;
  /** What was last drawn of it. */
  drawn = "";

  /**
   * @param {string} title
   * @param {(answers: Answer[]) => (row: Answer) => boolean} alike which rows go with some answers
   */
  constructor(title, alike) {
    this.#alike = alike;
    const acts = h("p", { class: "acts" });
    const all = act(t("drop_sheet"), () =>
      askFirst(acts, `${t("drop_sheet_words", { sheet: title })} ${t("for_good")}`, t("drop_sheet"), () => this.#remove(this.#answers)),
    );
    all.append(h("span", { class: "unseen" }, `: ${title}`));
    acts.append(all);
    this.heading = h("h3", {}, title);
    this.element = h("details", { class: "mine-answers made" }, this.#summary, this.#list, this.#more, acts);
  }

  /** @param {Answer[]} answers */
  show(answers) {
    this.#answers = answers;
    const told = answers.filter(said);
    const date = day(latest(answers));
    this.#summary.textContent = told.length > 0 ? plural("mine_answers", told.length, { date }) : t("mine_begun", { date });
    /** @type {Map<string, Line>} */
    const lines = new Map();
    for (const answer of told.slice(0, this.#most)) {
      const key = keyOf(answer);
      const line = this.#lines.get(key) ?? this.#line();
      line.say(answer);
      lines.set(key, line);
    }
    this.#lines = lines;
    this.#more.hidden = told.length <= this.#most;
    if (!this.#more.hidden) this.#more.textContent = plural("mine_all", told.length);
    const next = arrange(this.#list, [...lines.values()].map(({ element }) => element));
    /** @type {HTMLElement | null | undefined} */ (next?.querySelector("button"))?.focus();
  }

  #showAll() {
    this.#most = Infinity;
    this.show(this.#answers);
    /** @type {HTMLElement | null} */ (this.#list.children[FIRST].querySelector("button"))?.focus();
  }

  /** @param {Answer[]} answers */
  async #remove(answers) {
    await bookStore().remove(this.#alike(answers));
    return t("dropped");
  }

  /** An answer with its question. @returns {Line} */
  #line() {
    /** @type {Answer} */
    let now;
    const [question, words, when] = [h("dt"), h("dd", { class: "mine-words" }), h("dd", { class: "sheet-meta" })];
    const of = h("span", { class: "unseen" });
    const remove = act(t("drop_one"), () =>
      askFirst(remove, `${t("drop_one_words", { question: question.textContent ?? "" })} ${t("for_good")}`, t("drop_one"), () => this.#remove([now])),
    );
    remove.append(of);
    const say = (/** @type {Answer} */ answer) => {
      now = answer;
      const one = said(answer);
      question.textContent = one?.label ?? "";
      of.textContent = `: ${question.textContent}`;
      words.textContent = one?.words ?? "";
      when.textContent = `${answer.entry ? `${entryName(answer.entry)} · ` : ""}${t("mine_written", { date: day(answer.time) })}`;
    };
    return { element: h("div", {}, question, words, when, h("dd", {}, remove)), say };
  }
}

/**
 * Puts children in order, and moves none that stands right: what is moved loses the focus.
 *
 * @param {Element} parent
 * @param {Element[]} children
 * @returns {Element | undefined} what follows a child that had the focus and is gone, or else comes before it
 */
export function arrange(parent, children) {
  const old = [...parent.children];
  const kept = new Set(children);
  const stays = (/** @type {Element} */ child) => kept.has(child);
  const at = old.findIndex((child) => !stays(child) && child.contains(document.activeElement));
  const next = at < 0 ? undefined : (old.slice(at).find(stays) ?? old.slice(0, at).findLast(stays));
  for (const child of old) if (!stays(child)) child.remove();
  let place = parent.firstElementChild;
  for (const child of children) {
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  return next;
}
