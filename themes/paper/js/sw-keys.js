/**
 * The vault's keys, in memory only and never in a cache: by book, each until its time is over. The page that opens next asks for them.
 *
 * @type {Map<string, {raw: Uint8Array, until: number}>}
 */
const heldKeys = new Map();

self.addEventListener("message", (/** @type {any} */ { data, ports }) => {
  if (data?.type === "hold-keys") {
    heldKeys.set(data.book, { raw: data.raw, until: Math.min(data.until, Date.now() + 300_000) });
    ports[0]?.postMessage(true);
  } else if (data?.type === "give-keys") {
    const keys = heldKeys.get(data.book);
    if (keys && keys.until <= Date.now()) heldKeys.delete(data.book);
    ports[0]?.postMessage(heldKeys.get(data.book) ?? null);
  } else if (data?.type === "drop-keys") {
    heldKeys.clear();
    ports[0]?.postMessage(true);
  }
});
