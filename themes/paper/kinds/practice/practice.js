import { announce, h, seen } from "../../js/lib/dom.js";
import { Part } from "../../js/elements/part.js";
import { inNewIds } from "../../js/lib/match.js";
import { plural, t } from "../../js/lib/t.js";

/**
 * @typedef {object} Pick
 * @property {Element} words
 * @property {string} to the scene it leads to
 * @property {string} mark what it was
 */

/**
 * @typedef {object} Scene
 * @property {HTMLElement} section
 * @property {Map<string, Pick>} picks
 * @property {string} retry the turning point before this ending
 * @property {boolean} end
 */

/**
 * A talk to play. The scenes stand in the page; playing shows one of them, below what was said on the way to it.
 *
 * The way is kept as `scene/pick`, step by step; `scene/` alone is a way that begins at a scene in the middle.
 */
class Practice extends Part {
  /** @type {Map<string, Scene>} */
  #scenes = new Map();
  #start = "";
  /** Whether all scenes are shown, as on paper. */
  #all = false;
  /** What is shown, so that nothing is built twice. */
  #shown = "";
  #voice = 1;

  enhance() {
    for (const section of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-scene]"))) {
      const retry = section.querySelector(".retry a");
      /** @type {Map<string, Pick>} */
      const picks = new Map();
      for (const link of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll("[data-pick]"))) {
        const words = /** @type {Element} */ (link.querySelector(".pick-words"));
        picks.set(link.dataset.pick ?? "", { words, to: this.#sceneOf(link), mark: link.dataset.mark ?? "" });
      }
      const id = section.dataset.scene ?? "";
      const end = section.classList.contains("end");
      this.#scenes.set(id, { section, picks, end, retry: retry ? this.#sceneOf(retry) : "" });
      section.querySelector(".picks")?.after(this.#buttons(id, picks));
      firstOf(section)?.setAttribute("tabindex", "-1");
    }
    const first = /** @type {HTMLElement} */ (this.querySelector(".scene.first"));
    this.#start = first.dataset.scene ?? "";
    // The one who answers by choosing is the one who has no lines.
    while (this.querySelector(`.scene .voice-${this.#voice}`) && this.hasAttribute(`data-voice-${this.#voice + 1}`)) this.#voice += 1;
    if (this.querySelector(`.scene .voice-${this.#voice}`)) this.#voice = 1;
    const scenes = this.querySelector(".scenes");
    this.route = h("ol", { class: "play plain route made", "aria-label": t("practice_route") });
    this.way = h("div", { class: "way-through made" });
    this.tools = h("div", { class: "presses made" });
    this.ends = h("p", { class: "ends-seen made" });
    scenes?.before(this.route);
    scenes?.after(this.way, this.tools, this.ends);
    this.dataset.mode = "play";
    first.toggleAttribute("data-on", true);
  }

  /** @param {Element} link */
  #sceneOf(link) {
    const id = link.getAttribute("href")?.slice(1) ?? "";
    return this.querySelector(`[id="${CSS.escape(id)}"]`)?.getAttribute("data-scene") ?? "";
  }

