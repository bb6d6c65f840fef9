// The space-time view without a document: lives, flights, folds, the axis, causal cones, and what a click means.

import assert from "node:assert/strict";
import { CompareFrame, GAP } from "../../static/js/views/spacetime/compare_frame.js";
import { firstDifference, interestingIn, sharedSteps } from "../../static/js/views/spacetime/compare.js";
import { sceneOfBoth } from "../../static/js/views/spacetime/comparison.js";
import { carries, coneOf, holds } from "../../static/js/views/spacetime/cone.js";
import { Frame } from "../../static/js/views/spacetime/frame.js";
import { glyphOf } from "../../static/js/views/spacetime/glyphs.js";
import { emptyHistory, spanAt, takeStep } from "../../static/js/views/spacetime/history.js";
import { moveOn, pick, selectionOf } from "../../static/js/views/spacetime/pick.js";
import { sceneOf } from "../../static/js/views/spacetime/scene.js";
import { happeningsIn } from "../../static/js/views/spacetime/table.js";
import { hiddenBy, nameOfFold, quietTime, TimeScale } from "../../static/js/views/spacetime/time_scale.js";
import { Story } from "./fixtures/space_time_story.js";

const LATENCY = 350_000;
const wishes = { fold: true, latency_us: LATENCY, zoom: 1, opened: new Set(), shown: [] };

/** @param {Story} story */
function historyOf(story) {
  const history = emptyHistory(story.origin);
  for (const step of story.steps) takeStep(history, step);
  return history;
}

/** S1 is elected by S2 while S3's vote is on its way, then S3 crashes. */
function election() {
  const story = new Story(["S1", "S2", "S3"]);
  story.stand("S1", 1, .5);
  const [to2, to3] = [story.send("S1", "S2", "RequestVote", 1, .501), story.send("S1", "S3", "RequestVote", 1, .502)];
  const yes = story.receive(to2, .8, { term: 1, reply: "RequestVoteReply" });
  story.receive(to3, .9, { term: 1 });
  story.receive(yes, 1.1, { role: "leader" });
  return { story, history: historyOf(story) };
}

/** @param {import("../../static/js/views/spacetime/history.js").History} history @param {Partial<import("../../static/js/views/spacetime/scene.js").Part>} [part] */
function sceneIn(history, part = {}) {
  const scale = new TimeScale(history, history.to_us, wishes);
  const lanes = new Map([...history.lives.keys()].map((id, i) => [id, 50 + 60 * i]));
  const scene = sceneOf(history, scale, {
    lanes, from: -10, to: scale.length + 10, until_us: history.to_us, heartbeats: false, latency_us: LATENCY, cone: null, selected: null, ...part,
  });
  return { scale, lanes, scene };
}

Deno.test("a life changes its look with role, term and health, and keeps the row it was given", () => {
  const { story } = election();
  story.crash("S3", 2);
  story.restart("S3", 3);
  const history = historyOf(story);
  assert.deepEqual([...history.lives.keys()], ["S1", "S2", "S3"]);
  const told = [...history.lives.values()].map(({ spans }) => spans.map((span) => `${span.from_us / 1e6} ${span.up ? span.role : "down"} T${span.term}`));
  assert.deepEqual(told, [
    ["0 follower T0", "0.5 candidate T1", "1.1 leader T1"],
    ["0 follower T0", "0.8 follower T1"],
    ["0 follower T0", "0.9 follower T1", "2 down T1", "3 follower T1"],
  ]);
  const life = history.lives.get("S3");
  assert.deepEqual([life?.terms.length, life?.crashes[0].time_us, life?.restarts[0].time_us], [1, 2e6, 3e6]);
  assert.equal(life && spanAt(life, 2.5e6)?.up, false);
});

