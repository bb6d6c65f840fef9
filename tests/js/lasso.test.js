// The Partition tool: what a line encloses, and the partition that it makes.

import assert from "node:assert/strict";
import { isWithin, partitionOf } from "../../static/js/views/stage/lasso.js";

const square = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }];
const whole = [["S1", "S2", "S3", "S4", "S5"]];

Deno.test("a line encloses what lies in it, whatever its shape", () => {
  assert.ok(isWithin({ x: 5, y: 5 }, square));
  assert.ok(!isWithin({ x: 15, y: 5 }, square));
  const notched = [...square.slice(0, 2), { x: 5, y: 5 }, ...square.slice(2)];
  assert.ok(!isWithin({ x: 8, y: 5 }, notched));
  assert.ok(isWithin({ x: 2, y: 5 }, notched));
});

Deno.test("what is inside becomes a group, and the rest another", () => {
  assert.equal(partitionOf(["S4", "S1"], whole, false), "partition S1 S4 | S2 S3 S5");
});

Deno.test("with Shift the groups that are there stay apart", () => {
  const parted = [["S2", "S3", "S5"], ["S1", "S4"]];
  assert.equal(partitionOf(["S2"], parted, true), "partition S2 | S3 S5 | S1 S4");
  assert.equal(partitionOf(["S2"], parted, false), "partition S2 | S1 S3 S4 S5");
});

Deno.test("a line round nobody or round everybody parts nothing", () => {
  assert.equal(partitionOf([], whole, false), null);
  assert.equal(partitionOf(whole[0], whole, false), null);
});
