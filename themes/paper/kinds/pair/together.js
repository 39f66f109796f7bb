import { h, seen } from "../../js/lib/dom.js";
import { compared } from "../../js/lib/pair/compare.js";
import { sealedAnew } from "../../js/lib/pair/moment.js";
import { handReminder, reminderWords } from "../../js/lib/reminder.js";
import { t } from "../../js/lib/t.js";

/** @typedef {import("../../js/lib/pair/half.js").Shown} Shown */

/** What two do once both halves are open: they look at them side by side, agree, and take the agreement with them. */
export class Together {
  #pair;

  /** @param {import("./pair.js").Pair} pair */
  constructor(pair) {
    this.#pair = pair;
  }

  /** Both halves, line by line. @param {{mine: Shown[], yours: Shown[]}} both */
  compare(both) {
    const shared = this.#pair.stage === "open";
    const names = shared
      ? { me: t("pair_first"), you: t("pair_second"), onlyMe: t("pair_only_first"), onlyYou: t("pair_only_second") }
      : { me: t("pair_me"), you: t("pair_you"), onlyMe: t("pair_only_me"), onlyYou: t("pair_only_you") };
    const find = (/** @type {Shown[]} */ half, /** @type {string} */ id) => half.find(({ field }) => field === id);
    // A half may have been sealed in an edition of the book that named its questions and choices in another way.
    const named = (/** @type {Shown[]} */ half) => half.map((one) => ({ ...one, field: this.#pair.now(one.field) }));
    const [mine, yours] = [named(both.mine), named(both.yours)];
    const order = [...new Set([...this.#pair.exercise.fields.map(({ field }) => field), ...yours.map(({ field }) => field)])];
    const shown = order.filter((id) => find(mine, id) || find(yours, id));
    const theirs = this.#pair.exchange?.theirs;
    return [
      this.#pair.heading(t("pair_look")),
      theirs && sealedAnew(theirs) && h("p", { class: "hint" }, sealedAnew(theirs)),
      shown.length === 0 && h("p", { class: "nothing" }, t("pair_look_none")),
      ...shown.map((id) => {
        const field = this.#pair.exercise.field(id);
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

  /** What stands below the agreement. */
  tools() {
    const { calendar } = this.#pair.exercise.spec;
    return [
      h(
        "div",
        { class: "presses" },
        this.#pair.press(t("pair_print"), () => this.#print()),
        calendar && this.#pair.press(t("pair_calendar"), () => this.#calendar()),
      ),
      calendar && h("p", { class: "hint" }, reminderWords(calendar)),
      this.#pair.told("after"),
    ].filter(Boolean);
  }

  /** The agreement alone: what was shown stays between the two. */
  #print() {
    this.#pair.setAttribute("data-print", "agreement");
    print();
  }

  #calendar() {
    const { at, minutes, ...reminder } = this.#pair.exercise.spec.calendar;
    const start = this.#pair.exercise.field(at)?.value;
    if (!start) return this.#pair.fail("after", t("pair_calendar_when", { field: this.#pair.exercise.field(at)?.words().label ?? "" }));
    this.#pair.trouble = null;
    handReminder(this.#pair.exercise, reminder, { start, minutes });
    this.#pair.show();
  }
}
