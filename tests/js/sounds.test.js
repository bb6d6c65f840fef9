// What is heard: a click when the leader's commit goes on, a low tone when somebody stands for election.

import assert from "node:assert/strict";
import { tonesOf } from "../../static/js/views/sounds.js";

/** @param {object[]} events @returns {any} */
const step = (...events) => ({ position: 1, time_us: 0, events });
const leads = (/** @type {string} */ id) => id === "S1";

Deno.test("a commit clicks once, where it is made and not where it is learned", () => {
  const [click] = tonesOf(step({ kind: "CommitAdvanced", server: "S1", old: 1, new: 4 }), leads);
  assert.ok(click.hertz > 1_000);
  assert.deepEqual(tonesOf(step({ kind: "CommitAdvanced", server: "S2", old: 1, new: 4 }), leads), []);
});

Deno.test("an election is one low tone; what only moves messages is silent", () => {
  const [low] = tonesOf(step({ kind: "TermChanged", server: "S2", old: 1, new: 2 }, { kind: "ElectionStarted", server: "S2", term: 2 }), leads);
  assert.ok(low.hertz < 200);
  assert.deepEqual(tonesOf(step({ kind: "MessageDelivered" }), leads), []);
});
