// Two partners, each with a device of their own, and two who share one.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import jsqr from 'jsqr';
import { code } from '../../themes/paper/js/lib/pair/code.js';
import { clean, fits, handed, kept, stage } from './lib/story.mjs';

const SHEET = 'sheets/our-two-maps.html';
let theatre;
first(async () => (theatre = await stage()));
after(() => theatre.close());

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const half = (page) => page.locator('.half');
const share = (page, name) => page.locator('.pair-choose').getByRole('checkbox', { name });
const trouble = (page) => page.locator('.pair-trouble');
const put = (page, step, text, name = 'notes.json') =>
  page.locator(`[data-file=${step}]`).setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

async function begun(options, sheet = SHEET) {
  const reader = await theatre.reader(options);
  await reader.page.goto(sheet);
  await press(reader.page, 'Go on');
  return reader;
}

/** Fills in a half; `private` is answered too, and not shown. */
async function fill(page, { hours, wish, times, likes, worry }) {
  const mine = half(page);
  await mine.getByLabel('Hours alone in a usual week').fill(String(hours));
  await mine.getByLabel('Hours alone I would like').fill(String(wish));
  for (const time of times) await mine.getByLabel(time, { exact: true }).check();
  await mine.getByLabel('Something I like about our time').fill(likes);
  await mine.getByLabel('A worry I have').fill(worry);
}

const ADA = { hours: 10, wish: 73, times: ['Evening', 'Weekend days'], likes: 'Breakfast <b>without</b> phones', worry: 'marker-worry-ada' };
const BEN = { hours: 22, wish: 14, times: ['Evening', 'Late at night'], likes: 'Walking home', worry: 'marker-worry-ben' };
const SHOWN = ['Hours alone in a usual week', 'Hours in the week that suit me'];

async function sealed(person, more = [], options = {}) {
  const reader = await begun(options);
  await fill(reader.page, person);
  for (const name of [...SHOWN, ...more]) await share(reader.page, name).check();
  await press(reader.page, 'Seal it. We each have a device');
  const { name, text } = await handed(reader.page, () => press(reader.page, 'Save the sealed file'));
  assert.match(name, /^notes-\d{4}-\d\d-\d\d-sealed\.json$/);
  return { ...reader, file: text };
}

async function words(page) {
  return page.locator('.pair-words').textContent();
}

async function openWith(page, text) {
  await page.getByLabel('Words from your partner').fill(text);
  await press(page, 'Open both halves');
}

/** What a sealed file holds, for whoever has the words. */
async function inside(file, key) {
  const { format, book, pack, exercise, half: id, sealed: when, earlier, lock, iv, box } = JSON.parse(file);
  const bytes = (text) => Buffer.from(text, 'base64');
  const aes = await crypto.subtle.importKey('raw', Buffer.from(key.replaceAll(' ', ''), 'hex'), 'AES-GCM', false, ['decrypt']);
  const additionalData = Buffer.from(JSON.stringify([format, book, pack, exercise, id, when, earlier, lock]));
  return Buffer.from(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes(iv), additionalData }, aes, bytes(box))).toString();
}

test('the guard comes first, at each visit, and leaves nothing behind', async () => {
  const { page, told } = await theatre.reader();
  for (let visit = 0; visit < 2; visit++) {
    await page.goto(SHEET);
    await page.getByText('Read this alone, before you begin.').waitFor();
    assert.ok(await page.locator('.guard').getByRole('link', { name: 'Read this first' }).isVisible());
    assert.ok(await page.locator('.guard-on').getByRole('link', { name: 'Helplines' }).isVisible());
    assert.equal(await half(page).isVisible(), false);
    assert.equal(await page.locator('.agreement').isVisible(), false);
    await clean(page, 'guard');
    await press(page, 'Go on');
    assert.ok(await half(page).isVisible());
    assert.equal(await page.locator('.guard').isVisible(), false);
  }
  assert.deepEqual(await kept(page), []);
  assert.deepEqual(told, []);
});

