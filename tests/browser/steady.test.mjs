// Nothing that is read or pressed moves by itself: no layout shift while a page comes alive, and none when answers come back.
import { after, before, test } from 'node:test';
import { chromiumOnly, launch, tour } from './lib/browser.mjs';
import { none } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { holdsAll, own, root, some } from './lib/site.mjs';

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

/** Half of what is called a bad shift in a page (0.1) would already be seen; this is a line of text on a phone. */
const MOST = 0.02;

/** What has moved since the page was opened, and what of it moved most. */
async function shifts(page) {
  await page.evaluate(() => document.querySelector('sb-exercise')?.ready);
  return page.evaluate(
    (most) =>
      new Promise((done) => {
        let sum = 0;
        const moved = [];
        new PerformanceObserver((list) => {
          for (const { value, hadRecentInput, sources } of list.getEntries()) {
            if (hadRecentInput) continue;
            sum += value;
            for (const { node, previousRect, currentRect } of sources) {
              const { nodeName = '?', className = '' } = node ?? {};
              moved.push(`${nodeName}.${className} from ${Math.round(previousRect.y)} to ${Math.round(currentRect.y)}`);
            }
          }
        }).observe({ type: 'layout-shift', buffered: true });
        // What the last frame moved is told in the one after it.
        let frames = 0;
        const next = () => ((frames += 1) < 6 ? requestAnimationFrame(next) : done(sum > most ? [`moves by ${sum.toFixed(3)}: ${moved.slice(0, 4).join('; ')}`] : []));
        next();
      }),
    MOST,
  );
}

for (const width of [360, 1280]) {
  test(`no page moves as it opens, ${width} px`, chromiumOnly('only Chromium measures it'), async () => {
    none(await tour(browser, { base: server.url, pages: some(own.filter((page) => !holdsAll(page))), options: { viewport: { width, height: 800 } }, say: `${width} px` }, shifts));
  });
}
