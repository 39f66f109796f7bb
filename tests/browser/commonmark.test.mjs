// CommonMark's own examples, each a chapter of a book that the tool builds, held against the HTML the specification gives.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { parseFragment } from 'parse5';
import { differences, refusals } from './lib/commonmark.mjs';
import { none } from './lib/report.mjs';

// The specification prints a tab as an arrow.
const examples = createRequire(import.meta.url)('commonmark-spec').tests.map(({ number, markdown, html }) => ({
  number,
  markdown: markdown.replaceAll('\u2192', '\t'),
  html: html.replaceAll('\u2192', '\t'),
}));
const tool = process.env.STEPBOOK;

const name = (number) => `example-${String(number).padStart(3, '0')}`;
const run = (...args) =>
  new Promise((done, failed) => {
    execFile(tool, args, { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (error && ![0, 1].includes(error.code)) failed(new Error(`${tool} ${args.join(' ')}: ${error.message}\n${stderr}`));
      else done({ stdout, stderr, code: error?.code ?? 0 });
    });
  });

let home;
/** By number of the example: the codes for which the tool builds nothing, or the HTML it made. */
const refused = new Map();
const made = new Map();

/** A file for every link that leads to one, since a link to nowhere stops the build. What stands in it is its path. */
function place(findings, book) {
  let placed = 0;
  for (const { message } of findings) {
    const path = /^there is no file `content\/([^`]+)`$/.exec(message)?.[1];
    if (path === undefined || normalize(path) !== path || path.startsWith('..') || /[:\\]/.test(path)) continue;
    try {
      mkdirSync(dirname(join(book, 'content', path)), { recursive: true });
      writeFileSync(join(book, 'content', path), path.endsWith('.md') ? `# ${path}\n` : path, { flag: 'wx' });
      placed += 1;
    } catch {
      // A folder and a file of the same name: the example stays refused, and is on the list.
    }
  }
  return placed;
}

before(async () => {
  if (!tool) throw new Error('STEPBOOK is not set: run these tests with `npm test --prefix tests/browser`');
  home = mkdtempSync(join(tmpdir(), 'stepbook-commonmark-'));
  const book = join(home, 'book');
  mkdirSync(join(book, 'content'), { recursive: true });
  writeFileSync(join(book, 'book.toml'), '[book]\ntitle = "CommonMark"\n');
  writeFileSync(join(book, 'content/index.md'), '---\ntitle: CommonMark\n---\n\nIts examples.\n');
  for (const { number, markdown } of examples) {
    writeFileSync(join(book, `content/${name(number)}.md`), `---\ntitle: Example ${number}\n---\n${markdown}`);
  }
  let errors;
  do {
    const { stdout } = await run('check', '--format', 'json', book);
    errors = JSON.parse(stdout).filter(({ severity }) => severity === 'error');
  } while (place(errors, book) > 0);
  for (const { file, code } of errors) {
    const number = Number(/^content\/example-(\d{3})\.md$/.exec(file)?.[1]);
    if (!number) throw new Error(`${file}: ${code}`);
    refused.set(number, new Set([...(refused.get(number) ?? []), code]));
  }
  for (const number of refused.keys()) rmSync(join(book, `content/${name(number)}.md`));
  const { stderr, code } = await run('build', '--out', join(home, 'site'), book);
  if (code !== 0) throw new Error(stderr);
  for (const { number } of examples) {
    if (refused.has(number)) continue;
    const page = readFileSync(join(home, `site/${name(number)}.html`), 'utf8');
    const [, inside] = /<div class="prose">\n?([\s\S]*)<\/div>\s*<sb-print /.exec(page) ?? [];
    if (inside === undefined) throw new Error(`example ${number} has no text`);
    made.set(number, inside);
  }
});

after(() => rmSync(home, { recursive: true, force: true }));

const BLOCKS = 'blockquote|dd|div|dl|dt|h1|h2|h3|h4|h5|h6|hr|li|ol|p|pre|table|tbody|td|th|thead|tr|ul';
const TYPESET = { '\u2018': "'", '\u2019': "'", '\u201c': '"', '\u201d': '"', '\u2013': '--', '\u2014': '---', '\u2026': '...' };

