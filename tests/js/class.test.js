// A class as it is told: what changed, one's own answers, how one stands, and what the dashboard makes of it.

/** @import { ClassDocument, Row, Split } from "../../static/js/class/frames.js" */
/** @import { Question } from "../../static/js/view_types.js" */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { asVoted, Ballots } from "../../static/js/class/ballots.js";
import { dashOf } from "../../static/js/class/dash_model.js";
import { nameOf, selectionOf } from "../../static/js/class/looking.js";
import { initials } from "../../static/js/class/names.js";
import { standingOf } from "../../static/js/class/standing.js";
import { applied } from "../../static/js/class/state.js";

/** @param {Partial<Row>} row @returns {Row} */
const student = (row) => ({
  id: "ben", name: "Ben Kowalski", initials: "BK", pseudonym: "calm otter", role: "learner", where: "following", step: 1,
  goals: [], answers: {}, points: 0, possible_points: 4, forks: 0, branch: "main", time_us: 38_270_000, done: false,
  control: false, joined: 0, last_act: 0, needs: [], seat: null, earlier: false, ...row,
});

/** @param {Partial<Split>} split @returns {Split} */
const split = (split) => ({
  question: "q", prompt: "What becomes of term 5?", step: 1, answered: 3, of: 4, closed: false, came_true: null, revealed: false,
  bars: [{ choice: "a", says: "It has no leader", count: 2, right: null }, { choice: null, says: "", count: 1, right: null }], ...split,
});

/** @returns {ClassDocument} */
const course = () => ({
  head: {
    id: "c", code: "K7F-2QX", title: "Tuesday group", presenter: "Dr. Okafor", locked: false, frozen: false, names_hidden: false,
    follow_me: true, control: null, control_name: null, members: 1, following: 1, exploring: 0, ended: false,
  },
  lesson: {
    lesson: "l", scenario: "s", title: "Longer is not newer", steps: 3,
    goals: [{ id: "g", title: "A voter refuses its log", step: 0, required: true }],
    questions: [{ id: "p", prompt: "", step: 0, kind: "predict", options: [] }, { id: "q", prompt: "", step: 1, kind: "predict", options: [] }],
  },
  me: { id: "ben", name: "Ben", pseudonym: "calm otter", role: "learner", where: "following", control: false, room: { room: "r", key: "k" }, own: null, earlier: null, ballots: [] },
  presence: { presenter: null, others: [], count: 2 },
  view: null,
  splits: [],
  rows: [student({})],
});

/** @type {Question} */
const question = {
  id: "q", kind: "predict", branch: null, stage: 1, prompt: "What becomes of term 5?", options: [{ id: "a", says: "It has no leader" }], picks: null,
  candidates: [], unit: "", tolerance: "", state: "open", chosen: null, came_true: null, feedback: null, position: null, again: true, decided: null,
};
const WAYS = { explore: () => {}, back: () => {}, giveBack: () => {}, take: () => {}, thaw: () => {}, dashboard: () => {} };

Deno.test("what changed takes the place of what was, and what did not stays the same object", () => {
  const known = course();
  const now = applied(known, { type: "changes", head: null, lesson: null, me: null, presence: null, splits: [split({})], rows: [student({ id: "elif", name: "Elif" })], gone: null, hidden: null });
  assert.deepEqual(now?.rows?.map(({ id }) => id), ["ben", "elif"]);
  assert.equal(now?.rows?.[0], known.rows?.[0]);
  assert.equal(now?.head, known.head);
  const later = now && applied(now, { type: "changes", head: null, lesson: null, me: null, presence: null, splits: null, rows: null, gone: ["ben"], hidden: ["q"] });
  assert.deepEqual(later?.rows?.map(({ id }) => id), ["elif"]);
  assert.deepEqual(later?.splits, []);
});

Deno.test("who may not see the rows of others gets none", () => {
  const known = { ...course(), rows: null };
  assert.equal(applied(known, { type: "changes", head: null, lesson: null, me: null, presence: null, splits: null, rows: null, gone: null, hidden: null })?.rows, null);
});

Deno.test("news of a class of which nothing is known is no news", () => {
  assert.equal(applied(null, { type: "view", view: null }), null);
});

Deno.test("a question is one's own: what the presenter answered is not shown as one's answer", () => {
  const told = asVoted({ ...question, state: "right", chosen: "a", feedback: "Right.", came_true: "a" }, undefined);
  assert.equal(told.chosen, null);
  assert.equal(told.feedback, null);
});

Deno.test("a ballot locks the question for who gave it, while it is open for the others", () => {
  const mine = asVoted(question, { question: "q", choice: "a", right: null, feedback: null });
  assert.deepEqual([mine.state, mine.chosen, mine.again], ["locked", "a", false]);
});

Deno.test("a ballot is judged by itself, whatever the presenter answered", () => {
  const judged = { ...question, state: /** @type {const} */ ("right"), chosen: "b", came_true: "b" };
  const mine = asVoted(judged, { question: "q", choice: "a", right: false, feedback: "S2 refused." });
  assert.deepEqual([mine.state, mine.chosen, mine.feedback], ["wrong", "a", "S2 refused."]);
});

