/**
 * Keeps the whole book for reading without a network. The build writes the two lines below: a version that changes with any file, and
 * [address, hash] of every file but this one.
 *
 * Each version lies in a cache of its own, filled whole or not used. Which one is in use stands written beside them and changes only
 * when the reader says so: not when a newer worker takes over, as it does by itself once every page of the book was closed.
 */
const VERSION = "__VERSION__";
/** @type {[string, string][]} */
const FILES = /** @type {any} */ (["__FILES__"]);

const worker = /** @type {any} */ (self);
const SCOPE = /** @type {string} */ (worker.registration.scope);
/** What our caches are called, and no other book's on this host: an address holds no bare `#`. */
const OURS = `stepbook:${SCOPE}#`;
/** Where it stands written which version is in use, and, in each version's cache, what that holds. */
const NOTE = new URL("?stepbook", SCOPE).href;

/** @param {string} version */
const cacheOf = (version) => caches.open(`${OURS}${version}`);

/** @type {string | undefined} */
let known;

/** The version in use; `undefined` before the first is complete. */
async function inUse() {
  known ??= await (await (await caches.open(OURS)).match(NOTE))?.text();
  return known;
}

/** @param {string} version */
async function use(version) {
  await (await caches.open(OURS)).put(NOTE, new Response(version));
  known = version;
}

/** Gets every file, those that did not change from the version in use. What an earlier try got is still there. */
async function fill() {
  const used = await inUse();
  for (const name of await caches.keys()) {
    const gone = name.startsWith(OURS) && name !== OURS && ![used, VERSION].includes(name.slice(OURS.length));
    if (gone) await caches.delete(name);
  }
  const cache = await cacheOf(VERSION);
  const old = used === undefined ? undefined : await cacheOf(used);
  /** @type {Map<string, string>} */
  const had = new Map((await (await old?.match(NOTE))?.json()) ?? []);
  const queue = [...FILES];
  const fetcher = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [address, hash] = next;
      const url = new URL(address, SCOPE).href;
      if (await cache.match(url)) continue;
      const same = had.get(address) === hash ? await old?.match(url) : undefined;
      await cache.put(url, same ?? (await get(url)));
    }
  };
  await Promise.all(Array.from({ length: 6 }, fetcher));
  // Was the book published anew meanwhile, then these files are of two versions. The next try begins with none of them.
  if (!(await (await get(worker.location.href)).text()).includes(VERSION)) {
    await caches.delete(`${OURS}${VERSION}`);
    throw new Error("the book was published anew");
  }
  await cache.put(NOTE, new Response(JSON.stringify(FILES)));
  if (used === undefined) await use(VERSION);
}

/**
 * A file as the host has it now.
 *
 * @param {string} url
 */
async function get(url) {
  const answer = await fetch(url, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  // Some hosts send `page.html` on to `page`; a page that was sent on may not be shown later.
  return answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer;
}

/**
 * Where a file may lie that is asked for at an address.
 *
 * @param {string} address
 */
function places(address) {
  const url = new URL(address);
  url.search = url.hash = "";
  if (url.pathname.endsWith("/")) return [`${url.href}index.html`];
  return /\.\w+$/.test(url.pathname) ? [url.href] : [url.href, `${url.href}.html`, `${url.href}/index.html`];
}

/**
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function answer(request) {
  const used = await inUse();
  const cache = used === undefined ? undefined : await cacheOf(used);
  for (const place of cache ? places(request.url) : []) {
    const kept = await cache?.match(place);
    if (kept) return kept;
  }
  if (request.mode !== "navigate") {
    // A page opened before the reader took the newer version may still want a picture of its own. Names change with what they hold.
    const older = await caches.match(request, { ignoreVary: true });
    return older ?? fetch(request);
  }
  try {
    return await fetch(request);
  } catch (error) {
    // Its links are relative, so it must stand at its own address.
    const nowhere = new URL("404.html", SCOPE).href;
    if (await cache?.match(nowhere)) return Response.redirect(nowhere);
    throw error;
  }
}

/** What pages ask for: `{type}`, with a port for the answer. @type {Record<string, (event: any) => void>} */
const asked = {
  /** Whether this worker has a newer version than the one in use. */
  newer: (event) => event.waitUntil(inUse().then((used) => event.ports[0]?.postMessage(used !== undefined && used !== VERSION))),
  /** The reader wants it. */
  use: (event) => event.waitUntil(use(VERSION).then(() => worker.skipWaiting()).then(() => event.ports[0]?.postMessage(true))),
};

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(fill()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (/** @type {any} */ event) => asked[event.data?.type]?.(event));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(SCOPE)) event.respondWith(answer(request));
});

// The build puts `sw-keys.js` below: the vault's keys, in memory only.
