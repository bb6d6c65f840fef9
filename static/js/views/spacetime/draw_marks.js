// The marks of a scene as SVG: lifelines, arrows, discs, signs and the titles in leaders' bars.

/** @import { Frame } from "./frame.js" */
/** @import { Arrow, Disc, Scene, Segment, Sign, Title } from "./scene.js" */

import { createJoin } from "../../keyed.js";
import { words } from "../../words/en_spacetime.js";
import { setAttribute, setText, svg, termClass } from "../elements.js";
import { CROSS, glyphOf, HEAD, isPreVote } from "./glyphs.js";
import { HALF } from "./scene.js";

/** Room for the text of a commit. */
const COMMIT_ROOM = 120;

/** The angle of an arrow, in degrees. @param {Frame} frame @param {Arrow} arrow */
function angleOf(frame, { from, to }) {
  const one = frame.point(from.along, from.across);
  const two = frame.point(to.along, to.across);
  return (Math.atan2(two.y - one.y, two.x - one.x) * 180) / Math.PI;
}

/** @param {Arrow} arrow */
function arrowClass({ flight, dim, lit, end }) {
  const state = `${dim ? " dim" : ""}${lit ? " cone" : ""}${end === "cross" ? " lost" : ""}`;
  return `arr ${flight.look} ${termClass(flight.term)}${isPreVote(flight.look) ? " dashed" : ""}${state}`;
}

/** @param {Arrow} arrow */
function newArrow({ flight }) {
  const { shape, mark } = glyphOf(flight.look);
  const glyph = svg("g", { class: "gg" }, svg("path", { class: "gl", d: shape }), mark ? svg("path", { class: "gm", d: mark }) : null);
  return svg("g", { "data-message": flight.id }, svg("path", { class: "ar" }), svg("path", { class: "ah" }), glyph);
}

/** @param {SVGGElement} node @param {Arrow} arrow @param {Frame} frame */
function placeArrow(node, arrow, frame) {
  const [line, end, glyph] = node.children;
  const { from, to } = arrow;
  setAttribute(node, "class", arrowClass(arrow));
  setAttribute(line, "d", `M${frame.text(from.along, from.across)}L${frame.text(to.along, to.across)}`);
  const turn = arrow.end === "head" ? ` rotate(${angleOf(frame, arrow).toFixed(1)})` : "";
  setAttribute(end, "class", arrow.end === "cross" ? "ax" : "ah");
  setAttribute(end, "d", arrow.end === "cross" ? CROSS : arrow.end === "head" ? HEAD : "M0,0");
  setAttribute(end, "transform", `translate(${frame.text(to.along, to.across)})${turn}`);
  setAttribute(glyph, "display", arrow.glyph ? null : "none");
  if (arrow.glyph) setAttribute(glyph, "transform", `translate(${frame.text(arrow.glyph.along, arrow.glyph.across)})`);
}

/** @param {Segment} segment */
const segmentClass = ({ look, term, paused, dim }) => `life ${look} ${termClass(term)}${paused ? " paused" : ""}${dim ? " dim" : ""}`;

/** @param {Element} node @param {Segment} segment @param {Frame} frame */
function placeSegment(node, segment, frame) {
  const { look, from, to, across } = segment;
  setAttribute(node, "class", segmentClass(segment));
  if (look === "down") {
    setAttribute(node, "d", `M${frame.text(from, across)}L${frame.text(to, across)}`);
    return;
  }
  const { x, y, width, height } = frame.box(from, to, across - HALF[look], across + HALF[look]);
  const r = Math.min(look === "follower" ? 2.5 : 3, width / 2, height / 2);
  const [right, bottom] = [x + width, y + height];
  const corner = `a${r},${r} 0 0 1`;
  setAttribute(
    node,
    "d",
    `M${x + r},${y}H${right - r}${corner} ${r},${r}V${bottom - r}${corner} ${-r},${r}H${x + r}${corner} ${-r},${-r}V${y + r}${corner} ${r},${-r}Z`,
  );
}

/** @param {Element} node @param {Disc} disc @param {Frame} frame */
function placeDisc(node, { term, dim, along, across }, frame) {
  setAttribute(node, "class", `disc ${termClass(term)}${dim ? " dim" : ""}`);
  setAttribute(node, "transform", `translate(${frame.text(along, across)})`);
  setText(/** @type {Element} */ (node.lastChild), String(term));
}

