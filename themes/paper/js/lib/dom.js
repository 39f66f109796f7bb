/**
 * An element with attributes and children. Text stays text: nothing here reads markup, so an imported answer can never
 * become any.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [attributes] a function listens
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * An SVG element.
 *
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * The words of an element as a reader sees them: without what is for paper or for screen readers only.
 *
 * @param {Element | null | undefined} element
 */
export function seen(element) {
  if (!element) return "";
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const extra of copy.querySelectorAll(".points, .unseen, [aria-hidden=true], .made")) extra.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** @type {HTMLElement | undefined} */
let region;

/**
 * Says something to screen readers, politely.
 *
 * @param {string} words
 */
export function announce(words) {
  if (!region?.isConnected) {
    region = h("p", { class: "unseen made", role: "status" });
    document.body.append(region);
  }
  region.textContent = words;
}

/**
 * Puts what was written where paper shows it. What takes more than a few lines there is marked: it may go over the end of a page.
 *
 * @param {Element} element
 * @param {string} text
 */
export function sayOnPaper(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.classList.toggle("long", text.length > 400 || text.split("\n").length > 6);
}

/**
 * Hands a file to the reader.
 *
 * @param {string} name
 * @param {string} text
 * @param {string} [type]
 */
export function handFile(name, text, type = "text/plain;charset=utf-8") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken the bytes by the time the next task runs.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
