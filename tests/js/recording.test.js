// A recording as the source of a lab: everything can be looked at, nothing can be done.

import assert from "node:assert/strict";
import { createSend } from "../../static/js/actions.js";
import { menuFor } from "../../static/js/menus.js";
import { placeIn } from "../../static/js/offline/main.js";
import { Recording } from "../../static/js/offline/recording.js";
import { Playhead } from "../../static/js/playhead.js";
import { createReceive } from "../../static/js/receive.js";
import { Store } from "../../static/js/store.js";
import { viewModel } from "../../static/js/view_model.js";
import { electionStory } from "./fixtures/cluster_story.js";

/** @import { Action, ServerFrame } from "../../static/js/frames.js" */
/** @import { Lab, Notice } from "../../static/js/lab.js" */

const { keyframe, steps } = electionStory();
const last = steps[steps.length - 1];
const FORK = 4;
const branches = [
  { id: "main", name: "main", parent: null, fork_position: 0, last_position: last.position, time_us: last.time_us },
  { id: "A", name: "A", parent: "main", fork_position: FORK, last_position: FORK + 1, time_us: steps[FORK].time_us },
];
const verdict = { rule: "may_grant_vote", title: "May it vote?", holds: true, value: null, clauses: [] };

/** @param {number} position @param {object} [more] */
const row = (position, more = {}) => ({
  headline: `Event ${position}.`,
  text: `Why ${position}.`,
  server: "S5",
  source: "Figure 2",
  verdicts: [0],
  led: position > 1 ? position - 1 : null,
  ...more,
});

const LINES = [
  { type: "recorded", source: "story.trace.jsonl", difference: null, recorded_s: 0, exported_s: 1, engine: "0.1.0", steps: steps.length },
  { type: "welcome", room: "", role: "watch", engine: "0.1.0", lesson: null, title: "Story", script: "", stage_names: {}, branches, branch: "main", pace: { playing: false, speed: 1 }, limits: { steps: 1 } },
  { type: "keyframe", branch: "main", position: 0, time_us: 0, state: keyframe },
  { type: "steps", branch: "main", steps, time_us: last.time_us },
  { type: "steps", branch: "A", steps: [{ ...steps[FORK], cause: { ...steps[FORK].cause, kind: "intervention" } }], time_us: steps[FORK].time_us },
  {
    type: "reasons",
    branch: "main",
    first: 0,
    rows: [
      row(0, { verdicts: [] }),
      ...steps.map(({ position }) => row(position, { of: { S2: { server: "S2", headline: "S2 did nothing.", text: "Its timer has 1 s left.", source: null, verdicts: [] } } })),
    ],
  },
  { type: "reasons", branch: "A", first: FORK + 1, rows: [{ headline: "Someone acted.", text: "Someone outside.", led: FORK }] },
  { type: "verdicts", verdicts: [verdict] },
  { type: "file", branch: "main", format: "script", name: "story.raft", text: "cluster S1 S2 S3\n" },
];

function opened() {
  /** @type {Notice[]} */
  const notices = [];
  const store = new Store();
  const playhead = new Playhead(store);
  const recording = new Recording(LINES.map((line) => JSON.stringify(line)).join("\n"));
  const desk = { pace: { playing: false, speed: 1 }, role: "watch", recorded: recording.about, calm: true, selection: null, questions: new Map(), told: null, pick: null, tab: "state", compared: [] };
  const lab = /** @type {Lab} */ (/** @type {unknown} */ ({
    store,
    playhead,
    desk,
    changed: () => {},
    notify: (/** @type {Notice} */ notice) => notices.push(notice),
    speak: () => {},
    openPalette: () => assert.fail("there is nothing to type"),
    toFollow: new Map(),
    sought: null,
    soughtTime_us: null,
    joined: 0,
    playOn: false,
    resumeFrom: null,
  }));
  const receive = createReceive(lab);
  lab.source = recording.playedTo(lab, { frame: (/** @type {ServerFrame} */ frame) => receive(frame), connection: () => {} });
  lab.send = createSend(lab);
  lab.source.connect();
  return { lab, notices, recording };
}

Deno.test("the frames of a recording make the history that the room had", () => {
  const { lab, recording } = opened();
  assert.equal(recording.about.source, "story.trace.jsonl");
  assert.deepEqual(lab.store.edge("main"), { position: last.position, time_us: last.time_us });
  assert.deepEqual(lab.store.edge("A").position, FORK + 1);
  assert.equal(lab.desk.title, "Story");
  for (const { position } of steps) assert.ok(lab.store.stateAt("main", position));
});

