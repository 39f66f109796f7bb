// My workbook: all that is kept, in one place.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch } from './lib/browser.mjs';
import { answer, axe, file, FIELD, handed, open, ready, SHEET, tooWide, write } from './lib/reader.mjs';
import { serve } from './lib/server.mjs';
import { root } from './lib/site.mjs';
import { isSet, setVault } from './lib/vault.mjs';

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

const row = (field, value, more = {}) => ({
  exercise: 'a-place-to-write', entry: '', field, kind: 'text', value, time: 1_700_000_000_000,
  words: { label: `Question of ${field}`, title: 'A place to write' }, ...more,
});
const ROWS = [
  row('quiet_spot', 'on the stairs'),
  row('after', 'a walk'),
  row('no_more', 'an old answer', { words: { label: 'What did we ask in spring?', title: 'A place to write' } }),
  row('x', 'from a sheet that is gone', { exercise: 'gone', words: { label: 'An old question', title: 'A sheet of last year' } }),
  row('room', 'tight', { exercise: 'weekly-room-check', entry: '2026-03-02', words: { label: 'How much room?', title: 'Weekly room check' } }),
  row('@order', ['a', 'b'], { exercise: 'pause-card', kind: 'cards', words: { label: '' } }),
];
const filled = async (options, base = server.url) => {
  const context = await reader(options);
  const page = await open(context, base, 'mine.html');
  const text = JSON.stringify({ format: 1, tool: 'stepbook', book: 'room-for-two', pack: '', made: 1, rows: ROWS });
  await page.locator('#mine-file').setInputFiles(file(text));
  await page.getByRole('button', { name: 'Bring these back' }).click();
  await page.locator('.mine-outcome', { hasText: /answers? (is|are) back/ }).waitFor();
  return { context, page };
};

test('empty: it says so, without a word of how much is left to do', async () => {
  const context = await reader({ viewport: { width: 320, height: 700 } });
  const page = await open(context, server.url, 'mine.html');
  await page.getByText('Nothing is kept here yet.').waitFor();
  assert.ok(!/%|\d+ of \d+/.test(await page.locator('main').innerText()));
  assert.deepEqual(await axe(page), []);
  assert.equal(await tooWide(page), false);
  await context.close();
});

test('what locks or deletes is one link away from the top, however many sheets there are', async () => {
  const context = await reader({ viewport: { width: 360, height: 700 } });
  const page = await open(context, server.url, 'mine.html');
  const links = page.getByRole('navigation', { name: 'On this page' }).getByRole('link');
  assert.deepEqual(await links.allTextContents(), ['A copy for yourself', 'A passphrase', 'A visit that leaves nothing', 'Delete everything']);
  for (const name of await links.allTextContents()) {
    const link = links.filter({ hasText: name });
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction((name) => {
      const title = [...document.querySelectorAll('h2')].find(({ textContent }) => textContent === name);
      const { top, bottom } = title.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }, name);
  }
  await context.close();
});

test('she sees where she stopped, opens the sheet from there, and comes back to what she wrote', async () => {
  const { context, page } = await filled();
  await write(await open(context, server.url, SHEET), 'on the roof');
  await page.locator('.mine-stopped a', { hasText: 'A place to write' }).waitFor();
  await page.locator('[data-exercise=a-place-to-write] summary').click();
  await page.getByText('on the roof').waitFor();
  assert.equal(await page.getByText('on the stairs').count(), 0);
  await page.locator('.mine-stopped a').click();
  await ready(page);
  assert.equal(await answer(page), 'on the roof');
  await context.close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`with answers of all kinds, ${colorScheme}, at 320 px: nothing to mend`, async () => {
    const { context, page } = await filled({ viewport: { width: 320, height: 700 }, colorScheme });
    for (const summary of await page.locator('sb-mine summary').all()) await summary.click();
    assert.ok(!(await page.locator('main').innerText()).includes('@order'), 'names of the machinery are not shown');
    assert.deepEqual(await axe(page), []);
    assert.equal(await tooWide(page), false);
    assert.deepEqual(page.faults, []);
    await context.close();
  });
}

