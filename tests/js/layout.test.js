// Geometry of the stage: the measures of the design, and what must never overlap.

import assert from "node:assert/strict";
import { along, crossing, hubSegments, hull, ringLayout, wayBetween } from "../../static/js/layout.js";

/** @param {number} found @param {number} expected @param {number} [by] */
function near(found, expected, by = 0.5) {
  assert.ok(Math.abs(found - expected) <= by, `found ${found}, expected ${expected} to within ${by}`);
}

/** @param {number} n */
const names = (n) => Array.from({ length: n }, (_, i) => `S${i + 1}`);

Deno.test("five servers stand on the ring of the design", () => {
  const ring = ringLayout(names(5), 800, 364);
  const [one, two, , four] = [...ring.spots.values()];
  near(one.x, 400);
  near(one.y, 74);
  near(two.x, 601.6);
  near(two.y, 163.1);
  near(four.x, 275.4);
  near(four.y, 307.4);
  assert.equal(ring.body, 25);
  assert.equal(ring.timer, 36);
  assert.equal(ring.halo, 43);
});

Deno.test("tags stand outside, the top server's to its right", () => {
  const ring = ringLayout(names(5), 800, 364);
  const anchors = [...ring.spots.values()].map(({ tag }) => tag.anchor);
  assert.equal(anchors.join(), "start,start,start,end,end");
  assert.equal(ring.spots.get("S1")?.tag.y, -20);
});

Deno.test("no line of a tag is cut off at the foot of the stage", () => {
  for (const n of [3, 5, 7, 9]) {
    for (const height of [300, 340, 372, 420, 560]) {
      const ring = ringLayout(names(n), 800, height);
      const lines = ring.size === "full" ? 34 : 17;
      for (const { id, y, tag } of ring.spots.values()) assert.ok(y + tag.y + lines + 4 <= height, `${id} of ${n} at ${height}`);
    }
  }
});

Deno.test("every size of cluster fits every size of stage, and bodies keep apart", () => {
  for (const [width, height] of [[800, 364], [700, 283], [390, 322], [1400, 800], [640, 300]]) {
    for (let n = 1; n <= 9; n++) {
      const ring = ringLayout(names(n), width, height);
      const spots = [...ring.spots.values()];
      for (const { x, y } of spots) {
        assert.ok(x - ring.timer >= 0 && x + ring.timer <= width, `${n} servers, ${width} wide: x ${x}`);
        assert.ok(y - ring.timer >= 0 && y + ring.timer <= height, `${n} servers, ${height} high: y ${y}`);
      }
      spots.forEach((a, i) =>
        spots.slice(i + 1).forEach((b) => assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 2 * ring.body, `${n} at ${width}×${height}`))
      );
    }
  }
});

Deno.test("a way runs between two timer arcs, and a message is never on a body", () => {
  const ring = ringLayout(names(9), 800, 364);
  for (const from of names(9)) {
    for (const to of names(9)) {
      const way = from === to ? null : wayBetween(ring, from, to);
      for (let part = 0; way && part <= 1; part += 0.05) {
        const at = along(way, part);
        for (const { x, y } of ring.spots.values()) assert.ok(Math.hypot(at.x - x, at.y - y) >= ring.body - 0.01);
      }
    }
  }
  assert.equal(wayBetween(ring, "S1", "S10"), null);
});

Deno.test("stepping aside is to the right of travel, from either end", () => {
  const ring = ringLayout(names(5), 800, 364);
  const there = wayBetween(ring, "S5", "S2");
  const back = wayBetween(ring, "S2", "S5");
  assert.ok(there && back);
  near(along(there, 0.5, 9).y - along(there, 0.5).y, 9, 0.01);
  near(along(back, 0.5, 9).y - along(back, 0.5).y, -9, 0.01);
});

Deno.test("each segment of the hub faces its voter, and together they close the ring", () => {
  for (let n = 1; n <= 9; n++) {
    const ring = ringLayout(names(n), 800, 364);
    const segments = hubSegments(ring, names(n));
    near(segments.reduce((sum, { from, to }) => sum + to - from, 0), 360, 0.001);
    for (const { id, from, to } of segments) {
      const spot = ring.spots.get(id);
      assert.ok(spot);
      const at = (Math.atan2(spot.y - ring.cy, spot.x - ring.cx) * 180) / Math.PI;
      assert.ok([at - 360, at, at + 360].some((angle) => angle >= from && angle <= to), `${id} of ${n}`);
    }
  }
});

Deno.test("an outline goes round all that it holds, and a link crosses it once", () => {
  const outline = hull([{ x: 0, y: 0, r: 50 }, { x: 100, y: 0, r: 50 }]);
  near(Math.min(...outline.map(({ x }) => x)), -50, 0.5);
  near(Math.max(...outline.map(({ x }) => x)), 150, 0.5);
  const way = { x1: 0, y1: 0, x2: 300, y2: 0, length: 300, ux: 1, uy: 0, degrees: 0 };
  near(crossing(way, outline) ?? 0, 0.5, 0.01);
  assert.equal(crossing({ ...way, x2: 40 }, outline), null);
});
