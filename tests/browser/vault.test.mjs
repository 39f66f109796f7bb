// The vault: what is locked is nowhere in the open, and a reader is told what is true.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { answer, axe, FIELD, hide, open, ready, saved, SHEET, tooWide, write } from './lib/reader.mjs';
import { serve } from './lib/server.mjs';
import { root } from './lib/site.mjs';
import { isOpen, isSet, setVault, unlock, WORDS } from './lib/vault.mjs';

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
const reader = (options) => browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', serviceWorkers: 'block', ...options });

/** Everything in the page that could show an answer. */
const shown = (page) =>
  page.evaluate(() => document.documentElement.innerHTML + [...document.querySelectorAll('input, textarea')].map((one) => one.value).join('\n'));

test('she sets a passphrase, is told what it means first, locks, and opens again', async () => {
  const context = await reader({ viewport: { width: 320, height: 700 } });
  const sheet = await open(context, server.url, SHEET);
  await write(sheet, 'very private');
  await sheet.close();
  const mine = await open(context, server.url, 'mine.html');
  await mine.getByText('1 answer').waitFor();
  assert.match(await mine.locator('sb-vault').textContent(), /no back door.*nobody can bring your answers back/s);
  await setVault(mine, 'short');
  await mine.locator('.wrong', { hasText: '8 letters or more' }).waitFor();
  await mine.getByLabel('Passphrase, 8 letters or more').fill(WORDS);
  await mine.locator('sb-vault button[type=submit]').click();
  await mine.locator('.wrong', { hasText: 'not the same' }).waitFor();
  assert.deepEqual(await axe(mine), []);
  await mine.getByLabel('The same again').fill(WORDS);
  await mine.locator('sb-vault button[type=submit]').click();
  await isOpen(mine);
  assert.deepEqual(await axe(mine), []);
  await mine.locator('sb-vault').getByRole('button', { name: 'Lock now' }).click();
  await mine.getByText('What you wrote is locked.').waitFor();
  assert.ok(!(await shown(mine)).includes('very private'));
  assert.deepEqual(await axe(mine), []);
  assert.equal(await tooWide(mine), false);
  await unlock(mine, 'a quiet blue floor');
  await mine.locator('.wrong:visible').waitFor();
  assert.equal(await mine.locator('.wrong:visible').innerText(), 'That is not it. Capitals and spaces count: try again.');
  assert.ok(!(await shown(mine)).includes('very private'));
  await unlock(mine);
  await isOpen(mine);
  await mine.locator('.mine-answers summary').click();
  await mine.getByText('very private').waitFor();
  await context.close();
});

test('on a sheet: locked fields cannot be typed in, and the form to open stands at its foot', async () => {
  const context = await reader({ viewport: { width: 320, height: 700 }, colorScheme: 'dark' });
  const page = await open(context, server.url, SHEET);
  await write(page, 'very private');
  const mine = await open(context, server.url, 'mine.html');
  await setVault(mine);
  await isOpen(mine);
  await page.locator('form.unlock').waitFor();
  assert.ok(!(await shown(page)).includes('very private'));
  assert.equal(await page.locator(FIELD).first().evaluate((one) => one.closest('[inert]') !== null), true);
  assert.deepEqual(await axe(page), []);
  assert.equal(await tooWide(page), false);
  await page.locator('form.unlock input').focus();
  await page.keyboard.type(WORDS);
  await page.keyboard.press('Enter');
  await page.waitForFunction(([field]) => document.querySelector(field).value === 'very private', [FIELD]);
  await write(page, 'more of it');
  await page.evaluate(() => document.dispatchEvent(new Event('sb-leave')));
  assert.ok(!(await shown(page)).includes('more of it'), 'gone in the same moment');
  await mine.getByText('What you wrote is locked.').waitFor();
  await unlock(page);
  await page.waitForFunction(([field]) => document.querySelector(field).value === 'more of it', [FIELD]);
  await context.close();
});

test('set in one tab while the other has words that are not written yet: none is lost', async () => {
  const context = await reader();
  const page = await open(context, server.url, SHEET);
  await write(page, 'written', 0);
  const mine = await open(context, server.url, 'mine.html');
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...args) {
      const request = put.apply(this, args);
      queueMicrotask(() => this.transaction.db.name.endsWith(':vault') || this.transaction.abort());
      return request;
    };
    IDBTransaction.prototype.commit = () => {};
  });
  await page.locator(FIELD).nth(1).fill('not written');
  await page.locator('.trouble').waitFor();
  await setVault(mine);
  await isOpen(mine);
  await page.close();
  await mine.reload();
  await ready(mine);
  await unlock(mine);
  await mine.locator('.mine-answers summary').click();
  await mine.getByText('not written', { exact: true }).waitFor();
  await mine.getByText('written', { exact: true }).waitFor();
  await context.close();
});

