// `npm test`: builds the shipped workbook, unless SITE names a built one, and runs every test over it, then readers' stories in Firefox.
// THOROUGH=1 prints every sheet in every mode, and looks at every page for what moves; otherwise Letter is for blank sheets alone, and it is every third, as it is of sheets that are filled or large.
// ENGINE=chromium or ENGINE=firefox runs one of the two, and then all of its tests.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const here = import.meta.dirname;
const run = (command, args, options) => {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? 1;
};

const target = process.env.CARGO_TARGET_DIR ?? join(here, '../../target');
// The tool itself, for the tests that build books of their own.
const tool = resolve(process.env.STEPBOOK ?? join(target, 'debug/stepbook'));
let site = process.env.SITE && resolve(process.env.INIT_CWD ?? process.cwd(), process.env.SITE);
let made;
let status = 0;
if (!site) {
  made = mkdtempSync(join(tmpdir(), 'stepbook-'));
  site = join(made, 'site');
  status = run('cargo', ['run', '--quiet', '--', 'build', '--out', site], { cwd: join(here, '../..') });
} else if (!existsSync(join(site, 'index.html'))) {
  console.error(`SITE=${site} holds no index.html: build a site there first, or leave SITE unset.`);
  status = 1;
}
if (status === 0 && !existsSync(tool)) {
  console.error(`${tool} is not there: build it with \`cargo build\`, or name it with STEPBOOK.`);
  status = 1;
}

/** What node counts at the end of each file; told once for all of them. */
const COUNTED = /^ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)\n/gm;
const counts = { tests: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
const took = [];
/** What failed, in node's own words: told once more at the very end, where whoever reads the run looks first. */
const failures = [];

/** Runs one file in one browser, and tells all of it when it has ended, so that files side by side do not talk at once. */
const play = ({ engine, name }) =>
  new Promise((done) => {
    const from = performance.now();
    const args = ['--test', '--test-reporter=spec', '--test-timeout=1500000', ...process.argv.slice(2), `${name}.test.mjs`];
    const child = spawn(process.execPath, args, { cwd: here, env: { ...process.env, ENGINE: engine, SITE: site, STEPBOOK: tool }, stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (told += text));
    child.on('error', (error) => (told += `${process.execPath}: ${error.message}\n`));
    child.on('close', (code) => {
      const seconds = Math.round((performance.now() - from) / 1000);
      took.push({ engine, name, seconds });
      const rest = told.replace(COUNTED, (_, what, count) => {
        if (what in counts) counts[what] += Number(count);
        return '';
      });
      const [, failed] = rest.split('\n✖ failing tests:\n');
      if (failed || code !== 0) failures.push(`-- failed: ${name} in ${engine} --\n${(failed ?? `it ended with ${code}`).trim()}`);
      console.log(`\n-- ${name} in ${engine}, ${seconds} s --\n${rest.trimEnd()}`);
      done(code ?? 1);
    });
  });

/** Runs files in their order, so many at a time. All of them, even when one fails. */
async function playAll(files, together) {
  const queue = [...files];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) status = (await play(next)) || status;
  };
  await Promise.all(Array.from({ length: together }, worker));
}

// What asks about files, words or the DevTools protocol runs in Chromium alone. Readers' stories run in Firefox too: when no browser is named,
// those on keeping and on leaving, since all of them take Firefox another quarter of an hour.
const core = ['firefox', 'keeping', 'leaving'];
const more = ['backup', 'cards', 'check', 'checkin', 'dialogues', 'field-kinds', 'fields', 'focus', 'killed', 'mine', 'offline', 'pages', 'pair', 'printing', 'shared', 'states', 'tabs', 'vault'];
const stories = process.env.ENGINE === 'firefox' ? [...core, ...more] : core;
const engines = process.env.ENGINE ? [process.env.ENGINE] : ['chromium', 'firefox'];
// These kill browsers, keep a whole site anew, or measure: nothing else may be busy meanwhile.
const alone = ['killed', 'offline', 'speed', 'steady'];
// The longest begin first, so that no core is idle while the last of them goes on by itself.
const longest = ['pages', 'keeping', 'paper', 'check', 'dialogues', 'pair', 'paperfirefox', 'backup', 'translations', 'vault', 'firefox', 'leaving'];
const rank = ({ name }) => (longest.includes(name) ? longest.indexOf(name) : longest.length);
const all = readdirSync(here).filter((file) => file.endsWith('.test.mjs')).map((file) => file.replace('.test.mjs', ''));
// It starts a Firefox of its own, whatever the engine: once is enough.
const inChromium = all.filter((name) => name !== 'firefox');
const files = engines.flatMap((engine) => (engine === 'firefox' ? stories : inChromium).map((name) => ({ engine, name })));
const quiet = files.filter(({ name }) => alone.includes(name));

if (status === 0) {
  await playAll(files.filter((file) => !quiet.includes(file)).sort((a, b) => rank(a) - rank(b)), 2);
  await playAll(quiet, 1);
}
if (took.length > 0) {
  const slowest = took.toSorted((a, b) => b.seconds - a.seconds).slice(0, 5);
  console.log(`\n-- ${Object.entries(counts).map(([what, count]) => `${count} ${what}`).join(', ')} --`);
  console.log(`-- longest: ${slowest.map(({ engine, name, seconds }) => `${name} in ${engine} ${seconds} s`).join(', ')} --`);
}
for (const failure of failures) console.log(`\n${failure}`);
if (made) rmSync(made, { recursive: true, force: true });
process.exitCode = status;