  /**
   * @param {string} scene
   * @param {Map<string, Pick>} picks
   */
  #buttons(scene, picks) {
    const items = [...picks].map(([id, { words }]) => {
      const button = h("button", { type: "button", click: () => this.#go([...this.#walk().steps.map(({ step }) => step), `${scene}/${id}`]) });
      button.append(...words.cloneNode(true).childNodes);
      return h("li", {}, button);
    });
    return h("ul", { class: "picks plain made", "aria-labelledby": this.#ask(scene) }, ...items);
  }

  /** @param {string} scene */
  #ask(scene) {
    return this.querySelector(`[data-scene="${scene}"] .picks-ask`)?.id ?? null;
  }

  /** What is kept, in the names that scenes and picks have now. @param {string} name */
  #named(name) {
    const { was = {} } = this.exercise.spec;
    // A way that begins in the middle names its scene alone.
    const values = Object.fromEntries(Object.entries(was).flatMap(([old, now]) => (old.includes("/") ? [[old, now]] : [[old, now], [`${old}/`, `${now}/`]])));
    return inNewIds(this.exercise.get(name), { values });
  }

  /** @returns {string[]} */
  get #kept() {
    const kept = this.#named("@route");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  }

  /** The way as far as the book still has it, and the scene it leads to. */
  #walk() {
    /** @type {{scene: string, pick: Pick, step: string}[]} */
    const steps = [];
    let at = this.#start;
    for (const [n, step] of this.#kept.entries()) {
      const [scene, id] = step.split("/");
      if (n === 0 && this.#scenes.has(scene)) at = scene;
      const pick = this.#scenes.get(at)?.picks.get(id);
      if (scene !== at || !pick) break;
      steps.push({ scene, pick, step });
      at = pick.to;
    }
    return { steps, at };
  }

  /**
   * Goes on, or back, by a way; and takes the reader's eyes and ears along.
   *
   * @param {string[]} way
   */
  #go(way) {
    /** @type {Record<string, string>} */
    const options = {};
    for (const step of way) {
      const [scene, id] = step.split("/");
      const pick = this.#scenes.get(scene)?.picks.get(id);
      if (pick) options[step] = seen(pick.words) + (pick.mark && ` (${pick.mark})`);
    }
    const kind = "practice";
    this.exercise.put("@route", way.length > 0 ? way : null, { kind, words: { label: t("practice_way"), options } });
    const { at } = this.#walk();
    if (this.#scenes.get(at)?.end && !this.#seen.includes(at)) {
      const all = [...this.#seen, at];
      const words = all.map((id) => [id, seen(this.#scenes.get(id)?.section.querySelector(".outcome"))]);
      this.exercise.put("@seen", all, { kind, words: { label: t("practice_ends"), options: Object.fromEntries(words) } });
    }
    this.show();
    this.#focus(at);
  }

  /** @param {string} at */
  #focus(at) {
    const scene = this.#scenes.get(at);
    if (scene) firstOf(scene.section)?.focus();
    announce(scene?.end ? t("practice_end") : plural("practice_choices", scene?.picks.size ?? 0));
  }

  /** Endings that were reached once, and that the book still has. @returns {string[]} */
  get #seen() {
    const kept = this.#named("@seen");
    return Array.isArray(kept) ? kept.filter((id) => this.#scenes.get(id)?.end) : [];
  }

  show() {
    const { steps, at } = this.#walk();
    const state = JSON.stringify([this.locked, this.#all, steps.map(({ step }) => step), at, this.#seen]);
    if (state === this.#shown) return;
    this.#shown = state;
    // Locked, it is the story in pages, with links between them, as without a script.
    if (this.locked) delete this.dataset.mode;
    else this.dataset.mode = this.#all ? "all" : "play";
    for (const [id, { section }] of this.#scenes) section.toggleAttribute("data-on", id === at);
    this.route?.replaceChildren(...(this.locked ? [] : steps.flatMap(({ scene, pick }) => this.#said(scene, pick))));
    const end = this.#scenes.get(at)?.end ?? false;
    this.way?.replaceChildren(...(end && !this.locked && steps.length > 0 ? wayThrough(steps.map(({ pick }) => pick)) : []));
    this.tools?.replaceChildren(...this.#presses(steps, at));
    const ends = [...this.#scenes.values()].filter((scene) => scene.end).length;
    const known = this.#seen.length;
    if (this.ends) this.ends.textContent = known > 0 && !this.locked ? t("practice_seen", { n: known, of: ends }) : "";
  }

  /**
   * A scene that is over, with what was answered.
   *
   * @param {string} scene
   * @param {Pick} pick
   */
  #said(scene, { words }) {
    const lines = [...(this.#scenes.get(scene)?.section.querySelectorAll(".turn") ?? [])].map((turn) => {
      const copy = /** @type {Element} */ (turn.cloneNode(true));
      copy.removeAttribute("tabindex");
      return copy;
    });
    const line = h("p", { class: "line" });
    line.append(...words.cloneNode(true).childNodes);
    const who = h("p", { class: "who" }, this.getAttribute(`data-voice-${this.#voice}`));
    return [...lines, h("li", { class: `turn voice-${this.#voice}` }, who, h("div", { class: "says" }, line))];
  }

  /**
   * @param {{scene: string, step: string}[]} steps
   * @param {string} at
   */
  #presses(steps, at) {
    const press = (/** @type {string} */ words, /** @type {() => void} */ click) =>
      h("button", { type: "button", class: "press", click }, words);
    const all = press(this.#all ? t("practice_play") : t("practice_all"), () => this.#toggle());
    if (this.#all) return [all];
    const way = steps.map(({ step }) => step);
    const { end, retry = "" } = this.#scenes.get(at) ?? {};
    const turning = steps.findLastIndex(({ scene }) => scene === retry);
    const again = turning < 0 ? [`${retry}/`] : way.slice(0, turning);
    return [
      end && retry && press(t("practice_retry"), () => this.#go(again)),
      end && press(t("play_again"), () => this.#go([])),
      way.length > 0 && press(t("practice_back"), () => this.#go(way.slice(0, -1))),
      !end && at !== this.#start && press(t("practice_start"), () => this.#go([])),
      all,
    ].filter((button) => button instanceof HTMLElement);
  }

  #toggle() {
    this.#all = !this.#all;
    this.show();
    // The button was made anew.
    this.tools?.querySelector("button")?.focus();
    if (!this.#all) this.#focus(this.#walk().at);
  }
}

/**
 * Where reading a scene begins.
 *
 * @param {HTMLElement} section
 * @returns {HTMLElement | null}
 */
function firstOf(section) {
  return section.querySelector(".turn, .outcome, .picks-ask");
}

/**
 * What was said on the way, and what each of it was.
 *
 * @param {Pick[]} picks
 */
function wayThrough(picks) {
  const steps = picks.map(({ words, mark }) =>
    h("li", {}, h("p", { class: "way-said" }, seen(words)), mark && h("p", { class: "way-was" }, mark)),
  );
  return [h("p", { class: "way-title" }, t("practice_way")), h("ol", { "aria-label": t("practice_way") }, ...steps)];
}

customElements.define("sb-practice", Practice);
