import { announce, h, seen } from "../../js/lib/dom.js";
import { Part } from "../../js/elements/part.js";
import { inNewIds } from "../../js/lib/match.js";
import { keepSetting, setting } from "../../js/lib/storage.js";
import { t } from "../../js/lib/t.js";

/**
 * @typedef {object} Card
 * @property {HTMLElement} element
 * @property {string} words
 * @property {string} group
 * @property {HTMLButtonElement} keep
 * @property {HTMLButtonElement} away
 */

/** A deck to draw from. The cards stay where they are in the page; this shows one of them, or a pile. */
class Cards extends Part {
  /** @type {Map<string, Card>} */
  #cards = new Map();
  /** Which cards: all, the favourites, those set aside, or `in:` a group. */
  #filter = "all";
  /** Whether all of a pile are shown. */
  #list = false;
  /** The card that was set aside a moment ago. */
  #last = "";
  #shown = "";
  /** Where a finger came down. */
  #from = 0;

  enhance() {
    const deck = /** @type {HTMLElement} */ (this.querySelector(".deck"));
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (deck.querySelectorAll("[data-card]"))) this.#card(element);
    const press = (/** @type {string} */ words, /** @type {() => void} */ click) =>
      h("button", { type: "button", class: "press", click }, words);
    const groups = new Set([...this.#cards.values()].map(({ group }) => group).filter(Boolean));
    this.select = h("select", { class: "write short", autocomplete: "off" });
    for (const value of ["all", ...[...groups].map((group) => `in:${group}`), "kept", "aside"]) this.select.append(h("option", { value }));
    this.select.addEventListener("change", () => this.#look({ filter: this.select?.value ?? "all" }));
    this.view = press("", () => this.#look({ list: !this.#list }));
    this.back = press(t("cards_back"), () => this.#turn(-1));
    this.next = press(t("cards_next"), () => this.#turn(1));
    this.next.classList.add("first");
    const shuffle = press(t("cards_shuffle"), () => this.#shuffle());
    this.ordered = press(t("cards_ordered"), () => this.#order(null));
    this.undo = press(t("cards_undo"), () => this.#setAside(this.#last, false));
    this.place = h("p", { class: "how-far" });
    this.steps = h("div", { class: "presses made" }, this.back, this.next, this.place);
    const which = h("label", { class: "which" }, `${t("cards_which")} `, this.select);
    this.tools = h("div", { class: "presses made" }, which, this.view);
    this.more = h("div", { class: "presses made" }, shuffle, this.ordered, this.undo);
    this.none = h("p", { class: "no-cards made" });
    deck.before(this.tools);
    deck.after(this.none, this.steps, this.more);
    deck.addEventListener("pointerdown", (event) => (this.#from = event.pointerType === "touch" ? event.clientX : 0));
    deck.addEventListener("pointerup", (event) => this.#swipe(event));
    this.#list = setting(this.#setting, "tab") === "list";
    this.#lay(this.#pile(), this.#pile()[0]);
  }

  get #setting() {
    return `cards:${document.body.dataset.book}:${this.exercise.dataset.exercise}`;
  }

  /** @param {HTMLElement} element */
  #card(element) {
    const id = element.dataset.card ?? "";
    const words = seen(element.querySelector(".card-words"));
    const of = h("span", { class: "unseen" }, `: ${words}`);
    const press = (/** @type {string} */ name, /** @type {() => void} */ click) =>
      h("button", { type: "button", class: `press ${name}`, click, "aria-pressed": "false" });
    const keep = press("keep", () => this.#favour(id));
    keep.append(t("cards_favour"), of);
    const away = press("away", () => this.#setAside(id, !this.#has("@aside", id)));
    away.append(t("cards_aside"), of.cloneNode(true));
    element.append(h("div", { class: "presses made" }, keep, away));
    element.tabIndex = -1;
    this.#cards.set(id, { element, words, group: seen(element.querySelector(".suit")), keep, away });
  }

  /** What is kept, in the names that cards have now. @param {string} name */
  #named(name) {
    return inNewIds(this.exercise.get(name), { values: this.exercise.spec.was });
  }

  /**
   * @param {"@order" | "@aside" | "@kept"} name
   * @returns {string[]}
   */
  #ids(name) {
    if (!customElements.get("sb-exercise")) return [];
    const kept = this.#named(name);
    return Array.isArray(kept) ? kept.filter((id) => this.#cards.has(id)) : [];
  }

  /**
   * @param {"@aside" | "@kept"} name
   * @param {string} id
   */
  #has(name, id) {
    return this.#ids(name).includes(id);
  }

  /**
   * Keeps a list of cards with their words.
   *
   * @param {"@order" | "@aside" | "@kept"} name
   * @param {string} label
   * @param {string[]} ids
   */
  #put(name, label, ids) {
    const options = Object.fromEntries(label ? ids.map((id) => [id, this.#cards.get(id)?.words ?? ""]) : []);
    this.exercise.put(name, ids.length > 0 ? ids : null, { kind: "cards", words: { label, options } });
  }

  /** The ids of the cards one looks at, in the order of the deck; new cards of a changed book come last. */
  #pile() {
    const order = [...new Set([...this.#ids("@order"), ...this.#cards.keys()])];
    const aside = this.#ids("@aside");
    const kept = this.#ids("@kept");
    return order.filter((id) => {
      if (this.#filter === "aside") return aside.includes(id);
      if (aside.includes(id)) return false;
      if (this.#filter === "kept") return kept.includes(id);
      return this.#filter === "all" || this.#filter === `in:${this.#cards.get(id)?.group}`;
    });
  }

  /** The card on top: the one looked at last, or the first of the pile. @param {string[]} pile */
  #top(pile) {
    const at = this.#named("@at");
    return pile.includes(at) ? at : pile[0];
  }

  show() {
    const pile = this.#pile();
    const top = this.#top(pile);
    const state = JSON.stringify([this.locked, this.#list, this.#filter, this.#last, pile, top, this.#ids("@kept"), this.#ids("@aside"), this.#ids("@order")]);
    if (state === this.#shown) return;
    this.#shown = state;
    this.#lay(pile, top);
  }

  /**
   * @param {string[]} pile
   * @param {string | undefined} top
   */
  #lay(pile, top) {
    // Locked, the cards lie open as they do without a script.
    if (customElements.get("sb-exercise") && this.locked) {
      delete this.dataset.mode;
      this.#last = "";
    } else {
      this.dataset.mode = this.#list ? "list" : "one";
    }
    const kept = this.#ids("@kept");
    const aside = this.#ids("@aside");
    for (const [id, { element, keep, away }] of this.#cards) {
      element.toggleAttribute("data-off", this.#list ? !pile.includes(id) : id !== top);
      keep.setAttribute("aria-pressed", String(kept.includes(id)));
      away.setAttribute("aria-pressed", String(aside.includes(id)));
    }
    const { select, view, back, next, ordered, undo, place, steps, none } = this;
    if (!select || !view || !back || !next || !ordered || !undo || !place || !steps || !none) return;
    const filter = this.#filter;
    for (const option of select.options) {
      this.#filter = option.value;
      option.textContent = `${nameOf(option.value)} (${this.#pile().length})`;
    }
    this.#filter = select.value = filter;
    view.textContent = this.#list ? t("cards_one") : t("cards_list");
    const at = top ? pile.indexOf(top) : -1;
    back.setAttribute("aria-disabled", String(at <= 0));
    next.setAttribute("aria-disabled", String(at >= pile.length - 1));
    place.textContent = t("cards_place", { n: at + 1, of: pile.length });
    steps.hidden = this.#list || pile.length === 0;
    ordered.hidden = this.#ids("@order").length === 0;
    undo.hidden = !this.#last;
    none.textContent = pile.length === 0 ? t("cards_none") : "";
  }

  /** @param {{filter?: string, list?: boolean}} how */
  #look({ filter = this.#filter, list = this.#list }) {
    this.#filter = filter;
    this.#list = list;
    this.#last = "";
    keepSetting(this.#setting, list ? "list" : null, "tab");
    this.show();
    this.#say();
  }

  /** Says which card lies on top; or how many there are. */
  #say() {
    const pile = this.#pile();
    const top = this.#top(pile);
    const card = top && this.#cards.get(top);
    if (!card) return announce(t("cards_none"));
    const hint = seen(card.element.querySelector(".card-hint"));
    const place = t("cards_place", { n: pile.indexOf(top) + 1, of: pile.length });
    announce(this.#list ? t("cards_shown", { n: pile.length }) : `${place}. ${card.words} ${hint}`.trim());
  }

  /** @param {number} by */
  #turn(by) {
    const pile = this.#pile();
    const at = pile.indexOf(this.#top(pile)) + by;
    if (at < 0 || at >= pile.length) return announce(t("cards_end"));
    this.#last = "";
    this.#lookAt(pile[at]);
    this.#say();
  }

  /** @param {string | undefined} id */
  #lookAt(id) {
    this.exercise.put("@at", id ?? null, { kind: "cards" });
    this.show();
  }

  /** A finger that goes along the line turns the card, as it would a page. @param {PointerEvent} event */
  #swipe({ clientX }) {
    const by = this.#from && clientX - this.#from;
    this.#from = 0;
    if (this.#list || Math.abs(by) < 60) return;
    const rightToLeft = getComputedStyle(this).direction === "rtl";
    this.#turn(by > 0 === rightToLeft ? 1 : -1);
  }

  #shuffle() {
    const dice = crypto.getRandomValues(new Uint32Array(this.#cards.size));
    const mixed = [...this.#cards.keys()].map((id, n) => ({ id, at: dice[n] })).sort((a, b) => a.at - b.at);
    this.#order(mixed.map(({ id }) => id));
  }

  /** @param {string[] | null} order */
  #order(order) {
    this.#put("@order", "", order ?? []);
    this.#last = "";
    const moved = this.ordered === document.activeElement;
    this.#lookAt(this.#pile()[0]);
    if (moved) /** @type {HTMLElement | null} */ (this.more?.querySelector("button"))?.focus();
    this.#say();
  }

  /** @param {string} id */
  #favour(id) {
    const kept = this.#ids("@kept");
    const on = !kept.includes(id);
    const next = this.#after(id);
    this.#put("@kept", t("cards_kept"), on ? [...kept, id] : kept.filter((one) => one !== id));
    announce(on ? t("cards_favoured") : t("cards_unfavoured"));
    this.#follow(id, next);
  }

  /**
   * @param {string} id
   * @param {boolean} aside
   */
  #setAside(id, aside) {
    const next = this.#after(id);
    const rest = this.#ids("@aside").filter((one) => one !== id);
    this.#put("@aside", t("cards_asided"), aside ? [...rest, id] : rest);
    this.#last = aside ? id : "";
    announce(aside ? t("cards_put_aside") : t("cards_put_back"));
    this.#follow(id, next);
  }

  /** The card that follows one in its pile; the one before it at the end. @param {string} id */
  #after(id) {
    const pile = this.#pile();
    const at = pile.indexOf(id);
    return pile[at + 1] ?? pile[at - 1];
  }

  /**
   * Looks at a card that is still in the pile, or else at the one that followed it, and takes the focus along.
   *
   * @param {string} id
   * @param {string | undefined} next
   */
  #follow(id, next) {
    const stays = this.#pile().includes(id);
    const focus = this.contains(document.activeElement);
    this.#lookAt(stays ? id : next);
    if (stays && this.#cards.get(id)?.element.contains(document.activeElement)) return;
    const card = this.#cards.get((stays ? id : next) ?? "");
    if (focus) (card?.element ?? this.select)?.focus();
  }
}

/** @param {string} filter */
function nameOf(filter) {
  if (filter === "all") return t("cards_all");
  if (filter === "kept") return t("cards_kept");
  return filter === "aside" ? t("cards_asided") : filter.slice("in:".length);
}

customElements.define("sb-cards", Cards);
