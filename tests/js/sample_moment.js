// One consistent history that has a bit of everything: three leaders, a stale candidate, a
// partition, a crash, a restart from a snapshot. Made by hand, so that the panels can be tested
// without a simulator.

/**
 * @import { Command, Entry, Event, Link, Operation, Progress, Server, State, Step } from "../../static/js/frames.js"
 * @import { ViewModel, Why } from "../../static/js/view_types.js"
 */

const SERVERS = ["S1", "S2", "S3", "S4", "S5"];
const us = (/** @type {number} */ seconds) => Math.round(seconds * 1_000_000);

const COMMANDS = {
  41: "c2=51", 42: "a1=40", 43: "b4=39", 44: "a7=53", 45: "d1=62", 46: "c2=52", 47: "b4=41", 48: "a1=44",
  50: "a7=54", 51: "d1=63",
};
const STRAY = { 49: "e3=71", 50: "e3=72", 51: "f2=18", 52: "e3=74" };

/**
 * @param {number} index
 * @param {number} term
 * @param {string|undefined} text
 * @returns {Entry}
 */
function entry(index, term, text) {
  if (!text) return { index, term, kind: "noop", data: null };
  const [key, value] = text.split("=");
  return { index, term, kind: "command", data: { op: "put", key, value, client: "c1", serial: index } };
}

/**
 * @param {number} snapshot
 * @param {number} last
 * @param {boolean} stray
 */
function log(snapshot, last, stray) {
  const entries = [];
  for (let index = snapshot + 1; index <= last; index++) {
    const texts = /** @type {Record<number, string>} */ (stray && index > 48 ? STRAY : COMMANDS);
    entries.push(entry(index, index <= 48 || stray ? 2 : 3, texts[index]));
  }
  return { snapshot: { index: snapshot, term: 2 }, entries };
}

/**
 * @param {Partial<Server>} own
 * @returns {Server}
 */
function server(own) {
  return {
    up: true, paused: false, wiped: false, role: "follower", term: 5, voted_for: null, leader_id: null, log: log(40, 48, false),
    durable_index: 52, durable_term: 5, durable_voted_for: null, commit_index: 48, last_applied: 48,
    configuration: { voters: SERVERS, outgoing_voters: [], learners: [] },
    kv: { a1: "44", a7: "54", b4: "41", c2: "52", d1: "62" },
    progress: {}, votes: { granted: [], refused: [] },
    timer: { kind: "election", armed_at_us: us(37.61), fires_at_us: us(40.2) },
    clock_rate_percent: 100, fsync_us: [1000, 2000], writes: [], waiting: [],
    ...own,
  };
}

/**
 * @param {number} next_index
 * @param {number} match_index
 * @param {number|null} heard_at_us
 * @returns {Progress}
 */
const progress = (next_index, match_index, heard_at_us) => ({ next_index, match_index, mode: "replicate", heard_at_us });

/** @returns {Record<string, Server>} */
export function sampleServers() {
  return {
    S1: server({ voted_for: "S5", log: log(44, 48, false), durable_index: 48, commit_index: 44, last_applied: 44 }),
    S2: server({
      role: "leader", term: 3, voted_for: "S2", leader_id: "S2", log: log(44, 51, false), commit_index: 50, last_applied: 50,
      progress: {
        S1: progress(49, 0, null), S3: progress(52, 51, us(38.086)), S4: progress(51, 50, us(36.846)), S5: progress(49, 0, null),
      },
      timer: { kind: "heartbeat", armed_at_us: us(37.5), fires_at_us: us(38.5) },
    }),
    S3: server({ log: log(40, 51, false), commit_index: 50, last_applied: 49 }),
    S4: server({ term: 3, voted_for: "S2", leader_id: "S2", log: log(44, 50, false), commit_index: 50, last_applied: 50 }),
    S5: server({ role: "candidate", voted_for: "S5", log: log(40, 52, true), votes: { granted: ["S1", "S5"], refused: ["S3"] } }),
  };
}