test('answers to questions that are gone stand in the words they answered', async () => {
  const { context, page } = await filled();
  const earlier = page.locator('section[aria-labelledby=mine-earlier]');
  for (const summary of await earlier.locator('summary').all()) await summary.click();
  const text = await earlier.innerText();
  for (const words of ['What did we ask in spring?', 'an old answer', 'A sheet of last year', 'An old question', 'from a sheet that is gone']) {
    assert.ok(text.includes(words), words);
  }
  await context.close();
});

test('a check-in stands under its date', async () => {
  const { context, page } = await filled();
  await page.locator('section[aria-labelledby=mine-earlier] summary').last().waitFor();
  for (const summary of await page.locator('sb-mine .mine-answers summary').all()) await summary.click();
  await page.getByText('March 2, 2026').waitFor();
  await context.close();
});

for (const [width, colorScheme] of [[360, 'dark'], [1280, 'light']]) {
  test(`how a check-in has gone stands with its answers, as lines, a table and sentences, ${width} px`, async () => {
    const context = await reader({ viewport: { width, height: 800 }, colorScheme });
    const page = await open(context, server.url, 'mine.html');
    const line = (field, entry, value) => ({
      exercise: 'monthly-look', entry, field, kind: 'slider', value, time: 1_700_000_000_000,
      words: { label: `Line of ${field}`, title: 'Monthly look', options: { 0: 'Far too little', 10: 'Plenty' } },
    });
    const months = ['2026-01-04', '2026-02-01', '2026-03-01'];
    const rows = months.slice(0, 2).flatMap((date, n) => ['room', 'near', 'plain', 'came_back'].map((field) => line(field, date, n * 3)));
    const take = async (rows) => {
      await page.locator('#mine-file').setInputFiles(file(JSON.stringify({ format: 1, tool: 'stepbook', book: 'room-for-two', pack: '', made: 1, rows })));
      await page.getByRole('button', { name: 'Bring these back' }).click();
      await page.locator('.mine-outcome', { hasText: /answers? (is|are) back/ }).waitFor();
    };
    await take(rows);
    await page.locator('[data-exercise=monthly-look] summary').first().click();
    await page.getByText('“I had enough room to be myself”: a line to look back on, after 1 more check-in.').waitFor();
    assert.equal(await page.locator('.trend-drawn').count(), 0, 'no line under three points');
    await take([...['room', 'near', 'plain', 'came_back'].map((field, n) => line(field, months[2], 9 - n)), { ...line('@date', months[0], '2026-05-03'), kind: 'date' }]);
    await page.locator('.trend-drawn').first().waitFor();
    assert.equal(await page.locator('.trend-drawn').count(), 2, 'four lines stand two by two');
    await page.getByText('Over the last 3 entries “I had enough room to be myself” went from 3 to 0; lowest 0, highest 9.').waitFor();
    await page.locator('.trend-table summary').first().click();
    assert.deepEqual(await page.locator('.trend-table').first().locator('tbody th').allTextContents(), ['1 Feb 2026', '1 Mar 2026', '3 May 2026'].map((date) => expectDate(date)));
    assert.deepEqual(await axe(page), []);
    assert.equal(await tooWide(page), false);
    assert.deepEqual(page.faults, []);
    await context.close();
  });
}
/** A day as the book's language writes it. */
const expectDate = (date) => new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(date));

