// Every kind of field, answered by keyboard alone, kept, and said in words.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { build } from './lib/book.mjs';
import { chromiumOnly, engine } from './lib/browser.mjs';
import { none } from './lib/report.mjs';
import { clean, fits, kept, stage } from './lib/story.mjs';

const SHEET = 'sheets/all-kinds.html';
let book;
let theatre;
first(async () => {
  book = await build('fields');
  theatre = await stage(book.root);
});
after(async () => {
  await theatre?.close();
  book?.remove();
});

async function open(options) {
  const reader = await theatre.reader({ viewport: { width: 1280, height: 900 }, ...options });
  await reader.page.goto(SHEET);
  await ready(reader.page);
  return reader;
}

const ready = (page) => page.evaluate(() => customElements.whenDefined('sb-exercise').then(() => document.querySelector('sb-exercise').ready));
const field = (page, id) => page.locator(`[data-field=${id}]`);
const value = (page, id) => field(page, id).evaluate((element) => element.value);
const said = (page) => page.locator('p.unseen[role=status]').textContent();

/** The answer as it would stand in a letter. */
const text = (page, id) =>
  field(page, id).evaluate((element) =>
    globalThis[Symbol.for('stepbook')].textOf({ kind: element.kind, value: element.value, words: element.words() }),
  );

/** Presses keys one after another; what is no key's name is typed. */
async function press(page, ...keys) {
  for (const key of keys) {
    if (/^(Arrow\w+|Tab|Shift\+Tab|Home|End|Enter|Space|Backspace|PageUp|PageDown)$/.test(key)) await page.keyboard.press(key);
    else await page.keyboard.type(key);
  }
}

/** Puts the focus on the first control of a field, as Tab would; that Tab comes by there, another test shows. */
const enter = (page, id) => field(page, id).locator('input:visible, textarea:visible, select:visible, button:visible').first().focus();

async function keptThere(page, id) {
  await page.waitForFunction(() => document.querySelector('sb-exercise').store.saved);
  const rows = (await kept(page)).filter((row) => row.field === id);
  return rows[0]?.value;
}

/** Answers by keys, looks at the value and its words, reloads, and finds both again. */
function story(id, about, keys, answer, words) {
  test(`${id}: ${about}`, async () => {
    const { page, told, context } = await open();
    assert.equal(await value(page, id), null, 'nothing is answered at first');
    await enter(page, id);
    await press(page, ...keys);
    const before = await field(page, id).evaluate((element) => element.textContent);
    assert.deepEqual(await value(page, id), answer);
    assert.equal(await text(page, id), words);
    assert.deepEqual(await keptThere(page, id), answer);
    await page.reload();
    await ready(page);
    assert.deepEqual(await value(page, id), answer, 'after a reload');
    assert.equal(await text(page, id), words, 'after a reload');
    assert.equal(await field(page, id).evaluate((element) => element.textContent), before, 'and it looks the same');
    assert.deepEqual(told, []);
    await context.close();
  });
}

