// Draws the lanes of the timeline. What is in view is bounded by pixels, not by the number of events.

import { createJoin } from "../keyed.js";
import { words } from "../words/en_panels.js";
import { el, setAttribute, setText, svg, termClass } from "./elements.js";
import { countUpTo } from "./fold.js";
import { rulerStep, rulerText } from "./time_axis.js";
import { Future } from "./time_future.js";

/**
 * @import { Axis } from "./time_axis.js"
 * @import { Call, Lanes, Mark, Slice } from "./lane_model.js"
 * @import { Fault } from "./lane_faults.js"
 */

const MARK_GAP = 6; // marks closer than this are one
const TICK_GAP = 2;
const RULER_PX = 110; // between the marks of the ruler; less where there is little room
const RULER_NARROW_PX = 54;
const RULER_EDGE_PX = 26; // a number needs this much room before the edge
const FAULT_ROWS = 3;

/**
 * A mark placed on a lane; `key` names it among those of its kind.
 * @typedef {object} Piece
 * @property {string} key
 * @property {number} x
 * @property {number|null} end null: it reaches to the live edge
 * @property {string} look
 * @property {string} title
 * @property {number|null} position the event it selects
 * @property {string} strong
 * @property {string} text
 * @property {number} [part] of a lane that is split
 * @property {number} [parts]
 */

/**
 * A lane's pieces: absolutely placed elements, one for each.
 * @param {Element} parent
 */
function pieces(parent) {
  /** @type {{node: HTMLElement, x: number, width: number}[]} */
  const open = [];
  const join = createJoin(parent, {
    key: (/** @type {Piece} */ piece) => piece.key,
    enter: () => {
      const node = el("span", {}, el("b"));
      node.append(document.createTextNode(""));
      return node;
    },
    update(node, piece) {
      setAttribute(node, "class", piece.look);
      setAttribute(node, "title", piece.title || null);
      setAttribute(node, "data-position", piece.position === null ? null : String(piece.position));
      node.style.left = `${piece.x.toFixed(1)}px`;
      setText(/** @type {Element} */ (node.firstChild), piece.strong);
      const text = /** @type {Text} */ (node.lastChild);
      if (text.data !== piece.text) text.data = piece.text;
      if (piece.parts) {
        node.style.top = `${(100 * (piece.part ?? 0)) / piece.parts}%`;
        node.style.height = `${100 / piece.parts}%`;
      }
      if (piece.end === null) open.push({ node, x: piece.x, width: -1 });
      else if (!Number.isNaN(piece.end)) node.style.width = `${Math.max(2, piece.end - piece.x).toFixed(1)}px`;
    },
  });
  return {
    /** @param {Piece[]} list */
    draw(list) {
      open.length = 0;
      join(list);
    },
    /** What is not over reaches to the live edge. @param {number} x */
    stretch(x) {
      for (const each of open) {
        const width = Math.max(2, Math.round(x - each.x)); // whole pixels: most frames change nothing
        if (width === each.width) continue;
        each.width = width;
        each.node.style.width = `${width}px`;
      }
    },
  };
}

/**
 * @param {string} name
 * @param {string} look
 */
function createLane(name, look) {
  const track = el("div", { class: "tr" });
  const label = el("span", { class: "lg" }, name);
  return { node: el("div", { class: `lane ${look}` }, label, track), track, label };
}

export class LaneDrawing {
  ruler = createLane("", "ruler");
  leader = createLane(words.time.lanes.leader, "ll");
  faults = createLane(words.time.lanes.faults, "lf");
  commits = createLane(words.time.lanes.commits, "lc");
  clients = createLane(words.time.lanes.clients, "lo");
  future = new Future();
  #numbers = pieces(this.ruler.track);
  #stars = pieces(this.ruler.track);
  #flags = pieces(this.ruler.track);
  #bands = pieces(this.leader.track);
  #candidacies = pieces(this.leader.track);
  #unread = el("span", { class: "unread", title: words.time.unreadHow }, words.time.unread);
  #bars = pieces(this.faults.track);
  #calls = pieces(this.clients.track);
  #commitTicks = svg("path", { class: "ctick" });
  #done = svg("path", { class: "opdone" });
  #unknown = svg("path", { class: "opunk" });

