// The built site under test: its files, its pages, and each page's parsed source.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { parse } from 'parse5';

/** The folder of the built site. */
export const root = process.env.SITE;
if (!root) throw new Error('SITE is not set: run these tests with `npm test --prefix tests/browser`');

/** Every file of the site, as addresses from its root. */
export const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
  .sort();

const only = new RegExp(process.env.ONLY ?? '');

/** Every page; ONLY=regex narrows them while one works on a few. */
export const pages = files.filter((file) => file.endsWith('.html') && only.test(file));
if (pages.length === 0) throw new Error(`no page in ${root} matches ${only}`);

/** Folders that hold the book in another language. */
const editions = files.filter((file) => /^[^/]+\/leave\.html$/.test(file)).map((file) => file.replace('leave.html', ''));

/** The pages in the book's own language. A translation has the same pages by the same templates; what is slow asks them once or twice. */
export const own = pages.filter((page) => !editions.some((folder) => page.startsWith(folder)));

/** Whether everything is asked everywhere, however long it takes: THOROUGH=1. */
export const thorough = process.env.THOROUGH === '1';

/** Every page of a list, or every third of them where another walk asks all of them nearly the same. */
export const some = (list) => (thorough ? list : list.filter((_, at) => at % 3 === 0));

/** Whether a page holds the whole book: every sheet of it is a page of its own as well. */
export const holdsAll = (page) => /(^|\/)(print|packet)\.html$/.test(page);

export const read = (file) => readFileSync(join(root, file), 'utf8');

/** @typedef {{ tag: string, attributes: Record<string, string>, text: string, line: number }} Element */

const parsed = new Map();

/**
 * The elements of a page as its source has them, before any script. What stands in `noscript` counts: somebody reads it.
 * @returns {Element[]}
 */
export function elements(page) {
  if (!parsed.has(page)) {
    const found = [];
    const walk = (node) => {
      if (node.tagName) {
        found.push({
          tag: node.tagName,
          attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
          text: (node.childNodes ?? []).map((child) => child.value ?? '').join(''),
          line: node.sourceCodeLocation?.startLine ?? 0,
        });
      }
      for (const child of node.content?.childNodes ?? node.childNodes ?? []) walk(child);
    };
    walk(parse(read(page), { scriptingEnabled: false, sourceCodeLocationInfo: true }));
    parsed.set(page, found);
  }
  return parsed.get(page);
}

/** Pages that "Leave quickly" opens where there is no network: dull on purpose, with nothing of the book on them. */
export const dull = new Set(
  pages.flatMap((page) =>
    elements(page)
      .map(({ attributes }) => attributes['data-leave'])
      .filter((address) => address !== undefined)
      .map((address) => posix.normalize(posix.join(posix.dirname(page), address))),
  ),
);
