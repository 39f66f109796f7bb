/**
 * The only file that names the browser's storage. Everything else asks here, and is told when a browser refuses.
 */

const PREFIX = "stepbook:";

/**
 * A small setting of this browser, such as dark pages; never an answer. `tab` settings last as long as the tab.
 *
 * @param {string} key
 * @param {"device" | "tab"} [where]
 * @returns {string | null}
 */
export function setting(key, where = "device") {
  try {
    return (where === "tab" ? sessionStorage : localStorage).getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/**
 * Keeps a small setting, or forgets it; says whether the browser let us.
 *
 * @param {string} key
 * @param {string | null} value
 * @param {"device" | "tab"} [where]
 */
export function keepSetting(key, value, where = "device") {
  try {
    const place = where === "tab" ? sessionStorage : localStorage;
    if (value === null) place.removeItem(PREFIX + key);
    else place.setItem(PREFIX + key, value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens one book's database; rejects where there is none, and where the browser refuses or does not answer.
 *
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
export function openDatabase(name) {
  return new Promise((resolve, reject) => {
    let late = false;
    const refuse = (/** @type {any} */ why) => {
      late = true;
      reject(why);
    };
    const request = indexedDB.open(PREFIX + name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("answers", { keyPath: "key" });
      request.result.createObjectStore("facts");
    };
    request.onsuccess = () => (late ? request.result.close() : resolve(request.result));
    request.onerror = refuse;
    // Some browsers leave the question open for ever, for one in a private window.
    setTimeout(refuse, 4000);
  });
}

/**
 * Whether a database is there; where a browser does not say, it may be.
 *
 * @param {string} name
 */
export async function hasDatabase(name) {
  try {
    return (await indexedDB.databases()).some((one) => one.name === PREFIX + name);
  } catch {
    return true;
  }
}

/**
 * Has the browser delete a database; rejects where it does not come to that. What it leaves in its files for a while, `removal.js` sees to.
 *
 * @param {string} name
 * @returns {Promise<void>}
 */
export function deleteDatabase(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(PREFIX + name);
    request.onsuccess = () => resolve();
    request.onerror = reject;
    // Another tab is asked to let go, and does so by itself; then `onsuccess` follows. One that was put to sleep may not, and may not even
    // say that it does not: what it holds goes when it is closed.
    request.onblocked = () => setTimeout(reject, 4000);
    setTimeout(reject, 15_000);
  });
}

/**
 * What the tabs of one book tell each other. Absent in very old browsers: then a tab learns of another's words when it is loaded.
 *
 * @param {string} name
 * @returns {BroadcastChannel | null}
 */
export function channel(name) {
  try {
    return new BroadcastChannel(PREFIX + name);
  } catch {
    return null;
  }
}

/**
 * Takes away what is kept beside the answers: settings, and the copy of the book for reading without a network with its worker. What a
 * book keeps under its name with its pack, which holds a slash, it sees to itself: that nothing is to be saved in a tab still holds.
 */
export async function forgetBook() {
  const { book, root } = document.body.dataset;
  const scope = new URL(root || ".", document.baseURI).href;
  const clear = (/** @type {Storage} */ place) => {
    for (const key of Object.keys(place)) {
      const [tool, , of = book] = key.split(":");
      if (`${tool}:` === PREFIX && of === book && !key.includes("/")) place.removeItem(key);
    }
  };
  for (const step of [
    () => clear(localStorage),
    () => clear(sessionStorage),
    async () => {
      for (const name of await caches.keys()) if (name.startsWith(`${PREFIX}${scope}#`)) await caches.delete(name);
    },
    async () => {
      const worker = await navigator.serviceWorker.getRegistration(scope);
      if (worker?.scope === scope) await worker.unregister();
    },
  ]) {
    try {
      await step();
    } catch {
      // What a browser does not have, or refuses to pages from disk, holds nothing.
    }
  }
}

/** Asks the browser not to clear what is kept when space gets short; true when it agrees. */
export async function askToKeep() {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}

/** Whether the browser has agreed to that already. */
export async function isKept() {
  try {
    return (await navigator.storage?.persisted?.()) ?? false;
  } catch {
    return false;
  }
}
