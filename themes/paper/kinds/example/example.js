import { announce, h, sayOnPaper, seen } from "../../js/lib/dom.js";
import { Part } from "../../js/elements/part.js";
import { bookStore } from "../../js/lib/store.js";
import { keepSetting, setting } from "../../js/lib/storage.js";
import { t } from "../../js/lib/t.js";
import { Voices } from "./voices.js";

/**
 * A line of the talk, and the others that can stand in its place.
 *
 * @typedef {object} Line
 * @property {HTMLElement} turn
 * @property {HTMLElement} first
 * @property {HTMLElement} instead where another line is shown
 * @property {Other[]} others
 * @property {Other | null} now which of them is in the talk
 */

/**
 * @typedef {object} Other
 * @property {HTMLButtonElement} button puts it in the talk, or takes it out
 * @property {() => Node[]} words
 * @property {boolean} kinder
 */

/** A talk to read: at once or turn by turn, with its first lines, kinder ones or one's own; and read aloud. */
class Example extends Part {
  /** @type {HTMLElement[]} */
  #turns = [];
  /** @type {Line[]} */
  #lines = [];
  /** How many turns are shown; 0 shows all. */
  #upTo = 0;

  enhance() {
    this.#turns = [.../** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".turn"))];
    this.#lines = this.#turns.filter((turn) => !turn.dataset.rewrite).map(lineOf);
    for (const line of this.#lines) this.#kinder(line);
    for (const turn of this.#turns) if (turn.dataset.rewrite) this.#own(turn);
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (this.querySelectorAll(".noted a"))) this.#noted(link);
    this.#bar();
    this.#upTo = Math.min(Number(setting(this.#setting, "tab") ?? 0) || 0, this.#turns.length);
    this.#turnBy(this.#upTo);
  }

  get #setting() {
    return `turns:${document.body.dataset.book}:${this.exercise.dataset.exercise}`;
  }

