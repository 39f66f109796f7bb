// Sheets on paper: every one is printed, in every way it can be, and read back from the PDF.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import jsqr from 'jsqr';
import { build, buildShipped } from './lib/book.mjs';
import { launch } from './lib/browser.mjs';
import { inks, leaves, pictures, squeeze } from './lib/pdf.mjs';
import { choose, fillIn, layout } from './lib/print.mjs';
import { none } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { alive } from './lib/sheet.mjs';
import { own, pages, read as readSite, root, thorough } from './lib/site.mjs';

const sheets = pages.filter((page) => page.startsWith('sheets/'));
/** The same sheets in other languages, whose words are longer or shorter. */
const translated = pages.filter((page) => /^[^/]+\/sheets\//.test(page));

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

const print = async (page) => leaves(await page.pdf({ preferCSSPageSize: true }));
const PAPERS = { a4: [210, 297], letter: [215.9, 279.4] };
const NORMAL = { pitch: 8, least: 12 };
const LARGE = { pitch: 11, least: 18 };
const MODES = [
  { mode: 'blank', blank: 'on', large: '', wanted: NORMAL },
  { mode: 'blank and large', blank: 'on', large: 'on', wanted: LARGE },
  { mode: 'short answers', letters: 12, blank: '', large: '', wanted: NORMAL },
  { mode: 'short answers, large', blank: '', large: 'on', wanted: LARGE },
  { mode: '5,000 letters a field', letters: 5000, blank: '', large: '', wanted: NORMAL },
];
const MARGIN = 10;

/** What is wrong with the pages of a printed sheet. */
function read(printed, { paper, layout: laid, written, blank }) {
  const found = [];
  const [width, height] = PAPERS[paper];
  const all = [];
  printed.forEach((leaf, n) => {
    const at = `page ${n + 1}`;
    if (Math.abs(leaf.width - width) > 0.5 || Math.abs(leaf.height - height) > 0.5) found.push(`${at} is ${leaf.width.toFixed()} x ${leaf.height.toFixed()} mm`);
    const below = leaf.words.filter(({ top }) => top > leaf.height - MARGIN - 1);
    const count = below.map(({ text }) => text).join(' ');
    if (count !== `${n + 1} / ${printed.length}`) found.push(`${at} has "${count}" at its foot`);
    const rest = leaf.words.filter((word) => !below.includes(word));
    const outside = rest.filter(({ left, right, top, bottom }) => left < MARGIN - 0.5 || right > width - MARGIN + 0.5 || top < MARGIN - 1 || bottom > height - MARGIN + 1);
    if (outside.length > 0) found.push(`${at}: outside the margins: ${outside.map(({ text }) => text).join(' ').slice(0, 80)}`);
    const head = rest.filter(({ top }) => top < MARGIN + laid.headEnds - 2);
    const says = squeeze(head.map(({ text }) => text).join(''));
    for (const words of laid.head) if (!says.includes(squeeze(words))) found.push(`${at} does not begin with "${words}"`);
    all.push(squeeze(rest.filter((word) => !head.includes(word)).map(({ text }) => text).join('')).toLowerCase());
  });
  const whole = all.join('');
  for (const text of laid.texts) if (!whole.includes(squeeze(text).toLowerCase())) found.push(`not printed: ${text.slice(0, 60)}`);
  for (const box of laid.boxes) {
    const words = box.map((text) => squeeze(text).toLowerCase());
    if (!all.some((leaf) => words.every((word) => leaf.includes(word)))) found.push(`split over two pages: ${box.join(' ').slice(0, 60)}`);
  }
  const answers = printed.flatMap(({ words }) => words.flatMap(({ text }) => text.match(/w\d+x\d+/g) ?? []));
  const wanted = blank ? [] : written;
  const missing = wanted.filter((word) => !answers.includes(word));
  if (missing.length > 0) found.push(`${missing.length} of ${wanted.length} written words are not printed: ${missing.slice(0, 3).join(' ')}`);
  if (blank && answers.length > 0) found.push('an answer on a blank sheet');
  return found;
}

async function every(page, name) {
  const found = [];
  let [most, declared] = [0, 0];
  let written = [];
  const ours = sheets.includes(name);
  await page.goto(server.url + name);
  await alive(page);
  for (const { mode, letters, wanted, ...settings } of MODES) {
    // Filled and large, every third sheet is printed, and all of them, in other languages too, when there is time.
    if (mode !== 'blank' && !thorough && (!ours || sheets.indexOf(name) % 3 > 0)) continue;
    if (letters) written = await fillIn(page, letters);
    // What is laid out is the same on both papers, which share one box.
    let laid;
    for (const paper of Object.keys(PAPERS)) {
      // Both share one box: Letter is asked of blank sheets, and of all when there is time.
      if (paper !== 'a4' && !(ours && mode === 'blank') && !thorough) continue;
      await choose(page, { paper, ...settings });
      const printed = await print(page);
      laid ??= await layout(page, wanted);
      if (mode === 'blank') [most, declared] = [Math.max(most, printed.length), laid.declared];
      const faults = [...laid.faults, ...read(printed, { paper, layout: laid, written, blank: settings.blank === 'on' })];
      found.push(...faults.map((fault) => `${name} [${paper}, ${mode}]: ${fault}`));
      count.sheets += 1;
      count.pages += printed.length;
    }
  }
  // How many pages a sheet takes is declared once, for all languages.
  if (ours ? most !== declared : most > declared) found.push(`${name}: takes ${most} pages and declares ${declared}`);
  return found;
}
const count = { sheets: 0, pages: 0 };

test('every sheet, on A4 and Letter, blank and filled, normal and large, in each language, is on paper all that it should be', async (t) => {
  const all = [...sheets, ...translated];
  const queue = [...all.keys()];
  const found = all.map(() => []);
  const worker = async () => {
    // A device of its own: how sheets are printed is kept on it. Paper is white whatever the reader's colours are.
    const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block', colorScheme: 'dark', reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) found[at] = await every(page, all[at]);
    await context.close();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  t.diagnostic(`${sheets.length} sheets and ${translated.length} translations, printed ${count.sheets} times on ${count.pages} pages`);
  none(found.flat());
});

test('a long answer begins under its question and goes on over the end of the page, and no page is left half empty for it', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  const long = ['the-story-and-the-facts', 'the-two-front-doors', 'map-of-my-week'].map((id) => `sheets/${id}.html`);
  if (!process.env.ONLY) assert.deepEqual(long.filter((name) => !sheets.includes(name)), [], 'sheets of the book');
  for (const name of long.filter((one) => sheets.includes(one))) {
    await page.goto(server.url + name);
    await alive(page);
    await fillIn(page, 5000);
    const printed = await print(page);
    const ends = printed.map(({ words, height }) => Math.max(...words.filter(({ top }) => top < height - MARGIN - 1).map(({ bottom }) => bottom)));
    assert.ok(printed.length > 2 && ends.slice(0, -1).every((end) => end > 240), `${name}: its pages end at ${ends.map(Math.round).join(', ')} mm`);
  }
  await context.close();
});

test('no page is wider on paper than what both papers have room for, so that no browser makes its letters smaller', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block', viewport: { width: Math.floor((190 / 25.4) * 96), height: 1000 } });
  const page = await context.newPage();
  await page.emulateMedia({ media: 'print' });
  const found = [];
  // Sheets are read back from their PDFs above.
  for (const name of own.filter((page) => !sheets.includes(page))) {
    await page.goto(server.url + name);
    if (await page.locator('sb-exercise').count()) await alive(page);
    const [wide, room] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.documentElement.clientWidth]);
    if (wide > room) found.push(`${name}: ${wide} px on ${room}`);
  }
  none(found);
  await context.close();
});

