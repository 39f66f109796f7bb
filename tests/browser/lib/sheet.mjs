// What a story on one sheet needs: the sheet open and alive, keys, paper, and the lock.
import assert from 'node:assert/strict';

/** A reader with the sheet of an exercise before them. */
export async function open(theatre, id, options) {
  const reader = await theatre.reader({ viewport: { width: 1280, height: 900 }, ...options });
  await reader.page.goto(`sheets/${id}.html`);
  await alive(reader.page);
  return reader;
}

/** Waits until answers are back, and what shows them has been told. */
export const alive = (page) =>
  page.evaluate(async () => {
    await customElements.whenDefined('sb-exercise');
    await document.querySelector('sb-exercise').ready;
    await new Promise((done) => setTimeout(done));
  });

export async function reload(page) {
  await saved(page);
  await page.reload();
  await alive(page);
}

export const saved = (page) => page.waitForFunction(() => document.querySelector('sb-exercise').store.saved);

/** What was last said to those who cannot see. */
export const said = (page) => page.locator('p.unseen[role=status]').textContent();

export const focused = (locator) => locator.evaluate((element) => element === document.activeElement);

/**
 * Goes on with Tab, as far as it takes, and says so when the way never comes by; back with Shift and Tab to what stands before the control that has
 * the focus. Past the last control and the first Firefox goes on in its own bars, where no driver presses a key, so nobody goes round here.
 */
export async function tabTo(page, locator) {
  const before = (element) => Boolean(document.activeElement?.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);
  const key = (await locator.evaluate(before)) ? 'Shift+Tab' : 'Tab';
  for (let n = 0; n < 250; n++) {
    if (await focused(locator)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${key} never came to ${locator}`);
}

/** Presses a control as somebody without a mouse does. */
export async function enter(page, locator, key = 'Enter') {
  await tabTo(page, locator);
  await page.keyboard.press(key);
}

export const button = (page, name, options) => page.locator('sb-exercise').getByRole('button', { name, exact: true, ...options });

/** The words of the sheet as they stand on paper. */
export async function paper(page) {
  await page.emulateMedia({ media: 'print' });
  // The sheet's foot is no part of the exercise; a script moves it there, so that it does not stand alone on a page.
  const words = await page.locator('sb-exercise').evaluate((sheet) => {
    const foot = sheet.querySelector('.sheet-foot')?.innerText ?? '';
    return sheet.innerText.replace(foot, '').replace(/\s+/g, ' ').trim();
  });
  await page.emulateMedia({ media: 'screen' });
  return words;
}

/** The same for somebody whose browser runs no script. */
export async function plainPaper(theatre, id) {
  const { page, context } = await theatre.reader({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
  await page.goto(`sheets/${id}.html`);
  const words = await paper(page);
  await context.close();
  return words;
}

/** Locks what is written behind a passphrase, as going away for a while does. */
export const lock = (page) =>
  page.evaluate(async () => {
    const { store } = document.querySelector('sb-exercise');
    await store.setVault('a long enough passphrase');
    const locked = new Promise((done) => store.addEventListener('lock', done, { once: true }));
    store.lock();
    await locked;
    await new Promise((done) => setTimeout(done));
  });

export const unlock = (page) =>
  page.evaluate(async () => {
    await document.querySelector('sb-exercise').store.unlock('a long enough passphrase');
    await new Promise((done) => setTimeout(done));
  });

/** The words anywhere in the page, those of controls too, shown or not. */
export const everything = (page) =>
  page.evaluate(() => document.documentElement.textContent + [...document.querySelectorAll('input, textarea')].map((one) => one.value).join('\n'));
