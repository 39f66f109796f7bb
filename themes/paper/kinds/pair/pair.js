import { h } from "../../js/lib/dom.js";
import { isAnswered } from "../../js/lib/condition.js";
import { Part } from "../../js/elements/part.js";
import { t } from "../../js/lib/t.js";
import { textOf } from "../../js/lib/text.js";

/** @typedef {import("../../js/lib/pair/half.js").Half} Half */
/** @typedef {import("../../js/lib/pair/half.js").Shown} Shown */
/**
 * What is kept of a sealing, under `@sealed`: of the first under no entry, of the second on one shared device under `partner`.
 *
 * @typedef {{sealed: string, earlier: string[], shown: Shown[], half?: Half, key?: string, halves: string[]}} Sealed
 */
/** @typedef {{half: Half, before: string[]}} Theirs the other's half, under `@theirs`, and when ones that came before it were sealed */
/** @typedef {"" | "hand" | "second" | "ready" | "open"} Stage where two are who share a device, under `@stage` */

const PARTNER = "partner";
const STAGES = ["hand", "second", "ready", "open"];

/** What is kept of a sealing, where it is one: it may come from a backup, and be anything. @param {any} sealed @returns {Sealed | null} */
const soundly = (sealed) => ([sealed?.earlier, sealed?.shown, sealed?.halves].every(Array.isArray) ? sealed : null);

/** An exercise for two: each fills in alone, seals what may be seen, and both open together. What comes after filling in is loaded then. */
export class Pair extends Part {
  /** Whether the guard was read, on this visit. */
  gone = !this.querySelector(".guard");
  /** Whether a sealed half is being looked at again. */
  again = false;
  /** @type {{step: string, words: string} | null} what went wrong, and where */
  trouble = null;
  /** What gets the focus after the next drawing, as a selector. */
  next = "";
  /** @type {import("./exchange.js").Exchange | undefined} what comes after filling in, once it is loaded */
  exchange;
  /** Whether it could not be loaded. */
  #missing = false;
  /** @type {WeakMap<Element, string>} what each made part was made from */
  #made = new WeakMap();

  #guard = h("div", { class: "guard-on made" });
  #choose = h("div", { class: "pair-choose made" });
  #steps = h("div", { class: "pair-steps made" });
  #look = h("div", { class: "pair-look made answer" });
  #after = h("div", { class: "pair-after made" });
  #end = h("div", { class: "pair-end made" });

