// Talks to read and talks to play, on the shipped workbook.
import assert from 'node:assert/strict';
import { after, before as first, test } from 'node:test';
import { alive, button, enter, everything, focused, lock, open, paper, plainPaper, reload, said, saved, tabTo, unlock } from './lib/sheet.mjs';
import { elements, pages } from './lib/site.mjs';
import { clean, fits, kept, stage } from './lib/story.mjs';

const of = (kind) =>
  pages.filter((page) => page.startsWith('sheets/') && elements(page).some(({ tag, attributes }) => tag === 'sb-exercise' && attributes['data-kind'] === kind))
    .map((page) => page.slice('sheets/'.length, -'.html'.length));

let theatre;
first(async () => (theatre = await stage()));
after(() => theatre?.close());

// Practices

const scene = (page) => page.locator('.scene[data-on]');
const picks = (page) => page.locator('.scene[data-on] .picks.made button');
const steps = (page) => page.locator('.way-through li');

/** The scenes as the page has them: where each choice leads, and what it was. */
const graph = (page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('[data-scene]')].map((section) => [
        section.dataset.scene,
        [...section.querySelectorAll('a[data-pick]')].map((link) => ({
          to: document.getElementById(link.hash.slice(1)).dataset.scene,
          mark: link.dataset.mark ?? '',
          words: link.querySelector('.pick-words').textContent,
        })),
      ]),
    ),
  );

for (const id of of('practice')) {
  test(`${id}: every branch can be played, and every step taken back`, async () => {
    const { page, told, context } = await open(theatre, id);
    const scenes = await graph(page);
    const start = await scene(page).getAttribute('data-scene');
    const known = new Set();
    const visit = async (name, way) => {
      known.add(name);
      for (const [n, pick] of scenes[name].entries()) {
        await picks(page).nth(n).click();
        const at = await scene(page).getAttribute('data-scene');
        assert.equal(at, pick.to, `${name}: ${pick.words}`);
        assert.ok(await scene(page).evaluate((section) => section.contains(document.activeElement)), 'the eyes go along');
        assert.equal(await page.locator('.route .turn').last().locator('.line').textContent(), pick.words, 'what was said stands above');
        const gone = [...way, pick];
        if (scenes[pick.to].length === 0) {
          assert.match(await said(page), /ending/);
          assert.deepEqual(await steps(page).locator('.way-said').allTextContents(), gone.map(({ words }) => words.replace(/\s+/g, ' ').trim()));
          assert.deepEqual(await steps(page).locator('.way-was').allTextContents(), gone.map(({ mark }) => mark).filter(Boolean));
        } else {
          assert.equal(await steps(page).count(), 0, 'nothing is weighed on the way');
        }
        if (!known.has(pick.to)) await visit(pick.to, gone);
        await button(page, 'Step back').click();
        assert.equal(await scene(page).getAttribute('data-scene'), name, 'back where the choice was');
      }
    };
    await visit(start, []);
    assert.deepEqual([...known].sort(), Object.keys(scenes).sort(), 'every scene was reached');
    const ends = Object.values(scenes).filter((all) => all.length === 0).length;
    assert.equal(await page.locator('.ends-seen').textContent(), `Endings seen: ${ends} of ${ends}`);
    assert.deepEqual(told, []);
    await context.close();
  });
}

test('A quieter Thursday, by keyboard alone: on from where I stopped, and once more from the turning point', async () => {
  const { page, told, context } = await open(theatre, 'a-quieter-thursday');
  assert.equal(await page.locator('.scene:visible').count(), 1);
  await enter(page, picks(page).nth(0));
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'SamA break from what? From me?');
  assert.equal(await said(page), 'You could say one of 2 things.');
  await reload(page);
  assert.equal(await scene(page).getAttribute('data-scene'), 'stung', 'a reload goes on where one stopped');
  assert.equal(await page.locator('.route .turn').count(), 2);
  await enter(page, picks(page).nth(0), 'Space');
  await enter(page, picks(page).nth(0));
  assert.match(await page.locator('.outcome:visible').textContent(), /facing the wall/);
  assert.deepEqual(await steps(page).locator('.way-was').allTextContents(), ['Pushed ahead', 'Pushed ahead', 'Pushed ahead']);
  await enter(page, button(page, 'Try again from the turning point'));
  assert.equal(await scene(page).getAttribute('data-scene'), 'wall');
  assert.ok(await page.locator('.scene[data-on] .turn').first().evaluate((line) => line === document.activeElement));
  assert.equal(await page.locator('.route .turn').count(), 4, 'what came before the turning point still stands');
  await enter(page, picks(page).nth(0));
  await enter(page, button(page, 'Play it again from the start'));
  assert.equal(await scene(page).getAttribute('data-scene'), 'sofa');
  assert.equal(await page.locator('.route:visible').count(), 0);
  assert.equal(await page.locator('.ends-seen').textContent(), 'Endings seen: 1 of 3');
  await tabTo(page, picks(page).nth(2));
  await page.keyboard.press('Enter');
  await enter(page, button(page, 'Step back'));
  assert.equal(await scene(page).getAttribute('data-scene'), 'sofa');
  assert.deepEqual(told, []);
  await context.close();
});