test('two partners fill in alone, show what they choose, exchange files and words, and open together', async () => {
  const small = { viewport: { width: 320, height: 700 } };
  const ada = await begun(small);
  await fill(ada.page, ADA);
  await ada.page.getByText('Nothing so far.').waitFor();
  await share(ada.page, 'Hours alone in a usual week').check();
  await share(ada.page, 'Hours alone I would like').check();
  await share(ada.page, 'Hours alone I would like').uncheck();
  await share(ada.page, 'Hours in the week that suit me').check();
  await share(ada.page, 'Something I like').check();
  assert.equal(await share(ada.page, 'Hours for the two of us in a usual week').isDisabled(), true, 'nothing to show');
  assert.equal(await share(ada.page, 'A worry').count(), 0, 'never shared');
  assert.deepEqual(await ada.page.locator('.pair-preview dd').allTextContents(), ['10 hours', 'Evening, Weekend days', ADA.likes]);
  await clean(ada.page, 'filled');
  await fits(ada.page, 'filled');
  await press(ada.page, 'Seal it. We each have a device');
  const { text: adaFile } = await handed(ada.page, () => press(ada.page, 'Save the sealed file'));
  assert.equal(await half(ada.page).isVisible(), false);
  assert.equal(await ada.page.locator('.pair-words').count(), 0, 'no words before the other half is here');
  await clean(ada.page, 'sealed');
  await fits(ada.page, 'sealed');

  const ben = await sealed(BEN, [], { colorScheme: 'dark' });
  await put(ben.page, 'take', adaFile);
  const benWords = await words(ben.page);
  await clean(ben.page, 'sealed, dark');
  await ada.page.reload();
  await press(ada.page, 'Go on');
  await put(ada.page, 'take', ben.file);
  const adaWords = await words(ada.page);
  assert.match(adaWords, /^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  assert.equal(await ada.page.locator('.pair-line').count(), 0);

  const open = await inside(adaFile, adaWords);
  const shown = JSON.parse(open);
  assert.deepEqual(shown.map(({ field }) => field), ['alone_now', 'good_times', 'what_i_like']);
  for (const hidden of ['marker-worry', '73', 'alone_wish', 'Late at night', 'worry']) {
    assert.ok(!open.includes(hidden) && !(hidden.length > 3 && adaFile.includes(hidden)), hidden);
  }

  await openWith(ada.page, '0000 0000 0000 0000 0000 0000 0000 0000');
  assert.match(await trouble(ada.page).textContent(), /do not open/);
  await clean(ada.page, 'trouble');
  await openWith(ada.page, benWords.toUpperCase().replaceAll(' ', '-'));
  const { name, text: wordsFile } = await handed(ada.page, () => press(ada.page, 'Save the words as a file'));
  assert.match(name, /^notes-[\d-]+words\.json$/);
  await put(ben.page, 'open', wordsFile);

  for (const [{ page, told }, me, you] of [[ada, '10', '22'], [ben, '22', '10']]) {
    await page.locator('.pair-line').first().waitFor();
    const line = (label) => page.locator('.pair-line', { has: page.getByText(label, { exact: true }) });
    assert.equal(await line('Hours alone in a usual week').locator('p:last-child').textContent(), `Me: ${me} hours. You: ${you} hours. 12 hours apart.`);
    const groups = await line('Hours in the week that suit me for being close').locator('dd').allTextContents();
    assert.deepEqual(groups, me === '10' ? ['Evening', 'Weekend days', 'Late at night'] : ['Evening', 'Late at night', 'Weekend days']);
    assert.deepEqual(await line('Something I like about our time together').locator('dd').allTextContents(), me === '10' ? [ADA.likes, 'Nothing shown'] : ['Nothing shown', ADA.likes]);
    assert.equal(await page.locator('.pair-line b').count(), 0, 'their words are text');
    assert.equal(await page.locator('.pair-line').count(), 3);
    assert.equal(await half(page).isVisible(), false, 'what is not shown stays covered');
    await clean(page, 'revealed');
    await fits(page, 'revealed');
    assert.deepEqual(told, []);
  }

  const { page } = ada;
  await press(page, 'Put the day in my calendar');
  assert.match(await trouble(page).textContent(), /We look at it again on/);
  await page.getByLabel('We look at it again on').fill('2026-12-08T20:00');
  const { text: ics } = await handed(page, () => press(page, 'Put the day in my calendar'));
  assert.ok(ics.includes('DTSTART:20261208T200000\r\nDURATION:PT20M\r\n') && ics.includes('SUMMARY:Reminder\r\n'));
  await page.evaluate(() => (globalThis.print = () => (globalThis.printed = document.querySelector('sb-pair').dataset.print)));
  await press(page, 'Print the agreement');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.evaluate(() => globalThis.printed), 'agreement');
  assert.ok(await page.locator('.agreement').isVisible());
  assert.equal(await page.locator('.pair-look').isVisible(), false);
  await page.emulateMedia({ media: 'screen' });

  await page.reload();
  await press(page, 'Go on');
  await page.locator('.pair-line').first().waitFor();
  await press(page, 'Start over');
  await press(page, 'Start over, remove them');
  await press(page, 'Go on');
  assert.equal(await half(page).getByLabel('Hours alone in a usual week').inputValue(), '10');
  assert.equal(await page.locator('.pair-line').count(), 0);
  assert.ok((await kept(page)).every(({ field }) => !field.startsWith('@')));
});

