// A ride: the browser carries something along, and is told only what it cannot know.

import assert from "node:assert/strict";
import { Ride } from "../../static/js/views/ride.js";

function track() {
  /** @type {string[]} */
  const told = [];
  const animation = {
    playbackRate: 1,
    /** @type {number|null} */
    start: null,
    get startTime() {
      return this.start;
    },
    set startTime(value) {
      told.push("start");
      this.start = value;
    },
    effect: { setKeyframes: () => told.push("keyframes"), updateTiming: () => {} },
    pause: () => told.push("pause"),
    cancel: () => told.push("cancel"),
  };
  const node = /** @type {any} */ ({
    /** @param {Keyframe[]} frames */
    animate: (frames) => {
      told.push(`animate ${frames.map(({ offset }) => Number(offset).toFixed(4))}`);
      return animation;
    },
  });
  return { told, animation, ride: new Ride(node) };
}

const WAY = [{ time_us: 1_000_000, transform: "a" }, { time_us: 3_000_000, transform: "b" }];

Deno.test("it begins so that it is where it has to be now, and then runs by itself", () => {
  const { told, animation, ride } = track();
  ride.go(WAY, { time_us: 2_000_000, rate: 1, at_ms: 5_000 });
  assert.equal(animation.start, 4_000);
  ride.go(WAY, { time_us: 2_100_000, rate: 1, at_ms: 5_101 });
  assert.deepEqual(told, ["animate 0.0000,0.0323,1.0000", "start"]);
});

Deno.test("a change of pace moves its beginning, and a new way is laid without a new animation", () => {
  const { told, animation, ride } = track();
  ride.go(WAY, { time_us: 2_000_000, rate: 1, at_ms: 5_000 });
  ride.go(WAY, { time_us: 2_100_000, rate: 2, at_ms: 5_100 });
  assert.equal(animation.playbackRate, 2);
  assert.equal(animation.start, 4_550);
  ride.go([...WAY], { time_us: 2_200_000, rate: 2, at_ms: 5_150 });
  assert.deepEqual(told.slice(1), ["start", "start", "keyframes"]);
});

Deno.test("what was stopped begins anew", () => {
  const { told, ride } = track();
  ride.go(WAY, { time_us: 2_000_000, rate: 1, at_ms: 5_000 });
  ride.stop();
  ride.go(WAY, { time_us: 2_000_000, rate: 1, at_ms: 5_000 });
  assert.equal(told.filter((each) => each.startsWith("animate")).length, 2);
});