story('signal', 'one line', ['Kettle'], 'Kettle', 'Kettle');
story('not_about', 'a few sentences', ['Not about you.', 'Enter', 'Or us.'], 'Not about you.\nOr us.', 'Not about you.\nOr us.');
story('asked', 'a number', ['12'], 12, '12 times');
story('short_of', 'one of several', ['Space', 'ArrowDown'], 'rest', 'Rest');
story('helps', 'several', ['Space', 'Tab', 'Tab', 'Space'], ['walk', 'nap'], 'A walk, A nap');
story('heard', 'a step of a scale', ['Space', 'ArrowRight', 'ArrowRight'], 'well', 'Well');
story('right_now', 'a scale for each row', ['Space', 'ArrowRight', 'Tab', 'Space'], { slow_breath: 'partly', hear_no: 'not_yet' }, 'My breathing is slow: Partly\nI could hear a no today: Not yet');
story('steady', 'a value on a line', ['ArrowRight', 'ArrowLeft', 'ArrowLeft'], 3, '3 (0: Stirred up, 10: Settled)');
story('matters', 'an order', ['ArrowDown', 'Tab', 'Enter'], ['talk', 'silence', 'sleep', 'walk'], '1. A talk\n2. Silence by myself\n3. Sleep\n4. A walk');
story('moment', 'things in their places', ['Space', 'Tab', 'Tab', 'ArrowRight'], { walking: 'good', doorway: 'wait' }, 'Good moment: On a walk\nWait: Just in the door');
story('request', 'a sentence', ['our mornings', 'Tab', 'two hours', 'Tab', '05022026', 'Tab', 'Tab', '0830PM'], { warm: 'our mornings', amount: 'two hours', day: '2026-05-02', back: '20:30' }, 'I like our mornings. I would love two hours on May 2, 2026, and I am back at 20:30.');
story('tries', 'rows', ['05022026', 'Tab', 'Tab', 'Today?', 'Tab', 'Well'], [{ tried_on: '2026-05-02', said: 'Today?', went: 'Well' }], 'When: May 2, 2026; What I said: Today?; How it went: Well');
story('start_day', 'a date', ['05022026'], '2026-05-02', 'May 2, 2026');
story('back_at', 'a time', ['0830PM'], '20:30', '20:30');
// Firefox goes on to the hour by itself once a year has four digits.
story('revisit', 'a date and a time', ['05022026', ...(engine === 'firefox' ? [] : ['ArrowRight']), '0830PM'], '2026-05-02T20:30', 'May 2, 2026 at 8:30 PM');
story('length', 'a length of time, in minutes', ['1', 'Tab', '20'], 80, '1 hour 20 minutes');
story('ready', 'things to tick', ['Tab', 'Space'], ['can_hear_no'], 'I can hear a no');
story('may_change', 'a statement to agree to', ['Space'], ['agreed'], 'We can both change our minds.');
story('agreed', 'a name and a date', ['Ana', 'Tab', '05022026', 'Tab', 'Tab', 'Jo'], { me: { name: 'Ana', date: '2026-05-02' }, partner: { name: 'Jo' } }, 'Me: Ana, May 2, 2026\nMy partner: Jo');
story('feelings', 'words that fit', ['Space', 'Tab', 'Tab', 'Tab', 'Space'], ['settled', 'cross'], 'Settled, Cross');
story('felt_where', 'places of the body', ['Space', 'Tab', 'Space'], ['head', 'jaw'], 'Head, Jaw');

test('Tab comes by every control of every field, and never gets stuck', async () => {
  const { page } = await open();
  await page.locator('.exercise-intro').click();
  const seen = new Set();
  for (let stop = 0; stop < 250; stop += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      const box = element.getBoundingClientRect();
      return [element.closest('[data-field]')?.dataset.field ?? '', box.bottom > 0 && box.top < innerHeight];
    });
    if (at[0] === '' && seen.size > 20) break;
    if (at[0]) assert.ok(at[1], `the focus in ${at[0]} is in view`);
    seen.add(at[0]);
  }
  const all = await page.locator('[data-field]:visible').evaluateAll((fields) => fields.map((one) => one.dataset.field));
  none(all.filter((id) => !seen.has(id) && id !== 'opening').map((id) => `${id} is never reached`));
});

test('each control says its question and its hint, by name and description', chromiumOnly('names are read by the DevTools protocol'), async () => {
  const { page } = await open();
  await page.locator('[data-field=steady]').evaluate((element) => element.querySelector('input').focus());
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const controls = new Set(['textbox', 'spinbutton', 'radio', 'checkbox', 'button', 'slider', 'Date', 'DateTime', 'InputTime', 'combobox']);
  const counts = {};
  const findings = [];
  for (const node of nodes.filter(({ ignored, role }) => !ignored && controls.has(role?.value))) {
    const { object } = await session.send('DOM.resolveNode', { backendNodeId: node.backendDOMNodeId });
    const { result } = await session.send('Runtime.callFunctionOn', {
      objectId: object.objectId,
      returnByValue: true,
      functionDeclaration: `function () {
        const field = this.getRootNode() === document && this.closest('[data-field]');
        const words = (selector) => field.querySelector(selector)?.firstChild?.textContent ?? '';
        return field && [field.dataset.field, words('.label'), words('.hint')];
      }`,
    });
    if (!result.value) continue;
    const [id, label, hint] = result.value;
    counts[id] = (counts[id] ?? 0) + 1;
    let heard = '';
    for (let one = node; one; one = byId.get(one.parentId)) heard += ` ${one.name?.value ?? ''} ${one.description?.value ?? ''}`;
    if (!node.name?.value) findings.push(`${id}: a ${node.role.value} without a name`);
    if (/^[a-z]+(_[a-z]+)+$/.test(node.name?.value)) findings.push(`${id}: "${node.name.value}" is a key, no name`);
    if (!heard.includes(label)) findings.push(`${id}: "${node.name?.value}" does not say "${label}"`);
    if (!heard.includes(hint)) findings.push(`${id}: "${node.name?.value}" does not say "${hint}"`);
  }
  none(findings);
  const answering = await page.locator('[data-field]:visible').evaluateAll((fields) => fields.map((one) => one.dataset.field));
  none(answering.filter((id) => !counts[id] && !['opening', 'before'].includes(id)).map((id) => `${id} has no control`));
});

