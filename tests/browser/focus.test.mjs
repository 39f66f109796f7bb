// Where somebody without a mouse stands after something went, or was locked, or came from another tab.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { SHEET, write } from './lib/reader.mjs';
import { alive, enter, focused } from './lib/sheet.mjs';
import { before, clean, stage } from './lib/story.mjs';
import { isOpen, WORDS } from './lib/vault.mjs';

let theatre;
first(async () => (theatre = await stage()));
after(() => theatre?.close());

const row = (field, value, more = {}) => ({
  exercise: 'a-place-to-write', entry: '', field, kind: 'text', value, time: 1_700_000_000_000,
  words: { label: `Question of ${field}`, title: 'A place to write' }, ...more,
});
const GONE = { exercise: 'gone', words: { label: 'An old question', title: 'A sheet of last year' } };

async function mine() {
  const reader = await theatre.reader();
  await reader.page.goto('mine.html');
  await before(reader.page, [row('quiet_spot', 'on the stairs'), row('after', 'a walk'), row('where_kept', 'in a tin'), row('x', 'long ago', GONE)]);
  const sheet = reader.page.locator('[data-exercise=a-place-to-write]');
  await sheet.locator('summary').waitFor();
  return { ...reader, sheet };
}
const remove = (sheet, field) => sheet.getByRole('button', { name: new RegExp(`^Delete ?: Question of ${field}$`) });
const at = (page) => page.evaluate(() => document.activeElement.outerHTML.slice(0, 200));
/** The question is answered with yes, by keyboard. */
async function yes(page) {
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
}

test('after an answer is deleted the focus is at the one that follows, at the one before, and then at the sheet', async () => {
  const { page, sheet, told } = await mine();
  await enter(page, sheet.locator('summary'));
  const order = (await sheet.locator('dt').allTextContents()).map((words) => words.replace('Question of ', ''));
  await enter(page, remove(sheet, order[1]));
  await yes(page);
  await remove(sheet, order[1]).waitFor({ state: 'detached' });
  assert.ok(await focused(remove(sheet, order[2])), await at(page));
  await page.keyboard.press('Enter');
  await yes(page);
  await remove(sheet, order[2]).waitFor({ state: 'detached' });
  assert.ok(await focused(remove(sheet, order[0])), await at(page));
  await page.keyboard.press('Enter');
  await yes(page);
  await sheet.locator('details').waitFor({ state: 'detached' });
  assert.ok(await focused(sheet.locator('a').first()), await at(page));
  // A sheet that is no longer in the book has no place to go back to but the page.
  const old = page.locator('section[aria-labelledby=mine-earlier]');
  await enter(page, old.locator('summary'));
  await enter(page, old.getByRole('button', { name: /^Delete this sheet/ }));
  await yes(page);
  await page.waitForFunction(() => document.activeElement.id === 'main');
  await page.getByRole('status').filter({ hasText: 'Deleted' }).waitFor({ state: 'attached' });
  assert.deepEqual(told, []);
});

test('what another tab saves leaves an open question and the focus where they are', async () => {
  const { page, context, sheet, told } = await mine();
  const other = await context.newPage();
  await other.goto(SHEET);
  await alive(other);
  const come = async (words) => {
    await page.locator('.mine-words', { hasText: words }).waitFor({ state: 'attached' });
    // Firefox gives keys to no tab that lies behind.
    await page.bringToFront();
  };
  await sheet.locator('summary').focus();
  await write(other, 'in the shed');
  await come('in the shed');
  assert.ok(await focused(sheet.locator('summary')), await at(page));
  await page.keyboard.press('Enter');
  const link = page.locator('.mine-stopped a');
  await link.focus();
  await write(other, 'in the garden');
  await come('in the garden');
  assert.ok(await focused(link), await at(page));
  for (const asked of [remove(sheet, 'after'), remove(sheet, 'where_kept'), sheet.getByRole('button', { name: /^Delete this sheet/ })]) {
    await enter(page, asked);
    const question = sheet.locator('.ask-first');
    await question.waitFor();
    const words = `in the attic ${await question.innerText()}`.slice(0, 60);
    await write(other, words);
    await come(words);
    assert.equal(await question.count(), 1);
    assert.ok(await focused(question.getByRole('button').first()), await at(page));
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    assert.ok(await focused(asked), await at(page));
  }
  const chapter = page.getByRole('button', { name: 'Save chapter as text' }).first();
  await chapter.focus();
  await write(other, 'at the very last');
  await come('at the very last');
  assert.ok(await focused(chapter), await at(page));
  assert.deepEqual(told, []);
});

test('setting a passphrase, locking and taking it away keep the focus where that is done', async () => {
  const { page, told } = await mine();
  const vault = page.locator('sb-vault');
  await enter(page, vault.locator('summary'));
  await page.keyboard.press('Tab');
  await page.keyboard.type(WORDS);
  await page.keyboard.press('Tab');
  await page.keyboard.type(WORDS);
  await page.keyboard.press('Enter');
  await isOpen(page);
  const lock = vault.getByRole('button', { name: 'Lock now' });
  await lock.waitFor();
  assert.ok(await focused(lock), await at(page));
  await page.keyboard.press('Enter');
  await vault.getByText('Open it at the top').waitFor();
  assert.ok(await focused(vault.getByText('Open it at the top')), await at(page));
  await clean(page, 'locked');
  const form = page.locator('.mine-where form.unlock');
  await form.locator('input').focus();
  await page.keyboard.type(WORDS);
  await page.keyboard.press('Enter');
  await isOpen(page);
  await enter(page, vault.getByRole('button', { name: 'Take the passphrase away' }));
  await yes(page);
  await vault.locator('summary', { hasText: 'Set' }).waitFor();
  assert.ok(await focused(vault.locator('summary')), await at(page));
  assert.deepEqual(told, []);
});

test('nothing of an answer stays in "My workbook" when it is locked, though a question is open', async () => {
  const { page, sheet } = await mine();
  const vault = page.locator('sb-vault');
  await vault.locator('summary').click();
  for (const name of ['Passphrase, 8 letters or more', 'The same again']) await page.getByLabel(name).fill(WORDS);
  await page.keyboard.press('Enter');
  await isOpen(page);
  await sheet.locator('summary').click();
  await remove(sheet, 'after').click();
  await sheet.locator('.ask-first').waitFor();
  await page.getByRole('button', { name: 'Save an open backup file' }).click();
  await page.evaluate(() => document.dispatchEvent(new Event('sb-leave')));
  await vault.getByText('Open it at the top').waitFor();
  const left = await page.evaluate(() => document.documentElement.textContent);
  for (const words of ['a walk', 'Question of after', 'long ago']) assert.ok(!left.includes(words), words);
  assert.equal(await page.locator('.ask-first').count(), 0);
});
