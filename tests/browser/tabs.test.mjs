// What several tabs of one book tell each other, what a visit that leaves nothing tells nobody, and a page that comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { answer, FIELD, open, saved, SHEET, write } from './lib/reader.mjs';
import { serve } from './lib/server.mjs';
import { root } from './lib/site.mjs';
import { kept } from './lib/story.mjs';
import { isOpen, setVault, unlock, WORDS } from './lib/vault.mjs';

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve(root);
});
after(async () => {
  await browser?.close();
  server?.close();
});
const reader = () => browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', serviceWorkers: 'block' });
const sheet = (context) => open(context, server.url, SHEET);
const holds = (page, words, n = 0) => page.waitForFunction(([field, at, text]) => document.querySelectorAll(field)[at].value === text, [FIELD, n, words]);
const CHANNEL = 'stepbook:room-for-two/';

/** Until one page has dealt with all that another has told it so far. */
async function told(from, to) {
  await to.evaluate((name) => {
    const line = new BroadcastChannel(name);
    window.heardAll = new Promise((done) => (line.onmessage = ({ data }) => data.test && done()));
  }, CHANNEL);
  await from.evaluate((name) => new BroadcastChannel(name).postMessage({ test: true }), CHANNEL);
  await to.evaluate(() => window.heardAll);
}

/** A sheet in a tab in which nothing is to be saved. */
async function visit(context) {
  const page = await open(context, server.url, 'mine.html');
  await page.getByRole('button', { name: 'Do not save here' }).click();
  await page.locator('.trouble').first().waitFor();
  await page.goto(new URL(SHEET, server.url).href);
  await page.locator('.trouble', { hasText: 'nothing to be saved here' }).first().waitFor();
  return page;
}

/** As a browser puts a page away as it is, and Back brings it up. */
const comeBack = (page) =>
  page.evaluate(() => {
    for (const what of ['pagehide', 'pageshow']) dispatchEvent(new PageTransitionEvent(what, { persisted: true }));
  });

test('what another tab wrote stands in the field one has left the cursor in', async () => {
  const context = await reader();
  const [a, b] = [await sheet(context), await sheet(context)];
  await a.locator(FIELD).first().focus();
  await a.keyboard.type('one');
  await holds(b, 'one');
  await write(b, 'one two three');
  await holds(a, 'one two three');
  await a.keyboard.type('!');
  await holds(b, 'one two three!');
  await context.close();
});

test('what was deleted in another tab does not come back with the next letter', async () => {
  const context = await reader();
  const [a, b] = [await sheet(context), await sheet(context)];
  await a.locator(FIELD).first().focus();
  await a.keyboard.type('secret');
  await holds(b, 'secret');
  await b.getByRole('button', { name: 'Clear this sheet' }).click();
  await b.getByRole('group', { name: 'Clear this sheet' }).getByRole('button').last().click();
  await holds(a, '');
  await a.keyboard.type('x');
  await holds(b, 'x');
  await context.close();
});

test('what could not be written is not tried again over newer words of another tab', async () => {
  const context = await reader();
  const [a, b] = [await sheet(context), await sheet(context)];
  await b.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...row) {
      if (window.room) return put.apply(this, row);
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await b.locator(FIELD).first().fill('old words');
  await b.locator('.trouble', { hasText: 'this device is full' }).waitFor();
  await write(a, 'newer words');
  await holds(b, 'newer words');
  await b.evaluate(() => void (window.room = true));
  await b.getByRole('button', { name: 'Try again' }).click();
  await b.locator('.kept-where', { hasText: 'Kept on this device.' }).waitFor();
  await write(b, 'something else', 1);
  assert.equal(await answer(await sheet(context)), 'newer words');
  await context.close();
});

test('where two tabs write in the same moment, the newer words lie on the device in the end', async () => {
  const context = await reader();
  const [a, b] = [await sheet(context), await sheet(context)];
  await write(a, 'newer');
  await told(a, b);
  // Another tab’s older write, which came to its end after ours.
  await b.evaluate(
    async ([name, row]) => {
      const older = { ...row, value: 'older', time: row.time - 5 };
      const request = indexedDB.open(name);
      const database = await new Promise((done) => (request.onsuccess = () => done(request.result)));
      const change = database.transaction('answers', 'readwrite');
      change.objectStore('answers').put({ key: [older.exercise, older.entry, older.field].join('\n'), answer: older });
      await new Promise((done) => (change.oncomplete = done));
      database.close();
      new BroadcastChannel(name).postMessage({ answers: [older] });
    },
    [CHANNEL, (await kept(a))[0]],
  );
  await told(b, a);
  await saved(a);
  assert.deepEqual((await kept(a)).map(({ value }) => value), ['newer']);
  await context.close();
});

