// A reader who looks back on their weeks.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { everything } from './lib/sheet.mjs';
import { before, clean, fits, handed, kept, stage } from './lib/story.mjs';

const SHEET = 'sheets/weekly-room-check.html';
const TODAY = '2026-11-24';
let theatre;
first(async () => (theatre = await stage()));
after(() => theatre.close());

/** Weeks that were written before, the newest two days ago. */
function weeks(count, missing = -1) {
  return Array.from({ length: count }, (_, n) => {
    const entry = new Date(Date.UTC(2026, 10, 22) - (count - 1 - n) * 7 * 86_400_000).toISOString().slice(0, 10);
    const answer = (field, kind, value, label) => ({ exercise: 'weekly-room-check', entry, field, kind, value, time: 1e12 + n, words: { label } });
    return [
      n !== missing && answer('room', 'slider', [3, 4, 2, 5, 7, 6][n % 6], 'I had enough time to myself'),
      answer('near', 'slider', [6, 5, 5, 6, 4, 6][n % 6], 'I had enough closeness with my partner'),
      answer('changed', 'text', `Week ${n + 1}`, 'Something that has changed in what I need'),
    ].filter(Boolean);
  }).flat();
}

async function open(options) {
  const reader = await theatre.reader(options);
  await reader.page.clock.install({ time: new Date(`${TODAY}T09:30:00`) });
  await reader.page.goto(SHEET);
  await reader.page.getByRole('button', { name: 'Today’s check-in' }).waitFor();
  return reader;
}

const room = (page) => page.getByRole('slider', { name: 'I had enough time to myself' });
const changed = (page) => page.getByRole('textbox', { name: 'Something that has changed' });
// What only screen readers hear follows after a space.
const press = (page, name) => page.getByRole('button', { name: new RegExp(`^${name.replace(':', ' ?:')}$`) }).click();
const entries = (page) => page.locator('.entries li .entry-when');
const sentence = (page, label) => page.locator('.trend-says', { hasText: label });

test('a first check-in is written, closed, found again after a reload, and one more on the same day', async () => {
  const { page, told } = await open();
  assert.equal(await room(page).isVisible(), false, 'questions wait until an entry is begun');
  await clean(page, 'empty');
  await press(page, 'Today’s check-in');
  await room(page).fill('7');
  await changed(page).fill('A slow morning');
  await clean(page, 'open');
  await press(page, 'Done');
  assert.equal(await room(page).isVisible(), false);
  assert.deepEqual(await entries(page).allTextContents(), ['November 24, 2026']);
  assert.equal(await sentence(page, 'I had enough time to myself').textContent(), '“I had enough time to myself”: a line to look back on, after 2 more check-ins.');
  assert.equal(await page.locator('.trend-drawn').count(), 0, 'no line from one point');

  await page.reload();
  await press(page, 'Another check-in today');
  assert.equal(await changed(page).inputValue(), '');
  await changed(page).fill('And a loud evening');
  await press(page, 'Done');
  assert.deepEqual([...new Set((await kept(page)).map(({ entry }) => entry))].sort(), [TODAY, `${TODAY}.2`]);
  await press(page, 'Another check-in today');
  await press(page, 'Done');
  assert.equal(await entries(page).count(), 2, 'what was begun and left empty is no entry');
  assert.deepEqual(told, []);
});

test('an entry is opened, changed, given another date, and deleted after a question', async () => {
  const { page, told } = await open();
  await before(page, weeks(3));
  await press(page, 'Open: November 8, 2026');
  assert.equal(await changed(page).inputValue(), 'Week 1');
  await changed(page).fill('Week 1, seen again');
  await page.getByLabel('Date', { exact: true }).fill('2026-11-18');
  await press(page, 'Done');
  await page.locator('.entries li', { hasText: 'seen again' }).waitFor();
  assert.deepEqual(await entries(page).allTextContents(), ['November 22, 2026', 'November 18, 2026', 'November 15, 2026']);
  await page.reload();
  await page.locator('.entries li').first().waitFor();
  assert.deepEqual(await entries(page).allTextContents(), ['November 22, 2026', 'November 18, 2026', 'November 15, 2026']);

  await press(page, 'Delete: November 18, 2026');
  await clean(page, 'asked');
  await press(page, 'Keep it');
  assert.equal(await entries(page).count(), 3);
  await press(page, 'Delete: November 18, 2026');
  await press(page, 'Delete for good');
  await page.waitForFunction(() => document.querySelectorAll('.entries li').length === 2);
  assert.ok(!JSON.stringify(await kept(page)).includes('seen again'));
  assert.deepEqual(told, []);
});

test('the trend is told as a drawing, a table and a sentence, with gaps where nothing was answered', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, told } = await open({ colorScheme, viewport: { width: 320, height: 700 } });
    await before(page, weeks(6, 3));
    await page.locator('.trend-drawn').waitFor();
    assert.equal(await sentence(page, 'I had enough time to myself').textContent(), 'Over the last 6 entries “I had enough time to myself” went from 3 to 6; lowest 2, highest 7.');
    assert.equal(await sentence(page, 'I had enough closeness').textContent(), 'Over the last 6 entries “I had enough closeness with my partner” began and ended at 6; lowest 4, highest 6.');
    const [gapped, whole] = await page.locator('.trend-drawn .trend-line').evaluateAll((lines) => lines.map((line) => line.getAttribute('d').match(/M/g).length));
    assert.deepEqual([gapped, whole], [2, 1]);
    await page.getByText('The numbers as a table').click();
    assert.deepEqual(await page.locator('.trend-table tbody tr').nth(3).locator('td').allTextContents(), ['–', '6']);
    const small = await page.locator('.trend-drawn text').evaluateAll((texts) => Math.min(...texts.map((text) => text.getBoundingClientRect().height)));
    assert.ok(small >= 12, `words in the drawing stay readable: ${small} px`);
    await fits(page, `trend, ${colorScheme}`);
    await clean(page, `trend, ${colorScheme}`);
    assert.deepEqual(told, []);
  }
});

