import { LIMIT, openHalf, openingFile, readHalf, readOpening, sealHalf, wordsOfKey } from "../../js/lib/pair/half.js";
import { announce, h, handFile, seen } from "../../js/lib/dom.js";
import { bookStore } from "../../js/lib/store.js";
import { localTime } from "../../js/lib/calendar.js";
import { canSeal } from "../../js/lib/seal.js";
import { compared } from "../../js/lib/pair/compare.js";
import { day, plural, t } from "../../js/lib/t.js";
import { handReminder, reminderWords } from "../../js/lib/reminder.js";
import { isAnswered } from "../../js/lib/condition.js";
import { Part } from "../../js/elements/part.js";
import { textOf } from "../../js/lib/text.js";

/** @typedef {import("../../js/lib/pair/half.js").Half} Half */
/** @typedef {import("../../js/lib/pair/half.js").Shown} Shown */
/** @typedef {import("../../js/lib/pair/half.js").Trouble} Trouble */
/**
 * What is kept of a sealing, under `@sealed`: of the first under no entry, of the second on one shared device under `partner`.
 *
 * @typedef {{sealed: string, earlier: string[], shown: Shown[], half?: Half, key?: string, halves: string[]}} Sealed
 */
/** @typedef {{half: Half, before: string[]}} Theirs the other's half, under `@theirs`, and when ones that came before it were sealed */
/** @typedef {"" | "hand" | "second" | "ready" | "open"} Stage where two are who share a device, under `@stage` */

const PARTNER = "partner";

/** An exercise for two: each fills in alone, seals what may be seen, and both open together. */
class Pair extends Part {
  /** Whether the guard was read, on this visit. */
  #gone = !this.querySelector(".guard");
  /** Whether a sealed half is being looked at again. */
  #again = false;
  /** Whether starting over is being asked about. */
  #over = false;
  /** @type {{step: string, words: string} | null} what went wrong, and where */
  #trouble = null;
  /** @type {{key: string, shown: Shown[] | null}} what the other's half holds, once it is open */
  #opened = { key: "", shown: null };
  /** What gets the focus after the next drawing, as a selector. */
  #focus = "";
  /** @type {WeakMap<Element, string>} what each made part was made from */
  #made = new WeakMap();
  /** Words that were typed and did not fit, to be mended. */
  #typed = "";

  #guard = h("div", { class: "guard-on made" });
  #choose = h("div", { class: "pair-choose made" });
  #steps = h("div", { class: "pair-steps made" });
  #look = h("div", { class: "pair-look made answer" });
  #after = h("div", { class: "pair-after made" });
  #end = h("div", { class: "pair-end made" });

  enhance() {
    this.querySelector(".guard")?.after(this.#guard);
    this.#half.after(this.#choose, this.#steps, this.#look);
    this.querySelector(".agreement")?.append(this.#after);
    this.append(this.#end);
    this.querySelector(".shares")?.setAttribute("data-away", "screen");
    this.#away();
    addEventListener("afterprint", () => this.removeAttribute("data-print"));
  }

  began() {
    // Whoever opens the page again goes on where the two stopped; nothing is seen before the guard.
    if (this.#stage && this.#stage !== "open") this.exercise.entry = PARTNER;
  }

  get #half() {
    return /** @type {HTMLElement} */ (this.querySelector(".half"));
  }

  /** @returns {Stage} */
  get #stage() {
    return this.exercise.get("@stage", "") ?? "";
  }

  /** @returns {Sealed | null} of who is at it */
  get #sealed() {
    return this.exercise.get("@sealed");
  }

  /** @returns {Sealed | null} */
  get #first() {
    return this.exercise.get("@sealed", "");
  }

