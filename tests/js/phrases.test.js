// What the checkers say comes in English, in steps that all viewers share; the browser says it in the page's language.

import assert from "node:assert/strict";
import { learnPhrases, told } from "../../static/js/phrases.js";

const PHRASES = {
  "{name} voted for {first} and for {second} in term {term}.": "{name} in {term}: {first}, {second}!",
  "{0} went from {event.old} to {event.new} in term {event.term}.": "{0}: {event.old} > {event.new}",
  "{0} put {1} behind {2}.": "{1} nach {2} ({0})",
  "nothing at index {index}": "nichts bei {index}",
  "candidate": "Kandidat",
  "{others} and {last}": "{others} und {last}",
};

Deno.test("a sentence is found by its pattern, and its parts are told too", () => {
  learnPhrases(PHRASES);
  assert.equal(told("S1 voted for S2 and for S3 in term 4."), "S1 in 4: S2, S3!");
  assert.equal(told("S1 went from candidate to follower in term 2."), "S1: Kandidat > follower");
  assert.equal(told("S2 put nothing at index 7 behind put x (1)."), "nichts bei 7 nach put x (1) (S2)");
  assert.equal(told("S1, S2 and S3"), "S1, S2 und S3");
});

Deno.test("what has no pattern stays English, and so does everything in English", () => {
  learnPhrases(PHRASES);
  assert.equal(told("Something nobody thought of."), "Something nobody thought of.");
  learnPhrases({});
  assert.equal(told("S1 voted for S2 and for S3 in term 4."), "S1 voted for S2 and for S3 in term 4.");
});
