// What the log matrix shows, from states alone.

import assert from "node:assert/strict";
import {
  cellAt,
  cellLabel,
  columnsOf,
  committedAt,
  currentLeader,
  entryAt,
  fullText,
  holders,
  isCommitted,
  isConflicting,
  shortText,
  termRuns,
  writtenAt,
} from "../../static/js/views/log_model.js";
import { moveBy } from "../../static/js/views/log_places.js";
import { LogWindow } from "../../static/js/views/log_window.js";
import { sampleServers, sampleState, sampleSteps } from "./fixtures/sample_moment.js";

/** @import { Entry } from "../../static/js/frames.js" */

const state = sampleState();
const { S1, S2, S3, S5 } = state.servers;

Deno.test("the columns begin after what every server has compacted away", () => {
  const columns = columnsOf(state);
  assert.deepEqual([columns.base, columns.last, columns.leader], [40, 52, "S2"]);
  assert.equal(columns.noted, true, "S5's last entry conflicts, so there is room for the note");
});

Deno.test("the leader that counts is the one of the highest term that is up", () => {
  const servers = sampleServers();
  servers.S1 = { ...servers.S1, role: "leader", term: 2 };
  assert.equal(currentLeader({ ...state, servers }), "S2");
  servers.S2 = { ...servers.S2, up: false };
  assert.equal(currentLeader({ ...state, servers }), "S1");
});

Deno.test("an entry gains ink as it becomes safer", () => {
  assert.equal(cellAt(S3, null, 49)?.look, "cell applied tk3");
  assert.equal(cellAt(S3, null, 50)?.look, "cell committed tk3");
  assert.equal(cellAt(S3, null, 51)?.look, "cell stored tk3");
  assert.equal(cellAt({ ...S3, durable_index: 50 }, null, 51)?.look, "cell writing tk3");
  assert.equal(cellAt({ ...S3, durable_index: 49 }, null, 50)?.look, "cell committed tk3 writing-too");
});

Deno.test("a log is in conflict from its first difference with the leader on, also past the leader's end", () => {
  assert.deepEqual([48, 49, 51, 52].map((index) => isConflicting(S5, S2, index)), [false, true, true, true]);
  assert.deepEqual([45, 48].map((index) => isConflicting(S1, S2, index)), [false, false]);
  assert.equal(isConflicting(S2, S2, 51), false);
});

Deno.test("what the leader has compacted away cannot be said to conflict", () => {
  assert.equal(isConflicting(S3, S2, 42), false);
});

Deno.test("a cell is told in one line", () => {
  const cell = cellAt(S3, S2, 50);
  assert.equal(cell && cellLabel(cell, "S2"), "index 50, term 3, a7 equals 54, committed, not applied");
  const stray = cellAt(S5, S2, 49);
  assert.equal(stray && cellLabel(stray, "S2"), "index 49, term 2, e3 equals 71, stored, conflicts with S2");
});

Deno.test("commands are written short in a cell and whole in a wide one", () => {
  const entry = (/** @type {Partial<import("../../static/js/frames.js").Command>} */ data) =>
    /** @type {Entry} */ ({ index: 1, term: 1, kind: "command", data: { client: "c1", serial: 1, key: "x", ...data } });
  assert.deepEqual(["put", "append", "delete", "cas", "get"].map((op) => shortText(entry(/** @type {any} */ ({ op, value: "2", expected: "1" })))), ["x=2", "x+2", "del x", "x→2", "get x"]);
  assert.equal(fullText(entry({ op: "cas", value: "2", expected: "1" })), "cas x 1→2");
  assert.equal(shortText({ index: 1, term: 1, kind: "noop", data: null }), "no-op");
});

Deno.test("an entry is known by index and term: another term is another entry", () => {
  const stray = /** @type {Entry} */ (entryAt(S5, 50));
  const chosen = /** @type {Entry} */ (entryAt(S2, 50));
  assert.deepEqual([holders(state, stray), holders(state, chosen)], [["S5"], ["S2", "S3", "S4"]]);
  assert.deepEqual([isCommitted(state, stray), isCommitted(state, chosen)], [false, true]);
});

Deno.test("a cell leads to the steps that wrote and committed it", () => {
  const steps = sampleSteps();
  const position = steps.at(-1)?.position ?? 0;
  const written = writtenAt(steps, "S2", 50, position);
  assert.equal(steps[(written ?? 1) - 1].time_us, 33_200_000);
  assert.equal(committedAt(steps, 50, position)?.time_us, 33_700_000);
  assert.equal(writtenAt(steps, "S2", 50, 10), null, "not before it happened");
});

Deno.test("runs of terms are found without looking at every entry", () => {
  const entries = Array.from({ length: 10_000 }, (_, i) => {
    const term = i < 7000 ? 1 : i < 9999 ? 4 : 6;
    return /** @type {Entry} */ ({ index: i + 1, term, kind: "noop", data: null });
  });
  let looks = 0;
  const watched = new Proxy(entries, {
    get: (target, key) => {
      if (typeof key === "string" && /^\d+$/.test(key)) looks++;
      return Reflect.get(target, key);
    },
  });
  const runs = termRuns({ snapshot: { index: 0, term: 0 }, entries: watched });
  assert.deepEqual(runs, [{ from: 1, to: 7000, term: 1 }, { from: 7001, to: 9999, term: 4 }, { from: 10_000, to: 10_000, term: 6 }]);
  assert.ok(looks < 100, `${looks} looks`);
});

Deno.test("the keyboard moves from cell to cell and stays inside each log", () => {
  assert.deepEqual(moveBy(state, { server: "S3", index: 51 }, "ArrowUp"), { server: "S2", index: 51 });
  assert.deepEqual(moveBy(state, { server: "S5", index: 52 }, "ArrowUp"), { server: "S4", index: 50 });
  assert.deepEqual(moveBy(state, { server: "S3", index: 50 }, "Home"), { server: "S3", index: 41 });
  assert.deepEqual(moveBy(state, { server: "S3", index: 50 }, "End"), { server: "S3", index: 51 });
  assert.equal(moveBy(state, { server: "S3", index: 50 }, "x"), null);
});

Deno.test("only what is in view, and eight columns more, is built of ten thousand", () => {
  const sizes = /** @type {Record<string, string>} */ ({ "--cell-w": "46px", "--g": "100px", "--snap-w": "70px", "--note-w": "30px" });
  const wrap = /** @type {any} */ ({ clientWidth: 800, scrollLeft: 0 });
  globalThis.getComputedStyle = /** @type {any} */ (() => ({ getPropertyValue: (/** @type {string} */ name) => sizes[name] }));
  const window = new LogWindow(wrap);
  window.measure(/** @type {any} */ ({}));
  window.setColumns({ base: 0, last: 10_000, count: 10_001, noted: false, leader: null });
  const [first, last] = window.built;
  assert.equal(last, 10_001, "it follows the tail");
  assert.ok(last - first < 16 + 2 * 8, `${last - first} columns`);
  window.center(5000);
  assert.equal(window.follow, false);
  const [from, to] = window.visible;
  assert.ok(from < 5000 && 5000 < to);
  wrap.scrollLeft = window.furthest;
  assert.equal(window.adopt(), true);
  assert.equal(window.follow, true, "scrolled back to the end, it follows again");
});