test('where the book is published, a sheet has its address and a code at its foot, and takes no page more for it', async () => {
  const made = await buildShipped('--base-url', 'https://a-practice-with-a-name.github.io/room-for-two/');
  const published = await serve(made.root);
  const all = [...sheets, ...translated];
  const found = all.map(() => []);
  const queue = [...all.entries()];
  const worker = async () => {
    const context = await browser.newContext({ locale: 'en-US', serviceWorkers: 'block' });
    const page = await context.newPage();
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, name] = next;
      await page.goto(published.url + name);
      await alive(page);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      const printed = await leaves(pdf);
      const [declared, address] = await page.evaluate(() => [Number(document.querySelector('.one-sheet').dataset.pages), document.querySelector('.foot-address').textContent]);
      if (printed.length > declared) found[at].push(`${name}: takes ${printed.length} pages and declares ${declared}`);
      const last = printed.at(-1);
      if (!last.squeezed.includes(squeeze(address))) found[at].push(`${name}: ${address} is not on its last page`);
      if (at % 9 > 0) continue;
      const { width, height, points } = (await pictures(pdf)).at(-1);
      const read = jsqr(Uint8ClampedArray.from({ length: width * height * 4 }, (_, n) => points[n >> 2]), width, height);
      if (read?.data !== address) found[at].push(`${name}: the code says ${read?.data}`);
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  published.close();
  made.remove();
  none(found.flat());
});

