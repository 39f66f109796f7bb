// Sheets printed from a stock Firefox: what differs from Chromium stands in the guide on exercises.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { leaves, squeeze } from './lib/pdf.mjs';
import { choose, fillIn } from './lib/print.mjs';
import { none } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { alive } from './lib/sheet.mjs';
import { pages, root, some, thorough } from './lib/site.mjs';

const sheets = pages.filter((page) => page.startsWith('sheets/'));

let browser;
let server;
before(async () => {
  browser = await launch('firefox');
  server = await serve(root);
});
after(async () => {
  await browser?.close();
  server?.close();
});

const PAPERS = { a4: [210, 297], letter: [215.9, 279.4] };

/** Prints a page. playwright-core gives inches where WebDriver BiDi wants centimetres; the margins are those of the page's own style. */
async function print(page, paper) {
  const [width, height] = PAPERS[paper];
  return leaves(await page.pdf({ width: `${width * 2.54}mm`, height: `${height * 2.54}mm` }));
}

const BLANK = { mode: 'blank', paper: 'a4', blank: 'on', large: '' };
const OTHERS = [
  { mode: 'blank', paper: 'letter', blank: 'on', large: '' },
  { mode: 'blank and large', paper: 'letter', blank: 'on', large: 'on' },
  { mode: 'short answers', paper: 'a4', letters: 12, blank: '', large: '' },
  { mode: 'short answers, large', paper: 'a4', letters: 12, blank: '', large: 'on' },
  { mode: '5,000 letters a field', paper: 'letter', letters: 5000, blank: '', large: '' },
];

/** What stands on the screen and on paper alike: Firefox cannot be told to lay out for paper and be asked. */
const shown = (page) =>
  page.evaluate(() => ({
    texts: [...document.querySelectorAll('.one-sheet :is(.label, .row-words, .option > span, .pill > span, .card-words, .line, .pick-words, .outcome, .exercise-intro p, .exercise-outro p)')]
      .filter((one) => !one.closest('.made, .checkin .fields') && !one.querySelector('.unseen, .made'))
      .map((one) => one.textContent.trim()),
    title: document.querySelector('.paper-title').textContent,
    // What is only read has no line for a name.
    asks: document.querySelector('.sheet-lines') !== null,
    declared: Number(document.querySelector('.one-sheet').dataset.pages),
  }));

/** What is wrong with the pages of a printed sheet. */
function read(printed, { texts, title, asks, declared }, { paper, blank, large, written }) {
  const found = [];
  const [wide, high] = PAPERS[paper];
  if (blank && !large && printed.length > declared) found.push(`takes ${printed.length} pages and declares ${declared}`);
  const whole = printed.map(({ squeezed }) => squeezed).join('').toLowerCase();
  // A text that goes over the end of a page has the next one's head in its middle.
  const headEnds = (asks ? 24 : 16) + (large ? (asks ? 10 : 4) : 0);
  const headless = printed.map(({ words }) => squeeze(words.filter(({ top }) => top > headEnds).map(({ text }) => text).join(''))).join('').toLowerCase();
  for (const text of texts) if (text && !headless.includes(squeeze(text).toLowerCase()) && !whole.includes(squeeze(text).toLowerCase())) found.push(`not printed: ${text.slice(0, 60)}`);
  printed.forEach(({ squeezed, words, width, height }, n) => {
    if (Math.abs(width - wide) > 1 || Math.abs(height - high) > 1) found.push(`page ${n + 1} is ${width.toFixed()} x ${height.toFixed()} mm`);
    if (!squeezed.startsWith(squeeze(title)) || squeezed.includes('NameDate') !== asks) found.push(`page ${n + 1} has no head`);
    const outside = words.filter(({ left, right, top, bottom }) => left < 9 || right > wide - 9 || top < 9 || bottom > high - 9);
    if (outside.length > 0) found.push(`page ${n + 1}: outside the margins: ${outside.map(({ text }) => text).join(' ').slice(0, 60)}`);
  });
  const answers = new Set(printed.flatMap(({ words }) => words.flatMap(({ text }) => text.match(/w\d+x\d+/g) ?? [])));
  const missing = written.filter((word) => !answers.has(word));
  if (!blank && missing.length > 0) found.push(`${missing.length} of ${written.length} written words are not printed: ${missing.slice(0, 3).join(' ')}`);
  if (blank && answers.size > 0) found.push('an answer on a blank sheet');
  for (const words of ['How it prints', 'My workbook', 'Other exercises']) if (whole.includes(squeeze(words).toLowerCase())) found.push(`printed, and for the screen: ${words}`);
  return found;
}

test('every sheet: as many pages as are declared, every word and answer, and the head on each page', async (t) => {
  const queue = [...some(sheets).entries()];
  const found = queue.map(() => []);
  const count = { sheets: 0, pages: 0 };
  // Firefox waits before each print: two devices share one wait.
  const worker = async () => {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, name] = next;
      await page.goto(server.url + name);
      await alive(page);
      const laid = await shown(page);
      let written = [];
      // Each sheet is printed blank and in one of the other ways, or in all of them when there is time.
      for (const { mode, letters, ...settings } of [BLANK, ...(thorough ? OTHERS : [OTHERS[at % OTHERS.length]])]) {
        if (letters) written = await fillIn(page, letters);
        await choose(page, settings);
        const printed = await print(page, settings.paper);
        found[at].push(...read(printed, laid, { ...settings, written }).map((fault) => `${name} [${settings.paper}, ${mode}]: ${fault}`));
        count.sheets += 1;
        count.pages += printed.length;
      }
    }
    await context.close();
  };
  await Promise.all([worker(), worker()]);
  t.diagnostic(`${some(sheets).length} sheets, printed ${count.sheets} times on ${count.pages} pages`);
  none(found.flat());
});

test('a part prints alone from its link', async () => {
  const context = await browser.newContext({ locale: 'en-GB' });
  // The link asks for paper at once; what would be on it is read further down.
  await context.addInitScript(() => (globalThis.print = () => {}));
  const page = await context.newPage();
  await page.goto(`${server.url}learning-the-steps/index.html`);
  await page.getByRole('link', { name: 'Print this part' }).click();
  await page.waitForURL(/print\.html#/);
  await alive(page);
  const titles = await page.locator('.piece-title').evaluateAll((all) => all.map((one) => [one.textContent.replace(/\s+/g, ''), one.closest('.piece').className]));
  const opener = titles.findIndex(([title, kind]) => kind.includes('piece-part') && title.startsWith('Part2'));
  const next = titles.findIndex(([, kind], at) => at > opener && !kind.includes('in-part'));
  const part = await print(page, 'a4');
  assert.ok(part[0].squeezed.startsWith(squeeze(titles[opener][0])), `it begins with ${part[0].squeezed.slice(0, 60)}`);
  const heads = part.map(({ squeezed }) => titles.findIndex(([title]) => squeezed.startsWith(squeeze(title)))).filter((at) => at >= 0);
  assert.deepEqual(heads, Array.from({ length: next - opener }, (_, n) => opener + n));
  await context.close();
});
