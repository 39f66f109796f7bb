import { announce, h } from "./dom.js";
import { keepSetting, setting } from "./storage.js";
import { t } from "./t.js";

/**
 * Has the whole book kept for reading without a network, where the build wrote a worker for it (`data-offline`). A newer version waits
 * until the reader asks for it.
 */
export function keepOffline() {
  const { root = "", offline } = document.body.dataset;
  if (offline === undefined || !navigator.serviceWorker || !location.protocol.startsWith("http")) return;
  addEventListener("load", () => {
    navigator.serviceWorker.register(`${root}sw.js`, { updateViaCache: "none" }).then((made) => made && watch(made), () => {});
  });
}

/** Looks out for a newer version. @param {ServiceWorkerRegistration} registration */
function watch(registration) {
  const look = async () => {
    const worker = registration.waiting ?? registration.active;
    if (worker && (await ask(worker, "newer"))) offer(registration);
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  look();
}

/**
 * Asks a worker something.
 *
 * @param {ServiceWorker} worker
 * @param {string} type
 * @returns {Promise<any>}
 */
function ask(worker, type) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ type }, [port2]);
  });
}

/** Offers the newer version, in a quiet line. @param {ServiceWorkerRegistration} registration */
function offer(registration) {
  if (setting("later", "tab") || document.querySelector(".newer")) return;
  const line = h(
    "aside",
    { class: "newer made" },
    h("p", {}, t("newer")),
    h("button", { type: "button", class: "switch", click: () => load(registration) }, t("newer_load")),
    h("button", { type: "button", class: "switch", click: later }, t("newer_later")),
  );
  function later() {
    keepSetting("later", "1", "tab");
    line.remove();
  }
  document.body.append(line);
  announce(t("newer"));
}

/** Shows the newer version. @param {ServiceWorkerRegistration} registration */
async function load({ waiting, active }) {
  keepSetting("later", null, "tab");
  const again = () => location.reload();
  if (waiting) {
    navigator.serviceWorker.addEventListener("controllerchange", again, { once: true });
    ask(waiting, "use");
  } else if (active) {
    await ask(active, "use");
    again();
  }
}