/** Fills in the whole sheet at once, for tests of how it looks. */
const fill = (page) =>
  page.evaluate(async () => {
    const answers = {
      signal: 'Kettle', not_about: 'Not about you.', asked: 3, short_of: { other: 'Sunday mornings' }, helps: ['walk', { other: 'Singing' }],
      heard: 'fairly', right_now: { slow_breath: 'partly', hear_no: 'mostly' }, steady: 4, settle_more: 'A bath',
      matters: ['silence', 'sleep', 'walk', 'talk'], moment: { walking: 'good', doorway: 'wait' },
      request: { warm: 'our mornings', amount: 'two hours', day: '2026-05-02', back: '20:30' },
      tries: [{ tried_on: '2026-04-01', said: 'After dinner, when nobody was tired' }, { said: 'Again' }, { went: 'Well' }, { went: 'So so' }],
      start_day: '2026-05-02', back_at: '20:30', revisit: '2026-06-02T20:30', length: 80, ready: ['one_thing'], may_change: ['agreed'],
      agreed: { me: { name: 'Ana', date: '2026-05-02' }, partner: { name: 'Jo' } }, feelings: ['settled', 'cross', 'tired'], felt_where: ['jaw', 'belly', 'back'],
    };
    const exercise = document.querySelector('sb-exercise');
    for (const one of exercise.fields) {
      if (answers[one.field] === undefined) continue;
      one.value = answers[one.field];
      one.changed();
    }
    exercise.store.put({ exercise: 'earlier', field: 'noticed', kind: 'long_text', value: 'I went quiet.', words: { label: 'What did you notice?' } });
    await exercise.store.flush();
    return answers;
  });

test('every value comes back exactly as it was', async () => {
  const { page } = await open();
  const answers = await fill(page);
  await page.reload();
  await ready(page);
  const found = await page.evaluate(() => Object.fromEntries(document.querySelector('sb-exercise').fields.map((one) => [one.field, one.value])));
  for (const [id, answer] of Object.entries(answers)) assert.deepEqual(found[id], answer, id);
});