/** Quotation marks and dashes as they were typed: setting them is what this tool adds. */
const typed = (text) => text.replace(/[\u2018\u2019\u201c\u201d\u2013\u2014\u2026]/g, (sign) => TYPESET[sign]);

/** An address as a reader would follow it: files of the book by the path they had. */
function followed(address) {
  if (/^assets\//.test(address)) return `file:${readFileSync(join(home, 'site', decodeURI(address)), 'utf8')}`;
  if (/^[a-z][a-z0-9+.-]*:|^\/\/|^#/i.test(address)) return address;
  try {
    return `file:${decodeURI(address).replace(/^\//, '')}`;
  } catch {
    return `file:${address}`;
  }
}

/**
 * What HTML says, apart from how it is written: white space that no reader sees, order of attributes and of classes, comments, which
 * are not published, and what this tool adds to a tag.
 */
function said(html) {
  const lines = [];
  const walk = (node, quoted) => {
    if (node.nodeName === '#text') {
      const text = typed(node.value).replace(/[ \t\n\r\f]+/g, ' ');
      // What a comment stood between meets.
      const met = text.startsWith(' ') && lines.at(-1)?.endsWith(' ') && !lines.at(-1).startsWith('<');
      lines.push(quoted ? JSON.stringify(node.value) : met ? text.slice(1) : text);
    } else if (node.nodeName === '#comment') {
      return;
    } else if (node.tagName) {
      const own = new Set(node.tagName === 'img' ? ['width', 'height', 'loading', 'decoding'] : /^h[1-6]$/.test(node.tagName) ? ['id'] : []);
      const attributes = node.attrs
        .filter((attribute) => !own.has(attribute.name))
        .map(({ name: key, value }) => [key, ['href', 'src'].includes(key) ? followed(value) : key === 'alt' ? typed(value) : key === 'class' ? value.split(/\s+/).join(' ') : value])
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
      lines.push(`<${node.tagName}${attributes.join('')}>`);
      for (const child of node.childNodes) walk(child, quoted || ['code', 'pre'].includes(node.tagName));
      lines.push(`</${node.tagName}>`);
    } else {
      for (const child of node.childNodes) walk(child, quoted);
    }
  };
  walk(parseFragment(html), false);
  return lines
    .join('')
    .replace(new RegExp(`\\s*(</?(?:${BLOCKS})(?: [^>]*)?>)\\s*`, 'g'), '$1')
    // Blank space at the end of a block is none, also inside of what stands last in it.
    .replace(new RegExp(`\\s+((?:</[^>]+>)+)(?=</(?:${BLOCKS})>)`, 'g'), '$1')
    .replace(new RegExp(`\\s+((?:</[^>]+>)*</(?:${BLOCKS})>)`, 'g'), '$1')
    .trim();
}

test('every example of the specification is run', () => {
  const numbers = examples.map(({ number }) => number);
  none([
    ...(examples.length === 652 ? [] : [`${examples.length} examples, not 652`]),
    ...numbers.filter((number) => made.has(number) === refused.has(number)).map((number) => `example ${number} was not run`),
  ]);
});

test('what is refused is refused for the reason that is listed', () => {
  const listed = new Map(Object.entries(refusals).flatMap(([code, numbers]) => numbers.map((number) => [number, code])));
  none(
    examples.flatMap(({ number, markdown }) => {
      const found = [...(refused.get(number) ?? [])].sort().join(' ');
      const wanted = listed.get(number) ?? '';
      if (found === wanted) return [];
      return [`example ${number}: refused with ${found || 'nothing'}, listed ${wanted || 'nowhere'}: ${JSON.stringify(markdown)}`];
    }),
  );
});

test('the rest says what the specification says, but for what is listed', () => {
  const reasons = new Map(Object.entries(differences).flatMap(([reason, numbers]) => numbers.map((number) => [number, reason])));
  none(
    examples.flatMap(({ number, markdown, html }) => {
      if (!made.has(number)) return reasons.has(number) ? [`example ${number} is refused, and listed as different`] : [];
      const [found, wanted] = [said(made.get(number)), said(html)];
      if ((found === wanted) !== reasons.has(number)) return [];
      if (found === wanted) return [`example ${number} says the same now: take it off the list (${reasons.get(number)})`];
      return [`example ${number}: ${JSON.stringify(markdown)}\n    wanted ${wanted}\n    found  ${found}`];
    }),
  );
});
