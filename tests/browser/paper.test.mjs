// Sheets on paper: as many pages as they declare, on A4 and on Letter, and what was written in full.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, tour } from './lib/browser.mjs';
import { none } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { pages, root } from './lib/site.mjs';

const sheets = pages.filter((page) => page.startsWith('sheets/'));

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

const leaves = async (page) =>
  (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
const ready = (page) => page.waitForFunction(() => customElements.get('sb-exercise'));

for (const [paper, locale] of [['A4', 'en-GB'], ['Letter', 'en-US']]) {
  test(`blank, on ${paper}: no sheet takes more pages than it declares`, async () => {
    none(
      await tour(browser, { base: server.url, pages: sheets, options: { locale }, say: paper }, async (page) => {
        await ready(page);
        const [taken, declared] = [await leaves(page), Number(await page.locator('.one-sheet').getAttribute('data-pages'))];
        const size = await page.evaluate(() => document.body.dataset.paper);
        return [
          ...(size === paper.toLowerCase() ? [] : [`printed on ${size}`]),
          ...(taken <= declared ? [] : [`takes ${taken} pages and declares ${declared}`]),
        ];
      }),
    );
  });
}

test('what was written is printed in full, and not at all on a blank print', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${server.url}sheets/a-letter-for-a-bad-day.html`);
  await ready(page);
  const empty = await leaves(page);
  const long = Array.from({ length: 800 }, (_, n) => `word${n}`).join(' ');
  await page.locator('textarea').first().fill(long);
  assert.ok((await leaves(page)) > empty, 'it goes on to further pages');
  await page.emulateMedia({ media: 'print' });
  const clipped = await page.evaluate(() =>
    [...document.querySelectorAll('textarea, .written')].filter((one) => one.checkVisibility() && one.scrollHeight > one.clientHeight + 2).length,
  );
  assert.equal(clipped, 0);
  // Not `screen`: that would print the page as it looks on a screen.
  await page.emulateMedia({ media: null });
  await page.locator('sb-paper summary').click();
  await page.getByLabel('Blank', { exact: true }).check();
  assert.equal(await leaves(page), empty);
  assert.equal(await page.locator('textarea').first().inputValue(), long, 'on the screen it is there again');
  await context.close();
});

test('a packet prints the chosen sheets in their order, as often as is wanted, with a cover', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${server.url}packet.html#sheets=pause-card,no-such-sheet&copies=2&cover=For%20you`);
  await page.getByText('no sheet of this name: no-such-sheet').waitFor();
  // By keyboard: tick another, and put it first.
  await page.locator('input[data-sheet=fear-check]').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Up: A quiet minute, just you' }).focus();
  await page.keyboard.press('Enter');
  assert.match(page.url(), /#sheets=fear-check,pause-card&cover=For(\+|%20)you&copies=2$/);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  const printed = await page.evaluate(() =>
    [...document.querySelectorAll('.packet-sheet')].filter((sheet) => sheet.checkVisibility()).map((sheet) => sheet.dataset.sheet ?? 'cover'),
  );
  assert.deepEqual(printed, ['cover', 'fear-check', 'pause-card', 'cover', 'fear-check', 'pause-card']);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('.packet-sheet.copy').count(), 0);
  await page.reload();
  assert.deepEqual(await page.locator('.packet-title').allTextContents(), ['A quiet minute, just you', 'Pause card']);
  await context.close();
});
