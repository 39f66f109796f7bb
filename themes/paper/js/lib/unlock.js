import { announce, h } from "./dom.js";
import { bookStore } from "./store.js";
import { t } from "./t.js";

/** How long the vault stays open without a touch, or out of sight. */
export const IDLE = 5 * 60_000;

/**
 * Asks the service worker, which holds the keys in memory while the reader goes from page to page.
 *
 * @param {object} message
 * @returns {Promise<any>} nothing where there is none
 */
function askWorker(message) {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve(null);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    setTimeout(() => resolve(null), 1000);
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(message, [port2]);
  });
}

/** Whether keys survive from page to page. */
export const keysTravel = () => Boolean(navigator.serviceWorker?.controller);

/** Locks the vault in every tab, now. */
export function lockNow() {
  askWorker({ type: "drop-keys" });
  bookStore().lock();
}

/**
 * Looks after an open vault: brings its keys from the page before, hands them on, and locks when nobody is there.
 *
 * @returns {Promise<void>} fulfilled once answers are at hand, or stay locked since no page before left keys
 */
export function watchVault() {
  const store = bookStore();
  let touched = Date.now();
  // A clock may be set back; the other one may stand still while the machine sleeps.
  let ticked = performance.now();
  const left = () => IDLE - Math.max(Date.now() - touched, performance.now() - ticked);
  const hold = () => {
    if (store.keys && left() > 0) askWorker({ type: "hold-keys", book: store.book, raw: store.keys.raw, until: Date.now() + left() });
  };
  const touch = () => {
    if (document.visibilityState === "hidden" || left() <= 0) return;
    touched = Date.now();
    ticked = performance.now();
  };
  const fetchKeys = async () => {
    if (!store.locked) return;
    const held = await askWorker({ type: "give-keys", book: store.book });
    // Where what opens it cannot be loaded, it stays locked, and the form says so when it is used.
    if (held?.raw && store.locked && (await store.unlock(held.raw).catch(() => false))) start();
  };
  const start = () => {
    touched = Date.now();
    ticked = performance.now();
    hold();
  };
  const look = () => {
    // Other tabs may be in use: each looks after itself.
    if (store.keys && left() <= 0) store.lock(true);
  };
  for (const type of ["keydown", "pointerdown", "wheel", "touchmove"]) addEventListener(type, touch, { passive: true, capture: true });
  document.addEventListener("visibilitychange", () => {
    look();
    if (document.visibilityState === "visible") fetchKeys();
    else hold();
  });
  document.addEventListener("sb-leave", () => askWorker({ type: "drop-keys" }));
  addEventListener("pagehide", hold);
  addEventListener("pageshow", ({ persisted }) => persisted && store.ready.then(fetchKeys));
  store.addEventListener("lock", () => store.keys && start());
  // A worker forgets when it is left alone for half a minute.
  setInterval(() => {
    look();
    hold();
  }, 10_000);
  return store.ready.then(fetchKeys);
}

/**
 * A form that opens the vault.
 *
 * @param {string} id of its control, unique in the page
 */
export function unlockForm(id) {
  const wrong = h("p", { class: "wrong", id: `${id}-wrong`, hidden: true });
  const input = h("input", { id, class: "write short", type: "password", autocomplete: "off", required: true, "aria-describedby": wrong.id });
  const open = h("button", { class: "act", type: "submit" }, t("vault_open"));
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (open.getAttribute("aria-busy")) return;
    wrong.hidden = true;
    open.setAttribute("aria-busy", "true");
    const fine = await bookStore().unlock(input.value).catch(() => null);
    open.removeAttribute("aria-busy");
    if (fine !== null) input.value = "";
    // It was locked meanwhile: nobody is there to be told.
    if (fine === undefined) return;
    wrong.hidden = fine === true;
    wrong.textContent = fine === null ? t("later_missing") : t("vault_wrong");
    input.setAttribute("aria-invalid", String(fine === false));
    announce(fine ? t("vault_opened") : wrong.textContent);
    if (!fine) input.focus();
  };
  return h(
    "form",
    { class: "unlock made", submit },
    h("p", {}, t("vault_locked")),
    h("label", { for: id, class: "label" }, t("vault_passphrase")),
    h("p", { class: "acts" }, input, open),
    wrong,
    !keysTravel() && h("p", { class: "hint" }, t("vault_each_page")),
  );
}
