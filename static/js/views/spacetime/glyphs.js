// The small silhouettes of messages, as paths, so that a drawing, a canvas and a saved file share them.

/** @param {number} half */
const diamond = (half) => `M0,${-half}L${half},0L0,${half}L${-half},0Z`;
/** @param {number} x @param {number} y */
const card = (x, y) => `M${-x},${-y}H${x}V${y}H${-x}Z`;
const YES = "M-2.4,.2L-.7,2L2.5,-1.9";
const NO = "M-1.9,-1.9L1.9,1.9M1.9,-1.9L-1.9,1.9";
const DISC = "M-4,0a4,4 0 1 0 8,0a4,4 0 1 0 -8,0Z";
const RING = "M-6.4,0a6.4,6.4 0 1 0 12.8,0a6.4,6.4 0 1 0 -12.8,0Z";
const DRUM = "M-7,-3.6a7,2.2 0 0 1 14,0v7.2a7,2.2 0 0 1 -14,0Z";
const TRIANGLE = "M-5,-5.5L6,0L-5,5.5Z";

/** Arrow heads point along the way that is turned to the right; crosses stand by themselves. */
export const HEAD = "M0,0L-9,-3.9V3.9Z";
export const CROSS = "M-4.5,-4.5L4.5,4.5M4.5,-4.5L-4.5,4.5";

/**
 * @param {string} look the class of a message: what it is, and what it answers
 * @returns {{shape: string, mark: string|null, hollow: boolean}}
 */
export function glyphOf(look) {
  const [first, answer = first] = look.split(" ");
  const mark = answer.endsWith("-ok") ? YES : answer.endsWith("-no") ? NO : null;
  const vote = answer.startsWith("rv") || first === "pv";
  if (mark) return { shape: vote ? diamond(7.4) : card(6.5, 5), mark, hollow: true };
  if (vote) return { shape: diamond(6), mark: null, hollow: first === "pv" };
  if (first === "hb") return { shape: DISC, mark: RING, hollow: false };
  const shapes = /** @type {Record<string, string>} */ ({ is: DRUM, tn: TRIANGLE });
  return { shape: shapes[first] ?? card(7, 4.5), mark: null, hollow: false };
}

/** Whether a message is part of a pre-vote, which is drawn dashed. @param {string} look */
export const isPreVote = (look) => look.startsWith("pv");
