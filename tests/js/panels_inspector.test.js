// What the inspector and the lesson panel tell, from view models alone.

import assert from "node:assert/strict";
import { emptyMetrics, histogram, latency, percentile, stability, takeMetrics } from "../../static/js/views/inspector/metric_model.js";
import { serverOf } from "../../static/js/views/inspector/state.js";
import { Asker, targetOf } from "../../static/js/views/inspector/why_target.js";
import { partOf } from "../../static/js/views/lesson_goals.js";
import { words } from "../../static/js/words/en_panels.js";
import { sampleMoment, sampleSteps, sampleWhy } from "./fixtures/sample_moment.js";

/** @import { Action, Goal, ViewModel } from "../../static/js/view_types.js" */
/** @import { Step } from "../../static/js/frames.js" */

/** @param {Partial<ViewModel>} changes */
const moment = (changes) => ({ ...sampleMoment(), ...changes });

Deno.test("Why is about the selected event, or about what the selected server did", () => {
  assert.deepEqual(targetOf(moment({ selection: { kind: "event", id: "7", position: 7 } })), { position: 7, server: null });
  assert.deepEqual(targetOf(moment({ selection: { kind: "server", id: "S4" } })), { position: 412, server: "S4" });
  assert.deepEqual(targetOf(moment({ selection: null })), { position: 412, server: null });
});

Deno.test("while time runs, Why is about the last interesting event", () => {
  const steps = sampleSteps().map((step) => ({ ...step, interesting: step.position === 400 }));
  assert.deepEqual(targetOf(moment({ selection: null, playing: true, steps })), { position: 400, server: null });
});

Deno.test("a log cell was asked about by the logs, which know the event that wrote it", () => {
  assert.equal(targetOf(moment({ selection: { kind: "entry", id: "S3:50", server: "S3", index: 50 } })), null);
});

Deno.test("the server is asked once, after a scrub has settled, and only while Why is on show", async () => {
  /** @type {Action[]} */
  const sent = [];
  const asker = new Asker((action) => void sent.push(action));
  asker.update(moment({ tab: "state", selection: null, why: null }));
  for (const position of [100, 200, 300]) asker.update(moment({ selection: null, why: null, position }));
  asker.update(moment({ selection: null, why: null, position: 300 }));
  await new Promise((resolve) => setTimeout(resolve, 220));
  assert.deepEqual(sent, [{ type: "explain", position: 300, server: null }]);
  asker.update(moment({ selection: null, why: { ...sampleWhy(), position: 300 }, position: 300 }));
  await new Promise((resolve) => setTimeout(resolve, 220));
  assert.equal(sent.length, 1);
});

Deno.test("State shows the selected server, or the owner of the selected entry, or the one shown before", () => {
  assert.equal(serverOf(moment({ selection: { kind: "server", id: "S4" } })), "S4");
  assert.equal(serverOf(moment({ selection: { kind: "entry", id: "", server: "S5", index: 50 } })), "S5");
  assert.equal(serverOf(moment({ selection: null }), "S2"), "S2");
  assert.equal(serverOf(moment({ selection: null }), "S9"), "S1");
});

Deno.test("a citation names the paper's section, or says that it is the dissertation's", () => {
  assert.equal(words.why.cite("5.4.1"), "§5.4.1");
  assert.equal(words.why.cite("diss. 10.2.1"), "dissertation §10.2.1");
  assert.equal(words.why.cite("Figure 2"), "Figure 2");
});

Deno.test("the next commit is told with who holds the entry and what is missing", () => {
  assert.equal(words.state.moreMatches(51, ["S2", "S3"], 1), "Entry 51 is on S2 and S3. One more match commits it.");
  assert.equal(words.state.oldTerm(51, 2, 3), "Entry 51 is on a majority, but of term 2. It commits together with the first entry of term 3.");
});

Deno.test("a percentile is a value that occurred", () => {
  assert.equal(percentile([], .5), null);
  assert.deepEqual([percentile([5, 1, 9], .5), percentile([5, 1, 9], .99)], [5, 9]);
});

Deno.test("commit latency runs from the leader's append to the first that knew of the commit", () => {
  const metrics = emptyMetrics();
  for (const step of sampleSteps()) takeMetrics(metrics, step);
  const told = latency(metrics.commits, 38_266_000, 4);
  assert.deepEqual(metrics.commits.map((commit) => commit.latency_us), [7_194_000, 500_000]);
  assert.deepEqual([told.p50, told.p99], [500_000, 7_194_000]);
  assert.equal(latency(metrics.commits, 1_000_000, 4).p50, null, "not before it happened");
});

Deno.test("stability counts the time that anyone led, up to the playhead", () => {
  const metrics = emptyMetrics();
  for (const step of sampleSteps()) takeMetrics(metrics, step);
  const { bands, led_us } = stability(metrics.lanes.slices, 20_000_000);
  assert.deepEqual(bands.map((band) => [band.server, band.to_us]), [["S1", 12_000_000], ["S5", 20_000_000]]);
  assert.equal(led_us, 18_000_000);
  assert.deepEqual(histogram(metrics.lanes.candidacies, 38_266_000, 4), [1, 1, 1, 3]);
});

Deno.test("snapshots are counted apart: taken by the server itself, and installed because it was too far behind", () => {
  const metrics = emptyMetrics();
  const event = (/** @type {object} */ event) => /** @type {Step} */ (/** @type {unknown} */ ({ position: 1, time_us: 7, events: [event], delta: {} }));
  takeMetrics(metrics, event({ kind: "SnapshotTaken", server: "S1", index: 5, term: 3 }));
  takeMetrics(metrics, event({ kind: "SnapshotInstalled", server: "S3", leader: "S1", index: 5, term: 3, kept: false }));
  assert.deepEqual(metrics.snapshots.map(({ server, installed }) => [server, installed]), [["S1", false], ["S3", true]]);
});

Deno.test("how much of a goal is met is read from its words", () => {
  const goal = (/** @type {string|null} */ partial) => /** @type {Goal} */ ({ id: "g", title: "", met: false, partial, met_at_position: null, met_at_us: null, lost: false });
  assert.deepEqual([partOf(goal("2 of 3")), partOf(goal("3 of 2")), partOf(goal(null)), partOf(goal("almost"))], [2 / 3, 1, null, null]);
});
