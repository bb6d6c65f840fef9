// Messages too fast to follow: ticks that run along their link, and how many there were.

/** @import { Step, ViewModel } from "../../frames.js" */
/** @import { Ring } from "../../layout.js" */

import { createJoin } from "../../keyed.js";
import { along, wayBetween } from "../../layout.js";
import { setAttribute, setText, svg, termClass } from "../elements.js";

const WINDOW_MS = 600;
const COUNT_EVERY_MS = 250;
const ASIDE = 4;
const STEPS_AT_MOST = 400;

/** @typedef {{key: string, from: string, to: string, term: number, at_ms: number[]}} Stream */

/** @param {SVGGElement} node @param {Stream} stream @param {Ring} ring */
function draw(node, { from, to, term, at_ms }, ring) {
  const way = wayBetween(ring, from, to);
  if (!way) return;
  const [line, text] = node.children;
  const [a, b, at] = [along(way, 0, ASIDE), along(way, 1, ASIDE), along(way, 0.3, ASIDE + 11)];
  setAttribute(node, "class", `flow ${termClass(term)}`);
  for (const [name, value] of Object.entries({ x1: a.x, y1: a.y, x2: b.x, y2: b.y })) {
    setAttribute(line, name, value.toFixed(1));
  }
  setAttribute(text, "x", at.x.toFixed(1));
  setAttribute(text, "y", (at.y + 3.5).toFixed(1));
  setText(text, String(at_ms.length));
}

export class Flow {
  /** @type {Map<string, Stream>} */
  #streams = new Map();
  /** @type {Ring|null} */
  #ring = null;
  #position = 0;
  #counted_ms = 0;
  #join;

  /** @param {SVGGElement} layer */
  constructor(layer) {
    this.#join = createJoin(layer, {
      key: (/** @type {Stream} */ stream) => stream.key,
      enter: () => svg("g", { class: "flow" }, svg("line"), svg("text")),
      update: (node, stream) => {
        if (this.#ring) draw(node, stream, this.#ring);
      },
    });
  }

  /** @param {ViewModel} vm @param {Ring} ring @param {boolean} on */
  update(vm, ring, on) {
    if (!on) {
      if (this.#streams.size > 0) {
        this.#streams.clear();
        this.#join([]);
      }
      this.#position = vm.position;
      return;
    }
    const now_ms = performance.now();
    this.#ring = ring;
    this.#count(vm, now_ms);
    if (now_ms - this.#counted_ms < COUNT_EVERY_MS) return;
    this.#counted_ms = now_ms;
    for (const [key, stream] of this.#streams) {
      stream.at_ms = stream.at_ms.filter((at) => now_ms - at < WINDOW_MS);
      if (stream.at_ms.length === 0) this.#streams.delete(key);
    }
    this.#join(this.#streams.values());
  }

  /** Counts what was sent since the last picture. @param {ViewModel} vm @param {number} now_ms */
  #count(vm, now_ms) {
    this.#position = Math.min(this.#position, vm.position);
    for (let i = vm.steps.length - 1, seen = 0; i >= 0 && seen < STEPS_AT_MOST; i--) {
      const step = vm.steps[i];
      if (step.position <= this.#position) break;
      if (step.position > vm.position) continue;
      seen += 1;
      this.#take(step, now_ms);
    }
    this.#position = vm.position;
  }

  /** @param {Step} step @param {number} now_ms */
  #take(step, now_ms) {
    for (const event of step.events) {
      if (event.kind !== "MessageSent") continue;
      const { from, to, term } = event.message;
      const key = `${from}>${to}`;
      const stream = this.#streams.get(key) ?? { key, from, to, term, at_ms: [] };
      stream.term = term;
      stream.at_ms.push(now_ms);
      this.#streams.set(key, stream);
    }
  }
}
