// The causal cone of an event: what happened before it, or what it led to, by the order of events at
// each server and by messages, and by nothing else. A cone meets a server's life in one piece, so
// that a bound for each server tells all of it.

/** @import { Flight, Happening, History, Mark } from "./history.js" */

import { countUpTo } from "../fold.js";

/**
 * @typedef {"causes"|"effects"} Direction
 * @typedef {object} Cone
 * @property {Direction} direction
 * @property {number} position the event it is of
 * @property {Map<string, Mark>} bounds the last (or first) event of each server that belongs to it
 */

/**
 * @param {History} history
 * @param {number} position
 * @param {Direction} direction
 * @returns {Cone|null} null for an event that happened at no server
 */
export function coneOf(history, position, direction) {
  const { happenings } = history;
  const place = countUpTo(happenings, position, (each) => each.position) - 1;
  const here = happenings[place];
  if (here?.position !== position || here.servers.length === 0) return null;
  const bounds = new Map(here.servers.map((id) => [id, markOf(here)]));
  if (direction === "causes") goBack(happenings, place, bounds);
  else goOn(happenings, place, bounds);
  return { direction, position, bounds };
}

/** @param {Happening} happening @returns {Mark} */
const markOf = ({ position, time_us }) => ({ position, time_us });

/** @param {Happening[]} happenings @param {number} place @param {Map<string, Mark>} bounds */
function goBack(happenings, place, bounds) {
  for (let i = place; i >= 0; i--) {
    const { arrived, position } = happenings[i];
    if (!arrived || position > (bounds.get(arrived.to)?.position ?? -1)) continue;
    if (arrived.sent.position > (bounds.get(arrived.from)?.position ?? -1)) bounds.set(arrived.from, arrived.sent);
  }
}

/** @param {Happening[]} happenings @param {number} place @param {Map<string, Mark>} bounds */
function goOn(happenings, place, bounds) {
  for (let i = place; i < happenings.length; i++) {
    const { arrived } = happenings[i];
    if (!arrived || bounds.has(arrived.to)) continue;
    if (arrived.sent.position >= (bounds.get(arrived.from)?.position ?? Infinity)) bounds.set(arrived.to, markOf(happenings[i]));
  }
}

/** Whether a message carries the cone from one life to another. @param {Cone} cone @param {Flight} flight */
export function carries({ direction, bounds }, flight) {
  if (direction === "effects") return flight.lost === null && flight.sent.position >= (bounds.get(flight.from)?.position ?? Infinity);
  return flight.received !== null && flight.received.position <= (bounds.get(flight.to)?.position ?? -1);
}

/** Whether an event at a server belongs to the cone. @param {Cone} cone @param {string} server @param {number} position */
export function holds({ direction, bounds }, server, position) {
  const bound = bounds.get(server)?.position;
  return bound !== undefined && (direction === "causes" ? position <= bound : position >= bound);
}
