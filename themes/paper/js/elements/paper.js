import { h } from "../lib/dom.js";
import { keepPaperSetting, paperSetting } from "../lib/paper.js";
import { t } from "../lib/t.js";

/** The choices of how sheets are printed, beside a sheet and on the page of packets. */
export class Paper extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    this.classList.add("made");
    this.append(
      h(
        "details",
        { class: "how-to-print" },
        h("summary", {}, t("paper_how")),
        this.#choice("paper", t("paper_size"), { a4: "A4", letter: t("paper_letter") }),
        this.#choice("blank", t("paper_answers"), { "": t("paper_filled"), on: t("paper_blank") }),
        this.#choice("large", t("paper_print"), { "": t("paper_normal"), on: t("paper_large") }),
        this.#choice("facilitator", t("paper_copy_for"), { "": t("paper_reader"), on: t("paper_helper") }),
        this.#choice("helpline", t("paper_helpline"), { on: t("paper_with"), "": t("paper_without") }),
      ),
    );
  }

  /**
   * @param {import("../lib/paper.js").PaperSetting} name
   * @param {string} label
   * @param {Record<string, string>} options
   */
  #choice(name, label, options) {
    const radios = Object.entries(options).map(([value, words]) =>
      h(
        "label",
        { class: "option" },
        h("input", {
          type: "radio",
          name: `print-${name}`,
          value,
          checked: paperSetting(name) === value,
          change: () => keepPaperSetting(name, value),
        }),
        " ",
        h("span", {}, words),
      ),
    );
    return h("fieldset", {}, h("legend", { class: "label" }, label), h("div", { class: "options" }, ...radios));
  }
}
