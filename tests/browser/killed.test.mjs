// A browser that is killed or closed, with its profile on disk: what was kept is there, and what was locked is in no file of it.
// Nothing else is busy while browsers start: see run.mjs.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { engine, launchKept } from './lib/browser.mjs';
import { unpacked } from './lib/firefox.mjs';
import { answer, FIELD, open, saved, SHEET } from './lib/reader.mjs';
import { serve } from './lib/server.mjs';
import { root } from './lib/site.mjs';
import { isSet, setVault, unlock, WORDS } from './lib/vault.mjs';

let server;
before(async () => {
  server = await serve(root);
});
after(() => server?.close());

/** A file's bytes; none where a running browser has just taken it away. */
function read(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return Buffer.alloc(0);
  }
}

/** The files of a profile in which a marker stands, in the bytes of either encoding. */
function found(profile, markers) {
  const out = new Map();
  for (const entry of readdirSync(profile, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = unpacked(read(path));
    const n = markers.filter((marker) => bytes.includes(Buffer.from(marker)) || bytes.includes(Buffer.from(marker, 'utf16le'))).length;
    if (n > 0) out.set(path.slice(profile.length), n);
  }
  return out;
}

/**
 * Until no file of a profile has a marker while its browser runs, which takes files away a moment after it was told to: how long that
 * is depends on what else the machine does.
 */
async function gone(profile, markers, when) {
  for (const end = Date.now() + 30_000; found(profile, markers).size > 0 && Date.now() < end; ) await new Promise((next) => setTimeout(next, 50));
  assert.deepEqual([...found(profile, markers)], [], when);
}

test('the browser is killed right after the last key: the answer is there', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'profile-'));
  try {
    const first = await launchKept(profile);
    const page = await open(first.context, server.url, SHEET);
    await page.locator(FIELD).first().pressSequentially('not lost');
    await saved(page);
    await first.kill();
    const second = await launchKept(profile);
    assert.equal(await answer(await open(second.context, server.url, SHEET)), 'not lost');
    await second.kill();
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 30 });
  }
});

test('an answer as long as a short novel is there at the next visit', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'profile-'));
  const long = Array.from({ length: 20_000 }, (_, n) => `word${n}`).join(' ');
  let browser = await launchKept(profile);
  try {
    const page = await open(browser.context, server.url, SHEET);
    await page.locator(FIELD).first().fill(long);
    await saved(page);
    await browser.context.close();
    browser = await launchKept(profile);
    assert.equal(await answer(await open(browser.context, server.url, SHEET)), long);
  } finally {
    await browser.context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 30 });
  }
});

/** Words that are like no others, so that they stand as they are where files are squeezed too. */
const markers = (name) => Array.from({ length: 50 }, (_, n) => createHash('sha256').update(`${name} ${n}`).digest('base64url').slice(0, 16));

const SHORT = 'and more of it ';
const AS_A_PAGE = SHORT.repeat(2_000);
/** Longer than what Chromium keeps in its tables: it has a file of its own. */
const AS_A_CHAPTER = SHORT.repeat(10_000);

for (const [how, past, more] of [
  ['all at one visit', 1, SHORT],
  ['at three visits', 3, AS_A_PAGE],
  ['in long answers', 1, AS_A_CHAPTER],
]) {
  test(`of 50 markers typed ${how} before the passphrase is set, none is left in the profile once it is set`, async () => {
    const profile = mkdtempSync(join(tmpdir(), 'profile-'));
    const early = markers('early');
    let browser = await launchKept(profile);
    try {
      let page = await open(browser.context, server.url, SHEET);
      for (const [n, marker] of early.entries()) {
        await page.locator(FIELD).first().fill(`x ${marker} y ${more}`);
        await saved(page);
        await page.waitForFunction(() => document.querySelector('sb-exercise').store.saved);
        if ((n + 1) % Math.ceil(50 / past) > 0) continue;
        await browser.context.close();
        browser = await launchKept(profile);
        page = await open(browser.context, server.url, SHEET);
      }
      await page.locator(FIELD).first().fill(`${early.join(' ')} ${more}`);
      await saved(page);
      const mine = await open(browser.context, server.url, 'mine.html');
      assert.notDeepEqual([...found(profile, early)], [], 'it is looked for where it lies');
      await setVault(mine);
      await isSet(mine);
      await gone(profile, early, 'while the browser runs');
      await browser.kill();
      assert.deepEqual([...found(profile, early)], [], 'after it was killed');
    } finally {
      await browser.context.close().catch(() => {});
      rmSync(profile, { recursive: true, force: true, maxRetries: 30 });
    }
  });
}