test('a half that is changed after sealing is a new one, and both are told', async () => {
  const [ada, ben] = [await sealed(ADA), await sealed(BEN)];
  await put(ben.page, 'take', ada.file);
  await press(ada.page, 'Look at my half again');
  assert.equal(await ada.page.getByText('no longer what you sealed').count(), 0);
  // Not `fill`: in Firefox that writes behind a number that is there.
  const alone = half(ada.page).getByLabel('Hours alone in a usual week');
  await alone.press('Control+a');
  await alone.pressSequentially('12');
  await ada.page.getByText('no longer what you sealed').waitFor();
  await press(ada.page, 'Seal again, with today’s date');
  await ada.page.getByText('Your partner will see that you sealed more than once').waitFor();
  const { text: newer } = await handed(ada.page, () => press(ada.page, 'Save the sealed file'));
  const [one, two] = [JSON.parse(ada.file), JSON.parse(newer)];
  assert.deepEqual(two.earlier, [one.sealed]);
  assert.notEqual(one.lock, two.lock);
  await put(ben.page, 'take', newer);
  await ben.page.getByText('Your partner sealed more than once.').waitFor();
  await put(ada.page, 'take', ben.file);
  await openWith(ben.page, await words(ada.page));
  await ben.page.getByText('Me: 22 hours. You: 12 hours. 10 hours apart.').waitFor();
  await put(ben.page, 'take', ada.file);
  // Another half waits for its own words.
  await ben.page.waitForFunction(() => document.querySelectorAll('.pair-line').length === 0);
});

