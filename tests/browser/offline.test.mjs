// After one visit the whole book is read without a network, from the site as the build writes it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { serve } from './lib/server.mjs';
import { root } from './lib/site.mjs';

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

test('the worker holds a version and the list of the files', () => {
  const text = readFileSync(join(root, 'sw.js'), 'utf8');
  assert.ok(!text.includes('__FILES__') && !text.includes('__VERSION__'));
  assert.ok(text.includes('"index.html"') && text.includes('"sheets/two-hours.html"'));
});

test('after one visit a page that was never opened is read without a network', async () => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${server.url}index.html`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await page.waitForFunction(async (url) => (await caches.match(url)) !== undefined, `${server.url}sheets/two-hours.html`);
  await page.reload();
  await context.setOffline(true);
  await page.goto(`${server.url}sheets/two-hours.html`);
  assert.match(await page.title(), /Two hours/);
  await context.close();
});

test('Shift three times leaves the page', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  const gone = page.waitForRequest((request) => request.isNavigationRequest() && !request.url().includes('two-hours'));
  await page.goto(`${server.url}sheets/two-hours.html`);
  await page.waitForFunction(() => customElements.get('sb-leave'));
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('Shift');
  assert.ok(!(await gone).url().includes('two-hours'));
  await context.close();
});
