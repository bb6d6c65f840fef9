// Who belongs to the cluster: as its leader has it, or, without one, as each server has it itself.

/** @import { Configuration, Server, State } from "./frames.js" */

/** @typedef {"voter"|"joining"|"leaving"|"learner"|"outside"} Standing */

/** Leaders that are up, that of the highest term first. @param {State} state @returns {[string, Server][]} */
function leadersOf(state) {
  const leaders = Object.entries(state.servers).filter(([, { up, role }]) => up && role === "leader");
  return leaders.sort(([, one], [, two]) => two.term - one.term);
}

/** The up leader of the highest term. @param {State} state @returns {[string, Server]|null} */
export const leaderOf = (state) => leadersOf(state)[0] ?? null;

/** The leader that can be asked something: one that is paused hears nothing. @param {State} state @returns {[string, Server]|null} */
export const leaderToAsk = (state) => leadersOf(state).find(([, { paused }]) => !paused) ?? null;

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
