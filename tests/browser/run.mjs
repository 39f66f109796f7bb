// `npm test`: builds the shipped workbook, unless SITE names a built one, and runs every test over it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
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
if (status === 0) {
  const args = ['--test', '--test-reporter=spec', '--test-timeout=600000', ...process.argv.slice(2)];
  status = run(process.execPath, args, { cwd: here, env: { ...process.env, SITE: site, STEPBOOK: tool } });
}
if (made) rmSync(made, { recursive: true, force: true });
process.exitCode = status;