test('whatever else is chosen as a file is refused in plain words, and changes nothing', async () => {
  const [ada, ben] = [await sealed(ADA), await sealed(BEN)];
  const { page, told } = ada;
  const file = JSON.parse(ben.file);
  const having = (change) => JSON.stringify({ ...file, ...change });
  const without = (name) => JSON.stringify(Object.fromEntries(Object.entries(file).filter(([key]) => key !== name)));
  const before = JSON.stringify(await kept(page));
  const refused = [
    [ada.file, /your own half/],
    [having({ format: 2 }), /later version/],
    [having({ book: 'another' }), /another book/],
    [having({ pack: 'x' }), /another book/],
    [having({ exercise: 'our-signs' }), /another book/],
    [' '.repeat(1_000_001), /too large/],
    [`{"stepbook":"pair-opening","format":1}`, /words that open/],
    ...['', '{', 'null', '[]', '"x"', '42', '<script>alert(1)</script>', '{"stepbook":"constructor"}', '{"stepbook":"__proto__"}', ben.file.slice(0, -9), ben.file.slice(9)].map((text) => [text, /damaged/]),
    ...['format', 'half', 'sealed', 'earlier', 'lock', 'iv', 'box', 'book'].map((name) => [without(name), /damaged/]),
    ...[
      { format: '1' }, { format: 0 }, { format: 1.5 }, { half: '../x' }, { half: 7 }, { sealed: 'today' }, { sealed: '2026-13-45T99:00:00.000Z' }, { earlier: 'x' }, { earlier: [1] },
      { earlier: Array(101).fill(file.sealed) }, { lock: 'zz' }, { iv: 'AA==' }, { box: '' }, { box: '%%%%' }, { box: [1] }, { more: 'x' }, { book: {} },
    ].map((change) => [having(change), /damaged/]),
  ];
  for (const [text, says] of refused) {
    await page.evaluate(() => document.querySelector('.pair-trouble')?.remove());
    await put(page, 'take', text);
    await page.waitForFunction((name) => document.querySelector('.pair-trouble')?.textContent || document.querySelector(name), '.pair-words');
    assert.match((await trouble(page).textContent({ timeout: 1000 }).catch(() => 'taken')) ?? '', says, text.slice(0, 200));
    // A message that stands already is said again for the next file.
    await page.reload();
    await press(page, 'Go on');
  }
  assert.equal(JSON.stringify(await kept(page)), before);
  assert.deepEqual(told, []);

  // Sound to look at, and changed inside: it shows when the words are there.
  await put(ben.page, 'take', ada.file);
  const key = await words(ben.page);
  const flipped = (text) => (text[5] === 'A' ? 'B' : 'A');
  const id = (n) => n.toString(16).padStart(16, '0');
  const changed = [
    having({ half: id(1), box: file.box.slice(0, 5) + flipped(file.box) + file.box.slice(6) }),
    having({ half: id(2), sealed: '2020-01-01T00:00:00.000Z' }),
    having({ half: id(3), earlier: [file.sealed] }),
    having({ half: id(4), iv: file.iv.slice(0, 5) + flipped(file.iv) + file.iv.slice(6) }),
    having({ half: id(5), box: file.box.slice(0, -8) }),
    having({ half: id(6), lock: '0'.repeat(64) }),
  ];
  for (const text of changed) {
    await put(page, 'take', text);
    await page.locator(`input[id="${JSON.parse(text).half}-words"]`).waitFor();
    await openWith(page, key);
    assert.match(await trouble(page).textContent(), /damaged|do not open/, text.slice(0, 120));
    assert.equal(await page.locator('.pair-line').count(), 0);
  }
  await put(page, 'take', ben.file);
  await page.locator(`input[id="${file.half}-words"]`).waitFor();
  await put(page, 'take', ben.file.replace(file.box.slice(0, 6), 'AAAAAA'));
  assert.match(await trouble(page).textContent(), /damaged/, 'one half cannot have two contents');
  for (const [text, says] of [['not words', /do not open/], ['{"x":1}', /damaged/], [ben.file, /This is a sealed half/], ['{', /damaged/]]) {
    await put(page, 'open', text);
    await page.locator('.pair-trouble', { hasText: says }).waitFor();
  }
  await openWith(page, key);
  await page.locator('.pair-line').first().waitFor();
});

