// After one visit the whole book is read without a network, from the site as the build writes it.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

/** A copy of the site that a test may publish anew. */
function copy() {
  const site = mkdtempSync(join(tmpdir(), 'stepbook-site-'));
  cpSync(root, site, { recursive: true });
  return site;
}

/** Publishes a newer version: every page and the worker, at once. */
function publish(site) {
  for (const file of readdirSync(site, { recursive: true }).filter((name) => name.endsWith('.html'))) {
    const text = readFileSync(join(site, file), 'utf8');
    writeFileSync(join(site, file), text.replace('<title>', '<title>newer '));
  }
  const worker = readFileSync(join(site, 'sw.js'), 'utf8');
  const [, version] = /const VERSION = "(\w+)"/.exec(worker);
  writeFileSync(join(site, 'sw.js'), worker.replaceAll(version, `${[...version].reverse().join('')}x`).replaceAll('.html","', '.html","x'));
}

/** Waits until the book is kept. */
async function offline(page, url) {
  await page.evaluate(async () => {
    // A first try that failed leaves nothing behind; the next visit begins again, here by asking.
    for (;;) {
      const made = await navigator.serviceWorker.register('sw.js', { updateViaCache: 'none' });
      const worker = made.installing ?? made.waiting ?? made.active;
      const settled = () => ['activated', 'redundant'].includes(worker.state);
      while (!settled()) await new Promise((go) => worker.addEventListener('statechange', go, { once: true }));
      if (worker.state === 'activated') return;
    }
  });
  await page.waitForFunction(async (address) => (await caches.match(address)) !== undefined, `${url}sheets/two-hours.html`);
}

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

test('what is loaded only when it is used is there without a network too', async () => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${server.url}index.html`);
  await offline(page, server.url);
  await context.setOffline(true);
  await page.goto(`${server.url}sheets/our-two-maps.html`);
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await page.locator('.half').getByLabel('Hours alone in a usual week').fill('6');
  await page.locator('.pair-choose').getByRole('checkbox', { name: 'Hours alone in a usual week' }).check();
  await page.getByRole('button', { name: 'Seal it. We each have a device', exact: true }).click();
  await page.getByRole('button', { name: 'Save the sealed file' }).waitFor();
  await context.close();
});

test('a newer version waits for the reader’s word, and comes whole', async () => {
  const site = copy();
  const own = await serve(site);
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${own.url}index.html`);
  await offline(page, own.url);
  publish(site);
  await page.goto(`${own.url}index.html`);
  await page.evaluate(() => navigator.serviceWorker.ready.then((made) => made.update()));
  await page.locator('.newer').waitFor();
  assert.equal(await page.locator('[role=status]').textContent(), 'A newer version of this book is here.');
  assert.equal(await page.locator('[role=status] button').count(), 0, 'buttons are no news');
  assert.doesNotMatch(await page.title(), /newer/);
  await page.goto(`${own.url}sheets/two-hours.html`);
  assert.doesNotMatch(await page.title(), /newer/, 'pages stay those of the older version');
  await page.locator('.newer button').first().click();
  await page.waitForFunction(() => document.title.includes('newer'));
  await page.goto(`${own.url}index.html`);
  assert.match(await page.title(), /newer/);
  await context.close();
  own.close();
  rmSync(site, { recursive: true, force: true });
});

test('a book that is published anew while it is being kept is not kept as a mixture', async () => {
  const site = copy();
  let asked = 0;
  const own = await serve(site, '/', (path) => {
    if (path.startsWith('sheets/') && (asked += 1) === 5) publish(site);
  });
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${own.url}index.html`);
  await offline(page, own.url);
  // What is kept in the end is the newer version, every page of it.
  const kept = await page.evaluate(async (url) => (await (await caches.match(`${url}index.html`))?.text()) ?? '', own.url);
  assert.match(kept, /<title>newer/);
  const old = await page.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) {
        if (!request.url.endsWith('.html')) continue;
        if (!(await (await (await caches.open(name)).match(request)).text()).includes('<title>newer')) found.push(request.url);
      }
    }
    return found;
  });
  assert.deepEqual(old, []);
  await context.close();
  own.close();
  rmSync(site, { recursive: true, force: true });
});