Deno.test("a message flies from its sending to its receipt, or to where it was lost", () => {
  const { story } = election();
  const lost = story.send("S1", "S3", "RequestVote", 1, 1.2);
  story.lose(lost, 1.3, "dropped");
  story.sendLost("S1", "S2", "RequestVote", 1, 1.4);
  const { flights } = historyOf(story);
  const told = flights.map((flight) => [flight.from, flight.to, flight.look, flight.sent.time_us / 1e6, (flight.received ?? flight.lost)?.time_us, flight.lost !== null]);
  assert.deepEqual(told, [
    ["S1", "S2", "rv", .501, .8e6, false],
    ["S1", "S3", "rv", .502, .9e6, false],
    ["S2", "S1", "rv-ok", .8, 1.1e6, false],
    ["S1", "S3", "rv", 1.2, 1.3e6, true],
    ["S1", "S2", "rv", 1.4, 1.4e6, true],
  ]);
});

Deno.test("heartbeats and their answers are quiet, but not one that changed something", () => {
  const { story } = election();
  const beat = story.send("S1", "S2", "AppendEntries", 1, 1.2);
  story.receive(beat, 1.5, { reply: "AppendEntriesReply" });
  const rude = story.send("S1", "S3", "AppendEntries", 2, 1.6);
  story.receive(rude, 1.9, { term: 2, reply: "AppendEntriesReply" });
  const full = story.send("S1", "S2", "AppendEntries", 2, 2, { entries: 1 });
  story.receive(full, 2.2, { reply: "AppendEntriesReply" });
  const history = historyOf(story);
  assert.deepEqual(history.flights.slice(3).map(({ type, quiet }) => [type, quiet]), [
    ["AppendEntries", true],
    ["AppendEntriesReply", true],
    ["AppendEntries", false],
    ["AppendEntriesReply", false],
    ["AppendEntries", false],
    ["AppendEntriesReply", false],
  ]);
  const hidden = sceneIn(history).scene;
  assert.deepEqual([hidden.arrows.length, hidden.quiet], [history.flights.length - 2, 2]);
  assert.equal(sceneIn(history, { heartbeats: true }).scene.arrows.length, history.flights.length);
});

Deno.test("causes are what happened before, by the order at each server and by messages alone", () => {
  const { history } = election();
  const elected = history.happenings[history.happenings.length - 1].position;
  const cone = coneOf(history, elected, "causes");
  assert.ok(cone);
  // the vote of S2 led to it; that S3 heard of the term did not
  assert.deepEqual([...cone.bounds].map(([id, { time_us }]) => [id, time_us / 1e6]), [["S1", 1.1], ["S2", .8]]);
  assert.deepEqual(history.flights.map((flight) => carries(cone, flight)), [true, false, true]);
  assert.deepEqual([holds(cone, "S1", 1), holds(cone, "S3", 5)], [true, false]);
});

Deno.test("effects are what an event led to", () => {
  const { history } = election();
  const cone = coneOf(history, 1, "effects");
  assert.ok(cone);
  assert.deepEqual([...cone.bounds].map(([id, { time_us }]) => [id, time_us / 1e6]), [["S1", .5], ["S2", .8], ["S3", .9]]);
  const late = coneOf(history, 5, "effects");
  assert.ok(late);
  assert.deepEqual([...late.bounds.keys()], ["S3"]);
  assert.deepEqual(history.flights.map((flight) => carries(late, flight)), [false, false, false]);
});

Deno.test("the two cones agree: whatever is a cause of an event has that event among its effects", () => {
  const { history } = election();
  const at = history.happenings;
  for (const one of at) {
    for (const two of at) {
      const back = coneOf(history, two.position, "causes");
      const on = coneOf(history, one.position, "effects");
      const before = back !== null && holds(back, one.servers[0], one.position);
      assert.equal(on !== null && holds(on, two.servers[0], two.position), before, `${one.position} and ${two.position}`);
    }
  }
});

Deno.test("an event at no server has no cone", () => {
  const story = new Story(["S1", "S2"]);
  story.cut("S1", "S2", 1);
  assert.equal(coneOf(historyOf(story), 1, "causes"), null);
});

