// A stock Firefox, the one a reader has: no patched build, no geckodriver; playwright-core speaks WebDriver BiDi to it.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
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
const settings = ({ dark, motion }) => ({
  // playwright-core loosens this one; from a folder on disk a reader's Firefox is strict.
  'security.fileuri.strict_origin_policy': true,
  // It can be told neither of these for one page, as Chromium can.
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

const OPTIONS = { channel: 'moz-firefox' };

/**
 * @param {{ dark?: boolean, motion?: boolean }} [look] for all of its pages
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchFirefox(look = {}) {
  const browser = await firefox.launch({ ...OPTIONS, executablePath: installed(), firefoxUserPrefs: settings(look) });
  forgiveMedia(browser);
  return browser;
}

/**
 * playwright-core asks for a colour scheme in each new window, by a command that Firefox 153 does not know yet, and gives up where
 * that fails. So that one command is answered here. Settings above say what it would have said.
 */
function forgiveMedia(browser) {
  const session = browser._connection?.toImpl?.(browser)?._browserSession;
  if (!session) throw new Error('playwright-core has changed inside: mend forgiveMedia in tests/browser/lib/firefox.mjs');
  const kind = Object.getPrototypeOf(session);
  if (kind.forgiven) return;
  const { send } = kind;
  kind.send = function (method, told) {
    return method === 'emulation.setMediaFeaturesOverride' ? Promise.resolve({}) : send.call(this, method, told);
  };
  kind.forgiven = true;
}
