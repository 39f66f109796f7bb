import { OpenVault } from "./open_vault.js";
import { dropDatabase } from "./removal.js";
import { Rows } from "./rows.js";
import { openRow } from "./shelf.js";
import { hasDatabase } from "./storage.js";

/**
 * How answers move into a vault, out of it, and to hand. Loaded when there is a vault, or one is set.
 */

/** @typedef {import("./seal.js").Keys} Keys */

/**
 * What a store lets its vault see to.
 *
 * @typedef {object} Ward
 * @property {import("./shelf.js").Shelf} shelf
 * @property {import("./answers.js").Answers} answers
 * @property {() => Promise<void>} flush writes what is not yet written
 */

/**
 * Locks answers away from now on, or changes the passphrase.
 *
 * @param {Ward} ward
 * @param {string} passphrase
 * @returns {Promise<string | undefined>} the database that answers no longer lie in, if they did
 */
export async function setVault({ shelf, answers, flush }, passphrase) {
  const { lockbox, vault } = await OpenVault.under(passphrase, shelf.vault);
  await flush();
  if (shelf.lockbox) {
    await shelf.sure.ask((_, facts) => [facts.put(lockbox, "vault")]);
    shelf.lockbox = lockbox;
    return;
  }
  const held = answers.all;
  const rows = await vault.seal(held);
  await shelf.moveTo(
    (database) => database.ask((kept, facts) => [kept.clear(), facts.put(lockbox, "vault"), ...rows.map((row) => kept.put(row))]),
    { lockbox, vault },
  );
  vault.ready();
  answers.since(held);
  // Removing the whole database makes the browser tidy its files; removing rows would leave them lying there.
  return shelf.open;
}

/**
 * Takes the vault away: answers are kept in the open again. Only while it is unlocked.
 *
 * @param {Ward} ward
 * @returns {Promise<string>} the database that answers no longer lie in
 */
export async function dropVault(ward) {
  const { shelf, answers, flush } = ward;
  await takePartings(ward);
  await flush();
  const held = answers.all;
  await shelf.moveTo((rows) => rows.put(held.map(openRow)));
  answers.since(held);
  // A tab that was put to sleep may keep it from being removed; empty, it asks nobody for a passphrase.
  await Rows.of(shelf.sealed).then((old) => old.ask((kept, facts) => [kept.clear(), facts.clear()]).finally(() => old.close())).catch(() => {});
  return shelf.sealed;
}

/**
 * Opens the vault.
 *
 * @param {Ward} ward
 * @param {string | Keys["raw"]} by its passphrase, or keys that were held
 * @param {number} locks how often it had been locked when this was asked
 * @returns {Promise<boolean | undefined>} false for what does not open it, nothing where it was locked meanwhile
 */
export async function unlock(ward, by, locks) {
  const { shelf, flush } = ward;
  const vault = shelf.lockbox && (await OpenVault.by(by, shelf.lockbox));
  if (!vault || !shelf.lockbox || !(await vault.fits(shelf.lockbox))) return false;
  await flush();
  const rows = await shelf.sure.all();
  // Somebody left while the passphrase was being tried, which takes a moment.
  if (locks !== shelf.locks) return undefined;
  shelf.vault = vault;
  await unseal(ward, rows);
  return vault === shelf.vault || undefined;
}

/**
 * Takes in what an open vault holds, and what lies beside it.
 *
 * @param {Ward} ward
 * @param {import("./open_vault.js").SealedRow[]} rows
 */
export async function unseal(ward, rows) {
  const { shelf, answers } = ward;
  const { vault } = shelf;
  if (!vault) return;
  const [kept, waiting] = [await vault.open(rows), await vault.open(shelf.waiting)];
  if (vault !== shelf.vault) return;
  answers.have(answers.newer(kept));
  answers.take(answers.newer(waiting));
  shelf.waiting = [];
  await takePartings(ward);
  await takeStrays(ward);
  vault.ready();
}

/** Takes in what closing pages wrote last. @param {Ward} ward */
export async function takePartings({ shelf, answers, flush }) {
  const { vault } = shelf;
  if (!vault) return;
  const last = await vault.partings(shelf.sure);
  if (last.names.length === 0 || vault !== shelf.vault) return;
  answers.take(answers.newer(last.answers));
  await flush();
  if (answers.saved) await shelf.sure.ask((_, facts) => last.names.map((name) => facts.delete(name)));
}

/**
 * Takes in what lies in the open though there is a vault: a browser was killed, or another tab wrote, while it was being set.
 *
 * @param {Ward} ward
 */
async function takeStrays({ shelf, answers, flush }) {
  if (!(await hasDatabase(shelf.open))) return;
  try {
    const open = await Rows.of(shelf.open);
    const rows = await open.all();
    open.close();
    if (!shelf.vault) return;
    answers.take(answers.newer(rows.map(({ answer }) => answer)));
    await flush();
    if (answers.saved) await dropDatabase(shelf.open);
  } catch {
    // They stay where they are, and are taken in next time.
  }
}
