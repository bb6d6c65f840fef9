// What the log matrix shows, worked out from the state alone.

import { words } from "../words/en_panels.js";
import { termClass } from "./elements.js";

/**
 * @import { Configuration, Command, Entry, Server, State, Step } from "../frames.js"
 */

/**
 * The columns of the matrix: one per index from `base + 1`; what every server has compacted
 * away shares a single column before them.
 * @typedef {object} Columns
 * @property {number} base
 * @property {number} last the highest index of any log
 * @property {number} count columns drawn, with room after the last entry
 * @property {boolean} noted a note on a conflict stands after the last entry
 * @property {string|null} leader who the marks and conflicts refer to
 */

/**
 * @param {Server} server
 */
export function lastIndex(server) {
  return server.log.snapshot.index + server.log.entries.length;
}

/**
 * @param {Server} server
 * @param {number} index
 * @returns {Entry|undefined}
 */
export function entryAt(server, index) {
  return server.log.entries[index - server.log.snapshot.index - 1];
}

/**
 * The term of a log at an index, also right at its snapshot; null where it cannot be known.
 * @param {Server} server
 * @param {number} index
 */
export function termAt(server, index) {
  const { snapshot } = server.log;
  if (index === snapshot.index) return snapshot.term;
  return entryAt(server, index)?.term ?? null;
}

/**
 * The leader the cluster would follow now: of the servers that lead, the one of the highest term.
 * @param {State} state
 * @returns {string|null}
 */
export function currentLeader(state) {
  let leader = null;
  let term = -1;
  for (const [id, server] of Object.entries(state.servers)) {
    if (server.up && server.role === "leader" && server.term > term) {
      leader = id;
      term = server.term;
    }
  }
  return leader;
}

/**
 * @param {State} state
 * @returns {Columns}
 */
export function columnsOf(state) {
  const servers = Object.values(state.servers);
  let base = Infinity;
  let last = 0;
  let conflict = false;
  const leader = currentLeader(state);
  for (const server of servers) {
    base = Math.min(base, server.log.snapshot.index);
    last = Math.max(last, lastIndex(server));
  }
  if (!Number.isFinite(base)) base = 0;
  for (const server of servers) {
    if (leader && lastIndex(server) === last && isConflicting(server, state.servers[leader], last)) conflict = true;
  }
  return { base, last, count: last - base + 1, noted: conflict, leader };
}

/**
 * Whether an entry differs from the leader's. Past the leader's end it does when the entry
 * at the leader's end does, because a log is cut from its first difference on.
 * @param {Server} server
 * @param {Server} leader
 * @param {number} index
 */
export function isConflicting(server, leader, index) {
  if (server === leader) return false;
  const compared = Math.min(index, lastIndex(leader));
  const theirs = termAt(leader, compared);
  const own = termAt(server, compared);
  return theirs !== null && own !== null && compared > 0 && theirs !== own;
}

/**
 * @typedef {object} Cell
 * @property {Entry} entry
 * @property {string} look the class names
 * @property {"applied"|"committed"|"stored"} stage
 * @property {boolean} writing its disk write has not ended
 * @property {boolean} conflict
 */

/**
 * An entry gains ink as it becomes safer: being written, stored, committed, applied.
 * @param {Server} server
 * @param {Server|null} leader
 * @param {number} index
 * @returns {Cell|null}
 */
export function cellAt(server, leader, index) {
  const entry = entryAt(server, index);
  if (!entry) return null;
  const stage = index <= server.last_applied ? "applied" : index <= server.commit_index ? "committed" : "stored";
  const writing = index > server.durable_index;
  const conflict = leader !== null && isConflicting(server, leader, index);
  let look = `cell ${writing && stage === "stored" ? "writing" : stage} ${termClass(entry.term)}`;
  if (writing && stage !== "stored") look += " writing-too";
  if (conflict) look += " conflict";
  if (entry.kind === "configuration") look += " cfg";
  return { entry, look, stage, writing, conflict };
}

/**
 * A command in the least space.
 * @param {Entry} entry
 */
export function shortText(entry) {
  if (entry.kind === "noop") return words.logs.noop;
  if (entry.kind === "configuration") return words.logs.configuration;
  const command = /** @type {Command} */ (entry.data);
  return command ? words.logs.short[command.op](command) : "";
}

/**
 * @param {Entry} entry
 */
export function fullText(entry) {
  if (entry.kind === "configuration") return words.logs.voters(/** @type {Configuration} */ (entry.data).voters);
  if (entry.kind === "noop") return words.logs.noop;
  const command = /** @type {Command} */ (entry.data);
  return command ? words.logs.full[command.op](command) : "";
}

/**
 * What a screen reader says for a cell.
 * @param {Cell} cell
 * @param {string|null} leader
 */
export function cellLabel(cell, leader) {
  const { entry } = cell;
  const command = entry.kind === "command" && entry.data
    ? words.logs.spoken[/** @type {Command} */ (entry.data).op](/** @type {Command} */ (entry.data))
    : fullText(entry);
  const parts = [words.logs.indexTerm(entry.index, entry.term), command, ...words.logs.stage(cell.stage, cell.writing)];
  if (cell.conflict && leader) parts.push(words.logs.conflicts(leader));
  return parts.join(", ");
}

/**
 * The servers that hold the very entry, or have compacted a prefix that reaches past it.
 * @param {State} state
 * @param {Entry} entry
 */
export function holders(state, entry) {
  return Object.entries(state.servers)
    .filter(([, server]) => entryAt(server, entry.index)?.term === entry.term)
    .map(([id]) => id);
}

/**
 * @param {State} state
 * @param {Entry} entry
 */
export function isCommitted(state, entry) {
  return Object.values(state.servers).some((server) =>
    server.commit_index >= entry.index && entryAt(server, entry.index)?.term === entry.term
  );
}

/**
 * The position of the step in which a server wrote the entry it has at an index.
 * @param {Step[]} steps
 * @param {string} server
 * @param {number} index
 * @param {number} position look no later than this
 * @returns {number|null}
 */
export function writtenAt(steps, server, index, position) {
  for (let i = steps.length - 1; i >= 0; i--) {
    if (steps[i].position > position) continue;
    for (const event of steps[i].events) {
      if (event.kind !== "EntriesAppended" || event.server !== server) continue;
      if (event.first_index <= index && index <= event.last_index) return steps[i].position;
    }
  }
  return null;
}

/**
 * The first step in which anyone learned that an index is committed.
 * @param {Step[]} steps
 * @param {number} index
 * @param {number} position look no later than this
 * @returns {Step|null}
 */
export function committedAt(steps, index, position) {
  for (const step of steps) {
    if (step.position > position) return null;
    for (const event of step.events) {
      if (event.kind === "CommitAdvanced" && event.old < index && index <= event.new) return step;
    }
  }
  return null;
}

/**
 * The stretches of equal term in a log. Terms never fall along a log, so each end is found
 * by bisection and ten thousand entries cost a few dozen looks.
 * @param {Server["log"]} log
 * @returns {{from: number, to: number, term: number}[]}
 */
export function termRuns(log) {
  const runs = [];
  const { entries } = log;
  for (let start = 0; start < entries.length;) {
    const { term } = entries[start];
    let low = start + 1;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (entries[middle].term === term) low = middle + 1;
      else high = middle;
    }
    runs.push({ from: log.snapshot.index + start + 1, to: log.snapshot.index + low, term });
    start = low;
  }
  return runs;
}
