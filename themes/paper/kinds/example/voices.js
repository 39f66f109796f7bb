import { announce, h } from "../../js/lib/dom.js";
import { t } from "../../js/lib/t.js";

/**
 * @typedef {object} Reader
 * @property {(n: number) => {words: string, person: number}} say a line and who says it, from 1
 * @property {() => number} at where to begin
 * @property {(n: number | null) => void} mark shows which line is being read
 */

/**
 * The buttons that have a talk read aloud, with the voices that live on this device. A voice from the network would send the talk away:
 * it is never used, and where there is no other, there is no button. What reads is loaded when it is asked to.
 */
export class Voices {
  #of;
  #reader;
  /** @type {import("./reading.js").Reading | undefined} */
  #reading;
  /** Counts what was asked: a stop also stops what is still being loaded. */
  #asked = 0;

  /**
   * @param {number} of how many lines
   * @param {Reader} reader
   */
  constructor(of, reader) {
    this.#of = of;
    this.#reader = reader;
    this.read = h("button", { type: "button", class: "press", hidden: true, click: () => this.#press() }, t("voice_read"));
    const stop = () => this.stop();
    const end = () => {
      stop();
      this.read.focus();
    };
    this.end = h("button", { type: "button", class: "press", hidden: true, click: end }, t("voice_stop"));
    this.buttons = [this.read, this.end];
    const { speechSynthesis } = globalThis;
    if (!speechSynthesis) return;
    const look = () => (this.read.hidden = local().length === 0);
    look();
    // Most browsers know their voices only after a while.
    speechSynthesis.addEventListener?.("voiceschanged", look);
    addEventListener("pagehide", stop);
    // The site that a reader leaves to may let this page wait for seconds.
    document.addEventListener("sb-leave", stop);
  }

  async #press() {
    const asked = ++this.#asked;
    const loaded = await import("./reading.js").catch(() => null);
    if (!loaded) return announce(t("later_missing"));
    if (asked !== this.#asked) return;
    this.#reading ??= new loaded.Reading(this.#of, this.#reader, local, this.read, this.end);
    this.#reading.press();
  }

  stop() {
    this.#asked += 1;
    this.#reading?.stop();
  }
}

/** Voices on this device that speak the book's language, the reader's own first. */
function local() {
  const language = (/** @type {string} */ tag) => tag.toLowerCase().split(/[-_]/)[0];
  const own = language(document.documentElement.lang || "en");
  return globalThis.speechSynthesis
    .getVoices()
    .filter((voice) => voice.localService && language(voice.lang) === own)
    .sort((a, b) => Number(b.default) - Number(a.default));
}
