// The one browser of a test run, and a few pages open side by side in it.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { keepFirefox, launchFirefox } from './firefox.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function installed() {
  if (process.env.BROWSER) return process.env.BROWSER;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) if (existsSync(join(folder, name))) return join(folder, name);
  }
  throw new Error('no Chromium found: install the package `chromium`, or name one with BROWSER=/path/to/chromium');
}

/** In which browser the stories of this run are played: ENGINE=firefox, or Chromium. */
export const engine = process.env.ENGINE ?? 'chromium';
if (!['chromium', 'firefox'].includes(engine)) throw new Error(`ENGINE=${engine}: it is chromium or firefox`);

/** Options of a test that only Chromium can be driven through; it is told as left out, with the reason, where the others run. */
export const chromiumOnly = (why) => ({ skip: engine !== 'chromium' && why });

/** A browser whose pages are looked at and typed into no sooner than a reader could. */
export async function launch(which = engine) {
  const browser = await (which === 'firefox' ? launchFirefox() : launchChromium());
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => patient(await open(options));
  return browser;
}

const launchChromium = () =>
  chromium.launch({
    executablePath: installed(),
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // Whatever a page asks for, nothing leaves this machine.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });

/** Until a page has its answers at hand, or for its first second, its sheets are held back: what is looked at before that is not what a reader sees. */
export const awake = (page) => page.locator('html:not([data-waking]), body:not(:has(sb-exercise, sb-mine, .after-sheet))').first().waitFor({ state: 'attached' });

/** A reader touches nothing before it is to be seen. A test would: keys that are sent to a sheet which is held back go nowhere. */
function patient(context) {
  context.on('page', (page) => {
    for (const visit of ['goto', 'reload']) {
      const go = page[visit].bind(page);
      page[visit] = async (...where) => {
        const answer = await go(...where);
        await awake(page);
        return answer;
      };
    }
  });
  return context;
}

/**
 * Visits each address in a fresh context with the given options, a few at a time, and gathers what `visit` finds.
 * A page that complains, fails to load something, or asks another origin for anything is a finding too.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {{ base: string, pages: string[], options?: import('playwright-core').BrowserContextOptions, say?: string }} where
 * @param {(page: import('playwright-core').Page, name: string) => Promise<string[]>} [visit]
 * @returns {Promise<string[]>} findings, in the order of the pages
 */
export async function tour(browser, { base, pages, options = {}, say = '' }, visit = async () => []) {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', serviceWorkers: 'block', ...options });
  context.setDefaultTimeout(30_000);
  const home = new URL(base);
  const sameOrigin = (url) =>
    ['data:', 'blob:', 'about:'].includes(url.protocol) ||
    (url.protocol === home.protocol && url.host === home.host && url.pathname.startsWith(home.pathname));

  const findings = pages.map(() => []);
  const queue = [...pages.keys()];
  const worker = async () => {
    const page = await context.newPage();
    let told = [];
    page.on('console', (message) => {
      if (['error', 'assert'].includes(message.type())) told.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => told.push(`script: ${error.message}`));
    page.on('request', (request) => {
      if (!sameOrigin(new URL(request.url()))) told.push(`asks another place: ${request.url()}`);
    });
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // Leaving a page gives up what it was still loading; that is no fault of the page.
      if (!['net::ERR_ABORTED', 'NS_BINDING_ABORTED'].includes(why)) told.push(`failed: ${request.url()} ${why}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) told.push(`${response.status()}: ${response.url()}`);
    });
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      told = [];
      try {
        await page.goto(new URL(pages[at], base).href, { waitUntil: 'load' });
        told.push(...(await visit(page, pages[at])));
      } catch (error) {
        told.push(`broke off: ${error.message}`);
      }
      findings[at] = told.map((finding) => `${pages[at]}${say && ` [${say}]`}: ${finding}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(pages.length, availableParallelism()) }, worker));
  await context.close();
  return findings.flat();
}

function keepChromium(profile) {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--no-first-run', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];
  return chromium.launchPersistentContext(profile, { executablePath: installed(), args, locale: 'en-GB' });
}

/**
 * A browser with a profile on disk, which can be killed as a machine that loses power kills it.
 *
 * @param {string} profile
 */
export async function launchKept(profile) {
  const context = patient(await (engine === 'firefox' ? keepFirefox(profile) : keepChromium(profile)));
  const kill = async () => {
    const closed = new Promise((done) => context.once('close', done));
    const all = processesOf(profile);
    for (const pid of all) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It went with its parent.
      }
    }
    await closed;
    // One that still runs may write into the profile while the test removes it.
    while (all.some(runs) || processesOf(profile).length > 0) await new Promise((next) => setImmediate(next));
    rmSync(join(profile, 'SingletonLock'), { force: true });
  };
  return { context, kill };
}

/** A running process: the one that started it, and its arguments. Nothing for one that has ended, even if nobody has taken note of it. */
function running(pid) {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return state === 'Z' ? undefined : { parent: Number(parent), args: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') };
  } catch {
    return undefined;
  }
}

const runs = (pid) => running(pid) !== undefined;

/** The processes of one profile, with those that they started, and of no other browser on this machine. */
function processesOf(profile) {
  const all = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), running(name)]));
  const named = (pid) => all.get(pid)?.args.some((arg) => arg === `--user-data-dir=${profile}` || arg === profile);
  // Only the first of them names the profile.
  const belongs = (pid) => all.get(pid) !== undefined && (named(pid) || belongs(all.get(pid).parent));
  return [...all.keys()].filter(belongs);
}