  #bar() {
    const press = (/** @type {string} */ words, /** @type {() => void} */ click) =>
      h("button", { type: "button", class: "press", click }, words);
    const play = this.querySelector(".play");
    this.mode = press(t("example_turns"), () => this.#change());
    this.kind = press("", () => this.#allKinder());
    const voices = new Voices(this.#lines.length, {
      say: (n) => ({ words: wordsOf(this.#lines[n]), person: personOf(this.#lines[n].turn) }),
      at: () => Math.max(0, this.#upTo - 1) % this.#lines.length,
      mark: (n) => this.#reading(n),
    });
    const bar = h("div", { class: "presses made" }, this.mode, this.#lines.some(hasKinder) && this.kind, ...voices.buttons);
    play?.before(bar);
    this.next = press(t("example_next"), () => this.#forward());
    this.next.classList.add("first");
    this.again = press(t("example_again"), () => this.#forward(1));
    this.place = h("span", { class: "how-far" });
    this.steps = h("div", { class: "presses made" }, this.next, this.again, press(t("example_all"), () => this.#change()), this.place);
    play?.after(this.steps);
    this.voices = voices;
    this.#tellKinder();
  }

  // Turn by turn

  /** @param {number} upTo */
  #turnBy(upTo) {
    const { length } = this.#turns;
    this.#upTo = upTo;
    this.toggleAttribute("data-turns", upTo > 0);
    for (const [n, turn] of this.#turns.entries()) turn.toggleAttribute("data-on", n < upTo);
    if (!this.steps || !this.mode || !this.again || !this.place) return;
    this.steps.hidden = upTo === 0;
    this.mode.hidden = upTo > 0;
    this.next?.setAttribute("aria-disabled", String(upTo >= length));
    this.again.hidden = upTo < 2;
    this.place.textContent = t("example_at", { n: upTo, of: length });
    keepSetting(this.#setting, upTo > 0 ? String(upTo) : null, "tab");
  }

  #change() {
    this.#turnBy(this.#upTo > 0 ? 0 : 1);
    (this.#upTo > 0 ? this.next : this.mode)?.focus();
    if (this.#upTo > 0) this.#say();
    else announce(t("example_shown"));
  }

  /** @param {number} [to] */
  #forward(to = this.#upTo + 1) {
    if (to > this.#turns.length) return announce(t("example_last"));
    this.#turnBy(to);
    this.#say();
    this.next?.focus();
    this.next?.scrollIntoView({ block: "nearest" });
  }

  /** Says the place and the turn that has just come, for those who cannot see it come. */
  #say() {
    const turn = this.#turns[this.#upTo - 1];
    const line = this.#lines.find((one) => one.turn === turn);
    const words = line ? `${seen(turn.querySelector(".who"))}: ${wordsOf(line)}` : seen(turn.querySelector(".label"));
    announce(`${t("example_at", { n: this.#upTo, of: this.#turns.length })}. ${words}`);
  }

  // Other lines

  /** @param {Line} line */
  #kinder(line) {
    for (const box of line.turn.querySelectorAll("details.kinder")) {
      const words = /** @type {Element} */ (box.querySelector(".line"));
      const button = this.#swap(line, () => [...words.cloneNode(true).childNodes], true);
      words.after(button);
    }
  }

  /**
   * @param {Line} line
   * @param {() => Node[]} words
   * @param {boolean} kinder
   */
  #swap(line, words, kinder) {
    const click = () => {
      this.#put(line, line.now === other ? null : other);
      announce(`${line.now ? t("example_in") : t("example_out")}: ${wordsOf(line)}`);
      this.#tellKinder();
    };
    const button = h("button", { type: "button", class: "press made", click }, t("example_put"));
    /** @type {Other} */
    const other = { button, words, kinder };
    line.others.push(other);
    return button;
  }

  /**
   * @param {Line} line
   * @param {Other | null} other
   */
  #put(line, other) {
    line.now = other;
    line.turn.toggleAttribute("data-said", other !== null);
    line.instead.hidden = other === null;
    const label = other?.kinder ? t("kinder") : t("example_own");
    line.instead.replaceChildren(...(other ? [...other.words(), h("span", { class: "said-by" }, label)] : []));
    for (const one of line.others) {
      one.button.textContent = one === other ? t("example_back") : t("example_put");
      one.button.parentElement?.toggleAttribute("data-in", one === other);
    }
  }

  #allKinder() {
    const put = !this.#allKind;
    for (const line of this.#lines.filter(hasKinder)) this.#put(line, put ? (line.others.find(isKinder) ?? null) : null);
    this.#tellKinder();
    announce(put ? t("example_all_in") : t("example_all_out"));
  }

  get #allKind() {
    return this.#lines.filter(hasKinder).every((line) => line.now?.kinder);
  }

  #tellKinder() {
    if (this.kind) this.kind.textContent = this.#allKind ? t("example_first") : t("example_kinder");
  }

  // One's own line

  /** @param {HTMLElement} turn */
  #own(turn) {
    const area = turn.querySelector("textarea");
    if (!area) return;
    const name = `@rewrite.${turn.dataset.rewrite}`;
    const was = turn.dataset.was?.split(" ").map((id) => `@rewrite.${id}`);
    const words = { label: seen(turn.querySelector(".label")) };
    const paper = h("span", { class: "written made answer", "aria-hidden": "true" });
    area.after(paper);
    const line = this.#rewritten(turn);
    const beside = h("p", { class: "line own-words" });
    const button = line && this.#swap(line, () => [document.createTextNode(area.value)], false);
    const box = h("div", { class: "own made", hidden: true }, h("p", { class: "own-label" }, t("example_own")), beside, button);
    line?.turn.querySelector(".says")?.append(box);
    const other = line?.others.find((one) => one.button === button);
    const tell = () => {
      const mine = area.value.trim() ? area.value : "";
      sayOnPaper(paper, mine);
      beside.textContent = mine;
      box.hidden = !mine;
      if (line && line.now === other) this.#put(line, mine && other ? other : null);
      this.#tellKinder();
    };
    area.addEventListener("input", () => {
      this.exercise.put(name, area.value.trim() ? area.value : null, { kind: "rewrite", words, was });
      tell();
    });
    this.#restores.push(() => {
      // As a field: what is written while answers are locked away could not be kept.
      area.inert = this.locked;
      const kept = String(this.exercise.get(name, undefined, was) ?? "");
      const hidden = this.locked || bookStore().veiled;
      if (area.value === kept || (area.value && area === document.activeElement && !hidden)) return;
      area.value = kept;
      tell();
    });
  }

  /** @type {(() => void)[]} */
  #restores = [];

  /**
   * The line that a turn asks to say in other words.
   *
   * @param {HTMLElement} turn
   */
  #rewritten(turn) {
    const of = /** @type {Element | undefined} */ (turn.querySelector(".of")?.cloneNode(true));
    of?.querySelector(".who-inline")?.remove();
    // Quotation marks may have been set another way beside a marked word.
    const bare = (/** @type {string | null | undefined} */ text) => text?.replace(/[^\p{L}\p{N}]+/gu, "");
    return this.#lines.find((line) => bare(line.first.textContent) === bare(of?.textContent));
  }

  show() {
    for (const restore of this.#restores) restore();
    if (this.locked) this.voices?.stop();
  }

  // Notes on marked words

  /** @param {HTMLAnchorElement} link */
  #noted(link) {
    const note = /** @type {HTMLElement | null} */ (this.querySelector(`[id="${CSS.escape(link.hash.slice(1))}"]`));
    if (!note) return;
    note.tabIndex = -1;
    const light = (/** @type {boolean} */ on) => {
      link.closest(".noted")?.toggleAttribute("data-lit", on);
      note.toggleAttribute("data-lit", on);
      back.hidden = !on;
    };
    const back = h("button", { type: "button", class: "press made", hidden: true, click: () => link.focus() }, t("example_to_line"));
    note.append(" ", back);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.#unlit();
      light(true);
      this.#unlit = () => light(false);
      note.focus();
    });
  }

  /** Takes the light off the note that was last looked at. */
  #unlit = () => {};

  /** @param {number | null} n the line that is being read aloud */
  #reading(n) {
    for (const [at, { turn }] of this.#lines.entries()) turn.toggleAttribute("data-reading", at === n);
    if (n === null) return;
    const turn = this.#lines[n].turn;
    const place = this.#turns.indexOf(turn) + 1;
    if (this.#upTo > 0 && this.#upTo < place) this.#turnBy(place);
    turn.scrollIntoView({ block: "nearest" });
  }
}

/**
 * @param {HTMLElement} turn
 * @returns {Line}
 */
function lineOf(turn) {
  const first = /** @type {HTMLElement} */ (turn.querySelector(".says > .line"));
  const instead = h("p", { class: "line instead made", hidden: true });
  first.after(instead);
  return { turn, first, instead, others: [], now: null };
}

/** @param {Line} line */
const wordsOf = (line) => (line.now ? line.now.words().map((node) => node.textContent).join("") : seen(line.first));

/** @param {Other} other */
const isKinder = (other) => other.kinder;

/** @param {Line} line */
const hasKinder = (line) => line.others.some(isKinder);

/** Which person speaks, from 1. @param {Element} turn */
const personOf = (turn) => Number(/voice-(\d+)/.exec(turn.className)?.[1] ?? 1);

customElements.define("sb-example", Example);