/** @param {Sign} sign @param {Frame} frame */
function newSign({ kind, index }, frame) {
  if (kind === "crash") return svg("g", {}, svg("path", { class: "ax", d: CROSS }));
  if (kind === "restart") return svg("g", {}, svg("path", { class: "tick", d: frame.turned ? "M-8,0H8" : "M0,-8V8" }));
  const stem = svg("path", { class: "tick", d: frame.turned ? "M11,0H18" : "M0,11V18" });
  return svg("g", {}, stem, svg("text", {}, words.commits(index)));
}

/** A commit's text stands after its mark, or before it where there is no room. @param {Element} node @param {Sign} sign @param {Frame} frame */
function placeCommit(node, { along, across }, frame) {
  const text = /** @type {Element} */ (node.lastElementChild);
  const { x } = frame.point(along, across);
  const after = x + frame.origin.x + COMMIT_ROOM < frame.width;
  const off = frame.turned ? 21 : 4;
  setAttribute(text, "x", String(after ? off : -off));
  setAttribute(text, "y", frame.turned ? "4" : "21");
  setAttribute(text, "text-anchor", after ? "start" : "end");
  if (frame.turned) setAttribute(/** @type {Element} */ (node.firstElementChild), "d", after ? "M11,0H18" : "M-11,0H-18");
}

/** @param {Element} node @param {Title} title @param {Frame} frame */
function placeTitle(node, { server, term, whole, along, across }, frame) {
  setAttribute(node, "class", `lifetitle ${termClass(term)}`);
  const turn = frame.turned ? " rotate(90)" : "";
  setAttribute(node, "transform", `translate(${frame.text(along, across)})${turn}`);
  setText(node, whole ? words.leads(server, term) : words.leadsShort(server, term));
}

/** The layers that a body of SVG is made of, from bottom to top. */
export class Marks {
  lives = svg("g", { class: "lives" });
  titles = svg("g", { class: "titles" });
  arrows = svg("g", { class: "arrows" });
  discs = svg("g", { class: "discs" });
  /** @type {Frame} */
  #frame;
  #join;

  /** @param {Frame} frame */
  constructor(frame) {
    this.#frame = frame;
    /** @template {{key: string}} Item @template {Element} Node @param {Element} parent @param {(item: Item) => Node} enter @param {(node: Node, item: Item) => void} update */
    const join = (parent, enter, update) => createJoin(parent, { key: (/** @type {Item} */ item) => item.key, enter, update });
    this.#join = {
      segments: join(this.lives, (/** @type {Segment} */ _) => svg("path"), (node, item) => placeSegment(node, item, this.#frame)),
      titles: join(this.titles, (/** @type {Title} */ _) => svg("text", { dy: ".35em" }), (node, item) => placeTitle(node, item, this.#frame)),
      arrows: join(this.arrows, newArrow, (node, item) => placeArrow(node, item, this.#frame)),
      discs: join(this.discs, (/** @type {Disc} */ _) => svg("g", {}, svg("circle", { r: 8.5 }), svg("text", { dy: ".35em" })), (node, item) => placeDisc(node, item, this.#frame)),
      signs: join(this.discs, (/** @type {Sign} */ sign) => newSign(sign, this.#frame), (node, item) => this.#placeSign(node, item)),
    };
  }

  /** @param {Element} node @param {Sign} sign */
  #placeSign(node, sign) {
    const { kind, dim, along, across } = sign;
    if (kind === "commit") placeCommit(node, sign, this.#frame);
    setAttribute(node, "class", `sign ${kind}${dim ? " dim" : ""}`);
    setAttribute(node, "transform", `translate(${this.#frame.text(along, across)})`);
  }

  /**
   * @param {Scene} scene
   * @param {Frame} frame of the same direction as before
   * @param {boolean} body whether lifelines and arrows are drawn here, and not on the canvas
   */
  draw(scene, frame, body) {
    this.#frame = frame;
    this.#join.segments(body ? scene.segments : []);
    this.#join.arrows(body ? scene.arrows : []);
    this.#join.titles(scene.titles);
    this.#join.discs(scene.discs);
    this.#join.signs(scene.signs);
  }
}
