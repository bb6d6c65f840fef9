// The error correction of a QR code: Reed-Solomon over 256 elements, block by block, the blocks interleaved. Pure.

const FIELD = 0x11d;

/** @param {number} a @param {number} b */
function times(a, b) {
  let product = 0;
  for (let i = 7; i >= 0; i--) product = (product << 1) ^ ((product >> 7) * FIELD) ^ (((b >> i) & 1) * a);
  return product;
}

/** The divisor of a degree without its first coefficient, which is one. @param {number} degree */
function divisorOf(degree) {
  const divisor = [...new Array(degree - 1).fill(0), 1];
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) divisor[j] = times(divisor[j], root) ^ (divisor[j + 1] ?? 0);
    root = times(root, 2);
  }
  return divisor;
}

/** @param {number[]} data @param {number[]} divisor */
function remainderOf(data, divisor) {
  const rest = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ /** @type {number} */ (rest.shift());
    rest.push(0);
    divisor.forEach((coefficient, i) => (rest[i] ^= times(coefficient, factor)));
  }
  return rest;
}

/**
 * @param {number[]} data
 * @param {number} all codewords there are
 * @param {number} blocks
 * @param {number} degree codewords of correction in each block
 */
export function corrected(data, all, blocks, degree) {
  const short = Math.floor(all / blocks) - degree;
  const shorts = blocks - (all % blocks);
  const divisor = divisorOf(degree);
  let begin = 0;
  const parts = Array.from({ length: blocks }, (_, i) => data.slice(begin, (begin += short + (i < shorts ? 0 : 1))));
  const checks = parts.map((part) => remainderOf(part, divisor));
  const across = (/** @type {number[][]} */ rows, /** @type {number} */ length) =>
    Array.from({ length }, (_, i) => rows.flatMap((row) => (i < row.length ? [row[i]] : []))).flat();
  return [...across(parts, short + 1), ...across(checks, degree)];
}
