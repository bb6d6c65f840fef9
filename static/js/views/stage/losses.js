// Marks of messages that were lost: the dashed outline with a cross where it happened. It fades
// while time goes on, and stays as long as the step that lost it is looked at.

/** @import { Message, State, Step, ViewModel } from "../../frames.js" */
/** @import { Ring } from "../../layout.js" */

import { along, wayBetween } from "../../layout.js";
import { flightPart } from "../../motion.js";
import { svg, termClass } from "../elements.js";
import { countUpTo } from "../fold.js";
import { classOf, crossPart, shapeParts } from "./shapes.js";

const FADE_MS = 420;
/** Where a message is marked that was lost as it was sent. */
const LOST_AT = 0.3;
/** So many steps may lie between two pictures; after more of them it was a jump. */
const TOGETHER = 32;

/** The steps since the last picture while time runs; else the one on show. @param {ViewModel} vm @param {{branch: string, position: number}} last @returns {Step[]} */
function passed(vm, last) {
  const by = vm.position - last.position;
  if (!vm.playing || vm.branch !== last.branch || by < 2 || by > TOGETHER) return vm.step ? [vm.step] : [];
  const end = countUpTo(vm.steps, vm.position, (step) => step.position);
  return vm.steps.slice(end - by, end);
}

export class Losses {
  /** @type {Map<string, SVGGElement>} */
  #marks = new Map();
  #layer;
  #shown = "";
  #last = { branch: "", position: 0 };
  /** What was under way in the picture before. @type {Message[]} */
  #seen = [];
  /** @type {Ring|null} */
  #ring = null;

  /** @param {SVGGElement} layer */
  constructor(layer) {
    this.#layer = layer;
  }

  /** @param {ViewModel} vm @param {State} state @param {Ring} ring */
  update(vm, state, ring) {
    const now = `${vm.branch} ${vm.position}`;
    if (now === this.#shown && ring === this.#ring) return;
    if (ring !== this.#ring) {
      for (const mark of this.#marks.values()) mark.remove();
      this.#marks.clear();
    }
    const last = this.#last;
    this.#last = { branch: vm.branch, position: vm.position };
    this.#shown = now;
    this.#ring = ring;
    for (const [key, mark] of this.#marks) {
      if (!mark.classList.contains("fading") && !key.startsWith(`${vm.position} `)) this.#fade(key, mark);
    }
    for (const step of passed(vm, last)) this.#add(step, vm.previous ?? state, ring, vm.playing);
    this.#seen = state.messages;
  }

  /** @param {Step} step @param {State} before @param {Ring} ring @param {boolean} passing */
  #add(step, before, ring, passing) {
    for (const event of step.events) {
      if (event.kind !== "MessageDropped") continue;
      const key = `${step.position} ${event.message.id}`;
      const way = wayBetween(ring, event.message.from, event.message.to);
      if (!way || this.#marks.has(key)) continue;
      const known = [...before.messages, ...this.#seen].find(({ id }) => id === event.message.id);
      /** @type {Message} */
      const message = known ?? { ...event.message, entries: [], sent_at_us: 0, deliver_at_us: null, sent_at_position: step.position };
      const part = known && known.deliver_at_us !== null ? flightPart(known, step.time_us) : LOST_AT;
      const shape = svg("g", { transform: `scale(${ring.scale})` }, ...shapeParts(message, false), crossPart());
      const mark = svg("g", { class: `msg ${classOf(message)} ${termClass(message.term)} dropped` }, shape);
      const { x, y } = along(way, Math.max(0.08, Math.min(0.92, part)));
      mark.style.transform = `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`;
      this.#layer.append(mark);
      this.#marks.set(key, mark);
      if (passing) this.#fade(key, mark);
    }
  }

  /** @param {string} key @param {SVGGElement} mark */
  #fade(key, mark) {
    mark.classList.add("fading");
    setTimeout(() => {
      mark.remove();
      if (this.#marks.get(key) === mark) this.#marks.delete(key);
    }, FADE_MS);
  }
}