  /** @returns {Theirs | null} */
  get #theirs() {
    return this.exercise.get("@theirs", "");
  }

  get #place() {
    const { book = "", pack = "" } = document.body.dataset;
    return { book, pack, exercise: this.exercise.exercise };
  }

  /** The fields of a half that may be shown, as far as they are asked now. */
  get #asked() {
    return this.exercise.fields.filter((field) => field.dataset.share === "ask" && !field.hidden);
  }

  /** Which fields are to be shown. @returns {string[]} */
  get #shares() {
    const ids = /** @type {string[]} */ (this.exercise.get("@share") ?? []);
    return ids.map((id) => this.#now(id));
  }

  /** What a field is called now. @param {string} id */
  #now(id) {
    return this.exercise.fields.find(({ was }) => was.includes(id))?.field ?? id;
  }

  /** What would be sealed now. @returns {Shown[]} */
  get #shown() {
    const shares = this.#shares;
    return this.#asked
      .map((field) => ({ field: field.field, kind: field.kind, value: this.exercise.get(field.field), words: field.words() }))
      .filter(({ field, value }) => shares.includes(field) && isAnswered(value));
  }

  /** Both halves, once they may be seen. @returns {{mine: Shown[], yours: Shown[]} | null} */
  get #both() {
    const mine = this.#first;
    if (!mine) return null;
    if (this.#stage) {
      const second = /** @type {Sealed | null} */ (this.exercise.get("@sealed", PARTNER));
      return this.#stage === "open" && second ? { mine: mine.shown, yours: second.shown } : null;
    }
    const { half } = this.#theirs ?? {};
    const key = this.exercise.get("@opening", "");
    if (!half || !key) return null;
    const name = half.lock + half.box;
    if (this.#opened.key === name) return this.#opened.shown && { mine: mine.shown, yours: this.#opened.shown };
    this.#opened = { key: name, shown: null };
    openHalf(half, key).then((shown) => {
      if (typeof shown === "string" || this.#opened.key !== name) return;
      this.#opened.shown = shown;
      this.show();
    });
    return null;
  }

  show() {
    const { locked } = this;
    if (locked) {
      this.#opened = { key: "", shown: null };
      this.#trouble = null;
      this.#typed = "";
      this.#again = this.#over = false;
    }
    const both = locked ? null : this.#both;
    const on = this.#gone && !locked;
    this.#away(both !== null);
    this.#fill(this.#guard, !this.#gone && !locked, () => this.#guards());
    this.#fill(this.#choose, on && this.#filling && this.#lines(), () => this.#choices());
    this.#preview();
    this.#fill(this.#steps, on && this.#state(), () => this.#stepList());
    this.#fill(this.#look, on && both && [both, this.#theirs, this.#stage], () => this.#compare(/** @type {any} */ (both)));
    this.#fill(this.#after, on && [this.#at("after")], () => this.#agreementTools());
    this.#fill(this.#end, on && (this.#first || this.#over) && [this.#over, this.#stage], () => this.#startOver());
    if (this.#focus) /** @type {HTMLElement | null} */ (this.querySelector(this.#focus))?.focus();
    this.#focus = "";
  }

  /** Whether a half is open to be filled in. */
  get #filling() {
    if (this.#stage && this.#stage !== "second") return false;
    return !this.#sealed || this.#again;
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
    const kept = began && !this.locked && Boolean(this.#first);
    put(this.querySelector(".guard"), this.#gone, "screen");
    put(this.querySelector(".reveal"), !this.#gone, "screen");
    const half = this.#gone && began && !this.locked && this.#filling;
    put(this.#half, !half, kept ? "everywhere" : "screen");
    const agreed = began && this.#agreed.some((field) => isAnswered(this.exercise.get(field.field, "")));
    const together = open || (agreed && (!this.#stage || this.#stage === "open"));
    put(this.querySelector(".agreement"), !this.#gone || !together, "screen");
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
  #heading(words, name = "") {
    const tag = /** @type {"h3"} */ (this.#half.firstElementChild?.localName ?? "h3");
    return h(tag, { tabindex: "-1", class: name }, words);
  }

  /**
   * @param {string} words
   * @param {() => void} act
   * @param {string} [more]
   */
  #press(words, act, more = "") {
    return h("button", { type: "button", class: `press ${more}`.trim(), click: act }, words);
  }

  /** What went wrong at a step. @param {string} step */
  #at(step) {
    return this.#trouble?.step === step ? this.#trouble.words : "";
  }

  /** @param {string} step */
  #told(step) {
    const words = this.#at(step);
    return words && h("p", { class: "pair-trouble", role: "alert" }, words);
  }

  /** @param {string} step @param {string} words */
  #fail(step, words) {
    this.#trouble = { step, words };
    this.#focus = step === "open" && this.#typed ? ".pair-open input" : `[data-file="${step}"]`;
    this.show();
  }

  // The guard.

  #guards() {
    const helplines = document.querySelector("a[href$='helplines.html']")?.getAttribute("href");
    return [
      helplines && h("p", {}, h("a", { href: helplines }, t("helplines"))),
      h("p", { class: "hint" }, t("pair_guard_kept")),
      h("div", { class: "presses" }, this.#press(t("pair_go_on"), () => this.#goOn(), "first")),
    ];
  }

  #goOn() {
    this.#gone = true;
    this.#focus = this.#filling ? ".half > :first-child" : ".pair-steps > :first-child";
    this.#half.firstElementChild?.setAttribute("tabindex", "-1");
    this.show();
  }

  // What to share.

  /** The lines that may be shown, each with its answer. */
  #lines() {
    return this.#asked.map((field) => {
      const answer = { kind: field.kind, value: this.exercise.get(field.field), words: field.words() };
      return { id: field.field, label: answer.words.label, says: textOf(answer) };
    });
  }

  #choices() {
    const shares = this.#shares;
    return [
      this.#heading(t("pair_choose")),
      h("p", {}, t("pair_choose_how")),
      h(
        "ul",
        { class: "plain" },
        ...this.#lines().map(({ id, label, says }) => {
          const box = h("input", { type: "checkbox", "data-share-of": id, disabled: !says, change: () => this.#share(id, box.checked) });
          box.checked = Boolean(says) && shares.includes(id);
          const words = h("span", {}, label, h("span", { class: "share-says" }, says ? h("bdi", {}, says) : t("pair_unanswered")));
          return h("li", {}, h("label", { class: "option" }, box, words));
        }),
      ),
      h("div", { class: "pair-preview" }),
    ];
  }

  /** @param {string} id @param {boolean} on */
  #share(id, on) {
    this.exercise.put("@share", this.#asked.map(({ field }) => field).filter((field) => (field === id ? on : this.#shares.includes(field))));
  }

  #preview() {
    const preview = /** @type {HTMLElement | null} */ (this.#choose.querySelector(".pair-preview"));
    if (!preview) return;
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (this.#choose.querySelectorAll("[data-share-of]"))) {
      box.checked = !box.disabled && this.#shares.includes(box.dataset.shareOf ?? "");
    }
    const shown = this.#shown;
    this.#fill(preview, [shown], () => [
      h("p", { class: "label" }, t("pair_preview")),
      shown.length === 0 ? h("p", { class: "nothing" }, t("pair_preview_none")) : h("dl", {}, ...shown.flatMap((one) => [h("dt", {}, one.words.label), h("dd", {}, h("bdi", {}, textOf(one)))])),
    ]);
  }

  // Sealing.

  /** @param {boolean} oneDevice */
  async #seal(oneDevice) {
    const old = this.#sealed;
    const shown = this.#shown;
    const earlier = old ? [...old.earlier, old.sealed] : [];
    const now = new Date();
    /** @type {Sealed} */
    let sealed = { sealed: now.toISOString(), earlier, shown, halves: [] };
    if (!oneDevice) {
      if (!canSeal()) return this.#fail("seal", t("pair_no_seal"));
      const { half, key } = await sealHalf(this.#place, shown, earlier, now);
      sealed = { ...sealed, half, key, halves: [...(old?.halves ?? []), half.half] };
    }
    if (this.locked) return;
    this.#trouble = null;
    this.#again = false;
    this.exercise.put("@sealed", sealed);
    if (oneDevice) this.#go(this.#stage === "second" ? "ready" : "hand");
    else this.#focus = ".pair-steps > :first-child";
    announce(t("pair_sealed", { date: moment(sealed.sealed) }));
    this.show();
  }

  /** @param {Stage} stage */
  #go(stage) {
    this.exercise.put("@stage", stage, { entry: "" });
    this.exercise.entry = stage === "open" ? "" : PARTNER;
    this.#focus = stage === "open" ? ".pair-look > :first-child" : ".pair-steps > :first-child";
    this.show();
  }

  /** What the steps are made from. */
  #state() {
    const changed = this.#again && JSON.stringify(this.#shown) !== JSON.stringify(this.#sealed?.shown);
    const { exercise } = this;
    return [this.#stage, exercise.entry, this.#sealed, this.#theirs, exercise.get("@opening", ""), this.#again, changed, this.#trouble, exercise.get("@given", ""), this.#unshared];
  }

  /** How many answers the second person on this device has left here beside what is shown. */
  get #unshared() {
    const own = this.exercise.exercise;
    return bookStore().all(own).filter(({ entry, field }) => entry === PARTNER && !field.startsWith("@")).length;
  }

  #stepList() {
    const stage = this.#stage;
    if (stage === "hand") {
      return [
        this.#heading(t("pair_hand")),
        h("p", {}, t("pair_hand_how")),
        h("div", { class: "presses" }, this.#press(t("pair_hand_begin"), () => this.#second(), "first")),
      ];
    }
    if (stage === "ready") {
      return [
        this.#heading(t("pair_ready")),
        this.#unshared > 0 && h("p", {}, plural("pair_left", this.#unshared)),
        this.#unshared > 0 && h("div", { class: "presses" }, this.#press(t("pair_left_remove"), () => this.#tidy())),
        h("div", { class: "presses" }, this.#press(t("pair_reveal"), () => this.#go("open"), "first")),
      ];
    }
    if (stage === "open") return [];
    if (!this.#sealed) return this.#sealing();
    return this.#exchange(this.#sealed);
  }

  #sealing() {
    const second = this.#stage === "second";
    return [
      this.#heading(t("pair_seal")),
      h("p", {}, t("pair_seal_how")),
      h(
        "div",
        { class: "presses" },
        !second && this.#press(t("pair_seal_two"), () => this.#seal(false), "first"),
        this.#press(second ? t("pair_seal_second") : t("pair_seal_one"), () => this.#seal(true), second ? "first" : ""),
      ),
      this.#told("seal"),
    ].filter(Boolean);
  }

  #second() {
    // The one who takes over reads the guard too, alone.
    this.#gone = !this.querySelector(".guard");
    this.#go("second");
    /** @type {HTMLElement | null} */ (this.querySelector(".guard"))?.scrollIntoView({ block: "center" });
    this.#guard.querySelector("button")?.focus();
  }

  async #tidy() {
    const own = this.exercise.exercise;
    await bookStore().remove(({ exercise, entry, field }) => exercise === own && entry === PARTNER && !field.startsWith("@"));
    this.exercise.entry = PARTNER;
    this.#focus = ".pair-steps > :first-child";
    announce(t("pair_left_gone"));
    this.show();
  }

  // Exchanging.

  /** @param {Sealed} mine */
  #exchange(mine) {
    const theirs = this.#theirs;
    const opening = this.exercise.get("@opening", "");
    const changed = JSON.stringify(this.#shown) !== JSON.stringify(mine.shown);
    const given = this.exercise.get("@given", "") === mine.half?.half;
    const step = (/** @type {"done" | "now" | "later"} */ state, /** @type {(Node | string | false | null | undefined)[]} */ ...parts) =>
      h("li", { class: `step-${state}`, "aria-current": state === "now" && "step" }, ...parts.filter(Boolean));
    const line = (/** @type {string} */ words) => h("p", {}, words);
    return [
      this.#heading(t("pair_exchange")),
      h(
        "ol",
        {},
        step(
          "done",
          line(t("pair_sealed", { date: moment(mine.sealed) })),
          mine.earlier.length > 0 && line(t("pair_sealed_anew")),
          h(
            "div",
            { class: "presses" },
            this.#press(t("pair_save_half"), () => this.#handHalf(mine), theirs ? "" : "first"),
            this.#press(this.#again ? t("pair_again_close") : t("pair_again"), () => this.#lookAgain()),
          ),
          this.#again && changed && line(t("pair_changed")),
          this.#again && changed && h("div", { class: "presses" }, this.#press(t("pair_seal_again"), () => this.#seal(false))),
          !opening && h("p", { class: "hint" }, t("pair_save_how")),
        ),
        step(
          theirs ? "done" : "now",
          line(theirs ? t("pair_theirs", { date: moment(theirs.half.sealed) }) : t("pair_take")),
          theirs && !opening && line(t("pair_theirs_shut")),
          theirs && this.#anew(theirs) && line(this.#anew(theirs)),
          this.#file("take", theirs ? t("pair_take_newer") : t("pair_take_file")),
          this.#told("take"),
        ),
        step(
          !theirs ? "later" : given ? "done" : "now",
          line(theirs ? t("pair_give") : t("pair_give_later")),
          theirs && h("p", { class: "pair-words" }, wordsOfKey(mine.key ?? "")),
          theirs && h("div", { class: "presses" }, navigator.clipboard && this.#press(t("pair_copy"), () => this.#copy(mine)), this.#press(t("pair_give_file"), () => this.#handOpening(mine))),
        ),
        step(
          !theirs ? "later" : opening ? "done" : "now",
          line(opening ? t("pair_opened") : theirs ? t("pair_open") : t("pair_open_later")),
          theirs && !opening && this.#opener(theirs),
        ),
      ),
    ];
  }

  /** That the other sealed more than once. @param {Theirs} theirs */
  #anew({ half, before }) {
    const all = [...new Set([...before, ...half.earlier])].sort();
    return all.length > 0 ? t("pair_theirs_anew", { dates: all.map(moment).join("; ") }) : "";
  }

  /** A button that takes a file. @param {string} step @param {string} words */
  #file(step, words) {
    const input = h("input", { type: "file", class: "unseen", accept: ".json,.txt,application/json,text/plain", "data-file": step });
    input.addEventListener("change", async () => {
      const file = input.files?.[0];
      if (!file) return;
      const text = file.size > LIMIT ? "" : await file.text().catch(() => "");
      input.value = "";
      this.#typed = "";
      if (file.size > LIMIT) this.#fail(step, this.#why("huge"));
      else if (step === "take") this.#take(text);
      else this.#open(text);
    });
    return h("div", { class: "presses" }, h("label", { class: "press pair-file" }, words, input));
  }

  /** @param {Trouble} trouble */
  #why(trouble) {
    if (trouble === "huge") return t("pair_bad_huge");
    if (trouble === "foreign") return t("pair_bad_foreign");
    if (trouble === "later") return t("pair_bad_later");
    if (trouble === "own") return t("pair_bad_own");
    if (trouble === "half") return t("pair_bad_half");
    if (trouble === "opening") return t("pair_bad_opening");
    return trouble === "wrong" ? t("pair_bad_wrong") : t("pair_bad_broken");
  }

  /** @param {string} text */
  #take(text) {
    const half = readHalf(text, this.#place);
    if (typeof half === "string") return this.#fail("take", this.#why(half));
    if (this.#first?.halves.includes(half.half)) return this.#fail("take", this.#why("own"));
    const old = this.#theirs;
    if (old?.half.half === half.half) {
      return this.#fail("take", old.half.box === half.box && old.half.lock === half.lock ? t("pair_same_file") : this.#why("broken"));
    }
    this.#trouble = null;
    this.exercise.put("@opening", null, { entry: "" });
    this.exercise.put("@theirs", { half, before: old ? [...old.before, old.half.sealed] : [] }, { entry: "" });
    this.#focus = ".pair-steps > :first-child";
    announce(t("pair_theirs", { date: moment(half.sealed) }));
    this.show();
  }

  /** @param {Theirs} theirs */
  #opener({ half }) {
    const input = h("input", { type: "text", class: "write", autocomplete: "off", autocapitalize: "off", spellcheck: "false", id: `${half.half}-words` });
    input.value = this.#typed;
    const form = h(
      "form",
      { class: "pair-open" },
      h("label", { class: "part", for: input.id }, t("pair_open_words")),
      input,
      h("div", { class: "presses" }, h("button", { class: "press first" }, t("pair_open_do"))),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#typed = input.value;
      this.#open(input.value);
    });
    return h("div", {}, form, this.#file("open", t("pair_open_file")), this.#told("open"));
  }

  /** @param {string} text */
  async #open(text) {
    const { half } = this.#theirs ?? {};
    if (!half) return;
    const read = readOpening(text, half);
    if (typeof read === "string") return this.#fail("open", this.#why(read));
    const shown = await openHalf(half, read.key);
    if (typeof shown === "string") return this.#fail("open", this.#why(shown));
    if (this.locked || this.#theirs?.half.half !== half.half) return;
    this.#trouble = null;
    this.#again = false;
    this.#typed = "";
    this.#opened = { key: half.lock + half.box, shown };
    this.exercise.put("@opening", read.key, { entry: "" });
    this.#focus = ".pair-look > :first-child";
    this.show();
  }

  #lookAgain() {
    this.#again = !this.#again;
    this.#focus = this.#again ? ".half > :first-child" : ".pair-steps > :first-child";
    this.#half.firstElementChild?.setAttribute("tabindex", "-1");
    this.show();
  }

  /** @param {Sealed} mine */
  #handHalf({ half }) {
    handFile(`notes-${today()}-sealed.json`, JSON.stringify(half), "application/json");
  }

  /** @param {Sealed} mine */
  #handOpening({ half, key }) {
    if (!half || !key) return;
    handFile(`notes-${today()}-words.json`, openingFile(half, key), "application/json");
    this.exercise.put("@given", half.half, { entry: "" });
  }

  /** @param {Sealed} mine */
  async #copy({ half, key = "" }) {
    try {
      await navigator.clipboard.writeText(wordsOfKey(key));
      announce(t("pair_copied"));
      this.exercise.put("@given", half?.half, { entry: "" });
    } catch {
      announce(t("pair_copy_not"));
    }
  }

  // Looking together.

  /** @param {{mine: Shown[], yours: Shown[]}} both */
  #compare(both) {
    const shared = this.#stage === "open";
    const names = shared
      ? { me: t("pair_first"), you: t("pair_second"), onlyMe: t("pair_only_first"), onlyYou: t("pair_only_second") }
      : { me: t("pair_me"), you: t("pair_you"), onlyMe: t("pair_only_me"), onlyYou: t("pair_only_you") };
    const find = (/** @type {Shown[]} */ half, /** @type {string} */ id) => half.find(({ field }) => field === id);
    // A half may have been sealed in an edition of the book that named its questions and choices in another way.
    const named = (/** @type {Shown[]} */ half) => half.map((one) => ({ ...one, field: this.#now(one.field) }));
    const [mine, yours] = [named(both.mine), named(both.yours)];
    const order = [...new Set([...this.exercise.fields.map(({ field }) => field), ...yours.map(({ field }) => field)])];
    const shown = order.filter((id) => find(mine, id) || find(yours, id));
    const theirs = this.#theirs;
    return [
      this.#heading(t("pair_look")),
      theirs && this.#anew(theirs) && h("p", { class: "hint" }, this.#anew(theirs)),
      shown.length === 0 && h("p", { class: "nothing" }, t("pair_look_none")),
      ...shown.map((id) => {
        const field = this.exercise.field(id);
        const label = seen(field?.querySelector(".label")) || find(yours, id)?.words.label || id;
        const control = /** @type {HTMLInputElement | null | undefined} */ (field?.querySelector("input[type=number], input[type=range]"));
        return h(
          "section",
          { class: "pair-line", "aria-label": label },
          h("p", { class: "label" }, h("bdi", {}, label)),
          compared(field?.dataset.compare ?? "", find(mine, id), find(yours, id), { names, control, values: field?.renamed?.values }),
        );
      }),
    ];
  }

  #agreementTools() {
    const { calendar } = this.exercise.spec;
    return [
      h(
        "div",
        { class: "presses" },
        this.#press(t("pair_print"), () => this.#print()),
        calendar && this.#press(t("pair_calendar"), () => this.#calendar()),
      ),
      calendar && h("p", { class: "hint" }, reminderWords(calendar)),
      this.#told("after"),
    ].filter(Boolean);
  }

  /** The agreement alone: what was shown stays between the two. */
  #print() {
    this.setAttribute("data-print", "agreement");
    print();
  }

  #calendar() {
    const { at, minutes, ...reminder } = this.exercise.spec.calendar;
    const start = this.exercise.get(at, "");
    if (!start) return this.#fail("after", t("pair_calendar_when", { field: this.exercise.field(at)?.words().label ?? "" }));
    this.#trouble = null;
    handReminder(this.exercise, reminder, { start, minutes });
    this.show();
  }

  #startOver() {
    const close = (/** @type {boolean} */ over) => () => {
      this.#over = over;
      this.#focus = over ? ".over-sure" : ".pair-end button";
      this.show();
    };
    if (!this.#over) return [h("div", { class: "presses" }, this.#press(t("pair_over"), close(true)))];
    return [
      h("p", { class: "over-sure", tabindex: "-1" }, this.#stage ? t("pair_over_sure_one") : t("pair_over_sure")),
      h("div", { class: "presses" }, this.#press(t("pair_over_yes"), () => this.#clear()), this.#press(t("pair_over_no"), close(false))),
    ];
  }

  async #clear() {
    const own = this.exercise.exercise;
    this.#over = this.#again = false;
    this.#trouble = null;
    this.#opened = { key: "", shown: null };
    await bookStore().remove(({ exercise, entry, field }) => exercise === own && (entry === PARTNER || field.startsWith("@")));
    // Whoever holds the device now reads the guard first.
    this.#gone = !this.querySelector(".guard");
    this.exercise.entry = "";
    this.#focus = ".guard-on button";
    this.show();
  }
}

/** @param {string} when */
const moment = (when) => day(when, { dateStyle: "long", timeStyle: "short" });

const today = () => localTime(new Date()).slice(0, 10);

customElements.define("sb-pair", Pair);
