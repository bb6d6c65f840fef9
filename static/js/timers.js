// How far the timers of the servers have run.

/** @import { State, Timer } from "./frames.js" */

/** With less than this left, an election timer is watched. */
const NEAR = 0.3;

/**
 * What is left of a timer, or, for a leader, how full its heartbeat interval is.
 * @param {Timer|null} timer
 * @param {number} time_us
 * @returns {number|null}
 */
export function timerPart(timer, time_us) {
  if (!timer || timer.fires_at_us === null) return null;
  const whole = timer.fires_at_us - timer.armed_at_us;
  if (whole <= 0) return 0;
  const left = Math.max(0, Math.min(1, (timer.fires_at_us - time_us) / whole));
  return timer.kind === "heartbeat" ? 1 - left : left;
}

/**
 * Whether an election is near: a timer runs out, or runs while nobody leads. Timers are then worth watching.
 * @param {State} state
 * @param {number} time_us
 */
export function isTense({ servers }, time_us) {
  const up = Object.values(servers).filter((server) => server.up && !server.paused);
  const led = up.some(({ role }) => role === "leader");
  return up.some(({ timer }) => {
    const left = timer?.kind === "election" ? timerPart(timer, time_us) : null;
    return left !== null && (!led || left < NEAR);
  });
}
