// How two branches fared after they parted, in figures that can stand side by side. Pure.

/** @import { Step } from "../../frames.js" */

/**
 * @typedef {object} Fared
 * @property {string|null} leader who led at the end of the time that both have
 * @property {number} term
 * @property {number} leaderless_us since the fork
 * @property {number} elections started since the fork
 * @property {number} committed the highest index
 * @property {Map<number, number>} commits when each index after the fork was first committed
 * @property {number} removed entries that were truncated since the fork
 * @property {number} answered requests of clients since the fork
 * @property {number} unknown requests that ended without an answer
 * @property {string[]} violated
 */

/** Who leads, by what their own events say. */
class Leaders {
  /** @type {Map<string, number>} */
  #terms = new Map();

  /** @param {Step} step */
  take({ events }) {
    for (const event of events) {
      if (event.kind === "BecameLeader") this.#terms.set(event.server, event.term);
      else if (event.kind === "SteppedDown" || event.kind === "ServerCrashed") this.#terms.delete(event.server);
    }
  }

  /** @returns {[string|null, number]} that of the newest term */
  get newest() {
    let found = /** @type {[string|null, number]} */ ([null, 0]);
    for (const [server, term] of this.#terms) if (term > found[1]) found = [server, term];
    return found;
  }
}

/**
 * @param {Step[]} steps of one branch, from the beginning
 * @param {number} shared how many of them belong to both branches
 * @param {number} until_us both branches got so far
 * @returns {Fared}
 */
export function fared(steps, shared, until_us) {
  const leaders = new Leaders();
  /** @type {Fared} */
  const all = { leader: null, term: 0, leaderless_us: 0, elections: 0, committed: 0, commits: new Map(), removed: 0, answered: 0, unknown: 0, violated: [] };
  let at_us = steps[shared - 1]?.time_us ?? 0;
  for (const [i, step] of steps.entries()) {
    if (step.time_us > until_us) break;
    if (i >= shared) {
      if (leaders.newest[0] === null) all.leaderless_us += step.time_us - at_us;
      at_us = step.time_us;
    }
    leaders.take(step);
    take(all, step, i >= shared);
  }
  if (leaders.newest[0] === null) all.leaderless_us += until_us - at_us;
  [all.leader, all.term] = leaders.newest;
  return all;
}

/** @param {Fared} all @param {Step} step @param {boolean} own after the fork */
function take(all, step, own) {
  for (const event of step.events) {
    if (event.kind === "CommitAdvanced") {
      for (let index = all.committed + 1; own && index <= event.new; index++) all.commits.set(index, step.time_us);
      all.committed = Math.max(all.committed, event.new);
    }
    if (!own) continue;
    if (event.kind === "ElectionStarted") all.elections++;
    else if (event.kind === "EntriesTruncated") all.removed += event.last_index - event.first_index + 1;
    else if (event.kind === "ClientCompleted" && event.outcome === "ok") all.answered++;
    else if (event.kind === "ClientCompleted" && event.outcome === "timeout") all.unknown++;
  }
  if (step.delta.violations) all.violated = [...new Set(step.delta.violations.map(({ property }) => property))];
}

/**
 * What was done in a branch after the fork, and not by the simulation.
 * @param {Step[]} steps
 * @param {number} shared
 */
export const changesIn = (steps, shared) => steps.slice(shared).filter(({ cause }) => cause.kind === "intervention");
