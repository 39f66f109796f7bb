// Answers that were kept before everything in the book got another id: each stands where it belongs now.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before as first, test } from 'node:test';
import { build } from './lib/book.mjs';
import { alive, open, saved } from './lib/sheet.mjs';
import { before, kept, stage } from './lib/story.mjs';

let theatre;
let book;
/** The examples of two kinds, each as an exercise that was called something else before. */
const add = (folder) => {
  for (const [kind, was] of [['pair', 'old-pause'], ['checkin', 'old-look']]) {
    const text = readFileSync(join(folder, `themes/paper/kinds/${kind}/example.yaml`), 'utf8');
    const id = /^id: (.*)$/m.exec(text)[1];
    const renamed = text.replace(/^kind: .*$/m, `$&\nwas: ${was}`).replace('{id: kind_one,', '{id: kind_one, was: kind_old,');
    writeFileSync(join(folder, `content/exercises/${id}.yaml`), renamed);
  }
  writeFileSync(join(folder, 'content/exercises/before-we-share.yaml'), 'format: 1\nid: before-we-share\nkind: worksheet\ntitle: Before we share\nfields:\n  - {id: alone, type: note, text: Read this alone.}\n');
};

first(async () => {
  book = await build('renamed', { add });
  theatre = await stage(book.root);
});
after(async () => {
  await theatre?.close();
  book?.remove();
});

const row = (exercise, field, kind, value, words = {}) => ({ exercise, entry: '', field, kind, value, time: Date.parse('2026-03-01'), words: { label: field, title: exercise, ...words } });
const value = (page, id) => page.locator(`[data-field=${id}]`).first().evaluate((field) => field.value);

const OLD = [
  row('old-sheet', 'first', 'choice', 'stroll', { options: { stroll: 'A little stroll' } }),
  row('old-sheet', 'many', 'choices', ['cup', { other: 'drink' }]),
  row('old-sheet', 'rows', 'grid', { calm: 'little', rest: 'high' }),
  row('old-sheet', 'places', 'sort', { speak: 'today', eat: 'later' }),
  row('old-sheet', 'order', 'rank', ['food', 'wind']),
  row('old-sheet', 'said', 'frame', { kind: 'kind' }),
  row('old-sheet', 'tries', 'table', [{ way: 'way' }]),
  row('old-sheet', 'felt', 'feelings', ['steady']),
];

test('a sheet: choices, rows, places, an order, a blank, a column, a feeling', async () => {
  const { page, told } = await open(theatre, 'new-sheet');
  await before(page, OLD);
  await alive(page);
  assert.equal(await value(page, 'one'), 'walk');
  assert.deepEqual(await value(page, 'many'), ['tea', { other: 'drink' }], 'own words that read like an old id stay words');
  assert.deepEqual(await value(page, 'rows'), { quiet: 'low', rest: 'high' });
  assert.deepEqual(await value(page, 'places'), { talk: 'now', eat: 'later' });
  assert.deepEqual(await value(page, 'order'), ['food', 'air']);
  assert.deepEqual(await value(page, 'said'), { warm: 'kind' });
  assert.deepEqual(await value(page, 'tries'), [{ how: 'way' }]);
  assert.deepEqual(await value(page, 'felt'), ['settled']);
  assert.ok(await page.locator('[data-field=asks]').isVisible(), 'a condition knows the choice by its new id');
  assert.equal(await page.locator('.recalled-words').textContent(), 'A little stroll', 'in the words of its day');
  assert.ok((await kept(page)).some((answer) => answer.value === 'stroll'), 'what is stored stays as it was');
  // What is said from now on goes under the new ids, and wins.
  await page.locator('[data-field=one] .option', { hasText: 'A nap' }).click();
  await saved(page);
  await page.reload();
  await alive(page);
  assert.equal(await value(page, 'one'), 'nap');
  assert.deepEqual(told, []);
});

test('"My workbook": each answer once, in the words of its day', async () => {
  const { page } = await theatre.reader();
  await page.goto('mine.html');
  await before(page, [...OLD, row('talk', '@rewrite.yours', 'rewrite', 'Good morning'), row('talk', '@rewrite.mine', 'rewrite', 'Good evening')].map((one, n) => ({ ...one, time: one.time + n })));
  await page.locator('.mine-answers').first().waitFor();
  const words = await page.evaluate(() => document.body.textContent);
  assert.ok(words.includes('A little stroll') && words.includes('Good evening') && !words.includes('Good morning'), words);
  assert.equal(await page.locator('#mine-earlier:visible').count(), 0, 'nothing is among the earlier answers');
});

