// What the actions of the views do: to the playhead, and to the room.

import assert from "node:assert/strict";
import { createSend } from "../../static/js/actions.js";
import { Playhead } from "../../static/js/playhead.js";
import { createReceive } from "../../static/js/receive.js";
import { Store } from "../../static/js/store.js";
import { electionStory } from "./fixtures/cluster_story.js";

/** @import { BrowserFrame, Question, ServerFrame } from "../../static/js/frames.js" */
/** @import { Lab, Notice } from "../../static/js/lab.js" */

const branch = { id: "main", name: "main", parent: null, fork_position: 0, last_position: 10, time_us: 3_500_000 };

function opened() {
  /** @type {BrowserFrame[]} */
  const sent = [];
  /** @type {Notice[]} */
  const notices = [];
  const store = new Store();
  const playhead = new Playhead(store);
  const desk = { pace: { playing: false, speed: 1 }, role: "control", calm: true, selection: null, questions: new Map(), pick: null, tab: "state" };
  const source = { send: (/** @type {BrowserFrame} */ frame) => sent.push(frame) };
  const lab = /** @type {Lab} */ (/** @type {unknown} */ ({
    store,
    playhead,
    desk,
    source,
    changed: () => {},
    notify: (/** @type {Notice} */ notice) => notices.push(notice),
    speak: () => {},
    toFollow: new Map(),
    sought: null,
    soughtTime_us: null,
    joined: 0,
    playOn: false,
    resumeFrom: null,
  }));
  const receive = /** @type {(frame: unknown) => void} */ (createReceive(lab));
  const { keyframe, steps } = electionStory();
  receive({ type: "keyframe", branch: "main", position: 0, time_us: 0, state: keyframe });
  receive({ type: "steps", branch: "main", steps, time_us: 3_500_000 });
  store.setBranches([branch]);
  playhead.toEdge();
  return { lab, sent, notices, receive, send: createSend(lab), steps };
}

Deno.test("at the live edge an intervention acts there, in the past it acts at what is shown", () => {
  const { send, sent } = opened();
  send({ type: "directive", text: "crash S1" });
  send({ type: "seek", position: 4 });
  send({ type: "directive", text: "crash S2" });
  assert.deepEqual(sent, [
    { type: "intervene", directive: "crash S1", branch: "main", position: null },
    { type: "intervene", directive: "crash S2", branch: "main", position: 4 },
  ]);
});

Deno.test("an instant before what a newcomer was told of is asked for, and shown when all that came before it is there", () => {
  const { lab, send, sent, receive, steps } = opened();
  const known = 6;
  const late = new Store();
  late.addKeyframe("main", /** @type {import("../../static/js/frames.js").State} */ (lab.store.stateAt("main", known)), steps[known - 1].time_us);
  late.addSteps("main", steps.slice(known), 3_500_000);
  late.setBranches([branch]);
  lab.store = late;
  lab.playhead.track = late;
  lab.playhead.toEdge();
  const wanted_us = steps[2].time_us;
  send({ type: "seek_time", time_us: wanted_us });
  assert.ok(lab.playhead.live, "what is not known is not shown");
  const asked = [{ type: "seek", branch: "main", position: 0 }, { type: "resume", branch: "main", position: 0 }];
  assert.deepEqual(sent, asked);
  send({ type: "seek_time", time_us: wanted_us });
  assert.deepEqual(sent, asked, "it is asked for once");
  receive({ type: "keyframe", branch: "main", position: 0, time_us: 0, state: electionStory().keyframe });
  receive({ type: "steps", branch: "main", steps: steps.slice(0, 2), time_us: 0 });
  assert.ok(lab.playhead.live, "not all that came before has arrived");
  receive({ type: "steps", branch: "main", steps: steps.slice(2, known), time_us: 0 });
  assert.equal(lab.playhead.time_us, wanted_us);
  assert.equal(lab.playhead.position, late.positionAt("main", wanted_us));
});

Deno.test("several lines go one after the other, on the branch that the first one made", () => {
  const { send, sent, receive } = opened();
  send({ type: "seek", position: 4 });
  send({ type: "directive", text: "crash S2; wipe S2" });
  assert.equal(sent.length, 1);
  receive({ type: "accepted", request: 1, branch: "A", position: 5 });
  assert.deepEqual(sent[1], { type: "intervene", directive: "wipe S2", branch: "A", position: null });
  receive({ type: "refused", request: 2, rule: "r", says: "No.", section: null });
  receive({ type: "accepted", request: 2, branch: "A", position: 6 });
  assert.equal(sent.length, 2);
});