test('by keyboard: delete one answer, one sheet, everything; each is asked in the page', async () => {
  const { context, page } = await filled();
  const sheet = page.locator('[data-exercise=a-place-to-write]');
  await sheet.locator('summary').focus();
  await page.keyboard.press('Enter');
  await sheet.getByRole('button', { name: /^Delete ?: Question of after/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'Delete' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await sheet.getByText('a walk').waitFor({ state: 'detached' });
  await sheet.getByText('on the stairs').waitFor();
  await sheet.getByRole('button', { name: /Delete this sheet/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await sheet.locator('details').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Delete everything' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing is kept here yet.').waitFor();
  await page.reload();
  await ready(page);
  await page.getByText('Nothing is kept here yet.').waitFor();
  await context.close();
});

test('a chapter and the whole workbook as text and as data', async () => {
  const { context, page } = await filled();
  const chapter = page.locator('.mine-chapter', { has: page.locator('[data-exercise=a-place-to-write]') });
  const text = await handed(page, () => chapter.getByRole('button', { name: 'Save chapter as text' }).click());
  assert.match(text.text, /A place to write\n-+\n\nQuestion of quiet_spot\n {4}on the stairs\n {4}\(November 14, 2023\)/);
  assert.ok(!text.text.includes('sheet of last year'));
  const data = JSON.parse((await handed(page, () => chapter.getByRole('button', { name: 'Save chapter as data' }).click())).text);
  assert.deepEqual(data.rows.map(({ text: said, date }) => [said, date.slice(0, 10)]), [['on the stairs', '2023-11-14'], ['a walk', '2023-11-14']]);
  const all = await handed(page, () => page.getByRole('button', { name: 'Save everything as text' }).click());
  assert.ok(all.text.includes('from a sheet that is gone') && all.text.includes('[March 2, 2026]') && !all.text.includes('@order'));
  await context.close();
});

test('a visit that leaves nothing: what is written is nowhere afterwards; what was kept stays', async () => {
  const { context, page } = await filled();
  await page.getByRole('button', { name: 'Do not save here' }).click();
  await page.locator('.trouble', { hasText: 'you asked for nothing to be saved here' }).first().waitFor();
  assert.deepEqual(await axe(page), []);
  await page.goto(new URL(SHEET, server.url).href);
  await ready(page);
  await page.locator(FIELD).first().fill('for this moment');
  await page.reload();
  await ready(page);
  assert.equal(await answer(page), '');
  await page.getByRole('button', { name: 'Keep on this device again' }).click();
  await page.waitForFunction(([field]) => document.querySelector(field).value === 'on the stairs', [FIELD]);
  await context.close();
});

test('she asks the browser to keep it, and hears what it said', async () => {
  for (const [granted, words] of [[true, 'agreed to keep'], [false, 'did not agree']]) {
    const context = await reader();
    await context.addInitScript((fine) => {
      StorageManager.prototype.persisted = async () => false;
      StorageManager.prototype.persist = async () => fine;
    }, granted);
    const page = await open(context, server.url, 'mine.html');
    await page.getByText('after seven days without a visit').first().waitFor();
    await page.getByRole('button', { name: 'Ask this browser not to' }).click();
    await page.getByText(words).first().waitFor();
    await context.close();
  }
});

const wipe = async (page) => {
  await page.getByRole('button', { name: 'Delete everything' }).first().click();
  await page.locator('.ask-first').getByRole('button', { name: 'Delete everything' }).click();
};

test('from a folder too, all goes, and that is what is said', async () => {
  const { context, page } = await filled({}, `${pathToFileURL(root)}/`);
  await wipe(page);
  await page.locator('[role=status]', { hasText: 'Everything is deleted.' }).waitFor({ state: 'attached' });
  await page.reload();
  await page.getByText('Nothing is kept here yet.').waitFor();
  assert.deepEqual(page.faults, []);
  await context.close();
});

test('who asked for nothing to be saved and deletes everything is still in a visit that leaves nothing; other books keep theirs', async () => {
  const { context, page } = await filled();
  await page.evaluate(() => {
    for (const key of ['room-for-two/:backup', 'room-for-two/fork:backup', 'other/:backup', 'theme']) localStorage.setItem(`stepbook:${key}`, '1');
    for (const key of ['other/:memory', 'cards:other:memory', 'cards:room-for-two:memory', 'later']) sessionStorage.setItem(`stepbook:${key}`, '1');
  });
  await page.getByRole('button', { name: 'Do not save here' }).click();
  await page.locator('.trouble', { hasText: 'you asked for nothing' }).waitFor();
  await wipe(page);
  await page.locator('[role=status]', { hasText: 'Everything is deleted.' }).waitFor({ state: 'attached' });
  const left = await page.evaluate(() => [localStorage, sessionStorage].map((place) => Object.keys(place).sort()));
  assert.deepEqual(left, [
    ['stepbook:other/:backup', 'stepbook:room-for-two/fork:backup'],
    ['stepbook:cards:other:memory', 'stepbook:other/:memory', 'stepbook:room-for-two/:memory'],
  ]);
  await page.goto(new URL(SHEET, server.url).href);
  await page.locator('.trouble', { hasText: 'you asked for nothing' }).waitFor();
  await page.locator(FIELD).first().fill('for this moment');
  await page.reload();
  await ready(page);
  assert.equal(await answer(page), '');
  await context.close();
});

test('in a visit that leaves nothing, what is kept is said to be out of sight, and no empty file passes for a backup', async () => {
  const { context, page } = await filled();
  await page.getByRole('button', { name: 'Do not save here' }).click();
  await page.locator('.trouble', { hasText: 'you asked for nothing' }).waitFor();
  await page.reload();
  await page.getByText('What may be kept on this device is not shown in this visit.').waitFor();
  assert.equal(await page.getByText('Nothing is kept here yet.').count(), 0);
  const saves = page.getByRole('button', { name: /^Save/ });
  assert.deepEqual(await saves.evaluateAll((all) => all.map(({ textContent, disabled }) => [textContent, disabled])), [['Save a backup file', true], ['Save everything as text', true]]);
  await page.getByText('Not backed up yet.').waitFor();
  await page.getByRole('button', { name: 'Keep on this device again' }).first().click();
  await page.getByText('You stopped at:').waitFor();
  assert.deepEqual(await saves.evaluateAll((all) => all.filter(({ disabled }) => disabled).length), 0);
  await context.close();
});

test('a backup that is being asked about is not asked about any more once answers are locked', async () => {
  const { context, page } = await filled();
  await setVault(page);
  await isSet(page);
  await page.getByRole('button', { name: 'Save an open backup file' }).click();
  await page.getByRole('group', { name: 'Save an open backup file' }).waitFor();
  await page.locator('sb-vault').getByRole('button', { name: 'Lock now' }).click();
  await page.getByText('What you wrote is locked.').waitFor();
  assert.equal(await page.locator('.ask-first').count(), 0);
  await page.getByText('Not backed up yet.').waitFor();
  await context.close();
});

test('tens of thousands of answers to a sheet that is gone: the first are listed, all on request, and they can be deleted', async () => {
  const context = await reader();
  const page = await open(context, server.url, 'mine.html');
  const rows = Array.from({ length: 60_000 }, (_, n) => row(`f${n}`, `answer ${n}`, { exercise: 'gone', words: { label: `Q${n}`, title: 'A sheet of last year' } }));
  await page.locator('#mine-file').setInputFiles(file(JSON.stringify({ format: 1, tool: 'stepbook', book: 'room-for-two', pack: '', made: 1, rows })));
  await page.getByRole('button', { name: 'Bring these back' }).click();
  await page.locator('.mine-outcome', { hasText: '60000 answers are back.' }).waitFor();
  const earlier = page.locator('section[aria-labelledby=mine-earlier]');
  await earlier.locator('summary', { hasText: '60000 answers' }).click();
  assert.equal(await page.getByText('Nothing is kept here yet.').count(), 0);
  assert.equal(await earlier.locator('dt').count(), 300);
  await earlier.getByRole('button', { name: /^Delete this sheet/ }).click();
  await page.locator('.ask-first').getByRole('button').last().click();
  await page.getByText('Nothing is kept here yet.').waitFor();

  await page.locator('#mine-file').setInputFiles(file(JSON.stringify({ format: 1, tool: 'stepbook', book: 'room-for-two', pack: '', made: 1, rows: rows.slice(0, 302) })));
  await page.getByRole('button', { name: 'Bring these back' }).click();
  await page.locator('.mine-outcome', { hasText: '302 answers are back.' }).waitFor();
  await earlier.locator('summary').click();
  await earlier.getByRole('button', { name: 'Show all 302 answers' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.closest('.mine-list > :nth-child(301)'));
  assert.equal(await earlier.locator('dt').count(), 302);
  assert.equal(await earlier.getByRole('button', { name: /Show all/ }).count(), 0);
  await earlier.getByRole('button', { name: /^Delete ?: Q301/ }).click();
  await page.locator('.ask-first').getByRole('button').last().click();
  await earlier.locator('summary', { hasText: '301 answers' }).waitFor();
  assert.equal(await earlier.locator('dt').count(), 301, 'all stay listed');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(page.faults, []);
  await context.close();
});