test('somebody to talk to stands at the foot, unless it is left off or says too much', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${server.url}sheets/two-hours.html`);
  await alive(page);
  const line = squeeze(JSON.parse(await page.locator('.sheet-foot').getAttribute('data-helplines')).GB);
  const says = async () => (await print(page)).at(-1).squeezed.includes(line);
  assert.equal(await says(), true);
  await choose(page, { helpline: '' });
  assert.equal(await says(), false);
  await choose(page, { helpline: 'on' });
  await page.evaluate(() => document.querySelector('sb-discreet input').click());
  assert.equal(await says(), false);
  await context.close();
});

test('the paper is guessed from the language of the browser', async () => {
  for (const [locale, size] of [['en-GB', 297], ['en-US', 279.4]]) {
    const context = await browser.newContext({ locale, serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.goto(server.url + sheets[0]);
    await alive(page);
    assert.ok(Math.abs((await print(page))[0].height - size) < 0.5, locale);
    await context.close();
  }
});

test("a helper's copy has the notes, and says on each page that it is one", async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${server.url}sheets/a-letter-for-a-bad-day.html`);
  await alive(page);
  const notes = squeeze(await page.locator('.helper p').first().textContent());
  const says = async () => (await print(page)).map(({ squeezed }) => [squeezed.startsWith('AletterforabaddayForhelpers'), squeezed.includes(notes)]);
  for (const [marked, noted] of await says()) assert.deepEqual([marked, noted], [false, false]);
  await choose(page, { facilitator: 'on' });
  const helped = await says();
  assert.ok(helped.length > 1 && helped.every(([marked]) => marked));
  assert.equal(helped.filter(([, noted]) => noted).length, 1);
  await context.close();
});

test('discreet print says nothing of the sheet in head or foot, and what is asked all the same', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${server.url}sheets/a-letter-for-a-bad-day.html`);
  await alive(page);
  const says = async () => (await print(page)).map(({ squeezed }) => squeezed).join('');
  const telling = ['A letter for a bad day', 'Room for Two'].map(squeeze);
  const open = await says();
  for (const words of telling) assert.ok(open.includes(words), `${words} is printed otherwise`);
  await page.evaluate(() => document.querySelector('sb-discreet input').click());
  const covered = await says();
  for (const words of telling) assert.ok(!covered.includes(words), words);
  assert.ok(covered.includes(squeeze('What is true even tonight')));
  assert.match(covered, /^Copy__of__/);
  await context.close();
});

test('what nobody else sees stands last on a half, to be cut off, and what both write on another page', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${server.url}sheets/our-pause-agreement.html`);
  await alive(page);
  // As the eye reads them: the PDF writes down what is placed after what is not.
  const down = (leaf) => leaf.words.toSorted((a, b) => Math.round(a.top) - Math.round(b.top) || a.left - b.left);
  const printed = (await print(page)).map((leaf) => squeeze(down(leaf).map(({ text }) => text).join('')));
  const [shown, cut, alone, both] = ['A first sentence that would make it easy', 'Cut this part off', 'What I am afraid a pause could mean', 'What we agree'].map(squeeze);
  const half = printed.find((leaf) => leaf.includes(cut));
  assert.ok(half, 'a part to cut off');
  const [above, below] = half.split(cut);
  assert.ok(above.includes(shown) && !above.includes(alone), 'shown lines above the cut');
  assert.ok(below.includes(alone) && !below.includes(squeeze('I show this')), 'private lines below it');
  const before = printed.join('').split(cut)[0];
  assert.equal(before.split(squeeze('I show this')).length - 1, 6, 'a box for each line that may be shown');
  assert.ok(!half.includes(both) && printed.some((leaf) => leaf.includes(both)));
  await context.close();
});

