// What a screen reader is told: the words of the design, one sentence for what matters.

import assert from "node:assert/strict";
import { describe } from "../../static/js/describe.js";
import { narrate } from "../../static/js/narrate.js";
import { electionStory, initialState } from "./fixtures/cluster_story.js";

/** @import { Cause, Event, Step } from "../../static/js/frames.js" */

/** @param {Event[]} events @param {Partial<Cause>} [cause] @returns {Step} */
function step(events, cause = {}) {
  return {
    position: 1,
    time_us: 0,
    interesting: true,
    cause: { kind: "timer", server: "S5", position: null, says: "", message: null, directive: null, who: null, ...cause },
    events,
    delta: {},
  };
}

/** @type {[string, Event[], Partial<Cause>, string[]][]} */
const TOLD = [
  ["a timeout", [{ kind: "ElectionStarted", server: "S5", term: 5 }], {}, ["S5's election timer ran out. S5 stands in term 5."]],
  ["a vote", [{ kind: "VoteGranted", server: "S1", candidate: "S5", term: 5 }], {}, ["S1 voted for S5 in term 5."]],
  [
    "a vote that is counted",
    [{ kind: "VoteCounted", server: "S5", voter: "S1", term: 5, granted: true, votes: 2, needed: 3 }],
    {},
    ["S5 counts the vote of S1. 2 of 3."],
  ],
  [
    "a refusal",
    [{ kind: "VoteRefused", server: "S3", candidate: "S5", term: 5, says: "S5's last entry is term 2, S3's is term 3." }],
    {},
    ["S3 refused its vote to S5. S5's last entry is term 2, S3's is term 3."],
  ],
  ["an election", [{ kind: "BecameLeader", server: "S3", term: 6, votes: ["S2", "S3", "S5"] }], {}, ["S3 leads term 6 with votes from S2, S3 and S5."]],
  ["stepping down", [{ kind: "SteppedDown", server: "S2", term: 5, reason: "it saw term 5" }], {}, ["S2 stepped down. It saw term 5."]],
  ["a crash that loses entries", [{ kind: "ServerCrashed", server: "S1", lost_entries: 2 }], {}, ["S1 crashed. It lost 2 entries that had not reached its disk."]],
  ["a restart", [{ kind: "ServerRestarted", server: "S1" }], {}, ["S1 restarted from its disk."]],
  [
    "a lost message",
    [{ kind: "MessageDropped", message: { id: 1, type: "RequestVote", from: "S5", to: "S2", term: 5 }, reason: "loss" }],
    {},
    ["RequestVote from S5 to S2 was lost."],
  ],
  ["a server cut off", [{ kind: "PartitionMade", groups: [["S4"], ["S1", "S2", "S3", "S5"]] }], {}, ["S4 was cut from everyone."]],
  [
    "a link cut both ways, told once",
    [{ kind: "LinkCut", from: "S1", to: "S2" }, { kind: "LinkCut", from: "S2", to: "S1" }],
    {},
    ["The link between S1 and S2 was cut."],
  ],
  ["a link cut one way", [{ kind: "LinkCut", from: "S1", to: "S2" }], {}, ["The way from S1 to S2 was cut."]],
  ["a step in which nothing is decided", [], { says: "Heartbeat from S2 arrived at S4" }, ["Heartbeat from S2 arrived at S4."]],
];

for (const [name, events, cause, expected] of TOLD) {
  Deno.test(`words for ${name}`, () => assert.deepEqual(narrate(step(events, cause)), expected));
}

Deno.test("what a leader commits is told with its term, what a follower learns as hearsay", () => {
  const { states, steps } = electionStory();
  const last = steps[steps.length - 1];
  assert.deepEqual(narrate(last, states[last.position], states[last.position - 1]), ["Index 1 committed in term 1."]);
  const follower = step([{ kind: "CommitAdvanced", server: "S1", old: 0, new: 1 }]);
  assert.deepEqual(narrate(follower, states[last.position]), ["S1 learned that index 1 is committed."]);
});

