// A stock Firefox, the one a reader has: no patched build, no geckodriver; playwright-core speaks WebDriver BiDi to it.
import { existsSync, renameSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { firefox } from 'playwright-core';

const NAMES = ['firefox-esr', 'firefox'];

function installed() {
  if (process.env.FIREFOX) {
    if (existsSync(process.env.FIREFOX)) return process.env.FIREFOX;
    throw new Error(`FIREFOX=${process.env.FIREFOX} is not there`);
  }
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) if (existsSync(join(folder, name))) return join(folder, name);
  }
  throw new Error('no Firefox found: install the package `firefox-esr` (or `firefox`), or name one with FIREFOX=/path/to/firefox');
}

/** Settings of the whole browser: what a reader's Firefox has, but for motion, colours, and that nothing leaves this machine. */
const settings = ({ dark, motion, scripts }) => ({
  // playwright-core loosens this one; from a folder on disk a reader's Firefox is strict.
  'security.fileuri.strict_origin_policy': true,
  // None of these can be told for one reader, as it can in Chromium.
  'javascript.enabled': scripts,
  'ui.prefersReducedMotion': motion ? 0 : 1,
  'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1,
  // A proxy that is not there, for everything but this machine.
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
});

const start = async (look) => {
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: installed(), firefoxUserPrefs: settings(look) });
  mend(browser);
  return browser;
};

/**
 * A browser for the readers of one test file. What Chromium is told for each reader, Firefox is told when it starts: so one is
 * started for each look that is asked for.
 *
 * @returns {Promise<{ newContext: (options?: import('playwright-core').BrowserContextOptions) => Promise<import('playwright-core').BrowserContext>, close: () => Promise<void> }>}
 */
export async function launchFirefox() {
  const started = new Map();
  const browserFor = (look) => {
    const name = JSON.stringify(look);
    if (!started.has(name)) started.set(name, start(look));
    return started.get(name);
  };
  await browserFor({ dark: false, motion: false, scripts: true });
  return {
    async newContext({ colorScheme, reducedMotion = 'reduce', javaScriptEnabled = true, serviceWorkers = 'allow', ...options } = {}) {
      const browser = await browserFor({ dark: colorScheme === 'dark', motion: reducedMotion === 'no-preference', scripts: javaScriptEnabled });
      const context = await browser.newContext(options);
      if (serviceWorkers === 'block') await context.addInitScript(() => delete Navigator.prototype.serviceWorker);
      context.on('page', (page) => (page.emulateMedia = ({ media }) => page.evaluate(wear, media)));
      return context;
    },
    async close() {
      for (const browser of started.values()) await (await browser).close();
    },
  };
}

let mended;

/**
 * A browser with a profile on disk, which writes down its windows as a reader's does to open them again, and more often.
 *
 * @param {string} profile
 */
export async function keepFirefox(profile) {
  const look = { dark: false, motion: false, scripts: true };
  // While it opens a profile, playwright-core asks already for what is not there; only in a browser that runs can that be mended.
  await (mended ??= start(look).then((browser) => browser.close()));
  const firefoxUserPrefs = { ...settings(look), 'browser.sessionstore.resume_from_crash': true, 'browser.sessionstore.interval': 500 };
  return firefox.launchPersistentContext(profile, { channel: 'moz-firefox', executablePath: installed(), firefoxUserPrefs, locale: 'en-GB' });
}

/**
 * The bytes of a file as they were before Firefox packed them by LZ4, as it does with what it knows of its windows: pieces as they stand, each
 * followed by a place before it to copy from. Those of any other file as they are.
 *
 * @param {Buffer} bytes
 */
export function unpacked(bytes) {
  if (bytes.toString('latin1', 0, 8) !== 'mozLz40\0') return bytes;
  const text = Buffer.alloc(bytes.readUInt32LE(8));
  let at = 12;
  let end = 0;
  const length = (start) => {
    let sum = start;
    for (let more = start === 15 ? 255 : 0; more === 255; sum += more) more = bytes[at++];
    return sum;
  };
  while (at < bytes.length) {
    const token = bytes[at++];
    const plain = length(token >> 4);
    bytes.copy(text, end, at, at + plain);
    at += plain;
    end += plain;
    if (at >= bytes.length) break;
    const back = bytes.readUInt16LE(at);
    at += 2;
    for (let more = length(token & 15) + 4; more > 0; more--, end++) text[end] = text[end - back];
  }
  return text;
}

/**
 * Two things that playwright-core takes for granted and that Firefox 153 does not have: a command for the colour scheme, asked at
 * each new window (the settings above say it instead), and a name for each file that is handed out (made here).
 */
function mend(browser) {
  const session = browser._connection?.toImpl?.(browser)?._browserSession;
  const kind = session && Object.getPrototypeOf(session);
  if (!kind?.send || !kind.dispatchMessage) throw new Error('playwright-core has changed inside: see mend() in tests/browser/lib/firefox.mjs');
  if (kind.mended) return;
  const { send, dispatchMessage } = kind;
  kind.send = function (method, told) {
    return method === 'emulation.setMediaFeaturesOverride' ? Promise.resolve({}) : send.call(this, method, told);
  };
  kind.dispatchMessage = function (message) {
    const { method, params } = message;
    if (/^browsingContext\.download/.test(method ?? '') && !params.navigation) params.download ??= params.url;
    if (method === 'browsingContext.downloadWillBegin') params.suggestedFilename = asked(params.suggestedFilename);
    if (method === 'browsingContext.downloadEnd' && params.filepath) place(params.filepath);
    dispatchMessage.call(this, message);
  };
  kind.mended = true;
}

/**
 * Turns the rules of a page's styles to paper, and back; WebDriver BiDi has no word for it. What is not on paper has the focus no more
 * while it is hidden, where a browser that prints takes it from nobody: so it is given back.
 */
function wear(media) {
  if (media === 'print') document.held = document.activeElement;
  const turn = (rules) => {
    for (const rule of rules) {
      if (rule.media) {
        rule.said ??= rule.media.mediaText;
        const turned = { print: rule.said.replace(/\bscreen\b/g, 'tty').replace(/\bprint\b/g, 'screen') };
        rule.media.mediaText = turned[media] ?? rule.said;
      }
      if (rule.cssRules) turn(rule.cssRules);
    }
  };
  for (const { cssRules } of document.styleSheets) turn(cssRules);
  if (media === 'print') return;
  if (document.held?.isConnected) document.held.focus({ preventScroll: true });
  document.held = null;
}

/** The name that the page asked for: in the one folder of a test run Firefox counts files of the same name, and tells the counted one. */
const asked = (name) => name.replace(/\(\d+\)(?=\.\w+$)/, '');

/** playwright-core reads a file under the name that was asked for. */
function place(path) {
  const name = asked(basename(path));
  if (name !== basename(path)) renameSync(path, join(dirname(path), name));
}
