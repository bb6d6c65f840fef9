// A text as a QR code (ISO/IEC 18004): bytes, with the error correction of level M, as rows of dark and light modules. Pure.

import { corrected } from "./qr_correction.js";
import { bare, drawn } from "./qr_modules.js";

/** Level M of versions 1 to 20: codewords of correction in a block, and how many blocks there are. */
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
const BYTES = 0b0100;
const PADDING = [0xec, 0x11];

/** Codewords that a version holds in all: its modules without the patterns. @param {number} version */
function capacity(version) {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const alignments = Math.floor(version / 7) + 2;
    modules -= (25 * alignments - 10) * alignments - 55;
  }
  return Math.floor((version >= 7 ? modules - 36 : modules) / 8);
}

/** @param {number} version */
const room = (version) => capacity(version) - CORRECTION[version - 1] * BLOCKS[version - 1];

/** @param {number} version */
const lengthBits = (version) => (version < 10 ? 8 : 16);

/** The codewords of a text in a version that has room for it. @param {Uint8Array} bytes @param {number} version */
function codewords(bytes, version) {
  const bits = /** @type {number[]} */ ([]);
  const put = (/** @type {number} */ value, /** @type {number} */ length) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  put(BYTES, 4);
  put(bytes.length, lengthBits(version));
  for (const byte of bytes) put(byte, 8);
  const all = 8 * room(version);
  put(0, Math.min(4, all - bits.length));
  put(0, -bits.length & 7);
  for (let i = 0; bits.length < all; i++) put(PADDING[i % 2], 8);
  return Array.from({ length: all / 8 }, (_, i) => bits.slice(8 * i, 8 * i + 8).reduce((sum, bit) => 2 * sum + bit, 0));
}

/**
 * @param {string} text
 * @returns {boolean[][]|null} rows of modules, dark ones true; null: it is too long
 */
export function qrOf(text) {
  const bytes = new TextEncoder().encode(text);
  const at = BLOCKS.findIndex((_, i) => 4 + lengthBits(i + 1) + 8 * bytes.length <= 8 * room(i + 1));
  if (at < 0) return null;
  const version = at + 1;
  const data = corrected(codewords(bytes, version), capacity(version), BLOCKS[at], CORRECTION[at]);
  return drawn(bare(version), data);
}