Deno.test("neighbouring interesting events are at least 40 pixels apart, and time never runs back", () => {
  const story = new Story(["S1", "S2"]);
  for (const time of [1, 1.001, 1.01, 1.5, 1.5, 2.4]) story.cut("S1", "S2", time);
  const history = historyOf(story);
  const scale = new TimeScale(history, 3e6, wishes);
  const places = [1, 1.001, 1.01, 1.5, 2.4].map((time) => scale.at(time * 1e6));
  for (let i = 1; i < places.length; i++) assert.ok(places[i] - places[i - 1] >= 40 - 1e-6, String(places));
  for (let along = 0; along < scale.length; along += 7) assert.ok(Math.abs(scale.at(scale.time(along)) - along) < 1e-6);
});

/** Interesting at 1, 9 and 10 seconds. */
function calm() {
  const story = new Story(["S1", "S2"]);
  story.cut("S1", "S2", 1);
  story.commit("S1", 4, 4);
  story.send("S1", "S2", "AppendEntries", 0, 5);
  story.crash("S2", 9);
  story.cut("S2", "S1", 10);
  return historyOf(story);
}

Deno.test("a stretch of quiet time is folded, tells what it hides, and opens", () => {
  const history = calm();
  const scale = new TimeScale(history, 10e6, wishes);
  const [fold] = scale.folds;
  assert.equal(scale.folds.length, 1);
  assert.ok(fold.to - fold.from >= 24 && fold.to - fold.from <= 36);
  assert.ok(fold.from_us > 1e6 && fold.to_us < 9e6);
  assert.deepEqual(hiddenBy(history, fold), { elections: 0, faults: 0, commits: 1, messages: 1 });
  assert.equal(nameOfFold(history, fold), 1e6);
  assert.ok(scale.hides(4e6, 4.2e6) && !scale.hides(1e6, 4e6));

  assert.equal(new TimeScale(history, 10e6, { ...wishes, opened: new Set([1e6]) }).folds.length, 0);
  assert.equal(new TimeScale(history, 10e6, { ...wishes, fold: false }).folds.length, 0);
  assert.equal(new TimeScale(history, 10e6, { ...wishes, shown: [4e6] }).folds.length, 0);
});

Deno.test("what is quiet follows the pace of the network", () => {
  assert.equal(quietTime(LATENCY), 1_500_000);
  assert.ok(new TimeScale(calm(), 10e6, { ...wishes, latency_us: LATENCY * 10 }).folds.length === 0);
});

Deno.test("the stretch that still goes on is folded in whole pages, so that the picture stands still", () => {
  const history = calm();
  const ends = [];
  for (let to_us = 20e6; to_us < 21e6; to_us += 50_000) ends.push(new TimeScale(history, to_us, wishes).folds[1].to_us);
  assert.ok(new Set(ends).size <= 2, String(ends));
  assert.ok(Math.max(...ends) <= 20e6 - quietTime(LATENCY));
});

Deno.test("the ruler has round times, none inside a fold, none on top of another", () => {
  const scale = new TimeScale(calm(), 12e6, wishes);
  const { times } = scale.ticks(0, scale.length);
  const [fold] = scale.folds;
  assert.ok(times.length > 1);
  for (const time of times) assert.ok(time <= fold.from_us || time >= fold.to_us);
  times.reduce((before, time) => (assert.ok(scale.at(time) - scale.at(before) >= 56), time));
});

Deno.test("a scene draws each life in its lane, each arrow from lane to lane, a disc at each change of term", () => {
  const { history } = election();
  const { scene, scale, lanes } = sceneIn(history);
  assert.deepEqual(scene.discs.map(({ server, term }) => [server, term]), [["S1", 1], ["S2", 1], ["S3", 1]]);
  const [first] = scene.arrows;
  assert.equal(first.from.along, scale.at(501_000));
  assert.equal(first.to.along, scale.at(800_000));
  assert.ok(first.from.across > Number(lanes.get("S1")) && first.to.across < Number(lanes.get("S2")));
  assert.deepEqual(scene.segments.filter(({ server }) => server === "S1").map(({ look }) => look), ["follower", "candidate", "leader"]);
});

Deno.test("what is outside a cone is dim, and a life is cut where the cone leaves it", () => {
  const { history } = election();
  const cone = coneOf(history, 4, "causes");
  const { scene } = sceneIn(history, { cone });
  assert.deepEqual(scene.arrows.map(({ dim, lit }) => [dim, lit]), [[false, true], [true, false], [true, false]]);
  assert.deepEqual(scene.segments.filter(({ server }) => server === "S2").map(({ look, dim }) => [look, dim]), [["follower", false], ["follower", true]]);
  assert.ok(scene.segments.filter(({ server }) => server === "S3").every(({ dim }) => dim));
});

