// Questions of every kind: what is picked, ordered and typed, and which question holds playback.

import assert from "node:assert/strict";
import { choiceOf, pickableIn, pickedBy, pickingOf, pickLook } from "../../static/js/picking.js";
import { openQuestion } from "../../static/js/view_model.js";
import { numberIn } from "../../static/js/views/question/number.js";
import { groupsOf, inPlace, moved } from "../../static/js/views/question/order.js";
import { pickWords } from "../../static/js/views/question/pick.js";

/** @import { Question } from "../../static/js/frames.js" */

/** @param {Partial<Question>} [own] @returns {Question} */
const question = (own = {}) => ({
  id: "q", kind: "pick", branch: null, stage: 0, prompt: "Which?", options: [], picks: "servers", candidates: ["S1", "S2"], unit: "", tolerance: "",
  state: "open", chosen: null, came_true: null, feedback: null, position: null, again: false, decided: null, ...own,
});

Deno.test("selecting a server or an entry that may be picked picks it", () => {
  const servers = pickingOf(question(), null);
  assert.deepEqual(pickedBy(servers, { kind: "server", id: "S2" }), { question: "q", choice: "S2" });
  assert.equal(pickedBy(servers, { kind: "server", id: "S3" }), null);
  assert.equal(pickedBy(servers, { kind: "link", id: "S1-S2" }), null);
  assert.equal(pickedBy(null, { kind: "server", id: "S1" }), null);
  const entries = pickingOf(question({ picks: "entries", candidates: ["S1:3", "S2:3"] }), null);
  assert.deepEqual(pickedBy(entries, { kind: "entry", id: "S1:3", server: "S1", index: 3 }), { question: "q", choice: "S1:3" });
  assert.equal(pickedBy(entries, { kind: "server", id: "S1" }), null);
  assert.equal(choiceOf(null), null);
});

Deno.test("only what may be picked is marked, and the pick among it", () => {
  const picking = pickingOf(question(), { question: "q", choice: "S1" });
  assert.deepEqual(["S1", "S2", "S3"].map((id) => pickLook(picking, id)), ["picked", "pickable", ""]);
  assert.equal(pickingOf(question(), { question: "another", choice: "S1" })?.chosen, null);
  assert.equal(pickingOf(question({ picks: null }), null), null);
  const entries = pickingOf(question({ picks: "entries", candidates: ["S1:3", "S1:4", "S2:3"] }), { question: "q", choice: "S1:4" });
  assert.equal(pickableIn(entries, "S1"), "3,4!");
  assert.equal(pickableIn(entries, "S3"), "");
  assert.equal(pickableIn(picking, "S1"), "");
});

Deno.test("a pick is told in words", () => {
  assert.equal(pickWords("S1"), "S1");
  assert.equal(pickWords("S1:4"), "index 4 of S1");
});

Deno.test("an item is moved to a place, and never out of the list", () => {
  const order = ["a", "b", "c"];
  assert.deepEqual(moved(order, "c", 0), ["c", "a", "b"]);
  assert.deepEqual(moved(order, "a", 1), ["b", "a", "c"]);
  assert.deepEqual(moved(order, "a", -1), order);
  assert.deepEqual(moved(order, "c", 9), order);
});

Deno.test("what came true at the same moment is right in either order", () => {
  assert.deepEqual(groupsOf("a,b=c"), [["a"], ["b", "c"]]);
  assert.deepEqual(inPlace(["a", "c", "b"], "a,b=c"), ["a", "c", "b"]);
  assert.deepEqual(inPlace(["b", "a", "c"], "a,b=c"), ["c"]);
});

Deno.test("a number is read as people type it", () => {
  assert.deepEqual([" 3 ", "3,5", "1 200", "-0.25"].map(numberIn), ["3", "3.5", "1200", "-0.25"]);
  assert.deepEqual(["", "three", "1e3", "3.", ".5", "1,200.5", "9".repeat(10)].map(numberIn), [null, null, null, null, null, null, null]);
});

Deno.test("a design holds only the branch that it belongs to, any other question holds them all", () => {
  const of = (/** @type {Question} */ one) => ({ questions: new Map([[one.id, one]]) });
  assert.equal(openQuestion(of(question({ branch: "A" })), "main"), null);
  assert.equal(openQuestion(of(question({ branch: "A" })), "A")?.id, "q");
  assert.equal(openQuestion(of(question()), "main")?.id, "q");
  assert.equal(openQuestion(of(question({ state: "locked" })), "main"), null);
});
