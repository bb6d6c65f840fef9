// Where the keyboard and the pointer are in the log matrix, and what they find there.

import { words } from "../words/en_panels.js";
import { committedAt, fullText, holders, isCommitted, lastIndex } from "./log_model.js";

/**
 * @import { Entry, State } from "../frames.js"
 * @import { ViewModel } from "../view_types.js"
 */

/** @typedef {{server: string, index: number}} Place */

/** @type {Record<string, [number, number]>} rows down, columns along */
const MOVES = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  PageUp: [0, -10],
  PageDown: [0, 10],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/**
 * @param {State} state
 * @param {Place} at
 * @param {string} key
 * @returns {Place|null}
 */
export function moveBy(state, at, key) {
  if (!(key in MOVES)) return null;
  const [down, along] = MOVES[key];
  const ids = Object.keys(state.servers);
  const server = ids[Math.max(0, Math.min(ids.length - 1, ids.indexOf(at.server) + down))];
  const first = state.servers[server].log.snapshot.index + 1;
  const end = Math.max(first, lastIndex(state.servers[server]));
  return { server, index: Math.max(first, Math.min(end, at.index + along)) };
}

/**
 * The indices that the message under the pointer would bring to a server.
 * @param {ViewModel} vm
 * @param {State} state
 * @param {string} id
 * @returns {[number, number]|null}
 */
export function incoming(vm, state, id) {
  const seen = vm.hover ?? vm.selection;
  if (seen?.kind !== "message") return null;
  const message = state.messages.find((each) => String(each.id) === seen.id);
  const entries = message?.to === id ? message.entries ?? [] : [];
  if (entries.length === 0) return null;
  const held = lastIndex(state.servers[id]);
  const last = entries[entries.length - 1].index;
  return last > held ? [Math.max(held + 1, entries[0].index), last] : null;
}

/**
 * One line about an entry: what it is, who holds it, when it was committed.
 * @param {ViewModel} vm
 * @param {State} state
 * @param {Entry} entry
 */
export function preview(vm, state, entry) {
  const step = isCommitted(state, entry) ? committedAt(vm.steps, entry.index, vm.position) : null;
  return words.logs.preview(entry.index, entry.term, fullText(entry), holders(state, entry), step ? step.time_us : null);
}
