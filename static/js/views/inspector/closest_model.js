// The closest call: how near a run came to harm that a rule then prevented. Told from all logs at once, as no server can.

/** @import { Event, State, Step } from "../../frames.js" */

/**
 * @typedef {object} Call
 * @property {"vote"|"entry"} kind a candidate that lacked what is committed; entries that nearly were committed
 * @property {number} short of a majority by so many servers
 * @property {number} position
 * @property {number} time_us
 * @property {string} server the candidate, or who removed the entries
 * @property {number} had votes, or servers that held the entry
 * @property {number} needed
 * @property {number} index the committed entry that is missing, or the entry that went
 * @property {number} term of that entry
 */

/** @typedef {Map<number, number>} Terms of the entries of a log, by index */

/**
 * @typedef {object} Watch
 * @property {Map<string, Terms>} logs
 * @property {Map<string, number>} votes by candidate and term
 * @property {{index: number, term: number}} committed
 * @property {number} needed
 * @property {Call[]} calls each closer than, or as close as, the one before; in order of time
 */

/** @param {State|null} origin the cluster before the first step @returns {Watch} */
export function begin(origin) {
  const servers = Object.entries(origin?.servers ?? {});
  const logs = new Map(servers.map(([id, { log }]) => [id, new Map(log.entries.map(({ index, term }) => [index, term]))]));
  const voters = Math.max(1, ...servers.map(([, { configuration }]) => configuration.voters.length));
  const commit = Math.max(0, ...servers.map(([, server]) => server.commit_index));
  const term = Math.max(0, ...[...logs.values()].map((log) => log.get(commit) ?? 0));
  return { logs, votes: new Map(), committed: { index: commit, term }, needed: Math.floor(voters / 2) + 1, calls: [] };
}

/** The last entry of a log. @param {Terms|undefined} log */
function lastOf(log) {
  const index = Math.max(0, ...(log?.keys() ?? []));
  return { index, term: log?.get(index) ?? 0 };
}

/** Whether one log's end is older than another's (5.4.1). @param {{index: number, term: number}} one @param {{index: number, term: number}} other */
const isOlder = (one, other) => one.term < other.term || (one.term === other.term && one.index < other.index);

/** @param {Watch} watch @param {Step} step @param {Omit<Call, "position"|"time_us">} call */
function note(watch, step, call) {
  const before = watch.calls.at(-1);
  if (!before || call.short <= before.short) watch.calls.push({ ...call, position: step.position, time_us: step.time_us });
}

/** @type {{[Kind in Event["kind"]]?: (watch: Watch, step: Step, event: any) => void}} */
const tellings = {
  VoteCounted: ({ votes }, _, { server, term, votes: count, needed }) => void votes.set(`${server} ${term}`, Math.min(count, needed)),
  VoteRefused: (watch, step, { server, candidate, term }) => {
    const { logs, committed } = watch;
    const stands = lastOf(logs.get(candidate));
    if (!isOlder(stands, committed) || !isOlder(stands, lastOf(logs.get(server)))) return;
    const had = watch.votes.get(`${candidate} ${term}`) ?? 1;
    note(watch, step, { kind: "vote", short: watch.needed - had, server: candidate, had, needed: watch.needed, index: committed.index, term: committed.term });
  },
  EntriesTruncated: (watch, step, { server, first_index }) => {
    const term = watch.logs.get(server)?.get(first_index) ?? 0;
    const had = [...watch.logs.values()].filter((log) => log.get(first_index) === term).length;
    if (had >= watch.needed || term === 0) return;
    note(watch, step, { kind: "entry", short: watch.needed - had, server, had, needed: watch.needed, index: first_index, term });
  },
};

/** Takes in what a step did to the logs. @param {Watch} watch @param {Step} step */
function follow({ logs, committed }, { delta, events }) {
  for (const [id, change] of Object.entries(delta.servers ?? {})) {
    const log = change.log;
    if (!log) continue;
    const own = logs.get(id) ?? new Map();
    const from = "from" in log ? log.from : 0;
    for (const index of own.keys()) if (index >= from) own.delete(index);
    for (const { index, term } of log.entries) own.set(index, term);
    logs.set(id, own);
  }
  for (const event of events) {
    if (event.kind !== "CommitAdvanced" || event.new <= committed.index) continue;
    Object.assign(committed, { index: event.new, term: logs.get(event.server)?.get(event.new) ?? committed.term });
  }
}

/** @param {Watch} watch @param {Step} step */
export function take(watch, step) {
  // what was refused or removed is judged by the logs as they were before
  for (const event of step.events) tellings[event.kind]?.(watch, step, event);
  follow(watch, step);
}

/** The closest call up to a position. @param {Watch} watch @param {number} position @returns {Call|null} */
export const closest = ({ calls }, position) => calls.findLast((call) => call.position <= position) ?? null;
