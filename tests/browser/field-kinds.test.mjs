// What each kind of field does beyond taking an answer: taking it back, dragging, growing, counting, telling.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { chromiumOnly } from './lib/browser.mjs';
import { SHEET, begin, end, enter, field, fill, keptThere, open, press, ready, said, text, value } from './lib/fields.mjs';

let theatre;
first(async () => {
  theatre = await begin();
});
after(end);

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
  assert.ok(await slider.locator('.reading').getByText('Not answered yet').isVisible());
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

test('no line of a sentence begins with what closes the words before it, at any width', async () => {
  const { page } = await open();
  const begun = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('[data-field=request] .gap-with')].flatMap((gap) => {
        const range = document.createRange();
        range.selectNodeContents(gap.lastChild);
        const [blank, tail] = [gap.querySelector('input').getBoundingClientRect(), range.getBoundingClientRect()];
        return tail.left >= blank.right - 1 && tail.top < blank.bottom && tail.right <= innerWidth ? [] : [range.toString()];
      }),
    );
  assert.ok((await page.locator('[data-field=request] .gap-with').count()) > 1);
  for (let width = 320; width < 560; width += 7) {
    await page.setViewportSize({ width, height: 700 });
    assert.deepEqual(await begun(), [], `${width} px`);
  }
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
  // What counts is loaded when it is first used.
  const begun = () => breathe.getByRole('button', { name: 'Stop' }).waitFor();
  await breathe.getByRole('button', { name: 'Begin' }).press('Enter');
  await begun();
  assert.match(await now(), /Breathe in\s+1\s+1 of 2/);
  assert.equal(await page.locator('p.unseen[role=status]').textContent(), '', 'not told unless asked for');
  await page.clock.runFor(1000);
  assert.match(await now(), /Breathe out\s+1\s+1 of 2/);
  await breathe.getByRole('button', { name: 'Stop' }).press('Enter');
  assert.match(await now(), /Stopped/);
  await breathe.getByLabel('Have a screen reader').press('Space');
  await breathe.getByRole('button', { name: 'Begin' }).press('Enter');
  await begun();
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

test('a breath whose counting cannot be loaded says so, and can be begun again', async () => {
  const { page, context } = await open();
  const breathe = field(page, 'settle');
  await context.route('**/later-*.js', (route) => route.abort());
  await breathe.getByRole('button', { name: 'Begin' }).press('Enter');
  await breathe.getByText('This part could not be loaded.').waitFor();
  await context.unroute('**/later-*.js');
  await breathe.getByRole('button', { name: 'Begin' }).press('Enter');
  await breathe.getByRole('button', { name: 'Stop' }).waitFor();
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

test('a number outside its limits is kept, and the limits are said', async () => {
  const { page } = await open();
  await enter(page, 'asked');
  const words = field(page, 'asked').locator('[id$="--says"]');
  await press(page, '12');
  assert.equal(await words.isVisible(), false);
  await press(page, '3');
  assert.equal(await words.innerText(), 'From 0 to 20 is meant here. What you wrote is kept.');
  assert.equal(await said(page), await words.innerText());
  assert.equal(await field(page, 'asked').getByRole('spinbutton').inputValue(), '123');
  await page.keyboard.press('Backspace');
  assert.equal(await words.isVisible(), false);
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