test('what another tab writes while the passphrase is being set is in the vault too', async () => {
  const context = await reader();
  const page = await open(context, server.url, SHEET);
  await write(page, 'before', 0);
  const mine = await open(context, server.url, 'mine.html');
  await mine.evaluate(() => {
    const { encrypt } = SubtleCrypto.prototype;
    const gate = new Promise((go) => (window.goOn = go));
    window.sealed = 0;
    SubtleCrypto.prototype.encrypt = async function (...args) {
      // The first locks the keys; those after it lock answers, and by then it is settled which.
      if ((window.sealed += 1) > 1) await gate;
      return encrypt.apply(this, args);
    };
  });
  await setVault(mine);
  await mine.waitForFunction(() => window.sealed > 1);
  await write(page, 'meanwhile', 1);
  await mine.getByText('2 answers').waitFor();
  await mine.evaluate(() => window.goOn());
  await isOpen(mine);
  await page.close();
  await mine.reload();
  await ready(mine);
  await unlock(mine);
  await mine.locator('.mine-answers summary').click();
  await mine.getByText('meanwhile', { exact: true }).waitFor();
  await context.close();
});

test('a new passphrase opens, the old one does not; taken away, nothing is lost', async () => {
  const context = await reader();
  const page = await open(context, server.url, SHEET);
  await write(page, 'very private');
  await page.close();
  const mine = await open(context, server.url, 'mine.html');
  await setVault(mine);
  await isOpen(mine);
  await setVault(mine, 'another long one');
  await mine.locator('[role=status]', { hasText: 'The passphrase is changed.' }).waitFor();
  await mine.reload();
  await ready(mine);
  await unlock(mine);
  await mine.locator('.wrong:visible').waitFor();
  await unlock(mine, 'another long one');
  await isOpen(mine);
  await mine.getByRole('button', { name: 'Take the passphrase away' }).click();
  await mine.getByRole('group', { name: 'Take the passphrase away' }).getByRole('button', { name: 'Take the passphrase away' }).click();
  await mine.locator('summary', { hasText: 'Set a passphrase' }).waitFor();
  await mine.close();
  assert.equal(await answer(await open(context, server.url, SHEET)), 'very private');
  await context.close();
});

test('five minutes without a touch lock it', async () => {
  const context = await reader();
  const mine = await open(context, server.url, 'mine.html');
  await setVault(mine);
  await isOpen(mine);
  await mine.clock.install();
  await mine.reload();
  await ready(mine);
  await unlock(mine);
  await isOpen(mine);
  await mine.clock.runFor('04:40');
  await isOpen(mine);
  await mine.keyboard.press('Shift');
  await mine.clock.runFor('04:40');
  await isOpen(mine);
  await mine.clock.runFor('00:31');
  await mine.getByText('What you wrote is locked.').waitFor();
  await context.close();
});

test('keys held by the worker open the next page; without them it asks again and says so', async () => {
  const context = await reader();
  const mine = await open(context, server.url, 'mine.html');
  await setVault(mine);
  await isOpen(mine);
  await mine.reload();
  await mine.getByText('it is asked on each page').first().waitFor();
  await context.addInitScript({
    content: `(() => {
      const heard = [];
      const self = { addEventListener: (type, act) => heard.push(act) };
      ${readFileSync(new URL('../../themes/paper/js/sw-keys.js', import.meta.url), 'utf8')}
      const saved = window.name && JSON.parse(window.name);
      if (saved) heldKeys.set(saved.book, { raw: Uint8Array.from(saved.raw), until: saved.until });
      const controller = { postMessage: (data, ports) => {
        for (const act of heard) act({ data, ports });
        const [[book, keys] = []] = heldKeys;
        window.name = keys ? JSON.stringify({ book, raw: [...keys.raw], until: keys.until }) : '';
      } };
      Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: { controller, addEventListener() {}, register: async () => ({}), ready: new Promise(() => {}) } });
    })();`,
  });
  const page = await open(context, server.url, 'mine.html');
  await unlock(page);
  await isOpen(page);
  await page.goto(new URL(SHEET, server.url).href);
  await page.locator('.kept-where', { hasText: 'locked with your passphrase. Open now.' }).waitFor();
  await write(page, 'on the next page');
  await page.getByRole('button', { name: 'Lock now' }).click();
  await page.reload();
  await page.locator('form.unlock').waitFor();
  assert.equal(await answer(page), '');
  await context.close();
});

