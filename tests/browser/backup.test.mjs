// A backup: one file out and in; whatever is in the file, nothing here is lost by it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { answer, axe, file, handed, module, open, SHEET, tooWide, write } from './lib/reader.mjs';
import { serve } from './lib/server.mjs';
import { root } from './lib/site.mjs';

const { planMerge, readBackup } = await module('lib/backup.js');
const HERE = { book: 'room-for-two', pack: '' };
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
const give = (page, text) => page.locator('#mine-file').setInputFiles(file(text));
const told = (page, words) => page.locator('.mine-outcome', { hasText: words }).waitFor();

function backup(changes = {}) {
  const row = (n, more = {}) => ({
    exercise: 'a-place-to-write',
    entry: '',
    field: n === 0 ? 'quiet_spot' : n === 1 ? 'after' : `gone_${n}`,
    kind: 'text',
    value: `value ${n}`,
    time: 1_700_000_000_000 + n,
    words: { label: `Question ${n}`, title: 'A place to write', options: { a: 'A' } },
    ...more,
  });
  return { format: 1, tool: 'stepbook', ...HERE, made: 1_700_000_000_000, rows: [row(0), row(1), row(2), row(3)], ...changes };
}

test('she backs up, loses everything, and brings it back', async () => {
  const context = await reader();
  const sheet = await open(context, server.url, SHEET);
  await write(sheet, 'kept in a file', 0);
  await write(sheet, 'this too', 1);
  const mine = await open(context, server.url, 'mine.html');
  await mine.getByText('Not backed up yet.').waitFor();
  const { name, text } = await handed(mine, () => mine.getByRole('button', { name: 'Save a backup file' }).click());
  assert.match(name, /^room-for-two-backup-\d{4}-\d\d-\d\d\.json$/);
  await mine.getByText('Last backed up on').waitFor();
  await context.close();

  const other = await reader({ viewport: { width: 320, height: 700 }, colorScheme: 'dark' });
  const page = await open(other, server.url, 'mine.html');
  await give(page, text);
  await told(page, '2 new.');
  await page.locator('.mine-outcome summary').first().click();
  assert.deepEqual(await axe(page), []);
  assert.equal(await tooWide(page), false);
  assert.equal(await page.locator('.mine-answers').count(), 0, 'nothing changes before she says so');
  await page.getByRole('button', { name: 'Bring these back' }).click();
  await told(page, '2 answers are back.');
  assert.equal(await answer(await open(other, server.url, SHEET)), 'kept in a file');
  await other.close();
});

test('what is newer here is left alone, and that is said', async () => {
  const context = await reader();
  const sheet = await open(context, server.url, SHEET);
  await write(sheet, 'newer, here');
  const mine = await open(context, server.url, 'mine.html');
  await give(mine, JSON.stringify(backup()));
  await told(mine, '3 new, 1 older: left alone.');
  await mine.getByRole('button', { name: 'Leave all as it is' }).click();
  await mine.locator('.mine-outcome:empty').waitFor({ state: 'attached' });
  await give(mine, JSON.stringify(backup()));
  await mine.getByRole('button', { name: 'Bring these back' }).click();
  await told(mine, '3 answers are back.');
  assert.equal(await answer(sheet), 'newer, here');
  await mine.getByRole('heading', { name: 'Earlier answers' }).waitFor();
  await context.close();
});

