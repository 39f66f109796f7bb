// Typing never waits: on a page with 500 fields (three sheets as long as a sheet may be) and 104 check-ins a letter costs hardly more than on a page with eight fields,
// and in a check-in hardly more among 104 that are all listed than among three. Ratios of one run, since no clock is the same on two machines.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before as first, test } from 'node:test';
import { build } from './lib/book.mjs';
import { chromiumOnly } from './lib/browser.mjs';
import { alive } from './lib/sheet.mjs';
import { before, stage } from './lib/story.mjs';

const KINDS = [
  (id) => `{id: ${id}, type: text, label: "A line ${id}"}`,
  (id) => `{id: ${id}, type: long_text, label: "A page ${id}", print: {lines: 2}}`,
  (id) => `{id: ${id}, type: slider, label: "How much ${id}", min: 0, max: 10}`,
  (id) => `{id: ${id}, type: choices, label: "Which of ${id}", choices: {walk: A walk, nap: A nap, tea: Tea}}`,
  (id, last) => `{id: ${id}, type: text, label: "And then ${id}", show_if: "answered(${last})"}`,
];

/** A worksheet of so many fields, a fifth of them shown only when the one before is answered. */
function worksheet(id, count) {
  const names = Array.from({ length: count }, (_, at) => `f${at}`);
  const fields = names.map((name, at) => `  - ${KINDS[at % KINDS.length](name, names[at - 1])}`);
  return `format: 1\nid: ${id}\nkind: worksheet\ntitle: ${id}\nprint: {pages: ${Math.min(20, Math.ceil(count / 9) + 1)}}\nfields:\n${fields.join('\n')}\n`;
}

const CHECKIN = `format: 1
id: weekly
kind: checkin
title: Weekly
every: {weeks: 1, day: sun, at: "18:00"}
keep: 104
fields:
  - {id: rested, type: slider, label: I had enough time, min: 0, max: 10}
  - {id: close, type: slider, label: I felt close to you, min: 0, max: 10}
  - {id: kind_one, type: text, label: One kind thing to repeat}
plots:
  - {id: both, type: lines, of: [rested, close], last: 104, min_points: 3}
`;

let book;
let theatre;
first(async () => {
  book = await build('fields', {
    add(folder) {
      const content = join(folder, 'content');
      mkdirSync(join(content, 'exercises'), { recursive: true });
      for (const [id, count] of [['eight-fields', 8], ['many-one', 167], ['many-two', 167], ['many-three', 166]]) {
        writeFileSync(join(content, 'exercises', `${id}.yaml`), worksheet(id, count));
      }
      writeFileSync(join(content, 'exercises', 'weekly.yaml'), CHECKIN);
      writeFileSync(join(content, '02-few.md'), '# Few\n\n{{exercise eight-fields}}\n');
      writeFileSync(join(content, '03-many.md'), '# Many\n\n{{exercise many-one}}\n\n{{exercise many-two}}\n\n{{exercise many-three}}\n\n{{exercise weekly}}\n');
    },
  });
  theatre = await stage(book.root);
});
after(async () => {
  await theatre?.close();
  book?.remove();
});

const PAINTED_IN_CHROMIUM = chromiumOnly('only Chromium measures until the paint');

const entries = Array.from({ length: 104 }, (_, week) => new Date(Date.UTC(2024, 0, 7 + week * 7)).toISOString().slice(0, 10)).flatMap((entry, week) =>
  Object.entries({ rested: week % 11, close: (week * 7) % 11, kind_one: `Week ${week}` }).map(([field, value]) => ({
    exercise: 'weekly', entry, field, kind: field === 'kind_one' ? 'text' : 'slider', value, time: 1_700_000_000_000 + week, words: { label: field },
  })),
);

