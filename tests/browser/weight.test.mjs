// What scripts and styles weigh, as a server sends them, and what comes only when it is used.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before as first, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from './lib/book.mjs';
import { alive } from './lib/sheet.mjs';
import { root } from './lib/site.mjs';
import { handed, stage } from './lib/story.mjs';

let theatre;
first(async () => (theatre = await stage()));
after(() => theatre?.close());

/** How many bytes a file takes on its way. */
const weight = (file) => gzipSync(readFileSync(join(root, file))).length;
const sum = (files) => files.reduce((all, file) => all + weight(file), 0);
const inWords = (files) => files.map((file) => `${file.replace(/^assets\//, '')} ${weight(file)}`).join(', ');

/** A reader, and the files of the site that their page asks for, by the kind of thing that asks. */
async function watched(options) {
  const reader = await theatre.reader(options);
  const asked = { script: [], stylesheet: [] };
  reader.page.on('request', (request) => {
    const path = new URL(request.url()).pathname.slice(1);
    asked[request.resourceType()]?.push(decodeURIComponent(path));
  });
  return { ...reader, asked };
}

/** Opens a page and waits until it is quiet: what it loads by itself has come. */
async function opened(page, address) {
  await page.goto(address, { waitUntil: 'networkidle' });
}

test('a page without exercises loads the shell alone', async (t) => {
  const { page, asked } = await watched();
  await opened(page, 'glossary.html');
  t.diagnostic(`${sum(asked.script)} bytes: ${inWords(asked.script)}`);
  assert.deepEqual(asked.script.map((file) => /(\w+)-\w+\.js$/.exec(file)[1]), ['early', 'shell']);
  assert.ok(sum(asked.script) <= 8_000, `${sum(asked.script)} bytes`);
  t.diagnostic(`styles: ${sum(asked.stylesheet)} bytes`);
  assert.ok(sum(asked.stylesheet) <= 20_000, `styles of ${sum(asked.stylesheet)} bytes`);
});

test('a page with all kinds loads 40 kB of scripts, and nothing more until it is used', async (t) => {
  const { page, asked } = await watched();
  await opened(page, 'print.html');
  const kinds = await page.evaluate(() => {
    const of = (selector) => new Set([...document.querySelectorAll(selector)].map((one) => one.dataset.kind)).size;
    return [of('sb-exercise'), of('[data-field]')];
  });
  assert.deepEqual(kinds, [7, 24], 'all kinds of exercises and of fields are in the page');
  await alive(page);
  t.diagnostic(`${sum(asked.script)} bytes: ${inWords(asked.script)}`);
  assert.ok(sum(asked.script) <= 40_000, `${sum(asked.script)} bytes: ${inWords(asked.script)}`);
  assert.ok(!asked.script.some((file) => file.includes('/later-')));
});

test('no other page loads more than 40 kB of scripts either', async (t) => {
  const { page, asked } = await watched();
  for (const address of ['mine.html', 'packet.html', 'setting-the-stage/openness.html', 'sheets/our-agreement.html', 'es/mine.html', 'es/packet.html', 'es/print.html']) {
    asked.script.length = 0;
    await opened(page, address);
    t.diagnostic(`${address}: ${sum(asked.script)} bytes: ${inWords(asked.script)}`);
    assert.ok(sum(asked.script) <= 40_000, `${address}: ${sum(asked.script)} bytes`);
  }
});

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const late = (asked) => asked.script.filter((file) => file.includes('/later-'));

test('what few readers need is loaded when it is used, once', async (t) => {
  const { page, asked, told } = await watched();
  await opened(page, 'sheets/weekly-room-check.html');
  await press(page, 'Today’s check-in');
  assert.deepEqual(late(asked), []);
  await page.getByRole('slider', { name: 'I had enough time to myself' }).fill('7');
  await page.locator('.trend-says').first().waitFor();
  assert.deepEqual(late(asked).map((file) => file.replace(/-\w+\.js$/, '')), ['assets/later-checkin-trend']);
  for (let n = 0; n < 2; n++) await handed(page, () => press(page, 'Put it in my calendar'));
  assert.equal(late(asked).length, 2);
  await opened(page, 'sheets/our-two-maps.html');
  await press(page, 'Go on');
  assert.equal(late(asked).length, 2);
  await press(page, 'Seal it. We each have a device');
  await page.getByRole('button', { name: 'Save the sealed file' }).waitFor();
  t.diagnostic(inWords(late(asked)));
  assert.equal(late(asked).length, 3);
  // Whoever went on finds the next step at their next visit.
  await opened(page, 'sheets/our-two-maps.html');
  await press(page, 'Go on');
  await page.getByRole('button', { name: 'Save the sealed file' }).waitFor();
  assert.deepEqual(told, []);
});

test('what cannot be loaded is said, nothing is lost, and it can be asked for again', async () => {
  const { page, context } = await watched();
  const cut = () => context.route('**/later-*.js', (route) => route.abort());
  await opened(page, 'sheets/our-two-maps.html');
  await press(page, 'Go on');
  await page.getByLabel('Something I like about our time').first().fill('Walking home');
  await cut();
  await press(page, 'Seal it. We each have a device');
  await page.getByRole('alert').getByText('This part could not be loaded.').waitFor();
  assert.equal(await page.getByLabel('Something I like about our time').first().inputValue(), 'Walking home');
  await context.unroute('**/later-*.js');
  await press(page, 'Seal it. We each have a device');
  await page.getByRole('button', { name: 'Save the sealed file' }).waitFor();
  await cut();
  await page.reload();
  await press(page, 'Go on');
  await page.getByRole('alert').getByText('This part could not be loaded.').waitFor();
  await context.unroute('**/later-*.js');
  await press(page, 'Load it again');
  await page.getByRole('button', { name: 'Save the sealed file' }).waitFor();
});

test('from disk it is loaded too, and a sheet that stands alone holds it', async () => {
  const add = (book) => {
    const write = (id, text) => writeFileSync(join(book, `content/exercises/${id}.yaml`), text);
    write('our-pause', readFileSync(join(book, 'themes/paper/kinds/pair/example.yaml'), 'utf8'));
    write('before-we-share', 'format: 1\nid: before-we-share\nkind: worksheet\ntitle: Before we share\nfields:\n  - {id: alone, type: note, text: Read this alone.}\n');
  };
  const made = await build('fields', { add }, '--standalone', '--base-url', 'https://example.org/');
  try {
    for (const file of [join(root, 'sheets/our-two-maps.html'), join(made.root, 'standalone/our-pause.html')]) {
      const { page, told } = await theatre.reader();
      await page.goto(pathToFileURL(file).href);
      const go = page.getByRole('button', { name: 'Go on', exact: true });
      const seal = page.getByRole('button', { name: 'Seal and hide it. We share this device', exact: true });
      // One of the two sheets has a guard before it. A page is loaded before what was kept is read, and only then it shows either.
      await go.or(seal).waitFor();
      if (await go.isVisible()) await go.click();
      await seal.click();
      await page.getByRole('button', { name: 'I am the partner. Begin' }).waitFor();
      assert.deepEqual(told.filter((line) => !line.startsWith('asks another place: file:')), []);
    }
  } finally {
    made.remove();
  }
});