  enhance() {
    this.querySelector(".guard")?.after(this.#guard);
    this.half.after(this.#choose, this.#steps, this.#look);
    this.querySelector(".agreement")?.append(this.#after);
    this.append(this.#end);
    this.querySelector(".shares")?.setAttribute("data-away", "screen");
    this.#away();
    addEventListener("afterprint", () => this.removeAttribute("data-print"));
  }

  get half() {
    return /** @type {HTMLElement} */ (this.querySelector(".half"));
  }

  /** @returns {Stage} */
  get stage() {
    const kept = this.exercise.get("@stage", "");
    const stage = STAGES.includes(kept) ? kept : "";
    // A browser that was ended in the middle of a sealing has the half, and not yet whose turn it is.
    if (!stage && this.first && !this.first.half) return "hand";
    return stage === "second" && this.exercise.get("@sealed", PARTNER) ? "ready" : stage;
  }

  /** @returns {Sealed | null} of who is at it */
  get sealed() {
    return soundly(this.exercise.get("@sealed"));
  }

  /** @returns {Sealed | null} */
  get first() {
    return soundly(this.exercise.get("@sealed", ""));
  }

  get place() {
    const { book = "", pack = "" } = document.body.dataset;
    return { book, pack, exercise: this.exercise.exercise };
  }

  /** The fields of a half that may be shown, as far as they are asked now. */
  get asked() {
    return this.exercise.fields.filter((field) => field.dataset.share === "ask" && !field.hidden);
  }

  /** Which fields are to be shown. @returns {string[]} */
  get shares() {
    return [this.exercise.get("@share") ?? []].flat().map((id) => this.now(id));
  }

  /** What a field is called now. @param {string} id */
  now(id) {
    return this.exercise.fields.find(({ was }) => was.includes(id))?.field ?? id;
  }

  /** What would be sealed now. @returns {Shown[]} */
  get shown() {
    const shares = this.shares;
    return this.asked
      .map((field) => ({ field: field.field, kind: field.kind, value: this.exercise.get(field.field), words: field.words() }))
      .filter(({ field, value }) => shares.includes(field) && isAnswered(value));
  }

  show() {
    const { locked } = this;
    if (locked) {
      this.trouble = null;
      this.again = false;
      this.exchange?.shut();
    } else {
      this.#turn();
      if (this.#needed && !this.exchange && !this.#missing) this.#load().then(() => this.show());
    }
    const { exchange } = this;
    const both = (!locked && exchange?.both) || null;
    const on = this.gone && !locked;
    this.#away(both !== null);
    this.#fill(this.#guard, !this.gone && !locked, () => this.#guards());
    this.#fill(this.#choose, on && this.#filling && this.#lines(), () => this.#choices());
    this.#preview();
    this.#marks();
    const steps = exchange ? exchange.state : [this.#begun, this.#missing, this.trouble];
    this.#fill(this.#steps, on && steps, () => exchange?.steps() ?? (this.#begun ? this.#loading() : this.sealing()));
    this.#fill(this.#look, on && both && [both, exchange?.theirs, this.stage], () => exchange?.together.compare(/** @type {any} */ (both)) ?? []);
    this.#fill(this.#after, on && exchange && [this.at("after")], () => exchange?.together.tools() ?? []);
    this.#fill(this.#end, on && exchange?.end, () => exchange?.startOver() ?? []);
    if (this.next) /** @type {HTMLElement | null} */ (this.querySelector(this.next))?.focus();
    this.next = "";
  }

  /** Whose turn it is, by what is kept now: answers may have been locked away until now, and another tab may have handed over. */
  #turn() {
    const entry = this.stage && this.stage !== "open" ? PARTNER : "";
    if (this.exercise.entry !== entry && !this.exercise.store?.veiled) this.exercise.entry = entry;
  }

  /** Whether somebody went on from filling in. */
  get #begun() {
    return Boolean(this.stage || this.first || this.exercise.get("@theirs", ""));
  }

  /** Whether what comes after filling in is to be seen. */
  get #needed() {
    // A code on the other phone brings its half in the address.
    return this.#begun || location.hash.startsWith("#half=") || this.#agreed.some((field) => isAnswered(this.exercise.get(field.field, "")));
  }

  /** Loads what comes after filling in. Nothing when that does not succeed. */
  async #load() {
    const loaded = await import("./exchange.js").catch(() => null);
    if (loaded) this.exchange ??= new loaded.Exchange(this);
    else this.#missing = true;
    return this.exchange;
  }

  /** What stands in place of the steps until they are loaded. */
  #loading() {
    const again = () => {
      this.#missing = false;
      this.show();
    };
    if (!this.#missing) return [];
    return [h("p", { class: "pair-trouble", role: "alert" }, t("later_missing")), h("div", { class: "presses" }, this.press(t("later_again"), again))];
  }

  /** Whether a half is open to be filled in. */
  get #filling() {
    if (this.stage && this.stage !== "second") return false;
    return !this.sealed || this.again;
  }

  /**
   * Puts away what is not to be seen now. Paper keeps everything while nobody has sealed: then a sheet is to be printed as it is.
   *
   * @param {boolean} [open]
   */
  #away(open = false) {
    const put = (/** @type {Element | null} */ element, /** @type {boolean} */ away, /** @type {string} */ where) => {
      if (away) element?.setAttribute("data-away", where);
      else element?.removeAttribute("data-away");
    };
    const began = customElements.get("sb-exercise") !== undefined;
    const kept = began && !this.locked && Boolean(this.first);
    put(this.querySelector(".guard"), this.gone, "screen");
    put(this.querySelector(".reveal"), !this.gone, "screen");
    const half = this.gone && began && !this.locked && this.#filling;
    put(this.half, !half, kept ? "everywhere" : "screen");
    const agreed = began && this.#agreed.some((field) => isAnswered(this.exercise.get(field.field, "")));
    const together = open || (agreed && (!this.stage || this.stage === "open"));
    put(this.querySelector(".agreement"), !this.gone || !together, "screen");
  }

