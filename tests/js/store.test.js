// History of a run in the browser: states from deltas, shared structure, branches, nothing twice.

import assert from "node:assert/strict";
import { applyDelta, Store } from "../../static/js/store.js";
import { electionStory } from "./fixtures/cluster_story.js";

/** @param {string} id @param {string|null} parent @param {number} fork_position */
const branch = (id, parent, fork_position) => ({ id, name: id, parent, fork_position, last_position: 0, time_us: 0 });

function filled() {
  const story = electionStory();
  const store = new Store();
  store.setBranches([branch("main", null, 0)]);
  store.addKeyframe("main", story.keyframe, 0);
  store.addSteps("main", story.steps, 3_200_000);
  return { store, ...story };
}

Deno.test("every state that deltas lead to is the state that the room had", () => {
  const { store, states } = filled();
  for (const state of states) assert.deepEqual(store.stateAt("main", state.position), state);
});

Deno.test("a state shares with the one before it all that a step left alone", () => {
  const { store } = filled();
  const before = store.stateAt("main", 2);
  const after = store.stateAt("main", 3);
  assert.ok(before && after);
  assert.equal(after.servers.S4, before.servers.S4);
  assert.equal(after.links, before.links);
  assert.equal(after.clients, before.clients);
  assert.ok(after.servers.S1 !== before.servers.S1);
});

Deno.test("no state is changed by the steps that follow it", () => {
  const { keyframe, steps } = electionStory();
  const untouched = structuredClone(keyframe);
  let state = keyframe;
  for (const step of steps) state = applyDelta(state, step.position, step.time_us, step.delta);
  assert.deepEqual(keyframe, untouched);
});

Deno.test("a log change keeps what is before it and replaces the rest", () => {
  const { keyframe } = electionStory();
  /** @param {number} index @param {number} term */
  const entry = (index, term) => ({ index, term, kind: /** @type {const} */ ("noop"), data: null });
  const snapshot = { index: 0, term: 0 };
  const long = applyDelta(keyframe, 1, 0, { servers: { S1: { log: { snapshot, from: 1, entries: [entry(1, 1), entry(2, 1), entry(3, 1)] } } } });
  const cut = applyDelta(long, 2, 0, { servers: { S1: { log: { snapshot, from: 2, entries: [entry(2, 2)] } } } });
  assert.deepEqual(cut.servers.S1.log.entries.map(({ index, term }) => [index, term]), [[1, 1], [2, 2]]);
  const compacted = applyDelta(cut, 3, 0, { servers: { S1: { log: { snapshot: { index: 1, term: 1 }, from: 3, entries: [] } } } });
  assert.deepEqual(compacted.servers.S1.log.entries.map(({ index }) => index), [2]);
});

Deno.test("going back over many steps finds the states again from a checkpoint", () => {
  const { keyframe } = electionStory();
  const store = new Store();
  store.addKeyframe("main", keyframe, 0);
  const steps = Array.from({ length: 2000 }, (_, i) => ({
    position: i + 1,
    time_us: 1000 * (i + 1),
    interesting: false,
    cause: { kind: /** @type {const} */ ("timer"), server: "S1", position: null, says: "", message: null, directive: null, who: null },
    events: [],
    delta: { servers: { S1: { commit_index: i + 1 } } },
  }));
  for (let i = 0; i < steps.length; i += 50) store.addSteps("main", steps.slice(i, i + 50), steps[i + 49].time_us);
  for (const position of [2000, 1, 700, 1999, 255, 256, 257, 0]) {
    assert.equal(store.stateAt("main", position)?.servers.S1.commit_index, position);
  }
});

Deno.test("steps that come again after a lost connection are there once", () => {
  const { store, steps } = filled();
  assert.deepEqual(store.addSteps("main", steps.slice(4), 3_200_000), []);
  assert.deepEqual(store.stepsOf("main").map(({ position }) => position), steps.map(({ position }) => position));
});

Deno.test("a branch is looked at while the history that it shares is still on its way", () => {
  const { keyframe, steps } = electionStory();
  const store = new Store();
  store.setBranches([branch("main", null, 0), branch("A", "main", 6), branch("B", "A", 8)]);
  store.addKeyframe("main", keyframe, 0);
  const positions = () => store.stepsOf("B").map(({ position }) => position);
  let seen = 0;
  for (const [on, until] of /** @type {[string, number][]} */ ([["main", 3], ["main", 6], ["A", 8], ["B", 10]])) {
    store.addSteps(on, steps.slice(seen, until), 0);
    seen = until;
    assert.deepEqual(positions(), steps.slice(0, until).map(({ position }) => position));
  }
});

Deno.test("a branch has its parent's history up to the fork, and its own after it", () => {
  const { store, steps, states } = filled();
  store.setBranches([branch("main", null, 0), branch("A", "main", 4)]);
  assert.equal(store.edge("A").position, 4);
  assert.equal(store.edge("A").time_us, steps[3].time_us);
  assert.deepEqual(store.stateAt("A", 3), states[3]);
  const other = { ...steps[4], time_us: 2_600_000, delta: { servers: { S3: { paused: true } } } };
  store.addSteps("A", [other], 2_600_000);
  assert.equal(store.stateAt("A", 5)?.servers.S3.paused, true);
  assert.equal(store.stateAt("main", 5)?.servers.S3.paused, false);
  assert.deepEqual(store.stepsOf("A").map(({ position }) => position), [1, 2, 3, 4, 5]);
  assert.equal(store.stepAt("A", 5), other);
  assert.equal(store.stepAt("main", 5), steps[4]);
});

Deno.test("a part of the run that was not received is not made up", () => {
  const { keyframe, steps, states } = electionStory();
  const store = new Store();
  store.addKeyframe("main", states[6], states[6].time_us);
  store.addSteps("main", steps.slice(6), 3_200_000);
  assert.equal(store.stateAt("main", 3), null);
  assert.deepEqual(store.stateAt("main", 8), states[8]);
  store.addKeyframe("main", keyframe, 0);
  store.addSteps("main", steps.slice(0, 6), 0);
  assert.deepEqual(store.stateAt("main", 3), states[3]);
  assert.equal(store.stepsOf("main").length, steps.length);
});

Deno.test("the position of an instant is that of the last step at or before it", () => {
  const { store, steps } = filled();
  assert.equal(store.positionAt("main", 0), 0);
  assert.equal(store.positionAt("main", steps[0].time_us), 1);
  assert.equal(store.positionAt("main", steps[0].time_us - 1), 0);
  assert.equal(store.positionAt("main", 9e9), steps.length);
});

Deno.test("what the server did not keep is dropped, and may come again otherwise", () => {
  const { store, states, steps } = filled();
  store.setBranches([branch("main", null, 0), branch("A", "main", 2)]);
  store.cut({ main: 4 });
  assert.equal(store.edge("main").position, 4);
  assert.equal(store.edge("main").time_us, steps[3].time_us);
  assert.deepEqual(store.stateAt("main", 4), states[4]);
  assert.equal(store.stateAt("main", 5), null);
  assert.deepEqual(store.stepsOf("main").map(({ position }) => position), [1, 2, 3, 4]);
  const other = { ...steps[4], time_us: steps[4].time_us + 1 };
  assert.deepEqual(store.addSteps("main", [other], other.time_us), [other]);
  assert.equal(store.stepAt("main", 5)?.time_us, other.time_us);
});
