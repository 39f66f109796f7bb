// A deck of the shipped workbook: drawn, mixed, set aside, kept.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { button, enter, focused, lock, open, paper, plainPaper, reload, said, saved, tabTo, unlock } from './lib/sheet.mjs';
import { clean, fits, kept, stage } from './lib/story.mjs';

let theatre;
first(async () => (theatre = await stage()));
after(() => theatre?.close());

const card = (page) => page.locator('.card:visible');
const words = (page) => page.locator('.card:visible .card-words').textContent();
const place = (page) => page.locator('.how-far').textContent();
const keep = (page) => card(page).first().locator('.keep');
const aside = (page) => card(page).first().locator('.away');
const show = (page, label) => page.getByRole('combobox', { name: 'Show' }).selectOption({ label });
const labels = (page) => page.getByRole('combobox', { name: 'Show' }).locator('option').allTextContents();
const stored = async (page, field) => {
  await saved(page);
  return (await kept(page)).find((row) => row.field === field)?.value ?? null;
};

test('Small stones, by mouse: one card at a time, one set aside, one kept, a group, and on from there later', async () => {
  const { page, context, told } = await open(theatre, 'small-stones');
  assert.equal(await card(page).count(), 1);
  assert.equal(await words(page), 'Hide and seek, as a child: which was better, to hide or to be found?');
  assert.equal(await place(page), 'Card 1 of 20');
  await button(page, 'Next card').click();
  assert.equal(await place(page), 'Card 2 of 20');
  await keep(page).click();
  assert.equal(await keep(page).getAttribute('aria-pressed'), 'true');
  assert.equal(await place(page), 'Card 2 of 20');
  await button(page, 'Next card').click();
  await aside(page).click();
  assert.equal(await place(page), 'Card 3 of 19');
  assert.equal(await words(page), 'Who could come to your house without ringing first?');
  await reload(page);
  assert.equal(await place(page), 'Card 3 of 19', 'on from where one stopped');
  assert.deepEqual(await stored(page, '@aside'), ['first_room']);
  const favourite = (await kept(page)).find((row) => row.field === '@kept');
  const text = await page.evaluate((answer) => globalThis[Symbol.for('stepbook')].textOf(answer), favourite);
  assert.equal(text, 'What could you hear from your bed when you were ten?');
  assert.equal(favourite.words.label, 'Favourites');

  assert.deepEqual(await labels(page), ['All cards (19)', 'Long ago (4)', 'What if (5)', 'Other people (5)', 'Small things (5)', 'Favourites (1)', 'Set aside (1)']);
  await show(page, 'Small things (5)');
  assert.equal(await place(page), 'Card 1 of 5');
  await show(page, 'Favourites (1)');
  assert.equal(await words(page), 'What could you hear from your bed when you were ten?');
  await keep(page).click();
  assert.equal(await page.locator('.no-cards').textContent(), 'No cards here.');
  await clean(page, 'an empty pile');
  await show(page, 'Set aside (1)');
  assert.equal(await aside(page).getAttribute('aria-pressed'), 'true');
  await aside(page).click();
  await show(page, 'All cards (20)');
  assert.equal(await card(page).count(), 1);
  assert.deepEqual(told, []);
  await context.close();
});

test('Small stones, by keyboard alone: forth and back, aside and taken back, mixed and in order', async () => {
  const { page, context, told } = await open(theatre, 'small-stones');
  const [back, next] = [button(page, 'Back'), button(page, 'Next card')];
  await enter(page, back);
  assert.equal(await said(page), 'There is no other card this way.');
  await enter(page, next, 'Space');
  await page.keyboard.press('Enter');
  assert.ok(await focused(next), 'one can go on pressing');
  assert.equal(await said(page), 'Card 3 of 20. Tell me about the first room you slept in. Who else was in it, if anybody?');
  await page.keyboard.press('Enter');
  assert.equal(await said(page), 'Card 4 of 20. Who could come to your house without ringing first? Did your family like it?');
  await enter(page, aside(page));
  assert.equal(await said(page), 'Set aside.');
  assert.ok(await focused(card(page)), 'the next card is read');
  assert.equal(await words(page), 'What did Sundays feel like in your family?');
  await enter(page, button(page, 'Take the last one back'));
  assert.equal(await words(page), 'Who could come to your house without ringing first?');
  assert.ok(await focused(card(page)));
  await enter(page, keep(page));
  assert.ok(await focused(keep(page)));

  await enter(page, button(page, 'Shuffle'));
  assert.ok(await focused(button(page, 'Shuffle')));
  const order = await stored(page, '@order');
  assert.equal(new Set(order).size, 20);
  assert.match(await said(page), /^Card 1 of 20\. /);
  await tabTo(page, next);
  const seen = [await words(page)];
  for (let n = 1; n < 20; n++) {
    await page.keyboard.press('Enter');
    seen.push(await words(page));
  }
  assert.equal(new Set(seen).size, 20, 'every card comes once');
  assert.equal(await next.getAttribute('aria-disabled'), 'true');
  await reload(page);
  assert.equal(await place(page), 'Card 20 of 20');
  await enter(page, button(page, 'In the first order'));
  assert.equal(await words(page), 'Hide and seek, as a child: which was better, to hide or to be found?');
  assert.ok(await focused(button(page, 'Shuffle')));
  assert.equal(await stored(page, '@order'), null);
  assert.deepEqual(told, []);
  await context.close();
});

