// Most steps of a quiet run change no more than timers and when somebody was last heard of. Whoever
// shows neither need not look at them: as long as nothing else changes, servers have the same mark.

/** @import { Server, ServerChange, State } from "./frames.js" */

/** @typedef {State["servers"]} Servers */

/** @type {WeakMap<Servers, object>} */
const marks = new WeakMap();

/**
 * What stays the same while servers differ in nothing but their timers, and leaders in when they heard of whom.
 * @param {Servers} servers
 * @returns {object}
 */
export function steadyMark(servers) {
  let mark = marks.get(servers);
  if (!mark) marks.set(servers, mark = {});
  return mark;
}

/** @param {Server|undefined} server @param {ServerChange} change */
function isQuiet(server, { timer: _, progress, ...rest }) {
  if (!server || Object.keys(rest).length > 0) return false;
  return Object.entries(progress ?? {}).every(([id, now]) => {
    const before = server.progress[id];
    return before && before.next_index === now.next_index && before.match_index === now.match_index && before.mode === now.mode && before.snapshot === now.snapshot;
  });
}

/**
 * Passes the mark on where a change is a quiet one.
 * @param {Servers} before
 * @param {Servers} after
 * @param {Record<string, ServerChange>} changes
 */
export function passMark(before, after, changes) {
  if (Object.entries(changes).every(([id, change]) => isQuiet(before[id], change))) marks.set(after, steadyMark(before));
}
