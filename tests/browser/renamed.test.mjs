// Answers that were kept before everything in the book got another id: each stands where it belongs now.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { build } from './lib/book.mjs';
import { alive, open, saved } from './lib/sheet.mjs';
import { before, kept, stage } from './lib/story.mjs';

let theatre;
let book;
first(async () => {
  book = await build('renamed');
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
