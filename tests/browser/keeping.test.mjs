// Where answers are kept, said beside each sheet; and that none is lost.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { answer, axe, FIELD, handed, hide, open, ready, saved, SHEET, tooWide, write } from './lib/reader.mjs';
import { serve } from './lib/server.mjs';
import { root } from './lib/site.mjs';
import { kept } from './lib/story.mjs';

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
const reader = (options) => browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', serviceWorkers: 'block', ...options });

/** Breaks the browser's storage before any script of a page runs. */
const broken = {
  missing: () => Object.defineProperty(window, 'indexedDB', { value: undefined }),
  refused: () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('no', 'SecurityError');
    };
  },
  full: () => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...args) {
      if (!window.room) {
        queueMicrotask(() => this.transaction.abort());
        Object.defineProperty(this.transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
      }
      return put.apply(this, args);
    };
    // A real one commits by itself only when there is room.
    IDBTransaction.prototype.commit = () => {};
  },
};

test('she writes, comes back tomorrow, and finds it', async () => {
  const context = await reader();
  const page = await open(context, server.url, SHEET);
  assert.match(await page.locator('.kept-where').innerText(), /Kept on this device\. Whoever can open this browser can read it\./);
  assert.equal(await page.locator('.kept-when').innerText(), '');
  await write(page, 'by the window');
  assert.equal(await page.locator('.kept-when').innerText(), 'Saved just now');
  assert.equal(await page.locator('[role=status]').textContent(), '', 'saving is not announced at each key');
  await page.reload();
  await ready(page);
  assert.equal(await answer(page), 'by the window');
  await page.close();
  assert.equal(await answer(await open(context, server.url, SHEET)), 'by the window');
  await context.close();
});

/** The values on the device, for what is asked about a page whose own clock stands still. */
const values = async (page) => (await kept(page)).map(({ value }) => value);

test('what is typed is kept within 200 ms of the last key', async () => {
  const context = await reader();
  await context.clock.install({ time: '2026-05-02T09:00:00' });
  const page = await open(context, server.url, SHEET);
  await page.clock.pauseAt('2026-05-02T12:00:00');
  await page.locator(FIELD).first().pressSequentially('by the window');
  await page.clock.runFor(200);
  // Whoever asks the database now is answered after all that was written before.
  assert.deepEqual(await values(page), ['by the window']);
  await context.close();
});

/** A sheet on a phone that is busy: a write of the page never comes to an end, and what is typed after it waits for it. */
async function waiting(context) {
  const page = await open(context, server.url, SHEET);
  await page.evaluate(() => {
    const { set } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'oncomplete');
    Object.defineProperty(IDBTransaction.prototype, 'oncomplete', { set(act) { set.call(this, this.mode === 'readwrite' ? () => {} : act); } });
  });
  await page.locator(FIELD).first().fill('first');
  await page.locator(FIELD).first().fill('last moment');
  assert.deepEqual(await values(page), ['first'], 'it waits');
  return page;
}

test('while the device is slow, what waits is written at once when the page is hidden', async () => {
  const context = await reader();
  const page = await waiting(context);
  await hide(page);
  assert.deepEqual(await values(page), ['last moment']);
  await context.close();
});

for (const [how, go] of [
  ['closed', (page) => page.close()],
  ['left for another', (page) => page.goto(new URL('glossary.html', server.url).href)],
]) {
  test(`while the device is slow, what waits is written when the page is ${how}`, async () => {
    const context = await reader();
    const page = await waiting(context);
    // It is hidden as it goes, which is asked above: here it does not know.
    await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { value: 'visible' }));
    await go(page);
    assert.equal(await answer(await open(context, server.url, SHEET)), 'last moment');
    await context.close();
  });
}

test('two tabs of one sheet: neither writes over what the other wrote', async () => {
  const context = await reader();
  const [a, b] = [await open(context, server.url, SHEET), await open(context, server.url, SHEET)];
  await write(a, 'from the first', 0);
  await write(b, 'from the second', 1);
  await a.waitForFunction(([field]) => [...document.querySelectorAll(field)][1].value === 'from the second', [FIELD]);
  await a.reload();
  await ready(a);
  assert.deepEqual([await answer(a, 0), await answer(a, 1)], ['from the first', 'from the second']);
  await context.close();
});

test('a clock set back does not bring old words back', async () => {
  const context = await reader();
  let page = await open(context, server.url, SHEET);
  await write(page, 'before');
  await page.close();
  await context.addInitScript(() => {
    const real = Date.now;
    Date.now = () => real() - 90 * 86_400_000;
  });
  page = await open(context, server.url, SHEET);
  await write(page, 'after');
  await page.reload();
  await ready(page);
  assert.equal(await answer(page), 'after');
  await context.close();
});

for (const how of ['missing', 'refused']) {
  test(`storage is ${how}: it says so, and hands out a file`, async () => {
    const context = await reader({ viewport: { width: 320, height: 700 }, colorScheme: 'dark' });
    await context.addInitScript(broken[how]);
    const page = await open(context, server.url, SHEET);
    await page.locator('.trouble', { hasText: 'Not kept: this browser refused.' }).waitFor();
    await page.locator(FIELD).first().fill('only here');
    const { name, text } = await handed(page, () => page.getByRole('button', { name: 'Save a backup file' }).click());
    assert.match(name, /^room-for-two-backup-\d{4}-\d\d-\d\d\.json$/);
    assert.equal(JSON.parse(text).rows[0].value, 'only here');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[role=status]', { hasText: 'Still not kept' }).waitFor();
    assert.equal(await answer(page), 'only here');
    assert.deepEqual(await axe(page), []);
    assert.equal(await tooWide(page), false);
    assert.deepEqual(page.faults, []);
    await context.close();
  });
}

