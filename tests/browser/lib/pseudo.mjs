// A language that nobody speaks: every text of a book and of the interface in Arabic letters, made the way a translator would make it.
import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { program } from './book.mjs';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../../..');

/** One Arabic letter for each of ours, so that words keep their length. */
const LETTERS = Object.fromEntries([...'abcdefghijklmnopqrstuvwxyz'].map((letter, n) => [letter, 'ابجدهوزحطيكلمنسعفصقرشتثخذض'[n]]));
const TURN = (words) => words.replace(/[a-z]/gi, (letter) => LETTERS[letter.toLowerCase()]);

/** What stays as it is in a text: places to fill, placements, addresses in links, code, entities. */
const KEPT = /\{\{[^}]*\}\}|\{\w+\}|\]\([^)]*\)|`[^`]*`|\[![A-Z]+\]|https?:\S+/g;

/** A text in the language, with everything that is no words left alone. */
export function pseudo(text) {
  let out = '';
  let at = 0;
  for (const { 0: kept, index } of text.matchAll(KEPT)) {
    out += TURN(text.slice(at, index)) + kept;
    at = index + kept.length;
  }
  return out + TURN(text.slice(at));
}

/** Fills in what `stepbook translate` wrote: behind each empty place what the comment above it says. */
function fill(skeleton) {
  let said = [];
  const lines = skeleton.split('\n').map((line, n) => {
    const comment = /^\s*# ?(.*)$/.exec(line);
    if (comment && n > 0) {
      said.push(comment[1]);
      return line;
    }
    if (said.length > 0 && /^\s*(\S+:|-)$/.test(line)) {
      const words = JSON.stringify(pseudo(said.join('\n')));
      said = [];
      return `${line} ${words}`;
    }
    said = [];
    return line;
  });
  return lines.join('\n');
}

/** A chapter: its front matter as above, and its text. */
function chapter(skeleton) {
  const [, front, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(skeleton);
  // The first comment says what the file is.
  return `---\n${fill(front)}\n---\n${pseudo(body)}`;
}

/** The interface. Each key has its text on its own line. */
function strings(english) {
  const out = english.split('\n').map((line) => {
    const [, key, value] = /^(\w+): (.*)$/.exec(line) ?? [];
    if (!key) return line;
    const text = value.startsWith('"') ? JSON.parse(value) : value;
    return `${key}: ${JSON.stringify(pseudo(text))}`;
  });
  return out.join('\n');
}

/**
 * Makes a book of `stepbook init`, with one exercise of each kind, and translates all of it.
 *
 * @returns {Promise<{ root: string, said: string, remove: () => void }>} the folder of its site, and what `check` says of it
 */
export async function translated(language = 'ar') {
  const made = mkdtempSync(join(tmpdir(), 'stepbook-pseudo-'));
  const [book, root] = [join(made, 'book'), join(made, 'site')];
  await run(program, ['init', book]);
  appendFileSync(join(book, 'book.toml'), `\n[translations.${language}]\ntitle = "${pseudo('A small book')}"\n`);
  mkdirSync(join(book, 'themes/paper/i18n'), { recursive: true });
  const english = readFileSync(join(repository, 'themes/paper/i18n/en.yaml'), 'utf8');
  writeFileSync(join(book, `themes/paper/i18n/${language}.yaml`), strings(english));
  await run(program, ['translate', language, '--dir', book]);
  for (const name of readdirSync(join(book, 'content'), { recursive: true })) {
    const file = join(book, 'content', name);
    if (name.endsWith(`.${language}.yaml`)) writeFileSync(file, fill(readFileSync(file, 'utf8')));
    if (name.endsWith(`.${language}.md`)) writeFileSync(file, chapter(readFileSync(file, 'utf8')));
  }
  await run(program, ['translate', language, '--dir', book]);
  const { stdout } = await run(program, ['check', '--format', 'json', book]);
  await run(program, ['build', '--out', root, book]);
  return { root, said: JSON.parse(stdout), remove: () => rmSync(made, { recursive: true, force: true }) };
}
