// Interface text of the inspector's tabs, in English.

import { count, lasting, list, plural, seconds } from "./en.js";
import * as all from "./en_inspector.js";
import { translatable } from "./translate.js";

/**
 * @import { Server } from "../frames.js"
 */

/** @type {Record<string, string>} */
const columns = { follower: "Follower", nextIndex: "nextIndex", matchIndex: "matchIndex", heard: "Heard" };

export const state = {
  server: "Server",
  none: "none",
  emptyLog: "empty",
  columns,
  persistent: "Persistent state",
  survives: "survives a crash",
  volatile: "Volatile state",
  lost: "lost in a crash",
  leaders: "Leader’s volatile state",
  resetOnElection: "reset on election",
  configuration: "Configuration",
  outgoing: "outgoing",
  initial: "as set up",
  ofSnapshot: (/** @type {number} */ index) => `as of snapshot ${count(index)}`,
  latestAt: (/** @type {number} */ index) => `latest in log, index ${count(index)}`,
  afterSnapshot: (/** @type {number} */ index, /** @type {number} */ term) => `after snapshot ${count(index)}, T${term}`,
  durableTo: (/** @type {number} */ index) => (index > 0 ? `durable to ${count(index)}` : "not durable yet"),
  durableTerm: (/** @type {number} */ term) => `T${term} on disk`,
  durableVote: (/** @type {string} */ vote) => `${vote} on disk`,
  disk: "Disk",
  notDurable: "not durable yet",
  write: (/** @type {number} */ id) => `write ${id}`,
  writing: (/** @type {{term: number, voted_for: string|null, last_index: number}} */ write) =>
    `T${write.term}, vote ${write.voted_for ?? "none"}, to ${write.last_index}`,
  durableIn: (/** @type {number} */ left_us) => (left_us > 0 ? `${lasting(Math.round(left_us / 100) * 100)} left` : "due"),
  to: (/** @type {string[]} */ servers) => `to ${servers.join(" ")}`,
  heldFor: (/** @type {number} */ write) => `held for write ${write}`,
  votes: (/** @type {number} */ term) => `Votes in term ${term}`,
  votesOf: (/** @type {number} */ granted, /** @type {number} */ needed) => `${granted} of ${needed}`,
  granted: "granted",
  refused: "refused",
  waiting: "waiting",
  never: (/** @type {number} */ term) => `never in T${term}`,
  ago: (/** @type {number} */ age_us) => `${seconds(age_us, 2)} s`,
  allCommitted: "Everything in the log is committed.",
  moreMatches: (/** @type {number} */ index, /** @type {string[]} */ holders, /** @type {number} */ missing) =>
    `Entry ${count(index)} is ${holders.length > 0 ? `on ${list(holders)}` : "on no disk yet"}. ` +
    `${missing === 1 ? "One more match commits" : `${missing} more matches commit`} it.`,
  enough: (/** @type {number} */ index, /** @type {string[]} */ holders) => `Entry ${count(index)} is on ${list(holders)}, a majority.`,
  oldTerm: (/** @type {number} */ index, /** @type {number} */ term, /** @type {number} */ own) =>
    `Entry ${count(index)} is on a majority, but of term ${term}. It commits together with the first entry of term ${own}.`,
  practice: "Under way",
  snapshot: "snapshot",
  pairs: (/** @type {number} */ offset, /** @type {number} */ total) => `${offset} of ${plural(total, "pair")} sent`,
  receivingFrom: (/** @type {string} */ id, /** @type {number} */ offset) => `from ${id}, ${plural(offset, "pair")} so far`,
  upTo: (/** @type {number} */ index, /** @type {number} */ term) => `to index ${count(index)}, T${term}`,
  lease: "lease",
  leaseLeft: (/** @type {number} */ us) => (us > 0 ? `${lasting(Math.round(us / 1000) * 1000)} left` : "expired"),
  transfer: "hands over to",
  ordered: "told to stand",
  catchingUp: "is brought up to date",
  readOf: (/** @type {string} */ client) => `read of ${client}`,
  readIndex: (/** @type {number|null} */ index) => (index === null ? "waits for its index" : `index ${count(index)}`),
  readRound: (/** @type {number|null} */ round) => (round === null ? "" : `confirmed by round ${round}`),
  forFollower: (/** @type {string} */ id) => `for ${id}`,
  machine: (/** @type {number} */ keys) => `State machine, ${plural(keys, "key")}`,
  /**
   * @param {Server} server
   * @param {number|null} since_us
   * @param {number|null} left_us until its timer fires
   */
  role: (server, since_us, left_us) => {
    const since = since_us === null ? "" : ` since ${seconds(since_us)} s`;
    if (!server.up) return `down${since}${server.wiped ? ", disk lost" : ""}`;
    const role = server.role.replace("_", "-");
    const follows = server.role === "follower" && server.leader_id ? ` of ${server.leader_id}` : "";
    const timer = left_us !== null && left_us >= 0 && server.timer?.kind === "election" ? `, timer ${seconds(left_us, 2)} s` : "";
    return `${role}${follows}${follows ? "" : since}${server.paused ? ", paused" : timer}`;
  },
};