test('a line that she chose to show is ticked on her half, and not on a blank one', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${server.url}sheets/our-pause-agreement.html`);
  await alive(page);
  const ticks = async () => (await print(page)).flatMap(({ words }) => words).filter(({ text }) => text === '✓').length;
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  const line = 'A first sentence that would make it easy for me to start again';
  await page.getByLabel(line, { exact: true }).first().fill('Shall we?');
  assert.equal(await ticks(), 0);
  await page.locator('.pair-choose').getByRole('checkbox', { name: new RegExp(`^${line}`) }).check();
  assert.equal(await ticks(), 1);
  await choose(page, { blank: 'on' });
  assert.equal(await ticks(), 0);
  await context.close();
});

test('what is printed is black or white, point for point, whatever the colours of the screen are', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block', colorScheme: 'dark' });
  const page = await context.newPage();
  const ink = async () => inks(await page.pdf({ preferCSSPageSize: true }));
  for (const id of ['noticed-asked-offered', 'our-signs', 'steady-enough', 'two-hours', 'weekly-room-check']) {
    await page.goto(`${server.url}sheets/${id}.html`);
    await alive(page);
    await fillIn(page, 30);
    const { black, grey } = await ink();
    assert.ok(black > 1000 && grey === 0, `${id}: ${black} black points, ${grey} grey ones`);
  }
  // A line that is not quite black is seen.
  await page.evaluate(() => document.querySelector('.one-sheet').style.setProperty('color', '#333', 'important'));
  assert.ok((await ink()).grey > 0);
  await context.close();
});

test('the pause card is as large as two cards for a wallet, and grows with what is typed', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${server.url}sheets/pause-card.html`);
  await alive(page);
  const size = async () => {
    await page.emulateMedia({ media: 'print' });
    const { width, height } = await page.locator('.wallet .fields').evaluate((card) => card.getBoundingClientRect().toJSON());
    await page.emulateMedia({ media: null });
    return [width, height].map((side) => Math.round((side / 96) * 25.4));
  };
  assert.deepEqual(await size(), [170, 55]);
  await fillIn(page, 400);
  const [width, height] = await size();
  assert.ok(width === 170 && height > 60, `${width} x ${height} mm`);
  await context.close();
});

test('the whole book: a title page, contents, pieces on pages of their own, no heading alone at a foot, links as references', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block', colorScheme: 'dark' });
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  await page.goto(`${server.url}print.html`);
  await alive(page);
  const printed = await print(page);
  await page.emulateMedia({ media: 'print' });
  const { pieces, heads, boxes, refs } = await page.evaluate(() => {
    const text = (element) => element.textContent.replace(/\s+/g, ' ').trim();
    const heads = [...document.querySelectorAll('.piece :is(h2, h3, h4, .exercise-kind)')].filter((one) => one.checkVisibility());
    const boxes = [...document.querySelectorAll('.piece :is(.row, .option, .scene, .turn, .card, tr)')].filter((box) => box.checkVisibility() && box.getBoundingClientRect().height < 400);
    return {
      pieces: [...document.querySelectorAll('.piece-title')].map(text),
      heads: heads.map(text),
      boxes: boxes.map((box) => {
        const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
        const texts = [];
        for (let node = walk.nextNode(); node; node = walk.nextNode()) if (node.data.trim() && node.parentElement.checkVisibility() && !node.parentElement.closest('.unseen, textarea, option')) texts.push(node.data);
        return texts;
      }),
      refs: [...document.querySelectorAll('.piece a[href^="#"]')].filter((link) => {
        const piece = document.getElementById(link.hash.slice(1))?.closest('.piece');
        return piece !== link.closest('.piece') && piece?.querySelector('.piece-title .number');
      }).map((link) => link.dataset.ref ?? `${text(link)} says nothing`),
    };
  });
  const found = [];
  const leafs = printed.map(({ squeezed }) => squeezed);
  if (!leafs[0].startsWith('RoomforTwo') || leafs[0].includes('Contents')) found.push('the first page is no title page');
  if (!leafs[1].startsWith('Contents')) found.push('the second page does not begin with the contents');
  for (const title of pieces) if (!leafs.some((leaf) => leaf.startsWith(squeeze(title)))) found.push(`not at the head of a page: ${title}`);
  // A page that was full; the last of a piece may well end with a table's empty rows.
  const full = printed.filter(({ words, height }) => words.filter(({ top }) => top < height - 11).at(-1)?.top > height / 2);
  for (const head of new Set(heads)) if (full.some(({ squeezed }) => squeezed.endsWith(squeeze(head)))) found.push(`alone at the foot of a page: ${head}`);
  for (const box of boxes) if (!leafs.some((leaf) => box.every((text) => leaf.includes(squeeze(text))))) found.push(`split: ${box.join(' ').slice(0, 60)}`);
  for (const ref of new Set(refs)) if (!/^(chapter \d+|Part \d)/.test(ref)) found.push(`a link to another chapter: ${ref}`);
  none(found);
  await context.close();
});