Deno.test("a step forward is a step of the run at the edge, and a look forward in the past", () => {
  const { lab, send, sent, steps } = opened();
  send({ type: "step", by: 1 });
  assert.deepEqual(sent, [{ type: "step", count: 1 }]);
  send({ type: "step", by: -1 });
  assert.equal(lab.playhead.position, steps.length - 1);
  send({ type: "step", by: 1 });
  assert.equal(lab.playhead.position, steps.length);
  assert.equal(sent.length, 1);
  send({ type: "seek", position: 0 });
  send({ type: "interesting", by: 1 });
  assert.equal(lab.playhead.position, 1);
});

Deno.test("going back from a run that goes on stops it", () => {
  const { lab, send, sent } = opened();
  lab.desk.pace = { playing: true, speed: 1 };
  send({ type: "step", by: -1 });
  assert.deepEqual(sent, [{ type: "pause" }]);
  assert.equal(lab.desk.pace.playing, false);
});

Deno.test("play in the past replays what is there, and then the run goes on", () => {
  const { lab, send, sent } = opened();
  send({ type: "seek", position: 2 });
  send({ type: "play" });
  assert.equal(lab.playhead.replaying, true);
  assert.equal(lab.playOn, true);
  assert.deepEqual(sent, []);
});

Deno.test("an open question holds playback, and says so", () => {
  const { lab, send, sent, notices } = opened();
  lab.desk.questions = new Map([["q", /** @type {Question} */ ({ id: "q", state: "open", branch: null, picks: null })]]);
  send({ type: "play" });
  assert.deepEqual(sent, []);
  assert.match(notices[0].says, /held for your prediction/);
});

Deno.test("who only watches is told so, and sends nothing", () => {
  const { lab, send, sent, notices } = opened();
  lab.desk.role = "watch";
  send({ type: "play" });
  send({ type: "directive", text: "crash S1" });
  send({ type: "branch", branch: "A" });
  assert.deepEqual(sent, []);
  assert.equal(notices.length, 3);
});

Deno.test("a fork is shown on its branch, and can be undone", () => {
  const { lab, send, sent, notices, receive } = opened();
  send({ type: "seek", position: 4 });
  const twig = { id: "A", name: "A", parent: "main", fork_position: 4, last_position: 5, time_us: 0 };
  receive({ type: "branches", branches: [branch, twig], branch: "A", because: "You are now on A, forked at 2.5 s." });
  assert.equal(lab.playhead.branch, "A");
  assert.equal(lab.playhead.position, 4);
  assert.equal(notices[0].says, "You are now on A, forked at 2.5 s.");
  notices[0].action?.does();
  assert.deepEqual(sent, [{ type: "select_branch", branch: "main" }]);
  assert.equal(lab.playhead.branch, "main");
  assert.equal(lab.playhead.position, 4);
});

Deno.test("a position that was never received is asked for, and shown when it comes", () => {
  const { lab, sent, receive } = opened();
  const store = new Store();
  Object.assign(lab, { store, playhead: new Playhead(store) });
  const { keyframe, steps, states } = electionStory();
  receive({ type: "keyframe", branch: "main", position: 6, time_us: states[6].time_us, state: states[6] });
  receive({ type: "steps", branch: "main", steps: steps.slice(6), time_us: 3_500_000 });
  lab.playhead.toEdge();
  createSend(lab)({ type: "seek", position: 0 });
  assert.deepEqual(sent, [{ type: "seek", branch: "main", position: 0 }]);
  createReceive(lab)(/** @type {ServerFrame} */ ({ type: "keyframe", branch: "main", position: 0, time_us: 0, state: keyframe }));
  assert.equal(lab.playhead.position, 0);
  assert.deepEqual(sent[1], { type: "resume", branch: "main", position: 0 });
});

Deno.test("a semicolon in a value ends no line", () => {
  const { send, sent, receive } = opened();
  send({ type: "directive", text: 'client c1 put x "a; b\\"; c"; crash S2' });
  receive({ type: "accepted", request: 1, branch: "main", position: 11 });
  const said = sent.map((frame) => frame.type === "intervene" && frame.directive);
  assert.deepEqual(said, ['client c1 put x "a; b\\"; c"', "crash S2"]);
  send({ type: "directive", text: 'client c1 put x "a; b' });
  assert.equal(sent.length, 3);
});

Deno.test("who comes back after a lost connection goes where everybody has gone meanwhile", () => {
  const { lab, receive, send } = opened();
  const branches = [branch, { id: "A", name: "A", parent: "main", fork_position: 4, last_position: 6, time_us: 2_000_000 }];
  const welcome = { type: "welcome", branches, pace: { playing: false, speed: 1 }, stage_names: {}, lesson: null, kept: null };
  send({ type: "seek", position: 2 });
  lab.resumeFrom = { branch: "main", position: 10 };
  receive({ ...welcome, branch: "main" });
  assert.deepEqual([lab.playhead.branch, lab.playhead.position], ["main", 2]);
  receive({ ...welcome, branch: "A" });
  assert.deepEqual([lab.playhead.branch, lab.playhead.live, lab.joined], ["A", true, 6]);
});
