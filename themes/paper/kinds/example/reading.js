import { t } from "../../js/lib/t.js";

/** Reads the lines of a talk aloud, one after the other: loaded when it is asked to. */
export class Reading {
  #of;
  #reader;
  #voices;
  #read;
  #end;
  /** The line that is being read or waits; `null` when none is. @type {number | null} */
  #n = null;
  /** Counts what was begun, so that the end of something given up says nothing. */
  #turn = 0;

  /**
   * @param {number} of how many lines
   * @param {import("./voices.js").Reader} reader
   * @param {() => SpeechSynthesisVoice[]} voices those it may use
   * @param {HTMLElement} read the button that begins, holds, and goes on
   * @param {HTMLElement} end the button that stops
   */
  constructor(of, reader, voices, read, end) {
    this.#of = of;
    this.#reader = reader;
    this.#voices = voices;
    this.#read = read;
    this.#end = end;
    document.addEventListener("visibilitychange", () => document.hidden && this.#reads && this.#pause());
  }

  get #reads() {
    return this.#read.textContent === t("voice_pause");
  }

  press() {
    if (this.#reads) this.#pause();
    else this.#speak(this.#n ?? this.#reader.at());
  }

  /** Holds. Not by `pause()`, which many devices take for an end: the line is begun again. */
  #pause() {
    this.#quiet();
    this.#read.textContent = t("voice_on");
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
    this.#read.textContent = t("voice_read");
    this.#end.hidden = true;
  }

  /** @param {number} n */
  #speak(n) {
    const voices = this.#voices();
    if (n >= this.#of || voices.length === 0) {
      // The button to stop goes: whoever stands on it is taken to the one that stays.
      if (this.#end === document.activeElement) this.#read.focus();
      return this.stop();
    }
    this.#quiet();
    const turn = this.#turn;
    this.#n = n;
    this.#reader.mark(n);
    this.#read.textContent = t("voice_pause");
    this.#end.hidden = false;
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