Deno.test("removed entries are told with their term", () => {
  const before = initialState();
  before.servers.S5.log.entries = [1, 2, 3].map((index) => ({ index, term: 2, kind: "noop", data: null }));
  const told = narrate(step([{ kind: "EntriesTruncated", server: "S5", first_index: 2, last_index: 3 }]), before, before);
  assert.deepEqual(told, ["S5 removed 2 entries, 2 to 3 of term 2."]);
});

Deno.test("the weightiest comes first, and what only follows from it is left out", () => {
  const told = narrate(step([
    { kind: "WriteCompleted", server: "S5", write: 1, durable_index: 3 },
    { kind: "VoteCounted", server: "S5", voter: "S1", term: 2, granted: true, votes: 3, needed: 3 },
    { kind: "BecameLeader", server: "S5", term: 2, votes: ["S5", "S1"] },
  ]));
  assert.equal(told[0], "S5 leads term 2 with votes from S5 and S1.");
  assert.ok(!told.some((sentence) => sentence.includes("disk")));
});

Deno.test("the whole cluster in a few sentences", () => {
  const { states } = electionStory();
  assert.equal(describe(states[0]), "Term 0. Nobody leads.");
  assert.equal(describe(states[2]), "Term 1. S5 is a candidate with 1 of 3 votes. Nobody leads. 4 messages are in flight.");
  const end = { ...structuredClone(states[states.length - 1]), messages: [] };
  end.servers.S1.up = false;
  end.servers.S3.paused = true;
  end.servers.S2 = { ...end.servers.S2, role: "candidate", term: 2 };
  end.links = end.links.map((link) => (link.from === "S4" || link.to === "S4" ? { ...link, up: false } : link));
  assert.equal(
    describe(end),
    "Term 2. S2 is a candidate with 0 of 3 votes. S5 still leads term 1. S1 is down. S3 is paused. S4 is cut off.",
  );
  end.violations = [{ ...end.violations[0], says: "two leaders" }];
  assert.ok(describe(end).startsWith("Safety is broken. Term 2."));
});

Deno.test("why a vote was refused is read from the logs and votes before it", () => {
  const before = initialState();
  const message = { id: 7, type: "RequestVote", from: "S5", to: "S3", term: 5 };
  before.messages = [{ ...message, sent_at_us: 0, deliver_at_us: 1, sent_at_position: 0, last_log_index: 4, last_log_term: 2 }];
  before.servers.S3.log.entries = [{ index: 3, term: 3, kind: "noop", data: null }];
  const after = structuredClone(before);
  after.servers.S3.term = 5;
  const refusal = step([{ kind: "VoteRefused", server: "S3", candidate: "S5", term: 5 }], { kind: "message", message });
  const told = (/** @type {typeof after} */ state) => narrate(refusal, state, before)[0];
  assert.equal(told(after), "S3 refused its vote to S5. S5's last entry is term 2, S3's is term 3.");
  after.servers.S3.voted_for = "S1";
  assert.equal(told(after), "S3 refused its vote to S5. S3 has voted for S1 in term 5.");
  after.servers.S3.term = 6;
  assert.equal(told(after), "S3 refused its vote to S5. S3 is in term 6 already.");
});

Deno.test("links that are cut together are told as the groups that they part", () => {
  const state = initialState();
  const side = new Set(["S1", "S2"]);
  /** @type {Event[]} */
  const cuts = [];
  state.links = state.links.map((link) => {
    if (side.has(link.from) === side.has(link.to)) return link;
    cuts.push({ kind: "LinkCut", from: link.from, to: link.to });
    return { ...link, up: false };
  });
  assert.deepEqual(narrate(step(cuts), state), ["The cluster was parted: S3, S4 and S5 | S1 and S2."]);
});
