// A small book of the tests' own, built by the program that is under test.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const repository = join(import.meta.dirname, '../../..');
const folder = process.env.CARGO_TARGET_DIR ?? join(repository, 'target');
export const program = process.env.STEPBOOK ?? ['debug', 'release'].map((made) => join(folder, made, 'stepbook')).find(existsSync);

/**
 * Builds `tests/browser/books/<name>`, with the theme as it stands in this repository.
 *
 * Its first flag may be `{ add }`: a function that writes further files into the book's folder.
 *
 * @returns {Promise<{ root: string, remove: () => void }>} the folder of its site
 */
export async function build(name, ...flags) {
  const { add } = typeof flags[0] === 'object' ? flags.shift() : {};
  if (!program) throw new Error('no stepbook to build a book with: run `cargo build`, or name one with STEPBOOK=/path/to/stepbook');
  const made = mkdtempSync(join(tmpdir(), `stepbook-${name}-`));
  const [book, root] = [join(made, 'book'), join(made, 'site')];
  cpSync(join(repository, 'tests/browser/books', name), book, { recursive: true });
  cpSync(join(repository, 'themes'), join(book, 'themes'), { recursive: true });
  add?.(book);
  await promisify(execFile)(program, ['build', '--out', root, ...flags, book]);
  return { root, remove: () => rmSync(made, { recursive: true, force: true }) };
}

/** Builds the workbook of this repository with further flags. */
export async function buildShipped(...flags) {
  if (!program) throw new Error('no stepbook to build the workbook with: run `cargo build`, or name one with STEPBOOK=/path/to/stepbook');
  const root = mkdtempSync(join(tmpdir(), 'stepbook-shipped-'));
  await promisify(execFile)(program, ['build', '--out', root, ...flags, repository]);
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