for (const width of [320, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${width} px, ${colorScheme}: nothing for axe-core, empty or filled in, and nothing too wide`, async () => {
      const { page, told } = await open({ viewport: { width, height: 800 }, colorScheme });
      await clean(page, 'empty');
      await fits(page, 'empty');
      await fill(page);
      await page.getByRole('button', { name: 'Move or remove rows' }).click();
      await clean(page, 'filled in');
      await fits(page, 'filled in');
      await page.locator('[data-field=moment] input').first().focus();
      await clean(page, 'choosing a place');
      assert.deepEqual(told, []);
    });
  }
}

test('controls are as large as a finger', async () => {
  const { page } = await open({ viewport: { width: 320, height: 800 }, hasTouch: true });
  await fill(page);
  await page.getByRole('button', { name: 'Move or remove rows' }).tap();
  none(
    await page.locator('[data-field] :is(button, .option, .pill, .write):visible').evaluateAll((all) =>
      all
        .map((one) => [one, one.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.9 || box.width < 43.9)
        .map(([one, box]) => `${one.closest('[data-field]').dataset.field}: ${one.className} "${one.textContent}" ${box.width} x ${box.height}`),
    ),
  );
});

test('a slider shows no place before it is touched, and gives it back', async () => {
  const { page } = await open();
  const slider = field(page, 'steady');
  const range = slider.locator('input');
  await assert.rejects(slider.getByText('Your answer').waitFor({ timeout: 200 }));
  assert.equal(await range.getAttribute('aria-valuetext'), 'Not answered yet');
  assert.equal(await field(page, 'settle_more').isVisible(), false, 'what depends on it waits');
  // The very middle, where the thumb would be.
  await range.click();
  assert.equal(await value(page, 'steady'), 5);
  await press(page, 'Home');
  assert.equal(await range.getAttribute('aria-valuetext'), '0, Stirred up');
  assert.ok(await slider.getByText('Your answer: 0').isVisible());
  assert.ok(await field(page, 'settle_more').isVisible());
  await slider.getByRole('button', { name: 'Clear' }).press('Enter');
  assert.equal(await value(page, 'steady'), null);
  assert.ok(await slider.getByText('Not answered yet').isVisible());
  assert.ok(await range.evaluate((element) => element === document.activeElement));
  assert.equal((await keptThere(page, 'steady')) ?? null, null);
  await page.reload();
  await ready(page);
  assert.equal(await value(page, 'steady'), null);
});

test('an answer by radio button can be taken back, row by row', async () => {
  const { page } = await open();
  await fill(page);
  await field(page, 'short_of').getByRole('button', { name: 'Clear : What are you short of?' }).press('Enter');
  assert.equal(await value(page, 'short_of'), null);
  assert.equal(await field(page, 'short_of').locator('.clear').isVisible(), false);
  await field(page, 'right_now').getByRole('button', { name: 'Clear : My breathing is slow' }).press('Enter');
  assert.deepEqual(await value(page, 'right_now'), { hear_no: 'mostly' });
  assert.equal(await said(page), 'Cleared');
  await field(page, 'heard').getByRole('button', { name: 'Clear' }).press('Enter');
  assert.equal(await value(page, 'heard'), null);
});

test('writing into "Something else" chooses it', async () => {
  const { page } = await open();
  for (const [id, answer] of [['short_of', { other: 'Air' }], ['helps', [{ other: 'Air' }]]]) {
    await field(page, id).getByRole('textbox').focus();
    await press(page, 'Air');
    assert.deepEqual(await value(page, id), answer);
    assert.equal(await text(page, id), 'Air');
  }
});

test('where only two may be chosen, the others wait and say so', async () => {
  const { page } = await open();
  const helps = field(page, 'helps');
  await enter(page, 'helps');
  await press(page, 'Space', 'Tab', 'Space');
  assert.ok(await helps.getByLabel('A nap').isDisabled());
  assert.ok(await helps.getByRole('textbox').isDisabled());
  assert.match(await helps.locator('.at-most').innerText(), /untick one/);
  assert.match(await said(page), /Choose 2 at most. That is all for now/);
  await press(page, 'Space');
  assert.ok(await helps.getByLabel('A nap').isEnabled());
  assert.equal((await helps.locator('.at-most').innerText()).trim(), 'Choose 2 at most.');
});

test('words for feelings stand together, and can be taken back there', async () => {
  const { page } = await open();
  const feelings = field(page, 'feelings');
  assert.ok(await feelings.getByText('Nothing chosen yet').isVisible());
  await feelings.getByLabel('Cross').press('Space');
  await feelings.getByLabel('Settled').press('Space');
  const chips = feelings.getByRole('list', { name: 'Words you chose' }).getByRole('button');
  assert.deepEqual(await chips.allTextContents(), ['Take back: Settled', 'Take back: Cross']);
  await chips.first().press('Enter');
  assert.deepEqual(await value(page, 'feelings'), ['cross']);
  assert.equal(await said(page), 'Settled: taken back');
  assert.ok(await chips.first().evaluate((element) => element === document.activeElement));
});

test('an order is kept as it stands, moved by keys and buttons, and each move is told', async () => {
  const { page } = await open();
  const rank = field(page, 'matters');
  await rank.getByRole('button', { name: 'Keep this order' }).press('Enter');
  assert.deepEqual(await value(page, 'matters'), ['sleep', 'talk', 'silence', 'walk']);
  const up = rank.getByRole('button', { name: 'Up: Silence by myself' });
  await up.press('Enter');
  assert.equal(await said(page), 'Silence by myself: place 2 of 4');
  assert.ok(await up.evaluate((element) => element === document.activeElement), 'the focus goes along');
  await up.press('Home');
  assert.equal(await said(page), 'Silence by myself: place 1 of 4');
  await up.press('Enter');
  assert.deepEqual(await value(page, 'matters'), ['silence', 'sleep', 'talk', 'walk']);
  await rank.getByRole('button', { name: 'Clear' }).press('Enter');
  assert.equal(await value(page, 'matters'), null);
  assert.deepEqual(await rank.locator('.item-words').allTextContents(), ['Sleep', 'A talk', 'Silence by myself', 'A walk']);
});

test('things are dragged to their place by mouse', async () => {
  const { page } = await open();
  const rank = field(page, 'matters');
  await rank.scrollIntoViewIfNeeded();
  const from = await rank.locator('.grip').nth(0).boundingBox();
  const to = await rank.locator('li').nth(2).boundingBox();
  await page.mouse.move(from.x + 8, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, to.y + to.height / 2, { steps: 6 });
  await page.mouse.up();
  assert.deepEqual(await value(page, 'matters'), ['talk', 'silence', 'sleep', 'walk']);
  assert.equal(await said(page), 'Sleep: place 3 of 4');
});

test('things are dragged to their place by a finger', chromiumOnly('touches are made by the DevTools protocol'), async () => {
  const { page: phone } = await open({ viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true });
  const list = field(phone, 'matters');
  await list.scrollIntoViewIfNeeded();
  const grip = await list.locator('.grip').nth(3).boundingBox();
  const top = await list.locator('li').nth(0).boundingBox();
  const session = await phone.context().newCDPSession(phone);
  const touch = (type, y) => session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: grip.x + 8, y }] });
  await touch('touchStart', grip.y + 20);
  for (const y of [grip.y, (grip.y + top.y) / 2, top.y + 10]) await touch('touchMove', y);
  await touch('touchEnd');
  assert.deepEqual(await value(phone, 'matters'), ['walk', 'sleep', 'talk', 'silence']);
});

test('cards are dragged to columns, or pressed to choose one', async () => {
  const { page } = await open();
  const sort = field(page, 'moment');
  const card = sort.locator('.row', { hasText: 'Just in the door' });
  const drag = async (column) => {
    await card.scrollIntoViewIfNeeded();
    const from = await card.boundingBox();
    const to = await sort.locator('.bucket', { hasText: column }).boundingBox();
    await page.mouse.move(from.x + 20, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, from.y + 10, { steps: 5 });
    await page.mouse.up();
  };
  await drag('Wait');
  assert.deepEqual(await value(page, 'moment'), { doorway: 'wait' });
  assert.equal(await said(page), 'Just in the door: Wait');
  assert.ok(await card.getByLabel('Wait').isChecked());
  await drag('Good moment');
  assert.deepEqual(await value(page, 'moment'), { doorway: 'good' });
  await drag('Not sorted yet');
  assert.equal(await value(page, 'moment'), null);
  await card.locator('.row-words').click();
  await card.getByText('Wait', { exact: true }).click();
  assert.deepEqual(await value(page, 'moment'), { doorway: 'wait' });
  await card.getByRole('button', { name: 'Clear' }).click();
  assert.equal(await value(page, 'moment'), null);
});

test('a sentence grows with what is written, and stands below once it is whole', async () => {
  const { page } = await open();
  const warm = field(page, 'request').getByLabel('something you like');
  const narrow = (await warm.boundingBox()).width;
  await warm.focus();
  await press(page, 'the slow mornings we have');
  assert.ok((await warm.boundingBox()).width > narrow);
  assert.equal(await field(page, 'request').locator('.whole').isVisible(), false);
  assert.equal(await text(page, 'request'), 'I like the slow mornings we have. I would love … on …, and I am back at ….');
  await press(page, 'Tab', 'an hour', 'Tab', '05022026', 'Tab', 'Tab', '0830PM');
  assert.equal(await field(page, 'request').locator('.whole').textContent(), await text(page, 'request'));
});

test('rows are added, moved, removed and brought back, and the focus is never lost', async () => {
  const { page } = await open();
  const table = field(page, 'tries');
  const button = (name) => table.getByRole('button', { name, exact: true });
  const here = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);
  await table.getByLabel('What I said, 1').focus();
  await press(page, 'One');
  await button('Add a row').press('Enter');
  assert.equal(await here(), 'When, 3');
  await press(page, 'Tab', 'Tab', 'Tab', 'Tab');
  await table.getByLabel('What I said, 3').focus();
  await press(page, 'Three');
  assert.deepEqual(await value(page, 'tries'), [{ said: 'One' }, { said: 'Three' }], 'empty rows are left out');
  await button('Add a row').press('Enter');
  await button('Add a row').press('Enter');
  assert.equal(await said(page), '4 rows are all there is room for.');
  assert.equal(await table.locator('tbody tr').count(), 4);
  await button('Move or remove rows').press('Enter');
  await button('Up: row 3').press('Enter');
  assert.equal(await said(page), 'Row 2 of 4');
  assert.equal(await here(), 'Up: row 2');
  await press(page, 'Enter');
  assert.deepEqual(await value(page, 'tries'), [{ said: 'Three' }, { said: 'One' }]);
  await button('Remove row 1').press('Enter');
  assert.equal(await said(page), 'Row 1 removed');
  assert.equal(await here(), 'Remove row 1');
  assert.deepEqual(await value(page, 'tries'), [{ said: 'One' }]);
  await button('Bring back row 1').press('Enter');
  assert.equal(await here(), 'When, 1');
  assert.deepEqual(await value(page, 'tries'), [{ said: 'Three' }, { said: 'One' }]);
  await page.reload();
  await ready(page).catch(() => {});
  assert.deepEqual(await value(page, 'tries'), [{ said: 'Three' }, { said: 'One' }]);
  const names = await table.locator('tbody [name]').evaluateAll((all) => all.map((one) => one.id));
  assert.equal(new Set(names).size, names.length, 'ids are apart');
});

test('today is offered to who signs, and never filled in', async () => {
  const { page } = await theatre.reader({ timezoneId: 'Pacific/Auckland' });
  await page.clock.setFixedTime(new Date('2026-11-24T13:00:00Z'));
  await page.goto(SHEET);
  await ready(page);
  const sign = field(page, 'agreed');
  const today = sign.getByRole('button', { name: /^Today/ }).first();
  assert.equal(await today.isVisible(), false);
  await enter(page, 'agreed');
  await press(page, 'Ana');
  assert.deepEqual(await value(page, 'agreed'), { me: { name: 'Ana' } });
  await today.press('Enter');
  assert.deepEqual(await value(page, 'agreed'), { me: { name: 'Ana', date: '2026-11-25' } }, 'by the reader’s own calendar');
  assert.equal(await today.isVisible(), false);
});

test('the outline and the list say the same', async () => {
  const { page } = await open();
  const body = field(page, 'felt_where');
  await body.locator('[data-place=belly]').click();
  await body.locator('[data-place=shoulders] path').first().click();
  assert.deepEqual(await value(page, 'felt_where'), ['shoulders', 'belly']);
  assert.ok(await body.getByLabel('Belly').isChecked());
  await body.getByLabel('Belly').press('Space');
  assert.deepEqual(await value(page, 'felt_where'), ['shoulders']);
  assert.equal(await body.locator('.felt-here[data-place=belly]').count(), 0);
  await body.getByLabel('Jaw').press('Space');
  assert.equal(await body.locator('.felt-here[data-place=jaw]').count(), 1);
});

test('a breath is counted in words, told when asked for, and ends by itself', async () => {
  const { page } = await theatre.reader();
  await page.clock.install({ time: new Date('2026-11-24T09:00:00') });
  await page.goto(SHEET);
  await ready(page);
  const breathe = field(page, 'settle');
  const now = () => breathe.locator('.pacer-now').innerText();
  assert.equal(await breathe.locator('.pacer-ground').isVisible(), false, 'nothing moves where motion is not wanted');
  assert.match(await now(), /When you are ready/);
  await breathe.getByRole('button', { name: 'Begin' }).press('Enter');
  assert.match(await now(), /Breathe in\s+1\s+1 of 2/);
  assert.equal(await page.locator('p.unseen[role=status]').count(), 0, 'not told unless asked for');
  await page.clock.runFor(1000);
  assert.match(await now(), /Breathe out\s+1\s+1 of 2/);
  await breathe.getByRole('button', { name: 'Stop' }).press('Enter');
  assert.match(await now(), /Stopped/);
  await breathe.getByLabel('Have a screen reader').press('Space');
  await breathe.getByRole('button', { name: 'Begin' }).press('Enter');
  assert.equal(await said(page), 'Breathe in');
  await page.clock.runFor(3000);
  assert.match(await now(), /Breathe out\s+1\s+2 of 2/);
  await page.clock.runFor(1000);
  assert.match(await now(), /That is enough/);
  assert.equal(await value(page, 'settle'), null);
  assert.equal(await keptThere(page, 'settle'), undefined, 'nothing is kept');
  const { page: mover } = await theatre.reader({ reducedMotion: 'no-preference' });
  await mover.goto(SHEET);
  await ready(mover);
  assert.ok(await field(mover, 'settle').locator('.pacer-ground').isVisible());
});

test('an earlier answer is shown, follows its own, and goes when it is taken back', async () => {
  const { page } = await open();
  const recall = field(page, 'before');
  assert.ok(await recall.getByText('Nothing is written there yet.').isVisible());
  assert.ok(await recall.getByRole('link', { name: 'What did you notice?' }).isVisible());
  const other = await page.context().newPage();
  await other.goto('sheets/earlier.html');
  await ready(other);
  const notice = other.getByRole('textbox', { name: 'What did you notice?' });
  await notice.focus();
  await press(other, 'I went quiet.');
  await recall.getByText('I went quiet.').waitFor();
  assert.match(await recall.locator('.recalled-when').textContent(), /^You wrote this on \w+ \d+, \d{4}\.$/);
  await page.reload();
  await recall.getByText('I went quiet.').waitFor();
  await notice.fill('');
  await recall.getByText('Nothing is written there yet.').waitFor();
});

test('a few letters before the end, how many are left is said', async () => {
  const { page } = await open();
  await enter(page, 'signal');
  const left = field(page, 'signal').locator('.letters');
  await press(page, 'a'.repeat(39));
  assert.equal(await left.isVisible(), false);
  await press(page, 'a');
  assert.equal(await left.innerText(), '20 letters left');
  assert.equal(await said(page), '20 letters left');
  await press(page, 'a'.repeat(19));
  assert.equal(await left.innerText(), '1 letter left');
});

test('room to write grows', async () => {
  const { page } = await open();
  const area = field(page, 'not_about').locator('textarea');
  const height = (await area.boundingBox()).height;
  await enter(page, 'not_about');
  await press(page, 'One', 'Enter', 'Two', 'Enter', 'Three', 'Enter', 'Four', 'Enter', 'Five');
  assert.ok((await area.boundingBox()).height > height);
  assert.ok(await area.evaluate((element) => element.scrollHeight <= element.clientHeight));
});

test('while answers are locked away, none stays in the page', async () => {
  const { page } = await open();
  await fill(page);
  await page.evaluate(async () => {
    const { store } = document.querySelector('sb-exercise');
    await store.setVault('a long passphrase for a test');
    store.lock();
  });
  await page.waitForFunction(() => document.querySelector('sb-exercise').hasAttribute('data-locked'));
  const left = await page.evaluate(() => {
    const all = [document.body.textContent, ...[...document.querySelectorAll('input:not([type=radio], [type=checkbox]), textarea')].map((one) => one.value)];
    return ['Kettle', 'Sunday mornings', 'Singing', 'our mornings', 'After dinner', 'Ana', 'I went quiet', 'May 2', '2026-05-02'].filter((words) =>
      all.some((one) => one.includes(words)),
    );
  });
  assert.deepEqual(left, []);
  assert.equal(await page.locator('[data-field] :checked').count(), 0);
  assert.equal(await page.locator('[data-field=steady]').getAttribute('data-unanswered'), '');
});

test('on paper, what was written stands in full, and nothing that only a screen needs', async () => {
  const { page } = await open();
  await fill(page);
  await page.emulateMedia({ media: 'print' });
  const paper = (await page.locator('.exercise').innerText()).replace(/\s+/g, ' ');
  for (const words of ['Kettle', 'I like our mornings . I would love two hours on May 2, 2026'.replace(' .', '.'), 'After dinner, when nobody was tired', 'Your answer: 4', 'I went quiet.', 'June 2, 2026 at 8:30 PM', 'Ana']) {
    assert.ok(paper.includes(words), `"${words}" in: ${paper}`);
  }
  for (const words of ['Clear', 'Add a row', 'Begin', 'Drag', 'Nothing chosen']) assert.ok(!paper.replace('Clear Stirred up', '').includes(words), words);
});
