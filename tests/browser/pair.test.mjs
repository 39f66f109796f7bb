// Two partners with a device each: they fill in, seal, exchange files, and open both halves together.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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

/** A partner who read the guard page, filled in a half and ticked two of its lines. */
async function partner({ hours, like }) {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', serviceWorkers: 'block', acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${server.url}sheets/our-two-maps.html`);
  await page.locator('.guard-on button').click();
  await page.locator('[data-field=alone_now] input').first().fill(hours);
  await page.locator('[data-field=what_i_like] input').first().fill(like);
  await page.locator('[data-field=worry] textarea').first().fill('MY-WORRY');
  await page.locator('[data-field=alone_wish] input').first().fill('77');
  for (const name of ['Something I like', 'Hours alone in a usual week']) {
    await page.locator('sb-pair').getByRole('checkbox', { name }).check();
  }
  await page.getByRole('button', { name: 'each have a device' }).click();
  return page;
}

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return readFileSync(await file.path());
}

const file = (buffer) => ({ name: 'half.json', mimeType: 'application/json', buffer });
const words = async (page) => (await page.locator('sb-pair').innerText()).match(/(?:[0-9a-f]{4} ){7}[0-9a-f]{4}/)?.[0];

test('two devices: neither half can be read before both are sealed; then both see what was ticked, and nothing else', async () => {
  const ana = await partner({ hours: '5', like: 'LIKE-OF-ANA' });
  const jo = await partner({ hours: '9', like: 'LIKE-OF-JO' });
  const [from, to] = [await download(ana, 'Save the sealed file'), await download(jo, 'Save the sealed file')];
  for (const text of [from.toString(), to.toString()]) {
    for (const plain of ['LIKE-OF', 'MY-WORRY', '77']) assert.ok(!text.includes(`"${plain}`) && !text.includes(plain + '-'), plain);
  }
  assert.equal(await words(ana), undefined, 'no words before the other half is here');
  await ana.locator('sb-pair input[type=file]').first().setInputFiles(file(to));
  await jo.locator('sb-pair input[type=file]').first().setInputFiles(file(from));
  await ana.getByRole('button', { name: 'Copy the words' }).waitFor();
  await jo.getByRole('button', { name: 'Copy the words' }).waitFor();
  const [hers, his] = [await words(ana), await words(jo)];
  for (const [page, said, sees, own] of [[ana, his, 'LIKE-OF-JO', 'LIKE-OF-ANA'], [jo, hers, 'LIKE-OF-ANA', 'LIKE-OF-JO']]) {
    await page.getByLabel('Words from your partner').fill(said);
    await page.getByRole('button', { name: 'Open both halves' }).click();
    await page.getByText(sees).first().waitFor();
    const shown = await page.locator('sb-pair').innerText();
    assert.ok(shown.includes(own), 'one’s own half stands beside it');
    await page.reload();
    await page.locator('.guard-on button').click();
    await page.getByText(sees).first().waitFor();
  }
});

test('wrong files and wrong words are told apart and change nothing', async () => {
  const page = await partner({ hours: '5', like: 'LIKE' });
  const own = await download(page, 'Save the sealed file');
  const good = JSON.parse(own.toString());
  const wrong = [
    own,
    Buffer.from('{'),
    Buffer.from('[]'),
    Buffer.from(JSON.stringify({ ...good, exercise: 'another' })),
    Buffer.from(JSON.stringify({ ...good, book: 'another' })),
    Buffer.from(JSON.stringify({ ...good, format: 99 })),
    Buffer.from(JSON.stringify({ ...good, half: '<img src=x>' })),
  ];
  for (const bytes of wrong) {
    await page.locator('sb-pair input[type=file]').first().setInputFiles(file(bytes));
    await page.locator('sb-pair [role=alert], sb-pair .trouble').first().waitFor();
    assert.equal(await words(page), undefined);
  }
});
