// Nearer and farther: Ctrl and the wheel, two fingers, and a drag on the empty stage while it is near.

import { el, setAttribute } from "../elements.js";
import { stage as words } from "../../words/en.js";

const FARTHEST = 0.6;
const NEAREST = 2;
/** Per pixel of wheel. */
const STEP = 1.002;

/** @typedef {{x: number, y: number}} Point */

/**
 * What of the stage is in view: a scale, and the point in its middle as a share of the stage.
 * @typedef {{scale: number, x: number, y: number}} Sight
 */

/** @type {Sight} */
export const WHOLE = { scale: 1, x: 0.5, y: 0.5 };

/** The middle stays where something of the stage is in view. @param {Sight} sight @returns {Sight} */
function within({ scale, x, y }) {
  const half = Math.max(0, 0.5 - 0.5 / scale);
  const hold = (/** @type {number} */ at) => Math.min(0.5 + half, Math.max(0.5 - half, at));
  return { scale, x: hold(x), y: hold(y) };
}

/**
 * Another scale, with the same thing under the pointer.
 * @param {Sight} sight
 * @param {number} by
 * @param {Point} at the pointer, as a share of the stage
 * @returns {Sight}
 */
export function zoomed(sight, by, at) {
  const scale = Math.min(NEAREST, Math.max(FARTHEST, sight.scale * by));
  const seen = { x: sight.x + (at.x - 0.5) / sight.scale, y: sight.y + (at.y - 0.5) / sight.scale };
  return within({ scale, x: seen.x - (at.x - 0.5) / scale, y: seen.y - (at.y - 0.5) / scale });
}

/** @param {Sight} sight @param {Point} by as a share of the stage @returns {Sight} */
export const moved = (sight, by) => within({ scale: sight.scale, x: sight.x - by.x / sight.scale, y: sight.y - by.y / sight.scale });

export class Zoom {
  #sight = WHOLE;
  #box = { width: 1, height: 1 };
  #whole = el("button", { class: "btn sm whole", type: "button", hidden: true }, words.whole);
  /** @type {Map<number, Point>} fingers, or the mouse, that are down on the empty stage */
  #down = new Map();

  /** @param {HTMLElement} root @param {SVGSVGElement} drawing */
  constructor(root, drawing) {
    this.drawing = drawing;
    root.append(this.#whole);
    this.#whole.addEventListener("click", () => this.#look(WHOLE));
    drawing.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    drawing.addEventListener("pointerdown", (event) => this.#press(event));
    drawing.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) {
      drawing.addEventListener(name, (event) => this.#down.delete(/** @type {PointerEvent} */ (event).pointerId));
    }
  }

  /** @param {{width: number, height: number}} box */
  fit(box) {
    this.#box = box;
    this.#look(this.#sight);
  }

  /** @param {Sight} sight */
  #look(sight) {
    this.#sight = sight;
    const { width, height } = this.#box;
    const { scale, x, y } = sight;
    const box = [x * width - width / scale / 2, y * height - height / scale / 2, width / scale, height / scale];
    setAttribute(this.drawing, "viewBox", box.map((number) => Number(number.toFixed(2))).join(" "));
    this.#whole.hidden = scale === 1;
  }

  /** @param {MouseEvent} event @returns {Point} */
  #at({ clientX, clientY }) {
    const { left, top, width, height } = this.drawing.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#look(zoomed(this.#sight, STEP ** -event.deltaY, this.#at(event)));
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const empty = event.target === this.drawing || (event.target instanceof Element && event.target.closest(".orbit, .region") !== null);
    if (event.button === 0 && (empty || event.pointerType === "touch")) this.#down.set(event.pointerId, this.#at(event));
  }

  /** One finger or the mouse moves what is near; two also bring it nearer. @param {PointerEvent} event */
  #move(event) {
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    const at = this.#at(event);
    const other = [...this.#down].find(([id]) => id !== event.pointerId)?.[1];
    this.#down.set(event.pointerId, at);
    if (!other && (this.#sight.scale <= 1 || event.pointerType === "touch")) return;
    const share = other ? 0.5 : 1;
    let sight = moved(this.#sight, { x: (at.x - before.x) * share, y: (at.y - before.y) * share });
    if (other) {
      const [was, is] = [Math.hypot(before.x - other.x, before.y - other.y), Math.hypot(at.x - other.x, at.y - other.y)];
      if (was > 0.01 && is > 0.01) sight = zoomed(sight, is / was, { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
    }
    this.#look(sight);
  }
}