export const why = {
  none: "Select an event, a message or a log cell, and this tab tells why it happened.",
  bare: "This page leaves out how it was decided. A long recording keeps that of its interesting events; the lab tells it of every one.",
  event: (/** @type {number} */ position) => `Event ${count(position)}`,
  at: (/** @type {number} */ time_us) => `${seconds(time_us)} s`,
  previous: "Previous event",
  next: "Next event",
  decided: (/** @type {string} */ server) => `How ${server} decided`,
  rules: "What decided",
  led: "What led here",
  times: (/** @type {number} */ times) => `×${times}`,
  more: (/** @type {number} */ hidden) => `${plural(hidden, "event")} between`,
  fork: "Fork here",
  showCause: "Show cause",
  yes: "Yes: ",
  no: "No: ",
  leftOut: (/** @type {boolean} */ holds, /** @type {string} */ says) => `left out, would ${holds ? "pass" : "refuse"}: ${says}`,
  cite: (/** @type {string} */ section) =>
    /^\d/.test(section) ? `§${section}` : section.replace(/^diss\.\s*/, "dissertation §"),
  citeTitle: (/** @type {string} */ section) =>
    /^\d/.test(section) ? `Section ${section} of the Raft paper, extended version` : `${section.replace(/^diss\.\s*/, "Section ")}, Ongaro’s dissertation`,
  asks: "asks",
  decides: "decides",
  sends: "sends",
  has: "has",
  olderThan: " is older than ",
  newerThan: " is newer than ",
  indexBreaksTies: (/** @type {number} */ theirs, /** @type {number} */ own) =>
    `. Index breaks ties only, so ${theirs} against ${own} is never compared.`,
  bothEnd: "Both logs end in ",
  longerWins: (/** @type {number} */ theirs, /** @type {number} */ own) =>
    `, so length decides: ${theirs} ${theirs >= own ? "≥" : "<"} ${own}.`,
  fromTheStart: "The entries begin at index 1, so nothing has to match before them.",
  gap: (/** @type {string} */ server, /** @type {number} */ last, /** @type {number} */ prev) =>
    `${server}’s log ends at ${last}, before index ${prev}. What lies between is missing.`,
  sameBefore: (/** @type {number} */ index) => `Index ${index} is of `,
  inBoth: " in both logs, so everything before it is the same too.",
  differs: (/** @type {number} */ index) => `At index ${index} the request says `,
  against: (/** @type {string} */ server) => `, ${server} has `,
};

/** @type {Record<string, [name: string, sentence: string]>} */
export const properties = {
  election_safety: ["Election Safety", "At most one leader per term"],
  leader_append_only: ["Leader Append-Only", "A leader never rewrites its log"],
  log_matching: ["Log Matching", "Same index and term, same prefix"],
  leader_completeness: ["Leader Completeness", "Committed entries reach later leaders"],
  state_machine_safety: ["State Machine Safety", "No two servers apply different entries at an index"],
  linearizability: ["Linearizability", "Client history fits one order"],
  one_vote_per_term: ["One vote per term", "A server votes for one candidate a term, crashes included"],
  commit_backing: ["Commit backing", "A committed entry is on a majority of disks"],
  durability: ["Durability", "What a server promised is on its disk"],
  leader_term: ["Leaders of their term", "Who leads was elected in that term, and leaves office in a newer one"],
  own_term_commit: ["Commits of the own term", "A leader commits entries of its own term by counting"],
  monotonic_commit: ["Commit only grows", "commitIndex never falls, nothing up to it is removed"],
  monotonic_term: ["Terms only grow", "Durable terms never fall, nor do those along a log"],
  monotonic_match: ["Match only grows", "matchIndex never falls, and stays below nextIndex"],
  apply_order: ["Apply order", "Entries are applied in order, none left out"],
  exactly_once: ["Exactly once", "A retried command takes effect once"],
  configuration: ["Membership", "One change at a time, in force once it is in the log"],
  snapshot: ["Snapshots", "A snapshot holds what was applied, sessions and members too"],
  lease_exclusion: ["Leases", "Nobody else leads while a lease is good"],
  liveness: ["Liveness", "Once faults end, the cluster gets on within a bound"],
};

/** The paper names six; a log can be checked for five of them. @type {Record<number, string>} */
const FIGURES = { 5: "five", 6: "six" };