test('answers that a hostile partner sealed are text, or refused', async () => {
  const { page } = await theatre.reader();
  await page.goto(SHEET);
  const make = (shown) =>
    ({ stepbook: 'pair-half', format: 1, book: 'room-for-two', pack: '', exercise: 'our-two-maps', half: crypto.getRandomValues(Buffer.alloc(8)).toString('hex'), sealed: '2026-11-24T09:00:00.000Z', earlier: [], shown });
  const KEY = '00112233445566778899aabbccddeeff';
  const seal = async ({ shown, ...open }) => {
    const raw = Buffer.from(KEY, 'hex');
    const lock = Buffer.from(await crypto.subtle.digest('SHA-256', raw)).toString('hex');
    const aes = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
    const iv = crypto.getRandomValues(Buffer.alloc(12));
    const additionalData = Buffer.from(JSON.stringify([1, open.book, open.pack, open.exercise, open.half, open.sealed, open.earlier, lock]));
    const box = Buffer.from(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, aes, Buffer.from(typeof shown === 'string' ? shown : JSON.stringify(shown))));
    return JSON.stringify({ ...open, lock, iv: iv.toString('base64'), box: box.toString('base64') });
  };
  const one = (change) => [{ field: 'what_i_like', kind: 'text', value: 'x', words: { label: 'A' }, ...change }];
  let deep = 'x';
  for (let n = 0; n < 50; n++) deep = [deep];
  const hostile = ['no json', {}, [1], [null], one({ field: '../x' }), one({ field: 1 }), one({ kind: '<b>' }), one({ words: null }), one({ words: {} }), one({ words: { label: 1 } }), one({ words: { label: 'A', options: [] } }), one({ words: { label: 'A', options: { a: 1 } } }), one({ words: { label: 'A', parts: [1] } }), one({ value: deep }), one({ more: 1 }), Array(201).fill(one()[0]), one({ kind: 'frame', words: { label: 'A', parts: {} } })];
  await press(page, 'Go on');
  await press(page, 'Seal it. We each have a device');
  for (const shown of hostile) {
    const file = await seal(make(shown));
    await put(page, 'take', file);
    await page.locator(`input[id="${JSON.parse(file).half}-words"]`).waitFor();
    await openWith(page, KEY);
    assert.match(await trouble(page).textContent(), /damaged/, JSON.stringify(shown)?.slice(0, 120));
  }
  const markup = '<img src=x onerror=alert(1)>\u202e';
  const file = await seal(make([...one({ value: markup, words: { label: markup } }), { field: 'alone_now', kind: 'number', value: -1e308, words: { label: 'A', unit: markup } }, { field: 'gone', kind: 'unknown', value: { a: markup }, words: { label: markup } }, { field: 'born', kind: 'text', value: 'constructor', words: { label: 'A', options: {} } }, { field: 'mute', kind: 'date', value: { other: { toString: 1, valueOf: 1 } }, words: { label: 'A' } }]));
  await put(page, 'take', file);
  await page.locator(`input[id="${JSON.parse(file).half}-words"]`).waitFor();
  await openWith(page, KEY);
  await page.locator('.pair-line').nth(4).waitFor();
  await page.locator('.pair-line dd bdi').getByText('constructor', { exact: true }).waitFor();
  assert.equal(await page.locator('.pair-line img').count(), 0);
  await fits(page, 'hostile');
});

test('two who share one device hand it over, and see nothing of each other before both are sealed', async () => {
  const { page, told } = await begun();
  await fill(page, ADA);
  for (const name of SHOWN) await share(page, name).check();
  await press(page, 'Seal and hide it. We share this device');
  const text = () => page.evaluate(() => document.querySelector('main').innerText + [...document.querySelectorAll('input:not([type=checkbox], [type=radio]), textarea')].map((one) => one.value).join(' '));
  await page.getByText('Hand the device to your partner').waitFor();
  for (const hidden of ['marker-worry', 'Breakfast', '10 hours']) assert.ok(!(await text()).includes(hidden), hidden);
  await clean(page, 'hand-over');
  await page.reload();
  await press(page, 'Go on');
  await press(page, 'I am the partner. Begin');
  await page.getByText('Read this alone, before you begin.').waitFor();
  await press(page, 'Go on');
  assert.equal(await half(page).getByLabel('Hours alone in a usual week').inputValue(), '');
  await fill(page, BEN);
  for (const name of SHOWN) await share(page, name).check();
  for (const hidden of ['marker-worry-ada', '10 hours']) assert.ok(!(await text()).includes(hidden), hidden);
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await text()).includes('marker-worry-ada'));
  await page.emulateMedia({ media: 'screen' });
  await press(page, 'Seal and hide my half');
  await press(page, 'Take them off this device');
  assert.equal((await kept(page)).filter(({ entry, field }) => entry === 'partner' && !field.startsWith('@')).length, 0);
  assert.ok(!(await text()).includes('22'));
  await press(page, 'Reveal together');
  await page.getByText('First: 10 hours. Second: 22 hours. 12 hours apart.').waitFor();
  assert.ok(!(await page.locator('main').innerText()).includes('marker-worry'));
  await page.emulateMedia({ media: 'print' });
  assert.equal(await half(page).isVisible(), false, 'what is not shown is not printed either');
  await page.emulateMedia({ media: 'screen' });
  await clean(page, 'revealed, one device');
  await page.getByLabel('Some room').fill('Tuesday after dinner');
  await page.reload();
  await press(page, 'Go on');
  await page.getByText('12 hours apart').waitFor();
  assert.equal(await page.getByLabel('Some room').inputValue(), 'Tuesday after dinner');
  assert.deepEqual(told, []);
});

