// A book in two languages: the same answers in both, nothing left in the language it was written in, right to left as well.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { pseudo, translated } from './lib/pseudo.mjs';
import { clean, fits, kept, stage } from './lib/story.mjs';

let book;
let play;
before(async () => {
  book = await translated();
  play = await stage(book.root);
});
after(async () => {
  await play?.close();
  book?.remove();
});

const pages = () =>
  readdirSync(`${book.root}/ar`, { recursive: true })
    .filter((name) => name.endsWith('.html'))
    .sort();

test('every text has its place in the files that are written for a translator', () => {
  const about = book.said.filter(({ code }) => /SB13|SB1010/.test(code));
  assert.deepEqual(about, []);
});

/** Letters of ours in what a reader sees or hears. What is nobody's words to translate is taken out. */
async function leaks(page) {
  return page.evaluate(() => {
    const found = new Set();
    // The other language's own name, names of helplines and of pages, and what is marked as said in it, addresses, and units.
    const own = '[lang="en"], .ways a, .sources a, .helpline > :is(h3, h4, h5), .foot-address, .facts, noscript, .of-leave td';
    const look = (text, where) => {
      const words = text?.match(/[A-Za-z]{2,}[A-Za-z' ]*/g) ?? [];
      for (const word of words) found.add(`${where}: ${word.trim()}`);
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const inside = node.parentElement;
      if (!inside || inside.closest(`script, style, ${own}`)) continue;
      look(node.textContent, inside.closest('[class]')?.className ?? inside.tagName);
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt], [aria-description], [aria-valuetext]')) {
      if (element.closest(own)) continue;
      for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'aria-description', 'aria-valuetext']) look(element.getAttribute(name), `@${name} of ${element.tagName}`);
    }
    look(document.title, 'title');
    return [...found];
  });
}

test('no page says anything in the language it was written in, or is too wide, or has something for axe-core to find', async () => {
  assert.ok(pages().length >= 15, pages().join(' '));
  const wrong = [];
  for (const width of [360, 1280]) {
    const { page, told } = await play.reader({ viewport: { width, height: 800 }, locale: 'ar' });
    for (const name of pages()) {
      await page.goto(`ar/${name}`);
      assert.equal(await page.evaluate(() => `${document.documentElement.lang} ${document.documentElement.dir}`), 'ar rtl', name);
      if (width === 360 && name !== 'leave.html') wrong.push(...(await leaks(page)).map((leak) => `${name}: ${leak}`));
      await fits(page, `ar/${name} at ${width} px`);
      await clean(page, `ar/${name} at ${width} px`);
    }
    assert.deepEqual(told, []);
  }
  assert.deepEqual(wrong, []);
});

test('an answer goes with the reader from one language to the other, with the words it was given to', async () => {
  const { page, told } = await play.reader();
  await page.goto('sheets/steady-enough.html');
  await page.locator('sb-grid input[type=radio]').first().check({ force: true });
  await page.waitForFunction(() => document.querySelector('sb-kept')?.textContent?.trim());
  const [row] = await kept(page);
  const english = await page.locator('sb-grid legend').first().textContent();
  await page.locator('.places a[lang=ar]').click();
  await page.waitForURL(/\/ar\/sheets\/steady-enough\.html$/);
  const first = page.locator('sb-grid input[type=radio]').first();
  await page.waitForFunction(() => document.querySelector('sb-grid input[type=radio]:checked'));
  assert.equal(await first.isChecked(), true);
  assert.equal((await page.locator('sb-grid legend').first().textContent()).trim(), pseudo(english.trim()));
  const [same] = await kept(page);
  assert.deepEqual(same, row, 'looking at a page changes nothing that was kept');
  await page.goto('ar/mine.html');
  await page.locator(`text=${pseudo('Am I steady enough to bring it up?')}`).first().waitFor();
  await page.locator('.languages a[lang=en]').click();
  await page.waitForURL(/\/mine\.html$/);
  assert.ok(!page.url().includes('/ar/'));
  assert.deepEqual(told, []);
});

test('pages of a language are read offline too, by the one worker of the book', async () => {
  const { page, context } = await play.reader({ serviceWorkers: 'allow' });
  await page.goto('ar/index.html');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const scope = await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.scope ?? '');
  assert.ok(!scope.includes('/ar/'), scope);
  await page.waitForFunction(async () => (await caches.keys()).length >= 2);
  await context.setOffline(true);
  await page.goto('ar/sheets/steady-enough.html');
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  await page.goto('sheets/steady-enough.html');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
});