Deno.test("nothing of what is still to come is drawn", () => {
  const { history } = election();
  const { scene } = sceneIn(history, { until_us: 850_000 });
  assert.deepEqual(scene.discs.map(({ server }) => server), ["S1", "S2"]);
  assert.equal(scene.arrows.length, 3);
  assert.ok(sceneIn(history, { until_us: 501_000 }).scene.arrows.length === 1);
});

Deno.test("a click means a disc, an arrow, a fold, an event on a line, or else the time", () => {
  const { history } = election();
  const { scale, scene, lanes } = sceneIn(history);
  /** @param {number} seconds @param {number} across */
  const at = (seconds, across) => pick(history, scale, scene, lanes, { along: scale.at(seconds * 1e6), across });
  const disc = at(.8, 110);
  assert.deepEqual(disc.kind === "event" && [disc.server, disc.mark.position], ["S2", 4]);
  const arrow = at(.65, 80);
  assert.equal(arrow.kind === "arrow" && arrow.arrow.flight.to, "S2");
  assert.deepEqual(arrow.kind === "arrow" && selectionOf(arrow.arrow, false), { kind: "event", id: "4", position: 4 });
  assert.deepEqual(arrow.kind === "arrow" && selectionOf(arrow.arrow, true), { kind: "message", id: "1" });
  const time = at(.3, 75);
  assert.ok(time.kind === "time" && Math.abs(time.time_us - 300_000) < 1);
});

Deno.test("keys walk along a life, to its neighbours, and along a message and back", () => {
  const { history } = election();
  const order = ["S1", "S2", "S3"];
  const elected = { server: "S1", position: 6 };
  assert.deepEqual(moveOn(history, order, elected, "before"), { server: "S1", position: 3 });
  assert.equal(moveOn(history, order, elected, "after"), null);
  assert.deepEqual(moveOn(history, order, elected, "first"), { server: "S1", position: 1 });
  assert.deepEqual(moveOn(history, order, elected, "down"), { server: "S2", position: 4 });
  assert.equal(moveOn(history, order, elected, "up"), null);
  const vote = moveOn(history, order, elected, "along");
  assert.deepEqual(vote, { server: "S2", position: 4 });
  assert.deepEqual(vote && moveOn(history, order, vote, "along"), { server: "S1", position: 2 });
});

Deno.test("the table leaves out what the drawing hides", () => {
  const { story } = election();
  const beat = story.send("S1", "S2", "AppendEntries", 1, 1.2);
  story.receive(beat, 1.5, {});
  story.crash("S3", 1.7);
  const history = historyOf(story);
  const stretch = { from_us: 900_000, to_us: 2e6 };
  assert.deepEqual(happeningsIn(history, stretch, false).map(({ position }) => position), [5, 6, 9]);
  assert.deepEqual(happeningsIn(history, stretch, true).map(({ position }) => position), [5, 6, 7, 8, 9]);
});

Deno.test("time runs to the right, on a phone down; a place on screen leads back to the axis", () => {
  for (const turned of [false, true]) {
    const frame = new Frame(["S1", "S2", "S3"], 400, 300, turned);
    frame.scroll = 120;
    const across = frame.lanes.get("S2") ?? 0;
    const { x, y } = frame.point(500, across);
    const place = frame.place({ x: x + frame.origin.x, y: y + frame.origin.y });
    assert.deepEqual(place, { along: 500, across });
    assert.equal(turned ? y : x, 500);
    assert.ok(frame.top >= frame.head - .5 && frame.bottom <= frame.breadth - frame.foot + .5);
  }
});

Deno.test("a silhouette tells the RPC, its mark the answer, or a heartbeat's ring", () => {
  assert.deepEqual(["rv", "rv-ok", "rv-no", "ae", "ae-ok", "hb", "pv", "pv rv-ok", "is", "tn"].map((look) => glyphOf(look).mark !== null), [
    false, true, true, false, true, true, false, true, false, false,
  ]);
  assert.deepEqual(["rv", "pv"].map((look) => glyphOf(look).hollow), [false, true]);
});

