// Indexes over the steps of a branch that grow with it instead of being computed anew.

/**
 * @import { Step } from "../frames.js"
 */

/**
 * Folds a branch's steps into an index and looks at every step once. Steps are only ever
 * appended; a change of branch, or of the last step seen, starts over.
 * @template T
 * @param {() => T} begin
 * @param {(index: T, step: Step) => void} take
 */
export function createFold(begin, take) {
  let index = begin();
  let taken = 0;
  let branch = "";
  /** @type {Step|undefined} */
  let last;

  /**
   * @param {string} name
   * @param {Step[]} steps
   */
  function isContinued(name, steps) {
    return name === branch && steps.length >= taken && (taken === 0 || steps[taken - 1] === last);
  }

  return {
    /**
     * @param {string} name the branch
     * @param {Step[]} steps
     * @returns {T}
     */
    sync(name, steps) {
      if (!isContinued(name, steps)) {
        index = begin();
        taken = 0;
        branch = name;
      }
      for (; taken < steps.length; taken++) take(index, steps[taken]);
      last = steps[taken - 1];
      return index;
    },
  };
}

/**
 * How many items of a list sorted by `key` have a key of at most `limit`.
 * @template T
 * @param {T[]} list
 * @param {number} limit
 * @param {(item: T) => number} key
 */
export function countUpTo(list, limit, key) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(list[middle]) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param {Step[]} steps
 * @param {number} position
 * @returns {Step|null}
 */
export function stepAt(steps, position) {
  const found = steps[countUpTo(steps, position, (step) => step.position) - 1];
  return found && found.position === position ? found : null;
}