Deno.test("a recording answers why, with the chain that led there", () => {
  const { lab } = opened();
  lab.send({ type: "explain", position: 3, server: null });
  const { why } = lab.desk;
  assert.equal(why?.headline, "Event 3.");
  assert.deepEqual(why?.verdicts, [verdict]);
  assert.deepEqual(why?.chain.map(({ position, says }) => [position, says]), [[1, "Event 1."], [2, "Event 2."], [3, "Event 3."]]);
  assert.equal(why?.chain[2].time_us, steps[2].time_us);
  assert.equal(why?.bare, false);
});

Deno.test("of a server that did nothing it says why not, and of one that acted what it did", () => {
  const { lab } = opened();
  lab.send({ type: "explain", position: 2, server: "S2" });
  assert.equal(lab.desk.why?.headline, "S2 did nothing.");
  assert.deepEqual(lab.desk.why?.verdicts, []);
  assert.equal(lab.desk.why?.bare, false);
  lab.send({ type: "explain", position: 2, server: "S5" });
  assert.equal(lab.desk.why?.headline, "Event 2.");
  lab.send({ type: "explain", position: 0, server: null });
  assert.equal(lab.desk.why?.headline, "Event 0.");
});

Deno.test("a branch is asked for its own events, and its parent for those before the fork", () => {
  const { lab, notices } = opened();
  lab.send({ type: "branch", branch: "A" });
  assert.equal(lab.playhead.branch, "A");
  assert.deepEqual(notices, []);
  lab.send({ type: "explain", position: FORK, server: null });
  assert.deepEqual([lab.desk.why?.branch, lab.desk.why?.headline], ["A", `Event ${FORK}.`]);
  lab.send({ type: "explain", position: FORK + 1, server: null });
  const { why } = lab.desk;
  assert.equal(why?.headline, "Someone acted.");
  assert.equal(why?.bare, true, "the page says that the reasons of this one are left out");
  assert.equal(why?.chain.length, FORK + 1);
});

Deno.test("whatever acts does nothing, and says that this is a recording", () => {
  const acts = /** @type {Action[]} */ ([
    { type: "directive", text: "crash S1" },
    { type: "rename", branch: "main", name: "mine" },
    { type: "fork" },
    { type: "answer", question: "q", choice: "a" },
    { type: "palette" },
  ]);
  for (const act of acts) {
    const { lab, notices } = opened();
    lab.send({ type: "seek", position: 2 });
    lab.send(act);
    assert.match(notices[0]?.says ?? "", /^This is a recording\./, act.type);
    assert.deepEqual(lab.store.branches, branches);
    assert.equal(lab.playhead.position, 2);
  }
});

Deno.test("at its end a recording goes no further, and play begins again", () => {
  const { lab, notices } = opened();
  lab.send({ type: "live" });
  lab.send({ type: "step", by: 1 });
  lab.send({ type: "interesting", by: 1 });
  assert.deepEqual(notices.map(({ says }) => says), Array(2).fill("The recording ends here."));
  assert.equal(lab.playhead.position, last.position);
  lab.send({ type: "play" });
  assert.equal(lab.playhead.replaying, true);
  assert.equal(lab.playhead.position, 0);
  assert.equal(lab.playOn, false);
});

Deno.test("menus keep what looks, and a question that nobody answered holds nothing", () => {
  const { lab } = opened();
  lab.desk.questions = new Map([["q", /** @type {any} */ ({ id: "q", state: "open", branch: null, picks: null })]]);
  lab.send({ type: "seek", position: 1 });
  const vm = viewModel(lab.store, lab.playhead, lab.desk, 0);
  assert.equal(vm.held, false);
  assert.equal(menuFor({ kind: "server", id: "S1" }, vm), null);
  assert.equal(menuFor({ kind: "link", id: "S1-S2" }, vm), null);
  const message = vm.state?.messages[0];
  assert.ok(message);
  const menu = menuFor({ kind: "message", id: String(message.id) }, vm);
  assert.deepEqual(menu?.groups.flat().map(({ script, action }) => [script, action?.type]), [[undefined, "select"], [undefined, "seek"]]);
});

Deno.test("the files in a recording can be saved", async () => {
  const { lab } = opened();
  const { href, name } = lab.source.file("script", "main");
  assert.equal(name, "story.raft");
  assert.equal(await (await fetch(href)).text(), "cluster S1 S2 S3\n");
});

Deno.test("the address of a page may name an event and a branch", () => {
  assert.deepEqual(placeIn(""), { branch: null, position: null });
  assert.deepEqual(placeIn("#event=412"), { branch: null, position: 412 });
  assert.deepEqual(placeIn("#branch=A&event=31"), { branch: "A", position: 31 });
  assert.deepEqual(placeIn("#event=-1"), { branch: null, position: null });
  assert.deepEqual(placeIn("#event=<b>"), { branch: null, position: null });
});
