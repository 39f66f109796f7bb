// What runs inside a sheet before and after it is printed: writing answers, and looking at what the page lays out for paper.

/** Chooses how a sheet prints, as a reader does beside it. */
export const choose = (page, settings) =>
  page.evaluate((all) => {
    for (const [name, value] of Object.entries(all)) document.querySelector(`input[name=print-${name}][value="${value}"]`).click();
  }, settings);

/**
 * Answers everything on the sheet that takes an answer.
 *
 * @param {number} letters in each field for text
 * @returns {Promise<string[]>} the words that were written; no two fields share one
 */
export const fillIn = (page, letters) =>
  page.evaluate((long) => {
    const begin = document.querySelector('.begin button, .begin');
    if (document.querySelector('sb-checkin') && !document.querySelector('sb-exercise').entry) begin?.click();
    const written = [];
    const controls = [...document.querySelectorAll('.one-sheet :is(input, textarea, select)')].filter((one) => one.name && !one.closest('.made'));
    controls.forEach((control, n) => {
      const tell = () => control.dispatchEvent(new Event('input', { bubbles: true }));
      if (control.type === 'radio' || control.type === 'checkbox') {
        // The first of each group: a list with a limit takes it, and the others must still be there.
        if (controls.find((one) => one.name === control.name) !== control || control.checked) return;
        control.checked = true;
      } else if (control instanceof HTMLSelectElement) {
        control.selectedIndex = 1;
      } else if (control instanceof HTMLTextAreaElement || control.type === 'text') {
        const most = control.maxLength > 0 ? Math.min(control.maxLength, long) : long;
        const words = [];
        for (let length = 0, word; (word = `w${n}x${words.length}`), length + word.length <= most; length += word.length + 1) words.push(word);
        control.value = words.join(' ');
        written.push(...words);
      } else {
        const values = { date: '2031-03-14', time: '18:45', 'datetime-local': '2031-03-14T18:45', month: '2031-03' };
        control.value = values[control.type] ?? (control.type === 'range' ? control.max : (control.min || '3'));
      }
      tell();
    });
    return written;
  }, letters);

/**
 * The sheet as it is laid out for paper: its words, its sizes, its colours, and what should not be there.
 *
 * @param {{ pitch: number, least: number }} wanted millimetres between lines, and the least type in points
 */
export async function layout(page, wanted) {
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const found = await page.evaluate(({ pitch, least }) => {
    const MM = 96 / 25.4;
    const faults = new Set();
    const name = (element) => element.localName + [...element.classList].map((one) => `.${one}`).join('');
    const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.unseen');
    for (const line of document.querySelectorAll('.rules span')) {
      const height = line.getBoundingClientRect().height / MM;
      if (shown(line) && Math.abs(height - pitch) > 0.1) faults.add(`lines ${height.toFixed(1)} mm apart`);
      if (shown(line) && parseFloat(getComputedStyle(line).borderBlockEndWidth) < 0.5) faults.add('a line thinner than half a point');
    }
    for (const control of document.querySelectorAll('button, nav, select, summary:not(.key > *, .shares > *, .kinder > *), .masthead, [role=status], input[type=range], .made:not(.answer)')) {
      if (shown(control) && !control.closest('.answer, .sheet-foot') && control.textContent.trim()) faults.add(`printed, and for the screen: ${name(control)} "${control.textContent.trim().slice(0, 40)}"`);
    }
    const allowed = new Set(['rgb(0, 0, 0)', 'rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)']);
    for (const element of document.querySelectorAll('.whole-sheet *')) {
      if (!shown(element)) continue;
      const style = getComputedStyle(element);
      if (style.color !== 'rgb(0, 0, 0)' && element.textContent.trim()) faults.add(`${name(element)} is ${style.color}`);
      if (!['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(style.backgroundColor)) faults.add(`${name(element)} on ${style.backgroundColor}`);
      for (const side of ['Top', 'Right', 'Bottom', 'Left']) {
        if (style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]) > 0 && !allowed.has(style[`border${side}Color`])) faults.add(`${name(element)} has a line in ${style[`border${side}Color`]}`);
      }
      if (element instanceof SVGElement) for (const paint of ['fill', 'stroke']) if (style[paint] !== 'none' && !allowed.has(style[paint])) faults.add(`${name(element)} ${paint}s in ${style[paint]}`);
      if (Number(style.opacity) < 1) faults.add(`${name(element)} lets through`);
      if (style.overflow !== 'visible' && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) faults.add(`${name(element)} cuts off`);
    }
    const texts = [];
    const boxes = new Map();
    const walk = document.createTreeWalker(document.querySelector('.whole-sheet'), NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node.parentElement;
      const text = node.data.trim();
      if (!text || !shown(element) || element.closest('textarea, option')) continue;
      const size = (parseFloat(getComputedStyle(element).fontSize) * 72) / 96;
      const aside = element.closest('.sheet-running, .sheet-foot');
      if (size < least - 0.05) faults.add(`${name(element)} in ${size} pt`);
      if (aside || element.closest('.sheet-head, .written, [data-written]')) continue;
      // What was recalled at length goes over pages, whose heads stand between its words.
      if (element.closest('.long')) {
        texts.push(...text.split(/\s+/));
        continue;
      }
      texts.push(text);
      // A box that may not be split, if it is no longer than half a page.
      for (let box = element; box && !box.matches('.whole-sheet'); box = box.parentElement) {
        if (getComputedStyle(box).breakInside !== 'avoid' || box.getBoundingClientRect().height > 120 * MM) continue;
        boxes.set(box, [...(boxes.get(box) ?? []), text]);
      }
    }
    const declared = Number(document.querySelector('.one-sheet').dataset.pages);
    const [title, ...head] = ['.paper-title', '.sheet-lines span:first-child', '.sheet-lines span:last-child'].flatMap((one) => document.querySelector(one)?.textContent ?? []);
    const headEnds = document.querySelector('.sheet-head').getBoundingClientRect().height / MM;
    return { faults: [...faults], texts, boxes: [...boxes.values()], declared, head: [title, ...head], headEnds };
  }, wanted);
  await page.emulateMedia({ media: null, colorScheme: 'dark' });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  return found;
}
