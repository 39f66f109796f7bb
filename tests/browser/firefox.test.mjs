// A stock Firefox opens the workbook, keeps what is written, and finds it again: over the network and from a folder on disk.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch } from './lib/browser.mjs';
import { answer, open, ready, SHEET, write } from './lib/reader.mjs';
import { serve } from './lib/server.mjs';
import { root } from './lib/site.mjs';

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

for (const [from, base] of [['a server', () => server.url], ['a folder on disk', () => `${pathToFileURL(root).href}/`]]) {
  test(`from ${from}: written, kept, there after a reload and in a new tab`, async () => {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await open(context, base(), SHEET);
    assert.match(await page.locator('.kept-where').innerText(), /^Kept on this device\./);
    await write(page, 'by the window');
    await page.reload();
    await ready(page);
    assert.equal(await answer(page), 'by the window');
    assert.equal(await answer(await open(context, base(), SHEET)), 'by the window');
    assert.deepEqual(page.faults, []);
    await context.close();
  });
}

test('it is the browser that readers have, and nothing of it leaves this machine', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url);
  assert.match(await page.evaluate(() => navigator.userAgent), /Gecko\/\d+ Firefox\/\d+/);
  await assert.rejects(page.goto('http://example.org/'), /NS_ERROR_PROXY_CONNECTION_REFUSED|proxy/i);
  await context.close();
});