test('each wrong file gets words of its own, and changes nothing', async () => {
  const context = await reader();
  const mine = await open(context, server.url, 'mine.html');
  for (const [text, words] of [
    ['{"format": 1,', 'cut off, or no backup'],
    ['[1, 2]', 'no backup of a workbook'],
    [JSON.stringify(backup({ tool: 'other' })), 'no backup of a workbook'],
    [JSON.stringify(backup({ format: 2 })), 'a newer version of this book'],
    [JSON.stringify(backup({ book: 'another-book' })), 'belongs to another book (another-book)'],
    [JSON.stringify(backup()).replace('"options":{"a"', '"options":{"__proto__"'), 'damaged, at its entry 1'],
    [JSON.stringify(backup()).replace('"value 2"', '{"__proto__":{"x":1}}'), 'damaged, at its entry 3'],
    [JSON.stringify(backup({ rows: {} })), 'damaged'],
    ['x'.repeat(20 * 1024 * 1024 + 1), 'larger than 20 megabytes'],
  ]) {
    await give(mine, text);
    await told(mine, words);
    assert.equal(await mine.locator('.mine-answers').count(), 0);
  }
  assert.deepEqual(await axe(mine), []);
  assert.equal(await mine.evaluate(() => ({}).x), undefined);
  await give(mine, JSON.stringify(backup()).replaceAll('value 0', '<img src=x onerror=alert(1)>'));
  await mine.getByRole('button', { name: 'Bring these back' }).click();
  await told(mine, '4 answers are back.');
  assert.equal(await mine.locator('main img').count(), 0, 'imported text never becomes markup');
  assert.deepEqual(mine.faults, []);
  await context.close();
});

test('with a passphrase set: sealed, or open after a warning; a sealed one asks for the passphrase', async () => {
  const context = await reader();
  await write(await open(context, server.url, SHEET), 'sealed words');
  const mine = await open(context, server.url, 'mine.html');
  await mine.locator('sb-vault summary').click();
  await mine.getByLabel('Passphrase, 8 letters or more').fill('a quiet blue door');
  await mine.getByLabel('The same again').fill('a quiet blue door');
  await mine.locator('sb-vault button[type=submit]').click();
  const { text } = await handed(mine, () => mine.getByRole('button', { name: 'Save a locked backup file' }).click());
  assert.ok(!text.includes('sealed words') && !text.includes('quiet_spot'));
  await mine.getByRole('button', { name: 'Save an open backup file' }).click();
  const ask = mine.getByRole('group', { name: 'Save an open backup file' });
  assert.match(await ask.innerText(), /Whoever has an open file can read all of it/);
  const plain = await handed(mine, () => ask.getByRole('button', { name: 'Save an open backup file' }).click());
  assert.ok(plain.text.includes('sealed words'));
  await context.close();

  const other = await reader();
  const page = await open(other, server.url, 'mine.html');
  await give(page, text);
  await told(page, 'locked with the passphrase you had');
  assert.deepEqual(await axe(page), []);
  await page.locator('#mine-sealed').fill('a quiet blue floor');
  await page.keyboard.press('Enter');
  await told(page, 'That is not it.');
  await page.locator('#mine-sealed').fill('a quiet blue door');
  await page.keyboard.press('Enter');
  await told(page, '1 new.');
  await page.getByRole('button', { name: 'Bring these back' }).click();
  await told(page, '1 answer is back.');
  assert.equal(await answer(await open(other, server.url, SHEET)), 'sealed words');
  await other.close();
});

/** A small generator, so that a failure can be run again. */
function seeded(seed) {
  let a = seed;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let r = Math.imul(a ^ (a >>> 15), 1 | a);
    r = (r + Math.imul(r ^ (r >>> 7), 61 | r)) ^ r;
    return ((r ^ (r >>> 14)) >>> 0) % n;
  };
}

const ODD = [null, true, -1, 1.5, 1e21, '', '\u0000', 'a\nb', '__proto__', [], {}, [[[[[[[[[[[[[[1]]]]]]]]]]]]]], 9e15, '\ud800', { constructor: 1 }];

/** One file, changed somewhere. */
function mutated(random) {
  const text = JSON.stringify(backup());
  const roll = random(6);
  if (roll === 0) return text.slice(0, random(text.length));
  if (roll === 1) {
    const at = random(text.length);
    return text.slice(0, at) + String.fromCharCode(random(128)) + text.slice(at + 1);
  }
  if (roll === 2) {
    const [from, to] = [random(text.length), random(text.length)].sort((a, b) => a - b);
    return text.slice(0, from) + text.slice(to);
  }
  const whole = backup();
  const nodes = [];
  const walk = (node) => {
    for (const key of Object.keys(node)) {
      nodes.push([node, key]);
      if (typeof node[key] === 'object' && node[key]) walk(node[key]);
    }
  };
  walk(whole);
  const [node, key] = nodes[random(nodes.length)];
  if (roll === 3) delete node[key];
  else if (roll === 4) node[key] = ODD[random(ODD.length)];
  else node[`${key}${random(3)}`] = ODD[random(ODD.length)];
  return JSON.stringify(whole);
}

