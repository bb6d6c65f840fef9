// The modules of a QR code: its patterns, its codewords between them, and the mask that suits scanners best. Pure.

/** What stands in a module; null: a codeword's bit is to come. @typedef {(boolean|null)[][]} Bare */

/** Which modules a mask turns over, in the order of the standard. @type {((x: number, y: number) => boolean)[]} */
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
/** A finder with light on one side: what a scanner looks for, and must not find in the data. */
const FINDER_LIKE = /(?=00001011101|10111010000)/g;

/** @param {number} value @param {number} i */
const bit = (value, i) => ((value >> i) & 1) === 1;

/** A value with the remainder behind it by which a scanner finds its errors. @param {number} value @param {number} length @param {number} divisor */
function checked(value, length, divisor) {
  let rest = value;
  for (let i = 0; i < length; i++) rest = (rest << 1) ^ ((rest >> (length - 1)) * divisor);
  return (value << length) | rest;
}

/** Where the centres of the alignment patterns are, across and down. @param {number} version @param {number} size */
function alignments(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = 2 * Math.ceil((4 * version + 4) / (2 * count - 2));
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - step * (count - 2 - i))];
}

/** Level M and the mask, twice, beside the finders. @param {Bare} rows @param {number} mask */
function putFormat(rows, mask) {
  const size = rows.length;
  const bits = checked(mask, 10, 0x537) ^ 0x5412;
  const first = [0, 1, 2, 3, 4, 5, 7, 8];
  for (let i = 0; i < 15; i++) {
    const is = bit(bits, i);
    if (i < 8) [rows[first[i]][8], rows[8][size - 1 - i]] = [is, is];
    else [rows[8][i === 8 ? 7 : 14 - i], rows[size - 15 + i][8]] = [is, is];
  }
  rows[size - 8][8] = true;
}

/** The patterns of a version, with room for the format. @param {number} version @returns {Bare} */
export function bare(version) {
  const size = 17 + 4 * version;
  const rows = /** @type {Bare} */ (Array.from({ length: size }, () => new Array(size).fill(null)));
  /** Rings around a centre, dark but for the given ones. @param {number} x @param {number} y @param {number} radius @param {number[]} light */
  const rings = (x, y, radius, light) => {
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        if (rows[y + dy]?.[x + dx] !== undefined) rows[y + dy][x + dx] = !light.includes(Math.max(Math.abs(dx), Math.abs(dy)));
      }
    }
  };
  for (let i = 0; i < size; i++) rows[6][i] = rows[i][6] = i % 2 === 0;
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) rings(x, y, 4, [2, 4]);
  const centres = alignments(version, size);
  const last = centres.length - 1;
  centres.forEach((y, i) => centres.forEach((x, j) => {
    const isFinder = (i === 0 && (j === 0 || j === last)) || (i === last && j === 0);
    if (!isFinder) rings(x, y, 2, [1]);
  }));
  putFormat(rows, 0);
  if (version < 7) return rows;
  const bits = checked(version, 12, 0x1f25);
  for (let i = 0; i < 18; i++) {
    const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
    rows[a][b] = rows[b][a] = bit(bits, i);
  }
  return rows;
}

/** The places of the codewords' bits: columns in pairs from the right, up and down in turn. @param {Bare} rows */
function* places(rows) {
  const size = rows.length;
  for (let pair = 0, right = size - 1; right >= 1; pair++, right -= 2) {
    if (right === 6) right = 5;
    for (let i = 0; i < size; i++) {
      const y = pair % 2 === 0 ? size - 1 - i : i;
      for (const x of [right, right - 1]) if (rows[y][x] === null) yield [x, y];
    }
  }
}

/** How hard it is to read, by the standard's four rules. @param {boolean[][]} rows */
function penaltyOf(rows) {
  const down = rows.map((_, i) => rows.map((row) => row[i]));
  let penalty = 0;
  for (const row of [...rows, ...down]) {
    const line = row.map(Number).join("");
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2;
    penalty += 40 * [...line.matchAll(FINDER_LIKE)].length;
  }
  rows.forEach((row, y) => row.forEach((is, x) => {
    if (y > 0 && x > 0 && is === row[x - 1] && is === rows[y - 1][x] && is === rows[y - 1][x - 1]) penalty += 3;
  }));
  const dark = rows.flat().filter(Boolean).length / rows.length ** 2;
  return penalty + 10 * Math.floor(Math.abs(dark - 0.5) * 20);
}

/**
 * @param {Bare} empty the patterns
 * @param {number[]} codewords
 * @returns {boolean[][]}
 */
export function drawn(empty, codewords) {
  const free = [...places(empty)];
  const masked = MASKS.map((turns, mask) => {
    const rows = empty.map((row) => [...row]);
    free.forEach(([x, y], i) => (rows[y][x] = bit(codewords[i >> 3] ?? 0, 7 - (i & 7)) !== turns(x, y)));
    putFormat(rows, mask);
    return /** @type {boolean[][]} */ (rows);
  });
  return masked.reduce((best, rows) => (penaltyOf(rows) < penaltyOf(best) ? rows : best));
}
