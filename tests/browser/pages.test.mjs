// Every page, as readers meet it: narrow and wide, light and dark, without script, by keyboard, enlarged, from elsewhere. On paper: paper.test.mjs.
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { bringAxe } from './lib/axe.mjs';
import { chromiumOnly, engine, launch, tour } from './lib/browser.mjs';
import { none } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { dull, holdsAll, own, pages, root, some, thorough } from './lib/site.mjs';

const WCAG = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'] };

const once = chromiumOnly('walked in one browser: every page of it again in Firefox would take as long as all the rest');

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve(root);
});
after(async () => {
  await browser?.close();
  server?.close();
});

// A translation's pages are made by the same templates: some are looked at, narrow and light; all of an invented language are in translations.test.mjs.
const both = [...own, ...some(pages.filter((page) => !own.includes(page) && !holdsAll(page)))];
// What takes longest begins first, so that no worker waits at the end for another.
const longestFirst = (list) => list.toSorted((a, b) => Number(holdsAll(b)) - Number(holdsAll(a)));
const inFirefox = own.filter((page) => !holdsAll(page) && !page.startsWith('sheets/'));

// A page is opened once at each width: narrow in light, and wide in dark, and the other colours are put on while it is open.
// No script asks which colours a reader's system has; so it is the same page, of which axe-core is asked again what colours decide.
const BY_COLOUR = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
// What the room on a screen decides as well. Names, roles and the like were asked of the same page when it was narrow: some are asked again.
const BY_ROOM = { type: 'rule', values: [...BY_COLOUR.values, 'target-size', 'scrollable-region-focusable'] };
const askedWhole = new Set(some(own));
for (const [width, opened, turned] of [[360, 'light', 'dark'], [1280, 'dark', 'light']]) {
  const narrow = width === 360;
  test(`${width} px, light and dark: quiet console, nothing from elsewhere, WCAG 2.2 AA`, narrow ? {} : once, async () => {
    const options = { viewport: { width, height: 800 }, colorScheme: opened };
    // Firefox is told of colours when it starts, and cannot change them. Every sheet of a page that holds all is asked in both on its own.
    const inBoth = new Set(engine === 'firefox' ? [] : own.filter((page) => thorough || !holdsAll(page)));
    const seen = engine === 'firefox' ? inFirefox : narrow ? both : own;
    none(
      await tour(browser, { base: server.url, pages: longestFirst(seen), options, say: width }, async (page, name) => {
        await bringAxe(page);
        const found = (await accessibility(page, narrow || askedWhole.has(name) ? WCAG : BY_ROOM)).map((finding) => `${opened}: ${finding}`);
        found.push(...(await page.evaluate(putAway)));
        if (inBoth.has(name)) {
          await page.emulateMedia({ colorScheme: turned });
          found.push(...(await accessibility(page, BY_COLOUR)).map((finding) => `${turned}: ${finding}`));
          await page.emulateMedia({ colorScheme: opened });
        }
        return found;
      }),
    );
  });
}

test('no sideways scrolling at 320 px, and nothing lost when text is twice as large', once, async () => {
  const options = { viewport: { width: 320, height: 640 } };
  none(
    await tour(browser, { base: server.url, pages: longestFirst(pages), options }, async (page) => {
      const narrow = (await page.evaluate(tooWide)).map((finding) => `at 320 px: ${finding}`);
      await page.setViewportSize({ width: 640, height: 800 });
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      const large = [...(await page.evaluate(tooWide)), ...(await page.evaluate(cutOff))];
      return [...narrow, ...large.map((finding) => `text at 200 %: ${finding}`)];
    }),
  );
});

test('without script: a heading, the text, and a name on every control', chromiumOnly('names are read by the DevTools protocol'), async () => {
  const options = { viewport: { width: 360, height: 800 }, javaScriptEnabled: false };
  none(await tour(browser, { base: server.url, pages, options, say: 'no script' }, plain));
});

test('by keyboard, below a path: first past the navigation, then away quickly', once, async () => {
  const options = { viewport: { width: 360, height: 800 } };
  const below = await serve(root, '/p/q/');
  try {
    none(await tour(browser, { base: below.url, pages: own, options, say: 'keyboard, below /p/q/' }, async (page, name) => (dull.has(name) ? [] : keyboard(page))));
  } finally {
    below.close();
  }
});

test('from a folder on disk', once, async () => {
  none(await tour(browser, { base: pathToFileURL(`${root}/`).href, pages: own, say: 'from disk' }));
});