  constructor() {
    this.leader.track.prepend(this.#unread);
    this.commits.track.append(svg("svg", { class: "fillsvg", "aria-hidden": "true" }, this.#commitTicks));
    this.clients.track.append(svg("svg", { class: "fillsvg", "aria-hidden": "true" }, this.#done, this.#unknown));
  }

  get nodes() {
    return [this.ruler.node, el("div", { class: "run" }, this.leader.node, this.faults.node, this.commits.node, this.clients.node, this.future.node)];
  }

  /**
   * @param {Axis} axis
   * @param {Lanes} lanes
   */
  draw(axis, lanes) {
    this.#numbers.draw(rulerMarks(axis));
    this.#stars.draw(marks(axis, lanes.interesting, (mark) => [`s${mark.position}`, "star", "", mark.position]));
    this.#flags.draw(marks(axis, lanes.violations, (mark) => [`v${mark.position}`, "vflag", mark.says, mark.position]));
    this.#unread.style.width = `${Math.max(0, axis.x(lanes.unread_us)).toFixed(1)}px`;
    this.#bands.draw(bands(axis, lanes.slices));
    this.#candidacies.draw(marks(axis, lanes.candidacies, (mark) => [
      `c${mark.position}${mark.server}`,
      `cand ${termClass(mark.term)}`,
      words.time.stands(mark.server, mark.term),
      mark.position,
    ]));
    this.#bars.draw(faultBars(axis, lanes.faults.bars));
    const rows = lanes.faults.bars.reduce((most, bar) => Math.max(most, bar.row + 1), 0);
    setAttribute(this.faults.node, "data-rows", String(Math.max(1, Math.min(FAULT_ROWS, rows))));
    setText(this.faults.label, words.time.lanes.faults + (rows > FAULT_ROWS ? ` +${rows - FAULT_ROWS}` : ""));
    setAttribute(this.#commitTicks, "d", ticks(axis, lanes.commits));
    this.#drawCalls(axis, lanes.calls);
  }

  /** @param {number} x the live edge */
  stretch(x) {
    for (const lane of [this.#bands, this.#bars, this.#calls]) lane.stretch(x);
  }

  /**
   * @param {Axis} axis
   * @param {Call[]} calls
   */
  #drawCalls(axis, calls) {
    let done = "";
    let unknown = "";
    let last = -Infinity;
    /** @type {Piece[]} */
    const open = [];
    for (const call of calls) {
      const x = axis.x(call.from_us);
      if (call.to_us === null) {
        open.push({ key: `${call.client}${call.position}`, x, end: null, look: "op open", title: words.time.call(call), position: call.position, strong: "", text: "" });
        continue;
      }
      const end = Math.max(axis.x(call.to_us), x + 4);
      if (end < 0 || x > axis.width) continue;
      if (call.outcome === "timeout") unknown += `M${x.toFixed(1)},2.6H${end.toFixed(1)}V8.4H${x.toFixed(1)}Z`;
      else if (end - last > 1) {
        done += `M${Math.max(x + 3, Math.min(last, end - 3)).toFixed(1)},5.5H${(end - 3).toFixed(1)}`;
        last = end;
      }
    }
    setAttribute(this.#done, "d", done);
    setAttribute(this.#unknown, "d", unknown);
    this.#calls.draw(open);
  }
}

/**
 * The marks in view, thinned where they would lie on top of each other.
 * @template {Mark} M
 * @param {Axis} axis
 * @param {M[]} list
 * @param {(mark: M) => [key: string, look: string, title: string, position: number]} dress
 * @returns {Piece[]}
 */
function marks(axis, list, dress) {
  /** @type {Piece[]} */
  const drawn = [];
  let last = -Infinity;
  const first = countUpTo(list, axis.from_us - 1, (mark) => mark.time_us);
  for (let i = first; i < list.length && list[i].time_us <= axis.to_us; i++) {
    const x = axis.x(list[i].time_us);
    if (x - last < MARK_GAP) continue;
    last = x;
    const [key, look, title, position] = dress(list[i]);
    drawn.push({ key, x, end: NaN, look, title, position, strong: "", text: "" });
  }
  return drawn;
}

/**
 * @param {Axis} axis
 * @returns {Piece[]}
 */
function rulerMarks(axis) {
  const step = rulerStep(axis.span_us, axis.width / (axis.width < 500 ? RULER_NARROW_PX : RULER_PX));
  /** @type {Piece[]} */
  const drawn = [];
  const end = axis.time(axis.width - RULER_EDGE_PX);
  for (let time = Math.ceil(axis.from_us / step) * step; time <= end; time += step) {
    drawn.push({ key: `n${time}/${step}`, x: axis.x(time), end: NaN, look: "tick", title: "", position: null, strong: rulerText(time, step), text: "" });
  }
  return drawn;
}

/**
 * Bands of leadership; where several lead at once, the lane is split between them.
 * @param {Axis} axis
 * @param {Slice[]} slices
 * @returns {Piece[]}
 */
function bands(axis, slices) {
  /** @type {Piece[]} */
  const drawn = [];
  let last = -Infinity;
  slices.forEach((slice, order) => {
    const end = slice.to_us === null ? null : axis.x(slice.to_us);
    const x = Math.max(axis.x(slice.from_us), -8);
    if ((end !== null && (end < 0 || end - last < 1)) || x > axis.width) return;
    last = end ?? Infinity;
    const after = slices[order + 1]?.from_us === slice.to_us ? slices[order + 1].leaders : [];
    slice.leaders.forEach((leader, part) => {
      const begins = leader.from_us === slice.from_us;
      const goesOn = after.some((other) => other.server === leader.server && other.term === leader.term);
      const wide = end === null || end - x > 24;
      const roomy = slice.leaders.length === 1 && (end === null || end - x > 60);
      const named = wide && (begins || x < 0 || roomy);
      drawn.push({
        key: `${slice.from_us}${leader.server}T${leader.term}`,
        x,
        end: end === null ? null : Math.max(end, x + 1),
        look: `band ${termClass(leader.term)}${begins ? "" : " goes"}${goesOn ? " goes-on" : ""}${slice.leaders.length > 1 ? " thin" : ""}`,
        title: words.time.leads(leader.server, leader.term),
        position: null,
        strong: named ? leader.server : "",
        text: named ? ` T${leader.term}` : "",
        part,
        parts: slice.leaders.length,
      });
    });
  });
  return drawn;
}

/**
 * @param {Axis} axis
 * @param {Fault[]} bars
 * @returns {Piece[]}
 */
function faultBars(axis, bars) {
  /** @type {Piece[]} */
  const drawn = [];
  const ends = new Array(FAULT_ROWS).fill(-Infinity);
  for (const bar of bars) {
    if (bar.row >= FAULT_ROWS) continue;
    const end = bar.to_us === null ? null : axis.x(bar.to_us);
    const x = Math.max(axis.x(bar.from_us), -8);
    if (x > axis.width || (end !== null && (end < 0 || end - ends[bar.row] < 1.5))) continue;
    ends[bar.row] = end ?? Infinity;
    const named = end === null || end - x > 22;
    drawn.push({
      key: `${bar.kind}${bar.position}${bar.says}`,
      x,
      end: end === null ? null : Math.max(end, x + 2),
      look: `fbar r${bar.row} ${bar.kind}${end === null ? " open" : ""}`,
      title: words.time.fault(bar),
      position: bar.position,
      strong: "",
      text: named ? bar.says : "",
    });
  }
  return drawn;
}

/**
 * All ticks of a lane as one path.
 * @param {Axis} axis
 * @param {Mark[]} list
 */
function ticks(axis, list) {
  let path = "";
  let last = -Infinity;
  const first = countUpTo(list, axis.from_us - 1, (mark) => mark.time_us);
  for (let i = first; i < list.length && list[i].time_us <= axis.to_us; i++) {
    const x = axis.x(list[i].time_us);
    if (x - last < TICK_GAP) continue;
    last = x;
    path += `M${x.toFixed(1)},0V11`;
  }
  return path;
}