test('where writing runs from right to left the words of the drawing stand where they do otherwise', async () => {
  const { page } = await open();
  await before(page, weeks(6));
  await page.locator('.trend-drawn').waitFor();
  const places = () =>
    page.locator('.trend-drawn text').evaluateAll((texts) =>
      texts.map((text) => {
        const { x, width } = text.getBBox();
        return `${text.textContent}: ${Math.round(x)} to ${Math.round(x + width)}`;
      }),
    );
  const usual = await places();
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  assert.deepEqual(await places(), usual);
  // A date in such a writing still begins at its own right.
  const own = await page.locator('.trend-drawn text').last().evaluate((text) => {
    text.textContent = '24 בנוב׳';
    return text.getExtentOfChar(0).x > text.getExtentOfChar(4).x;
  });
  assert.ok(own);
});

test('the reminder goes into a calendar file that tells nothing', async () => {
  const { page } = await open();
  const { name, text } = await handed(page, () => press(page, 'Put it in my calendar'));
  assert.equal(name, 'reminder.ics');
  for (const line of ['DTSTART:20261129T180000', 'RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=SU', 'SUMMARY:Reminder']) assert.ok(text.includes(`${line}\r\n`), line);
  assert.ok(!/room|near|week,|partner/i.test(text));
  const again = await handed(page, () => press(page, 'Put it in my calendar'));
  assert.equal(again.text.match(/UID:.*/)[0], text.match(/UID:.*/)[0]);
});

test('more than are kept are said and offered as a file, and none is deleted', async () => {
  const { page } = await open();
  await before(page, weeks(106));
  await page.getByText('2 check-ins are older than the newest 104.').waitFor();
  const { text } = await handed(page, () => press(page, 'Save the older ones as a file'));
  assert.ok(text.includes('Week 1\n') && text.includes('Week 2\n') && !text.includes('Week 3\n'));
  assert.equal((await kept(page)).length, 106 * 3);
  await press(page, 'Show all 106 check-ins');
  assert.equal(await entries(page).count(), 106);
});

test('the list of 104 entries follows what is typed', async () => {
  const { page } = await theatre.reader();
  await page.goto(SHEET);
  await before(page, weeks(104));
  await press(page, 'Show all 104 check-ins');
  await press(page, 'Open: November 22, 2026');
  await changed(page).fill('');
  await changed(page).pressSequentially('as fast as keys can come');
  await page.locator('.entries li', { hasText: 'as fast as keys can come' }).first().waitFor();
  assert.equal(await changed(page).inputValue(), 'as fast as keys can come');
  assert.equal(await entries(page).count(), 104);
});

test('all of it by the keyboard alone', async () => {
  const { page } = await open();
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.type);
  const to = async (name) => {
    for (let n = 0; n < 40; n++) {
      if ((await focused()).startsWith(name)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`no way to ${name}`);
  };
  await to('Today');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.textContent === 'Check-in of November 24, 2026');
  await to('range');
  await page.keyboard.press('ArrowRight');
  await to('Done');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.textContent === 'Open: November 24, 2026');
  await to('Delete');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.textContent === 'Delete the check-in of November 24, 2026?');
  await to('Delete for good');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.textContent === 'Today’s check-in');
  assert.equal(await entries(page).count(), 0);
});

test('when answers are locked away, nothing of them is left in the page; printed, the log holds them', async () => {
  const { page } = await open();
  await before(page, weeks(4));
  await page.locator('.trend-drawn').waitFor();
  const rows = await page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    const text = [...document.querySelectorAll('.log tbody tr')].map((row) => row.textContent);
    dispatchEvent(new Event('afterprint'));
    return text;
  });
  assert.equal(rows.length, 12);
  assert.ok(rows[0].includes('Week 1') && rows[3].includes('Week 4') && rows[4] === '');
  await page.getByRole('button', { name: 'Open' }).first().click();
  await page.locator('.entry-date input').fill('2026-03-08');
  await page.locator('.entry-title', { hasText: 'March' }).waitFor();
  const shared = await page.evaluate(async () => {
    const exercise = document.querySelector('sb-exercise');
    await exercise.store.setVault('a long passphrase');
    exercise.store.lock();
    return exercise.store.locked;
  });
  assert.ok(shared);
  await page.waitForFunction(() => !/Week \d|went from/.test(document.querySelector('main').textContent));
  assert.equal(await page.getByRole('button', { name: 'check-in' }).count(), 0);
  assert.doesNotMatch(await everything(page), /Check-in of|2026-03-08/, 'nor the date of the one that was open');
  await clean(page, 'locked');
});

test('without script the questions and the log stand there as ever', async () => {
  const { page } = await theatre.reader({ javaScriptEnabled: false });
  await page.goto(SHEET);
  assert.ok(await room(page).isVisible());
  assert.equal(await page.locator('.made').count(), 0);
});
