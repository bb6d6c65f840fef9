// Steps told in sentences, in the words of the paper: for the live region and for labels.

/** @import { Event, State, Step } from "./frames.js" */

import { groupsOf } from "./links.js";
import { joining, list, narrate as words } from "./words/en.js";

/** @param {State} state @param {string} id */
function lastEntry(state, id) {
  const { entries, snapshot } = state.servers[id].log;
  return entries[entries.length - 1] ?? snapshot;
}

/**
 * Why a vote was refused, as far as the logs and the votes before the step tell.
 * @param {string} voter
 * @param {string} candidate
 * @param {number} term
 * @param {Told} told
 */
function whyRefused(voter, candidate, term, { step, state, previous }) {
  const now = state?.servers[voter];
  const asked = previous?.messages.find(({ id }) => id === step.cause.message?.id);
  if (!now || !previous) return "";
  if (now.term > term) return words.laterTerm(voter, now.term);
  if (now.voted_for && now.voted_for !== candidate) return words.votedFor(voter, now.voted_for, now.term);
  if (asked?.last_log_term === undefined || asked.last_log_index === undefined) return "";
  const own = lastEntry(previous, voter);
  if (asked.last_log_term < own.term) return words.olderTerm(candidate, asked.last_log_term, voter, own.term);
  return asked.last_log_index < own.index ? words.shorterLog(candidate, asked.last_log_index, voter, own.index) : "";
}

/**
 * The terms of a range of a server's entries, when there is just one.
 * @param {State|null} state
 * @param {string} id
 * @param {number} first
 * @param {number} last
 */
function termOf(state, id, first, last) {
  const entries = state?.servers[id]?.log.entries.filter(({ index }) => index >= first && index <= last) ?? [];
  const terms = new Set(entries.map(({ term }) => term));
  return terms.size === 1 ? entries[0].term : null;
}

/**
 * @typedef {{step: Step, state: State|null, previous: State|null}} Told
 * @typedef {{[Kind in Event["kind"]]?: (event: any, told: Told) => string|null}} Tellings
 */

/** @type {Tellings} */
const tellings = {
  ElectionStarted: ({ server, term }, { step }) =>
    step.cause.kind === "timer" || step.cause.kind === "intervention" ? words.timeout(server, term) : words.stands(server, term),
  BecameLeader: ({ server, term, votes }) => words.leads(server, term, list(votes)),
  SteppedDown: ({ server, reason }) => words.steppedDown(server, reason),
  VoteGranted: ({ server, candidate, term }) => words.granted(server, candidate, term),
  VoteRefused: ({ server, candidate, term, says }, told) =>
    words.refused(server, candidate, says ?? whyRefused(server, candidate, term, told)),
  VoteCounted: ({ server, voter, granted, votes, needed }) =>
    granted ? words.counted(voter, server, votes, needed) : words.countedNo(voter, server),
  EntriesAppended: ({ server, first_index, last_index }) => words.appended(server, first_index, last_index),
  EntriesRejected: ({ server, leader, prev_log_index, prev_log_term, says }) =>
    words.rejected(server, leader, says ?? words.noSuchEntry(server, prev_log_index, prev_log_term)),
  EntriesTruncated: ({ server, first_index, last_index }, { previous }) =>
    words.truncated(server, first_index, last_index, termOf(previous, server, first_index, last_index)),
  CommitAdvanced: ({ server, old, new: commit }, { state }) =>
    state?.servers[server]?.role === "leader"
      ? words.committed(old + 1, commit, termOf(state, server, old + 1, commit))
      : words.learned(server, commit),
  EntriesApplied: ({ server, first_index, last_index }) => words.applied(server, first_index, last_index),
  WriteCompleted: ({ server, durable_index }) => words.durable(server, durable_index),
  MessageDropped: ({ message, reason }) => words.lost(message.type, message.from, message.to, reason),
  MessageDuplicated: ({ message }) => words.duplicated(message.type, message.from, message.to),
  MessageDelayed: ({ message, by_us }) => words.delayed(message.type, message.from, message.to, by_us),
  MessageWaiting: ({ message }) => words.waiting(message.type, message.from, message.to),
  ClientInvoked: ({ client, words: asked }) => words.invoked(client, asked ?? ""),
  ClientRedirected: ({ client, server, leader }) => words.redirected(client, server, leader),
  ClientRetried: ({ client, server }) => words.retried(client, server),
  ClientCompleted: ({ client, outcome }) => words.completed(client, outcome),
  ServerCrashed: ({ server, lost_entries }) => words.crashed(server, lost_entries),
  ServerRestarted: ({ server }, { state }) => words.restarted(server, state?.servers[server]?.log.snapshot.index ?? 0),
  ServerPaused: ({ server }) => words.paused(server),
  ServerResumed: ({ server }) => words.resumed(server),
  DiskWiped: ({ server }) => words.wiped(server),
  DiskChanged: ({ server }) => words.diskChanged(server),
  ClockChanged: ({ server, percent }) => words.clockChanged(server, percent),
  PartitionMade: ({ groups }) => partition(groups),
  PreVoteStarted: ({ server, term }) => words.preVote(server, term),
  PreVoteAnswered: ({ server, candidate, term, granted }) => words.preVoteAnswer(server, candidate, term, granted),
  CandidateIgnored: ({ server, candidate }) => words.ignored(server, candidate),
  ConfigurationAppended: (event) => words.configured(event.server, members(event), event.index),
  ConfigurationRestored: (event) => words.reconfigured(event.server, members(event)),
  SnapshotTaken: ({ server, index }) => words.snapshotTaken(server, index),
  SnapshotStarted: ({ server, follower, index }) => words.snapshotStarted(server, follower, index),
  SnapshotChunkStored: ({ server, index, offset }) => words.chunkStored(server, index, offset),
  SnapshotInstalled: ({ server, index }) => words.snapshotInstalled(server, index),
  TransferStarted: ({ server, target }) => words.transferStarted(server, target),
  TransferEnded: ({ server, reason }) => words.transferEnded(server, reason),
  ReadRegistered: ({ server, client, index, round }) => words.readRegistered(server, client, index, round),
  ReadServed: ({ server, client, how }) => words.readServed(server, client, how),
  ServerAdded: ({ server }) => words.added(server),
  SettingChanged: ({ key, value }) => words.setting(key, value),
};

