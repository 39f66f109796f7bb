import { act } from "../lib/ask.js";
import { announce, h } from "../lib/dom.js";
import { asked, paperSetting } from "../lib/paper.js";
import { plural, t } from "../lib/t.js";

/** What an address says of how it prints. The size of the paper is that of whoever opens it. @type {["blank", "large"]} */
const PRINTS = ["blank", "large"];

/**
 * Sheets that are printed together. The choice stands in the page's address, so that it can be kept as a bookmark:
 * `packet.html#sheets=two-hours,small-stones&copies=2&cover=First%20session&blank=on&large=on`.
 */
class Packet extends HTMLElement {
  /** @type {string[]} */
  #chosen = [];
  #list = h("ol", { class: "packet-list plain" });
  #count = h("p", { class: "packet-count", role: "status" });
  #copies = h("input", { class: "write short", type: "number", id: "packet-copies", min: 1, max: 30, value: 1 });
  #cover = h("input", { class: "write", type: "text", id: "packet-cover", maxlength: 200, autocomplete: "off", placeholder: " " });
  #print = act(t("packet_print"), () => print());

  connectedCallback() {
    document.body.classList.add("packet-ready");
    this.append(
      h(
        "section",
        { class: "packet-chosen made", "aria-labelledby": "packet-chosen" },
        h("h2", { id: "packet-chosen" }, t("packet_chosen")),
        this.#count,
        this.#list,
        line(t("packet_cover"), this.#cover),
        line(t("packet_copies"), this.#copies),
        document.createElement("sb-paper"),
        h("p", { class: "acts" }, this.#print, act(t("packet_none"), () => this.#choose([]))),
      ),
    );
    this.addEventListener("change", ({ target }) => {
      const { sheet = "" } = /** @type {HTMLElement} */ (target).dataset;
      if (sheet) {
        const on = /** @type {HTMLInputElement} */ (target).checked;
        this.#choose(on ? [...this.#chosen, sheet] : this.#chosen.filter((one) => one !== sheet));
      } else this.#keep();
    });
    addEventListener("hashchange", () => this.#read());
    addEventListener("beforeprint", () => this.#layOut());
    addEventListener("afterprint", () => this.#putBack());
    this.#read();
  }

  /** @returns {HTMLElement[]} */
  get #sheets() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".packet-sheet:not(.copy)"))];
  }

  /** @param {string} id one that is there */
  #sheet(id) {
    return /** @type {HTMLElement} */ (document.querySelector(`section[data-sheet="${id}"]`));
  }

  /** @param {string} id */
  #titleOf(id) {
    return this.#sheet(id).getAttribute("aria-label") ?? "";
  }

  /** What the address says; what it names and the book does not have is left out, and said. */
  #read() {
    const says = new URLSearchParams(location.hash.slice(1));
    const known = new Set(this.#sheets.map((sheet) => sheet.dataset.sheet));
    const named = [...new Set((says.get("sheets") ?? "").split(",").filter(Boolean))];
    this.#cover.value = (says.get("cover") ?? "").slice(0, 200);
    this.#copies.valueAsNumber = few(Number(says.get("copies")));
    for (const name of PRINTS) {
      asked[name] = says.get(name) === "on" ? "on" : null;
      const radio = /** @type {HTMLInputElement} */ (this.querySelector(`[name=print-${name}][value="${paperSetting(name)}"]`));
      radio.checked = true;
    }
    this.#choose(named.filter((id) => known.has(id)));
    const missing = named.filter((id) => !known.has(id));
    if (missing.length > 0) this.#count.append(" ", t("packet_missing", { ids: missing.join(", ") }));
  }

  /** @param {string[]} ids */
  #choose(ids) {
    this.#chosen = ids;
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("[data-sheet]"))) {
      box.checked = ids.includes(box.dataset.sheet ?? "");
    }
    this.#list.replaceChildren(...ids.map((id, at) => this.#item(id, at)));
    this.#count.textContent = ids.length > 0 ? plural("packet_sheets", ids.length) : t("packet_empty");
    this.#print.disabled = ids.length === 0;
    for (const sheet of this.#sheets) sheet.hidden = !ids.includes(sheet.dataset.sheet ?? "");
    this.#keep();
  }

  /**
   * @param {string} id
   * @param {number} at
   */
  #item(id, at) {
    const title = this.#titleOf(id);
    const move = (/** @type {number} */ by) => {
      const ids = this.#chosen.filter((one) => one !== id);
      ids.splice(at + by, 0, id);
      this.#choose(ids);
      const moved = this.#list.children[at + by];
      /** @type {HTMLElement | null} */ (moved?.querySelector(by < 0 ? ".up" : ".down"))?.focus();
      announce(t("packet_moved", { title, n: at + by + 1, of: ids.length }));
    };
    const button = (/** @type {string} */ name, /** @type {string} */ words, /** @type {number} */ by, /** @type {boolean} */ off) => {
      const made = act(words, () => !off && move(by));
      made.classList.add(name);
      made.setAttribute("aria-label", `${words}: ${title}`);
      if (off) made.setAttribute("aria-disabled", "true");
      return made;
    };
    return h(
      "li",
      {},
      h("span", { class: "packet-title" }, title),
      button("up", t("packet_up"), -1, at === 0),
      button("down", t("packet_down"), 1, at === this.#chosen.length - 1),
    );
  }

  #keep() {
    const says = new URLSearchParams();
    const cover = this.#cover.value.trim();
    const copies = few(this.#copies.valueAsNumber);
    if (cover) says.set("cover", cover);
    if (copies > 1) says.set("copies", String(copies));
    for (const name of PRINTS) if (paperSetting(name)) says.set(name, "on");
    const rest = says.size > 0 ? `&${says}` : "";
    const hash = this.#chosen.length > 0 || rest ? `#sheets=${this.#chosen.join(",")}${rest}` : "";
    history.replaceState(null, "", location.pathname + hash);
  }

  /** The chosen sheets in their order, with a cover and as often as is wanted. */
  #layOut() {
    this.#putBack();
    const box = /** @type {HTMLElement} */ (document.querySelector(".packet-sheets"));
    const sheets = this.#chosen.map((id) => this.#sheet(id));
    const copies = few(this.#copies.valueAsNumber);
    const cover = this.#cover.value.trim();
    for (let copy = 1; copy <= copies; copy += 1) {
      if (cover) {
        const lines = this.#chosen.map((id) => h("li", {}, this.#titleOf(id)));
        box.append(h("section", { class: "packet-sheet packet-front copy" }, h("p", { class: "packet-front-line" }, cover), h("ol", {}, ...lines)));
      }
      for (const sheet of sheets) {
        let page = sheet;
        if (copy > 1) {
          page = /** @type {HTMLElement} */ (sheet.cloneNode(true));
          page.classList.add("copy");
          // Radio buttons of one name would take the mark from each other.
          for (const part of page.querySelectorAll("[id], [name]")) for (const name of ["id", "name"]) part.removeAttribute(name);
        }
        const place = page.querySelector(".paper-copy");
        if (place && copies > 1) place.textContent = t("packet_copy", { n: copy, of: copies });
        box.append(page);
      }
    }
  }

  #putBack() {
    for (const copy of document.querySelectorAll(".packet-sheet.copy")) copy.remove();
    for (const place of document.querySelectorAll(".packet-sheet .paper-copy")) place.textContent = t("paper_copy");
  }
}

/** A field of the page's own under its name. @param {string} words @param {HTMLElement} field */
const line = (words, field) => h("p", { class: "packet-line" }, h("label", { class: "label", for: field.id }, words), field);

/** How many copies are meant: a whole number, and no more than a tray of paper bears. @param {number} n */
const few = (n) => Math.max(1, Math.min(30, n | 0));

document.addEventListener("DOMContentLoaded", () => {
  customElements.define("sb-packet", Packet);
});
