// Every kind of field, answered by keyboard alone, kept, said in words, and looked at in each state.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { chromiumOnly, engine } from './lib/browser.mjs';
import { begin, end, enter, field, fill, keptThere, open, press, ready, said, text, value } from './lib/fields.mjs';
import { none } from './lib/report.mjs';
import { lock } from './lib/sheet.mjs';
import { clean, fits } from './lib/story.mjs';

first(begin);
after(end);

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

for (const width of [320, 1280]) {
  test(`${width} px, from right to left: nothing for axe-core, empty, filled in or locked, and nothing too wide`, async () => {
    const { page, told } = await open({ viewport: { width, height: 800 } });
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await clean(page, 'empty');
    await fits(page, 'empty');
    await fill(page);
    await page.getByRole('button', { name: 'Move or remove rows' }).click();
    await clean(page, 'filled in');
    await fits(page, 'filled in');
    await lock(page);
    await page.locator('form.unlock').waitFor();
    await clean(page, 'locked');
    await fits(page, 'locked');
    assert.deepEqual(told, []);
  });
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