test('100 mutated files end in a clear message or a harmless merge', async () => {
  const random = seeded(100);
  const now = 1_800_000_000_000;
  const here = new Map(backup().rows.map((row) => [`${row.exercise}\n${row.entry}\n${row.field}`, { ...row, value: 'mine', time: now }]));
  const files = Array.from({ length: 100 }, () => mutated(random));
  let refused = 0;
  for (const text of files) {
    const read = readBackup(text, HERE);
    if ('problem' in read) {
      refused += 1;
      assert.ok(['huge', 'broken', 'foreign', 'version', 'other', 'damaged'].includes(read.problem));
      continue;
    }
    const plan = planMerge(read.rows, (row) => here.get(`${row.exercise}\n${row.entry}\n${row.field}`), now);
    assert.equal(plan.newer.length, 0, 'nothing that is newer here gives way');
    for (const row of plan.fresh) assert.ok(row.time <= now + 86_400_000, 'no answer from the future');
  }
  assert.ok(refused > 40 && refused < 100, `${refused} refused`);
  assert.equal({}.x, undefined);

  const context = await reader();
  const sheet = await open(context, server.url, SHEET);
  await write(sheet, 'mine');
  const mine = await open(context, server.url, 'mine.html');
  const state = () => mine.evaluate(() => new Promise((done) => {
    const opening = indexedDB.open('stepbook:room-for-two/');
    opening.onsuccess = () => {
      const asking = opening.result.transaction('answers').objectStore('answers').getAll();
      asking.onsuccess = () => {
        opening.result.close();
        done(JSON.stringify(asking.result));
      };
    };
  }));
  const first = await state();
  for (const text of files) {
    await mine.evaluate(() => document.querySelector('.mine-outcome').replaceChildren());
    await give(mine, text);
    await mine.locator('.mine-outcome:not(:empty)').waitFor();
    assert.ok((await mine.locator('.mine-outcome').innerText()).length > 10);
  }
  assert.equal(await state(), first);
  assert.deepEqual(mine.faults, []);
  await context.close();
});

const MARKUP = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
const STRANGE = [
  MARKUP, 7, true, {}, [null, [MARKUP]], { other: { a: 1 } }, { me: { name: 3, date: MARKUP } }, [{ said: { a: 1 } }], '2026-99-99', { scores: { x: null } },
  { earlier: [1], shown: [null, 3], halves: [1], sealed: 'x', half: 7, key: 9 }, { half: { lock: {}, box: 7, sealed: 'x', earlier: [] }, before: [1] },
];

