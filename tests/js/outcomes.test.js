// Two branches side by side: figures since the fork, up to the time that both have.

import assert from "node:assert/strict";
import { changesIn, fared } from "../../static/js/views/inspector/outcomes_model.js";

/** @import { Event, Step } from "../../static/js/frames.js" */

/**
 * @param {number} position
 * @param {number} time_us
 * @param {Event[]} events
 * @param {{kind?: string, violations?: any[]}} [more]
 * @returns {Step}
 */
const step = (position, time_us, events, { kind = "timer", violations } = {}) =>
  /** @type {any} */ ({ position, time_us, events, cause: { kind }, delta: violations ? { violations } : {} });

const elected = step(1, 1_000_000, [{ kind: "BecameLeader", server: "S1", term: 1, votes: ["S1", "S2"] }]);
const first = step(2, 2_000_000, [{ kind: "CommitAdvanced", server: "S1", old: 0, new: 1 }]);
const shared = [elected, first];

Deno.test("what counts is what happened since the fork, and who leads comes from before", () => {
  const one = fared([...shared, step(3, 3_000_000, [{ kind: "CommitAdvanced", server: "S1", old: 1, new: 3 }])], 2, 5_000_000);
  assert.deepEqual([one.leader, one.term, one.leaderless_us, one.elections], ["S1", 1, 0, 0]);
  assert.deepEqual([...one.commits], [[2, 3_000_000], [3, 3_000_000]]);
  assert.equal(one.committed, 3);
});

Deno.test("time without a leader ends with the next one, or with the time that is compared", () => {
  const crashed = step(3, 3_000_000, [{ kind: "ServerCrashed", server: "S1", lost_entries: 0 }], { kind: "intervention" });
  const stands = step(4, 4_500_000, [{ kind: "ElectionStarted", server: "S2", term: 2 }]);
  const leads = step(5, 5_000_000, [{ kind: "BecameLeader", server: "S2", term: 2, votes: ["S2", "S3"] }]);
  const two = fared([...shared, crashed, stands, leads], 2, 9_000_000);
  assert.deepEqual([two.leader, two.term, two.leaderless_us, two.elections], ["S2", 2, 2_000_000, 1]);
  assert.equal(fared([...shared, crashed, stands], 2, 9_000_000).leaderless_us, 6_000_000);
  assert.deepEqual(changesIn([...shared, crashed, stands], 2), [crashed]);
});

Deno.test("steps after the time that both have do not count", () => {
  const late = step(3, 8_000_000, [{ kind: "ClientCompleted", client: "c1", outcome: "ok", result: null }]);
  assert.equal(fared([...shared, late], 2, 7_000_000).answered, 0);
  assert.equal(fared([...shared, late], 2, 8_000_000).answered, 1);
});

Deno.test("requests without an answer, removed entries and broken properties are told", () => {
  const gaveUp = step(3, 3_000_000, [{ kind: "ClientCompleted", client: "c1", outcome: "timeout", result: null }]);
  const cut = step(4, 3_000_000, [{ kind: "EntriesTruncated", server: "S3", first_index: 5, last_index: 7 }]);
  const broken = step(5, 3_100_000, [], { violations: [{ property: "log_matching" }, { property: "log_matching" }] });
  const one = fared([...shared, gaveUp, cut, broken], 2, 4_000_000);
  assert.deepEqual([one.unknown, one.removed, one.violated], [1, 3, ["log_matching"]]);
});