/** What is kept in the locked database, as text, whatever it is. */
const sealedThere = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        const open = indexedDB.open('stepbook:room-for-two/:vault');
        open.onsuccess = () => {
          const transaction = open.result.transaction(['answers', 'facts']);
          const all = ['answers', 'facts'].map((name) => transaction.objectStore(name).getAll());
          const names = transaction.objectStore('facts').getAllKeys();
          transaction.oncomplete = () => {
            open.result.close();
            const text = (value) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : typeof value === 'object' ? Object.values(value).map(text).join('\n') : String(value));
            done({ text: all.map(({ result }) => result.map(text).join('\n')).join('\n'), names: names.result });
          };
        };
      }),
  );

for (const [how, go] of [
  ['the page closes', (page) => page.close()],
  ['another page opens', (page) => page.goto(new URL('glossary.html', server.url).href)],
  ['she leaves quickly', (page) => page.evaluate(() => document.querySelector('sb-leave').leave())],
  ['it is hidden', hide],
]) {
  test(`locked words that no cipher had time for are there again when ${how}`, async () => {
    const context = await reader();
    const mine = await open(context, server.url, 'mine.html');
    await setVault(mine);
    await isOpen(mine);
    const sheet = await open(context, server.url, SHEET);
    await unlock(sheet);
    await sheet.getByText('Open now.').waitFor();
    await write(sheet, 'earlier');
    await mine.close();
    // From now on the browser's cipher never comes to an end, as on a phone that is busy.
    await sheet.evaluate(() => {
      SubtleCrypto.prototype.encrypt = () => new Promise(() => {});
    });
    await sheet.locator(FIELD).first().fill('marker of the last moment');
    await go(sheet);
    const later = await open(context, server.url, SHEET);
    // What a page writes as it goes may still be on its way when the next one asks, on a machine that is busy.
    let there = await sealedThere(later);
    for (const end = Date.now() + 10_000; !there.names.some((name) => name.startsWith('last:')) && Date.now() < end; ) there = await sealedThere(later);
    const { text, names } = there;
    assert.ok(names.some((name) => name.startsWith('last:')));
    assert.ok(!text.includes('marker') && !text.includes('quiet_spot'), 'and nobody can read it');
    await unlock(later);
    await later.getByText('Open now.').waitFor();
    assert.equal(await answer(later), 'marker of the last moment');
    await later.waitForFunction(() => document.querySelector('sb-exercise').store.saved);
    await later.reload();
    await unlock(later);
    await later.getByText('Open now.').waitFor();
    assert.equal(await answer(later), 'marker of the last moment');
    assert.deepEqual((await sealedThere(later)).names, ['vault'], 'what was taken in is tidied away');
    await context.close();
  });
}

test('at the head of a locked sheet a link leads to what opens it, and goes when it is open', async () => {
  const context = await reader({ viewport: { width: 360, height: 740 } });
  const mine = await open(context, server.url, 'mine.html');
  await setVault(mine);
  await isOpen(mine);
  const sheet = await open(context, server.url, 'sheets/steady-enough.html');
  const link = sheet.locator('.exercise-head').getByRole('link', { name: 'Locked: open it below' });
  assert.ok((await link.boundingBox()).y < 740, 'in view as the page opens');
  await link.focus();
  await sheet.keyboard.press('Enter');
  await sheet.waitForFunction(() => document.activeElement.matches('form.unlock input'));
  await sheet.keyboard.type(WORDS);
  await sheet.keyboard.press('Enter');
  await sheet.getByText('Open now.').waitFor();
  assert.equal(await link.isVisible(), false);
  await context.close();
});

test('what a closing page wrote last does not come back after it was deleted', async () => {
  const context = await reader();
  const mine = await open(context, server.url, 'mine.html');
  await setVault(mine);
  await isOpen(mine);
  const sheet = await open(context, server.url, SHEET);
  await unlock(sheet);
  await sheet.getByText('Open now.').waitFor();
  await write(sheet, 'earlier');
  await sheet.evaluate(() => {
    SubtleCrypto.prototype.encrypt = () => new Promise(() => {});
  });
  await sheet.locator(FIELD).first().fill('to be forgotten');
  await sheet.close();
  await mine.locator('.mine-answers summary').click();
  await mine.locator('.mine-answers').getByRole('button', { name: /^Delete this sheet/ }).click();
  await mine.locator('.ask-first').getByRole('button').last().click();
  await mine.getByText('Nothing is kept here yet.').waitFor();
  await mine.reload();
  await unlock(mine);
  await isOpen(mine);
  assert.equal(await mine.locator('.mine-answers').count(), 0);
  await context.close();
});