Deno.test("a question is told anew when a ballot comes, and not otherwise", () => {
  /** @type {string[]} */
  const told = [];
  const ballots = new Ballots(({ state }) => void told.push(state));
  ballots.take(question, []);
  ballots.refresh([]);
  ballots.refresh([{ question: "q", choice: "a", right: null, feedback: null }]);
  ballots.refresh([{ question: "q", choice: "a", right: null, feedback: null }]);
  assert.deepEqual(told, ["open", "locked"]);
  // whoever comes in again, as after a restart of the server, has forgotten
  ballots.begin();
  ballots.take(question, [{ question: "q", choice: "a", right: null, feedback: null }]);
  assert.deepEqual(told, ["open", "locked", "locked"]);
});

Deno.test("what is selected is named so that every page finds it again", () => {
  /** @type {import("../../static/js/view_types.js").Selection[]} */
  const selections = [
    { kind: "server", id: "S1" },
    { kind: "link", id: "S1-S2" },
    { kind: "message", id: "12" },
    { kind: "entry", id: "S1:4", server: "S1", index: 4 },
    { kind: "event", id: "412", position: 412 },
  ];
  for (const selection of selections) assert.deepEqual(selectionOf(nameOf(selection)), selection);
  for (const name of [null, "", "server:", "event:x", "entry:S1", "planet:S1"]) assert.equal(selectionOf(name), null);
});

Deno.test("a follower is told whom they follow, and can go off alone", () => {
  const standing = standingOf(course(), "class", "", WAYS);
  assert.equal(standing?.title, "Following Dr. Okafor");
  assert.equal(standing?.button?.says, "Explore alone");
});

Deno.test("whoever has the control is told so, and the others follow them", () => {
  const known = course();
  known.head = { ...known.head, control: "elif", control_name: "Elif" };
  assert.equal(standingOf(known, "class", "", WAYS)?.title, "Following Elif");
  known.me = { ...known.me, id: "elif", control: true };
  assert.equal(standingOf(known, "class", "", WAYS)?.title, "You have the control");
});

Deno.test("a frozen class is said before everything but its end", () => {
  const known = course();
  known.head = { ...known.head, frozen: true };
  assert.equal(standingOf(known, "alone", "", WAYS)?.key, "frozen");
  known.head = { ...known.head, ended: true };
  assert.equal(standingOf(known, "alone", "", WAYS)?.title, "Dr. Okafor ended the session.");
});

Deno.test("the presenter is told nothing while all is as usual", () => {
  const known = course();
  known.me = { ...known.me, role: "owner", control: true };
  assert.equal(standingOf(known, "class", "", WAYS), null);
});

Deno.test("steps are counted from one, goals are told in words, and a skipped answer is none", () => {
  const known = course();
  known.rows = [student({
    step: 2,
    goals: [{ state: "partial", part: 0.6, time_us: null }],
    answers: { p: { choice: null, right: null }, q: { choice: "a", right: null } },
    needs: [{ reason: "idle", value: 9 }],
  })];
  known.splits = [split({})];
  const dash = dashOf(known, "open", "http://127.0.0.1");
  const [ben] = dash.students;
  assert.deepEqual([ben.step, dash.step, ben.at, ben.needs], [3, 3, "38.27 s", ["idle 9 min"]]);
  assert.deepEqual(ben.goals.g, { state: "partial", part: 0.6, says: "partly, 60%" });
  assert.deepEqual(ben.answers, { p: "skipped", q: "locked" });
  assert.deepEqual(dash.polls.map(({ number, step, judged, bars }) => [number, step, judged, bars.map(({ says }) => says)]), [[2, 2, false, ["It has no leader", "Skipped"]]]);
  assert.equal(dash.link, "http://127.0.0.1/join#K7F-2QX");
});

Deno.test("students stand in the order of their names, and numbers in theirs", () => {
  const known = course();
  known.rows = ["Learner 10", "Élif", "Learner 2", "Ben"].map((name) => student({ id: name, name }));
  assert.deepEqual(dashOf(known, "open", "").students.map(({ name }) => name), ["Ben", "Élif", "Learner 2", "Learner 10"]);
});

Deno.test("a person has at most two letters, and a number keeps its digits", () => {
  const names = { "Rosa Jiménez": "RJ", "Liam O’Shea": "LO", "Learner 12": "12", "李雷": "李", "ben": "B", "Dr. A. B. Okafor": "DO", "": "", "🙂": "" };
  for (const [name, letters] of Object.entries(names)) assert.equal(initials(name), letters, name);
});

Deno.test("the line of a class knows the frames that the server has", () => {
  const root = new URL("../../", import.meta.url);
  const text = (/** @type {string} */ path) => readFileSync(new URL(path, root), "utf8");
  const said = [...text("app/wire/classroom.py").matchAll(/^class \w+\(ServerFrame\):[\s\S]*?type: Literal\["(\w+)"\]/gm)].map(([, type]) => type);
  const known = /KNOWN = new Set\(\[([^\]]*)\]/.exec(text("static/js/class/line.js"))?.[1].match(/\w+/g);
  assert.deepEqual(known, said);
});
