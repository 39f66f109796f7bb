import { beDiscreet, isDiscreet } from "../lib/discreet.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/t.js";

/** The switch for discreet mode. There may be several on a page; they agree. */
export class Discreet extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    const box = h("input", {
      type: "checkbox",
      role: "switch",
      change: () => beDiscreet(box.checked),
    });
    box.checked = isDiscreet();
    document.addEventListener("sb-discreet", (event) => (box.checked = /** @type {CustomEvent} */ (event).detail));
    this.append(
      h("label", { class: "option made" }, box, h("span", {}, t("discreet"))),
      h("p", { class: "hint made" }, t("discreet_hint")),
    );
  }
}
