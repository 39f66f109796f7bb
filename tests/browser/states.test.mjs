// axe-core finds nothing in the states that a reader comes to when something went wrong, and when two halves are open: dark, at 320 px, from right to left.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { engine } from './lib/browser.mjs';
import { begin, end, field, fill, open } from './lib/fields.mjs';
import { lock } from './lib/sheet.mjs';
import { clean, fits, handed, stage } from './lib/story.mjs';

const WAYS = [
  { say: 'dark', width: 1280, colorScheme: 'dark' },
  { say: '320 px', width: 320 },
  { say: 'right to left', width: 1280, rtl: true },
  // Firefox is told of colours when it starts, and cannot change them.
].filter(({ colorScheme }) => engine !== 'firefox' || !colorScheme);

let theatre;
first(async () => {
  await begin();
  theatre = await stage();
});
after(async () => {
  await theatre?.close();
  await end();
});

/** Looks at a page as it stands in each of the ways, one after another. */
async function everyWay(page, state) {
  for (const { say, width, colorScheme = 'light', rtl = false } of WAYS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await page.evaluate((dir) => (document.documentElement.dir = dir), rtl ? 'rtl' : 'ltr');
    await clean(page, `${state}, ${say}`);
    await fits(page, `${state}, ${say}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.evaluate(() => (document.documentElement.dir = 'ltr'));
}

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

test('every kind of field: with answers out of range, locked, and with a passphrase that is not it', async () => {
  const { page, told } = await open();
  await fill(page);
  await field(page, 'asked').getByRole('spinbutton').fill('99');
  const says = 'From 0 to 20 is meant here. What you wrote is kept.';
  await field(page, 'asked').getByText(says).waitFor();
  assert.ok(await field(page, 'asked').getByRole('spinbutton', { description: new RegExp(says) }).evaluate((input) => input.matches(':invalid')));
  await everyWay(page, 'out of range');
  await lock(page);
  await page.locator('form.unlock').waitFor();
  await everyWay(page, 'locked');
  await page.getByLabel('Passphrase').fill('not the one');
  await press(page, 'Open');
  await page.locator('.unlock .wrong').waitFor();
  await everyWay(page, 'a wrong passphrase');
  assert.deepEqual(told, []);
});

/** A half of somebody's, sealed on a device of their own. */
async function sealed(hours) {
  const { page, told } = await theatre.reader();
  await page.goto('sheets/our-two-maps.html');
  await press(page, 'Go on');
  await page.locator('.half').getByLabel('Hours alone in a usual week').fill(hours);
  await page.locator('.half').getByLabel('Evening', { exact: true }).check();
  for (const name of ['Hours alone in a usual week', 'Hours in the week that suit me']) await page.locator('.pair-choose').getByRole('checkbox', { name }).check();
  await press(page, 'Seal it. We each have a device');
  const { text } = await handed(page, () => press(page, 'Save the sealed file'));
  return { page, told, file: text };
}
const put = (page, text) => page.locator('[data-file=take]').setInputFiles({ name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from(text) });

test('two halves: a file that is none, words that do not open, and both revealed', async () => {
  const [ada, ben] = [await sealed('10'), await sealed('22')];
  await put(ada.page, 'no half at all');
  await ada.page.locator('.pair-trouble').waitFor();
  await everyWay(ada.page, 'a broken file');
  await put(ada.page, ben.file);
  await put(ben.page, ada.file);
  const words = await ben.page.locator('.pair-words').textContent();
  const input = ada.page.getByLabel('Words from your partner');
  await input.fill('0000 0000 0000 0000 0000 0000 0000 0000');
  await press(ada.page, 'Open both halves');
  await ada.page.locator('.pair-trouble').waitFor();
  assert.equal(await input.getAttribute('aria-invalid'), 'true');
  await everyWay(ada.page, 'wrong words');
  await input.fill(words);
  await press(ada.page, 'Open both halves');
  await ada.page.locator('.pair-line').first().waitFor();
  await everyWay(ada.page, 'revealed');
  assert.deepEqual([...ada.told, ...ben.told], []);
});

test('what could not be loaded', async () => {
  const { page, context } = await theatre.reader();
  await context.route('**/later-*.js', (route) => route.abort());
  await page.goto('sheets/our-two-maps.html');
  await press(page, 'Go on');
  await press(page, 'Seal it. We each have a device');
  await page.getByText('This part could not be loaded.').first().waitFor();
  await everyWay(page, 'not loaded');
});
