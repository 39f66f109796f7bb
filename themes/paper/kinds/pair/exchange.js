import { Together } from "./together.js";
import { copyWords, drawnHalf, handHalf, handOpening } from "./handing.js";
import { isShown, isTime, LIMIT, openHalf, readHalf, readOpening, sealHalf, wordsOfKey } from "../../js/lib/pair/half.js";
import { announce, h } from "../../js/lib/dom.js";
import { brings, fileOf } from "../../js/lib/pair/link.js";
import { canSeal } from "../../js/lib/can_seal.js";
import { moment, sealedAnew } from "../../js/lib/pair/moment.js";
import { plural, t } from "../../js/lib/t.js";

/** @typedef {import("../../js/lib/pair/half.js").Shown} Shown */
/** @typedef {import("../../js/lib/pair/half.js").Trouble} Trouble */
/** @typedef {import("./pair.js").Sealed} Sealed */
/** @typedef {import("./pair.js").Theirs} Theirs */
/** @typedef {import("./pair.js").Stage} Stage */

/** The entry of the second of two who share a device. */
const SECOND = "partner";

/** What comes after filling in: sealing, exchanging, looking together, starting over. Loaded when somebody goes on to it. */
export class Exchange {
  #pair;
  /** Whether starting over is being asked about. */
  #over = false;
  /** @type {{key: string, shown: Shown[] | null}} what the other's half holds, once it is open */
  #opened = { key: "", shown: null };
  /** Words that were typed and did not fit, to be mended. */
  typed = "";
  /** Whether the code is shown. */
  #coded = false;

  /** @param {import("./pair.js").Pair} pair */
  constructor(pair) {
    this.#pair = pair;
    this.together = new Together(pair);
    addEventListener("hashchange", () => pair.show());
  }

  /** Forgets what answers it holds: they were locked away. */
  shut() {
    this.#opened = { key: "", shown: null };
    this.typed = "";
    this.#over = this.#coded = false;
  }

  /** What the other's half is, once it is here. @returns {Theirs | null} what is kept may come from a backup, and be anything */
  get theirs() {
    const { half, before } = this.#pair.exercise.get("@theirs", "") ?? {};
    // Its place was looked at when it was taken in; the exercise may have another name by now.
    const read = half && Array.isArray(before) && readHalf(JSON.stringify(half), half);
    return read && typeof read !== "string" ? { half: read, before: before.filter(isTime) } : null;
  }

