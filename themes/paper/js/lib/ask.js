import { announce, h } from "./dom.js";
import { t } from "./t.js";

/**
 * A button of the kind that scripts add.
 *
 * @param {string} words
 * @param {(event: Event) => void} click
 */
export function act(words, click) {
  return h("button", { type: "button", class: "act made", click }, words);
}

/**
 * Asks in the page, beside what was pressed, before something goes for good. The focus goes to the way back.
 *
 * @param {HTMLElement} place what the question is put after
 * @param {string} words what goes
 * @param {string} yes
 * @param {() => Promise<string>} go does it and says what was done
 */
export function askFirst(place, words, yes, go) {
  const back = /** @type {HTMLElement | null} */ (document.activeElement);
  place.parentElement?.querySelector(":scope > .ask-first")?.remove();
  const done = (/** @type {string} */ outcome) => {
    const at = document.activeElement;
    // Safari gives a button that is clicked no focus, but what it stands in.
    const main = document.getElementById("main");
    const held = at?.contains(main) || box.contains(at);
    box.remove();
    // Whoever showed what was done may have found a better place.
    if (held) (back?.isConnected ? back : main)?.focus();
    announce(outcome);
  };
  const no = act(t("ask_no"), () => done(""));
  const says = h("p", {}, words);
  const box = h(
    "div",
    { class: "ask-first made", role: "group", "aria-label": yes },
    says,
    // What failed is asked again.
    h("p", { class: "acts" }, no, act(yes, () => go().then(done, () => announce((says.textContent = t("ask_failed")))))),
  );
  place.after(box);
  announce(words);
  no.focus();
}