test('when answers are locked away, neither half is in the page', async () => {
  const [ada, ben] = [await sealed(ADA), await sealed(BEN)];
  await put(ada.page, 'take', ben.file);
  await put(ben.page, 'take', ada.file);
  await openWith(ada.page, await words(ben.page));
  await ada.page.locator('.pair-line').first().waitFor();
  await ada.page.evaluate(async () => {
    const { store } = document.querySelector('sb-exercise');
    await store.setVault('a long passphrase');
    store.lock();
  });
  await ada.page.waitForFunction(() => document.querySelectorAll('.pair-line, .pair-words').length === 0);
  const left = await ada.page.evaluate(() => document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map((one) => one.value).join());
  for (const gone of ['22 hours', 'Breakfast', 'marker-worry']) assert.ok(!left.includes(gone), gone);
  await clean(ada.page, 'locked');
  const rows = JSON.stringify(await kept(ada.page));
  assert.ok(!rows.includes('shown') && !rows.includes('Evening'));
});

test('all of it by the keyboard alone', async () => {
  const ben = await sealed(BEN);
  const { page } = await theatre.reader();
  await page.goto(SHEET);
  const to = async (name) => {
    for (let n = 0; n < 60; n++) {
      const here = await page.evaluate(() => {
        const { activeElement: at } = document;
        return at === document.body ? '' : `${at.labels?.[0]?.textContent ?? ''} ${at.dataset.shareOf ?? ''} ${at.textContent}`;
      });
      if (here.includes(name)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`no way to ${name}`);
  };
  await to('Go on');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.textContent === 'My half');
  await to('Hours alone in a usual week');
  await page.keyboard.type('10');
  await to('alone_now');
  await page.keyboard.press('Space');
  await to('Seal it. We each');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.textContent === 'Exchange your halves');
  // Asked for before it can come: the browser has to be told that the test takes the place of its dialogue.
  const choosing = page.waitForEvent('filechooser');
  await to('Choose the file');
  await page.keyboard.press('Enter');
  const chooser = await choosing;
  await chooser.setFiles({ name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from(ben.file) });
  await page.waitForFunction(() => document.querySelector('.pair-words') && document.activeElement.textContent === 'Exchange your halves');
  const { text: mine } = await handed(page, async () => {
    await to('Save the sealed file');
    await page.keyboard.press('Enter');
  });
  await put(ben.page, 'take', mine);
  await to('Words from your partner');
  await page.keyboard.type(await words(ben.page));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.textContent === 'Both halves');
  await page.getByText('Me: 10 hours. You: 22 hours.').waitFor();
});

test('without script, and on blank paper, the sheet is whole', async () => {
  const { page } = await theatre.reader({ javaScriptEnabled: false });
  await page.goto(SHEET);
  for (const part of ['.guard', '.half', '.shares', '.agreement']) assert.ok(await page.locator(part).isVisible(), part);
  const alive = await theatre.reader();
  await alive.page.goto(SHEET);
  await alive.page.getByRole('button', { name: 'Go on' }).waitFor();
  await alive.page.emulateMedia({ media: 'print' });
  await page.emulateMedia({ media: 'print' });
  assert.equal(await alive.page.locator('main').innerText(), await page.locator('main').innerText());
});

/** What a camera reads from a code of so many squares a side, its margin with them, from which these are dark. */
function scanned(size, squares) {
  const dots = 4;
  const side = size * dots;
  const points = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [x, y] of squares) {
    for (let n = 0; n < dots * dots; n++) {
      const at = (y * dots + Math.floor(n / dots)) * side + x * dots + (n % dots);
      points.fill(0, at * 4, at * 4 + 3);
    }
  }
  return jsqr(points, side, side)?.data;
}

/** What the camera of a phone reads from the code on a page. */
async function scannedFrom(page) {
  const [size, path] = await page.locator('.pair-code svg').evaluate((drawn) => [drawn.viewBox.baseVal.width, drawn.querySelector('path').getAttribute('d')]);
  return scanned(size, [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => [Number(x), Number(y)]));
}

