// What prints at one press: a sheet from its chapter, behind a passphrase too.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { answer, FIELD, SHEET, write } from './lib/reader.mjs';
import { alive, focused, saved } from './lib/sheet.mjs';
import { stage } from './lib/story.mjs';
import { WORDS } from './lib/vault.mjs';

let theatre;
first(async () => (theatre = await stage()));
after(() => theatre?.close());

/** A chapter in which the sheet is placed. */
const CHAPTER = 'before-you-begin.html';

/** A reader whose pages note what stood in the first field when they were printed, with the visit. */
async function reader(options) {
  const made = await theatre.reader(options);
  await made.context.addInitScript((field) => {
    globalThis.print = () => sessionStorage.setItem('printed', `${sessionStorage.getItem('printed') ?? ''}[${document.querySelector(field).value}]`);
  }, FIELD);
  return made;
}
const printed = (page) => page.evaluate(() => sessionStorage.getItem('printed') ?? '');

/** Puts the answers on this device behind a passphrase. */
const shut = (page) => page.evaluate((words) => document.querySelector('sb-exercise').store.setVault(words), WORDS);

/** From the chapter, by the button below the sheet; it leads to the sheet's own page. */
async function press(page) {
  await page.goto(CHAPTER);
  await alive(page);
  await page.waitForFunction(() => !document.querySelector('sb-exercise').store.locked);
  await page.locator('sb-exercise[data-exercise=a-place-to-write]').getByRole('button', { name: 'Print this sheet' }).click();
  await page.waitForURL(`**/${SHEET}*`);
}

test('a sheet is printed from its chapter with its answers, once', async () => {
  const { page, told } = await reader();
  await page.goto(SHEET);
  await write(page, 'Soup');
  await press(page);
  await page.waitForFunction(() => sessionStorage.getItem('printed'));
  assert.equal(await printed(page), '[Soup]');
  // What prints it once does not stand in the address, to print it at each reload.
  assert.equal(page.url(), new URL(SHEET, page.url().replace(/sheets\/.*/, '')).href);
  await page.reload();
  await alive(page);
  assert.equal(await printed(page), '[Soup]');
  assert.deepEqual(told, []);
});

test('behind a passphrase that was given on the page before, it waits for the answers', async () => {
  const { page, told } = await reader({ serviceWorkers: 'allow' });
  await page.goto(SHEET);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await write(page, 'Soup');
  await shut(page);
  await saved(page);
  await press(page);
  await page.waitForFunction(() => sessionStorage.getItem('printed'));
  assert.equal(await printed(page), '[Soup]');
  assert.equal(await answer(page), 'Soup');
  assert.deepEqual(told, []);
});

test('where the answers stay locked it asks for the passphrase, and prints nothing', async () => {
  // Without a worker each page asks.
  const { page, told } = await reader();
  await page.goto(SHEET);
  await write(page, 'Soup');
  await shut(page);
  await saved(page);
  await page.goto(CHAPTER);
  await alive(page);
  await page.locator('sb-exercise[data-exercise=a-place-to-write] form.unlock input').fill(WORDS);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !document.querySelector('sb-exercise').store.locked);
  await page.locator('sb-exercise[data-exercise=a-place-to-write]').getByRole('button', { name: 'Print this sheet' }).click();
  await page.waitForURL(`**/${SHEET}*`);
  const form = page.locator('form.unlock input');
  await form.waitFor();
  await page.waitForFunction(() => document.activeElement.matches('form.unlock input'));
  assert.ok(await focused(form));
  assert.equal(await printed(page), '');
  assert.deepEqual(told, []);
});

test('a packet of several copies holds the answers in each, and leaves nothing behind', async () => {
  const { page, context, told } = await theatre.reader();
  await context.addInitScript(() => {
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    globalThis.listeners = 0;
    const counted = (type) => ['answers', 'lock', 'sb-change'].includes(type);
    EventTarget.prototype.addEventListener = function (type, ...more) {
      if (counted(type)) globalThis.listeners += 1;
      return addEventListener.call(this, type, ...more);
    };
    EventTarget.prototype.removeEventListener = function (type, ...more) {
      if (counted(type)) globalThis.listeners -= 1;
      return removeEventListener.call(this, type, ...more);
    };
  });
  await page.goto('sheets/curious-today.html');
  await alive(page);
  await page.locator('[data-field] input[type=radio]').nth(1).check({ force: true });
  await saved(page);
  await page.goto(SHEET);
  await write(page, 'Soup');
  await page.goto('packet.html#sheets=curious-today,a-place-to-write&copies=3');
  await alive(page);
  const counts = await page.evaluate(async () => {
    const found = [];
    for (let n = 0; n < 3; n++) {
      dispatchEvent(new Event('beforeprint'));
      await new Promise((done) => setTimeout(done));
      const of = (id) => [...document.querySelectorAll(`.packet-sheet [data-exercise=${id}]`)];
      const ticked = of('curious-today').map((sheet) => sheet.querySelectorAll('input[type=radio]:checked').length);
      const words = of('a-place-to-write').map((sheet) => [...sheet.querySelectorAll('input[type=text]')].map(({ value }) => value).join(''));
      dispatchEvent(new Event('afterprint'));
      await new Promise((done) => setTimeout(done));
      found.push({ ticked, words, listeners: globalThis.listeners });
    }
    return found;
  });
  const [{ listeners }] = counts;
  for (const one of counts) assert.deepEqual(one, { ticked: [1, 1, 1], words: ['Soup', 'Soup', 'Soup'], listeners });
  assert.equal(await page.evaluate(() => document.querySelectorAll('[data-sheet=curious-today] input[type=radio]:checked').length), 1);
  assert.deepEqual(told, []);
});
