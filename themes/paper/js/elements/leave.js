import { cover, goDull, noteLeaving } from "../lib/cover.js";
import { announce } from "../lib/dom.js";
import { channel } from "../lib/storage.js";
import { plural, t } from "../lib/t.js";

/** Three times Shift within this many milliseconds. */
const SHIFT_TIME = 5000;

/** How long another site may keep the reader waiting before the dull page is put there instead. */
const PATIENCE = 4000;

/**
 * The way out. Without this script it is a plain link to another site; with it the page is covered first, locked, and replaced.
 * It never erases anything.
 */
export class Leave extends HTMLElement {
  /** When Shift was let go. @type {number[]} */
  #shifts = [];
  /** Whether nothing else happened since Shift was pressed: writing in capitals is no wish to leave. */
  #alone = false;

  connectedCallback() {
    const link = this.querySelector("[data-leave]");
    link?.setAttribute("title", t("leave_keys"));
    // First to hear, so that nothing on the page can keep the reader here.
    addEventListener("click", (event) => this.#click(event), true);
    addEventListener("keydown", (event) => this.#down(event), true);
    addEventListener("keyup", (event) => this.#up(event), true);
    addEventListener("pointerdown", () => (this.#alone = false), true);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const link = event.target instanceof Element && event.target.closest("[data-leave]");
    if (!link) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.leave();
  }

  /** @param {KeyboardEvent} event */
  #down({ key, repeat }) {
    if (repeat) return;
    this.#alone = key === "Shift";
    if (!this.#alone) this.#shifts = [];
  }

  /** @param {KeyboardEvent} event */
  #up({ key, timeStamp }) {
    if (key !== "Shift" || !this.#alone) return;
    this.#shifts = [...this.#shifts.filter((time) => timeStamp - time < SHIFT_TIME), timeStamp];
    const more = 3 - this.#shifts.length;
    if (more > 0) announce(plural("leave_shift", more));
    else this.leave();
  }

  /** Covers the page, locks every tab, and puts another page in this one's place. */
  leave() {
    cover();
    noteLeaving();
    document.dispatchEvent(new CustomEvent("sb-leave"));
    // Other tabs hear it even where this page keeps no answers itself.
    const { book = "book", pack = "" } = document.body.dataset;
    channel(`${book}/${pack}`)?.postMessage({ changed: "lock" });
    navigator.serviceWorker?.controller?.postMessage({ type: "drop-keys" });
    const link = /** @type {HTMLAnchorElement | null} */ (this.querySelector("[data-leave]"));
    if (!link?.href || !navigator.onLine || location.protocol === "file:") return goDull();
    location.replace(link.href);
    setTimeout(goDull, PATIENCE);
  }
}