  get #agreed() {
    const ids = this.exercise.spec.agreement ?? [];
    return this.exercise.fields.filter(({ field }) => ids.includes(field));
  }

  /**
   * Makes a part anew when what it is made from has changed.
   *
   * @param {HTMLElement} part
   * @param {any} from nothing hides it
   * @param {() => (Node | string | false | null | undefined)[]} make
   */
  #fill(part, from, make) {
    const key = from ? JSON.stringify(from) : "";
    if (this.#made.get(part) === key) return;
    this.#made.set(part, key);
    part.hidden = !key;
    part.replaceChildren(...(key ? make() : []).filter((one) => one !== false && one !== null && one !== undefined));
  }

  /** A heading of the same rank as "My half". @param {string} words @param {string} [name] */
  heading(words, name = "") {
    const tag = /** @type {"h3"} */ (this.half.firstElementChild?.localName ?? "h3");
    return h(tag, { tabindex: "-1", class: name }, words);
  }

  /**
   * @param {string} words
   * @param {() => void} act
   * @param {string} [more]
   */
  press(words, act, more = "") {
    return h("button", { type: "button", class: `press ${more}`.trim(), click: act }, words);
  }

  /** What went wrong at a step. @param {string} step */
  at(step) {
    return this.trouble?.step === step ? this.trouble.words : "";
  }

  /** @param {string} step */
  told(step) {
    const words = this.at(step);
    return words && h("p", { class: "pair-trouble", role: "alert" }, words);
  }

  /** @param {string} step @param {string} words */
  fail(step, words) {
    this.trouble = { step, words };
    this.next = step === "open" && this.exchange?.typed ? ".pair-open input" : `[data-file="${step}"]`;
    this.show();
  }

  // The guard.

  #guards() {
    const helplines = document.querySelector("a[href$='helplines.html']")?.getAttribute("href");
    return [
      helplines && h("p", {}, h("a", { href: helplines }, t("helplines"))),
      h("p", { class: "hint" }, t("pair_guard_kept")),
      h("div", { class: "presses" }, this.press(t("pair_go_on"), () => this.#goOn(), "first")),
    ];
  }

  async #goOn() {
    if (this.#needed) await this.#load();
    this.gone = true;
    this.next = this.#filling ? ".half > :first-child" : ".pair-steps > :first-child";
    this.half.firstElementChild?.setAttribute("tabindex", "-1");
    this.show();
  }

  // What to share.

  /** The lines that may be shown, each with its answer. */
  #lines() {
    return this.asked.map((field) => {
      const answer = { kind: field.kind, value: this.exercise.get(field.field), words: field.words() };
      return { id: field.field, label: answer.words.label, says: textOf(answer) };
    });
  }

  #choices() {
    const shares = this.shares;
    return [
      this.heading(t("pair_choose")),
      h("p", {}, t("pair_choose_how")),
      h(
        "ul",
        { class: "plain" },
        ...this.#lines().map(({ id, label, says }) => {
          const box = h("input", { type: "checkbox", "data-share-of": id, disabled: !says, change: () => this.#share(id, box.checked) });
          box.checked = box.defaultChecked = Boolean(says) && shares.includes(id);
          const words = h("span", {}, label, h("span", { class: "share-says" }, says ? h("bdi", {}, says) : t("pair_unanswered")));
          return h("li", {}, h("label", { class: "option" }, box, words));
        }),
      ),
      h("div", { class: "pair-preview" }),
    ];
  }

  /** @param {string} id @param {boolean} on */
  #share(id, on) {
    this.exercise.put("@share", this.asked.map(({ field }) => field).filter((field) => (field === id ? on : this.shares.includes(field))));
  }

  /** Ticks on paper which lines are to be shown. */
  #marks() {
    const shares = this.shares;
    for (const field of this.asked) field.closest(".asked")?.toggleAttribute("data-shown", shares.includes(field.field));
  }

  #preview() {
    const preview = /** @type {HTMLElement | null} */ (this.#choose.querySelector(".pair-preview"));
    if (!preview) return;
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (this.#choose.querySelectorAll("[data-share-of]"))) {
      // As it began, for Firefox; see `refresh` of a field.
      box.checked = box.defaultChecked = !box.disabled && this.shares.includes(box.dataset.shareOf ?? "");
    }
    const shown = this.shown;
    this.#fill(preview, [shown], () => [
      h("p", { class: "label" }, t("pair_preview")),
      shown.length === 0 ? h("p", { class: "nothing" }, t("pair_preview_none")) : h("dl", {}, ...shown.flatMap((one) => [h("dt", {}, one.words.label), h("dd", {}, h("bdi", {}, textOf(one)))])),
    ]);
  }

  // Sealing.

  sealing() {
    const second = this.stage === "second";
    return [
      this.heading(t("pair_seal")),
      h("p", {}, t("pair_seal_how")),
      h(
        "div",
        { class: "presses" },
        !second && this.press(t("pair_seal_two"), () => this.#seal(false), "first"),
        this.press(second ? t("pair_seal_second") : t("pair_seal_one"), () => this.#seal(true), second ? "first" : ""),
      ),
      this.told("seal"),
    ].filter(Boolean);
  }

  /** @param {boolean} oneDevice */
  async #seal(oneDevice) {
    this.#missing = false;
    const exchange = await this.#load();
    if (exchange) await exchange.seal(oneDevice);
    else this.fail("seal", t("later_missing"));
  }
}

customElements.define("sb-pair", Pair);
