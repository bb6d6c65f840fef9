// Keeps what a learner does in a lesson, as it happens, so that it can be gone on with later.

/** @import { Goal, ServerFrame } from "./frames.js" */
/** @import { Lab } from "./lab.js" */
/** @import { Seat } from "./session.js" */

import { keepProgress, keepRun, taken } from "./progress.js";

/** The run is fetched so long after something happened, however much follows. */
const FETCH_AFTER_MS = 3000;

/**
 * @param {Lab} lab
 * @param {Seat} seat
 * @returns {(frame: ServerFrame) => void} to be told of every frame
 */
export function createKeeper(lab, seat) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  let scenario = "";
  let steps = 0;
  let over = false;

  /** @param {Extract<ServerFrame, {type: "welcome"}>} frame */
  function begin(frame) {
    const found = /** @type {{id: string, steps: unknown[]}|undefined} */ (frame.lesson?.scenario);
    // somebody else's run, or one that is looked at, is not one's own progress
    const own = frame.role === "control" && !frame.replay;
    scenario = own && frame.lesson && found ? `${frame.lesson.id}/${found.id}` : "";
    steps = found?.steps.length ?? 0;
  }

  /** @param {{goals: Goal[], step: number, points: number, possible_points: number}} frame */
  function note({ goals, step, points, possible_points }) {
    const { room, key } = seat;
    over = step >= steps;
    keepProgress((progress) => {
      const now = taken(progress.scenarios[scenario], { all: goals, step, steps, points, of: possible_points, at_ms: Date.now(), seat: over ? null : { room, key } });
      return { ...progress, last: scenario, scenarios: { ...progress.scenarios, [scenario]: now } };
    });
    if (over) keepRun(scenario, null);
  }

  async function fetchRun() {
    timer = undefined;
    if (over) return;
    const answer = await fetch(lab.source.file("trace", lab.playhead.branch).href).catch(() => null);
    if (answer?.ok && !over) keepRun(scenario, await answer.text());
  }

  return (frame) => {
    if (frame.type === "welcome") begin(frame);
    if (!scenario) return;
    if (frame.type === "goals") note(frame);
    if (frame.type === "accepted" || frame.type === "goals") timer ??= setTimeout(fetchRun, FETCH_AFTER_MS);
  };
}
