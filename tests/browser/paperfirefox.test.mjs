// Sheets printed from a stock Firefox: what differs from Chromium stands in the guide on exercises.
import { after, before, test } from 'node:test';
import { launchFirefox } from './lib/firefox.mjs';
import { leaves, squeeze } from './lib/pdf.mjs';
import { none } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { alive } from './lib/sheet.mjs';
import { pages, root, some } from './lib/site.mjs';

const sheets = pages.filter((page) => page.startsWith('sheets/'));

let browser;
let server;
before(async () => {
  browser = await launchFirefox();
  server = await serve(root);
});
after(async () => {
  await browser?.close();
  server?.close();
});

// playwright-core gives inches where WebDriver BiDi wants centimetres; the margins are those of the page's own style.
const A4 = { width: `${210 * 2.54}mm`, height: `${297 * 2.54}mm` };

test('blank, on A4: as many pages as are declared, every word, and the head on each page', async (t) => {
  const found = [];
  let count = 0;
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  for (const name of some(sheets)) {
    await page.goto(server.url + name);
    await alive(page);
    const printed = await leaves(await page.pdf(A4));
    count += printed.length;
    // Firefox cannot be told to lay out for paper and be asked; so these are words that stand on the screen and on paper alike.
    const { texts, title, declared, asks } = await page.evaluate(() => ({
      texts: [...document.querySelectorAll('.one-sheet :is(.label, .row-words, .option > span, .pill > span, .card-words, .line, .pick-words, .outcome, .exercise-intro p, .exercise-outro p)')]
        .filter((one) => !one.closest('.made, .checkin .fields') && !one.querySelector('.unseen, .made'))
        .map((one) => one.textContent.trim()),
      title: document.querySelector('.paper-title').textContent,
      // What is only read has no line for a name.
      asks: document.querySelector('.sheet-lines') !== null,
      declared: Number(document.querySelector('.one-sheet').dataset.pages),
    }));
    const say = (fault) => found.push(`${name}: ${fault}`);
    if (printed.length > declared) say(`takes ${printed.length} pages and declares ${declared}`);
    const whole = printed.map(({ squeezed }) => squeezed).join('').toLowerCase();
    // A text that goes over the end of a page has the next one's head in its middle.
    const headless = printed.map(({ words }) => squeeze(words.filter(({ top }) => top > (asks ? 24 : 16)).map(({ text }) => text).join(''))).join('').toLowerCase();
    for (const text of texts) if (text && !headless.includes(squeeze(text).toLowerCase()) && !whole.includes(squeeze(text).toLowerCase())) say(`not printed: ${text.slice(0, 60)}`);
    printed.forEach(({ squeezed, words, width, height }, n) => {
      if (Math.abs(width - 210) > 1 || Math.abs(height - 297) > 1) say(`page ${n + 1} is ${width.toFixed()} x ${height.toFixed()} mm`);
      if (!squeezed.startsWith(squeeze(title)) || squeezed.includes('NameDate') !== asks) say(`page ${n + 1} has no head`);
      const outside = words.filter(({ left, right, top, bottom }) => left < 9 || right > 201 || top < 9 || bottom > 288);
      if (outside.length > 0) say(`page ${n + 1}: outside the margins: ${outside.map(({ text }) => text).join(' ').slice(0, 60)}`);
    });
    for (const words of ['How it prints', 'My workbook', 'Other exercises']) if (whole.includes(squeeze(words).toLowerCase())) say(`printed, and for the screen: ${words}`);
  }
  await context.close();
  t.diagnostic(`${some(sheets).length} sheets on ${count} pages`);
  none(found);
});
