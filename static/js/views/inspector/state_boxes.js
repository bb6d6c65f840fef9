// The boxes of the State tab. A value that the event on show changed has a bar at its left, and the old value struck.

import { count } from "../../words/en.js";
import { words } from "../../words/en_panels.js";
import { el, termChip } from "../elements.js";
import { entryAt, lastIndex } from "../log_model.js";

/**
 * @import { Server } from "../../frames.js"
 */

/**
 * @param {string} title
 * @param {string} note
 * @param {...(Node|null)} content
 */
function box(title, note, ...content) {
  const heading = el("h3", {}, title, " ", el("span", { class: "faint" }, note));
  return el("section", { class: "figbox" }, heading, ...content);
}

/**
 * @param {string} name as the paper writes it
 * @param {Node|string} value
 * @param {string|null} [old] what it was before the event on show, if that changed it
 * @param {string} [note]
 */
function row(name, value, old = null, note = "") {
  const shown = el("dd", { class: "num" });
  if (old !== null) shown.append(el("s", { class: "was" }, old), " ");
  shown.append(value);
  if (note) shown.append(" ", el("span", { class: "faint" }, note));
  return el("div", { class: old === null ? null : "changed" }, el("dt", {}, name), shown);
}

/**
 * What a value was, where the event changed it.
 * @template T
 * @param {T} now
 * @param {T|undefined} before
 * @param {(value: T) => string} say
 */
function was(now, before, say) {
  return before === undefined || say(now) === say(before) ? null : say(before);
}

/**
 * @param {Server} server
 */
function logRange(server) {
  const last = lastIndex(server);
  return server.log.entries.length === 0 ? words.state.emptyLog : words.logs.range(server.log.snapshot.index + 1, last);
}

/**
 * @param {Server} server
 * @param {Server|null} previous
 */
export function persistentBox(server, previous) {
  const { snapshot } = server.log;
  const last = lastIndex(server);
  const notes = [];
  if (snapshot.index > 0) notes.push(words.state.afterSnapshot(snapshot.index, snapshot.term));
  if (server.durable_index < last) notes.push(words.state.durableTo(server.durable_index));
  const none = words.state.none;
  const vote = (/** @type {string|null} */ id) => id ?? none;
  return box(
    words.state.persistent,
    words.state.survives,
    el(
      "dl",
      {},
      row(
        "currentTerm",
        termChip(server.term),
        was(server.term, previous?.term, (term) => `T${term}`),
        server.durable_term === server.term ? "" : words.state.durableTerm(server.durable_term),
      ),
      row(
        "votedFor",
        server.voted_for ? server.voted_for : el("span", { class: "faint" }, none),
        was(server.voted_for, previous?.voted_for, vote),
        server.durable_voted_for === server.voted_for ? "" : words.state.durableVote(vote(server.durable_voted_for)),
      ),
      row("log[]", logRange(server), previous ? was(server, previous, logRange) : null, notes.join(", ")),
    ),
  );
}

/**
 * Writes that are under way, and what waits for them.
 * @param {Server} server
 * @param {number} time_us
 */
export function diskBox(server, time_us) {
  if (server.writes.length === 0 && server.waiting.length === 0) return null;
  const writes = server.writes.map((write) => row(words.state.write(write.id), words.state.writing(write), null, words.state.durableIn(write.done_at_us - time_us)));
  /** @type {Map<string, {type: string, write: number, to: string[]}>} */
  const held = new Map();
  for (const { type, write, to } of server.waiting) {
    const group = held.get(`${type} ${write}`) ?? { type, write, to: [] };
    group.to.push(to);
    held.set(`${type} ${write}`, group);
  }
  const waiting = [...held.values()].map(({ type, write, to }) => row(type, words.state.to(to), null, words.state.heldFor(write)));
  return box(words.state.disk, words.state.notDurable, el("dl", {}, ...writes, ...waiting));
}

/**
 * @param {Server} server
 * @param {Server|null} previous
 */
export function volatileBox(server, previous) {
  return box(
    words.state.volatile,
    words.state.lost,
    el(
      "dl",
      {},
      row("commitIndex", count(server.commit_index), was(server.commit_index, previous?.commit_index, count)),
      row("lastApplied", count(server.last_applied), was(server.last_applied, previous?.last_applied, count)),
    ),
  );
}

/**
 * @param {Server} server
 */
function majority(server) {
  return Math.floor(server.configuration.voters.length / 2) + 1;
}

/**
 * The votes of a candidate.
 * @param {Server} server
 */
export function votesBox(server) {
  if (server.role !== "candidate" && server.role !== "pre_candidate") return null;
  const { granted, refused } = server.votes;
  const waiting = server.configuration.voters.filter((id) => !granted.includes(id) && !refused.includes(id));
  const names = (/** @type {string[]} */ ids) => ids.length > 0 ? ids.join(" ") : el("span", { class: "faint" }, words.state.none);
  return box(
    words.state.votes(server.term),
    words.state.votesOf(granted.length, majority(server)),
    el("dl", {}, row(words.state.granted, names(granted)), row(words.state.refused, names(refused)), row(words.state.waiting, names(waiting))),
  );
}

