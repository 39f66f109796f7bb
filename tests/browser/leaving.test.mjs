// Leaving quickly, as somebody does whose partner comes in: by the link, by Shift, from a sheet that was mailed, and what Back brings up.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from './lib/book.mjs';
import { launch } from './lib/browser.mjs';
import { serve } from './lib/server.mjs';
import { root } from './lib/site.mjs';

const ELSEWHERE = 'https://www.wikipedia.org/';

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

/** A reader's window in which the other site answers, though nothing leaves this machine. */
async function reader(options) {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block', ...options });
  await context.route(`${ELSEWHERE}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Elsewhere</title><p>Elsewhere' }));
  return context.newPage();
}
const shift = async (page) => {
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('Shift');
};
const alive = (page) => page.waitForFunction(() => customElements.get('sb-leave'));

test('the link and Shift three times both put another page in this one’s place', async () => {
  for (const way of [(page) => page.locator('.leave-now').click(), shift]) {
    const page = await reader();
    await page.goto(`${server.url}sheets/two-hours.html`);
    await alive(page);
    await way(page);
    await page.waitForURL(ELSEWHERE);
    await page.context().close();
  }
});

test('capitals are no wish to leave, and neither are two Shifts', async () => {
  const page = await reader();
  await page.goto(`${server.url}sheets/a-time-for-this.html`);
  await alive(page);
  await page.locator('#a-time-for-this--hope').focus();
  await page.keyboard.type('A B C D');
  await page.keyboard.press('Shift');
  await page.keyboard.press('Shift');
  await page.keyboard.type('x');
  await page.keyboard.press('Shift');
  assert.ok(page.url().endsWith('a-time-for-this.html'));
  assert.equal(await page.locator('#a-time-for-this--hope').inputValue(), 'A B C Dx');
  await page.context().close();
});

test('Back shows no page of the book, not for a frame; opening the book afresh does', async () => {
  const page = await reader();
  // From before anything is drawn: a frame in which a page of the book can be seen although the tab was left is noted.
  await page.addInitScript(() => {
    const look = () => {
      const { display, visibility } = getComputedStyle(document.documentElement);
      const seen = document.body && display !== 'none' && visibility !== 'hidden' && !location.pathname.endsWith('leave.html');
      try {
        if (seen && sessionStorage.getItem('stepbook:left')) sessionStorage.setItem('seen', location.pathname);
      } catch {
        // The other site.
      }
      requestAnimationFrame(look);
    };
    look();
  });
  await page.goto(`${server.url}index.html`);
  await page.goto(`${server.url}sheets/two-hours.html`);
  await alive(page);
  await shift(page);
  await page.waitForURL(ELSEWHERE);
  // A page that Firefox brings back whole starts no navigation, so there is none to wait for.
  await page.evaluate(() => void setTimeout(() => history.back()));
  await page.waitForURL(/leave\.html$/);
  assert.equal(await page.evaluate(() => sessionStorage.getItem('seen')), null);
  await page.goto(`${server.url}index.html`);
  assert.ok(await page.locator('h1').first().isVisible());
  await page.context().close();
});

test('the first script is no later than the page', async () => {
  const page = await reader();
  await page.goto(`${server.url}index.html`);
  const first = await page.evaluate(() => {
    const [script] = document.head.querySelectorAll('script');
    return { early: /early-/.test(script.src), defer: script.defer };
  });
  assert.deepEqual(first, { early: true, defer: false });
  await page.context().close();
});

test('colours that were chosen are there before the page is drawn', async () => {
  const page = await reader({ colorScheme: 'light' });
  await page.goto(`${server.url}index.html`);
  await page.evaluate(() => localStorage.setItem('stepbook:theme', 'dark'));
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      /** @type {any} */ (window).themeAtBody = document.documentElement.dataset.theme;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).themeAtBody), 'dark');
  await page.context().close();
});

test('a sheet that was mailed leaves too, from disk', async () => {
  const made = await build('fields', '--standalone', '--base-url', 'https://example.org/');
  try {
    const page = await reader();
    await page.goto(pathToFileURL(join(made.root, 'standalone/all-kinds.html')).href);
    await alive(page);
    await shift(page);
    await page.waitForURL('about:blank');
    await page.context().close();
  } finally {
    made.remove();
  }
});

test('what leaving puts down on the device does not tell that anybody left', async () => {
  const page = await reader();
  await page.goto(new URL('glossary.html', server.url).href);
  const there = () => page.evaluate(() => ({ ...localStorage }));
  const first = await there();
  assert.deepEqual(Object.keys(first), ['stepbook:turn'], 'it is there from the first page on');
  assert.match(first['stepbook:turn'], /^[0-9a-z]+$/);
  await page.evaluate(() => document.querySelector('sb-leave').leave());
  await page.waitForURL(ELSEWHERE);
  await page.goto(new URL('glossary.html', server.url).href);
  const then = await there();
  assert.deepEqual(Object.keys(then), ['stepbook:turn']);
  assert.notEqual(then['stepbook:turn'], first['stepbook:turn']);
  await page.context().close();
});