test('Small stones: shuffling favours no card', async () => {
  const { page, context } = await open(theatre, 'small-stones');
  const firsts = await page.evaluate(async () => {
    const button = [...document.querySelectorAll('sb-cards button')].find(({ textContent }) => textContent === 'Shuffle');
    const counts = {};
    for (let n = 0; n < 1000; n++) {
      button.click();
      const [top] = document.querySelector('sb-exercise').get('@order');
      counts[top] = (counts[top] ?? 0) + 1;
    }
    return Object.values(counts);
  });
  assert.equal(firsts.length, 20);
  // Fifty each on average; a fair deck leaves this range less than once in a million runs.
  assert.ok(firsts.every((count) => count > 15 && count < 95), String(firsts));
  await context.close();
});

test('Small stones: all at once, a deck that was changed since, and a finger', async () => {
  const { page, context } = await open(theatre, 'small-stones');
  await page.evaluate(() => document.querySelector('sb-exercise').put('@order', ['door', 'gone', 'twin']));
  await reload(page);
  assert.equal(await words(page), 'A closed door at home, and then an open one: what does each make you think of?');
  assert.equal(await place(page), 'Card 1 of 20', 'cards that are new lie below');
  const swipe = (from, to) =>
    page.locator('.deck').evaluate(
      (deck, [a, b]) => {
        deck.dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'touch', clientX: a }));
        deck.dispatchEvent(new PointerEvent('pointerup', { pointerType: 'touch', clientX: b }));
      },
      [from, to],
    );
  await swipe(200, 60);
  assert.match(await words(page), /^If you had a twin/);
  await swipe(60, 200);
  await swipe(60, 80);
  assert.match(await words(page), /^A closed door/);
  await button(page, 'Show them all').click();
  assert.equal(await card(page).count(), 20);
  assert.equal(await button(page, 'Next card').isVisible(), false, 'where all are shown there is no next one');
  await aside(page).click();
  assert.equal(await card(page).count(), 19);
  await clean(page, 'list');
  await reload(page);
  assert.equal(await card(page).count(), 19, 'the view is remembered for this tab');
  await button(page, 'One at a time').click();
  assert.equal(await card(page).count(), 1);
  await context.close();
});

test('Small stones: paper has the whole deck, the lock lays the cards open', async () => {
  const { page, context } = await open(theatre, 'small-stones');
  const blank = await plainPaper(theatre, 'small-stones');
  assert.equal(await paper(page), blank);
  await keep(page).click();
  await aside(page).click();
  await button(page, 'Shuffle').click();
  assert.equal(await paper(page), blank);
  await saved(page);
  await lock(page);
  assert.equal(await card(page).count(), 20);
  assert.equal(await page.locator('sb-cards [aria-pressed=true]').count(), 0);
  assert.equal(await page.locator('sb-cards button:visible').count(), 0);
  await clean(page, 'locked');
  await unlock(page);
  assert.equal(await card(page).count(), 1);
  assert.equal(await page.locator('sb-cards [aria-pressed=true]').count(), 2);
  await context.close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`Small stones at 320 px, ${colorScheme}: nothing too wide, nothing for axe-core to find`, async () => {
    const { page, context } = await open(theatre, 'small-stones', { viewport: { width: 320, height: 640 }, colorScheme });
    await keep(page).click();
    await button(page, 'Next card').click();
    await aside(page).click();
    await clean(page, 'one card');
    await fits(page, 'one card');
    await button(page, 'Show them all').click();
    await clean(page, 'all cards');
    await fits(page, 'all cards');
    await context.close();
  });
}