test('where what opens the vault cannot be loaded, that is said, and it can be tried again', async () => {
  const context = await reader();
  const mine = await open(context, server.url, 'mine.html');
  await setVault(mine);
  await isOpen(mine);
  await context.route('**/later-lib-vault-*', (route) => route.abort());
  await mine.reload();
  await unlock(mine);
  await mine.locator('.wrong', { hasText: 'could not be loaded' }).waitFor();
  assert.deepEqual(await axe(mine), []);
  await context.unroute('**/later-lib-vault-*');
  await mine.locator('form.unlock button').click();
  await isOpen(mine);
  assert.deepEqual(mine.faults, []);
  await context.close();
});

/** A tab that does not let go of a database, as one on a phone that was put to sleep. */
async function holding(context, name) {
  const page = await context.newPage();
  await page.goto(new URL('glossary.html', server.url).href);
  await page.evaluate((name) => new Promise((done) => {
    const asking = indexedDB.open(name);
    asking.onsuccess = () => done((window.held = asking.result));
  }).then(() => {}), name);
  return page;
}
const [OPEN, SEALED] = ['stepbook:room-for-two/', 'stepbook:room-for-two/:vault'];
const gone = (page, name) => page.waitForFunction(async (name) => (await indexedDB.databases()).every((one) => one.name !== name), name);

test('a tab that does not let go: the passphrase is set, what is still open is said, and goes when that tab is closed', async () => {
  const context = await reader();
  const sheet = await open(context, server.url, SHEET);
  await write(sheet, 'very private');
  await sheet.close();
  const held = await holding(context, OPEN);
  const mine = await open(context, server.url, 'mine.html');
  await setVault(mine);
  await isOpen(mine);
  await mine.locator('sb-vault .trouble', { hasText: 'can still be read' }).waitFor();
  assert.deepEqual(await axe(mine), []);
  // Meanwhile all of it works, behind the passphrase.
  const page = await open(context, server.url, SHEET);
  await unlock(page);
  await page.getByText('Open now.').waitFor();
  assert.equal(await answer(page), 'very private');
  await write(page, 'more of it');
  await page.close();
  await held.close();
  await gone(mine, OPEN);
  await mine.reload();
  await unlock(mine);
  await mine.locator('.mine-answers summary').click();
  await mine.getByText('more of it', { exact: true }).waitFor();
  assert.deepEqual(mine.faults, []);
  await context.close();
});

test('a tab that does not let go: the passphrase is taken away all the same, and no answer is lost', async () => {
  const context = await reader();
  const sheet = await open(context, server.url, SHEET);
  await write(sheet, 'very private');
  await sheet.close();
  const mine = await open(context, server.url, 'mine.html');
  await setVault(mine);
  await isSet(mine);
  const held = await holding(context, SEALED);
  await mine.getByRole('button', { name: 'Take the passphrase away' }).click();
  await mine.locator('.ask-first').getByRole('button', { name: 'Take the passphrase away' }).click();
  await mine.locator('sb-vault .trouble', { hasText: 'Close the other tabs of this book' }).waitFor();
  await mine.getByText('Whoever can open this browser can read it.').first().waitFor();
  await held.close();
  await gone(mine, SEALED);
  await mine.reload();
  await mine.locator('.mine-answers summary').click();
  await mine.getByText('very private', { exact: true }).waitFor();
  assert.deepEqual(mine.faults, []);
  await context.close();
});

test('a tab that does not let go: not all is deleted, that is said, and it can be tried again', async () => {
  const context = await reader();
  const sheet = await open(context, server.url, SHEET);
  await write(sheet, 'very private');
  await sheet.close();
  const held = await holding(context, OPEN);
  const mine = await open(context, server.url, 'mine.html');
  const wipe = () => mine.getByRole('button', { name: 'Delete everything' }).last().click();
  await wipe();
  await wipe();
  await mine.locator('.ask-first', { hasText: 'Close the other tabs of this book' }).waitFor();
  assert.ok(!(await shown(mine)).includes('very private'));
  assert.deepEqual(await axe(mine), []);
  await held.close();
  await gone(mine, OPEN);
  await wipe();
  await mine.locator('[role=status]', { hasText: 'Everything is deleted.' }).waitFor({ state: 'attached' });
  await mine.getByText('Nothing is kept here yet.').waitFor();
  await mine.getByText('Kept on this device.').waitFor();
  await mine.reload();
  await mine.getByText('Nothing is kept here yet.').waitFor();
  assert.deepEqual(mine.faults, []);
  await context.close();
});
