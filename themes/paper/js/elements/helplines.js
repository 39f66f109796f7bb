import { chooseCountry, chosenCountry, likelyCountries } from "../lib/country.js";
import { announce, h, seen } from "../lib/dom.js";
import { t } from "../lib/t.js";

/** The helplines: those of the reader's country first, the others folded away beneath. Where no country fits, all stay as they are. */
export class Helplines extends HTMLElement {
  #others = h("details", { class: "other-countries" }, h("summary", { class: "made" }, t("helplines_others")));
  /** @type {HTMLElement[]} */
  #countries = [];

  connectedCallback() {
    if (this.#countries.length > 0) return;
    this.#countries = [.../** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-country]"))];
    if (this.#countries.length < 2) return;
    const names = this.#countries.map((country) =>
      h("option", { value: country.dataset.country }, seen(country.firstElementChild)),
    );
    const select = h("select", { class: "write short" }, h("option", { value: "" }, t("helplines_all")), ...names);
    select.addEventListener("change", () => {
      chooseCountry(select.value);
      this.#show(select.value);
      const { text } = select.selectedOptions[0];
      announce(select.value ? t("helplines_first", { country: text }) : text);
    });
    this.prepend(h("label", { class: "made pick-country" }, h("span", {}, t("helplines_pick")), select));
    select.value = this.#guess();
    this.#show(select.value);
    addEventListener("hashchange", () => this.#open());
    this.#open();
  }

  /** The country chosen, else the likeliest that is one of ours. */
  #guess() {
    const chosen = chosenCountry();
    const wanted = chosen === null ? likelyCountries() : [chosen];
    return wanted.find((code) => this.#countries.some(({ dataset }) => dataset.country === code)) ?? "";
  }

  /** @param {string} chosen */
  #show(chosen) {
    const jump = /** @type {HTMLElement | null} */ (this.querySelector(".jump"));
    if (jump) jump.hidden = chosen !== "";
    const first = this.#countries.filter(({ dataset }) => !chosen || dataset.country === chosen);
    this.#others.append(...this.#countries.filter((country) => !first.includes(country)));
    this.append(...first);
    if (chosen) this.append(this.#others);
    else this.#others.remove();
  }

  /** An address may name a country that is folded away. */
  #open() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !this.#others.contains(target)) return;
    this.#others.open = true;
    target.scrollIntoView();
  }
}
