// The Partition tool: what a line is drawn round becomes a group of its own.

/** @import { Send, ViewModel } from "../../frames.js" */
/** @import { Point, Ring } from "../../layout.js" */

import { groupsOf } from "../../links.js";
import { stage as words } from "../../words/en.js";
import { setAttribute, svg } from "../elements.js";

const STEP = 4;

/** Whether a point lies within a line that is closed (even-odd rule). @param {Point} point @param {Point[]} line */
export function isWithin({ x, y }, line) {
  let within = false;
  line.forEach((a, i) => {
    const b = line[(i + line.length - 1) % line.length];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within;
  });
  return within;
}

/**
 * The partition that a line makes: what is inside and the rest, or one more group beside those there are.
 * @param {string[]} inside
 * @param {string[][]} groups as they are now
 * @param {boolean} more
 * @returns {string|null} null where nothing would be parted
 */
export function partitionOf(inside, groups, more) {
  const drawn = new Set(inside);
  const all = groups.flat();
  if (drawn.size === 0 || drawn.size === all.length) return null;
  const rest = (more ? groups : [all]).map((group) => group.filter((id) => !drawn.has(id))).filter((group) => group.length > 0);
  const order = (/** @type {string[]} */ group) => [...group].sort().join(" ");
  return `partition ${[inside, ...rest].map(order).join(" | ")}`;
}

export class Lasso {
  #path = svg("path", { class: "lasso" });
  /** @type {Point[]} */
  #line = [];
  #pointer = -1;

  /**
   * @param {SVGSVGElement} drawing
   * @param {Send} send
   * @param {() => {vm: ViewModel|null, ring: Ring|null}} now
   */
  constructor(drawing, send, now) {
    this.drawing = drawing;
    this.send = send;
    this.now = now;
    drawing.append(this.#path);
    // before anything else hears of it: with this tool a press on a server begins a line
    drawing.addEventListener("pointerdown", (event) => this.#down(event), { capture: true });
    drawing.addEventListener("pointermove", (event) => this.#move(event));
    drawing.addEventListener("pointerup", (event) => this.#up(event));
    drawing.addEventListener("pointercancel", () => this.#end());
    drawing.addEventListener("click", (event) => this.#swallow(event), { capture: true });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.#pointer < 0) return;
      event.preventDefault();
      this.#end();
    }, { capture: true });
  }

  get #isOn() {
    return this.now().vm?.tool === "partition";
  }

  /** @param {PointerEvent} event @returns {Point} */
  #at({ clientX, clientY }) {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(this.drawing.getScreenCTM()?.inverse());
    return { x, y };
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (!this.#isOn || event.button !== 0) return;
    event.stopPropagation();
    event.preventDefault();
    this.#pointer = event.pointerId;
    this.drawing.setPointerCapture(event.pointerId);
    this.#line = [this.#at(event)];
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#pointer) return;
    const at = this.#at(event);
    const last = this.#line[this.#line.length - 1];
    if (Math.hypot(at.x - last.x, at.y - last.y) < STEP) return;
    this.#line.push(at);
    setAttribute(this.#path, "d", `M${this.#line.map(({ x, y }) => `${x.toFixed(0)},${y.toFixed(0)}`).join("L")}Z`);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (event.pointerId !== this.#pointer) return;
    const { vm, ring } = this.now();
    const line = this.#line;
    this.#end();
    if (!vm?.state || !ring || line.length < 3) return;
    const inside = [...ring.spots].filter(([, spot]) => isWithin(spot, line)).map(([id]) => id);
    const text = partitionOf(inside, groupsOf(vm.state), event.shiftKey);
    this.send(text ? { type: "directive", text } : { type: "toast", says: words.lassoHint });
  }

  #end() {
    this.#pointer = -1;
    this.#line = [];
    setAttribute(this.#path, "d", null);
  }

  /** @param {Event} event */
  #swallow(event) {
    if (this.#isOn) event.stopPropagation();
  }
}
