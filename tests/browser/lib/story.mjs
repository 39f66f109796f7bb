// What a story needs: a reader with a device of their own, who opens pages of the built workbook.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { bringAxe } from './axe.mjs';
import { awake, launch } from './browser.mjs';
import { serve } from './server.mjs';
import { root } from './site.mjs';

/**
 * The browser and a site, for the tests of one file.
 *
 * @param {string} [folder] of the site; the shipped workbook unless it is named
 * @returns {Promise<{ reader: typeof reader, close: () => Promise<void> }>}
 */
export async function stage(folder = root) {
  const browser = await launch();
  const { url, close } = await serve(folder);
  const contexts = [];

  /** A reader with a device of their own; what their pages complain of is gathered in `told`. */
  async function reader(options = {}) {
    const context = await browser.newContext({ baseURL: url, reducedMotion: 'reduce', locale: 'en-GB', serviceWorkers: 'block', acceptDownloads: true, ...options });
    context.setDefaultTimeout(15_000);
    contexts.push(context);
    const told = [];
    const page = await context.newPage();
    page.on('pageerror', (error) => told.push(error.message));
    page.on('console', (message) => message.type() === 'error' && told.push(message.text()));
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url())) told.push(`asks another place: ${request.url()}`);
    });
    return { context, page, told };
  }
  const shut = async () => {
    for (const context of contexts) await context.close();
    await browser.close();
    close();
  };
  return { reader, close: shut };
}

/** Nothing for axe-core to find in the page as it stands once it is awake, and no answer that a browser would write down elsewhere. */
export async function clean(page, state) {
  await awake(page);
  await bringAxe(page);
  const found = await page.evaluate(async () => {
    // The way out lies over whatever is scrolled beneath it; that is no fault of the control.
    const leave = document.querySelector('.leave');
    if (leave) leave.style.position = 'static';
    const { violations } = await globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    leave?.removeAttribute('style');
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).slice(0, 3).join(' | ')}`);
  });
  assert.deepEqual(found, [], state);
  assert.deepEqual(await page.evaluate(writtenDown), [], state);
}

/**
 * Runs in the page: the answers that Firefox writes down on disk with its windows, to open them again. By its rule that is text, unless
 * `autocomplete` is off, and each box that is not as it was at first, whatever `autocomplete` says.
 */
function writtenDown() {
  const off = (control) => control.autocomplete === 'off' || ['password', 'file'].includes(control.type);
  const box = (control) => ['checkbox', 'radio'].includes(control.type);
  return [...document.querySelectorAll('sb-exercise :is(input, textarea, select)')]
    .filter((control) => (box(control) ? control.checked !== control.defaultChecked : !off(control)))
    .map((control) => control.outerHTML);
}

/** Nothing of the page is wider than the screen. */
export async function fits(page, state) {
  await awake(page);
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= screen, `${state}: ${wide} px on a screen of ${screen} px`);
}

/** Every row that is kept on the reader's device, plain or sealed. */
export function kept(page) {
  return page.evaluate(async () => {
    const rows = [];
    for (const { name } of await indexedDB.databases()) {
      if (!name.startsWith('stepbook:')) continue;
      rows.push(
        ...(await new Promise((done, fail) => {
          const open = indexedDB.open(name);
          open.onerror = () => fail(open.error);
          open.onsuccess = () => {
            const all = open.result.transaction('answers').objectStore('answers').getAll();
            all.onsuccess = () => {
              open.result.close();
              done(all.result.map((row) => row.answer ?? row));
            };
          };
        })),
      );
    }
    return rows;
  });
}

/** Puts answers on the reader's device, as if they had been written before, and opens the page again. */
export async function before(page, answers) {
  await page.evaluate(async (rows) => {
    const name = `stepbook:${document.body.dataset.book}/${document.body.dataset.pack ?? ''}`;
    const opened = () =>
      new Promise((done, fail) => {
        const open = indexedDB.open(name);
        // The page makes it. Where it has not come to that yet, it is asked for again.
        open.onupgradeneeded = () => open.transaction.abort();
        open.onerror = () => (open.error.name === 'AbortError' ? setTimeout(() => done(opened())) : fail(open.error));
        open.onsuccess = () => done(open.result);
      });
    const database = await opened();
    const transaction = database.transaction('answers', 'readwrite');
    for (const answer of rows) transaction.objectStore('answers').put({ key: [answer.exercise, answer.entry, answer.field].join('\n'), answer });
    await new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = () => fail(transaction.error);
    });
    database.close();
  }, answers);
  await page.reload();
}

/** The text of what a click hands out. */
export async function handed(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}
