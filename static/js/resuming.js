// Where a learner left a lesson: in its room, when that is there still, else in one that does everything again.

/** @import { Seat } from "./session.js" */

import { at } from "./base.js";
import { isUnderWay, readProgress, readRun } from "./progress.js";

/** The fragment of an address that wants a scenario from its beginning. */
export const ANEW = "#anew";

/**
 * @param {Record<string, string>} wanted what the address asks for
 * @param {(wanted: Record<string, unknown>) => Promise<Seat>} openRoom
 * @returns {Promise<Seat|null>} null when there is nothing to go on with
 */
export async function seatToGoOnWith(wanted, openRoom) {
  const scenario = `${wanted.lesson}/${wanted.scenario}`;
  const taken = readProgress().scenarios[scenario];
  if (!wanted.lesson || !wanted.scenario || !isUnderWay(taken)) return null;
  if (taken.seat && await isThere(taken.seat, scenario)) return taken.seat;
  const trace = readRun(scenario);
  // a lesson that changed since is begun anew
  return trace === null ? null : await openRoom({ trace, resume: true }).catch(() => null);
}

/**
 * @param {Seat} seat
 * @param {string} scenario
 */
async function isThere({ room, key }, scenario) {
  const address = at(`/api/rooms/${encodeURIComponent(room)}?${new URLSearchParams({ key })}`);
  const answer = await fetch(address).catch(() => null);
  const found = answer?.ok ? await answer.json().catch(() => null) : null;
  return found?.role === "control" && found.lesson === scenario;
}
