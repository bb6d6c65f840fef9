// What is kept of a learner: the best of every run, and the run to go on with.

import assert from "node:assert/strict";
import { isUnderWay, progressIn, taken, underWay } from "../../static/js/progress.js";

/** @import { Goal } from "../../static/js/frames.js" */
/** @import { Taken } from "../../static/js/progress.js" */

const SEAT = { room: "r", key: "k" };
/** @param {...string} met @returns {Goal[]} */
const goals = (...met) => ["a", "b", "c"].map((id) => ({ id, title: id, required: true, met: met.includes(id), partial: null, met_at_position: null, met_at_us: null, lost: false }));
/** @param {Partial<Parameters<typeof taken>[1]>} [own] */
const now = (own = {}) => ({ all: goals(), step: 0, steps: 4, points: 0, of: 10, at_ms: 1, seat: SEAT, ...own });

Deno.test("goals that were met once stay met, and the best points stand", () => {
  const first = taken(undefined, now({ all: goals("a", "b"), points: 7, step: 2 }));
  const second = taken(first, now({ all: goals("c"), points: 3, step: 1 }));
  assert.deepEqual(second.met, ["a", "b", "c"]);
  assert.deepEqual([second.points, second.of, second.step], [7, 10, 1]);
});

Deno.test("a goal that the lesson no longer has is no goal, and points of another sum do not count", () => {
  const old = taken(undefined, now({ all: [{ ...goals("a")[0], id: "gone" }, ...goals("a")], points: 9, of: 12 }));
  const fresh = taken({ ...old, met: ["gone", "a"] }, now({ points: 2 }));
  assert.deepEqual(fresh.met, ["a"]);
  assert.equal(fresh.points, 2);
});

Deno.test("what was done stays done when it is taken again", () => {
  const done = taken(undefined, now({ step: 4, seat: null }));
  assert.equal(done.done, true);
  assert.equal(isUnderWay(done), false);
  const again = taken(done, now({ step: 1 }));
  assert.equal(again.done, true);
  assert.equal(isUnderWay(again), true);
});

Deno.test("a run is under way once something was achieved in it, and only then", () => {
  assert.equal(isUnderWay(taken(undefined, now())), false);
  assert.equal(isUnderWay(taken(undefined, now({ all: goals("a") }))), true);
  assert.equal(isUnderWay(taken(undefined, now({ step: 1, seat: null }))), false);
  assert.equal(isUnderWay(undefined), false);
});

Deno.test("one goes on with the last scenario, or with the latest that is not over", () => {
  const going = (/** @type {number} */ at_ms) => taken(undefined, now({ step: 1, at_ms }));
  const over = taken(undefined, now({ step: 4, seat: null }));
  assert.equal(underWay({ version: 1, last: "x/a", scenarios: { "x/a": going(1), "x/b": going(2) } }), "x/a");
  assert.equal(underWay({ version: 1, last: "x/c", scenarios: { "x/a": going(1), "x/b": going(2), "x/c": over } }), "x/b");
  assert.equal(underWay({ version: 1, last: null, scenarios: {} }), null);
});

Deno.test("what cannot be read is no progress, and keeps nothing from working", () => {
  const one = taken(undefined, now({ step: 1 }));
  const text = JSON.stringify({ version: 1, last: "x/a", scenarios: { "x/a": one, "x/b": { step: "far" }, "x/c": null } });
  assert.deepEqual(Object.keys(progressIn(text).scenarios), ["x/a"]);
  for (const bad of [null, "", "{", "[]", "null", '{"version":2,"scenarios":{}}', '{"version":1}', '{"version":1,"scenarios":null}']) {
    assert.deepEqual(progressIn(bad), { version: 1, last: null, scenarios: {} });
  }
});
