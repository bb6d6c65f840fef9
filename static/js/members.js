// Who belongs to the cluster: as its leader has it, or, without one, as each server has it itself.

/** @import { Configuration, Server, State } from "./frames.js" */

/** @typedef {"voter"|"joining"|"leaving"|"learner"|"outside"} Standing */

/** The up leader of the highest term. @param {State} state @returns {[string, Server]|null} */
export function leaderOf(state) {
  const leaders = Object.entries(state.servers).filter(([, { up, role }]) => up && role === "leader");
  return leaders.sort(([, one], [, two]) => two.term - one.term)[0] ?? null;
}

/** @param {State} state @param {string} id @returns {Configuration} */
export function configurationFor(state, id) {
  return (leaderOf(state)?.[1] ?? state.servers[id]).configuration;
}

/** @param {State} state @param {string} id @returns {Standing} */
export function standingOf(state, id) {
  const { voters, outgoing_voters, learners } = configurationFor(state, id);
  if (voters.includes(id)) return outgoing_voters.length > 0 && !outgoing_voters.includes(id) ? "joining" : "voter";
  if (outgoing_voters.includes(id)) return "leaving";
  return learners.includes(id) ? "learner" : "outside";
}

/** Names that are free for a new server, lowest first. @param {State} state */
export function freeNames(state) {
  const names = Array.from({ length: 9 }, (_, i) => `S${i + 1}`);
  return names.filter((name) => !state.servers[name]);
}