  /** Both halves, once they may be seen. @returns {{mine: Shown[], yours: Shown[]} | null} */
  get both() {
    const mine = this.#pair.first;
    if (!mine) return null;
    if (this.#pair.stage) {
      const second = /** @type {Sealed | null} */ (this.#pair.exercise.get("@sealed", SECOND));
      return this.#pair.stage === "open" && second ? { mine: sound(mine.shown), yours: sound(second.shown) } : null;
    }
    const { half } = this.theirs ?? {};
    const key = this.#pair.exercise.get("@opening", "");
    if (!half || !key || typeof key !== "string") return null;
    const name = half.lock + half.box;
    if (this.#opened.key === name) return this.#opened.shown && { mine: sound(mine.shown), yours: this.#opened.shown };
    this.#opened = { key: name, shown: null };
    openHalf(half, key).then((shown) => {
      if (typeof shown === "string" || this.#opened.key !== name) return;
      this.#opened.shown = shown;
      this.#pair.show();
    });
    return null;
  }

  /** What the end is made from, where there is something to start over. */
  get end() {
    return (this.#pair.first || this.#over) && [this.#over, this.#pair.stage];
  }

  // Sealing.

  /** @param {boolean} oneDevice */
  async seal(oneDevice) {
    const { sealed: old, shown, stage } = this.#pair;
    const earlier = old ? [...old.earlier, old.sealed] : [];
    const now = new Date();
    /** @type {Sealed} */
    let sealed = { sealed: now.toISOString(), earlier, shown, halves: [] };
    if (!oneDevice) {
      if (!canSeal()) return this.#pair.fail("seal", t("pair_no_seal"));
      const { half, key } = await sealHalf(this.#pair.place, shown, earlier, now);
      sealed = { ...sealed, half, key, halves: [...(old?.halves ?? []), half.half] };
    }
    if (this.#pair.locked) return;
    this.#pair.trouble = null;
    this.#pair.again = false;
    this.#pair.exercise.put("@sealed", sealed);
    if (oneDevice) this.#go(stage === "second" ? "ready" : "hand");
    else this.#pair.next = ".pair-steps > :first-child";
    announce(t("pair_sealed", { date: moment(sealed.sealed) }));
    this.#pair.show();
  }

  /** @param {Stage} stage */
  #go(stage) {
    this.#pair.exercise.put("@stage", stage, { entry: "" });
    this.#pair.next = stage === "open" ? ".pair-look > :first-child" : ".pair-steps > :first-child";
    this.#pair.show();
  }

  /** What the steps are made from. */
  get state() {
    const changed = this.#pair.again && JSON.stringify(this.#pair.shown) !== JSON.stringify(this.#pair.sealed?.shown);
    const { exercise } = this.#pair;
    return [this.#pair.stage, exercise.entry, this.#pair.sealed, this.theirs, exercise.get("@opening", ""), this.#pair.again, changed, this.#pair.trouble, exercise.get("@given", ""), this.#unshared, this.#coded, location.hash];
  }

  /** How many answers the second person on this device has left here beside what is shown. */
  get #unshared() {
    return this.#pair.exercise.answers.filter(beside).length;
  }

  steps() {
    const stage = this.#pair.stage;
    if (stage === "hand") {
      return [
        this.#pair.heading(t("pair_hand")),
        h("p", {}, t("pair_hand_how")),
        h("div", { class: "presses" }, this.#pair.press(t("pair_hand_begin"), () => this.#second(), "first")),
      ];
    }
    if (stage === "ready") {
      return [
        this.#pair.heading(t("pair_ready")),
        this.#unshared > 0 && h("p", {}, plural("pair_left", this.#unshared)),
        this.#unshared > 0 && h("div", { class: "presses" }, this.#pair.press(t("pair_left_remove"), () => this.#tidy())),
        h("div", { class: "presses" }, this.#pair.press(t("pair_reveal"), () => this.#go("open"), "first")),
      ];
    }
    if (stage === "open") return [];
    const { theirs } = this;
    const { sealed } = this.#pair;
    if (sealed) return [...this.#came(), ...this.#exchange(sealed)];
    return [...this.#came(), theirs && h("p", {}, t("pair_theirs", { date: moment(theirs.half.sealed) })), ...this.#pair.sealing()];
  }

  /** What a code brought, to be taken in by whoever reads this. */
  #came() {
    if (!brings(location.hash)) return [];
    return [h("p", {}, t("pair_came")), h("div", { class: "presses" }, this.#pair.press(t("pair_came_take"), () => this.#takeCame(), "first"))];
  }

  #takeCame() {
    const file = fileOf(location.hash, this.#pair.place);
    // It stands in no bookmark and in no second try.
    history.replaceState(null, "", location.pathname + location.search);
    this.#take(file, this.#pair.sealed ? "take" : "seal");
  }

  #second() {
    // The one who takes over reads the guard too, alone.
    this.#pair.gone = !this.#pair.querySelector(".guard");
    this.#go("second");
    /** @type {HTMLElement | null} */ (this.#pair.querySelector(".guard"))?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null} */ (this.#pair.querySelector(".guard-on button"))?.focus();
  }

  async #tidy() {
    await this.#pair.exercise.clear(beside);
    this.#pair.next = ".pair-steps > :first-child";
    announce(t("pair_left_gone"));
    this.#pair.show();
  }

  // Exchanging.

  /** @param {Sealed} mine */
  #exchange(mine) {
    const theirs = this.theirs;
    const opening = this.#pair.exercise.get("@opening", "");
    const changed = JSON.stringify(this.#pair.shown) !== JSON.stringify(mine.shown);
    const given = this.#pair.exercise.get("@given", "") === mine.half?.half;
    const step = (/** @type {"done" | "now" | "later"} */ state, /** @type {(Node | string | false | null | undefined)[]} */ ...parts) =>
      h("li", { class: `step-${state}`, "aria-current": state === "now" && "step" }, ...parts.filter(Boolean));
    const line = (/** @type {string} */ words) => h("p", {}, words);
    return [
      this.#pair.heading(t("pair_exchange")),
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
            this.#pair.press(t("pair_save_half"), () => handHalf(mine), theirs ? "" : "first"),
            location.protocol !== "file:" && mine.half && this.#pair.press(this.#coded ? t("pair_code_close") : t("pair_code"), () => this.#showCode()),
            this.#pair.press(this.#pair.again ? t("pair_again_close") : t("pair_again"), () => this.#lookAgain()),
          ),
          this.#pair.again && changed && line(t("pair_changed")),
          this.#pair.again && changed && h("div", { class: "presses" }, this.#pair.press(t("pair_seal_again"), () => this.seal(false))),
          !opening && h("p", { class: "hint" }, t("pair_save_how")),
          this.#coded && mine.half && drawnHalf(mine.half),
        ),
        step(
          theirs ? "done" : "now",
          line(theirs ? t("pair_theirs", { date: moment(theirs.half.sealed) }) : t("pair_take")),
          theirs && !opening && line(t("pair_theirs_shut")),
          theirs && sealedAnew(theirs) && line(sealedAnew(theirs)),
          this.#file("take", theirs ? t("pair_take_newer") : t("pair_take_file")),
          this.#pair.told("take"),
        ),
        step(
          !theirs ? "later" : given ? "done" : "now",
          line(theirs ? t("pair_give") : t("pair_give_later")),
          theirs && h("p", { class: "pair-words" }, wordsOfKey(mine.key)),
          theirs && h("div", { class: "presses" }, navigator.clipboard && this.#pair.press(t("pair_copy"), () => copyWords(this.#pair, mine)), this.#pair.press(t("pair_give_file"), () => handOpening(this.#pair, mine))),
        ),
        step(
          !theirs ? "later" : opening ? "done" : "now",
          line(opening ? t("pair_opened") : theirs ? t("pair_open") : t("pair_open_later")),
          theirs && !opening && this.#opener(theirs),
        ),
      ),
    ];
  }

  #showCode() {
    this.#coded = !this.#coded;
    this.#pair.next = this.#coded ? ".pair-code" : ".pair-steps .first";
    this.#pair.show();
  }

  /** A button that takes a file. @param {string} step @param {string} words */
  #file(step, words) {
    const input = h("input", { type: "file", class: "unseen", accept: ".json,.txt,application/json,text/plain", "data-file": step });
    input.addEventListener("change", async () => {
      const file = input.files?.[0];
      if (!file) return;
      const text = file.size > LIMIT ? "" : await file.text().catch(() => "");
      input.value = "";
      this.typed = "";
      if (file.size > LIMIT) this.#pair.fail(step, this.#why("huge"));
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

  /** @param {string} text @param {string} [step] where it is said what went wrong */
  #take(text, step = "take") {
    const half = readHalf(text, this.#pair.place);
    if (typeof half === "string") return this.#pair.fail(step, this.#why(half));
    if (this.#pair.first?.halves.includes(half.half)) return this.#pair.fail(step, this.#why("own"));
    const old = this.theirs;
    if (old?.half.half === half.half) {
      return this.#pair.fail(step, old.half.box === half.box && old.half.lock === half.lock ? t("pair_same_file") : this.#why("broken"));
    }
    this.#pair.trouble = null;
    this.#pair.exercise.put("@opening", null, { entry: "" });
    this.#pair.exercise.put("@theirs", { half, before: old ? [...old.before, old.half.sealed] : [] }, { entry: "" });
    this.#pair.next = ".pair-steps > :first-child";
    announce(t("pair_theirs", { date: moment(half.sealed) }));
    this.#pair.show();
  }

  /** @param {Theirs} theirs */
  #opener({ half }) {
    const input = h("input", { type: "text", class: "write", autocomplete: "off", autocapitalize: "off", spellcheck: "false", id: `${half.half}-words` });
    input.value = this.typed;
    const told = this.#pair.told("open");
    if (told && this.typed) {
      told.id = `${input.id}-wrong`;
      input.setAttribute("aria-describedby", told.id);
      input.setAttribute("aria-invalid", "true");
    }
    const form = h(
      "form",
      { class: "pair-open" },
      h("label", { class: "part", for: input.id }, t("pair_open_words")),
      input,
      h("div", { class: "presses" }, h("button", { class: "press first" }, t("pair_open_do"))),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.typed = input.value;
      this.#open(input.value);
    });
    return h("div", {}, form, this.#file("open", t("pair_open_file")), told);
  }

  /** @param {string} text */
  async #open(text) {
    const { half } = this.theirs ?? {};
    if (!half) return;
    const read = readOpening(text, half);
    if (typeof read === "string") return this.#pair.fail("open", this.#why(read));
    const shown = await openHalf(half, read.key);
    if (typeof shown === "string") return this.#pair.fail("open", this.#why(shown));
    if (this.#pair.locked || this.theirs?.half.half !== half.half) return;
    this.#pair.trouble = null;
    this.#pair.again = false;
    this.typed = "";
    this.#opened = { key: half.lock + half.box, shown };
    this.#pair.exercise.put("@opening", read.key, { entry: "" });
    this.#pair.next = ".pair-look > :first-child";
    this.#pair.show();
  }

  #lookAgain() {
    this.#pair.again = !this.#pair.again;
    this.#pair.next = this.#pair.again ? ".half > :first-child" : ".pair-steps > :first-child";
    this.#pair.half.firstElementChild?.setAttribute("tabindex", "-1");
    this.#pair.show();
  }

  startOver() {
    const close = (/** @type {boolean} */ over) => () => {
      this.#over = over;
      this.#pair.next = over ? ".over-sure" : ".pair-end button";
      this.#pair.show();
    };
    if (!this.#over) return [h("div", { class: "presses" }, this.#pair.press(t("pair_over"), close(true)))];
    return [
      h("p", { class: "over-sure", tabindex: "-1" }, this.#pair.stage ? t("pair_over_sure_one") : t("pair_over_sure")),
      h("div", { class: "presses" }, this.#pair.press(t("pair_over_yes"), () => this.#clear()), this.#pair.press(t("pair_over_no"), close(false))),
    ];
  }

  async #clear() {
    this.#over = this.#pair.again = false;
    this.#pair.trouble = null;
    this.#opened = { key: "", shown: null };
    await this.#pair.exercise.clear(({ entry, field }) => entry === SECOND || field.startsWith("@"));
    // Whoever holds the device now reads the guard first.
    this.#pair.gone = !this.#pair.querySelector(".guard");
    this.#pair.next = ".guard-on button";
    this.#pair.show();
  }
}

/** Whether an answer is of the second person, beside what is sealed. @param {import("../../js/lib/answers.js").Answer} answer */
const beside = ({ entry, field }) => entry === SECOND && !field.startsWith("@");

/** @param {any} shown what is kept may come from a backup, and be anything */
const sound = (shown) => /** @type {Shown[]} */ ([shown].flat().filter(isShown));
