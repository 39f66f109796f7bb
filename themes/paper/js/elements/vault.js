import { act, askFirst } from "../lib/ask.js";
import { announce, h } from "../lib/dom.js";
import { canSeal } from "../lib/can_seal.js";
import { bookStore } from "../lib/store.js";
import { t } from "../lib/t.js";
import { keysTravel, lockNow } from "../lib/unlock.js";

/** Setting, changing and taking away the passphrase that locks answers. Opening is where answers are kept: see `keptWords`. */
export class Vault extends HTMLElement {
  connectedCallback() {
    const store = bookStore();
    this.classList.add("made");
    const show = () => this.#show();
    store.addEventListener("lock", show);
    store.addEventListener("place", show);
    store.ready.then(show);
  }

  #show() {
    const held = this.contains(document.activeElement);
    this.#fill();
    if (held) /** @type {HTMLElement | null} */ (this.querySelector("[tabindex], button, summary"))?.focus();
  }

  #fill() {
    const store = bookStore();
    const intro = h("p", {}, t("vault_intro"));
    if (!canSeal()) return this.replaceChildren(intro, h("p", { class: "hint" }, t("vault_cannot")));
    if (store.locked) return this.replaceChildren(intro, h("p", { tabindex: -1 }, t("vault_is_locked")));
    if (store.vault) {
      const acts = h("p", { class: "acts" }, act(t("vault_lock"), lockNow));
      acts.append(
        act(t("vault_drop"), () =>
          askFirst(acts, t("vault_drop_words"), t("vault_drop"), async () => {
            try {
              await store.dropVault();
              return t("vault_dropped");
            } catch (why) {
              if (store.vault) throw why;
              return this.#rest(t("vault_drop_rest"));
            }
          }),
        ),
      );
      const change = h("details", {}, h("summary", {}, t("vault_change")), this.#form(t("vault_change")));
      return this.replaceChildren(h("p", {}, t("vault_on")), !keysTravel() ? h("p", { class: "hint" }, t("vault_each_page")) : "", acts, change);
    }
    if (store.place === "memory") return this.replaceChildren(intro, h("p", { class: "hint" }, t("vault_memory")));
    const set = h("details", {}, h("summary", {}, t("vault_set")), this.#form(t("vault_set")));
    this.replaceChildren(intro, set);
  }

  /** Says that what was there before is not all gone. @param {string} words */
  #rest(words) {
    this.prepend(h("p", { class: "trouble" }, words));
    announce(words);
    return words;
  }

  /** @param {string} words what its button says */
  #form(words) {
    const field = (/** @type {string} */ id, /** @type {string} */ label) => {
      const input = h("input", { id, class: "write", type: "password", autocomplete: "off", required: true, "aria-describedby": "vault-wrong" });
      return { input, parts: [h("label", { for: id, class: "label" }, label), input] };
    };
    const one = field("vault-one", t("vault_one"));
    const two = field("vault-two", t("vault_two"));
    const wrong = h("p", { class: "wrong", id: "vault-wrong" });
    const button = h("button", { class: "act", type: "submit" }, words);
    const refuse = (/** @type {string} */ why, /** @type {HTMLElement} */ input) => {
      wrong.textContent = why;
      for (const { input: each } of [one, two]) each.setAttribute("aria-invalid", String(each === input));
      announce(why);
      input.focus();
    };
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault();
      if (button.getAttribute("aria-busy")) return;
      if ([...one.input.value].length < 8) return refuse(t("vault_short"), one.input);
      if (one.input.value !== two.input.value) return refuse(t("vault_differ"), two.input);
      button.setAttribute("aria-busy", "true");
      wrong.textContent = "";
      const was = bookStore().vault;
      try {
        await bookStore().setVault(one.input.value);
        announce(was ? t("vault_changed") : t("vault_done"));
      } catch {
        if (bookStore().vault === was) refuse(t("vault_failed"), one.input);
        else this.#rest(t("vault_rest"));
      }
      button.removeAttribute("aria-busy");
    };
    return h(
      "form",
      { class: "unlock", novalidate: true, submit },
      h("p", { class: "trouble" }, t("vault_no_way_back")),
      h("p", { class: "hint" }, t("vault_before")),
      ...one.parts,
      ...two.parts,
      wrong,
      h("p", { class: "acts" }, button),
    );
  }
}