test('links of the whole book say their chapter where names are in other letters too', async (t) => {
  const add = (folder) => {
    writeFileSync(join(folder, 'content/01-שלום.md'), '# שלום\n\nטקסט.\n');
    writeFileSync(join(folder, 'content/02-עוד.md'), '# עוד\n\nראו [שלום](01-שלום.md).\n');
  };
  const book = await build('renamed', { add });
  const other = await serve(book.root);
  t.after(() => {
    other.close();
    book.remove();
  });
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${other.url}print.html`);
  await alive(page);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.match(await page.locator('.piece a', { hasText: 'שלום' }).last().evaluate((link) => link.dataset.ref ?? ''), /^chapter \d/);
  await context.close();
});

test('a part prints alone from its link, by keyboard on a phone, and the whole book again from there', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'en-GB', serviceWorkers: 'block' });
  // The link asks for paper at once; what would be on it is read further down.
  await context.addInitScript(() => (globalThis.print = () => {}));
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${server.url}learning-the-steps/index.html`);
  await page.getByRole('link', { name: 'Print this part' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/print\.html#/);
  await alive(page);
  const titles = await page.locator('.piece-title').evaluateAll((all) => all.map((one) => [one.textContent.replace(/\s+/g, ''), one.closest('.piece').className]));
  const heads = (printed) => printed.map(({ squeezed }) => titles.findIndex(([title]) => squeezed.startsWith(squeeze(title)))).filter((at) => at >= 0);
  const opener = titles.findIndex(([title, kind]) => kind.includes('piece-part') && title.startsWith('Part2'));
  const after = titles.findIndex(([, kind], at) => at > opener && !kind.includes('in-part'));
  assert.ok(after - opener > 2, 'a part with chapters');
  const part = await print(page);
  assert.ok(part[0].squeezed.startsWith(squeeze(titles[opener][0])), 'no title page, no contents');
  assert.deepEqual(heads(part), Array.from({ length: after - opener }, (_, n) => opener + n));
  await page.getByRole('link', { name: 'Print the whole book' }).click();
  assert.equal(new Set(heads(await print(page))).size, titles.length);
  await page.goto(`${server.url}learning-the-steps/index.html`);
  await page.getByRole('link', { name: 'Print its sheets' }).click();
  await alive(page);
  const chosen = await page.locator('.packet-title').allTextContents();
  assert.ok(chosen.length > 10 && chosen[0] === 'The kettle on Saturday' && !chosen.includes('Pause card'), chosen.join());
  await page.goto(`${server.url}exercises.html`);
  await page.getByRole('link', { name: 'Print all sheets together' }).click();
  await alive(page);
  assert.equal(await page.locator('.packet-title').count(), sheets.length);
  await context.close();
});

test('a chapter, a part, all sheets and the whole book print at one press, and loading them again prints nothing', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'en-GB', serviceWorkers: 'block' });
  await context.addInitScript(() => {
    globalThis.asked = [];
    globalThis.print = () => globalThis.asked.push([location.pathname.split('/').pop() + location.search + location.hash, document.querySelectorAll('.packet-title').length]);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const asked = () => page.waitForFunction(() => globalThis.asked.length > 0 && globalThis.asked).then((handle) => handle.jsonValue());
  for (const [from, role, name, wanted] of [
    ['learning-the-steps/reading-the-signs.html', 'button', 'Print this chapter', /^reading-the-signs\.html$/],
    ['learning-the-steps/index.html', 'link', 'Print this part', /^print\.html#[^?]+$/],
    ['exercises.html', 'link', 'Print all sheets together', /^packet\.html#sheets=/],
    ['print.html', 'button', 'Print the book', /^print\.html$/],
  ]) {
    await page.goto(server.url + from);
    await page.getByRole('main').getByRole(role, { name }).focus();
    await page.keyboard.press('Enter');
    const [[place, sheetsThere], ...more] = await asked();
    assert.match(place, wanted);
    assert.deepEqual(more, []);
    if (place.startsWith('packet')) assert.equal(sheetsThere, sheets.length);
    if (place.startsWith('print.html#')) assert.equal(await page.evaluate(() => document.querySelector(':target')?.closest('.piece').className), 'piece piece-part');
    await page.reload();
    await alive(page);
    assert.deepEqual(await page.evaluate(() => globalThis.asked), []);
  }
  await context.close();
});

test('after a blank print the answers are there again', async () => {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  for (const name of ['a-letter-for-a-bad-day', 'two-hours', 'steady-enough'].map((id) => `sheets/${id}.html`).filter((one) => sheets.includes(one))) {
    await page.goto(server.url + name);
    await alive(page);
    await fillIn(page, 30);
    const values = () => page.evaluate(() => [...document.querySelectorAll('.one-sheet [name]')].map((one) => (/radio|checkbox/.test(one.type) ? one.checked : one.value)));
    const before = await values();
    assert.ok(before.some((value) => value === true || /w\d/.test(value)));
    await choose(page, { blank: 'on' });
    await print(page);
    assert.deepEqual(await values(), before, name);
  }
  await context.close();
});

test('a packet prints the chosen sheets in their order, as often as is wanted, with a cover', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${server.url}packet.html#sheets=pause-card,no-such-sheet&copies=2&cover=For%20you`);
  await page.getByText('no sheet of this name: no-such-sheet').waitFor();
  // By keyboard: tick another, and put it first.
  await page.locator('input[data-sheet=fear-check]').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Up: A quiet minute, just you' }).focus();
  await page.keyboard.press('Enter');
  assert.match(page.url(), /#sheets=fear-check,pause-card&cover=For(\+|%20)you&copies=2$/);
  const printed = await print(page);
  const titles = ['A quiet minute, just you', 'Pause card'];
  assert.deepEqual(
    printed.map(({ squeezed }) => titles.filter((title) => squeezed.startsWith(squeeze(title))).join() || (squeezed.startsWith('Foryou') ? 'cover' : squeezed)),
    ['cover', ...titles, 'cover', ...titles],
  );
  assert.equal(await page.locator('.packet-sheet.copy').count(), 0);
  await page.reload();
  assert.deepEqual(await page.locator('.packet-title').allTextContents(), titles);
  // How it prints goes with it, and is not kept where the address is opened.
  await page.locator('sb-paper summary').click();
  await page.getByRole('radio', { name: 'Blank' }).check();
  await page.getByRole('radio', { name: 'Large' }).check();
  const address = page.url();
  assert.match(address, /&blank=on&large=on$/);
  const other = await (await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' })).newPage();
  await other.goto(address);
  await alive(other);
  await print(other);
  assert.deepEqual(await other.evaluate(() => [document.body.classList.contains('large-print'), localStorage.getItem('print-large')]), [true, null]);
  await other.goto(`${server.url}packet.html#sheets=pause-card&blank=%22%5D&large=no`);
  await alive(other);
  await other.reload();
  await alive(other);
  assert.deepEqual(await other.locator('.packet-title').allTextContents(), ['Pause card']);
  await other.context().close();
  await context.close();
});

test('all sheets in one packet take the pages that each declares', async () => {
  const context = await browser.newContext({ locale: 'en-US', serviceWorkers: 'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const ids = sheets.map((name) => name.slice('sheets/'.length, -'.html'.length));
  await page.goto(`${server.url}packet.html#sheets=${ids.join()}`);
  await alive(page);
  const titles = (await page.locator('.packet-title').allTextContents()).map(squeeze);
  const printed = await print(page);
  const found = ids.flatMap((id, at) => {
    const declared = Number(/data-pages="(\d+)"/.exec(readSite(sheets[at]))[1]);
    const takes = printed.filter(({ squeezed }) => squeezed.startsWith(`${titles[at]}Copy__`)).length;
    return takes >= 1 && takes <= declared ? [] : [`${id}: takes ${takes} pages and declares ${declared}`];
  });
  none(found);
  await context.close();
});