/**
 * What a leader believes of each follower, and what the next commit waits for.
 * @param {string} id
 * @param {Server} server
 * @param {Server|null} previous
 * @param {number} time_us
 * @param {number} late_us a follower not heard of for this long is late
 */
export function leaderBox(id, server, previous, time_us, late_us) {
  if (server.role !== "leader") return null;
  const rows = Object.entries(server.progress).map(([follower, progress]) => {
    const before = previous?.role === "leader" ? previous.progress[follower] : undefined;
    const cell = (/** @type {number} */ now, /** @type {number|undefined} */ old) =>
      el("td", { class: old !== undefined && old !== now ? "num changed" : "num" }, old !== undefined && old !== now ? el("s", { class: "was" }, count(old)) : null, ` ${count(now)}`);
    const age = progress.heard_at_us === null ? null : Math.max(0, time_us - progress.heard_at_us);
    const heard = age === null
      ? el("td", { class: "faint" }, words.state.never(server.term))
      : el("td", { class: age > late_us ? "num fl" : "num" }, words.state.ago(age));
    const { snapshot } = progress;
    const says = snapshot ? `${progress.mode}, ${words.state.pairs(snapshot.offset, snapshot.total)}` : progress.mode;
    const mode = progress.mode === "replicate" ? null : el("span", { class: "faint" }, ` ${says}`);
    return el("tr", {}, el("td", {}, follower, mode), cell(progress.next_index, before?.next_index), cell(progress.match_index, before?.match_index), heard);
  });
  const head = ["follower", "nextIndex", "matchIndex", "heard"].map((name) => el("th", { scope: "col" }, words.state.columns[name]));
  return box(
    words.state.leaders,
    words.state.resetOnElection,
    el("table", { class: "peers" }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows)),
    el("p", { class: "sum" }, nextCommit(id, server)),
  );
}

/**
 * One sentence on what keeps the next index from being committed.
 * @param {string} id
 * @param {Server} server
 */
function nextCommit(id, server) {
  const index = server.commit_index + 1;
  const entry = entryAt(server, index);
  if (!entry) return words.state.allCommitted;
  const voters = new Set(server.configuration.voters);
  const holders = Object.keys(server.progress).filter((follower) => voters.has(follower) && server.progress[follower].match_index >= index);
  if (voters.has(id) && server.durable_index >= index) holders.unshift(id);
  const missing = majority(server) - holders.length;
  if (missing > 0) return words.state.moreMatches(index, holders, missing);
  return entry.term < server.term ? words.state.oldTerm(index, entry.term, server.term) : words.state.enough(index, holders);
}

/**
 * What goes on beside elections and replication: a snapshot that arrives, a lease, reads that wait, a transfer.
 * @param {Server} server
 * @param {number} time_us
 */
export function practiceBox(server, time_us) {
  const { receiving, lease_until_us, transfer, reads } = server;
  const rows = [];
  if (receiving) {
    rows.push(row(words.state.snapshot, words.state.upTo(receiving.index, receiving.term), null, words.state.receivingFrom(receiving.from, receiving.offset)));
  }
  if (lease_until_us !== null) rows.push(row(words.state.lease, words.state.leaseLeft(lease_until_us - time_us)));
  if (transfer) rows.push(row(words.state.transfer, transfer.target, null, transfer.ordered ? words.state.ordered : words.state.catchingUp));
  for (const read of reads) {
    const note = [words.state.readRound(read.round), read.follower ? words.state.forFollower(read.follower) : ""].filter(Boolean).join(", ");
    rows.push(row(words.state.readOf(read.client), words.state.readIndex(read.index), null, note));
  }
  return rows.length > 0 ? box(words.state.practice, "", el("dl", {}, ...rows)) : null;
}

/**
 * @param {Server} server
 * @param {Server|null} previous
 */
export function configurationBox(server, previous) {
  const { voters, outgoing_voters, learners } = server.configuration;
  const at = server.log.entries.findLast((entry) => entry.kind === "configuration")?.index ?? null;
  const names = (/** @type {string[]} */ ids) => ids.join(" ") || words.state.none;
  const before = previous?.configuration;
  const rows = [
    row("voters", names(voters), was(voters, before?.voters, names)),
    outgoing_voters.length > 0 ? row(words.state.outgoing, names(outgoing_voters), was(outgoing_voters, before?.outgoing_voters, names)) : null,
    row("learners", learners.length > 0 ? names(learners) : el("span", { class: "faint" }, words.state.none), was(learners, before?.learners, names)),
    row("majority", String(majority(server))),
  ];
  return box(words.state.configuration, at === null ? (server.log.snapshot.index > 0 ? words.state.ofSnapshot(server.log.snapshot.index) : words.state.initial) : words.state.latestAt(at), el("dl", {}, ...rows));
}
