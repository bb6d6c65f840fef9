// What the timeline's lanes show, gathered from the steps as they arrive and never anew.

import { createFaults } from "./lane_faults.js";

/**
 * @import { Event, Operation, State, Step } from "../frames.js"
 * @import { Faults } from "./lane_faults.js"
 */

/**
 * @typedef {object} Slice a stretch of time in which the same servers led
 * @property {number} from_us
 * @property {number|null} to_us null: still so at the live edge
 * @property {{server: string, term: number, from_us: number}[]} leaders
 *
 * @typedef {{time_us: number, position: number}} Mark
 * @typedef {Mark & {server: string, term: number}} Candidacy
 * @typedef {{client: string, from_us: number, to_us: number|null, outcome: "pending"|"ok"|"refused"|"timeout", operation: Operation|null, position: number}} Call
 *
 * @typedef {object} Lanes
 * @property {number} unread_us what happened before was not received
 * @property {Mark[]} interesting
 * @property {(Mark & {says: string})[]} violations
 * @property {Slice[]} slices
 * @property {Candidacy[]} candidacies
 * @property {Faults} faults
 * @property {Mark[]} commits the first time anyone learned of each
 * @property {Call[]} calls
 * @property {Map<string, Call>} open by client
 * @property {Map<string, number>} leading server to the time it began
 * @property {number} commit the highest index known to be committed
 * @property {number} changes grows with every change, to tell when to draw
 */

/**
 * @param {Set<string>} servers who there is; may grow while steps are taken
 * @param {State|null} [origin] the cluster before the first of the steps, where it is known
 * @returns {Lanes}
 */
export function emptyLanes(servers, origin = null) {
  /** @type {Lanes} */
  const lanes = {
    unread_us: origin && origin.position > 0 ? origin.time_us : 0,
    interesting: [],
    violations: [],
    slices: [],
    candidacies: [],
    faults: createFaults(servers),
    commits: [],
    calls: [],
    open: new Map(),
    leading: new Map(),
    commit: 0,
    changes: 0,
  };
  for (const [id, server] of Object.entries(origin?.servers ?? {})) {
    lanes.commit = Math.max(lanes.commit, server.commit_index);
    if (origin && server.up && server.role === "leader") lead(lanes, origin.time_us, id, server.term);
  }
  return lanes;
}

/**
 * @param {Lanes} lanes
 * @param {Step} step
 */
export function takeStep(lanes, step) {
  const before = lanes.changes;
  if (step.interesting) {
    lanes.interesting.push({ time_us: step.time_us, position: step.position });
    lanes.changes++;
  }
  for (const violation of step.delta.violations ?? []) {
    lanes.violations.push({ time_us: step.time_us, position: step.position, says: violation.says });
    lanes.changes++;
  }
  for (const event of step.events) takeEvent(lanes, step, event);
  if (lanes.faults.take(step)) lanes.changes++;
  return lanes.changes !== before;
}

/**
 * @param {Lanes} lanes
 * @param {Step} step
 * @param {Event} event
 */
function takeEvent(lanes, step, event) {
  const { time_us, position } = step;
  switch (event.kind) {
    case "BecameLeader":
      lead(lanes, time_us, event.server, event.term);
      break;
    case "SteppedDown":
    case "ServerCrashed":
      follow(lanes, time_us, event.server);
      break;
    case "RoleChanged":
      if (event.old === "leader") follow(lanes, time_us, event.server);
      break;
    case "ElectionStarted":
      lanes.candidacies.push({ time_us, position, server: event.server, term: event.term });
      lanes.changes++;
      break;
    case "CommitAdvanced":
      if (event.new <= lanes.commit) break;
      lanes.commit = event.new;
      lanes.commits.push({ time_us, position });
      lanes.changes++;
      break;
    case "ClientInvoked":
      call(lanes, step, event.client);
      break;
    case "ClientCompleted":
      answer(lanes, time_us, event.client, event.outcome);
      break;
  }
}

/**
 * @param {Lanes} lanes
 * @param {number} time_us
 * @param {string} server
 * @param {number} term
 */
function lead(lanes, time_us, server, term) {
  const leaders = endSlice(lanes, time_us).filter((leader) => leader.server !== server);
  lanes.slices.push({ from_us: time_us, to_us: null, leaders: [...leaders, { server, term, from_us: time_us }] });
  lanes.leading.set(server, time_us);
  lanes.changes++;
}

/**
 * @param {Lanes} lanes
 * @param {number} time_us
 * @param {string} server
 */
function follow(lanes, time_us, server) {
  if (!lanes.leading.delete(server)) return;
  const leaders = endSlice(lanes, time_us).filter((leader) => leader.server !== server);
  if (leaders.length > 0) lanes.slices.push({ from_us: time_us, to_us: null, leaders });
  lanes.changes++;
}

/**
 * Ends the slice that is open; one without length never was.
 * @param {Lanes} lanes
 * @param {number} time_us
 */
function endSlice(lanes, time_us) {
  const last = lanes.slices.at(-1);
  if (!last || last.to_us !== null) return [];
  if (last.from_us === time_us) lanes.slices.pop();
  else last.to_us = time_us;
  return last.leaders;
}

/**
 * @param {Lanes} lanes
 * @param {Step} step
 * @param {string} client
 */
function call(lanes, step, client) {
  const operation = step.delta.clients?.[client]?.operation ?? null;
  /** @type {Call} */
  const made = { client, from_us: step.time_us, to_us: null, outcome: "pending", operation, position: step.position };
  lanes.calls.push(made);
  lanes.open.set(client, made);
  lanes.changes++;
}

/**
 * @param {Lanes} lanes
 * @param {number} time_us
 * @param {string} client
 * @param {"ok"|"refused"|"timeout"} outcome
 */
function answer(lanes, time_us, client, outcome) {
  const open = lanes.open.get(client);
  if (!open) return;
  open.to_us = time_us;
  open.outcome = outcome;
  lanes.open.delete(client);
  lanes.changes++;
}
