// The playhead: live it trails the server smoothly, in the past it plays on its own.

import assert from "node:assert/strict";
import { Playhead, TRAIL_US } from "../../static/js/playhead.js";

/** @param {number} found @param {number} expected @param {number} [by] */
function near(found, expected, by = 0.5) {
  assert.ok(Math.abs(found - expected) <= by, `found ${found}, expected ${expected} to within ${by}`);
}

/** A run with a step every 100 ms of simulated time. @param {number} reached_us */
function track(reached_us) {
  const run = {
    reached_us,
    /** @param {string} _branch */
    edge: (_branch) => ({ position: Math.floor(run.reached_us / 100_000), time_us: run.reached_us }),
    /** @param {string} _branch @param {number} time_us */
    positionAt: (_branch, time_us) => Math.min(Math.floor(time_us / 100_000), Math.floor(run.reached_us / 100_000)),
    /** @param {string} _branch @param {number} position @returns {number|null} */
    timeOf: (_branch, position) => (position * 100_000 <= run.reached_us ? position * 100_000 : null),
  };
  return run;
}

const playing = { playing: true, speed: 1 };
const still = { playing: false, speed: 1 };
const FRAME = 16_667;

Deno.test("live, it trails the server and never overtakes it, whatever the rhythm of its frames", () => {
  const run = track(1_000_000);
  const head = new Playhead(run);
  head.toEdge();
  let last = head.time_us;
  let largest = 0;
  for (let frame = 0; frame < 600; frame++) {
    if (frame % 3 === 0) run.reached_us += 3 * FRAME;
    head.advance(FRAME, playing);
    assert.ok(head.time_us <= run.reached_us);
    assert.ok(head.time_us >= last);
    if (frame > 120) largest = Math.max(largest, head.time_us - last);
    last = head.time_us;
  }
  assert.ok(largest < 1.25 * FRAME, `a frame moved by ${largest} µs`);
  near(run.reached_us - head.time_us, TRAIL_US, 60_000);
});

Deno.test("after a pause it runs on to the edge and stops there", () => {
  const run = track(5_000_000);
  const head = new Playhead(run);
  head.toEdge();
  run.reached_us += 200_000;
  for (let frame = 0; frame < 60; frame++) head.advance(FRAME, still);
  assert.equal(head.time_us, run.reached_us);
  assert.equal(head.position, 52);
  assert.equal(head.moving(still), false);
});

Deno.test("after a pause it is at the edge in the same time, however few frames the browser draws", () => {
  const run = track(5_000_000);
  const head = new Playhead(run);
  head.toEdge();
  run.reached_us += 200_000;
  for (let frame = 0; frame < 4; frame++) head.advance(15 * FRAME, still);
  assert.equal(head.position, 52);
});

Deno.test("a tab that slept does not play back what it missed", () => {
  const run = track(1_000_000);
  const head = new Playhead(run);
  head.toEdge();
  run.reached_us += 60_000_000;
  head.advance(FRAME, playing);
  assert.ok(run.reached_us - head.time_us <= TRAIL_US);
});

Deno.test("in the past it plays at its speed, and is live again at the edge", () => {
  const run = track(2_000_000);
  const head = new Playhead(run);
  head.toEdge();
  assert.ok(head.seek(5));
  assert.equal(head.live, false);
  assert.equal(head.time_us, 500_000);
  head.replay();
  head.advance(100_000, { playing: false, speed: 2 });
  assert.equal(head.time_us, 700_000);
  assert.equal(head.position, 7);
  head.advance(5_000_000, { playing: false, speed: 2 });
  assert.equal(head.live, true);
  assert.equal(head.replaying, false);
  assert.equal(head.position, 20);
});

Deno.test("a step is shown as motion and ends at its position", () => {
  const run = track(2_000_000);
  const head = new Playhead(run);
  head.seek(5);
  head.seek(6, { glide: true });
  assert.equal(head.target, 6);
  head.advance(FRAME, still);
  assert.ok(head.time_us > 500_000 && head.time_us < 600_000);
  assert.equal(head.position, 5);
  for (let frame = 0; frame < 30; frame++) head.advance(FRAME, still);
  assert.equal(head.position, 6);
  assert.equal(head.time_us, 600_000);
  head.seek(4, { glide: true });
  for (let frame = 0; frame < 30; frame++) head.advance(FRAME, still);
  assert.equal(head.position, 4);
  assert.equal(head.moving(still), false);
});

Deno.test("quick steps add up, though each is still in motion", () => {
  const head = new Playhead(track(2_000_000));
  head.seek(5);
  for (let i = 0; i < 4; i++) {
    head.seek(head.target + 1, { glide: true });
    head.advance(FRAME, still);
  }
  assert.equal(head.target, 9);
});

Deno.test("it does not go where nothing was received", () => {
  const run = { ...track(2_000_000), timeOf: (/** @type {string} */ _, /** @type {number} */ position) => (position < 10 ? null : position * 100_000) };
  const head = new Playhead(run);
  head.toEdge();
  assert.equal(head.seek(3), false);
  assert.equal(head.position, 20);
});

Deno.test("steps at one time are told apart while it stands still, and passed together when it plays", () => {
  const run = track(2_000_000);
  run.timeOf = (_, position) => (position <= 3 ? 100_000 : position * 100_000);
  run.positionAt = (_, time_us) => (time_us < 100_000 ? 0 : time_us < 400_000 ? 3 : Math.floor(time_us / 100_000));
  const head = new Playhead(run);
  head.seek(2);
  assert.equal(head.position, 2);
  assert.equal(head.time_us, 100_000);
  head.replay();
  head.advance(1, still);
  assert.equal(head.position, 3);
});
