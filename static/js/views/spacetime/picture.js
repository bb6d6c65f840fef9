// The whole drawing: ground, ruler, folds, the body with its marks, the selected event, the playhead
// and the names of the servers.

/** @import { Compared } from "./comparison.js" */
/** @import { Frame } from "./frame.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Piece, TimeScale } from "./time_scale.js" */

import { createJoin } from "../../keyed.js";
import { setAttribute, setText, svg } from "../elements.js";
import { textWidth } from "../stage/measure.js";
import { rulerText } from "../time_axis.js";
import { BEFORE, CompareFrame } from "./compare_frame.js";
import { CompareMarks } from "./draw_compare.js";
import { Marks } from "./draw_marks.js";

const ZIGZAG = { step: 13, half: 2.6 };
const LABEL = { room: 14, above: 24, beside: 9, height: 20, size: 11, weight: 600 };
let made = 0;

/**
 * @typedef {object} Chosen the selected event, or the one under the pointer
 * @property {number} along
 * @property {number} across
 * @property {string} says
 *
 * @typedef {object} Look
 * @property {Frame} frame
 * @property {TimeScale} scale
 * @property {Scene} scene
 * @property {boolean} body drawn here and not on the canvas
 * @property {number} until_us
 * @property {number|null} now_us the playhead; null: none is drawn
 * @property {Chosen[]} chosen
 * @property {string|null} server the selected one
 * @property {Compared|null} [compared]
 * @property {Map<string, string>} [branches] what each is called
 */

/** A line across time that turns at every step. @param {Frame} frame @param {number} along @param {number} near @param {number} far */
function zigzag(frame, along, near, far) {
  const { step, half } = ZIGZAG;
  let path = "";
  for (let across = near, side = -half; across < far; across += step, side = -side) {
    path += `${path ? "L" : "M"}${frame.text(along + side, across)}`;
  }
  return path;
}

export class Picture {
  #clip = svg("rect");
  #grounds = svg("g");
  #ruler = svg("g", { class: "tt" });
  #folds = svg("g", { class: "fold" });
  #now = svg("g", { class: "now" }, svg("path", { class: "nowline" }), svg("path", { class: "nowpin", d: "M-6,-10H6V-3L0,4L-6,-3Z" }));
  #chosen = svg("g", { class: "chosen" });
  #labels = svg("g", { class: "names" });
  #window = svg("rect");
  #body = svg("g");
  #compare = new CompareMarks();
  /** @type {Marks} */
  #marks;
  node;