export const safety = {
  allHold: (/** @type {number} */ of) => `All ${FIGURES[of] ?? of} properties hold`,
  someBroken: (/** @type {number} */ holding, /** @type {number} */ of) => `${holding} of ${of} properties hold`,
  finerBroken: (/** @type {number} */ of) => `The ${FIGURES[of] ?? of} still hold, a finer check does not`,
  checked: (/** @type {number} */ events) => `checked after every event, ${count(events)} so far`,
  more: "More checks",
  holds: ", holds",
  isBroken: ", broken",
  name: (/** @type {string} */ property) => properties[property]?.[0] ?? property.replaceAll("_", " "),
  sentence: (/** @type {string} */ property) => properties[property]?.[1] ?? "",
  broken: (/** @type {string} */ name) => `${name} broken`,
  goTo: (/** @type {number} */ time_us, /** @type {number} */ position) => `Go to ${seconds(time_us)} s, event ${count(position)}`,
  why: "Why",
  closest: "Closest call",
  nothingNear: "Nothing came close yet.",
  near: {
    vote: (/** @type {import("../views/inspector/closest_model.js").Call} */ { server, had, needed, index }) =>
      `${server} reached ${had} of ${needed} votes with a log that lacks committed entry ${count(index)}. The election restriction stopped it at`,
    entry: (/** @type {import("../views/inspector/closest_model.js").Call} */ { server, had, needed, index, term }) =>
      `Entry ${count(index)} of term ${term} was on ${had} of the ${needed} servers that commit it, when ${server} removed it at`,
  },
  at: (/** @type {number} */ us) => `${seconds(us)} s`,
  terms: (/** @type {number} */ n) => plural(n, "term"),
  leaders: (/** @type {number} */ n) => plural(n, "leader"),
  pairs: (/** @type {number} */ n) => `${plural(n, "pair")} of logs`,
  entries: (/** @type {number} */ n) => plural(n, "entry", "entries"),
  applies: (/** @type {number} */ n) => plural(n, "apply", "applies"),
  operations: (/** @type {number} */ done, /** @type {number} */ open) => plural(done, "operation") + (open > 0 ? `, ${open} open` : ""),
};

export const metrics = {
  asTable: "Show as table",
  stability: "Leader stability",
  short: (/** @type {number} */ time_us) => seconds(time_us, 1),
  ofLed: (/** @type {number} */ time_us) => `of ${seconds(time_us, 1)} s led`,
  stabilityHead: ["Term", "Leader", "From", "To"],
  latency: "Commit latency",
  length: (/** @type {number} */ length_us) => lasting(length_us >= 1e5 ? Math.round(length_us / 1e4) * 1e4 : Math.round(length_us / 100) * 100),
  noCommits: "No commits yet",
  latencyHead: ["From", "Commits", "p50", "p99"],
  elections: "Elections per minute",
  soMany: (/** @type {number} */ total) => `${count(total)} in all`,
  electionsHead: ["Time", "Candidate", "Term"],
  snapshots: "Snapshots per minute",
  ofThemInstalled: (/** @type {number} */ total, /** @type {number} */ installed) => `${count(total)} in all, ${count(installed)} sent`,
  snapshotsHead: ["Time", "Server", "Up to index", ""],
  snapshotKind: (/** @type {boolean} */ installed) => (installed ? "installed" : "taken"),
};

export const compare = {
  waits: "Nothing has happened on one of the two branches yet.",
  forked: (/** @type {number} */ us) => `The branches part at ${seconds(us)} s`,
  changed: (/** @type {number} */ n) => (n === 0 ? "Nothing was done on either" : n === 1 ? "One thing was done otherwise" : `${count(n)} things were done since`),
  more: (/** @type {string} */ branch, /** @type {number} */ n) => `and ${count(n)} more on ${branch}`,
  table: "How the two branches fared",
  rows: {
    leader: (/** @type {number} */ us) => `Leader at ${seconds(us, 1)} s`,
    leaderless: "Time without a leader",
    elections: "Elections started",
    committed: "Committed up to index",
    commit: (/** @type {number} */ index) => `Index ${count(index)} committed`,
    removed: "Entries removed",
    answered: "Requests answered",
    unknown: "Outcomes unknown",
    safety: "Safety",
  },
  nobody: "nobody",
  lasting: (/** @type {number} */ us) => `${seconds(us, 2)} s`,
  when: (/** @type {number|undefined} */ us) => (us === undefined ? "not yet" : `${seconds(us, 2)} s`),
  safety: (/** @type {string[]} */ broken) => (broken.length === 0 ? "holds" : `${broken.join(", ")} broken`),
  part: "Where they part",
  first: "first difference",
  same: "Nothing has happened otherwise yet.",
  switchTo: (/** @type {string} */ branch) => `Switch to ${branch}`,
  close: "Close compare",
};

translatable("inspector", all);