test('a sound file with values that fit no question: every page opens, says them as text, and they can be deleted', async () => {
  const context = await reader();
  const page = await context.newPage();
  await page.goto(new URL('print.html', server.url).href);
  await page.evaluate(() => document.querySelector('sb-exercise').ready);
  // Every question of the book, and every name that a kind keeps something under.
  const places = await page.evaluate(() => {
    const own = ['@order', '@aside', '@kept', '@at', '@result', '@date', '@calendar', '@sealed', '@theirs', '@share', '@stage', '@opening', '@given', '@route', '@seen'];
    return [...document.querySelectorAll('sb-exercise')].flatMap((exercise) => {
      const { exercise: id, kind } = exercise.dataset;
      const fields = exercise.fields.map((one) => ({ exercise: id, field: one.field, kind: one.kind }));
      const entries = kind === 'checkin' ? ['2026-11-01', '2026-99-99', '2026-11-02"]'] : kind === 'check' ? ['', '2026-11-01', '2026-99-99'] : kind === 'pair' ? ['', 'partner'] : [''];
      return entries.flatMap((entry) => [...fields, ...own.map((field) => ({ exercise: id, field, kind: field === '@result' ? 'check' : '' }))].map((one) => ({ ...one, entry })));
    });
  });
  assert.ok(places.length > 500);
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  for (const n of STRANGE.keys()) {
    const words = { label: MARKUP, title: MARKUP, options: { a: MARKUP }, rows: { b: MARKUP }, parts: [MARKUP, 'x', MARKUP], unit: MARKUP };
    // Each round everywhere another value; the last rounds have one sort of a sealing everywhere.
    const rows = places.map((place, at) => ({ ...place, value: STRANGE[(n < 10 ? at + n : n) % STRANGE.length], time: 1_700_000_000_000 + n, words }));
    const read = readBackup(JSON.stringify(backup({ rows })), HERE);
    assert.ok('rows' in read, 'it is a sound file');
    await page.evaluate(async (rows) => {
      const { store } = document.querySelector('sb-exercise') ?? { store: null };
      store.merge(rows);
      await store.flush();
    }, read.rows);
    await page.goto(new URL('print.html', server.url).href);
    await page.evaluate(() => document.querySelector('sb-exercise').ready.then(() => new Promise((done) => requestIdleCallback(done))));
    assert.deepEqual(faults, [], JSON.stringify(STRANGE[n]));
    assert.equal(await page.locator('img[src=x], script:not([src])').count(), 0, 'nothing became markup');
  }
  const mine = await open(context, server.url, 'mine.html');
  const first = mine.locator('.mine-answers').first();
  await first.locator('summary').click();
  const all = await first.locator('dt').count();
  await first.getByRole('button', { name: /^Delete ?:/ }).first().click();
  await first.locator('.ask-first').getByRole('button').last().click();
  await mine.waitForFunction((n) => document.querySelector('.mine-answers').querySelectorAll('dt').length === n, all - 1);
  assert.equal(await mine.locator('img[src=x], script:not([src])').count(), 0);
  assert.deepEqual(mine.faults, []);
  await context.close();
});

/** No script can make a text of it. */
const MUTE = { toString: 1, valueOf: 1 };
/** Values that no question has, in the shapes that answers have; and a name that every object has, where an id should stand. */
const REFUSED = [
  MUTE, [MUTE], { other: MUTE }, [{ other: MUTE }], { a: MUTE }, [{ a: MUTE }], { me: { name: MUTE, date: MUTE } }, { scores: { a: { points: MUTE, of: MUTE, title: MUTE, says: MUTE } } },
  { sealed: MUTE, earlier: [MUTE], shown: [{ field: 'a', kind: 'text', value: MUTE, words: { label: 'A' } }], halves: [MUTE], half: MUTE, key: MUTE },
  { half: { half: MUTE, lock: MUTE, box: MUTE, sealed: MUTE, earlier: [] }, before: [MUTE] },
];
const TAKEN = [
  5, 9e15, 'toString', ['toString', 'valueOf'], { a: 'toString' }, { other: 7 }, { other: null, a: 1 }, [{ other: ['x'] }], { other: { other: 1 } }, [{ a: 7 }], [[['x']]],
  { scores: { a: 1 } }, { sealed: 9e15, earlier: [9e15], shown: [{ field: 'a', kind: 'date', value: { a: 1 }, words: { label: 'A' } }], halves: [1], half: { half: 1 }, key: 9 },
  { half: { half: 1, lock: 1, box: 1, sealed: 9e15, earlier: [9e15] }, before: [9e15] },
];

