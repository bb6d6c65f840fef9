// The minimap under the log matrix: runs of terms for every row, and a frame that is the view.

import { words } from "../words/en_panels.js";
import { el, setAttribute, setHidden, setText, svg, termClass } from "./elements.js";
import { isConflicting, lastIndex, termRuns } from "./log_model.js";

/**
 * @import { Server, State } from "../frames.js"
 * @import { Columns } from "./log_model.js"
 */

const WIDTH = 1000; // of the drawing's own units; it stretches to the panel

/**
 * @param {(index: number) => void} center called while the frame is dragged
 */
export function createMap(center) {
  const range = el("span", { class: "mx-g faint num" });
  const runs = svg("g");
  const frame = svg("rect", { class: "mmview", y: -1 });
  const drawing = svg("svg", { class: "minimap-svg", preserveAspectRatio: "none", "aria-hidden": "true" }, runs, frame);
  const node = el("div", { class: "minimap", hidden: true }, range, drawing);
  /** @type {WeakMap<Server["log"], ReturnType<typeof termRuns>>} */
  const known = new WeakMap();
  /** @type {State|null} */
  let shown = null;
  let total = 1;

  followPointer(drawing, (part) => center(1 + part * total));

  /** @param {Server["log"]} log */
  function runsOf(log) {
    let found = known.get(log);
    if (!found) {
      found = termRuns(log);
      known.set(log, found);
    }
    return found;
  }

  return {
    node,
    /**
     * @param {State} state
     * @param {Columns} columns
     * @param {boolean} overflows
     * @param {[number, number]} view first and last visible index
     */
    update(state, columns, overflows, view) {
      setHidden(node, !overflows);
      if (!overflows) return;
      if (state !== shown && !sameLogs(state, shown, columns)) {
        total = Math.max(1, columns.last + 1);
        runs.replaceChildren(...drawRuns(state, columns, total, runsOf));
        const height = drawnHeight(state);
        setAttribute(drawing, "viewBox", `0 0 ${WIDTH} ${height}`);
        setAttribute(frame, "height", String(height + 2));
        setText(range, words.logs.range(1, columns.last));
      }
      shown = state;
      const from = Math.max(0, (view[0] - 1) / total * WIDTH);
      setAttribute(frame, "x", from.toFixed(1));
      setAttribute(frame, "width", Math.max(6, Math.min(WIDTH, view[1] / total * WIDTH) - from).toFixed(1));
    },
  };
}

/**
 * A press or a drag on the map moves the view there.
 * @param {SVGElement} drawing
 * @param {(part: number) => void} moveTo 0 is the left end of the map, 1 its right end
 */
function followPointer(drawing, moveTo) {
  const drag = (/** @type {PointerEvent} */ event) => {
    const box = drawing.getBoundingClientRect();
    moveTo((event.clientX - box.left) / box.width);
  };
  drawing.addEventListener("pointerdown", (event) => {
    drawing.setPointerCapture(event.pointerId);
    drag(event);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (drawing.hasPointerCapture(event.pointerId)) drag(event);
  });
}

/**
 * @param {State} state
 */
function drawnHeight(state) {
  return Math.max(22, Object.keys(state.servers).length * 4 + 2);
}

/**
 * @param {State} state
 * @param {State|null} shown
 * @param {Columns} columns
 */
function sameLogs(state, shown, columns) {
  if (!shown || shown.servers === state.servers) return shown !== null;
  const ids = Object.keys(state.servers);
  const leaderTerm = (/** @type {State} */ s) => columns.leader ? s.servers[columns.leader]?.role : null;
  return ids.length === Object.keys(shown.servers).length && leaderTerm(shown) === leaderTerm(state) &&
    ids.every((id) => shown.servers[id]?.log === state.servers[id].log);
}

/**
 * @param {State} state
 * @param {Columns} columns
 * @param {number} total
 * @param {(log: Server["log"]) => ReturnType<typeof termRuns>} runsOf
 */
function drawRuns(state, columns, total, runsOf) {
  const ids = Object.keys(state.servers);
  const pitch = (drawnHeight(state) - 2) / ids.length;
  const leader = columns.leader ? state.servers[columns.leader] : null;
  /** @type {SVGElement[]} */
  const drawn = [];
  ids.forEach((id, row) => {
    const server = state.servers[id];
    const y = (1 + row * pitch).toFixed(1);
    const height = (pitch * .78).toFixed(1);
    const bar = (/** @type {string} */ look, /** @type {number} */ from, /** @type {number} */ to) => {
      const x = (from - 1) / total * WIDTH;
      drawn.push(svg("rect", { class: look, x: x.toFixed(1), y, width: ((to - from + 1) / total * WIDTH).toFixed(1), height }));
    };
    const { snapshot } = server.log;
    if (snapshot.index > 0) bar(`${termClass(snapshot.term)} mmsnap`, 1, snapshot.index);
    for (const run of runsOf(server.log)) bar(termClass(run.term), run.from, run.to);
    const conflict = leader ? firstConflict(server, leader) : null;
    if (conflict !== null) bar("mmconf", conflict, lastIndex(server));
  });
  return drawn;
}

/**
 * Where a log parts from the leader's, by bisection: once apart, logs stay apart.
 * @param {Server} server
 * @param {Server} leader
 */
function firstConflict(server, leader) {
  const end = lastIndex(server);
  if (end === 0 || !isConflicting(server, leader, end)) return null;
  let low = server.log.snapshot.index + 1;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isConflicting(server, leader, middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
