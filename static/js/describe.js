// The whole cluster in a few sentences: who stands, who leads, who is missing, what is under way.

/** @import { Server, State } from "./frames.js" */

import { groupsOf } from "./links.js";
import { list, narrate as words } from "./words/en.js";

/** @param {State} state @returns {(says: (id: string, server: Server) => string|false) => string[]} */
const ofEach = (state) => (says) => Object.entries(state.servers).flatMap(([id, server]) => says(id, server) || []);

/** Everybody but the largest group. @param {State} state */
function cutOff(state) {
  const [, ...groups] = groupsOf(state);
  return groups.map((ids) => words.isCutOff(list(ids), ids.length));
}

/** @param {State} state */
export function describe(state) {
  const each = ofEach(state);
  const term = Math.max(...Object.values(state.servers).map((server) => server.term));
  const candidates = each((id, { up, role, votes, configuration }) =>
    up && role === "candidate" && words.isCandidate(id, votes.granted.length, Math.floor(configuration.voters.length / 2) + 1)
  );
  const leaders = each((id, server) =>
    server.up && server.role === "leader" && (server.term < term ? words.stillLeads(id, server.term) : words.isLeader(id, server.commit_index))
  );
  return [
    ...state.violations.slice(0, 1).map(() => words.isBroken),
    words.term(term),
    ...candidates,
    ...(leaders.length ? leaders : [words.nobodyLeads]),
    ...each((id, { up }) => !up && words.isDown(id)),
    ...each((id, { up, paused }) => up && paused && words.isPaused(id)),
    ...cutOff(state),
    ...(state.messages.length ? [words.inFlight(state.messages.length)] : []),
  ].join(" ");
}