test('the device is full: it says so, keeps the words, and keeps them for good once there is room', async () => {
  const context = await reader();
  await context.addInitScript(broken.full);
  const page = await open(context, server.url, SHEET);
  await page.locator(FIELD).first().fill('a long story');
  await page.locator('.trouble', { hasText: 'this device is full' }).waitFor();
  assert.equal(await page.locator('.kept-when').innerText(), '');
  await page.locator(FIELD).first().fill('a longer story');
  assert.deepEqual(await axe(page), []);
  await page.evaluate(() => void (window.room = true));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.kept-where', { hasText: 'Kept on this device.' }).waitFor();
  await saved(page);
  await page.reload();
  await ready(page);
  assert.equal(await answer(page), 'a longer story');
  await context.close();
});

test('words typed before the store answers are kept', async () => {
  const context = await reader();
  await context.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...args) {
      const request = open.apply(this, args);
      const { set } = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'onsuccess');
      Object.defineProperty(request, 'onsuccess', { set: (act) => set.call(request, () => (window.letGo = () => act())) });
      return request;
    };
  });
  const page = await context.newPage();
  await page.goto(new URL(SHEET, server.url).href);
  await page.waitForFunction(() => window.letGo);
  await page.locator(FIELD).first().fill('quick fingers');
  await page.evaluate(() => window.letGo());
  await saved(page);
  assert.equal(await answer(page), 'quick fingers');
  await context.close();
});

test('by keyboard she clears the sheet: asked in the page, with words of what goes, and the way back first', async () => {
  const context = await reader({ viewport: { width: 320, height: 700 } });
  const page = await open(context, server.url, SHEET);
  await write(page, 'one', 0);
  await write(page, 'two', 1);
  await page.locator('.kept-when').filter({ hasText: 'Saved' }).waitFor();
  const clear = page.getByRole('button', { name: 'Clear this sheet' });
  await clear.focus();
  await page.keyboard.press('Enter');
  const ask = page.getByRole('group', { name: 'Clear this sheet' });
  assert.match(await ask.innerText(), /all 2 answers on this sheet/);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Leave it as it is');
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Enter');
  await ask.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Clear this sheet');
  assert.equal(await answer(page), 'one');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction(([field]) => document.querySelector(field).value === '', [FIELD]);
  await page.reload();
  await ready(page);
  assert.deepEqual([await answer(page, 0), await answer(page, 1)], ['', '']);
  await context.close();
});

test('she takes a sheet with her, as text and as data', async () => {
  const context = await reader();
  const page = await open(context, server.url, SHEET);
  await write(page, 'in a tin', 1);
  await write(page, 'first question', 0);
  const text = await handed(page, () => page.getByRole('button', { name: 'Save as text' }).click());
  assert.match(text.name, /^room-for-two-a-place-to-write-\d{4}-\d\d-\d\d\.txt$/);
  assert.match(text.text, /^A place to write\n/);
  assert.ok(text.text.indexOf('first question') < text.text.indexOf('    in a tin\n'), 'in reading order');
  const data = await handed(page, () => page.getByRole('button', { name: 'Save as data' }).click());
  const file = JSON.parse(data.text);
  assert.deepEqual([file.format, file.tool, file.book, file.rows.map((row) => row.value)], [1, 'stepbook', 'room-for-two', ['first question', 'in a tin']]);
  await context.close();
});

test('print this sheet: from a chapter it opens and prints the sheet alone', async () => {
  const context = await reader();
  await context.addInitScript(() => {
    window.print = () => void (document.documentElement.dataset.printed = location.pathname);
  });
  const page = await open(context, server.url, SHEET);
  await page.getByRole('button', { name: 'Print this sheet' }).click();
  assert.match(await page.evaluate(() => document.documentElement.dataset.printed), /a-place-to-write/);
  const chapter = await page.locator('.after-sheet a').first().getAttribute('href');
  await page.goto(new URL(chapter, page.url()).href);
  await ready(page);
  await page.getByRole('button', { name: 'Print this sheet' }).first().click();
  await page.waitForFunction(() => /\/sheets\//.test(document.documentElement.dataset.printed ?? ''));
  await context.close();
});

test('no script: the page says that nothing is kept', async () => {
  const context = await reader({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(new URL(SHEET, server.url).href);
  await page.locator('.after-sheet .kept').waitFor();
  assert.equal(await page.locator('sb-kept').innerText(), '');
  await context.close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`at 320 px, ${colorScheme}: nothing to mend`, async () => {
    const context = await reader({ viewport: { width: 320, height: 700 }, colorScheme });
    const page = await open(context, server.url, SHEET);
    await write(page, 'x');
    // Further down, whatever happens to lie under the bar that stays in view would count as too small to touch.
    await page.evaluate(() => scrollTo(0, 0));
    assert.deepEqual(await axe(page), []);
    assert.equal(await tooWide(page), false);
    await context.close();
  });
}
