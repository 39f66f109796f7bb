// Self-checks of the shipped workbook: what they come to, drawn and in words, today and on other days.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before as first, test } from 'node:test';
import { build } from './lib/book.mjs';
import { button, enter, everything, focused, lock, open, paper, plainPaper, reload, said, saved, tabTo } from './lib/sheet.mjs';
import { elements, pages } from './lib/site.mjs';
import { before, clean, fits, kept, stage } from './lib/story.mjs';

let theatre;
first(async () => (theatre = await stage()));
after(() => theatre?.close());

const still = (page) => page.locator('.open-lines').textContent();
const points = (page) => page.locator('.result .mix-words').allTextContents();
const rows = (page) => page.locator('.kept-results tbody tr');
const option = (page, field, n) => page.locator(`[data-field=${field}]`).locator('.pill, .option').nth(n);
const row = (page, field, n, answer) => page.locator(`[data-field=${field}] [role=radiogroup]`).nth(n).locator('label').nth(answer);

/** Where the mark stands, and the part of the line that is drawn as its own. */
const drawn = (page, n = 0) =>
  page.locator('.result .drawn').nth(n).evaluate((line) => {
    const mark = line.querySelector('.mark-at').getBoundingClientRect();
    const at = (mark.left + mark.right) / 2;
    const parts = [...line.querySelectorAll('.part-of')];
    const under = parts.findIndex((part) => {
      const { left, right } = part.getBoundingClientRect();
      return left <= at && at < right;
    });
    return { under, here: parts.findIndex((part) => part.hasAttribute('data-here')), heres: line.querySelectorAll('[data-here]').length };
  });

/** A result of another day, as it was kept then. */
const earlier = (day, exercise, scores, more = {}) => ({
  exercise,
  entry: day,
  field: '@result',
  kind: 'check',
  value: { scores, rescored: '', ...more },
  time: Date.parse(day),
  words: { label: 'Result', title: '' },
});

