import { clearButton, moveTo, tool } from "../../js/lib/aids.js";
import { Field } from "../../js/lib/field.js";
import { announce, h, seen } from "../../js/lib/dom.js";
import { t } from "../../js/lib/t.js";

/** Things to put in order: by a grip that is dragged, by buttons, or by arrow keys on them. Untouched, it is no answer. */
class Rank extends Field {
  #answered = false;
  #list = /** @type {HTMLElement} */ (this.querySelector(".ranked"));
  /** @type {HTMLElement[]} as the author has them */
  #given = [];
  #keep = h("button", { type: "button", class: "small made" }, t("rank_keep"));
  /** What describes the buttons until there is an order. */
  #none = h("span", { class: "made", hidden: true }, t("slider_none"));
  #clear = clearButton(seen(this.querySelector(".label")), () => {
    this.value = null;
    this.changed();
    this.#keep.focus();
  });

  enhance() {
    const list = this.#list;
    this.#given = /** @type {HTMLElement[]} */ ([...list.children]);
    for (const item of this.#given) {
      const select = /** @type {HTMLSelectElement} */ (item.querySelector("select"));
      const label = /** @type {HTMLElement} */ (item.querySelector("label"));
      item.dataset.item = select.name.slice(select.name.lastIndexOf("--") + 2);
      const words = h("span", { class: "item-words" }, ...label.childNodes);
      const place = h("span", { class: "place-number made answer", id: `${select.id}--place` });
      label.replaceWith(h("span", { class: "grip made", "aria-hidden": "true" }), place, words);
      select.remove();
      const move = h("span", { class: "tools made" });
      for (const what of /** @type {const} */ (["up", "down"])) {
        const button = tool(what);
        button.setAttribute("aria-label", what === "up" ? t("move_up", { item: seen(words) }) : t("move_down", { item: seen(words) }));
        button.addEventListener("click", () => this.#move(item, this.#at(item) + (what === "up" ? -1 : 1)));
        move.append(button);
      }
      item.append(move);
    }
    this.querySelector(".how")?.after(h("p", { class: "how made" }, t("rank_move")));
    this.querySelector("legend")?.after(this.#clear);
    this.#none.id = `${this.#given[0]?.querySelector(".place-number")?.id}--none`;
    this.#keep.setAttribute("aria-describedby", this.#none.id);
    list.after(h("p", { class: "beside made" }, this.#keep, this.#none));
    this.#keep.addEventListener("click", () => {
      this.#answered = true;
      this.changed();
      announce(t("rank_kept"));
      /** @type {HTMLElement | null} */ (list.querySelector(".tool"))?.focus();
    });
    list.addEventListener("keydown", (event) => this.#key(event));
    list.addEventListener("pointerdown", (event) => this.#drag(event));
  }

  /** @param {Element} item */
  #at(item) {
    return [...this.#list.children].indexOf(item);
  }

  /**
   * @param {HTMLElement} item
   * @param {number} to
   */
  #move(item, to) {
    const count = this.#given.length;
    const place = Math.max(0, Math.min(to, count - 1));
    const moved = moveTo(item, place);
    if (moved) {
      this.#answered = true;
      this.changed();
    }
    announce(t("rank_place", { item: seen(item.querySelector(".item-words")), n: place + 1, of: count }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const item = /** @type {Element} */ (event.target).closest("li");
    if (!item) return;
    const at = this.#at(item);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: this.#given.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#move(item, to);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const list = this.#list;
    const item = /** @type {Element} */ (event.target).closest("li");
    if (!item || event.button !== 0 || !(/** @type {Element} */ (event.target).closest(".grip"))) return;
    event.preventDefault();
    const from = this.#at(item);
    const done = new AbortController();
    const options = { signal: done.signal };
    list.setPointerCapture(event.pointerId);
    item.classList.add("lifted");
    list.addEventListener(
      "pointermove",
      ({ clientY }) => {
        const to = [...list.children].findIndex((other) => clientY < other.getBoundingClientRect().bottom);
        moveTo(item, to < 0 ? this.#given.length - 1 : to);
        item.scrollIntoView({ block: "nearest" });
      },
      options,
    );
    const end = (/** @type {boolean} */ keep) => {
      done.abort();
      item.classList.remove("lifted");
      const to = this.#at(item);
      moveTo(item, from);
      if (keep && to !== from) this.#move(item, to);
    };
    list.addEventListener("pointerup", () => end(true), options);
    list.addEventListener("pointercancel", () => end(false), options);
  }

  get value() {
    return this.#answered ? /** @type {HTMLElement[]} */ ([...this.#list.children]).map((item) => item.dataset.item) : null;
  }

  set value(value) {
    this.#answered = Array.isArray(value);
    const ids = Array.isArray(value) ? value : [];
    // What has come to the list since stands last.
    const place = (/** @type {HTMLElement} */ item) => (ids.indexOf(item.dataset.item) + 1 || ids.length + 1);
    const order = [...this.#given].sort((a, b) => place(a) - place(b));
    this.#list.append(...order);
    this.refresh();
  }

  refresh() {
    super.refresh();
    this.toggleAttribute("data-unanswered", !this.#answered);
    this.#clear.hidden = !this.#answered;
    this.#keep.hidden = this.#answered;
    const items = [...this.#list.children];
    items.forEach((item, at) => {
      const place = /** @type {Element} */ (item.querySelector(".place-number"));
      place.replaceChildren(...(this.#answered ? [String(at + 1), h("span", { class: "unseen" }, ` ${t("rank_of", { of: items.length })}`)] : []));
      for (const button of item.querySelectorAll(".tool")) button.setAttribute("aria-describedby", this.#answered ? place.id : this.#none.id);
      item.querySelector(".up")?.setAttribute("aria-disabled", String(at === 0));
      item.querySelector(".down")?.setAttribute("aria-disabled", String(at === items.length - 1));
    });
  }

  words() {
    const options = Object.fromEntries(this.#given.map((item) => [item.dataset.item ?? "", seen(item.querySelector(".item-words"))]));
    return { ...super.words(), options };
  }
}
customElements.define("sb-rank", Rank);
