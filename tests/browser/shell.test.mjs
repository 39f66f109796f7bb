// What stands around every page: the helplines of one's country, discreet mode, and taking everything away again.
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
const reader = async (options) => (await browser.newContext({ serviceWorkers: 'block', acceptDownloads: true, ...options })).newPage();

test('the helplines of the browser’s country stand first; another can be chosen, and is printed on sheets', async () => {
  const page = await reader({ locale: 'en-GB' });
  await page.goto(`${server.url}helplines.html`);
  const first = page.locator('sb-helplines > [data-country]');
  await first.first().waitFor();
  assert.equal(await first.first().getAttribute('data-country'), 'GB');
  await page.locator('sb-helplines select').selectOption('IE');
  await page.reload();
  assert.equal(await first.first().getAttribute('data-country'), 'IE');
  await page.goto(`${server.url}sheets/two-hours.html`);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const foot = await page.locator('.foot-helpline').textContent();
  const irish = JSON.parse(await page.locator('.sheet-foot').getAttribute('data-helplines')).IE;
  assert.ok(foot.includes(irish), foot);
  assert.equal(await page.evaluate(() => document.body.dataset.paper), 'a4');
  await page.context().close();
});

test('Letter where Letter is usual, and after a country was chosen', async () => {
  const page = await reader({ locale: 'en-US' });
  for (const path of ['sheets/two-hours.html', 'helplines.html']) {
    await page.goto(`${server.url}${path}`);
    if (path === 'helplines.html') await page.locator('sb-helplines select').selectOption('US');
    await page.goto(`${server.url}sheets/two-hours.html`);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await page.evaluate(() => document.body.dataset.paper), 'letter');
  }
  await page.context().close();
});

test('in discreet mode tab, file and calendar say nothing of the book', async () => {
  const page = await reader({ locale: 'en-GB' });
  await page.goto(`${server.url}sheets/weekly-room-check.html`);
  await page.locator('sb-discreet input').first().check();
  assert.equal(await page.title(), 'Notes');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as text' }).click()]);
  assert.match(file.suggestedFilename(), /^notes-\d{4}-\d\d-\d\d\.txt$/);
  await page.goto(`${server.url}sheets/our-two-maps.html`);
  assert.equal(await page.title(), 'Notes');
  await page.context().close();
});

test('a calendar entry that is not private is neutral in discreet mode', async () => {
  const page = await reader({ locale: 'en-GB' });
  await page.goto(`${server.url}sheets/weekly-room-check.html`);
  // As if the author had not asked for privacy.
  await page.evaluate(() => {
    const exercise = document.querySelector('sb-exercise');
    const spec = JSON.parse(exercise.dataset.spec);
    exercise.dataset.spec = JSON.stringify({ ...spec, reminder: { title: 'A look at the week', private: false } });
  });
  const summary = async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'calendar' }).click()]);
    return /^SUMMARY:(.*?)\r?$/m.exec(readFileSync(await file.path(), 'utf8'))[1];
  };
  assert.equal(await summary(), 'A look at the week');
  await page.locator('sb-discreet input').first().check();
  assert.equal(await summary(), 'Reminder');
  await page.context().close();
});

test('delete everything leaves nothing of the book in the browser', async () => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${server.url}sheets/a-time-for-this.html`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await page.locator('#a-time-for-this--hope').fill('lighter');
  await page.locator('sb-theme button', { hasText: 'Dark' }).click();
  await page.goto(`${server.url}mine.html`);
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await page.locator('.ask-first').getByRole('button', { name: 'Delete everything' }).click();
  await page.getByText('Everything is deleted.').first().waitFor({ state: 'attached' });
  const left = await page.evaluate(async () => ({
    settings: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  assert.deepEqual(left, { settings: [], caches: [], workers: 0 });
  await context.close();
});

test('what is said first is said by a region that was there already, as many screen readers want it', async () => {
  const page = await browser.newPage({ locale: 'en-GB' });
  await page.goto(`${server.url}glossary.html`);
  const region = await page.evaluateHandle(() => document.querySelector('[role=status]'));
  assert.equal(await region.evaluate((one) => one?.textContent), '');
  await page.keyboard.press('Shift');
  assert.equal(await region.evaluate((one) => one.isConnected && one.textContent), 'Shift 2 more times to leave');
  assert.equal(await page.locator('[role=status]').count(), 1);
  await page.close();
});
