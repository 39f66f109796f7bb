// What is heard of each control: its question, its hint and its state, by Chromium's accessibility tree.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { chromiumOnly } from './lib/browser.mjs';
import { begin, end, field, fill, open } from './lib/fields.mjs';
import { heard } from './lib/heard.mjs';
import { none } from './lib/report.mjs';
import { lock } from './lib/sheet.mjs';
import { stage } from './lib/story.mjs';

const byTree = chromiumOnly('names are read by the DevTools protocol');
let theatre;
first(async () => {
  await begin();
  theatre = await stage();
});
after(async () => {
  await theatre?.close();
  await end();
});

/**
 * Of each kind of field: which of its controls, by role and name, and what is heard of its state when nothing is answered and when the
 * whole sheet is filled in. `-` stands for a control that is not there.
 */
const STATES = {
  signal: [['textbox', /word for a pause/, /^$/, /^Kettle$/]],
  not_about: [['textbox', /not about/, /^$/, /^Not about you\.$/]],
  asked: [['spinbutton', /How often/, /^$/, /^3\b/]],
  short_of: [['radio', /^Quiet/, /checked=false/, /checked=false/], ['radio', /^Something else/, /checked=false/, /checked=true/], ['textbox', /Something else/, /^$/, /Sunday mornings/]],
  helps: [['checkbox', /^A walk/, /checked=false$/, /checked=true/], ['checkbox', /^Music/, /checked=false$/, /checked=false disabled=true/]],
  heard: [['radio', /^Fairly/, /checked=false/, /checked=true/], ['radio', /^Well : Fully/, /checked=false/, /checked=false/]],
  right_now: [['radio', /^Partly/, /checked=false/, /checked=true/]],
  steady: [['slider', /How steady/, /Not answered yet/, /^(?!.*Not answered yet).*\b4\b/]],
  settle_more: [['textbox', /settle you/, '-', /^A bath$/]],
  matters: [['button', /^Down: Sleep/, /Not answered yet/, /^(?!.*Not answered yet).*2 of 4/], ['button', /^Keep this order/, /Not answered yet/, '-']],
  moment: [['radio', /^Good moment/, /checked=false/, /checked=true/]],
  request: [['textbox', /something you like/, /^$/, /our mornings/], ['Date', /^day/, /^$/, /2026-05-02/]],
  tries: [['textbox', /^What I said, 1/, /^$/, /After dinner/], ['button', /^Add a row/, /room for/, /disabled=true.*room for/], ['button', /^Move or remove/, /pressed=false/, /pressed=false/]],
  start_day: [['Date', /day we begin/, /^$/, /2026-05-02/]],
  back_at: [['InputTime', /I am back/, /^$/, /20:30/]],
  revisit: [['DateTime', /look at this again/, /^$/, /2026-06-02T20:30/]],
  length: [['spinbutton', /^hours/, /^$/, /^1\b/], ['spinbutton', /^minutes/, /^$/, /^20\b/]],
  ready: [['checkbox', /one thing/, /checked=false/, /checked=true/]],
  may_change: [['checkbox', /change our minds/, /checked=false/, /checked=true/]],
  agreed: [['textbox', /^Me Name/, /^$/, /Ana/], ['textbox', /^My partner Name/, /^$/, /Jo/]],
  feelings: [['checkbox', /^Settled/, /checked=false$/, /checked=true/], ['checkbox', /^Rested/, /checked=false$/, /disabled=true/], ['button', /^Take back: Cross/, '-', /^$/]],
  felt_where: [['checkbox', /^Jaw/, /checked=false$/, /checked=true/], ['checkbox', /^Head/, /checked=false$/, /disabled=true/]],
  settle: [['button', /^Begin/, /^$/, /^$/], ['checkbox', /say each step/, /checked=false/, /checked=false/]],
  before: [['link', /What did you notice/, /^$/, /^$/]],
};

test('each kind of field says its question, its hint and its state, empty and filled in', byTree, async () => {
  const { page } = await open();
  const asked = await page.locator('[data-field]').evaluateAll((fields) =>
    fields.map((one) => [one.dataset.field, ['.label', '.hint'].map((part) => one.querySelector(part)?.firstChild?.textContent ?? '')]),
  );
  // A note asks nothing and has no control.
  assert.deepEqual(asked.map(([id]) => id).filter((id) => !(id in STATES)), ['opening'], 'every other kind is asked about');
  const findings = [];
  for (const [at, when] of [[2, 'empty'], [3, 'filled in']]) {
    if (at === 3) await fill(page);
    const all = await heard(page);
    for (const [id, [label, hint]] of asked) {
      const own = all.filter((one) => one.field === id);
      for (const { role, name, description, around } of own) {
        // A hint is about answering; buttons beside it take back or move.
        for (const words of role === 'button' ? [label] : [label, hint]) {
          if (!`${name} ${description} ${around}`.includes(words)) findings.push(`${id}, ${when}: the ${role} "${name}" does not say "${words}"`);
        }
        if (!name) findings.push(`${id}, ${when}: a ${role} without a name`);
      }
      for (const expected of STATES[id] ?? []) {
        const found = own.find(({ role, name }) => role === expected[0] && expected[1].test(name));
        if (expected[at] === '-') {
          if (found) findings.push(`${id}, ${when}: "${found.name}" is there already`);
        } else if (!found) findings.push(`${id}, ${when}: no ${expected[0]} ${expected[1]}`);
        else if (!expected[at].test(`${found.state} ${found.description.replace(hint, '')}`.trim())) {
          findings.push(`${id}, ${when}: "${found.name}" says "${found.state}", "${found.description}", which does not tell ${expected[at]}`);
        }
      }
    }
  }
  none(findings);
});

