import { h } from "../lib/dom.js";
import { t } from "../lib/t.js";
import { chooseTheme, chosenTheme } from "../lib/theme.js";

/** Three buttons: as the device has it, light, dark. */
export class ThemeChoice extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    const words = { "": t("theme_device"), light: t("theme_light"), dark: t("theme_dark") };
    const buttons = /** @type {import("../lib/theme.js").Theme[]} */ (["", "light", "dark"]).map((theme) =>
      h("button", { type: "button", class: "switch", value: theme, click: () => choose(theme) }, words[theme]),
    );
    const choose = (/** @type {import("../lib/theme.js").Theme} */ theme) => {
      chooseTheme(theme);
      show(theme);
    };
    const show = (/** @type {string} */ theme) => {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === theme));
    };
    show(chosenTheme());
    this.append(h("div", { class: "made themes", role: "group", "aria-label": t("theme") }, h("span", {}, t("theme")), ...buttons));
  }
}