test('A quieter Thursday: a turning point that was not on my way begins a way of its own', async () => {
  const { page, context } = await open(theatre, 'a-quieter-thursday');
  for (const n of [1, 0, 0]) await picks(page).nth(n).click();
  await button(page, 'Try again from the turning point').click();
  assert.equal(await scene(page).getAttribute('data-scene'), 'asking');
  await reload(page);
  assert.equal(await scene(page).getAttribute('data-scene'), 'asking');
  assert.equal(await button(page, 'Step back').count(), 0, 'there is nothing before it');
  for (const n of [1, 2, 1]) await picks(page).nth(n).click();
  assert.equal(await steps(page).count(), 3);
  await saved(page);
  const rows = await kept(page);
  const way = rows.find(({ field }) => field === '@route');
  assert.deepEqual(way.value, ['asking/sized', 'cost/hear', 'softer/join']);
  const text = await page.evaluate((answer) => globalThis[Symbol.for('stepbook')].textOf(answer), way);
  assert.match(text, /^Could I have Thursdays after dinner on my own\? I’d come and find you at ten\. \(A wish with a size\)\n/);
  assert.deepEqual(rows.find(({ field }) => field === '@seen').value, ['end_swallowed', 'end_both']);
  await context.close();
});

test('A quieter Thursday: a way through a book that was changed since goes as far as it can', async () => {
  const { page, context, told } = await open(theatre, 'a-quieter-thursday');
  for (const route of [['sofa/blurt', 'stung/gone', 'x/y'], ['sofa/blurt', 'wall/chase'], 'nonsense', [7, null], ['nowhere/']]) {
    await page.evaluate((value) => document.querySelector('sb-exercise').put('@route', value), route);
    await reload(page);
    assert.equal(await scene(page).getAttribute('data-scene'), route[0] === 'sofa/blurt' ? 'stung' : 'sofa', JSON.stringify(route));
    assert.equal(await page.locator('.scene:visible').count(), 1);
  }
  assert.deepEqual(told, []);
  await context.close();
});