/** Both branches share the election; then S3 crashes in one, and in the other it hears a heartbeat. */
function twoBranches() {
  const { story } = election();
  const shared = story.steps;
  const one = new Story(["S1", "S2", "S3"]);
  const two = new Story(["S1", "S2", "S3"]);
  one.steps = [...shared];
  two.steps = [...shared];
  one.crash("S3", 2);
  one.stand("S2", 2, 3);
  two.stand("S2", 3, 3);
  return { one, two, shared };
}

Deno.test("two branches share the very steps before their fork, and differ first in what was not done to them", () => {
  const { one, two, shared } = twoBranches();
  assert.equal(sharedSteps(one.steps, two.steps), shared.length);
  const differs = firstDifference(one.steps, two.steps, shared.length);
  assert.deepEqual(differs.map(({ time_us, events }) => [time_us, events[0].kind]), [[3e6, "ElectionStarted"], [3e6, "ElectionStarted"]]);
  assert.deepEqual(firstDifference(one.steps, one.steps.slice(0, -1), shared.length), []);
});

Deno.test("what is shared is drawn once, in the middle; each branch has a panel of its own, on one axis", () => {
  const { one, two } = twoBranches();
  const histories = [historyOf(one), historyOf(two)];
  const fork_us = 1_100_000;
  const frame = new CompareFrame(["S1", "S2", "S3"], 900, 500, 0);
  const scale = new TimeScale({ interesting: interestingIn(histories, fork_us), from_us: 0 }, 4e6, { ...wishes, gap: { at_us: fork_us, length: GAP } });
  const { gap } = scale;
  assert.ok(gap);
  frame.gap = gap;
  assert.equal(gap.to - gap.from, GAP);
  assert.equal(scale.at(fork_us), gap.to);
  assert.ok(scale.at(fork_us - 1) <= gap.from);

  const part = { lanes: frame.lanes, from: -10, to: scale.length, until_us: 4e6, heartbeats: false, latency_us: LATENCY, cone: null, selected: null };
  const scene = sceneOfBoth({ histories, names: ["main", "A"], current: 0, shared: 6, fork_us, differs: [] }, scale, frame, part);
  const lanes = [frame.lanes, ...frame.panels.map((panel) => panel.lanes)].map((each) => each.get("S3"));
  for (const segment of scene.segments.filter(({ server }) => server === "S3")) {
    const place = lanes.indexOf(segment.across);
    assert.ok(place === 0 ? segment.to <= gap.from : segment.from >= gap.to);
  }
  assert.deepEqual(scene.signs.filter(({ kind }) => kind === "crash").map(({ across }) => lanes.indexOf(across)), [1]);
  assert.deepEqual(scene.discs.filter(({ along }) => along > gap.to).map(({ term, foreign }) => [term, foreign]), [[2, false], [3, true]]);
  assert.deepEqual([frame.ranges(0).length, frame.ranges(gap.to).length], [1, 2]);
});

Deno.test("a message that was on its way at the fork is drawn in two pieces that meet", () => {
  const { story, history } = election();
  const fork_us = 700_000;
  const scale = new TimeScale({ interesting: interestingIn([history], fork_us), from_us: 0 }, 2e6, { ...wishes, gap: { at_us: fork_us, length: GAP } });
  const { gap } = scale;
  assert.ok(gap && story.steps.length > 0);
  const lanes = new Map([["S1", 50], ["S2", 110], ["S3", 170]]);
  const part = { lanes, from: -10, to: scale.length, until_us: 2e6, heartbeats: false, latency_us: LATENCY, cone: null, selected: null };
  const [before] = sceneOf(history, scale, { ...part, ends: gap.from }).arrows;
  const [after] = sceneOf(history, scale, { ...part, begins: gap.to }).arrows;
  assert.deepEqual([before.end, after.end], ["open", "head"]);
  assert.equal(before.to.along, gap.from);
  assert.equal(after.from.along, gap.to);
});