test('How much room for wonder today, by keyboard: open lines, a score with its band, kept with its day', async () => {
  const { page, told, context } = await open(theatre, 'curious-today');
  assert.equal(await still(page), '4 lines are still open. You may leave 1 blank.');
  assert.equal(await page.locator('.result:visible').count(), 0);
  assert.equal(await page.locator('.sum:visible').count(), 0, 'the tables to add up are folded away');
  await clean(page, 'empty');

  const choose = async (id, n) => {
    await tabTo(page, page.locator(`[data-field=${id}] input`).first());
    await page.keyboard.press('Space');
    for (let at = 0; at < n; at++) await page.keyboard.press('ArrowRight');
  };
  await choose('body_now', 1);
  assert.equal(await still(page), '3 lines are still open. You may leave 1 blank.');
  await choose('verdict', 2);
  await choose('next_question', 1);
  assert.deepEqual(await points(page), ['4 of 8: One question']);
  assert.equal(await still(page), '');
  assert.equal(await said(page), 'Room for wonder: 4 of 8. One question');
  assert.match(await page.locator('.result').textContent(), /Ask one thing, listen to all of it/);
  assert.deepEqual(await drawn(page), { under: 1, here: 1, heres: 1 });
  await choose('can_wait', 2);
  assert.deepEqual(await points(page), ['6 of 8: Plenty of room']);
  const link = page.locator('.result a');
  assert.match(await link.getAttribute('href'), /from-verdict-to-question\.html#/);
  await clean(page, 'scored');

  await enter(page, button(page, 'How the points add up'));
  assert.deepEqual(await page.locator('.sum .box:visible').allTextContents(), ['1', '2', '1', '2', '6']);
  await clean(page, 'the tables open');
  await page.keyboard.press('Space');
  assert.equal(await page.locator('.sum:visible').count(), 0);

  await reload(page);
  assert.deepEqual(await points(page), ['6 of 8: Plenty of room']);
  assert.equal(await rows(page).count(), 1, 'one result a day');
  const result = (await kept(page)).filter(({ field }) => field === '@result');
  assert.equal(result.length, 1);
  assert.match(result[0].entry, /^\d{4}-\d\d-\d\d$/);
  assert.deepEqual(result[0].value.scores.wonder_now.band, 'go_on');
  const text = await page.evaluate((answer) => globalThis[Symbol.for('stepbook')].textOf(answer), result[0]);
  assert.match(text, /^Room for wonder\. 6 of 8\. Plenty of room\. Go for a walk together/);
  assert.deepEqual(told, []);
  await context.close();
});

test('How much room for wonder today: every sum stands in its band', async () => {
  const { page, context } = await open(theatre, 'curious-today');
  const ids = ['body_now', 'verdict', 'next_question', 'can_wait'];
  for (let sum = 0; sum <= 8; sum++) {
    for (const [n, id] of ids.entries()) await option(page, id, Math.min(2, Math.max(0, sum - 2 * n))).click();
    const band = [2, 5, 8].findIndex((upto) => sum <= upto);
    assert.match((await points(page))[0], new RegExp(`^${sum} of 8: `));
    assert.deepEqual(await drawn(page), { under: band, here: band, heres: 1 }, `${sum} points`);
    // Where people write from right to left, the line begins at the right.
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    assert.deepEqual(await drawn(page), { under: band, here: band, heres: 1 }, `${sum} points, from right to left`);
    await page.evaluate(() => (document.documentElement.dir = 'ltr'));
  }
  await context.close();
});

test('How much room for wonder today: other days stand beside, a result counted differently says so, and one can go', async () => {
  const { page, context, told } = await open(theatre, 'curious-today');
  const wonder = (points, band, title) => ({ wonder_now: { points, band, title, says: '', total: 8 } });
  await before(page, [
    earlier('2025-03-02', 'curious-today', wonder(2, 'later', 'Another day is kinder')),
    earlier('2024-12-24', 'curious-today', { wonder_now: { points: 9, band: 'old', title: 'An old band', says: 'Old words.', total: 10 } }, { rescored: '2024-01-01' }),
    earlier('2024-11-11', 'curious-today', 'nonsense'),
  ]);
  await page.locator('.kept-results').waitFor();
  assert.equal(await rows(page).count(), 2);
  assert.equal(await page.locator('.result:visible').count(), 0, 'nothing is answered today');
  assert.match(await rows(page).nth(0).textContent(), /2 Mar 2025|Mar 2, 2025/);
  assert.match(await rows(page).nth(0).textContent(), /2 of 8: Another day is kinder/);
  assert.match(await rows(page).nth(1).textContent(), /9 of 10: An old band.*The points were counted differently then\./);
  assert.equal(await rows(page).nth(0).locator('.part-of').count(), 3);
  assert.equal(await rows(page).nth(1).locator('.part-of').count(), 1, 'the bands of today are not laid over it');
  assert.equal(await rows(page).nth(0).locator('td').last().evaluate((cell) => getComputedStyle(cell).borderInlineStartWidth), '0px', 'a cell is no button');
  await clean(page, 'earlier results');

  for (const id of ['body_now', 'verdict', 'next_question']) await option(page, id, 0).click();
  assert.equal(await rows(page).count(), 3);
  await saved(page);

  // Weeks later it is only looked at: that makes no new result.
  await context.clock.setFixedTime(Date.now() + 40 * 86_400_000);
  await reload(page);
  assert.equal(await rows(page).count(), 3);
  await page.locator('[data-field=feels] label').first().click();
  assert.equal(await rows(page).count(), 3, 'nor does a line that does not count');
  await option(page, 'can_wait', 2).click();
  assert.equal(await rows(page).count(), 4);

  const del = rows(page).nth(3).getByRole('button', { name: /^Delete ?:/ });
  await enter(page, del);
  assert.ok(await focused(page.getByRole('button', { name: /^Delete for good/ })));
  await clean(page, 'asked before deleting');
  await enter(page, page.getByRole('button', { name: 'Keep it' }));
  assert.ok(await focused(del));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.kept-results tbody tr').length === 3);
  assert.equal(await said(page), 'Deleted.');
  assert.ok(await page.evaluate(() => document.activeElement.closest('.kept-results') !== null), 'the focus is not lost');
  await reload(page);
  assert.deepEqual((await kept(page)).filter(({ entry }) => entry === '2024-12-24'), []);
  assert.deepEqual(told, []);
  await context.close();
});

test('Three leanings, by mouse: three lines side by side, none of them a name for anyone', async () => {
  const { page, context, told } = await open(theatre, 'three-leanings');
  assert.equal(await still(page), '12 lines are still open.');
  const fill = async (field, answers) => {
    for (const [n, answer] of answers.entries()) await row(page, field, n, answer).click();
  };
  await fill('nearness', [2, 2, 2, 2]);
  assert.deepEqual(await points(page), ['8 of 12: Part of the mix', '4 lines are still open.', '4 lines are still open.']);
  await fill('solitude', [3, 3, 3]);
  await fill('own_life', [1, 1, 1, 1]);
  assert.deepEqual(await points(page), ['8 of 12: Part of the mix', '9 of 12: Close to the front', '4 of 12: In the background']);
  const widths = await page.locator('.result .drawn').evaluateAll((lines) => lines.map((line) => line.getBoundingClientRect().width));
  assert.equal(new Set(widths).size, 1, 'one scale for all');
  assert.deepEqual(await Promise.all([0, 1, 2].map(async (n) => (await drawn(page, n)).under)), [1, 2, 0]);
  assert.equal(await page.locator('.result .band-says').count(), 3);
  assert.equal(await page.locator('.result > :is(h2, h3)').textContent(), 'Side by side');
  await reload(page);
  assert.equal(await page.locator('.result .drawn').count(), 3);
  await clean(page, 'the mix');
  const [result] = (await kept(page)).filter(({ field }) => field === '@result');
  assert.deepEqual(Object.keys(result.value.scores), ['nearness_now', 'solitude_now', 'own_life_now']);
  assert.deepEqual(told, []);
  await context.close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`Three leanings at 320 px, ${colorScheme}: nothing too wide, nothing for axe-core to find`, async () => {
    const { page, context } = await open(theatre, 'three-leanings', { viewport: { width: 320, height: 640 }, colorScheme });
    const score = (points, band, title) => ({ points, band, title, says: '', total: 12 });
    await before(page, [
      earlier('2025-03-02', 'three-leanings', { nearness_now: score(0, 'quiet', 'In the background'), solitude_now: score(12, 'strong', 'Close to the front'), own_life_now: score(6, 'there', 'Part of the mix') }),
    ]);
    for (const field of ['nearness', 'solitude', 'own_life']) for (const n of [0, 1, 2, 3]) await row(page, field, n, 3).locator('input').check({ force: true });
    await rows(page).nth(1).waitFor();
    await fits(page, 'a mix with another day');
    await clean(page, 'a mix with another day');
    await context.close();
  });
}

for (const id of ['curious-today', 'three-leanings']) {
  test(`${id}: blank paper as ever, filled paper with its sum, nothing when locked`, async () => {
    const { page, context } = await open(theatre, id);
    assert.equal(await paper(page), await plainPaper(theatre, id), 'blank');
    const inputs = page.locator('.fields input[data-points]');
    const names = [...new Set(await inputs.evaluateAll((all) => all.map(({ name }) => name)))];
    for (const name of names) await page.locator(`input[name="${name}"]`).last().check({ force: true });
    await page.locator('.result').waitFor();
    const filled = await paper(page);
    assert.match(filled, id === 'curious-today' ? /8 of 8: Plenty of room/ : /12 of 12: Close to the front/);
    assert.doesNotMatch(filled, /Results by day|How the points add up/);
    assert.match(await page.locator('.sum tfoot .box').first().textContent(), /^(8|12)$/);
    await saved(page);
    await lock(page);
    assert.equal(await page.locator('.result > *, .results > *').count(), 0);
    assert.equal(await still(page), '');
    assert.equal((await page.locator('.box').allTextContents()).join(''), '');
    assert.doesNotMatch(await everything(page), /\d+ of 8:|12 of 12/);
    await context.close();
  });
}

test('every check of the workbook comes to a score at both ends of its scale', async () => {
  const checks = pages.filter((page) => page.startsWith('sheets/') && elements(page).some(({ tag, attributes }) => tag === 'sb-exercise' && attributes['data-kind'] === 'check'));
  for (const sheet of checks) {
    const { page, context, told } = await open(theatre, sheet.slice('sheets/'.length, -'.html'.length));
    for (const end of ['first', 'last']) {
      const names = await page.locator('.fields input[data-points]').evaluateAll((all) => [...new Set(all.map(({ name }) => name))]);
      for (const name of names) await page.locator(`input[name="${name}"]`)[end]().check({ force: true });
      await page.evaluate(() => new Promise((done) => setTimeout(done)));
      const lines = await page.locator('.result .drawn').count();
      assert.equal(lines, await page.locator('.score').count(), `${sheet}: ${end}`);
      for (let n = 0; n < lines; n++) {
        const { under, here, heres } = await drawn(page, n);
        assert.deepEqual([under, heres], [here, 1], `${sheet}: ${end}, line ${n}`);
      }
    }
    assert.deepEqual(told, []);
    await context.close();
  }
});

test('Points that are fractions: each total has one band, the one that paper gives it', async (t) => {
  const steps = 'steps: {none: {label: None, points: 0}, some: {label: Some, points: 1.1}}';
  const fields = ['a', 'b', 'c'].map((id) => `  - {id: ${id}, type: scale, label: ${id}, ${steps}}\n`).join('');
  const bands = '[{id: low, upto: 1.1, title: Low, says: Low.}, {id: high, upto: 3.3, title: High, says: High.}]';
  const text = `format: 1\nid: halves\nkind: check\ntitle: Halves\nprint: {pages: 2}\nfields:\n${fields}scores:\n  - {id: s, sum: [a, b, c], blanks_allowed: 2, bands: ${bands}}\n`;
  const book = await build('fields', { add: (folder) => writeFileSync(join(folder, 'content/exercises/halves.yaml'), text) });
  const own = await stage(book.root);
  t.after(async () => {
    await own.close();
    book.remove();
  });
  const { page, told } = await open(own, 'halves');
  for (const [field, words, here] of [
    ['a', '1.1 of 3.3: Low', 0],
    ['b', '2.2 of 3.3: High', 1],
    ['c', '3.3 of 3.3: High', 1],
  ]) {
    await option(page, field, 1).click();
    assert.deepEqual(await points(page), [words]);
    const { here: part, heres } = await drawn(page);
    assert.deepEqual([part, heres], [here, 1], words);
  }
  assert.deepEqual(told, []);
});
