// The house rules of the themes' own styles and scripts, where a reviewer's eye would tire.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { none } from './lib/report.mjs';

const repository = join(import.meta.dirname, '../..');
const themes = join(repository, 'themes');
const sources = (ending) =>
  (existsSync(themes) ? readdirSync(themes, { recursive: true, withFileTypes: true }) : [])
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(repository, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();

// Comments and the words in strings are blanked, line ends kept, so that a rule never trips over prose.
const blank = (text) => text.replace(/[^\n]/g, ' ');
const withoutComments = {
  '.css': (text) => text.replace(/\/\*[\s\S]*?\*\//g, blank),
  '.js': (text) => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, blank),
};

/** Each place in the files where a rule's pattern stands, as `file:line: what, because why`. */
function places(ending, rules) {
  return sources(ending).flatMap((file) => {
    const text = withoutComments[ending](readFileSync(join(repository, file), 'utf8'));
    return rules
      .filter(({ except }) => !except?.test(file))
      .flatMap(({ pattern, why }) =>
        [...text.matchAll(pattern)].map(({ 0: found, index }) => `${file}:${text.slice(0, index).split('\n').length}: ${found.trim()}: ${why}`),
      );
  });
}

test('styles keep to their layers and tokens', () => {
  const findings = places('.css', [
    { pattern: /!important/g, why: 'the layers decide, not force' },
    { pattern: /(?<=^|[\s,>+~(}])#[a-z_-][\w-]*(?=[^{};]*\{)/gim, why: 'a class instead of an id' },
    { pattern: /#[0-9a-f]{3,8}\b(?=[^{}]*[;}])|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\((?!from)/gi, why: 'colours stand in tokens.css', except: /tokens\.css$/ },
    { pattern: /(?:@import|url\(\s*['"]?(?:https?:)?\/\/)[^;]*/gi, why: 'nothing comes from elsewhere' },
    { pattern: /(?<![\w-])(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right)\s*:|text-align:\s*(?:left|right)/g, why: 'logical properties, so that right-to-left needs no second sheet' },
  ]);
  for (const file of sources('.css')) {
    const text = withoutComments['.css'](readFileSync(join(repository, file), 'utf8')).trim();
    if (!text.startsWith('@layer')) findings.push(`${file}:1: begins outside a layer`);
    if (text.split('{').length !== text.split('}').length) findings.push(`${file}:1: braces do not match`);
  }
  none(findings);
});

test('scripts keep to their contracts', () => {
  none(
    places('.js', [
      { pattern: /\.(?:innerHTML|outerHTML)\b|insertAdjacentHTML|document\.write/g, why: 'answers are text, never markup' },
      { pattern: /\.showModal\(|requestFullscreen|showPopover|["']popover["']|beforeunload/g, why: 'nothing may cover "Leave quickly", or hold a reader back' },
      { pattern: /\beval\(|new Function\b/g, why: 'the policy forbids it' },
      { pattern: /\b(?:localStorage|sessionStorage|indexedDB)\b/g, why: 'only lib/storage.js names the storage', except: /lib\/storage\.js$/ },
      { pattern: /\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource/g, why: 'nothing leaves the device', except: /(?:serve|reload|worker|sw)\.js$/ },
      { pattern: /https?:\/\/(?!www\.w3\.org\/)[^\s'"`]+/g, why: 'nothing comes from elsewhere' },
      { pattern: /\b(?:t|plural)\(\s*(?!["'\s)])[^,)]*/g, why: 'only strings that are named in the call come with the script', except: /lib\/t\.js$/ },
      { pattern: /matchMedia\([^)]*color-scheme/g, why: 'a page is the same in light and dark: styles alone ask which it is' },
      { pattern: /\bconsole\.(?:log|debug|info)\b/g, why: 'the console stays quiet' },
    ]),
  );
});

test('scripts parse, and their types hold', { skip: sources('.js').length === 0 && 'no scripts yet' }, () => {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const options = [
    '--allowJs', '--checkJs', '--noEmit', '--strict', '--pretty', 'false', '--types', '',
    '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2023,dom,dom.iterable',
  ];
  const { stdout, stderr, status } = spawnSync(process.execPath, [compiler, ...options, ...sources('.js')], { cwd: repository, encoding: 'utf8' });
  none(status === 0 ? [] : `${stdout}${stderr}`.trim().split('\n'));
});
