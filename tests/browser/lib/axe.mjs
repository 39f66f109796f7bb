// axe-core, brought into a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { engine } from './browser.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Makes `axe` of a page.
 *
 * For an element with `aria-labelledby` or the like, axe-core asks the page for `ariaLabelledByElements`, and playwright-core asks for the same
 * from beside the page when it looks for a name. A process of Firefox 153 dies when both have asked about one element (and the second is told
 * that there is none): what was found is remembered once for an element, and where to say so only for the first who asked. The page itself never
 * asks, so it does without these properties, and axe-core reads the attributes they stand for.
 */
export async function bringAxe(page) {
  if (engine === 'firefox') await page.evaluate(forgetElements);
  await page.evaluate(AXE);
}

function forgetElements() {
  for (const name of Object.getOwnPropertyNames(Element.prototype)) if (/^aria\w+Elements?$/.test(name)) delete Element.prototype[name];
}