/** What axe-core, which is in the page already, finds by some of its rules. */
async function accessibility(page, runOnly) {
  const violations = await page.evaluate(async (runOnly) => {
    const { violations } = await globalThis.axe.run(document, {
      runOnly,
      ...(runOnly.type === 'tag' && { rules: { 'target-size': { enabled: true } } }),
      resultTypes: ['violations'],
      preload: false,
    });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ target, any }) => [target.join(' '), any[0]?.message ?? '']) }));
  }, runOnly);
  return violations.flatMap(({ id, help, nodes }) => {
    const more = nodes.length > 3 ? [`${id}: ... and ${nodes.length - 3} more places`] : [];
    return [...nodes.slice(0, 3).map(([target, message]) => `${id}: ${help}: ${target}${message && ` (${message})`}`), ...more];
  });
}

/** Runs in the page: what makes it scroll sideways. */
function tooWide() {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  const name = (element) => element.tagName.toLowerCase() + (element.id && `#${element.id}`) + [...element.classList].map((c) => `.${c}`).join('');
  const wide = [...document.body.querySelectorAll('*')].filter((element) => {
    if (element.getBoundingClientRect().right <= width + 1) return false;
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (box !== document.body && getComputedStyle(box).overflowX !== 'visible') return false;
    }
    return true;
  });
  const innermost = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));
  return [`scrolls sideways, ${document.scrollingElement.scrollWidth} px on ${width}: ${innermost.slice(0, 3).map(name).join(', ')}`];
}

/** Runs in the page: text that its own box hides. Text kept for screen readers alone is not meant to be seen. */
function cutOff() {
  const ownText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return [...document.body.querySelectorAll('*')].flatMap((element) => {
    if (!ownText(element) || element.clientWidth <= 2 || element.clientHeight <= 2) return [];
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (box.clientWidth <= 2 || style.clipPath !== 'none') return [];
      const hidden = (overflow) => overflow === 'hidden' || overflow === 'clip';
      const across = hidden(style.overflowX) && box.scrollWidth > box.clientWidth + 2;
      const down = hidden(style.overflowY) && box.scrollHeight > box.clientHeight + 2;
      if (box.clientHeight > 0 && (across || down)) return [`cut off: "${element.textContent.trim().slice(0, 40)}"`];
    }
    return [];
  });
}

/** Runs in the page: what a script has put away, and a style shows all the same. (A button to clear keeps its room.) */
function putAway() {
  const shown = [...document.querySelectorAll('[hidden]:not(.row .clear)')].filter((element) => getComputedStyle(element).display !== 'none');
  return shown.slice(0, 3).map((element) => `is hidden, and shows: "${element.textContent.trim().slice(0, 40)}"`);
}

const CONTROLS = new Set([
  'button', 'checkbox', 'combobox', 'date', 'datetime', 'DateTime', 'Date', 'InputTime', 'link', 'listbox', 'radio', 'searchbox', 'slider',
  'spinbutton', 'switch', 'textbox',
]);

/** What a reader without script gets. */
async function plain(page) {
  const findings = [];
  for (const selector of ['h1', 'main']) {
    if (!(await page.locator(selector).first().isVisible())) findings.push(`no ${selector} to be seen`);
  }
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  for (const { ignored, role, name, description } of nodes) {
    if (!ignored && CONTROLS.has(role?.value) && !name?.value?.trim()) {
      findings.push(`a ${role.value} without a name${description?.value ? ` (${description.value})` : ''}`);
    }
  }
  return findings;
}

/** Runs in the page: the element that has the focus. */
function focused() {
  const element = document.activeElement;
  const { top, bottom, width } = element.getBoundingClientRect();
  const target = element.getAttribute('href')?.startsWith('#') && document.getElementById(element.getAttribute('href').slice(1));
  return {
    name: (element.getAttribute('aria-label') ?? element.textContent).trim().replace(/\s+/g, ' '),
    leadsToMain: Boolean(target && (target.matches('main') || target.closest('main'))),
    inView: width > 1 && top >= 0 && bottom > top && bottom <= innerHeight,
  };
}

/** The first two stops of the Tab key, and where the first one leads. */
async function keyboard(page) {
  const findings = [];
  await page.keyboard.press('Tab');
  const skip = await page.evaluate(focused);
  if (!skip.leadsToMain) findings.push(`the first stop is "${skip.name}", not a link to the main text`);
  if (!skip.inView) findings.push('the skip link cannot be seen while it has the focus');
  await page.keyboard.press('Tab');
  const leave = await page.evaluate(focused);
  if (!/^leave quickly/i.test(leave.name)) findings.push(`the second stop is "${leave.name}", not "Leave quickly"`);
  if (!leave.inView) findings.push('"Leave quickly" cannot be seen while it has the focus');
  if (skip.leadsToMain) {
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const [inside, stops] = await page.evaluate(() => {
      const main = document.querySelector('main');
      return [main.contains(document.activeElement), main.querySelectorAll('a[href], button, input, select, textarea, summary').length];
    });
    if (stops > 0 && !inside) findings.push('after the skip link, Tab does not go on inside the main text');
  }
  return findings;
}
