/**
 * What few readers need is loaded when it is first used: the build turns an awaited `import()` into a call of this, since
 * browsers refuse modules in pages from disk. A sheet that stands alone holds these scripts already.
 */

/** Where the scripts lie. */
const beside = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src ?? "";

/** @type {Map<string, Promise<any>>} what has been asked for */
const coming = new Map();

/**
 * What a script gives, which is loaded once. Fails where it cannot be loaded, and can be asked again then.
 *
 * @param {string} name
 * @param {string} file
 * @returns {Promise<any>}
 */
export function later(name, file) {
  const given = () => /** @type {any} */ (globalThis)[Symbol.for("stepbook")].here?.[name];
  if (given()) return Promise.resolve(given());
  const asked = coming.get(name);
  if (asked) return asked;
  const made = new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = new URL(file, beside).href;
    script.addEventListener("load", () => done(given()));
    script.addEventListener("error", () => {
      coming.delete(name);
      script.remove();
      fail(new Error(file));
    });
    document.head.append(script);
  });
  coming.set(name, made);
  return made;
}
