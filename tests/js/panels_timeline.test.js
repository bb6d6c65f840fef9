// What the timeline's lanes show, from steps alone.

import assert from "node:assert/strict";
import { createFold, stepAt } from "../../static/js/views/fold.js";
import { emptyLanes, takeStep } from "../../static/js/views/lane_model.js";
import { Axis, rulerStep, rulerText } from "../../static/js/views/time_axis.js";
import { Forks, inOrder } from "../../static/js/views/time_branches.js";
import { Reach } from "../../static/js/views/time_future.js";
import { nearestStop } from "../../static/js/views/time_transport.js";
import { sampleMoment, sampleSteps } from "./fixtures/sample_moment.js";

/** @import { Event, State, Step } from "../../static/js/frames.js" */

/**
 * @param {...[time_us: number, ...events: Event[]]} happened
 * @returns {Step[]}
 */
function steps(...happened) {
  return happened.map(([time_us, ...events], i) => ({
    position: i + 1,
    time_us,
    interesting: false,
    cause: { kind: "timer", server: null, position: null, says: "", message: null, directive: null, who: null },
    events,
    delta: {},
  }));
}

/** @param {Step[]} list */
function lanesOf(list) {
  const lanes = emptyLanes(new Set(["S1", "S2", "S3", "S4", "S5"]));
  for (const step of list) takeStep(lanes, step);
  return lanes;
}

Deno.test("leadership is drawn from election to stepping down, to the live edge where it goes on", () => {
  const { slices } = lanesOf(sampleSteps());
  const told = slices.map(({ from_us, to_us, leaders }) => [leaders.map((l) => `${l.server} T${l.term}`).join(), from_us / 1e6, to_us === null ? null : to_us / 1e6]);
  assert.deepEqual(told, [["S1 T1", .9, 12], ["S5 T2", 13.1, 26.3], ["S2 T3", 26.506, null]]);
});

Deno.test("two who lead at once share the lane for that time", () => {
  const { slices } = lanesOf(steps(
    [10, { kind: "BecameLeader", server: "S1", term: 1, votes: [] }],
    [20, { kind: "BecameLeader", server: "S2", term: 2, votes: [] }],
    [30, { kind: "RoleChanged", server: "S1", old: "leader", new: "follower", term: 2 }],
    [40, { kind: "ServerCrashed", server: "S2", lost_entries: 0 }],
  ));
  assert.deepEqual(slices.map((slice) => slice.leaders.map((l) => l.server).join()), ["S1", "S1,S2", "S2"]);
  assert.deepEqual(slices.at(-1)?.to_us, 40);
});

Deno.test("a crash lasts until the restart, a cut until the last of its links is healed", () => {
  const { faults } = lanesOf(sampleSteps());
  const told = faults.bars.map(({ says, from_us, to_us, row }) => [says, from_us / 1e6, to_us === null ? null : to_us / 1e6, row]);
  assert.deepEqual(told, [["S5 cut", 23.5, 37.5, 0], ["S1 down", 25.5, 36.8, 1], ["S4 cut", 36.9, null, 1]]);
});

/**
 * @param {"LinkCut"|"LinkHealed"} kind
 * @param {string[]} some
 * @param {string[]} others
 * @returns {Event[]}
 */
function between(kind, some, others) {
  return some.flatMap((a) => others.flatMap((b) => [{ kind, from: a, to: b }, { kind, from: b, to: a }]));
}

Deno.test("a partition is one bar, named after all groups but the largest, and takes over what it cuts", () => {
  const { faults } = lanesOf(steps(
    [10, { kind: "LinkCut", from: "S1", to: "S3" }],
    [20, ...between("LinkCut", ["S1", "S2"], ["S3", "S4", "S5"]).filter((event) => !("from" in event && event.from === "S1" && event.to === "S3"))],
    [30, ...between("LinkHealed", ["S1", "S2"], ["S3", "S4", "S5"])],
  ));
  assert.deepEqual(faults.bars.map((bar) => [bar.says, bar.from_us, bar.to_us]), [["S1→S3 cut", 10, 20], ["S1, S2 cut", 20, 30]]);
});

Deno.test("cut links that part nobody are counted, two directions are a pair", () => {
  const { faults } = lanesOf(steps(
    [10, ...between("LinkCut", ["S1"], ["S2"])],
    [20, ...between("LinkCut", ["S3"], ["S4", "S5"])],
  ));
  assert.deepEqual(faults.bars.map((bar) => [bar.says, bar.row]), [["S1–S2 cut", 0], ["2 links cut", 1]]);
});

Deno.test("each commit is marked once, when it was first known", () => {
  const { commits } = lanesOf(steps(
    [10, { kind: "CommitAdvanced", server: "S1", old: 0, new: 1 }],
    [20, { kind: "CommitAdvanced", server: "S2", old: 0, new: 1 }],
    [30, { kind: "CommitAdvanced", server: "S2", old: 1, new: 2 }],
  ));
  assert.deepEqual(commits.map((mark) => mark.time_us), [10, 30]);
});

Deno.test("an operation lasts from its call to its answer, and stays open without one", () => {
  const { calls, open } = lanesOf(sampleSteps());
  assert.equal(calls.filter((call) => call.outcome === "ok").length, 12);
  assert.equal(calls.find((call) => call.client === "c3")?.outcome, "timeout");
  assert.deepEqual([...open.keys()], ["c1"]);
});

