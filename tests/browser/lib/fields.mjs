// The sheet with every kind of field, and what its stories need: the fields, their values and words, keys, and a way to fill it in.
import { build } from './book.mjs';
import { kept, stage } from './story.mjs';

export const SHEET = 'sheets/all-kinds.html';
let book;
let theatre;
export async function begin() {
  book = await build('fields');
  theatre = await stage(book.root);
  return theatre;
}
export async function end() {
  await theatre?.close();
  book?.remove();
}

export async function open(options) {
  const reader = await theatre.reader({ viewport: { width: 1280, height: 900 }, ...options });
  await reader.page.goto(SHEET);
  await ready(reader.page);
  return reader;
}

export const ready = (page) => page.evaluate(() => customElements.whenDefined('sb-exercise').then(() => document.querySelector('sb-exercise').ready));
export const field = (page, id) => page.locator(`[data-field=${id}]`);
export const value = (page, id) => field(page, id).evaluate((element) => element.value);
export const said = (page) => page.locator('p.unseen[role=status]').textContent();

/** The answer as it would stand in a letter. */
export const text = (page, id) =>
  field(page, id).evaluate((element) =>
    globalThis[Symbol.for('stepbook')].textOf({ kind: element.kind, value: element.value, words: element.words() }),
  );

/** Presses keys one after another; what is no key's name is typed. */
export async function press(page, ...keys) {
  for (const key of keys) {
    if (/^(Arrow\w+|Tab|Shift\+Tab|Home|End|Enter|Space|Backspace|PageUp|PageDown)$/.test(key)) await page.keyboard.press(key);
    else await page.keyboard.type(key);
  }
}

/** Puts the focus on the first control of a field, as Tab would; that Tab comes by there, another test shows. */
export const enter = (page, id) => field(page, id).locator('input:visible, textarea:visible, select:visible, button:visible').first().focus();

export async function keptThere(page, id) {
  await page.waitForFunction(() => document.querySelector('sb-exercise').store.saved);
  const rows = (await kept(page)).filter((row) => row.field === id);
  return rows[0]?.value;
}

/** Fills in the whole sheet at once, for tests of how it looks. */
export const fill = (page) =>
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
