// What a learner has done, kept in this browser: which scenarios, which goals, how many points, and where to go on.

/** @import { Goal } from "./frames.js" */

const KEY = "orbital-raft.progress";
const TRACE_KEY = "orbital-raft.run.";
const VERSION = 1;
/** A longer run is not kept; its room may be there still. */
const LONGEST_TRACE = 400_000;

/**
 * One scenario. `met`, `points` and `done` are the best so far; the rest is the run that can be gone on with.
 * @typedef {object} Taken
 * @property {number} step the step that the run is at, from 0; all of them when it is over
 * @property {number} steps
 * @property {string[]} met goals, by id
 * @property {number} goals
 * @property {number} points
 * @property {number} of
 * @property {boolean} done
 * @property {number} at_ms when something happened last
 * @property {{room: string, key: string}|null} seat
 */

/** @typedef {{version: number, last: string|null, scenarios: Record<string, Taken>}} Progress */

/** @returns {Progress} */
const nothing = () => ({ version: VERSION, last: null, scenarios: {} });

/**
 * What was written by some version of this page, or by nobody.
 * @param {string|null} text
 * @returns {Progress}
 */
export function progressIn(text) {
  try {
    const found = JSON.parse(text ?? "null");
    if (found?.version !== VERSION || typeof found.scenarios !== "object" || found.scenarios === null) return nothing();
    const scenarios = Object.entries(found.scenarios).filter(([, taken]) => isTaken(taken));
    return { version: VERSION, last: typeof found.last === "string" ? found.last : null, scenarios: Object.fromEntries(scenarios) };
  } catch {
    return nothing();
  }
}

/** @param {any} taken @returns {taken is Taken} */
function isTaken(taken) {
  const numbers = ["step", "steps", "goals", "points", "of", "at_ms"];
  return taken !== null && typeof taken === "object" && numbers.every((name) => Number.isFinite(taken[name])) && Array.isArray(taken.met);
}

/**
 * What a run has come to, beside what was known of its scenario: the best of each stands.
 * @param {Taken|undefined} before
 * @param {Pick<Taken, "step"|"steps"|"points"|"of"|"at_ms"|"seat"> & {all: Goal[]}} now
 * @returns {Taken}
 */
export function taken(before, { all, ...now }) {
  const met = all.filter((goal) => goal.met).map((goal) => goal.id);
  const known = (before?.met ?? []).filter((id) => all.some((goal) => goal.id === id) && !met.includes(id));
  return {
    ...now,
    met: [...known, ...met],
    goals: all.length,
    points: Math.max(now.points, before && before.of === now.of ? before.points : 0),
    done: (before?.done ?? false) || (now.steps > 0 && now.step >= now.steps),
  };
}

/** Whether a run was begun that can be gone on with. @param {Taken|undefined} one @returns {one is Taken} */
export function isUnderWay(one) {
  return one !== undefined && one.step < one.steps && (one.step > 0 || one.met.length > 0 || one.points > 0) && one.seat !== null;
}

/** The scenario to go on with: the last one that was begun and not finished. @param {Progress} progress @returns {string|null} */
export function underWay({ last, scenarios }) {
  if (last !== null && isUnderWay(scenarios[last])) return last;
  const open = Object.entries(scenarios).filter(([, one]) => isUnderWay(one));
  return open.sort(([, one], [, two]) => two.at_ms - one.at_ms)[0]?.[0] ?? null;
}

// Keeping it. A browser that keeps nothing takes lessons all the same.

/** @returns {Progress} */
export function readProgress() {
  try {
    return progressIn(localStorage.getItem(KEY));
  } catch {
    return nothing();
  }
}

/** @param {(progress: Progress) => Progress} change */
export function keepProgress(change) {
  try {
    localStorage.setItem(KEY, JSON.stringify(change(readProgress())));
  } catch {
    // full, or not allowed
  }
}

/** The run of a scenario as a trace, for when its room is gone. @param {string} scenario @returns {string|null} */
export function readRun(scenario) {
  try {
    return localStorage.getItem(TRACE_KEY + scenario);
  } catch {
    return null;
  }
}

/** @param {string} scenario @param {string|null} trace */
export function keepRun(scenario, trace) {
  try {
    if (trace === null || trace.length > LONGEST_TRACE) localStorage.removeItem(TRACE_KEY + scenario);
    else localStorage.setItem(TRACE_KEY + scenario, trace);
  } catch {
    // full, or not allowed
  }
}

export function forgetProgress() {
  try {
    for (const key of Object.keys(localStorage)) if (key === KEY || key.startsWith(TRACE_KEY)) localStorage.removeItem(key);
  } catch {
    // there is nothing to forget
  }
}

/** Hears of changes that another tab makes. @param {() => void} changed */
export function listenToProgress(changed) {
  addEventListener("storage", ({ key }) => {
    if (key === KEY || key === null) changed();
  });
}