Deno.test("an index over steps looks at each step once, and starts over on another branch", () => {
  let looks = 0;
  const fold = createFold(() => ({ count: 0 }), (index) => {
    looks++;
    index.count++;
  });
  const main = sampleSteps();
  assert.equal(fold.sync("main", main.slice(0, 100)).count, 100);
  assert.equal(fold.sync("main", main).count, 412);
  assert.equal(looks, 412);
  fold.sync("main", main);
  assert.equal(looks, 412);
  assert.equal(fold.sync("A", main.slice(0, 30)).count, 30);
});

Deno.test("whoever led before the first step that was received leads from there, and what was before is unread", () => {
  const steps = sampleSteps();
  const first = steps.findIndex(({ events }) => events.some(({ kind }) => kind === "BecameLeader")) + 1;
  const leader = { up: true, role: "leader", term: 1, commit_index: 7 };
  const origin = /** @type {State} */ (/** @type {unknown} */ ({ position: steps[first - 1].position, time_us: steps[first - 1].time_us, servers: { S1: leader } }));
  const lanes = emptyLanes(new Set(["S1"]), origin);
  for (const step of steps.slice(first)) takeStep(lanes, step);
  assert.deepEqual(lanes.slices[0].leaders.map(({ server, term }) => [server, term]), [["S1", 1]]);
  assert.deepEqual([lanes.unread_us, lanes.slices[0].from_us, lanes.slices[0].to_us], [origin.time_us, origin.time_us, 12_000_000]);
  assert.equal(emptyLanes(new Set(), { ...origin, position: 0 }).unread_us, 0, "a run is read from its start on");
});

Deno.test("a step is found by its position, also where earlier ones were never received", () => {
  const late = sampleSteps().slice(300);
  assert.equal(stepAt(late, 350)?.position, 350);
  assert.equal(stepAt(late, 12), null);
});

Deno.test("the axis stands still while time runs, and makes room before the edge arrives", () => {
  const axis = new Axis();
  axis.resize(1000);
  let jumps = 0;
  let before = axis.to_us;
  for (let edge = 0; edge <= 60_000_000; edge += 16_000) {
    axis.grow(edge, true, false);
    if (axis.to_us !== before) jumps++;
    before = axis.to_us;
    assert.ok(edge <= axis.to_us);
  }
  assert.ok(jumps < 30, `${jumps} jumps in a minute`);
});

Deno.test("the wheel zooms at the pointer and never past the ends", () => {
  const axis = new Axis();
  axis.resize(1000);
  axis.grow(40_000_000, true, false);
  const at = axis.time(300);
  axis.zoom(300, -600);
  assert.ok(Math.abs(axis.time(300) - at) < 1);
  axis.pan(-100_000);
  assert.equal(axis.from_us, 0);
  axis.zoom(300, 10_000);
  assert.equal(axis.isWhole, true);
});

Deno.test("a zoomed view that held the live edge moves on with it", () => {
  const axis = new Axis();
  axis.resize(1000);
  axis.grow(10_000_000, true, false);
  axis.zoom(1000 * 10 / 11.8, -1500);
  for (let edge = 10_000_000; edge < 14_000_000; edge += 16_000) axis.grow(edge, true, false);
  assert.ok(axis.from_us < 13_990_000 && 13_990_000 <= axis.to_us);
});

Deno.test("the ruler has round marks with as many decimals as they need", () => {
  assert.equal(rulerStep(45_000_000, 10), 5_000_000);
  assert.deepEqual([rulerText(10_000_000, 5_000_000), rulerText(1_500_000, 500_000), rulerText(12_345, 5)], ["10", "1.5", "0.012345"]);
});

Deno.test("branches stand in the order they were forked, and each remembers when", () => {
  const vm = sampleMoment();
  const forks = new Forks();
  forks.learn(vm);
  const [main, fork] = inOrder(vm.branches);
  assert.deepEqual([main.id, fork.id], ["main", "A"]);
  assert.equal(forks.time(fork), vm.steps[267].time_us);
  assert.equal(forks.time(main), 0);
});

Deno.test("a speed between two stops is shown at the nearer one", () => {
  assert.deepEqual([.1, .24, 1, 1.3, 4, 20].map(nearestStop), [0, 1, 3, 3, 5, 7]);
});

Deno.test("lanes are drawn some way ahead, and anew only when little of that is left", () => {
  const axis = new Axis();
  axis.resize(1000);
  axis.grow(10_000_000, true, false);
  const reach = new Reach();
  const first = reach.beyond("main", axis, 1_000_000, 1);
  assert.equal(first, axis.x(3_000_000));
  assert.equal(reach.beyond("main", axis, 2_500_000, 1), first);
  assert.equal(reach.beyond("main", axis, 2_700_000, 1), axis.x(4_700_000));
  assert.equal(reach.beyond("main", axis, 1_000_000, 1), axis.x(3_000_000), "time went back");
  assert.equal(reach.beyond("A", axis, 1_100_000, 1), axis.x(3_100_000));
  assert.equal(reach.beyond("A", axis, axis.to_us, 1), 1000, "and never beyond the axis");
});
