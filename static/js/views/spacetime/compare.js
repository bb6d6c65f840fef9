// Two branches beside each other: what they share, where they part, and what first differs. Pure.

/** @import { Event, Step } from "../../frames.js" */
/** @import { History } from "./history.js" */

/**
 * Two histories on one axis.
 * @typedef {object} Pair
 * @property {History[]} histories of the two branches, the upper one first
 * @property {number} fork_us
 * @property {{position: number, time_us: number}[]} differs where the first difference is, in each of them
 */

/** What names a thing within one branch alone, and is no difference. */
const NAMES_ONLY = new Set(["id", "write", "copy", "serial", "round"]);

/**
 * How many steps two branches share: those are the same objects.
 * @param {Step[]} one
 * @param {Step[]} two
 */
export function sharedSteps(one, two) {
  let low = 0;
  let high = Math.min(one.length, two.length);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (one[middle - 1] === two[middle - 1]) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** @param {Event[]} events */
const tell = (events) => JSON.stringify(events, (key, value) => (NAMES_ONLY.has(key) ? undefined : value));

/**
 * The earliest step that happened otherwise in one branch than in the other. What somebody did is the
 * change itself, and not a difference that it made.
 * @param {Step[]} one
 * @param {Step[]} two
 * @param {number} shared
 * @returns {Step[]} one of each branch, or of the one that has it
 */
export function firstDifference(one, two, shared) {
  /** @param {Step[]} steps */
  const own = (steps) => steps.slice(shared).filter(({ cause }) => cause.kind !== "intervention");
  const [left, right] = [own(one), own(two)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i].time_us !== right[i].time_us) return [left[i].time_us < right[i].time_us ? left[i] : right[i]];
    if (tell(left[i].events) !== tell(right[i].events)) return [left[i], right[i]];
  }
  return [];
}

/**
 * The times at which something interesting happened in either branch, and that at which they part, in order.
 * @param {History[]} histories
 * @param {number} fork_us
 */
export function interestingIn(histories, fork_us) {
  const times = histories.flatMap(({ interesting }) => interesting.map(({ time_us }) => time_us));
  return [...times, fork_us].sort((one, two) => one - two).map((time_us) => ({ time_us }));
}