test('a visit that leaves nothing: no other tab keeps what is written in it, whatever happens there', async () => {
  const context = await reader();
  const a = await sheet(context);
  await write(a, 'on the stairs');
  const b = await visit(context);
  await b.locator(FIELD).nth(1).fill('never to be stored');
  const mine = await open(context, server.url, 'mine.html');
  await setVault(mine);
  await isOpen(mine);
  await told(mine, b);
  await told(b, mine);
  await told(b, a);
  await unlock(a);
  await holds(a, 'on the stairs');
  assert.equal(await answer(a, 1), '');
  assert.equal(await answer(b, 1), 'never to be stored', 'where it was written it stands until the page is left');
  await context.close();
});

test('a visit that leaves nothing sees nothing of what other tabs write, and takes nothing away from them', async () => {
  const context = await reader();
  const a = await sheet(context);
  await write(a, 'on the stairs');
  const b = await visit(context);
  await write(a, 'by the window', 1);
  await told(a, b);
  assert.equal(await answer(b, 1), '');
  await b.locator(FIELD).first().fill('passing');
  await b.getByRole('button', { name: 'Clear this sheet' }).click();
  await b.getByRole('group', { name: 'Clear this sheet' }).getByRole('button').last().click();
  await holds(b, '');
  await told(b, a);
  assert.deepEqual([await answer(a, 0), await answer(a, 1)], ['on the stairs', 'by the window']);
  assert.deepEqual((await kept(a)).map(({ value }) => value).sort(), ['by the window', 'on the stairs']);
  await context.close();
});

test('nothing to be saved, and Back: the page of before saves nothing either', async () => {
  const context = await reader();
  const page = await sheet(context);
  await write(page, 'on the stairs');
  // As "My workbook" does for this tab.
  await page.evaluate((name) => sessionStorage.setItem(`${name}:memory`, '1'), CHANNEL);
  await comeBack(page);
  await page.locator('.trouble', { hasText: 'nothing to be saved here' }).first().waitFor();
  assert.equal(await answer(page), '');
  await page.locator(FIELD).first().fill('for this moment');
  await told(page, await sheet(context));
  assert.deepEqual((await kept(page)).map(({ value }) => value), ['on the stairs']);
  await context.close();
});

test('what was written while a page was put away is there when Back brings it up', async () => {
  const context = await reader();
  const page = await sheet(context);
  await write(page, 'one');
  // It hears nothing, as a page that is put away.
  await page.evaluate((name) => {
    const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
    Object.defineProperty(MessageEvent.prototype, 'data', { get() { return this.target instanceof BroadcastChannel && this.target.name === name ? {} : get.call(this); } });
  }, CHANNEL);
  await write(await sheet(context), 'one two');
  assert.equal(await answer(page), 'one');
  await comeBack(page);
  await holds(page, 'one two');
  await context.close();
});

test('an open page that Back brings up is locked where nothing has held its keys', async () => {
  const context = await reader();
  const page = await open(context, server.url, 'mine.html');
  await setVault(page);
  await isOpen(page);
  await comeBack(page);
  await page.getByText('What you wrote is locked.').waitFor();
  await context.close();
});

test('who leaves while the passphrase is being tried, or set, leaves it locked', async () => {
  const context = await reader();
  const page = await sheet(context);
  await write(page, 'very private');
  const mine = await open(context, server.url, 'mine.html');
  const leaveDuring = (place, of) =>
    place.evaluate(async (form) => {
      document.querySelector(form).requestSubmit();
      document.dispatchEvent(new Event('sb-leave'));
      const button = document.querySelector(`${form} [type=submit]`);
      if (button?.getAttribute('aria-busy') !== 'true') throw new Error('it had ended already');
      await new Promise((done) => {
        new MutationObserver(() => (!button.isConnected || !button.getAttribute('aria-busy')) && done()).observe(document, { attributes: true, childList: true, subtree: true });
      });
    }, of);
  await mine.locator('sb-vault summary', { hasText: 'passphrase' }).click();
  await mine.getByLabel('Passphrase, 8 letters or more').fill(WORDS);
  await mine.getByLabel('The same again').fill(WORDS);
  await leaveDuring(mine, 'sb-vault form');
  await mine.getByText('What you wrote is locked.').waitFor();
  await page.locator('form.unlock').waitFor();
  await page.locator('form.unlock input').fill(WORDS);
  await leaveDuring(page, 'form.unlock');
  assert.equal(await answer(page), '');
  assert.equal(await page.locator('form.unlock').count(), 1);
  await unlock(page);
  await holds(page, 'very private');
  await context.close();
});
