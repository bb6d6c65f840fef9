// Keeps the history of the branch that the one on show is compared with, and makes one scene of both.

/** @import { ViewModel } from "../../frames.js" */
/** @import { Pair } from "./compare.js" */
/** @import { CompareFrame } from "./compare_frame.js" */
/** @import { History } from "./history.js" */
/** @import { Part, Scene } from "./scene.js" */
/** @import { TimeScale } from "./time_scale.js" */

import { createFold } from "../fold.js";
import { firstDifference, sharedSteps } from "./compare.js";
import { emptyHistory, takeStep } from "./history.js";
import { sceneOf, together } from "./scene.js";

/** @typedef {Pair & {names: string[], current: number, shared: number}} Compared */

/** Follows the other branch beside the one on show. */
export class Comparison {
  /** @type {ViewModel|null} */
  #vm = null;
  #fold = createFold(() => emptyHistory(this.#vm?.origin ?? null), takeStep);
  #known = "";
  /** @type {Pair["differs"]} */
  #differs = [];

  /**
   * @param {ViewModel} vm
   * @param {History} history of the branch on show
   * @returns {Compared|null}
   */
  update(vm, history) {
    this.#vm = vm;
    const { compare } = vm;
    if (!compare || compare.steps.length === 0 || vm.steps.length === 0) return null;
    const other = this.#fold.sync(`${compare.branch} ${vm.origin?.position}`, compare.steps);
    const shared = sharedSteps(vm.steps, compare.steps);
    const order = vm.branches.map(({ id }) => id);
    const current = order.indexOf(vm.branch) < order.indexOf(compare.branch) ? 0 : 1;
    const key = `${vm.branch} ${compare.branch} ${vm.steps.length} ${compare.steps.length}`;
    if (key !== this.#known) this.#differs = firstDifference(vm.steps, compare.steps, shared);
    this.#known = key;
    /** @template T @param {T} mine @param {T} theirs @returns {T[]} */
    const inOrder = (mine, theirs) => (current === 0 ? [mine, theirs] : [theirs, mine]);
    const fork_us = vm.steps[shared - 1]?.time_us ?? history.from_us;
    return { histories: inOrder(history, other), names: inOrder(vm.branch, compare.branch), current, shared, fork_us, differs: this.#differs };
  }
}

/**
 * What is shared once, in the middle, then each branch in its panel.
 * @param {Compared} compared
 * @param {TimeScale} scale
 * @param {CompareFrame} frame
 * @param {Part} part of the branch on show
 * @returns {Scene}
 */
export function sceneOfBoth({ histories, current }, scale, frame, part) {
  const { from, to } = frame.gap;
  const before = sceneOf(histories[current], scale, { ...part, lanes: frame.lanes, to: Math.min(part.to, from), ends: from, name: "shared " });
  const after = histories.map((history, i) => {
    const foreign = i !== current;
    const until_us = foreign ? history.to_us : part.until_us;
    const { lanes } = frame.panels[i];
    return sceneOf(history, scale, { ...part, lanes, from: Math.max(part.from, to), begins: to, ends: scale.at(until_us), until_us, name: `${i} `, foreign, cone: foreign ? null : part.cone, selected: foreign ? null : part.selected });
  });
  return together([before, ...after]);
}
