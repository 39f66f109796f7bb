// A browser that is killed or closed, with its profile on disk: what was kept is there, and what was locked is in no file of it.
// Nothing else is busy while browsers start: see run.mjs.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromiumOnly, launchKept } from './lib/browser.mjs';
import { answer, FIELD, open, saved, SHEET } from './lib/reader.mjs';
import { serve } from './lib/server.mjs';
import { root } from './lib/site.mjs';
import { isOpen, setVault, unlock } from './lib/vault.mjs';

let server;
before(async () => {
  server = await serve(root);
});
after(() => server?.close());

/** The files of a profile in which a marker stands, in the bytes of either encoding. */
function found(profile, markers) {
  const out = new Map();
  for (const entry of readdirSync(profile, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = readFileSync(path);
    const n = markers.filter((marker) => bytes.includes(Buffer.from(marker)) || bytes.includes(Buffer.from(marker, 'utf16le'))).length;
    if (n > 0) out.set(path.slice(profile.length), n);
  }
  return out;
}

test('the browser is killed right after the last key: the answer is there', chromiumOnly('looks for the processes of Chromium'), async () => {
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

test('with the vault on, none of 50 markers is anywhere in the profile; of those typed before it, what is found is counted', chromiumOnly('reads the profile of Chromium'), async (t) => {
  const profile = mkdtempSync(join(tmpdir(), 'profile-'));
  const markers = (name) => Array.from({ length: 50 }, (_, n) => `${name}${n}q${(n * 7919 + 13).toString(36)}zz`);
  const [before_, after_] = [markers('early'), markers('late')];
  try {
    const { context, kill } = await launchKept(profile);
    const page = await open(context, server.url, SHEET);
    for (const marker of before_) await page.locator(FIELD).first().fill(`x ${marker} y`);
    await saved(page);
    await page.locator(FIELD).first().fill(before_.join(' '));
    const mine = await open(context, server.url, 'mine.html');
    await setVault(mine);
    await isOpen(mine);
    await mine.close();
    await unlock(page);
    await page.locator('.kept-where', { hasText: 'Open now' }).waitFor();
    for (const marker of after_) await page.locator(FIELD).first().fill(`x ${marker} y`);
    await page.locator(FIELD).first().fill(after_.join(' '));
    await page.locator('.kept-when', { hasText: 'Saved' }).waitFor();
    assert.deepEqual([...found(profile, after_)], [], 'while the browser runs');
    const running = [...found(profile, before_)];
    await context.close();
    assert.deepEqual([...found(profile, after_)], [], 'after it was closed');
    t.diagnostic(`typed before: while running ${JSON.stringify(running)}, after closing ${JSON.stringify([...found(profile, before_)])}`);
    const second = await launchKept(profile);
    const again = await open(second.context, server.url, SHEET);
    await unlock(again);
    await again.waitForFunction(([field, words]) => document.querySelector(field).value === words, [FIELD, after_.join(' ')]);
    await second.context.close();
    t.diagnostic(`typed before, after a second visit: ${JSON.stringify([...found(profile, before_)])}`);
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 30 });
  }
});