test('a code of each size is read', () => {
  const sizes = new Set();
  for (let length = 1; length < 1465; length += 1 + Math.floor(length / 6)) {
    const text = Array.from({ length }, (_, n) => String.fromCharCode(33 + ((n * n * 31 + length * 7) % 94))).join('');
    const rows = code(text);
    // jsqr 1.4.0 looks for a mark of this size (version 23) at 74, where the standard has 78.
    if (rows.length === 109) continue;
    const dark = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? [[x + 4, y + 4]] : [])));
    assert.equal(scanned(rows.length + 8, dark), text, `${length} letters`);
    sizes.add(rows.length);
  }
  assert.ok(sizes.size > 18, [...sizes].join());
  assert.equal(code('a'.repeat(1465)).length, 125);
  assert.equal(code('a'.repeat(1466)), null);
});

test('a half goes from phone to phone as a code, and waits there to be kept', async () => {
  const ada = await sealed(ADA);
  await press(ada.page, 'Show it as a code');
  assert.equal(await ada.page.evaluate(() => document.activeElement.className), 'pair-code');
  await clean(ada.page, 'code');
  const link = await scannedFrom(ada.page);
  assert.ok(link?.startsWith(`${new URL(ada.page.url()).origin}/${SHEET}#half=`), link);
  await press(ada.page, 'Put the code away');
  assert.equal(await ada.page.locator('.pair-code').count(), 0);

  const ben = await theatre.reader();
  await ben.page.goto(link);
  await ben.page.getByText('Read this alone, before you begin.').waitFor();
  assert.equal(await ben.page.getByText('A sealed half came with the code.').isVisible(), false);
  await press(ben.page, 'Go on');
  await ben.page.getByText('A sealed half came with the code.').waitFor();
  await clean(ben.page, 'came by a code');
  await press(ben.page, 'Keep it on this device');
  await ben.page.locator('.pair-steps p', { hasText: 'Your partner’s half is here' }).waitFor();
  assert.equal(new URL(ben.page.url()).hash, '');
  await ben.page.reload();
  await press(ben.page, 'Go on');
  await ben.page.locator('.pair-steps p', { hasText: 'Your partner’s half is here' }).waitFor();

  // Both seal, both open, as with files.
  await fill(ben.page, BEN);
  for (const name of SHOWN) await share(ben.page, name).check();
  await press(ben.page, 'Seal it. We each have a device');
  await press(ben.page, 'Show it as a code');
  const back = await scannedFrom(ben.page);
  await ada.page.evaluate((hash) => (location.hash = hash), new URL(back).hash);
  await press(ada.page, 'Keep it on this device');
  await openWith(ada.page, await words(ben.page));
  await openWith(ben.page, await words(ada.page));
  for (const { page } of [ada, ben]) await page.getByRole('heading', { name: 'Both halves' }).waitFor();

  // One's own half, one cut short, and no half at all are told as files are.
  // The own one comes between, so that what was said before cannot be taken for what is said now.
  const own = [new URL(back).hash, /your own/];
  const bad = [new URL(link).hash.slice(0, -40), '#half=', '#half=a.b.c.d.e.f'].map((hash) => [hash, /damaged/]);
  for (const [hash, says] of bad.flatMap((one) => [own, one])) {
    await ben.page.evaluate((text) => (location.hash = text), hash);
    await press(ben.page, 'Keep it on this device');
    await trouble(ben.page).first().waitFor();
    assert.match(await trouble(ben.page).first().innerText(), says, hash.slice(0, 30));
  }
});

test('a half too long for a code is said to be', async () => {
  const ada = await begun();
  await fill(ada.page, { ...ADA, likes: 'Breakfast. '.repeat(200) });
  await share(ada.page, 'Something I like about our time').check();
  await press(ada.page, 'Seal it. We each have a device');
  await press(ada.page, 'Show it as a code');
  await ada.page.getByText('too long for a code').waitFor();
  assert.equal(await ada.page.locator('.pair-code svg').count(), 0);
});