test('with the vault on, none of 50 markers typed after it is ever in the profile, and none of 50 typed before it is left', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'profile-'));
  const [early, late] = [markers('early'), markers('late')];
  const none = (words, when) => assert.deepEqual([...found(profile, words)], [], when);
  let browser = await launchKept(profile);
  try {
    const page = await open(browser.context, server.url, SHEET);
    for (const marker of early) await page.locator(FIELD).first().fill(`x ${marker} y`);
    await saved(page);
    await page.locator(FIELD).first().fill(early.join(' '));
    const mine = await open(browser.context, server.url, 'mine.html');
    await setVault(mine);
    await isSet(mine);
    await mine.close();
    await unlock(page);
    await page.locator('.kept-where', { hasText: 'Open now' }).waitFor();
    for (const marker of late) await page.locator(FIELD).first().fill(`x ${marker} y`);
    const long = `${late.join(' ')} ${AS_A_CHAPTER}`;
    await page.locator(FIELD).first().fill(long);
    await page.waitForFunction(() => document.querySelector('sb-exercise').store.saved);
    none([...late, WORDS], 'while the browser runs');
    await gone(profile, early, 'while the browser runs');
    await browser.context.close();
    none([...early, ...late, WORDS], 'after it was closed');
    browser = await launchKept(profile);
    const again = await open(browser.context, server.url, SHEET);
    await unlock(again);
    await again.waitForFunction(([field, words]) => document.querySelector(field).value === words, [FIELD, long]);
    await browser.context.close();
    none([...early, ...late, WORDS], 'after a second visit');
  } finally {
    await browser.context.close().catch(() => {});
    rmSync(profile, { recursive: true, force: true, maxRetries: 30 });
  }
});

/** What Firefox writes down about its windows. */
const windowsIn = (profile) =>
  [profile, join(profile, 'sessionstore-backups')]
    .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []))
    .filter((path) => /lz4$/.test(path))
    .map((path) => unpacked(read(path)).toString())
    .join('\n');

const alone = { skip: engine !== 'firefox' && 'Firefox alone writes down what stands in forms', timeout: 300_000 };
test('what is chosen is not in what the browser writes down to open its windows again', alone, async () => {
  const profile = mkdtempSync(join(tmpdir(), 'profile-'));
  const { context } = await launchKept(profile);
  try {
    const page = await open(context, server.url, 'sheets/steady-enough.html');
    const boxes = page.locator('sb-exercise [data-field] :is(input[type=radio], input[type=checkbox])');
    for (const box of await boxes.all()) await box.evaluate((input) => input.click());
    await page.waitForFunction(() => document.querySelector('sb-exercise').store.saved);
    const chosen = await page.evaluate(() => [...document.querySelectorAll('sb-exercise :checked')].map(({ id }) => id).filter(Boolean));
    assert.ok(chosen.length > 5);
    await page.evaluate(() => {
      const box = Object.assign(document.createElement('input'), { type: 'checkbox', id: 'no-answer' });
      document.body.append(box);
      box.click();
    });
    // It does so a moment later, and then with everything that was chosen before this box.
    while (!windowsIn(profile).includes('no-answer')) await new Promise((next) => setTimeout(next, 50));
    await context.close();
    const windows = windowsIn(profile);
    assert.deepEqual(chosen.filter((id) => windows.includes(id)), []);
  } finally {
    await context.close().catch(() => {});
    rmSync(profile, { recursive: true, force: true, maxRetries: 30 });
  }
});
