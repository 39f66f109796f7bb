// A reader with a browser: pages of the shipped workbook, what axe-core says about them, files handed out and in.
import { readFileSync } from 'node:fs';
import { bringAxe } from './axe.mjs';
import { awake } from './browser.mjs';
import { root } from './site.mjs';

/** A worksheet with a text to write, for stories that need no particular sheet. */
export const SHEET = 'sheets/a-place-to-write.html';
export const FIELD = 'textarea[name], input.write[type=text][name]:not([id$=other-text])';

/** Opens a page and waits until answers are at hand. */
export async function open(context, base, path) {
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(error.message));
  await page.goto(new URL(path, base).href);
  await ready(page);
  return page;
}

export const ready = (page) => page.waitForFunction(() => document.querySelector('.kept-where > *, .mine-where > *'));

/** As a phone does before it ends a page without a word. */
export const hide = (page) =>
  page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });

/** Writes into the n-th field for text of the page, and waits until it is kept. */
export async function write(page, words, n = 0) {
  await page.locator(FIELD).nth(n).fill(words);
  await saved(page);
}

export const saved = (page) => page.locator('.kept-when', { hasText: 'Saved' }).first().waitFor();

export const answer = (page, n = 0) => page.locator(FIELD).nth(n).inputValue();

/** What a click hands to the reader. */
export async function handed(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

/** What axe-core finds against WCAG 2.2 AA. */
export async function axe(page) {
  await awake(page);
  await bringAxe(page);
  return page.evaluate(async () => {
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
    const { violations } = await globalThis.axe.run(document, {
      runOnly: { type: 'tag', values },
      rules: { 'target-size': { enabled: true } },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
}

/** Whether the page scrolls sideways. */
export const tooWide = (page) =>
  page.evaluate(() => document.scrollingElement.scrollWidth > document.documentElement.clientWidth);

/** A file for a file control. */
export const file = (text, name = 'backup.json') => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

/** A theme's module as it stands in the built shipped workbook's sources, for tests that need no page. */
export const module = (path) => import(new URL(`../../../themes/paper/js/${path}`, import.meta.url));
export { root };