/** @param {{voters: string[], outgoing_voters: string[], learners: string[]}} configuration */
function members({ voters, outgoing_voters, learners }) {
  const deciding = outgoing_voters.length ? words.joint(list(outgoing_voters), list(voters)) : list(voters);
  return learners.length ? words.learning(deciding, list(learners)) : deciding;
}

/** @param {string[][]} groups */
function partition(groups) {
  const alone = groups.find((group) => group.length === 1);
  if (groups.length === 2 && alone) return words.isolated(alone[0]);
  return words.parted(groups.map(list));
}

/**
 * Cuts and heals of both directions are told as one; cuts that part the cluster as the groups they make.
 * @param {Event[]} events
 * @param {"LinkCut"|"LinkHealed"|"LinkChanged"} kind
 * @param {State|null} state
 */
function ofLinks(events, kind, state) {
  const ends = events.flatMap((event) => (event.kind === kind ? [[event.from, event.to]] : []));
  if (ends.length === 0) return [];
  const servers = new Set(ends.flat());
  const both = new Set(ends.map(([a, b]) => [a, b].sort().join()));
  const oneWay = ends.length === 1;
  if (both.size > 1) {
    const [hub] = [...servers].filter((id) => ends.every((pair) => pair.includes(id)));
    if (kind === "LinkCut" && hub) return [words.isolated(hub)];
    const groups = kind === "LinkCut" && state ? groupsOf(state) : [];
    if (groups.length > 1) return [partition(groups)];
    return [words.links(kind, both.size)];
  }
  const [from, to] = ends[0];
  return [oneWay ? words.oneWay(kind, from, to) : words.link(kind, from, to)];
}

/** Events worth a sentence of their own, the weightiest first; the rest only when nothing else happened. */
const WEIGHT = [
  "BecameLeader",
  "SteppedDown",
  "ElectionStarted",
  "TransferStarted",
  "TransferEnded",
  "PreVoteStarted",
  "ConfigurationAppended",
  "ConfigurationRestored",
  "SnapshotInstalled",
  "SnapshotStarted",
  "SnapshotTaken",
  "CandidateIgnored",
  "VoteRefused",
  "VoteGranted",
  "VoteCounted",
  "CommitAdvanced",
  "EntriesTruncated",
  "EntriesRejected",
  "EntriesAppended",
  "PreVoteAnswered",
  "ReadServed",
  "ReadRegistered",
  "SnapshotChunkStored",
  "MessageDropped",
  "MessageDuplicated",
  "MessageDelayed",
  "MessageWaiting",
];
const LINK_EVENTS = /** @type {const} */ (["LinkCut", "LinkHealed", "LinkChanged"]);
const LIGHT = new Set(["EntriesApplied", "WriteCompleted", "EntriesAppended"]);

/** @param {Event} event */
function weight(event) {
  const place = WEIGHT.indexOf(event.kind);
  return place < 0 ? WEIGHT.length : place;
}

/**
 * What a step tells: a sentence for each event that says something new.
 * @param {Step} step
 * @param {State|null} [state]
 * @param {State|null} [previous]
 * @returns {string[]}
 */
export function narrate(step, state = null, previous = null) {
  const whole = step.events.some(({ kind }) => kind === "PartitionMade");
  const told = { step, state, previous };
  const sentences = [...step.events]
    .sort((one, two) => weight(one) - weight(two))
    .flatMap((event) => {
      const telling = tellings[event.kind]?.(event, told);
      return telling ? [{ kind: event.kind, telling }] : [];
    });
  const heavy = sentences.filter(({ kind }) => !LIGHT.has(kind));
  const links = whole ? [] : LINK_EVENTS.flatMap((kind) => ofLinks(step.events, kind, state));
  const chosen = [...links, ...(heavy.length ? heavy : sentences).map(({ telling }) => telling)];
  return chosen.length ? [...new Set(chosen)] : [joining.closed(step.cause.says)];
}
