// Two who share one device: whose turn it is stands in what is kept, however the page came by it.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { alive, saved } from './lib/sheet.mjs';
import { handed, stage } from './lib/story.mjs';
import { unlock, WORDS } from './lib/vault.mjs';

const SHEET = 'sheets/our-two-maps.html';
let theatre;
first(async () => (theatre = await stage()));
after(() => theatre?.close());

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const worry = (page) => page.locator('.half').getByLabel('A worry I have');

/** The sheet before somebody who has read its guard. */
async function begun(page) {
  await page.goto(SHEET);
  await alive(page);
  await press(page, 'Go on');
}

/** The first one's private words, sealed, with the device ready to be handed over. */
async function sealed(page) {
  await worry(page).fill('marker-worry-first');
  await saved(page);
  await press(page, 'Seal and hide it. We share this device');
  await page.getByText('Hand the device to your partner').waitFor();
}

/** What the page shows or holds in its controls. */
const held = (page) => page.evaluate(() => document.querySelector('main').innerText + [...document.querySelectorAll('main :is(input, textarea)')].map(({ value }) => value).join());

/** The half before the second one is empty, and what they write there leaves the first one's alone. */
async function secondBegins(page) {
  await worry(page).waitFor();
  assert.equal(await worry(page).inputValue(), '');
  assert.ok(!(await held(page)).includes('marker-worry-first'));
  await worry(page).fill('marker-worry-second');
  await saved(page);
  const words = await page.evaluate(() => document.querySelector('sb-exercise').store.all().filter(({ value }) => String(value).startsWith('marker')).map(({ entry, value }) => `${entry}: ${value}`));
  assert.deepEqual(words.sort(), [': marker-worry-first', 'partner: marker-worry-second']);
}

test('behind a passphrase the second one finds an empty half when the page is opened again', async () => {
  const { page, told } = await theatre.reader();
  await begun(page);
  await page.evaluate((words) => document.querySelector('sb-exercise').store.setVault(words), WORDS);
  await sealed(page);
  await press(page, 'I am the partner. Begin');
  await press(page, 'Go on');
  await saved(page);
  await page.reload();
  await alive(page);
  await unlock(page);
  await press(page, 'Go on');
  await secondBegins(page);
  assert.deepEqual(told, []);
});

test('behind a passphrase the device can be handed over after the page was opened again', async () => {
  const { page } = await theatre.reader();
  await begun(page);
  await page.evaluate((words) => document.querySelector('sb-exercise').store.setVault(words), WORDS);
  await sealed(page);
  await saved(page);
  await page.reload();
  await alive(page);
  await unlock(page);
  await press(page, 'Go on');
  await press(page, 'I am the partner. Begin');
  await press(page, 'Go on');
  await secondBegins(page);
});

test('a tab that stood open while the device was handed over follows', async () => {
  const { page, context, told } = await theatre.reader();
  const other = await context.newPage();
  for (const one of [page, other]) await begun(one);
  const waiting = await context.newPage();
  await waiting.goto(SHEET);
  await alive(waiting);
  await sealed(page);
  await other.getByText('Hand the device to your partner').waitFor();
  assert.ok(!(await held(other)).includes('marker-worry-first'));
  await press(page, 'I am the partner. Begin');
  await press(page, 'Go on');
  await press(waiting, 'Go on');
  for (const one of [other, waiting]) {
    await worry(one).waitFor();
    assert.equal(await worry(one).inputValue(), '');
    assert.ok(!(await held(one)).includes('marker-worry-first'));
  }
  await secondBegins(waiting);
  // The first tab hears of it as any tab does.
  await page.waitForFunction(() => document.querySelector('.half [name$=worry]').value === 'marker-worry-second');
  assert.deepEqual(told, []);
});

test('after a blank print the second one still has their own half', async () => {
  const { page } = await theatre.reader();
  await begun(page);
  await sealed(page);
  await press(page, 'I am the partner. Begin');
  await press(page, 'Go on');
  const entries = await page.evaluate(async () => {
    const exercise = document.querySelector('sb-exercise');
    const seen = [];
    for (const on of [true, false]) {
      exercise.store.veil(on);
      seen.push(exercise.field('worry')?.value ?? null);
      await new Promise((done) => setTimeout(done));
      seen.push(exercise.field('worry')?.value ?? null);
    }
    return seen;
  });
  assert.deepEqual(entries, [null, null, null, null]);
  await secondBegins(page);
});

test('a browser that is ended in the middle of a sealing goes on where it was', async () => {
  const { page } = await theatre.reader();
  /** Takes back whose turn it is, which is written right after the half. */
  const cut = async (turn) => {
    await saved(page);
    await page.evaluate((value) => document.querySelector('sb-exercise').store.put({ exercise: 'our-two-maps', field: '@stage', kind: '', value, words: { label: '' } }), turn);
    await saved(page);
    await page.reload();
    await alive(page);
    await press(page, 'Go on');
  };
  await begun(page);
  await sealed(page);
  await cut(null);
  await page.getByText('Hand the device to your partner').waitFor();
  await press(page, 'I am the partner. Begin');
  await press(page, 'Go on');
  await worry(page).fill('marker-worry-second');
  await page.getByRole('button', { name: /^Seal/ }).click();
  await page.getByRole('button', { name: 'Reveal together' }).waitFor();
  await cut('second');
  await page.getByRole('button', { name: 'Reveal together' }).waitFor();
});

test('what the second one saves as text or as data holds nothing of the first one’s half', async () => {
  const { page } = await theatre.reader();
  await begun(page);
  await sealed(page);
  await press(page, 'I am the partner. Begin');
  await press(page, 'Go on');
  await worry(page).fill('marker-worry-second');
  await saved(page);
  for (const what of ['Save as text', 'Save as data']) {
    const { text } = await handed(page, () => press(page, what));
    assert.ok(text.includes('marker-worry-second'), what);
    assert.ok(!text.includes('marker-worry-first'), what);
  }
});