/** @returns {Link[]} */
function links() {
  const all = [];
  for (const from of SERVERS) {
    for (const to of SERVERS) {
      const up = from !== "S4" && to !== "S4" && !(from === "S1" && to === "S3");
      if (from !== to) all.push({ from, to, up, latency: null, loss: null, duplicate: null });
    }
  }
  return all;
}

/**
 * @param {number} serial
 * @param {string} key
 * @param {string} value
 * @returns {Operation}
 */
function operation(serial, key, value) {
  return {
    serial, op: "put", key, value, expected: null, read: null, to: null, invoked_at_us: 0, completed_at_us: null, outcome: "pending",
    result: null, index: null, server: "S2", redirects: 0, retries: 0,
  };
}

/** @returns {State} */
export function sampleState() {
  return {
    format: "orbital-raft-state", version: 1, position: 412, time_us: us(38.214),
    settings: {
      seed: 1, timing: "classroom", election_timeout: [us(2), us(4)], heartbeat: us(1), latency: [us(.2), us(.5)], loss: 0, duplicate: 0,
      fsync: [1000, 2000], pre_vote: false, check_quorum: true, leader_stickiness: false, noop: true, max_append_entries: 64,
      max_inflight: 16, network: "auto", timers: "auto", variant: [],
    },
    servers: sampleServers(), links: links(), messages: [],
    clients: { c1: { last: "pending", value: null, operation: operation(1, "d1", "63"), leader: "S2", recent: [] } },
    violations: [], linearizable: "yes",
  };
}

/** @type {[number, Event[]][]} */
const EVENTS = [
  [.6, [{ kind: "ElectionStarted", server: "S1", term: 1 }]],
  [.9, [{ kind: "RoleChanged", server: "S1", old: "candidate", new: "leader", term: 1 }, { kind: "BecameLeader", server: "S1", term: 1, votes: ["S1", "S2", "S3"] }]],
  [12, [{ kind: "SteppedDown", server: "S1", term: 1, reason: "transfer" }]],
  [12.4, [{ kind: "ElectionStarted", server: "S5", term: 2 }]],
  [13.1, [{ kind: "RoleChanged", server: "S5", old: "candidate", new: "leader", term: 2 }, { kind: "BecameLeader", server: "S5", term: 2, votes: ["S5", "S3", "S4"] }]],
  [23.5, ["S1", "S2", "S3", "S4"].flatMap((id) => /** @type {Event[]} */ ([{ kind: "LinkCut", from: "S5", to: id }, { kind: "LinkCut", from: id, to: "S5" }]))],
  [25.5, [{ kind: "ServerCrashed", server: "S1", lost_entries: 0 }]],
  [26.1, [{ kind: "ElectionStarted", server: "S2", term: 3 }]],
  [26.3, [{ kind: "SteppedDown", server: "S5", term: 2, reason: "no quorum" }]],
  [26.506, [{ kind: "RoleChanged", server: "S2", old: "candidate", new: "leader", term: 3 }, { kind: "BecameLeader", server: "S2", term: 3, votes: ["S2", "S3", "S4"] }, { kind: "EntriesAppended", server: "S2", first_index: 49, last_index: 49, term: 3 }]],
  [30.1, [{ kind: "ElectionStarted", server: "S5", term: 3 }]],
  [33.2, [{ kind: "EntriesAppended", server: "S2", first_index: 50, last_index: 50, term: 3 }]],
  [33.7, [{ kind: "CommitAdvanced", server: "S2", old: 48, new: 50 }]],
  [33.9, [{ kind: "ElectionStarted", server: "S5", term: 4 }]],
  [36.8, [{ kind: "ServerRestarted", server: "S1" }]],
  [36.9, ["S1", "S2", "S3", "S5"].flatMap((id) => /** @type {Event[]} */ ([{ kind: "LinkCut", from: "S4", to: id }, { kind: "LinkCut", from: id, to: "S4" }]))],
  [37.5, ["S1", "S2", "S3"].flatMap((id) => /** @type {Event[]} */ ([{ kind: "LinkHealed", from: "S5", to: id }, { kind: "LinkHealed", from: id, to: "S5" }]))],
  [37.61, [{ kind: "ElectionStarted", server: "S5", term: 5 }, { kind: "RoleChanged", server: "S5", old: "follower", new: "candidate", term: 5 }]],
  [38.214, [{ kind: "TermChanged", server: "S3", old: 3, new: 5 }, { kind: "VoteRefused", server: "S3", candidate: "S5", term: 5, says: "S3's last entry is newer." }]],
];

