// The vault as a reader uses it: a passphrase set, and an answer that is locked opened again.
export const WORDS = 'a quiet blue door';

export async function setVault(page, words = WORDS, again = words) {
  await page.locator('sb-vault summary', { hasText: 'passphrase' }).click();
  await page.getByLabel('Passphrase, 8 letters or more').fill(words);
  await page.getByLabel('The same again').fill(again);
  await page.locator('sb-vault button[type=submit]').click();
}

/** It is set, and what lay in the open before is removed. */
export const isSet = (page) => page.locator('[role=status]', { hasText: 'Locked with your passphrase, and open now.' }).waitFor({ state: 'attached' });

export const isOpen = (page) => page.getByText('open now. They lock').waitFor();

export async function unlock(page, words = WORDS) {
  const form = page.locator('form.unlock').first();
  await form.locator('input').fill(words);
  await form.locator('button').click();
}
