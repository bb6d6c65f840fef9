// The stage nearer and farther.

import assert from "node:assert/strict";
import { moved, WHOLE, zoomed } from "../../static/js/views/stage/zoom.js";

Deno.test("what is under the pointer stays under it", () => {
  const near = zoomed(WHOLE, 2, { x: 0.75, y: 0.5 });
  assert.deepEqual(near, { scale: 2, x: 0.625, y: 0.5 });
  const seen = near.x + (0.75 - 0.5) / near.scale;
  assert.equal(seen, 0.75);
});

Deno.test("it comes no nearer than twice and goes no farther than six tenths", () => {
  assert.equal(zoomed(WHOLE, 100, { x: 0.5, y: 0.5 }).scale, 2);
  assert.deepEqual(zoomed(WHOLE, 0.01, { x: 0.9, y: 0.1 }), { scale: 0.6, x: 0.5, y: 0.5 });
});

Deno.test("the stage cannot be pushed out of view", () => {
  const near = zoomed(WHOLE, 2, { x: 0.5, y: 0.5 });
  assert.deepEqual(moved(near, { x: -5, y: 5 }), { scale: 2, x: 0.75, y: 0.25 });
  assert.deepEqual(moved(WHOLE, { x: 0.3, y: 0 }), WHOLE);
});
