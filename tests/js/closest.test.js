// The closest call: a candidate that lacked what is committed, entries that nearly were.

import assert from "node:assert/strict";
import { begin, closest, take } from "../../static/js/views/inspector/closest_model.js";

/** @import { Event, State, Step } from "../../static/js/frames.js" */

const ids = ["S1", "S2", "S3", "S4", "S5"];
const entry = (/** @type {number} */ index, /** @type {number} */ term) => ({ index, term });

/** Five servers whose logs end as told; all up to index 2 of term 1 is committed. @param {Record<string, {index: number, term: number}[]>} own */
const origin = (own) =>
  /** @type {State} */ (/** @type {any} */ ({
    servers: Object.fromEntries(ids.map((id) => [id, { log: { entries: own[id] ?? [entry(1, 1), entry(2, 1)] }, commit_index: 2, configuration: { voters: ids } }])),
  }));

/** @param {number} position @param {Event[]} events @param {object} [servers] @returns {Step} */
const step = (position, events, servers) => /** @type {any} */ ({ position, time_us: position * 1000, events, delta: servers ? { servers } : {} });

/** @param {State} start @param {Step[]} steps */
function watched(start, steps) {
  const watch = begin(start);
  for (const one of steps) take(watch, one);
  return watch;
}

const refused = /** @type {Event} */ ({ kind: "VoteRefused", server: "S1", candidate: "S5", term: 4 });

Deno.test("who stands without what is committed is stopped by a voter that has it", () => {
  const watch = watched(origin({ S5: [entry(1, 1)] }), [
    step(1, [{ kind: "VoteCounted", server: "S5", voter: "S4", term: 4, granted: true, votes: 2, needed: 3 }]),
    step(2, [refused]),
  ]);
  assert.equal(closest(watch, 1), null);
  const call = closest(watch, 2);
  assert.deepEqual([call?.kind, call?.server, call?.had, call?.needed, call?.index, call?.time_us], ["vote", "S5", 2, 3, 2, 2000]);
});

Deno.test("a refusal to a log that has everything is no close call", () => {
  assert.equal(closest(watched(origin({}), [step(1, [refused])]), 9), null);
  assert.equal(closest(watched(origin({ S1: [entry(1, 1)], S5: [entry(1, 1)] }), [step(1, [refused])]), 9), null);
});

Deno.test("entries that go are as close as the number of their holders", () => {
  const stale = [entry(1, 1), entry(2, 1), entry(3, 2)];
  const gone = step(1, [{ kind: "EntriesTruncated", server: "S4", first_index: 3, last_index: 3 }], { S4: { log: { from: 3, base: 0, snapshot: {}, entries: [entry(3, 3)] } } });
  const later = step(2, [{ kind: "EntriesTruncated", server: "S5", first_index: 3, last_index: 3 }]);
  const watch = watched(origin({ S4: stale, S5: stale }), [gone, later]);
  assert.deepEqual([closest(watch, 1)?.had, closest(watch, 1)?.term], [2, 2]);
  // by then only one held it, which is farther away
  assert.equal(closest(watch, 2)?.position, 1);
});