/** Commits and client operations between the turns of the plot. @returns {[number, Event[]][]} */
function bustle() {
  /** @type {[number, Event[]][]} */
  const list = [];
  for (let i = 1; i <= 44; i++) {
    const leader = i <= 22 ? "S1" : "S5";
    const at = i <= 22 ? 1 + i * .48 : 13 + (i - 22) * .45;
    list.push([at, [{ kind: "CommitAdvanced", server: leader, old: i - 1, new: i }]]);
  }
  const calls = [1, 2.4, 4, 5, 7.7, 10, 14, 15.8, 18.4, 21.2, 29.7, 33.3];
  calls.forEach((at, i) => {
    list.push([at, [{ kind: "ClientInvoked", client: "c2", operation: operation(i, "b4", String(i)) }]]);
    list.push([at + .45, [{ kind: "ClientCompleted", client: "c2", outcome: "ok", result: null }]]);
  });
  list.push([23.6, [{ kind: "ClientInvoked", client: "c3", operation: operation(1, "e3", "74") }]]);
  list.push([26.3, [{ kind: "ClientCompleted", client: "c3", outcome: "timeout", result: null }]]);
  list.push([36.5, [{ kind: "ClientInvoked", client: "c1", operation: operation(1, "d1", "63") }]]);
  return list;
}

/** @returns {Step[]} as many as bring the last one to position 412 */
export function sampleSteps() {
  const plot = [...EVENTS, ...bustle()];
  for (let i = plot.length; i < 412; i++) {
    const message = { id: i, type: "AppendEntries", from: "S2", to: "S3", term: 3 };
    plot.push([.1 + (i - plot.length) / 412 + (i / 412) * 36, [{ kind: "MessageDelivered", message }]]);
  }
  plot.sort((a, b) => a[0] - b[0]);
  const turns = new Set(EVENTS.map((event) => event[1]));
  return plot.map(([at, events], i) => ({
    position: i + 1,
    time_us: us(at),
    interesting: turns.has(events),
    cause: { kind: "timer", server: null, position: null, says: "", message: null, directive: null, who: null },
    events,
    delta: {},
  }));
}

/** @returns {Why} */
export function sampleWhy() {
  return {
    request: 1, branch: "main", position: 412, time_us: us(38.214), server: "S3",
    headline: "S3 refused its vote to S5",
    text: "S5’s last log entry is (term 2, index 52). S3’s is (term 3, index 51). The later term wins, so S3 keeps its vote.",
    source: "RequestVote, Figure 2",
    verdicts: [{
      rule: "may_grant_vote", title: "How S3 decided", holds: false, value: null,
      clauses: [
        { id: "term", question: "Is the term current?", says: "5 ≥ 3, S3 moves to term 5", holds: true, section: "5.1", left_out: false, operands: { "request.term": 5, "node.current_term": 3 } },
        { id: "free", question: "Is S3’s vote free?", says: "votedFor is empty in term 5", holds: true, section: "5.2", left_out: false, operands: { "node.current_term": 5 } },
        { id: "log", question: "Is S5’s log at least as up to date?", says: "2 < 3", holds: false, section: "5.4.1", left_out: false, operands: { "request.last_log_term": 2, "request.last_log_index": 52, "node.log.last_term": 3, "node.log.last_index": 51 } },
      ],
    }],
    chain: [
      { position: 401, time_us: us(37.61), kind: "timer", says: "S5’s election timer ran out" },
      { position: 402, time_us: us(37.612), kind: "message", says: "S5 asked S3 for a vote in term 5" },
      { position: 412, time_us: us(38.214), kind: "VoteRefused", says: "S3 refused" },
    ],
  };
}

