import { today } from "../../js/lib/calendar.js";
import { Field } from "../../js/lib/field.js";
import { h, seen } from "../../js/lib/dom.js";
import { day, t } from "../../js/lib/t.js";

/** A name and a date for each who signs. Today's date is offered, never put in. */
class Sign extends Field {
  #lines = [...this.querySelectorAll(".signature")].map((line) => {
    const [name, date] = line.querySelectorAll("input");
    const who = name.name.slice(name.name.lastIndexOf("--") + 2);
    const words = seen(line.querySelector(".signed-by"));
    return { name, date, who, words, offer: h("button", { type: "button", class: "small today made", hidden: true }) };
  });

  enhance() {
    for (const { date, offer, words } of this.#lines) {
      date.after(offer);
      offer.addEventListener("click", () => {
        date.value = today();
        this.changed();
        date.focus();
      });
      offer.textContent = t("sign_today", { date: day(Date.now()) });
      offer.append(h("span", { class: "unseen" }, `: ${words}`));
    }
  }

  get value() {
    const signed = this.#lines.map(({ who, name, date }) => {
      const entry = { ...(name.value.trim() && { name: name.value }), ...(date.value && { date: date.value }) };
      return /** @type {[string, {name?: string, date?: string}]} */ ([who, entry]);
    });
    const some = signed.filter(([, entry]) => Object.keys(entry).length > 0);
    return some.length > 0 ? Object.fromEntries(some) : null;
  }

  /** @param {Record<string, {name?: string, date?: string}> | null} value */
  set value(value) {
    for (const { who, name, date } of this.#lines) {
      name.value = value?.[who]?.name ?? "";
      date.value = value?.[who]?.date ?? "";
    }
    this.refresh();
  }

  refresh() {
    super.refresh();
    for (const { name, date, offer } of this.#lines) offer.hidden = !name.value.trim() || date.value !== "";
  }

  words() {
    const { label } = super.words();
    return { label, rows: Object.fromEntries(this.#lines.map(({ who, words }) => [who, words])) };
  }
}
customElements.define("sb-sign", Sign);
