/**
 * A square code that the camera of a phone reads: QR, model 2, by ISO/IEC 18004. Bytes alone, at the level of repair that holds most
 * (L): a screen is neither torn nor stained.
 */

/** The largest that a camera still reads well from the screen of a phone: 125 squares a side. */
const LARGEST = 27;

/** For each version at level L, bytes for repair in a block, and blocks; table 9 of the standard. */
const REPAIR = [0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30];
const BLOCKS = [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12];

/** How many of a version's squares carry bytes: all but the patterns that a reader finds it by. @param {number} version */
function room(version) {
  const marks = version > 1 ? Math.floor(version / 7) + 2 : 0;
  const aligning = marks > 0 ? (25 * marks - 10) * marks - 55 : 0;
  return ((16 * version + 128) * version + 64 - aligning - (version > 6 ? 36 : 0)) >> 3;
}

/** @param {number} version */
const holds = (version) => room(version) - REPAIR[version] * BLOCKS[version];

/**
 * The dark squares of a code as rows, without the margin of four squares that a reader needs around them.
 *
 * @param {string} text
 * @returns {boolean[][] | null} nothing when the text is too long
 */
export function code(text) {
  const bytes = new TextEncoder().encode(text);
  const head = (/** @type {number} */ version) => (version < 10 ? 12 : 20);
  for (let version = 1; version <= LARGEST; version++) {
    if (head(version) + bytes.length * 8 <= holds(version) * 8) return drawn(version, withRepair(version, packed(version, bytes)));
  }
  return null;
}

/** The bytes with what says how many they are, filled up. @param {number} version @param {Uint8Array} bytes */
function packed(version, bytes) {
  const bits = [0, 1, 0, 0];
  const put = (/** @type {number} */ value, /** @type {number} */ length) => {
    for (let at = length - 1; at >= 0; at--) bits.push((value >> at) & 1);
  };
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  const all = holds(version);
  put(0, Math.min(4, all * 8 - bits.length));
  while (bits.length % 8 > 0) bits.push(0);
  for (let fill = 0xec; bits.length < all * 8; fill ^= 0xfd) put(fill, 8);
  return Array.from({ length: all }, (_, at) => parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2));
}

/** A product in the field of 256 elements that the standard counts in. @param {number} a @param {number} b */
function times(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

/** What is left of a block divided by the polynomial of the standard: its bytes for repair. @param {number[]} block @param {number} count */
function repairOf(block, count) {
  const divisor = [...Array(count - 1).fill(0), 1];
  for (let n = 0, root = 1; n < count; n++, root = times(root, 2)) {
    for (let at = 0; at < count; at++) divisor[at] = times(divisor[at], root) ^ (divisor[at + 1] ?? 0);
  }
  const rest = Array(count).fill(0);
  for (const byte of block) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((part, at) => (rest[at] ^= times(part, factor)));
  }
  return rest;
}

/** Blocks of bytes, each with its repair, shuffled so that a stain hurts each a little. @param {number} version @param {number[]} bytes */
function withRepair(version, bytes) {
  const [count, repair] = [BLOCKS[version], REPAIR[version]];
  const short = count - (room(version) % count);
  const length = Math.floor(room(version) / count) - repair;
  let start = 0;
  const blocks = Array.from({ length: count }, (_, n) => bytes.slice(start, (start += length + (n < short ? 0 : 1))));
  const repairs = blocks.map((block) => repairOf(block, repair));
  const across = (/** @type {number[][]} */ all, /** @type {number} */ longest) =>
    Array.from({ length: longest }, (_, at) => all.flatMap((block) => block[at] ?? [])).flat();
  return [...across(blocks, length + 1), ...across(repairs, repair)];
}

/** @param {number} version @param {number[]} bytes */
function drawn(version, bytes) {
  const size = version * 4 + 17;
  const empty = () => Array.from({ length: size }, () => Array(size).fill(false));
  const [dark, fixed] = [empty(), empty()];
  const set = (/** @type {number} */ x, /** @type {number} */ y, /** @type {unknown} */ on) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    dark[y][x] = Boolean(on);
    fixed[y][x] = true;
  };
  /** Squares within squares around a middle. @type {(x: number, y: number, reach: number, light: number[]) => void} */
  const rings = (x, y, reach, light) => {
    for (let down = -reach; down <= reach; down++) {
      for (let over = -reach; over <= reach; over++) set(x + over, y + down, !light.includes(Math.max(Math.abs(over), Math.abs(down))));
    }
  };
  for (let at = 0; at < size; at++) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) rings(x, y, 4, [2, 4]);
  const marks = version > 1 ? Math.floor(version / 7) + 2 : 0;
  const step = Math.ceil((version * 4 + 4) / (marks * 2 - 2)) * 2;
  const lines = Array.from({ length: marks }, (_, n) => (n === 0 ? 6 : size - 7 - (marks - 1 - n) * step));
  const last = size - 7;
  for (const x of lines) {
    for (const y of lines) if (!((x === 6 && (y === 6 || y === last)) || (x === last && y === 6))) rings(x, y, 2, [1]);
  }
  if (version > 6) {
    let rest = version;
    for (let n = 0; n < 12; n++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    for (let n = 0; n < 18; n++) {
      const on = (((version << 12) | rest) >> n) & 1;
      set(size - 11 + (n % 3), Math.floor(n / 3), on);
      set(Math.floor(n / 3), size - 11 + (n % 3), on);
    }
  }
  const format = (/** @type {number} */ mask) => {
    let rest = 8 | mask;
    for (let n = 0; n < 10; n++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const bits = (((8 | mask) << 10) | rest) ^ 0x5412;
    for (let n = 0; n < 15; n++) {
      const on = (bits >> n) & 1;
      if (n < 8) set(8, n < 6 ? n : n + 1, on);
      else set(n === 8 ? 7 : 14 - n, 8, on);
      if (n < 8) set(size - 1 - n, 8, on);
      else set(8, size - 15 + n, on);
    }
    set(8, size - 8, true);
  };
  format(0);
  let bit = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let row = 0; row < size; row++) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - row : row;
      for (const x of [right, right - 1]) if (!fixed[y][x]) dark[y][x] = ((bytes[bit >> 3] >> (7 - (bit++ & 7))) & 1) === 1;
    }
  }
  const masked = MASKS.map((flips, mask) => {
    format(mask);
    return dark.map((row, y) => row.map((on, x) => on !== (!fixed[y][x] && flips(x, y))));
  });
  return masked.reduce((best, one) => (unrest(one) < unrest(best) ? one : best));
}

/** @type {((x: number, y: number) => boolean)[]} */
const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** How much a code has of what readers stumble over, by the standard's four rules. @param {boolean[][]} rows */
function unrest(rows) {
  const size = rows.length;
  let sum = 0;
  const lines = [...rows, ...rows.map((_, x) => rows.map((row) => row[x]))].map((line) => line.map(Number).join(""));
  for (const line of lines) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    sum += 40 * (line.match(/(?=00001011101|10111010000)/g) ?? []).length;
  }
  for (let y = 1; y < size; y++) {
    for (let x = 1; x < size; x++) if (new Set([rows[y][x], rows[y - 1][x], rows[y][x - 1], rows[y - 1][x - 1]]).size === 1) sum += 3;
  }
  const part = rows.flat().filter(Boolean).length / (size * size);
  return sum + 10 * Math.floor(Math.abs(part * 20 - 10));
}
