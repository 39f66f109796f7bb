// `npm test`: builds the shipped workbook, unless SITE names a built one, and runs every test over it, then readers' stories in Firefox.
// THOROUGH=1 prints every sheet in every mode, and looks at every page for what moves; otherwise Letter is for blank sheets alone, and it is every third.
// ENGINE=chromium or ENGINE=firefox runs one of the two, and then all of its tests.
import { spawnSync } from 'node:child_process';
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
const play = (engine, files, together) => {
  console.log(`\n-- in ${engine}, ${together} at a time --`);
  const args = ['--test', '--test-reporter=spec', '--test-timeout=900000', `--test-concurrency=${together}`, ...process.argv.slice(2), ...files];
  return run(process.execPath, args, { cwd: here, env: { ...process.env, ENGINE: engine, SITE: site, STEPBOOK: tool } });
};
// What asks about files, words or the DevTools protocol runs in Chromium alone. Readers' stories run in Firefox too: when no browser is named,
// those on keeping and on leaving, since all of them take Firefox another quarter of an hour.
const core = ['firefox', 'keeping', 'leaving'];
const more = ['backup', 'cards', 'check', 'checkin', 'dialogues', 'field-kinds', 'fields', 'mine', 'offline', 'pages', 'pair', 'vault'];
const stories = process.env.ENGINE === 'firefox' ? [...core, ...more] : core;
const engines = process.env.ENGINE ? [process.env.ENGINE] : ['chromium', 'firefox'];
// These start and kill browsers, or measure: nothing else may be busy meanwhile.
const alone = ['keeping', 'offline', 'speed', 'steady', 'vault'];
const all = readdirSync(here).filter((file) => file.endsWith('.test.mjs')).map((file) => file.replace('.test.mjs', ''));
for (const engine of engines) {
  const files = engine === 'firefox' ? stories : all;
  for (const [which, together] of [[files.filter((name) => !alone.includes(name)), 2], [files.filter((name) => alone.includes(name)), 1]]) {
    if (status === 0 && which.length > 0) status = play(engine, which.map((name) => `${name}.test.mjs`), together);
  }
}
if (made) rmSync(made, { recursive: true, force: true });
process.exitCode = status;
