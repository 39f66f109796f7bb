import { act, askFirst } from "../lib/ask.js";
import { announce, h, handFile } from "../lib/dom.js";
import { asData, asText } from "../lib/export.js";
import { fileName } from "../lib/file_name.js";
import { bookStore } from "../lib/store.js";
import { day, plural, t } from "../lib/t.js";
import { lockNow, unlockForm } from "../lib/unlock.js";
import { ASKED } from "./print.js";

/** @typedef {import("./exercise.js").Exercise} Exercise */
/** @typedef {import("../lib/store.js").Store} Store */

/** When something was written, in a word for the moment and as a time after that. @param {number} at */
export function savedWhen(at) {
  if (Date.now() - at < 60_000) return t("kept_now");
  return t("kept_at", { time: day(at, { timeStyle: "short" }) });
}

/**
 * Where answers are kept and who can read them, or why not, with what can be done about it.
 *
 * @param {Store} store
 * @param {string} id for the control of a form
 * @returns {Node[]}
 */
export function keptWords(store, id) {
  const line = (/** @type {string} */ words) => h("p", { class: "kept" }, words);
  if (store.locked) return [unlockForm(id)];
  if (store.place === "memory") {
    const chosen = store.reason === "chosen";
    const words = chosen ? t("kept_chosen") : store.reason === "full" ? t("kept_full") : t("kept_refused");
    return [
      h(
        "div",
        { class: "trouble" },
        h("p", {}, words),
        h(
          "p",
          { class: "acts" },
          act(t("kept_backup"), () => handFile(`${fileName("backup")}.json`, asData(store.rows()), "application/json")),
          act(chosen ? t("kept_again") : t("kept_retry"), async () => {
            if (chosen) await store.keepIn("device");
            else await store.retry();
            announce(store.place === "device" ? t("kept_open") : t("kept_still"));
          }),
        ),
      ),
    ];
  }
  if (store.vault) return [line(t("kept_vault")), h("p", { class: "acts" }, act(t("vault_lock"), lockNow))];
  return [line(t("kept_open"))];
}

/** The foot of a sheet: where its answers are kept, and what can be done with them. */
export class Kept extends HTMLElement {
  #where = h("div", { class: "kept-where" });
  #when = h("p", { class: "kept-when" });
  #print = act(t("sheet_print"), () => this.#printed());
  /** At the head of the sheet, since a locked one does not answer to anything, and what opens it may be far below. */
  #below = h("p", { class: "kept made", hidden: true }, h("a", { href: `#kept-${this.#name}` }, t("vault_below")));

  connectedCallback() {
    if (this.hasAttribute("data-alive")) return;
    this.setAttribute("data-alive", "");
    this.classList.add("made");
    const store = bookStore();
    const tools = h(
      "p",
      { class: "acts" },
      act(t("sheet_text"), () => handFile(`${fileName(this.#name)}.txt`, asText(this.#own))),
      act(t("sheet_data"), () => handFile(`${fileName(this.#name)}.json`, asData(this.#own), "application/json")),
      this.#print,
    );
    tools.append(act(t("sheet_clear"), () => this.#clear(tools)));
    this.append(this.#where, this.#when, tools);
    this.#exercise.querySelector(".exercise-head")?.append(this.#below);
    for (const type of ["place", "lock"]) {
      store.addEventListener(type, () => {
        this.#show();
        const first = this === document.querySelector("sb-kept");
        if (first && type === "place" && store.place === "memory") announce(this.#where.querySelector("p")?.textContent ?? "");
      });
    }
    store.addEventListener("saved", () => this.#time());
    setInterval(() => this.#time(), 20_000);
    store.ready.then(() => this.#show());
  }

  /** @returns {Exercise} */
  get #exercise() {
    return /** @type {Exercise} */ (this.closest("sb-exercise"));
  }

  /** Whether the page is this sheet and nothing else. */
  get #alone() {
    return this.closest(".one-sheet") !== null;
  }

  get #name() {
    return this.#exercise.exercise;
  }

  /** What a file from here holds; of two who share a device, the half of the one who is at it. */
  get #own() {
    const { answers, dataset, entry } = this.#exercise;
    return dataset.kind === "pair" ? answers.filter((answer) => answer.entry === entry) : answers;
  }

  #show() {
    const store = bookStore();
    const focused = this.#where.contains(document.activeElement);
    this.#below.hidden = !store.locked;
    this.#where.replaceChildren(...keptWords(store, `kept-${this.#name}`));
    if (focused) /** @type {HTMLElement | null} */ (this.#where.querySelector("input, button"))?.focus();
    for (const button of this.querySelectorAll(":scope > .acts button")) button.toggleAttribute("disabled", store.locked);
    if (store.locked) this.querySelector(":scope > .ask-first")?.remove();
    this.#time();
  }

  /** Quietly: nobody wants to hear it at each key. */
  #time() {
    const { place, savedAt, locked } = bookStore();
    this.#when.textContent = place === "device" && savedAt && !locked ? savedWhen(savedAt) : "";
  }

  /** @param {HTMLElement} tools */
  #clear(tools) {
    const n = this.#exercise.answers.length;
    if (n === 0) return announce(t("sheet_empty"));
    askFirst(tools, `${plural("clear_words", n)} ${t("for_good")}`, t("sheet_clear"), async () => {
      await this.#exercise.clear();
      return t("sheet_cleared");
    });
  }

  #printed() {
    // Answers that are in memory only are not on the sheet's own page.
    if (this.#alone || bookStore().place === "memory") print();
    else location.href = this.#exercise.dataset.href + ASKED;
  }
}
