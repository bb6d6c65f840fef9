// What a place on the drawing means, and where the keys lead from the selected event. Pure.

/** @import { Selection } from "../../frames.js" */
/** @import { History, Life, Mark } from "./history.js" */
/** @import { Arrow, Scene } from "./scene.js" */
/** @import { Piece, TimeScale } from "./time_scale.js" */

import { countUpTo } from "../fold.js";
import { happeningAt } from "./history.js";
import { distanceTo, HALF } from "./scene.js";

/** How near a pointer must come, in pixels. */
const NEAR = { disc: 11, arrow: 6, event: 14, lane: 5 };

/**
 * @typedef {(
 *   {kind: "event", server: string, mark: Mark} |
 *   {kind: "arrow", arrow: Arrow} |
 *   {kind: "fold", fold: Piece} |
 *   {kind: "time", time_us: number}
 * )} Found
 */

/**
 * The event of a life that is nearest along.
 * @param {Life} life
 * @param {TimeScale} scale
 * @param {number} along
 * @returns {{mark: Mark, away: number}|null}
 */
export function nearestEvent({ events }, scale, along) {
  const after = countUpTo(events, scale.time(along), ({ time_us }) => time_us);
  const near = [events[after - 1], events[after]].filter(Boolean).map((mark) => ({ mark, away: Math.abs(scale.at(mark.time_us) - along) }));
  return near.sort((one, two) => one.away - two.away)[0] ?? null;
}

/**
 * @param {History} history
 * @param {TimeScale} scale
 * @param {Scene} scene
 * @param {Map<string, number>} lanes
 * @param {{along: number, across: number}} place
 * @param {number} [reach] of a finger: how many times farther than a pointer's
 * @returns {Found}
 */
export function pick(history, scale, scene, lanes, { along, across }, reach = 1) {
  for (const { server, position, foreign, along: x, across: y } of scene.discs) {
    if (foreign || Math.hypot(x - along, y - across) > NEAR.disc * reach) continue;
    const mark = history.lives.get(server)?.events.find((each) => each.position === position);
    if (mark) return { kind: "event", server, mark };
  }
  const fold = scale.folds.find(({ from, to }) => along >= from && along <= to);
  if (fold) return { kind: "fold", fold };
  const arrow = nearestArrow(scene.arrows, along, across, NEAR.arrow * reach);
  if (arrow) return { kind: "arrow", arrow };
  for (const [server, y] of lanes) {
    const life = history.lives.get(server);
    if (!life || Math.abs(y - across) > HALF.leader + NEAR.lane) continue;
    const event = nearestEvent(life, scale, along);
    if (event && event.away <= NEAR.event * reach) return { kind: "event", server, mark: event.mark };
  }
  return { kind: "time", time_us: scale.time(along) };
}

/** @param {Arrow[]} arrows @param {number} along @param {number} across @param {number} within */
function nearestArrow(arrows, along, across, within) {
  /** @type {Arrow|null} */
  let best = null;
  for (const arrow of arrows) {
    const away = distanceTo(arrow, along, across);
    if (arrow.foreign || away >= within) continue;
    within = away;
    best = arrow;
  }
  return best;
}

/** @param {number} position @returns {Selection} */
export const eventSelection = (position) => ({ kind: "event", id: String(position), position });

/**
 * A message stands for the event that it led to; on its way it is itself.
 * @param {Arrow} arrow
 * @param {boolean} inFlight whether it is in flight at the moment on show
 * @returns {Selection}
 */
export function selectionOf({ flight }, inFlight) {
  if (inFlight) return { kind: "message", id: String(flight.id) };
  return eventSelection((flight.received ?? flight.lost ?? flight.sent).position);
}

/** @typedef {"before"|"after"|"up"|"down"|"along"|"first"|"last"} Move */

/**
 * Where a key leads: along a life, to a neighbour's, along a message, to an end of the life.
 * @param {History} history
 * @param {string[]} order the servers, from the first lane on
 * @param {{server: string, position: number}} here
 * @param {Move} move
 * @returns {{server: string, position: number}|null}
 */
export function moveOn(history, order, here, move) {
  const events = history.lives.get(here.server)?.events ?? [];
  const upTo = countUpTo(events, here.position, ({ position }) => position);
  /** @param {Mark|undefined} mark */
  const at = (mark) => (mark ? { server: here.server, position: mark.position } : null);
  switch (move) {
    case "before":
      return at(events[upTo - (events[upTo - 1]?.position === here.position ? 2 : 1)]);
    case "after":
      return at(events[upTo]);
    case "first":
      return at(events[0]);
    case "last":
      return at(events[events.length - 1]);
    case "along":
      return alongMessage(history, here);
  }
  const step = move === "up" ? -1 : 1;
  for (let i = order.indexOf(here.server) + step; i >= 0 && i < order.length; i += step) {
    const near = nearestInTime(history.lives.get(order[i])?.events ?? [], history, here.position);
    if (near) return { server: order[i], position: near.position };
  }
  return null;
}

/** @param {Mark[]} events @param {History} history @param {number} position */
function nearestInTime(events, history, position) {
  const { happenings } = history;
  const time = happenings[countUpTo(happenings, position, (each) => each.position) - 1]?.time_us ?? history.from_us;
  const after = countUpTo(events, time, ({ time_us }) => time_us);
  const [one, two] = [events[after - 1], events[after]];
  if (!one || !two) return one ?? two ?? null;
  return time - one.time_us <= two.time_us - time ? one : two;
}

/** From a receipt to what was sent, from there to the first receipt. @param {History} history @param {{server: string, position: number}} here */
function alongMessage(history, { server, position }) {
  const here = happeningAt(history, position);
  if (here?.arrived?.to === server) return { server: here.arrived.from, position: here.arrived.sent.position };
  const sent = here?.sent.find((flight) => flight.from === server && flight.received);
  return sent?.received ? { server: sent.to, position: sent.received.position } : null;
}