  /** @param {Frame} frame its direction stays */
  constructor(frame) {
    const [clip, window] = [`st-now-${++made}`, `st-window-${made}`];
    this.#marks = new Marks(frame);
    this.#body.append(this.#ruler, this.#folds, this.#compare.node, this.#marks.lives, this.#marks.titles);
    const arrows = svg("g", { "clip-path": `url(#${clip})` }, this.#marks.arrows);
    this.#body.append(arrows, this.#marks.discs, this.#now, this.#chosen);
    const defs = svg("defs", {}, svg("clipPath", { id: clip }, this.#clip), svg("clipPath", { id: window }, this.#window));
    const seen = svg("g", { "clip-path": `url(#${window})` }, this.#body);
    this.node = svg("svg", { class: `st-svg${frame.turned ? " turned" : ""}`, "aria-hidden": "true" }, defs, this.#grounds, seen, this.#labels);
    this.#joins = this.#makeJoins();
  }

  #joins;

  #makeJoins() {
    const key = (/** @type {any} */ item) => String(item.key);
    return {
      ticks: createJoin(this.#ruler, { key, enter: () => svg("g", {}, svg("path"), svg("text")), update: (node, item) => this.#placeTick(node, item) }),
      folds: createJoin(this.#folds, { key, enter: () => svg("g", {}, svg("path", { class: "band" }), svg("path")), update: (node, item) => this.#placeFold(node, item) }),
      grounds: createJoin(this.#grounds, { key, enter: () => svg("rect", { class: "ground", rx: 10 }), update: (node, { from, to, near, far }) => this.#lay(node, from, to, near, far, this.#look.frame.origin) }),
      chosen: createJoin(this.#chosen, { key, enter: newCallout, update: (node, item) => this.#placeCallout(node, item) }),
      names: createJoin(this.#labels, { key, enter: ({ id }) => svg("text", { "data-server": id }, id), update: (node, item) => this.#placeName(node, item) }),
    };
  }

  /** @type {Look} */
  #look = /** @type {any} */ (null);

  /** @param {Look} look */
  draw(look) {
    this.#look = look;
    const { frame, scale, scene } = look;
    const { width, height, origin } = frame;
    setAttribute(this.node, "width", String(width));
    setAttribute(this.node, "height", String(height));
    setAttribute(this.node, "viewBox", `0 0 ${width} ${height}`);
    setAttribute(this.#body, "transform", `translate(${origin.x.toFixed(1)},${origin.y.toFixed(1)})`);
    // where branches part, their panels begin
    const begins = Math.max(frame.begins, scale.gap ? scale.gap.to - BEFORE : frame.begins);
    this.#joins.grounds(frame.ranges(begins + BEFORE + 1).map(([near, far], i) => ({ key: String(i), from: begins, to: frame.ends, near, far })));
    this.#lay(this.#window, frame.begins, frame.ends, 0, frame.breadth, origin);
    this.#lay(this.#clip, -20, scale.at(look.until_us), 0, frame.breadth);
    const { times, step_us } = scale.ticks(frame.from, frame.to);
    this.#joins.ticks(times.map((time) => ({ key: String(time), time, text: rulerText(time, step_us) })));
    this.#joins.folds(this.foldsInView(frame, scale).map((fold) => ({ key: `${fold.from_us} ${fold.to_us}`, fold })));
    if (frame instanceof CompareFrame) this.#compare.draw(look.compared ?? null, frame, scale, look.branches ?? new Map());
    else setAttribute(this.#compare.node, "display", "none");
    this.#marks.draw(scene, frame, look.body);
    this.#joins.chosen(look.chosen.map((chosen, i) => ({ key: String(i), ...chosen })));
    this.#joins.names(this.#names(frame));
    this.#drawNow(look);
  }

  /** @param {Frame} frame @param {TimeScale} scale @returns {Piece[]} */
  foldsInView(frame, scale) {
    return scale.folds.filter(({ from, to }) => to >= frame.from && from <= frame.to);
  }

  /** @param {SVGRectElement} rect @param {number} from @param {number} to @param {number} near @param {number} far @param {{x: number, y: number}} [origin] */
  #lay(rect, from, to, near, far, origin = { x: 0, y: 0 }) {
    const { x, y, width, height } = this.#look.frame.box(from, to, near, far);
    setAttribute(rect, "x", (x + origin.x).toFixed(1));
    setAttribute(rect, "y", (y + origin.y).toFixed(1));
    setAttribute(rect, "width", width.toFixed(1));
    setAttribute(rect, "height", height.toFixed(1));
  }

  /** @param {Element} node @param {{time: number, text: string}} tick */
  #placeTick(node, { time, text }) {
    const { frame, scale } = this.#look;
    const along = scale.at(time);
    setAttribute(node.children[0], "d", frame.ranges(along).map(([near, far]) => `M${frame.text(along, near)}L${frame.text(along, far)}`).join(""));
    const { x, y } = frame.point(along, frame.turned ? frame.head - 12 : frame.ranges(along)[0][0] - 8);
    setAttribute(node.children[1], "x", x.toFixed(1));
    setAttribute(node.children[1], "y", (frame.turned ? y + 4 : y).toFixed(1));
    setText(node.children[1], text);
  }

  /** @param {Element} node @param {{fold: Piece}} item */
  #placeFold(node, { fold: { from, to } }) {
    const { frame } = this.#look;
    const ranges = frame.ranges(from);
    const band = ranges.map(([near, far]) => {
      const { x, y, width, height } = frame.box(from, to, near + 1, far - 1);
      return `M${x.toFixed(1)},${y.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${-width.toFixed(1)}Z`;
    });
    setAttribute(node.children[0], "d", band.join(""));
    setAttribute(node.children[1], "d", ranges.map(([near, far]) => zigzag(frame, (from + to) / 2, near, far)).join(""));
  }

  /** Writes under each fold what it hides; on the page that is said by buttons. @param {(fold: Piece) => string[]} says */
  nameFolds(says) {
    const { frame, scale } = this.#look;
    for (const fold of this.foldsInView(frame, scale)) {
      const x = (fold.from + fold.to) / 2;
      this.#folds.append(...says(fold).map((text, i) => svg("text", { x, y: frame.ranges(fold.from)[frame.ranges(fold.from).length - 1][1] + 14 + 13 * i }, text)));
    }
  }

  /** @param {Element} node @param {Chosen} chosen */
  #placeCallout(node, { along, across, says }) {
    const { frame } = this.#look;
    const [ring, box, text] = node.children;
    const { x, y } = frame.point(along, across);
    setAttribute(ring, "cx", x.toFixed(1));
    setAttribute(ring, "cy", y.toFixed(1));
    setText(text, says);
    const width = textWidth(says, LABEL.size, LABEL.weight) + LABEL.room;
    const { origin } = frame;
    const [least, most] = [frame.turned ? 4 : frame.lead - 8 - origin.x, frame.width - width - 16 - origin.x];
    const left = Math.max(least, Math.min(most, x + LABEL.beside));
    // below its event, unless that is the last lane
    const lower = y + LABEL.above + LABEL.height < (frame.turned ? frame.height - origin.y : frame.bottom + 8);
    const top = lower ? y + LABEL.above - LABEL.height / 2 : y - LABEL.above - LABEL.height / 2;
    for (const [name, value] of Object.entries({ x: left, y: top, width, height: LABEL.height })) setAttribute(box, name, value.toFixed(1));
    setAttribute(text, "x", (left + LABEL.room / 2).toFixed(1));
    setAttribute(text, "y", (top + 14).toFixed(1));
    setAttribute(box, "visibility", says ? null : "hidden");
  }

  /** The names stand by the lanes that are first in view. @param {Frame} frame */
  #names(frame) {
    const lanes = frame instanceof CompareFrame && frame.scroll > frame.gap.from - 10 ? frame.panels.map((panel) => panel.lanes) : [frame.lanes];
    return lanes.flatMap((some, i) => [...some].map(([id, across]) => ({ key: `${i} ${id}`, id, across })));
  }

  /** @param {Element} node @param {{id: string, across: number}} item */
  #placeName(node, { id, across }) {
    const { frame, server } = this.#look;
    setAttribute(node, "class", `lifelabel${server === id ? " on" : ""}`);
    setAttribute(node, "x", (frame.turned ? across : 16).toFixed(1));
    setAttribute(node, "y", (frame.turned ? 20 : across + 4.5).toFixed(1));
  }

  /** @param {Look} look */
  #drawNow({ frame, scale, now_us }) {
    setAttribute(this.#now, "display", now_us === null ? "none" : null);
    if (now_us === null) return;
    const along = scale.at(now_us);
    const [line, pin] = this.#now.children;
    const ranges = frame.ranges(along);
    const top = ranges[0][0] - 4;
    setAttribute(line, "d", `M${frame.text(along, top)}L${frame.text(along, ranges[ranges.length - 1][1])}`);
    setAttribute(pin, "transform", `translate(${frame.text(along, top)})${frame.turned ? " rotate(-90)" : ""}`);
  }
}

function newCallout() {
  return svg("g", {}, svg("circle", { class: "ring", r: 13 }), svg("rect", { rx: 4 }), svg("text"));
}
