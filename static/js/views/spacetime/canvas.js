// Lifelines and arrows on a canvas, for windows with more marks than a document can move. The same
// tokens as the style sheet, read once for each theme.

/** @import { Frame } from "./frame.js" */
/** @import { Arrow, Scene, Segment } from "./scene.js" */
/** @import { Piece } from "./time_scale.js" */

import { el, termClass } from "../elements.js";
import { CROSS, glyphOf, HEAD, isPreVote } from "./glyphs.js";
import { HALF } from "./scene.js";

const DIM = 0.42;
const TOKENS = /** @type {const} */ (["term", "term-ink", "term-tint", "term-cell", "surface", "bg", "line-strong", "fault"]);

/** @typedef {Record<typeof TOKENS[number], string>} Colours */

/** @param {Element} parent @param {number} term @returns {Colours} */
function readColours(parent, term) {
  const probe = el("i", { class: termClass(term) });
  parent.append(probe);
  const colours = TOKENS.map((token) => {
    probe.style.color = `var(--${token})`;
    return [token, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colours);
}

export class Canvas {
  node = el("canvas", { class: "st-canvas", "aria-hidden": "true" });
  #pen = /** @type {CanvasRenderingContext2D} */ (this.node.getContext("2d"));
  /** @type {Map<string, Colours>} */
  #colours = new Map();
  #theme = "";

  /**
   * @param {Scene|null} scene null: nothing is painted here
   * @param {Frame} frame
   * @param {Piece[]} folds
   * @param {number} until along, where time ends
   * @param {string} theme
   */
  draw(scene, frame, folds, until, theme) {
    this.node.hidden = scene === null;
    if (!scene) return;
    if (theme !== this.#theme) this.#colours.clear();
    this.#theme = theme;
    const ratio = devicePixelRatio;
    const { width, height, origin } = frame;
    if (this.node.width !== Math.round(width * ratio) || this.node.height !== Math.round(height * ratio)) {
      [this.node.width, this.node.height] = [Math.round(width * ratio), Math.round(height * ratio)];
      [this.node.style.width, this.node.style.height] = [`${width}px`, `${height}px`];
    }
    const pen = this.#pen;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.setTransform(ratio, 0, 0, ratio, origin.x * ratio, origin.y * ratio);
    this.#ground(frame, folds);
    for (const segment of scene.segments) this.#segment(segment, frame);
    pen.save();
    const edge = frame.box(-20, until, 0, frame.breadth);
    pen.beginPath();
    pen.rect(edge.x, edge.y, edge.width, edge.height);
    pen.clip();
    for (const arrow of scene.arrows) this.#arrow(arrow, frame);
    pen.restore();
    pen.restore();
  }

  /** The ground and the folds, and nothing outside of them. @param {Frame} frame @param {Piece[]} folds */
  #ground(frame, folds) {
    const pen = this.#pen;
    const { surface, bg } = this.#of(0);
    pen.save();
    pen.beginPath();
    const { x, y, width, height } = frame.box(frame.begins, frame.ends, 0, frame.breadth);
    pen.rect(x, y, width, height);
    pen.clip();
    pen.fillStyle = surface;
    for (const [near, far] of frame.ranges(frame.scroll)) {
      const ground = frame.box(frame.begins, frame.ends, near, far);
      pen.beginPath();
      pen.roundRect(ground.x, ground.y, ground.width, ground.height, 10);
      pen.fill();
    }
    pen.fillStyle = bg;
    for (const fold of folds) {
      const band = frame.box(fold.from, fold.to, frame.top, frame.bottom);
      pen.fillRect(band.x, band.y, band.width, band.height);
    }
  }

  /** @param {number} term */
  #of(term) {
    const name = termClass(term);
    const known = this.#colours.get(name);
    if (known) return known;
    const read = readColours(/** @type {Element} */ (this.node.parentElement), term);
    this.#colours.set(name, read);
    return read;
  }

  /** @param {Segment} segment @param {Frame} frame */
  #segment({ look, term, paused, dim, from, to, across }, frame) {
    const pen = this.#pen;
    const colours = this.#of(term);
    pen.globalAlpha = (dim ? DIM : 1) * (paused ? 0.6 : 1);
    pen.beginPath();
    if (look === "down") {
      const [one, two] = [frame.point(from, across), frame.point(to, across)];
      pen.moveTo(one.x, one.y);
      pen.lineTo(two.x, two.y);
      [pen.strokeStyle, pen.lineWidth] = [colours["line-strong"], 1.5];
      pen.setLineDash([1.5, 4]);
      pen.stroke();
    } else {
      const { x, y, width, height } = frame.box(from, to, across - HALF[look], across + HALF[look]);
      pen.roundRect(x, y, width, height, 3);
      pen.fillStyle = { follower: colours["term-cell"], leader: colours.term, candidate: colours["term-tint"], pre_candidate: colours.surface }[look];
      pen.fill();
      [pen.strokeStyle, pen.lineWidth] = [colours["term-ink"], look === "follower" ? 1 : look === "leader" ? 1.25 : 2];
      pen.setLineDash(look === "pre_candidate" ? [4, 3] : []);
      pen.stroke();
    }
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  /** @param {Arrow} arrow @param {Frame} frame */
  #arrow(arrow, frame) {
    const pen = this.#pen;
    const { flight, from, to, dim, lit, end } = arrow;
    const colours = this.#of(flight.term);
    const [one, two] = [frame.point(from.along, from.across), frame.point(to.along, to.across)];
    pen.globalAlpha = dim ? DIM : 1;
    [pen.strokeStyle, pen.lineWidth] = [colours["term-ink"], lit ? 2.8 : 1.4];
    pen.setLineDash(isPreVote(flight.look) ? [4, 3] : []);
    pen.beginPath();
    pen.moveTo(one.x, one.y);
    pen.lineTo(two.x, two.y);
    pen.stroke();
    pen.setLineDash([]);
    this.#stamp(two, end === "head" ? Math.atan2(two.y - one.y, two.x - one.x) : 0, () => {
      if (end === "head") [pen.fillStyle] = [colours["term-ink"]];
      else [pen.strokeStyle, pen.lineWidth] = [colours.fault, 2.4];
      if (end === "head") pen.fill(new Path2D(HEAD));
      else if (end === "cross") pen.stroke(new Path2D(CROSS));
    });
    const { shape, mark, hollow } = glyphOf(flight.look);
    if (arrow.glyph) this.#stamp(frame.point(arrow.glyph.along, arrow.glyph.across), 0, () => {
      pen.fillStyle = hollow ? colours.surface : colours.term;
      [pen.strokeStyle, pen.lineWidth] = [colours["term-ink"], 1.25];
      pen.fill(new Path2D(shape));
      pen.setLineDash(hollow && !mark ? [2, 1.5] : []);
      pen.stroke(new Path2D(shape));
      if (mark) pen.stroke(new Path2D(mark));
    });
    pen.globalAlpha = 1;
  }

  /** @param {{x: number, y: number}} at @param {number} turn @param {() => void} draw */
  #stamp({ x, y }, turn, draw) {
    this.#pen.save();
    this.#pen.translate(x, y);
    this.#pen.rotate(turn);
    draw();
    this.#pen.restore();
  }
}