test('A quieter Thursday: all scenes at a glance, and back to playing', async () => {
  const { page, context } = await open(theatre, 'a-quieter-thursday');
  await picks(page).nth(2).click();
  await enter(page, button(page, 'Show all scenes'));
  assert.equal(await page.locator('.scene:visible').count(), 14);
  assert.ok(await focused(button(page, 'Play it')));
  await page.getByRole('link', { name: 'Go to scene 9' }).first().click();
  assert.match(page.url(), /#a-quieter-thursday--wall$/);
  await clean(page, 'all scenes');
  await enter(page, button(page, 'Play it'));
  assert.equal(await scene(page).getAttribute('data-scene'), 'asking', 'the way is as it was');
  assert.equal(await page.locator('.scene:visible').count(), 1);
  await context.close();
});

test('A quieter Thursday: without script a story in pages, on paper all scenes, locked nothing of my way', async () => {
  const { page, context } = await open(theatre, 'a-quieter-thursday');
  const blank = await plainPaper(theatre, 'a-quieter-thursday');
  assert.equal(await paper(page), blank, 'blank');
  for (const n of [0, 0, 0]) await picks(page).nth(n).click();
  assert.equal(await paper(page), blank, 'played');
  assert.match(await page.locator('sb-practice').textContent(), /Your way through/);
  await lock(page);
  assert.doesNotMatch(await page.locator('sb-practice').textContent(), /Your way through|Endings seen/);
  assert.equal(await page.locator('.route > *').count(), 0);
  assert.equal(await page.locator('.scene:visible').count(), 1);
  await page.locator('.picks a:visible').first().click();
  assert.equal(await page.locator('.scene:visible').getAttribute('data-scene'), 'stung', 'links still lead through the story');
  await clean(page, 'locked');
  await unlock(page);
  assert.equal(await steps(page).count(), 3);
  await context.close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`A quieter Thursday at 320 px, ${colorScheme}: nothing too wide, nothing for axe-core to find`, async () => {
    const { page, context, told } = await open(theatre, 'a-quieter-thursday', { viewport: { width: 320, height: 640 }, colorScheme });
    for (const n of [1, 0, 0]) {
      await clean(page, `before choice ${n}`);
      await fits(page, 'a scene');
      await picks(page).nth(n).click();
    }
    await clean(page, 'an ending');
    await fits(page, 'an ending');
    assert.deepEqual(told, []);
    await context.close();
  });
}

// Talks

const turns = (page) => page.locator('.turn:visible');
const line = (page, n) => page.locator('.turn').nth(n).locator('.says > .line:visible');

test('Two hours, by mouse: a marked word leads to its note and back', async () => {
  const { page, context, told } = await open(theatre, 'two-hours');
  await page.getByRole('link', { name: 'every room' }).click();
  const note = page.locator('.turn-note', { hasText: 'Dan now has to defend' });
  assert.ok(await focused(note));
  assert.equal(await page.locator('[data-lit]').count(), 2, 'the word and its note are marked');
  assert.doesNotMatch(page.url(), /#/);
  await page.getByRole('link', { name: 'You’re' }).click();
  assert.equal(await page.locator('[data-lit]').count(), 2, 'only the last pair');
  await clean(page, 'a note is marked');
  await page.getByRole('button', { name: 'Back to the line' }).click();
  assert.ok(await focused(page.getByRole('link', { name: 'You’re' })));
  assert.deepEqual(told, []);
  await context.close();
});

test('Two hours, by keyboard: the whole talk with its kinder lines, and back', async () => {
  const { page, context, told } = await open(theatre, 'two-hours');
  const blank = await plainPaper(theatre, 'two-hours');
  await enter(page, page.getByRole('link', { name: 'every room' }));
  await page.keyboard.press('Tab');
  assert.ok(await focused(page.getByRole('button', { name: 'Back to the line' })));
  await page.keyboard.press('Enter');
  assert.ok(await focused(page.getByRole('link', { name: 'every room' })));

  await tabTo(page, button(page, 'Read with the kinder lines'));
  await page.keyboard.press('Space');
  assert.match(await line(page, 0).textContent(), /^I’ve been snapping at all of you/);
  assert.match(await line(page, 1).textContent(), /^That hurts a bit/);
  assert.match(await line(page, 2).textContent(), /^No\. Sorry\./, 'a line with no kinder one stays');
  assert.equal(await said(page), 'The kinder lines are in the talk.');
  assert.equal(await paper(page), blank, 'paper has the talk as it was printed');
  await clean(page, 'kinder lines');
  await enter(page, button(page, 'Read with the first lines'));
  assert.match(await line(page, 0).textContent(), /^I can’t hear myself think/);

  const second = page.locator('details.kinder').nth(1);
  await enter(page, second.locator('summary'));
  await enter(page, second.getByRole('button'));
  assert.match(await line(page, 0).textContent(), /^I like having you home\./);
  assert.match(await said(page), /^In the talk now: I like having you home/);
  assert.match(await line(page, 1).textContent(), /^Right\. I’ll ask them/);
  await page.keyboard.press('Enter');
  assert.match(await line(page, 0).textContent(), /^I can’t hear myself think/);
  assert.deepEqual(told, []);
  await context.close();
});

test('Two hours: my own line stands beside the one it rewrites, is kept, printed and locked away', async () => {
  const { page, context, told } = await open(theatre, 'two-hours');
  assert.equal(await paper(page), await plainPaper(theatre, 'two-hours'), 'blank');
  const own = page.locator('textarea');
  await tabTo(page, own);
  const words = 'I am short of quiet.\nCan I tell you how much?';
  await page.keyboard.type(words);
  assert.equal(await page.locator('.turn').first().locator('.own-words').textContent(), words);
  await reload(page);
  assert.equal(await own.inputValue(), words);
  const row = (await kept(page)).find(({ field }) => field === '@rewrite.yours');
  assert.deepEqual([row.kind, row.value, row.words.label, row.words.title], ['rewrite', words, 'Write a first line for Priya in your own words', 'Two hours']);
  await page.locator('.own').getByRole('button', { name: 'Put it in the talk' }).click();
  assert.match(await line(page, 0).textContent(), /^I am short of quiet\./);
  assert.match(await paper(page), /I am short of quiet\. Can I tell you how much\?/);
  assert.equal((await paper(page)).split('I am short of quiet').length, 2, 'on paper once, where it was written');
  await clean(page, 'own line in the talk');
  await own.fill('  ');
  await saved(page);
  assert.equal((await kept(page)).find(({ field }) => field === '@rewrite.yours').value, null, 'blanks are no answer');
  await own.fill('Something new.');
  await page.locator('.own').getByRole('button', { name: 'Put it in the talk' }).click();
  assert.match(await line(page, 0).textContent(), /^Something new\./);
  await saved(page);
  await lock(page);
  assert.doesNotMatch(await everything(page), /Something new/);
  assert.match(await line(page, 0).textContent(), /^I can’t hear myself think/);
  await own.focus();
  await page.keyboard.type('These words could not be kept.');
  assert.equal(await own.inputValue(), '', 'nothing can be written that would be lost');
  await unlock(page);
  assert.equal(await own.inputValue(), 'Something new.');
  await own.fill('Something newer.');
  await saved(page);
  assert.deepEqual(told, []);
  await context.close();
});

test('Two hours, turn by turn by keyboard: on from where I stopped, and all again', async () => {
  const { page, context, told } = await open(theatre, 'two-hours');
  const all = await turns(page).count();
  const next = button(page, 'Next line');
  assert.equal(await next.isVisible(), false, 'all of it is shown: there is no next line');
  await enter(page, button(page, 'Turn by turn'));
  assert.ok(await focused(next));
  assert.equal(await turns(page).count(), 1);
  assert.match(await said(page), /^1 of 11\. Priya \(worn out\): I can’t hear myself think/);
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  assert.equal(await turns(page).count(), 3);
  assert.match(await said(page), /^3 of 11\. Priya \(tired\): No\. Sorry\./);
  await clean(page, 'turn by turn');
  assert.equal(await paper(page), await plainPaper(theatre, 'two-hours'), 'paper has every line');
  await reload(page);
  assert.equal(await turns(page).count(), 3, 'remembered for this tab');
  await tabTo(page, next);
  for (let n = 3; n < all; n++) await page.keyboard.press('Enter');
  assert.equal(await turns(page).count(), all);
  assert.match(await said(page), /^11 of 11\. Write a first line for Priya/);
  await page.keyboard.press('Enter');
  assert.equal(await said(page), 'That was the last line.');
  assert.ok(await focused(next));
  await enter(page, button(page, 'From the first line'));
  assert.equal(await turns(page).count(), 1);
  await enter(page, button(page, 'Show all'));
  assert.equal(await turns(page).count(), all);
  assert.equal(await next.isVisible(), false);
  assert.ok(await focused(button(page, 'Turn by turn')));
  await reload(page);
  assert.equal(await turns(page).count(), all);
  assert.deepEqual(told, []);
  await context.close();
});

/** A browser with voices: they say nothing, and tell what they were asked to say. Lines end when the test says so. */
function voices(list) {
  const speech = new EventTarget();
  globalThis.spoken = [];
  let now;
  speech.getVoices = () => list;
  speech.speak = (utterance) => globalThis.spoken.push((now = utterance));
  speech.cancel = () => {
    const cut = now;
    now = undefined;
    cut?.onerror?.({ error: 'canceled' });
  };
  globalThis.lineEnds = () => {
    const done = now;
    now = undefined;
    done?.onend?.({});
  };
  globalThis.talking = () => now !== undefined;
  Object.defineProperty(globalThis, 'speechSynthesis', { value: speech, configurable: true });
  globalThis.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
}
const VOICES = [
  { name: 'Far', lang: 'en-GB', localService: false, default: true },
  { name: 'Anna', lang: 'de-DE', localService: true, default: false },
  { name: 'Kate', lang: 'en_GB', localService: true, default: false },
  { name: 'Tom', lang: 'en-US', localService: true, default: false },
];
const spoken = (page) => page.evaluate(() => globalThis.spoken.map(({ text, voice, pitch }) => [voice.name, pitch, text]));

/** What reads is loaded at the first press. */
async function readAloud(page) {
  await enter(page, button(page, 'Read aloud'));
  await button(page, 'Pause').waitFor();
}

async function listen(list) {
  const reader = await theatre.reader({ viewport: { width: 1280, height: 900 } });
  await reader.context.addInitScript(voices, list);
  await reader.page.goto('sheets/two-hours.html');
  await alive(reader.page);
  return reader;
}

test('Two hours, read aloud by two voices of this device, held and stopped', async () => {
  const { page, context, told } = await listen(VOICES);
  await readAloud(page);
  const reads = page.locator('[data-reading]');
  assert.match(await reads.textContent(), /I can’t hear myself think/);
  await page.evaluate(() => globalThis.lineEnds());
  assert.match(await reads.textContent(), /Right\. I’ll ask them/);
  let heard = await spoken(page);
  assert.deepEqual(heard.map(([name]) => name), ['Kate', 'Tom'], 'never the voice from the network, never one of another language');
  assert.equal(heard[0][2], 'I can’t hear myself think in this flat. You’re in every room I go into.');
  await clean(page, 'reading');

  await enter(page, button(page, 'Pause'));
  assert.equal(await page.evaluate(() => globalThis.talking()), false);
  assert.equal(await reads.count(), 1, 'the place is kept');
  await enter(page, button(page, 'Go on reading'));
  assert.equal((await spoken(page)).length, 3);
  assert.match((await spoken(page))[2][2], /^Right\. I’ll ask them/);

  await enter(page, button(page, 'Stop'));
  assert.equal(await page.evaluate(() => globalThis.talking()), false);
  assert.equal(await reads.count(), 0);
  assert.ok(await focused(button(page, 'Read aloud')));

  await button(page, 'Read with the kinder lines').click();
  await readAloud(page);
  heard = await spoken(page);
  assert.match(heard.at(-1)[2], /^I’ve been snapping/, 'what is in the talk is read');
  for (let n = 0; n < 10; n++) await page.evaluate(() => globalThis.lineEnds());
  assert.equal(await reads.count(), 0, 'it ends with the last line');
  assert.equal(await button(page, 'Stop').count(), 0);
  assert.deepEqual(told, []);
  await context.close();
});

test('Two hours, read aloud turn by turn; leaving the page stops it', async () => {
  const { page, context } = await listen(VOICES);
  await button(page, 'Turn by turn').click();
  await button(page, 'Next line').click();
  await readAloud(page);
  assert.match((await spoken(page)).at(-1)[2], /^Right\. I’ll ask them/, 'from the line that was reached');
  await page.evaluate(() => globalThis.lineEnds());
  assert.equal(await turns(page).count(), 3);
  const stopped = await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent('pagehide'));
    return !globalThis.talking();
  });
  assert.ok(stopped);
  await context.close();
});

