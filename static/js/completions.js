// Lines of Raft script that a typed beginning may become, each with what it does. A few words beside
// them are no script: they concern the page.

/** @import { Action, State } from "./frames.js" */

import { freeNames, standingOf } from "./members.js";
import { completions as words } from "./words/en_actions.js";

/**
 * @typedef {object} Completion
 * @property {string} line
 * @property {string} does
 * @property {boolean} whole the line can be run as it is
 */

/** @type {Readonly<Record<string, Action>>} */
export const PAGE_WORDS = { describe: { type: "describe" }, projector: { type: "projector" } };

/** @param {State} state @returns {Completion[]} */
function everyLine(state) {
  const ids = Object.keys(state.servers);
  const pairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b]));
  const clients = Object.keys(state.clients).length ? Object.keys(state.clients) : ["c1"];
  /** @type {Completion[]} */
  const lines = [];
  /** @param {string} line @param {string} does @param {boolean} [whole] */
  const add = (line, does, whole = true) => lines.push({ line, does, whole });
  for (const id of ids) {
    const { up, paused } = state.servers[id];
    if (up) add(`crash ${id}`, words.crash(id));
    else add(`restart ${id}`, words.restart(id)), add(`wipe ${id}`, words.wipe(id));
    if (up) add(`${paused ? "resume" : "pause"} ${id}`, paused ? words.resume(id) : words.pause(id));
    if (up) add(`timeout ${id}`, words.timeout(id));
    if (state.servers[id].role === "leader") add(`heartbeat ${id}`, words.heartbeat(id));
    add(`isolate ${id}`, words.isolate(id));
    add(`disk ${id} fsync=200ms`, words.disk(id));
    add(`clock ${id} rate=1.5`, words.clock(id));
  }
  for (const [a, b] of pairs) {
    add(`cut ${a}-${b}`, words.cut(a, b));
    add(`cut ${a}>${b}`, words.cutOne(a, b));
    add(`cut ${b}>${a}`, words.cutOne(b, a));
    add(`heal ${a}-${b}`, words.heal(a, b));
    add(`link ${a}-${b} latency=1s`, words.slow(a, b));
    add(`link ${a}-${b} loss=30%`, words.lossy(a, b));
  }
  for (const id of ids) {
    const standing = standingOf(state, id);
    if (state.servers[id].up) add(`snapshot ${id}`, words.snapshot(id));
    if (standing === "voter" || standing === "joining") add(`transfer ${id}`, words.transfer(id));
    if (standing === "learner") add(`promote ${id}`, words.promote(id));
    add(standing === "outside" ? `add ${id}` : `remove ${id}`, standing === "outside" ? words.add(id) : words.remove(id));
  }
  const [free] = freeNames(state);
  if (free) {
    add(`add ${free} as=learner`, words.addLearner(free));
    add(`add ${free}`, words.add(free));
  }
  add(`reconfigure ${ids.slice(0, -1).join(" ") || ids[0]}`, words.reconfigure);
  add("heal", words.healAll);
  const half = Math.floor(ids.length / 2);
  add(`partition ${ids.slice(0, half).join(" ")} | ${ids.slice(half).join(" ")}`, words.partition);
  for (const client of clients) {
    add(`client ${client} put x 1`, words.put(client));
    add(`client ${client} cas x 1 2`, words.cas(client));
    for (const how of ["index", "lease", "log", "local"]) add(`client ${client} get x read=${how}`, words.get(client));
  }
  for (const [line, does] of words.sets) add(line, does);
  for (const word of Object.keys(PAGE_WORDS)) add(word, words.page[word]);
  return lines;
}

/** One line for each first word, to begin with. @param {Completion[]} lines */
function beginnings(lines) {
  const seen = new Set();
  return lines.filter(({ line }) => {
    const verb = line.split(" ", 1)[0];
    return !seen.has(verb) && seen.add(verb);
  }).map(({ line, does }) => {
    const verb = line.split(" ", 1)[0];
    return verb === line ? { line, does, whole: true } : { line: verb, does: words.verbs[verb] ?? does, whole: false };
  });
}

/**
 * @param {string} typed
 * @param {State} state
 * @returns {Completion[]}
 */
export function completions(typed, state) {
  const lines = everyLine(state);
  const begun = typed.trimStart().toLowerCase();
  if (!begun.includes(" ")) {
    const verbs = beginnings(lines).filter(({ line }) => line.startsWith(begun));
    if (verbs.length !== 1 || begun === "") return verbs;
  }
  return lines.filter(({ line }) => line.toLowerCase().startsWith(begun.trimEnd()) && line !== typed.trim());
}