test('a talk that was played, a card that was kept, a line of one\'s own', async () => {
  const { page, told } = await open(theatre, 'the-door');
  await before(page, [
    row('the-door', '@route', 'practice', ['doorway/later']),
    row('the-door', '@seen', 'practice', ['end']),
    row('deck', '@kept', 'cards', ['walk']),
    row('talk', '@rewrite.yours', 'rewrite', 'Good morning'),
  ]);
  await alive(page);
  assert.ok(await page.locator('.route', { hasText: 'I wait' }).isVisible());
  assert.ok(await page.locator('.outcome', { hasText: 'Well done' }).isVisible());
  assert.match(await page.locator('.ends-seen').textContent(), /1/);
  await page.goto('sheets/deck.html');
  await alive(page);
  assert.equal(await page.locator('[data-card=first_walk] .keep').getAttribute('aria-pressed'), 'true');
  await page.goto('sheets/talk.html');
  await alive(page);
  const own = page.locator('[data-rewrite=mine] textarea');
  assert.equal(await own.inputValue(), 'Good morning');
  await own.fill('Good evening');
  await saved(page);
  await page.reload();
  await alive(page);
  assert.equal(await own.inputValue(), 'Good evening');
  assert.deepEqual(told, []);
});

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

test('two who start over have nothing left of what they sealed under the earlier name', async () => {
  const { page, told } = await open(theatre, 'our-pause');
  const sealed = (entry, value) => ({ ...row('old-pause', '@sealed', '', { sealed: '2026-03-01T10:00:00.000Z', earlier: [], shown: [{ field: 'signal', kind: 'text', value, words: { label: 'My word' } }], halves: [] }), entry });
  const left = () => ({ ...row('old-pause', 'worry', 'long_text', 'of the second one'), entry: 'partner' });
  await before(page, [row('old-pause', 'signal', 'text', 'Harbour'), sealed('', 'Harbour'), sealed('partner', 'Tea'), row('old-pause', '@stage', '', 'ready'), left()]);
  await alive(page);
  const go = page.getByRole('button', { name: 'Go on', exact: true });
  if (await go.isVisible()) await go.click();
  await press(page, 'Take them off this device');
  await page.waitForFunction(() => document.activeElement.textContent.startsWith('Both'));
  assert.deepEqual((await kept(page)).filter(({ field }) => field === 'worry'), []);
  await press(page, 'Reveal together');
  await page.locator('.pair-line').first().waitFor();
  await press(page, 'Start over');
  await press(page, 'Start over, remove them');
  await page.locator('.half').waitFor({ state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('.pair-line'));
  assert.deepEqual((await kept(page)).map(({ field }) => field), ['signal']);
  assert.deepEqual(told, []);
});

test('a check-in: another one of a day leaves what was kept under the earlier name, and what was taken back stays away', async () => {
  const { page, told } = await open(theatre, 'weekly-look');
  const today = await page.evaluate(() => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10));
  await before(page, [{ ...row('old-look', 'kind_old', 'text', 'Soup'), entry: today }]);
  await alive(page);
  await page.locator('.entry-says', { hasText: 'Soup' }).waitFor();
  await press(page, 'Another check-in today');
  const words = page.locator('[data-field=kind_one] :is(input, textarea)');
  assert.equal(await words.inputValue(), '');
  await words.fill('A walk');
  await press(page, 'Done');
  await page.waitForFunction(() => document.querySelectorAll('.entry-says').length === 2);
  assert.deepEqual((await page.locator('.entry-says').allTextContents()).map((line) => line.split(': ').pop()), ['A walk', 'Soup']);
  await page.locator('[data-entry]').nth(1).getByRole('button', { name: 'Open' }).click();
  await words.fill('');
  await press(page, 'Done');
  await page.waitForFunction(() => document.querySelectorAll('.entry-says').length === 1);
  assert.deepEqual(told, []);
});