/** What a letter costs in the page, in milliseconds: its event, what follows from it, and the layout that the next frame needs. */
const cost = (page, field) =>
  page.locator(`[data-field=${field}] :is(input, textarea)`).first().evaluate(async (control) => {
    control.focus();
    const times = [];
    for (let n = 0; n < 60; n += 1) {
      const from = performance.now();
      control.value += 'a';
      control.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await null;
      document.body.getBoundingClientRect();
      times.push(performance.now() - from);
      await new Promise((next) => requestAnimationFrame(next));
    }
    return times.sort((a, b) => a - b)[30];
  });

/**
 * Keys as the browser gives them, each from the press to the paint that shows it, and so with all that is drawn in between.
 *
 * @returns {Promise<{ middle: number, worst: number }>} milliseconds, in steps of eight, and 16 for what took less
 */
async function keys(page, field) {
  const control = page.locator(`[data-field=${field}] :is(input, textarea)`).first();
  await control.focus();
  await page.evaluate(() => {
    window.painted = [];
    window.watch ??= new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'keydown') window.painted.push(duration);
    });
    window.watch.observe({ type: 'event', durationThreshold: 16 });
  });
  await page.keyboard.type('by the window, with a cup of tea', { delay: 40 });
  const slow = await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.painted)))));
  // Those that took less are not told one by one.
  const all = [...slow, ...Array(Math.max(0, 32 - slow.length)).fill(16)].sort((a, b) => a - b);
  return { middle: all[16], worst: all[all.length - 1] };
}

const said = ({ middle, worst }) => `${middle} ms in the middle, ${worst} ms at most`;

test('a letter among 500 fields and 104 check-ins', PAINTED_IN_CHROMIUM, async (t) => {
  const { page: few } = await theatre.reader();
  await few.goto('few.html');
  await alive(few);
  const { page: many } = await theatre.reader();
  await many.goto('many.html');
  await alive(many);
  await before(many, entries);
  await alive(many);
  assert.equal(await many.locator('[data-field]').count(), 503);
  await many.getByText('Week 103').first().waitFor({ state: 'attached' });
  for (const field of ['f0', 'f5', 'f1']) {
    const [small, large] = [await cost(few, field), await cost(many, field)];
    t.diagnostic(`${field}: ${small.toFixed(2)} ms among 8 fields, ${large.toFixed(2)} ms among 500`);
    const [quick, slow] = [await keys(few, field), await keys(many, field)];
    t.diagnostic(`${field}: from the key to the paint ${said(quick)} among 8; ${said(slow)} among 500`);
    assert.ok(large < 5 * small + 8, `${large} ms, and ${small} ms among eight`);
    assert.ok(slow.middle <= 3 * quick.middle, `${slow.middle} ms to the paint, and ${quick.middle} ms among eight`);
  }
});

test('a letter in one of 104 check-ins that are all listed', PAINTED_IN_CHROMIUM, async (t) => {
  /** @param {number} count how many check-ins there are; the newest is open */
  const opened = async (count) => {
    const { page } = await theatre.reader();
    await page.goto('sheets/weekly.html');
    await before(page, entries.slice(-3 * count));
    if (count > 8) await page.getByRole('button', { name: `Show all ${count} check-ins` }).click();
    await page.locator('.entries li').first().getByRole('button', { name: /^Open/ }).click();
    await page.locator('[data-field=kind_one] textarea, [data-field=kind_one] input').first().waitFor();
    return page;
  };
  const [few, many] = [await opened(3), await opened(104)];
  assert.equal(await many.locator('.entries li').count(), 104);
  // What is drawn waits for a pause between letters, so that the letter alone would hardly show it.
  const [quick, slow] = [await keys(few, 'kind_one'), await keys(many, 'kind_one')];
  t.diagnostic(`from the key to the paint ${said(quick)} in one of three; ${said(slow)} in one of 104`);
  assert.ok(slow.middle <= 3 * quick.middle, `${slow.middle} ms, and ${quick.middle} ms in one of three`);
});