test('Two hours, read aloud: "Leave quickly" silences it in the same moment', async () => {
  const { page, context } = await listen(VOICES);
  // The other site takes its time.
  await context.route('https://**', () => {});
  await readAloud(page);
  const talks = await page.evaluate(() => {
    document.querySelector('sb-leave').leave();
    return globalThis.talking();
  });
  assert.equal(talks, false);
  await context.close();
});

test('Two hours, read aloud: what reads cannot be loaded, and is asked for again; who leaves meanwhile hears nothing', async () => {
  const { page, context } = await listen(VOICES);
  await context.route('**/later-*.js', (route) => route.abort());
  await enter(page, button(page, 'Read aloud'));
  await page.locator('[role=status]', { hasText: 'could not be loaded' }).waitFor({ state: 'attached' });
  await context.unroute('**/later-*.js');
  let letGo;
  const waits = new Promise((done) => (letGo = done));
  const asked = page.waitForRequest('**/later-*.js');
  await context.route('**/later-*.js', async (route) => {
    await waits;
    await route.continue();
  });
  await enter(page, button(page, 'Read aloud'));
  await asked;
  // As "Leave quickly" tells the page, which here stays to be asked.
  const came = page.evaluate(() => {
    document.dispatchEvent(new Event('sb-leave'));
    return new Promise((done) => document.head.lastElementChild.addEventListener('load', () => setTimeout(() => done(globalThis.spoken.length))));
  });
  letGo();
  assert.equal(await came, 0);
  await context.close();
});

test('Two hours: two people share one voice at two heights; no voice here, no button', async () => {
  const one = await listen(VOICES.slice(0, 3));
  await readAloud(one.page);
  await one.page.evaluate(() => globalThis.lineEnds());
  const [[a, high], [b, low]] = await spoken(one.page);
  assert.deepEqual([a, b], ['Kate', 'Kate']);
  assert.ok(high > low);
  await one.context.close();
  for (const list of [[], VOICES.slice(0, 2)]) {
    const none = await listen(list);
    assert.equal(await button(none.page, 'Read aloud').count(), 0);
    await none.context.close();
  }
});

for (const id of of('example')) {
  test(`${id}: each own line finds the line it rewrites`, async () => {
    const { page, context, told } = await open(theatre, id, { viewport: { width: 320, height: 640 }, colorScheme: 'dark' });
    const areas = await page.locator('.rewrite textarea').all();
    for (const [n, area] of areas.entries()) await area.fill(`Words ${n}`);
    assert.deepEqual(await page.locator('.own-words:visible').allTextContents(), areas.map((_, n) => `Words ${n}`));
    await clean(page, 'own lines, dark');
    await fits(page, 'own lines');
    assert.deepEqual(told, []);
    await context.close();
  });
}
