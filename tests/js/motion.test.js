// Messages between two frames: linear in simulated time, and out of each other's way.

import assert from "node:assert/strict";
import { ringLayout } from "../../static/js/layout.js";
import { flightPart, mannerOf, placeMessages } from "../../static/js/motion.js";
import { outcomesOf } from "../../static/js/outcomes.js";
import { initialState } from "./fixtures/cluster_story.js";

/** @import { Message, Operation } from "../../static/js/frames.js" */

const ring = ringLayout(["S1", "S2", "S3", "S4", "S5"], 800, 364);

/** @param {number} id @param {string} from @param {string} to @param {number} sent_ms @param {number|null} deliver_ms @returns {Message} */
const message = (id, from, to, sent_ms, deliver_ms) => ({
  id,
  type: "RequestVote",
  from,
  to,
  term: 1,
  sent_at_us: sent_ms * 1000,
  deliver_at_us: deliver_ms === null ? null : deliver_ms * 1000,
  sent_at_position: 1,
});

/** @param {Message[]} messages @param {number} time_ms */
const placed = (messages, time_ms) => placeMessages({ ...initialState(), messages }, ring, time_ms * 1000);

Deno.test("a message is as far as its time", () => {
  const one = message(1, "S1", "S2", 100, 300);
  assert.deepEqual([50, 100, 150, 300, 900].map((ms) => flightPart(one, ms * 1000)), [0, 0, 0.25, 1, 1]);
});

Deno.test("with motion reduced a message stands at five places and nowhere else", () => {
  const state = { ...initialState(), messages: [message(1, "S1", "S2", 0, 1000)] };
  const parts = Array.from({ length: 101 }, (_, i) => placeMessages(state, ring, i * 10_000, true)[0].part);
  assert.deepEqual([...new Set(parts)], [0, 0.25, 0.5, 0.75, 1]);
});

Deno.test("two that meet on a link pass each other on the right", () => {
  const [there, back] = placed([message(1, "S1", "S2", 0, 200), message(2, "S2", "S1", 0, 200)], 100);
  assert.equal(there.aside, 9);
  assert.equal(back.aside, 9);
  const [apart] = placed([message(1, "S1", "S2", 0, 200), message(2, "S2", "S1", 0, 200)], 10);
  assert.equal(apart.aside, 0);
});

Deno.test("two that travel together go side by side", () => {
  const [one, two] = placed([message(1, "S1", "S2", 0, 200), message(2, "S1", "S2", 2, 202)], 100);
  assert.deepEqual([one.aside, two.aside], [9, -9]);
});

Deno.test("messages moved by hand queue up at the sender, the oldest first", () => {
  const parts = placed([1, 2, 3].map((id) => message(id, "S1", "S3", 0, null)), 5000).map(({ part }) => part);
  assert.ok(parts[0] > 0 && parts[0] < parts[1] && parts[1] < parts[2] && parts[2] < 1);
});

Deno.test("what is too fast for the eye flows, but only while it plays", () => {
  const state = initialState();
  assert.equal(mannerOf(state, true, 1).flow, false);
  assert.equal(mannerOf(state, true, 10).flow, true);
  assert.equal(mannerOf(state, false, 10).flow, false);
  assert.ok(mannerOf(state, true, 5).tail > mannerOf(state, true, 1).tail);
});

Deno.test("a crowd makes heartbeats small", () => {
  const state = initialState();
  state.messages = Array.from({ length: 13 }, (_, i) => message(i, "S1", "S2", 0, 100));
  assert.equal(mannerOf(state, false, 1).small, true);
});

/** @param {Partial<Operation>} fields @returns {Operation} */
const operation = (fields) => ({
  serial: 1,
  op: "put",
  key: "x",
  value: "1",
  expected: null,
  read: null,
  to: null,
  invoked_at_us: 0,
  completed_at_us: 400_000,
  outcome: "ok",
  result: null,
  index: 2,
  server: "S5",
  redirects: 0,
  retries: 0,
  ...fields,
});

Deno.test("outcomes are told newest first, each with its mark and words", () => {
  const state = initialState();
  const done = operation({ serial: 1, invoked_at_us: 0 });
  state.clients.c1 = {
    last: "pending",
    value: null,
    leader: "S5",
    operation: operation({ serial: 5, invoked_at_us: 5e6, completed_at_us: null, outcome: "pending", index: null }),
    recent: [
      operation({ serial: 4, op: "get", read: "local", result: null, invoked_at_us: 4e6, completed_at_us: 4e6 }),
      operation({ serial: 3, op: "cas", expected: "7", result: false, invoked_at_us: 3e6, completed_at_us: 3.1e6 }),
      operation({ serial: 2, outcome: "timeout", invoked_at_us: 1e6 }),
      done,
    ],
  };
  const told = outcomesOf(state, 9).map(({ kind, what, note }) => `${kind}: ${what}, ${note}`);
  assert.deepEqual(told, [
    "pend: x=1, asks S5",
    "read: x, none, local, 0.00 s",
    "differs: x, was not 7",
    "unk: x=1, no answer, outcome unknown",
    "okk: x=1, index 2, 0.40 s",
  ]);
});