/** @returns {import("../../static/js/view_types.js").Lesson} */
export function sampleLesson() {
  return {
    id: "02-raft", title: "The November storm",
    scenario: {
      id: "longer", title: "Longer is not newer",
      steps: [
        { id: "s1", title: "One", html: "<p>One.</p>", goals: [], question: null, hints: [] },
        { id: "s2", title: "Two", html: "<p>Two.</p>", goals: [], question: null, hints: [] },
        { id: "s3", title: "Three", html: "<p>Three.</p>", goals: [], question: null, hints: [] },
        {
          id: "s4", title: "Four", goals: ["g1", "g2", "g3", "g4"], question: "q1",
          html: "<p>Coverage over Troll is back after fourteen minutes. <strong>S5</strong> returns with the longest log and a term above the leader’s, and asks for votes.</p>",
          hints: ["Compare the last entry of each log. Which is compared first, the term or the index?", "The term."],
        },
        { id: "s5", title: "Five", html: "<p>Five.</p>", goals: [], question: null, hints: [] },
        { id: "s6", title: "Six", html: "<p>Six.</p>", goals: [], question: null, hints: [] },
        { id: "s7", title: "Seven", html: "<p>Seven.</p>", goals: [], question: null, hints: [] },
      ],
    },
  };
}

/** @returns {ViewModel} */
export function sampleMoment() {
  const steps = sampleSteps();
  const state = sampleState();
  const previous = { ...state, position: 411, servers: { ...state.servers, S3: { ...state.servers.S3, term: 3, voted_for: "S2" } } };
  return {
    state, previous, time_us: us(38.266), position: 412, branch: "main",
    branches: [
      { id: "main", name: "main", parent: null, fork_position: 0, last_position: 412, time_us: us(38.266) },
      { id: "A", name: "PreVote", parent: "main", fork_position: 268, last_position: 500, time_us: us(42) },
    ],
    step: steps[411], steps, edge: { position: 412, time_us: us(38.266) }, playing: false, speed: 1, live: false, held: true,
    selection: { kind: "server", id: "S3" }, hover: null, tab: "why", why: sampleWhy(),
    goals: [
      { id: "g1", title: "A stale server asks for votes", met: true, partial: null, met_at_position: 401, met_at_us: us(37.61), lost: false },
      { id: "g2", title: "A voter refuses its log", met: true, partial: null, met_at_position: 412, met_at_us: us(38.214), lost: false },
      { id: "g3", title: "The next leader holds entry 50", met: false, partial: "3 of 5", met_at_position: null, met_at_us: null, lost: false },
      { id: "g4", title: "S5 replaces its entries 49–52", met: false, partial: null, met_at_position: null, met_at_us: null, lost: false },
    ],
    question: {
      id: "q1", stage: 4, prompt: "S5 has 2 of the 3 votes it needs. S2 has not answered, S4 is cut off. What becomes of term 5?",
      options: [
        { id: "a", says: "S2 grants it and S5 leads term 5" },
        { id: "b", says: "S2 refuses, term 5 has no leader" },
        { id: "c", says: "S2 stays leader of term 3" },
      ],
      state: "open", chosen: null, feedback: null, position: null,
    },
    lesson: sampleLesson(), title: "Longer is not newer",
    names: { S1: "Svalbard", S2: "Punta Arenas", S3: "Hartebeesthoek", S4: "Hobart", S5: "Troll" },
    role: "control", theme: "light", client: "c1", connection: { state: "open", retry_at_ms: null, caught_up: null },
    violations: [], calm: false, behind: 0, viewers: 1,
  };
}
