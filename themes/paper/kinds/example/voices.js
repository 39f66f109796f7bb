import { h } from "../../js/lib/dom.js";
import { t } from "../../js/lib/t.js";

/**
 * @typedef {object} Reader
 * @property {(n: number) => {words: string, person: number}} say a line and who says it, from 1
 * @property {() => number} at where to begin
 * @property {(n: number | null) => void} mark shows which line is being read
 */

/**
 * Reads lines aloud with the voices that live on this device. A voice from the network would send the talk away: it is never used,
 * and where there is no other, there is no button.
 */
export class Voices {
  #of;
  #reader;
  /** The line that is being read or waits; `null` when none is. @type {number | null} */
  #n = null;
  /** Counts what was begun, so that the end of something given up says nothing. */
  #turn = 0;

  /**
   * @param {number} of how many lines
   * @param {Reader} reader
   */
  constructor(of, reader) {
    this.#of = of;
    this.#reader = reader;
    this.read = h("button", { type: "button", class: "press", hidden: true, click: () => this.#press() }, t("voice_read"));
    const end = () => {
      this.stop();
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
    const stop = () => this.stop();
    addEventListener("pagehide", stop);
    // The site that a reader leaves to may let this page wait for seconds.
    document.addEventListener("sb-leave", stop);
    document.addEventListener("visibilitychange", () => document.hidden && this.#reads && this.#pause());
  }

  get #reads() {
    return this.read.textContent === t("voice_pause");
  }

  #press() {
    if (this.#reads) this.#pause();
    else this.#speak(this.#n ?? this.#reader.at());
  }

  /** Holds. Not by `pause()`, which many devices take for an end: the line is begun again. */
  #pause() {
    this.#quiet();
    this.read.textContent = t("voice_on");
  }

  #quiet() {
    this.#turn += 1;
    globalThis.speechSynthesis?.cancel();
  }

  stop() {
    if (this.#n === null) return;
    this.#quiet();
    this.#n = null;
    this.#reader.mark(null);
    this.read.textContent = t("voice_read");
    this.end.hidden = true;
  }

  /** @param {number} n */
  #speak(n) {
    const voices = local();
    if (n >= this.#of || voices.length === 0) {
      // The button to stop goes: whoever stands on it is taken to the one that stays.
      if (this.end === document.activeElement) this.read.focus();
      return this.stop();
    }
    this.#quiet();
    const turn = this.#turn;
    this.#n = n;
    this.#reader.mark(n);
    this.read.textContent = t("voice_pause");
    this.end.hidden = false;
    const { words, person } = this.#reader.say(n);
    const speech = new SpeechSynthesisUtterance(words);
    speech.voice = voices[(person - 1) % voices.length];
    speech.lang = speech.voice.lang;
    // People who have to share a voice speak higher or lower.
    speech.pitch = person > voices.length ? 0.7 : voices.length === 1 ? 1.1 : 1;
    speech.onend = () => turn === this.#turn && this.#speak(n + 1);
    speech.onerror = () => turn === this.#turn && this.stop();
    globalThis.speechSynthesis.speak(speech);
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