test('while answers are locked away, no control says one', byTree, async () => {
  const { page } = await open();
  await fill(page);
  await lock(page);
  await page.locator('form.unlock').waitFor();
  none((await heard(page)).filter(({ state }) => /Kettle|After dinner|checked=true|our mornings|Ana|20:30/.test(state)).map(({ field: id, state }) => `${id} says ${state}`));
  assert.ok(await field(page, 'signal').evaluate((element) => element.inert));
  await page.getByLabel('Passphrase').fill('not the one');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.locator('.unlock .wrong').waitFor();
  const wrong = (await heard(page)).find(({ name }) => name === 'Passphrase');
  assert.match(wrong.state, /invalid=true/);
  assert.equal(wrong.description, await page.locator('.unlock .wrong').innerText());
});

const press = (page, name) => page.getByRole('button', { name, exact: true }).first().click();

/** The sheets of the shipped workbook, one of each kind of exercise, each with what is done there; after each step everything is listened to. */
const EXERCISES = {
  'weekly-room-check': [
    [async () => {}, ['button', /^Today’s check-in$/, /^$/]],
    [async (page) => press(page, 'Today’s check-in'), ['slider', /enough time to myself/, /Not answered yet/]],
    [async (page) => page.getByRole('slider').first().fill('7'), ['slider', /enough time to myself/, /^7\b(?!.*Not answered)/]],
    [async (page) => press(page, 'Done'), ['button', /^Open ?: November|^Open ?: \d/, /^$/]],
  ],
  'questions-that-open': [
    [async () => {}, ['button', /^Favourite : ./, /pressed=false/]],
    [async (page) => page.getByRole('button', { name: /^Favourite/ }).first().click(), ['button', /^Favourite : ./, /pressed=true/]],
    [async () => {}, ['button', /^Back$/, /disabled=true/]],
  ],
  'our-two-maps': [
    [async () => {}, ['button', /^Go on$/, /^$/]],
    [async (page) => press(page, 'Go on'), ['checkbox', /^Hours alone in a usual week/, /checked=false disabled=true/]],
    [async (page) => page.locator('.half').getByLabel('Hours alone in a usual week').fill('10'), ['checkbox', /^Hours alone in a usual week/, /^checked=false$/]],
    [async (page) => page.locator('.pair-choose').getByRole('checkbox').first().check(), ['checkbox', /^Hours alone in a usual week/, /checked=true/]],
    [async (page) => press(page, 'Seal it. We each have a device'), ['button', /^Save the sealed file$/, /^$/]],
  ],
  'good-weather-today': [[async () => {}, ['radio', /./, /checked=false/]], [async (page) => page.getByRole('radio').first().press('Space'), ['radio', /./, /checked=true/]]],
  'four-days-by-a-stove': [[async (page) => press(page, 'Turn by turn'), ['button', /^Next line$/, /^$/]]],
  'calm-saturday': [[async (page) => press(page, 'Mm. Lovely.'), ['button', /back|again/i, /^$/]]],
  'our-signs': [],
};

for (const [id, steps] of Object.entries(EXERCISES)) {
  test(`${id}: each control has a name of its own and says its state`, byTree, async () => {
    const { page, told } = await theatre.reader({ viewport: { width: 1280, height: 900 } });
    await page.goto(`sheets/${id}.html`, { waitUntil: 'networkidle' });
    const findings = [];
    const listen = async (after) => {
      const all = await heard(page);
      const names = new Map();
      for (const { role, name, description, around, field: own } of all) {
        if (!name) findings.push(`${after}: a ${role} without a name`);
        if (/^[a-z]+(_[a-z]+)+$/.test(name)) findings.push(`${after}: "${name}" is a key, no name`);
        const heardOf = [role, name, description, around, own].join('\n');
        if (role === 'button' && names.has(heardOf)) findings.push(`${after}: two buttons are "${name}"`);
        names.set(heardOf, true);
      }
      return all;
    };
    await listen('at first');
    for (const [step, [role, name, state]] of steps) {
      await step(page);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.getByRole(role, { name }).first().waitFor();
      const all = await listen(`${name}`);
      const found = all.find((one) => one.role === role && name.test(one.name));
      if (!found) findings.push(`no ${role} ${name}`);
      else if (!state.test(`${found.state} ${found.description}`.trim())) findings.push(`"${found.name}" says "${found.state}", "${found.description}", which does not tell ${state}`);
    }
    none(findings);
    assert.deepEqual(told, []);
  });
}