test('a value that no question has is refused in words, or all goes on with it: the list, the text, the sheets, the calendar, deleting', async () => {
  const context = await reader();
  const sheets = await open(context, server.url, 'print.html');
  // One exercise of each kind with all that is kept of it, one field of each kind, and each kind where its question is gone.
  const places = await sheets.evaluate(async () => {
    await document.querySelector('sb-exercise').ready;
    const own = ['@order', '@aside', '@kept', '@at', '@result', '@date', '@calendar', '@sealed', '@theirs', '@share', '@stage', '@opening', '@given', '@route', '@seen'];
    const had = new Set();
    const first = (kind) => !had.has(kind) && had.add(kind);
    return [...document.querySelectorAll('sb-exercise')].flatMap(({ dataset, fields }) => {
      const names = first(`exercise ${dataset.kind}`) ? own.map((field) => ({ field, kind: field === '@result' ? 'check' : '' })) : [];
      const here = fields.filter(({ kind }) => names.length > 0 || first(kind)).map(({ field, kind }) => ({ field, kind }));
      const gone = here.map(({ kind }) => ({ exercise: 'gone', entry: '', field: `a_${kind}`, kind }));
      return [...[...here, ...names].map((one) => ({ exercise: dataset.exercise, entry: dataset.kind === 'checkin' ? '2026-11-01' : '', ...one })), ...gone];
    });
  });
  assert.ok(new Set(places.map(({ kind }) => kind)).size > 20);
  const words = { label: 'A question', title: 'A sheet', options: { a: 'A' }, rows: { b: 'B' }, parts: ['A ', 'a', '.'] };
  const pair = await open(context, server.url, 'sheets/our-two-maps.html');
  const mine = await open(context, server.url, 'mine.html');
  const earlier = mine.locator('section[aria-labelledby=mine-earlier]');
  for (const [n, value] of [...REFUSED, ...TAKEN].entries()) {
    const which = JSON.stringify(value);
    const rows = places.map((place) => ({ ...place, value, time: 1_700_000_000_000 + n, words }));
    await mine.evaluate(() => document.querySelector('.mine-outcome').replaceChildren());
    await give(mine, JSON.stringify(backup({ rows })));
    await mine.locator('.mine-outcome:not(:empty)').waitFor();
    if (n < REFUSED.length) {
      assert.match(await mine.locator('.mine-outcome').innerText(), /damaged, at its entry 1/, which);
      // Who took it in before it was refused has it still.
      await pair.evaluate(async (rows) => {
        const { store } = document.querySelector('sb-exercise');
        store.merge(rows);
        await store.flush();
      }, rows);
    } else {
      await mine.getByRole('button', { name: 'Bring these back' }).click();
      await told(mine, 'answers are back.');
    }
    // Another tab tells the page with all sheets; the others are opened anew.
    await sheets.waitForFunction(({ exercise, field, entry, time }) => document.querySelector('sb-exercise').store.row({ exercise, field, entry })?.time === time, rows.at(-1));
    for (const page of [pair, mine]) {
      await page.reload();
      await page.waitForFunction(() => document.querySelector('.kept-where > *, .mine-where > *'));
    }
    await pair.getByRole('button', { name: 'Go on', exact: true }).click();
    await pair.locator('.pair-end:not([hidden])').or(pair.locator('.pair-steps button').first()).first().waitFor();
    await earlier.locator('summary').first().click();
    const before = await earlier.locator('dt').count();
    const { text } = await handed(mine, () => mine.getByRole('button', { name: 'Save everything as text' }).click());
    assert.ok(text.includes('A question') && !text.includes('native code'), which);
    await earlier.getByRole('button', { name: /^Delete ?:/ }).first().click();
    await earlier.locator('.ask-first').getByRole('button').last().click();
    await mine.waitForFunction((n) => document.querySelectorAll('section[aria-labelledby=mine-earlier] dt').length === n, before - 1);
    assert.deepEqual([...sheets.faults, ...pair.faults, ...mine.faults], [], which);
  }
  const checkin = await open(context, server.url, 'sheets/weekly-room-check.html');
  for (const value of [5, MUTE]) {
    await checkin.evaluate((value) => document.querySelector('sb-exercise').put('@calendar', value, { entry: '' }), value);
    const { text } = await handed(checkin, () => checkin.getByRole('button', { name: 'Put it in my calendar' }).click());
    assert.match(text, /^UID:.+$/m);
  }
  assert.deepEqual(checkin.faults, []);
  await context.close();
});
