import { Field } from "../../js/lib/field.js";
import { h, sayOnPaper, seen } from "../../js/lib/dom.js";
import { bookStore } from "../../js/lib/store.js";
import { day, t } from "../../js/lib/t.js";
import { textOf } from "../../js/lib/text.js";

/** Shows what was answered to another question, the newest when it is asked again and again. It answers nothing itself. */
class Recall extends Field {
  #when = h("p", { class: "recalled-when how made answer" });
  #words = h("p", { class: "recalled-words made answer" });

  enhance() {
    this.querySelector(".recalled")?.append(this.#words, this.#when);
    const store = bookStore();
    for (const event of ["answers", "lock"]) store.addEventListener(event, () => this.refresh());
    store.ready.then(() => this.refresh());
  }

  refresh() {
    super.refresh();
    // Each under its name of now and those of before.
    const [exercises, fields] = [this.dataset.ofExercise, this.dataset.ofField].map((names) => names?.split(" ") ?? []);
    const store = bookStore();
    const [answer] = store.locked
      ? []
      : store
          .all()
          .filter((one) => exercises.includes(one.exercise) && fields.includes(one.field) && textOf(one))
          .sort((a, b) => b.time - a.time);
    this.toggleAttribute("data-answered", !!answer);
    sayOnPaper(this.#words, answer ? textOf(answer) : "");
    this.#words.hidden = !answer;
    if (!answer) {
      this.#when.textContent = store.locked ? t("recall_locked") : t("recall_none");
      return;
    }
    const { label } = answer.words;
    const then = label === seen(this.querySelector(".recalled-from a")) ? "" : ` ${t("recall_then", { label })}`;
    this.#when.textContent = t("recall_when", { date: day(answer.time) }) + then;
  }
}
customElements.define("sb-recall", Recall);
