// What a printed page says, read back from its PDF by another program than the one that made it: poppler.
import { execFile } from 'node:child_process';

/** Runs a program of poppler on a PDF, and takes what it writes. */
function poppler(program, args, pdf) {
  return new Promise((done, fail) => {
    const child = execFile(program, args, { encoding: 'buffer', maxBuffer: 1 << 28 }, (error, out) => {
      if (error?.code === 'ENOENT') fail(new Error(`${program} is not there: install the package \`poppler-utils\``));
      else if (error) fail(new Error(`${program}: ${error.message}`));
      else done(out);
    });
    // A program that is not there, or gives up, is told by its own error.
    child.stdin.on('error', () => {});
    child.stdin.end(pdf);
  });
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (text) => text.replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) => (code ? String.fromCodePoint(Number(code)) : ENTITIES[name]));

/** @typedef {{ text: string, left: number, top: number, right: number, bottom: number }} Word in millimetres from the page's corner */
/** @typedef {{ width: number, height: number, words: Word[], squeezed: string }} Leaf `squeezed` is its text without any blank, and without its number in the margin */

const MM = 25.4 / 72;

/**
 * The pages of a PDF, and where each of their words stands.
 *
 * @param {Buffer} pdf
 * @returns {Promise<Leaf[]>}
 */
export async function leaves(pdf) {
  const xml = (await poppler('pdftotext', ['-bbox', '-raw', '-', '-'], pdf)).toString('utf8');
  return xml.split('<page ').slice(1).map((page) => {
    const number = (text) => Number(text) * MM;
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page);
    const words = [...page.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/g)].map(
      ([, left, top, right, bottom, text]) => ({ text: plain(text), left: number(left), top: number(top), right: number(right), bottom: number(bottom) }),
    );
    return { width: number(width), height: number(height), words, squeezed: squeeze(words.filter(({ top }) => top < number(height) - 11).map(({ text }) => text).join('')) };
  });
}

/**
 * How many points of a PDF's pages are drawn black, and how many neither black nor white. No edge is smoothed, so that grey is a colour.
 *
 * @param {Buffer} pdf
 * @returns {Promise<{ black: number, grey: number }>}
 */
export async function inks(pdf) {
  const count = { black: 0, grey: 0 };
  for (const { points } of grey(await poppler('pdftoppm', ['-r', '60', '-gray', '-aa', 'no', '-aaVector', 'no', '-'], pdf))) {
    for (const point of points) {
      if (point === 0) count.black += 1;
      else if (point !== 255) count.grey += 1;
    }
  }
  return count;
}

/**
 * The pages of a PDF as a camera sees them: from 0 for black to 255 for white, a point after the other.
 *
 * @param {Buffer} pdf
 * @returns {Promise<{ width: number, height: number, points: Uint8Array }[]>}
 */
export const pictures = async (pdf) => grey(await poppler('pdftoppm', ['-r', '150', '-gray', '-'], pdf));

/** Takes pictures in the format PGM apart, as they stand one behind the other. */
function grey(images) {
  const all = [];
  for (let at = 0; at < images.length; ) {
    const [head, width, height] = /^P5\s+(\d+) (\d+)\s+255\s/.exec(images.toString('latin1', at, at + 40));
    const end = at + head.length + Number(width) * Number(height);
    all.push({ width: Number(width), height: Number(height), points: images.subarray(at + head.length, end) });
    at = end;
  }
  return all;
}

/** A text without blanks, and with letters that a font joins taken apart. */
export const squeeze = (text) => text.normalize('NFKC').replace(/[\s\u00ad\u200b\u2060]+/gu, '');
