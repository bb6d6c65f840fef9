// QR codes, held against some that a scanner has read.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { qrOf } from "../../static/js/class/qr.js";

const READ = [
  "#######.####...##.#######",
  "#.....#...##.##.#.#.....#",
  "#.###.#.###...###.#.###.#",
  "#.###.#....##.#...#.###.#",
  "#.###.#...#.####..#.###.#",
  "#.....#.#####..#..#.....#",
  "#######.#.#.#.#.#.#######",
  ".........####.###........",
  "#.#...##.######.#..#..#.#",
  "#..#.#.#.##..##...##....#",
  "#.#.#.##..#.#..#...###..#",
  "##...#..###..#..#......#.",
  "..###.##..####.#..#..#.##",
  "...###..##..#..##.##.##.#",
  "###...##....#####.#.##..#",
  "...##...#####.#.##.###...",
  "###...###....#########...",
  "........#....##.#...##..#",
  "#######.#..#....#.#.#.#.#",
  "#.....#......#.##...##.##",
  "#.###.#..#.###.######....",
  "#.###.#..#..#..#....#.#..",
  "#.###.#.#.#.###.##..#####",
  "#.....#...###.#.####.#...",
  "#######.#.#..##.##.###..#",
];
/** Longer ones: with alignment patterns, a version, and blocks of two lengths. By what their modules hash to. @type {[string, string][]} */
const HASHED = [
  [`http://lab.example.edu/join#ticket=${"0123456789abcdef".repeat(14)}`, "e080a464c26678e474f1e9330db1b93ec53d3fdd7b37e81f1ec5c924e835b75a"],
  ["é".repeat(300), "b4d7c35d5e2a44eec01a8973422955e8febe3a5d159eb2a8d09326100a7195b5"],
];

Deno.test("a short text is the code that a scanner reads it from", () => {
  assert.deepEqual(qrOf("lab.example.edu")?.map((row) => row.map((is) => (is ? "#" : ".")).join("")), READ);
});

Deno.test("long texts are too", () => {
  for (const [text, hash] of HASHED) {
    const lines = qrOf(text)?.map((row) => row.map(Number).join("")).join("\n") ?? "";
    assert.equal(createHash("sha256").update(lines).digest("hex"), hash);
  }
});

Deno.test("a text takes the smallest code that holds it, and none when it is too long", () => {
  const size = (/** @type {number} */ length) => qrOf("x".repeat(length))?.length;
  assert.deepEqual([14, 15, 26, 27, 666, 667].map(size), [21, 25, 25, 29, 97, undefined]);
});
