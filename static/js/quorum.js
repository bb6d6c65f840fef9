// The questions that need a majority: who is elected, what is committed.

/** @import { Server, State } from "./frames.js" */

import { pairId, pairsOf } from "./links.js";

/**
 * @typedef {"yes"|"no"|"wait"|"cut"} Stand
 * @typedef {{needed: number, yes: number, stands: Map<string, Stand>}} Circle
 */

/**
 * @typedef {object} Question
 * @property {"vote"|"index"} kind
 * @property {string} asker
 * @property {number} term the term whose colour it has
 * @property {number} index
 * @property {Circle[]} circles one, or two while the configuration is joint: old, new
 * @property {boolean} decided
 */

/** @param {number} voters */
export const majority = (voters) => Math.floor(voters / 2) + 1;

/** Whether two servers cannot hear each other at all, one way at least. @param {State} state @param {string} a @param {string} b */
function isOutOfReach(state, a, b) {
  if (!state.servers[b]?.up) return true;
  const id = pairId(a, b, Object.keys(state.servers));
  const pair = pairsOf(state).find((one) => one.id === id);
  return pair?.look === "cut" || pair?.look === "oneway";
}

/**
 * @param {State} state
 * @param {string} asker
 * @param {(voter: string) => Stand} stand where yes and no go before out of reach
 */
function circles(state, asker, stand) {
  const { voters, outgoing_voters } = state.servers[asker].configuration;
  const sets = outgoing_voters.length ? [outgoing_voters, voters] : [voters];
  return sets.map((ids) => {
    /** @type {Map<string, Stand>} */
    const stands = new Map();
    for (const id of ids) {
      const answer = stand(id);
      stands.set(id, answer === "wait" && id !== asker && isOutOfReach(state, asker, id) ? "cut" : answer);
    }
    const yes = [...stands.values()].filter((answer) => answer === "yes").length;
    return { needed: majority(ids.length), yes, stands };
  });
}

/** @param {Circle[]} all */
const isDecided = (all) => all.every(({ yes, needed }) => yes >= needed);

/** @param {State} state @param {string} id @param {Server} server @returns {Question} */
function election(state, id, server) {
  const all = circles(state, id, (voter) =>
    server.votes.granted.includes(voter) ? "yes" : server.votes.refused.includes(voter) ? "no" : "wait");
  return { kind: "vote", asker: id, term: server.term, index: 0, circles: all, decided: isDecided(all) };
}

/** Who holds an index, as its leader believes. @param {State} state @param {string} id @param {Server} leader @param {number} index @returns {Question} */
function holding(state, id, leader, index) {
  const all = circles(state, id, (voter) => {
    const match = voter === id ? leader.durable_index : leader.progress[voter]?.match_index ?? 0;
    return match >= index ? "yes" : "wait";
  });
  const entry = leader.log.entries.find((one) => one.index === index);
  return { kind: "index", asker: id, term: entry?.term ?? leader.term, index, circles: all, decided: leader.commit_index >= index };
}

/** @param {Server} server */
const lastIndex = (server) => server.log.entries.at(-1)?.index ?? server.log.snapshot.index;

/**
 * The open questions, the newest first; when none is open, the last thing that was decided.
 * @param {State} state
 * @returns {Question[]}
 */
export function questionsOf(state) {
  const up = Object.entries(state.servers).filter(([, server]) => server.up);
  const candidates = up
    .filter(([, { role }]) => role === "candidate" || role === "pre_candidate")
    .sort(([, one], [, two]) => two.term - one.term)
    .map(([id, server]) => election(state, id, server));
  const leaders = up.filter(([, { role }]) => role === "leader").sort(([, one], [, two]) => two.term - one.term);
  const open = leaders
    .filter(([, leader]) => lastIndex(leader) > leader.commit_index)
    .map(([id, leader]) => holding(state, id, leader, lastIndex(leader)));
  const asked = [...candidates, ...open];
  if (asked.length > 0 || leaders.length === 0) return asked;
  const [id, leader] = leaders[0];
  if (leader.commit_index > 0) return [holding(state, id, leader, leader.commit_index)];
  return [election(state, id, leader)];
}
