// Where a class can go on.

/** @import { Offered } from "../../static/js/class/places.js" */

import assert from "node:assert/strict";
import { nextOf, offerOf, placeOf, valueOf } from "../../static/js/class/places.js";

/** @param {string} id @param {string[]} scenarios @returns {Offered} */
const lesson = (id, scenarios) => ({
  id, title: `Lesson ${id}`, broken: null,
  scenarios: scenarios.map((scenario) => ({ id: scenario, title: scenario, summary: "", minutes: 5, goals: 2, questions: 0 })),
});
const LESSONS = [lesson("a", ["one", "two"]), lesson("b", ["one"])];

Deno.test("next is the next scenario of the lesson, then the first of the next lesson", () => {
  assert.deepEqual(nextOf(LESSONS, { lesson: "a", scenario: "one" }), { lesson: "a", scenario: "two" });
  assert.deepEqual(nextOf(LESSONS, { lesson: "a", scenario: "two" }), { lesson: "b", scenario: "one" });
});

Deno.test("after the last scenario and from the sandbox the course begins", () => {
  assert.deepEqual(nextOf(LESSONS, { lesson: "b", scenario: "one" }), { lesson: "a", scenario: "one" });
  assert.deepEqual(nextOf(LESSONS, { lesson: null, scenario: null }), { lesson: "a", scenario: "one" });
  assert.equal(nextOf([], { lesson: null, scenario: null }), null);
});

Deno.test("what is picked is what is asked for", () => {
  assert.deepEqual(placeOf(valueOf({ lesson: "a", scenario: "two" })), { lesson: "a", scenario: "two" });
  assert.deepEqual(placeOf(""), {});
  assert.equal(offerOf(LESSONS, "b/one")?.lesson, "Lesson b");
  assert.equal(offerOf(LESSONS, ""), null);
});
