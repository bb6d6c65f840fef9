// Links as pairs, partitions as groups, and the questions that need a majority.

import assert from "node:assert/strict";
import { anythingToHeal, groupsOf, pairsOf } from "../../static/js/links.js";
import { questionsOf } from "../../static/js/quorum.js";
import { electionStory, initialState } from "./fixtures/cluster_story.js";

/** @import { Link } from "../../static/js/frames.js" */

/** @param {(link: Link) => Partial<Link>|null} change */
function withLinks(change) {
  const state = initialState();
  state.links = state.links.map((link) => ({ ...link, ...change(link) }));
  return state;
}

/** @param {ReturnType<typeof initialState>} state @param {string} id */
const lookOf = (state, id) => pairsOf(state).find((pair) => pair.id === id)?.look;

Deno.test("two directions make one look", () => {
  const state = withLinks(({ from, to }) => {
    const way = `${from}${to}`;
    if (way === "S1S2") return { up: false };
    if (way === "S1S3" || way === "S3S1") return { up: false };
    if (way === "S2S3") return { latency: [2_400_000, 2_400_000] };
    if (way === "S3S4") return { loss: 30 };
    if (way === "S4S5") return { latency: [200_000, 500_000], loss: 0 };
    return null;
  });
  assert.equal(lookOf(state, "S1-S2"), "oneway");
  assert.equal(lookOf(state, "S1-S3"), "cut");
  assert.equal(lookOf(state, "S2-S3"), "slow");
  assert.equal(lookOf(state, "S3-S4"), "lossy");
  assert.equal(lookOf(state, "S4-S5"), "up");
  assert.equal(pairsOf(state).length, 10);
  assert.equal(anythingToHeal(state), true);
  assert.equal(anythingToHeal(initialState()), false);
});

Deno.test("groups are those that no message passes between, the largest first", () => {
  const minority = new Set(["S1", "S2"]);
  const parted = withLinks(({ from, to }) => (minority.has(from) === minority.has(to) ? null : { up: false }));
  assert.deepEqual(groupsOf(parted), [["S3", "S4", "S5"], ["S1", "S2"]]);
  assert.deepEqual(groupsOf(initialState()).length, 1);
  const oneWay = withLinks(({ from, to }) => (minority.has(from) && !minority.has(to) ? { up: false } : null));
  assert.equal(groupsOf(oneWay).length, 1);
});

Deno.test("an open election is the question, with everyone's stand", () => {
  const { states } = electionStory();
  const [question] = questionsOf(states[2]);
  assert.equal(question.kind, "vote");
  assert.equal(question.asker, "S5");
  assert.equal(question.decided, false);
  const [{ yes, needed, stands }] = question.circles;
  assert.deepEqual([yes, needed], [1, 3]);
  assert.deepEqual([...stands.values()], ["wait", "wait", "wait", "wait", "yes"]);
});

Deno.test("who cannot be heard is out of reach, and a crashed server too", () => {
  const state = structuredClone(electionStory().states[2]);
  state.servers.S1.up = false;
  state.links = state.links.map((link) => (link.from === "S5" && link.to === "S2" ? { ...link, up: false } : link));
  const [{ circles }] = questionsOf(state);
  assert.equal(circles[0].stands.get("S1"), "cut");
  assert.equal(circles[0].stands.get("S2"), "cut");
  assert.equal(circles[0].stands.get("S3"), "wait");
});

Deno.test("an entry that is not committed asks who holds it; a committed one stays as the last answer", () => {
  const { states } = electionStory();
  const [open] = questionsOf(states[7]);
  assert.deepEqual([open.kind, open.index, open.decided], ["index", 1, false]);
  const [closed] = questionsOf(states[states.length - 1]);
  assert.deepEqual([closed.kind, closed.index, closed.decided], ["index", 1, true]);
  assert.equal(closed.circles[0].yes, 4);
});

Deno.test("a joint configuration asks both majorities", () => {
  const state = structuredClone(electionStory().states[2]);
  state.servers.S5.configuration = { voters: ["S1", "S2", "S5"], outgoing_voters: ["S3", "S4", "S5"], learners: [] };
  const [{ circles, decided }] = questionsOf(state);
  assert.deepEqual(circles.map(({ needed }) => needed), [2, 2]);
  assert.equal(decided, false);
});
