// Menus: every item is a line of script, and what is impossible says why.

import assert from "node:assert/strict";
import { completions } from "../../static/js/completions.js";
import { menuFor, scriptTime } from "../../static/js/menus.js";
import { Playhead } from "../../static/js/playhead.js";
import { Store } from "../../static/js/store.js";
import { electionStory } from "./fixtures/cluster_story.js";

/** @import { Selection, State, ViewModel } from "../../static/js/frames.js" */

/** @param {State} state */
const model = (state) => /** @type {ViewModel} */ (/** @type {unknown} */ ({ state, names: { S5: "Troll" } }));

/** @param {State} state @param {Selection} selection */
function items(state, selection) {
  const menu = menuFor(selection, model(state));
  assert.ok(menu);
  return new Map(menu.groups.flat().map((item) => [item.key, item]));
}

const { states } = electionStory();
const leading = states[states.length - 1];

Deno.test("a leader can be crashed but has no election timer", () => {
  const menu = items(leading, { kind: "server", id: "S5" });
  assert.equal(menu.get("C")?.script, "crash S5");
  assert.equal(menu.get("E")?.why, "S5 is the leader; it has no election timer");
  assert.equal(menu.get("⇧E")?.why, undefined);
  assert.equal(menu.get("I")?.script, "isolate S5");
});

Deno.test("a server that is down is restarted, and nothing else can be asked of it", () => {
  const state = structuredClone(leading);
  state.servers.S1.up = false;
  const menu = items(state, { kind: "server", id: "S1" });
  assert.equal(menu.get("R")?.script, "restart S1");
  assert.equal(menu.get("P")?.why, "S1 is down");
  assert.equal(menu.get("⇧C")?.script, "wipe S1");
});

Deno.test("an isolated server rejoins by its own links", () => {
  const state = structuredClone(leading);
  state.links = state.links.map((link) => (link.from === "S4" || link.to === "S4" ? { ...link, up: false } : link));
  assert.equal(items(state, { kind: "server", id: "S4" }).get("I")?.script, "heal S1-S4; heal S2-S4; heal S3-S4; heal S4-S5");
});

Deno.test("a link that is cut one way can be cut the other way, and healed", () => {
  const menu = items(leading, { kind: "link", id: "S1-S3" });
  assert.equal(menu.get("X")?.script, "cut S1-S3");
  assert.equal(menu.get(">")?.why, "S1 to S3 is cut already");
  assert.equal(menu.get("<")?.script, "cut S3>S1");
  assert.equal(menu.get("H")?.script, "heal S1-S3");
});

Deno.test("healing a slow link gives it the cluster's latency again", () => {
  const state = structuredClone(leading);
  state.links = state.links.map((link) => (link.from === "S1" && link.to === "S2" ? { ...link, latency: [2_400_000, 2_400_000] } : link));
  const heal = items(state, { kind: "link", id: "S1-S2" }).get("H");
  assert.equal(heal?.script, "link S1-S2 latency=200ms..500ms loss=0% duplicate=0%");
});

Deno.test("messages are delivered by hand only where they move by hand, and only the oldest of its kind", () => {
  const asked = structuredClone(states[1]);
  const first = asked.messages[0];
  const menu = items(asked, { kind: "message", id: String(first.id) });
  assert.equal(menu.get("D")?.why, "Only where messages move by hand");
  assert.equal(menu.get("X")?.script, "drop S5>S1 RequestVote");
  asked.settings = { ...asked.settings, network: "manual" };
  asked.messages = asked.messages.concat({ ...first, id: 99 });
  assert.equal(items(asked, { kind: "message", id: String(first.id) }).get("D")?.script, "deliver S5>S1 RequestVote");
  assert.equal(items(asked, { kind: "message", id: "99" }).get("X")?.why, "An older RequestVote goes first on this link");
  assert.equal(items(asked, { kind: "message", id: "99" }).get("W")?.why, "Messages that move by hand wait as long as you like");
});

Deno.test("nothing can be done to what is not there any more", () => {
  assert.equal(menuFor({ kind: "message", id: "1234" }, model(leading)), null);
  assert.equal(menuFor(null, model(leading)), null);
});

Deno.test("times are written as the script reads them", () => {
  const written = [15_000, 200_000, 2_400_000, 10_000_000, 1_500, 600].map(scriptTime);
  assert.deepEqual(written, ["15ms", "200ms", "2.4s", "10s", "1500us", "600us"]);
});

Deno.test("the palette completes a verb first, then whole lines", () => {
  assert.ok(completions("", leading).every(({ line }) => !line.includes(" ") || line.startsWith("heal")));
  assert.deepEqual(completions("cra", leading).map(({ line }) => line).slice(0, 2), ["crash S1", "crash S2"]);
  assert.deepEqual(completions("cut S1", leading)[0], { line: "cut S1-S2", does: "nothing passes between S1 and S2", whole: true });
  assert.ok(completions("des", leading).some(({ line, whole }) => line === "describe" && whole));
  assert.ok(completions("heartbeat ", leading).every(({ line }) => line === "heartbeat S5"));
});

Deno.test("a playhead takes the store as its track", () => {
  const store = new Store();
  const story = electionStory();
  store.addKeyframe("main", story.keyframe, 0);
  store.addSteps("main", story.steps, 3_500_000);
  const head = new Playhead(store);
  head.switchTo("main");
  assert.equal(head.position, story.steps.length);
  assert.equal(head.time_us, 3_500_000);
});

Deno.test("nothing runs on a server that is paused, and no leader that is paused can be asked", () => {
  const state = structuredClone(leading);
  state.servers.S1.paused = true;
  const menu = items(state, { kind: "server", id: "S1" });
  assert.equal(menu.get("E")?.why, "S1 is paused; nothing runs on it");
  assert.equal(menu.get("S")?.why, "S1 is paused; nothing runs on it");
  state.servers.S5.paused = true;
  const others = items(state, { kind: "server", id: "S2" });
  for (const key of ["T", "⇧V", "A", "J"]) assert.equal(others.get(key)?.why, "There is no leader to ask");
  assert.equal(items(state, { kind: "server", id: "S5" }).get("⇧E")?.why, "S5 is paused; nothing runs on it");
});

Deno.test("the voters that are offered are others than those there are", () => {
  const state = structuredClone(leading);
  state.servers.S5.configuration = { voters: ["S1", "S5"], outgoing_voters: [], learners: ["S2"] };
  const offered = items(state, { kind: "server", id: "S1" }).get("J")?.prompt?.presets.map(({ says }) => says);
  assert.deepEqual(offered, ["S5", "S1", "S1 S2 S5", "S1 S3 S5", "S1 S4 S5"]);
  state.servers.S5.configuration = { voters: ["S5"], outgoing_voters: [], learners: [] };
  const last = items(state, { kind: "server", id: "S5" });
  assert.equal(last.get("⇧V")?.why, "S5 is the last voter");
  assert.ok(last.get("J")?.prompt?.presets.every(({ says }) => says.length > 2));
});
