// Which event the Why tab is about, and when the server is asked to explain it.

import { countUpTo } from "../fold.js";

/**
 * @import { Send, ViewModel } from "../../view_types.js"
 */

const SETTLE_MS = 140; // whoever scrubs is asked about where they stop
const DWELL_MS = 1800; // while time runs, an explanation stays at least this long

/** @typedef {{position: number, server: string|null}} Target */

/**
 * The event that is to be explained; null when it was asked for by whoever selected.
 * @param {ViewModel} vm
 * @returns {Target|null}
 */
export function targetOf(vm) {
  const { selection } = vm;
  switch (selection?.kind) {
    case "event":
      return { position: selection.position, server: null };
    case "entry":
      return null;
    case "server":
      return { position: vm.position, server: selection.id };
    case "message": {
      const message = vm.state?.messages.find((each) => String(each.id) === selection.id);
      return message ? { position: message.sent_at_position, server: null } : null;
    }
  }
  if (!vm.playing) return vm.position > 0 ? { position: vm.position, server: null } : null;
  for (let i = countUpTo(vm.steps, vm.position, (step) => step.position) - 1; i >= 0; i--) {
    if (vm.steps[i].interesting) return { position: vm.steps[i].position, server: null };
  }
  return null;
}

export class Asker {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  #asked = "";
  #wanted = "";
  #asked_ms = -Infinity;

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {ViewModel} vm */
  update(vm) {
    if (vm.connection.state !== "open") this.#asked = "";
    if (vm.tab !== "why" || vm.connection.state !== "open") return;
    const target = targetOf(vm);
    if (!target) return;
    const key = `${vm.branch} ${target.position} ${target.server}`;
    const { why } = vm;
    if (why && why.branch === vm.branch && why.position === target.position && target.server === null) {
      this.#asked = key;
      clearTimeout(this.#timer);
      return;
    }
    if (key === this.#asked || key === this.#wanted) return;
    const wait = vm.playing ? Math.max(SETTLE_MS, this.#asked_ms + DWELL_MS - performance.now()) : SETTLE_MS;
    if (vm.playing && this.#wanted) return;
    this.#wanted = key;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(key, target), wait);
  }

  /**
   * @param {string} key
   * @param {Target} target
   */
  #ask(key, target) {
    this.#asked = key;
    this.#wanted = "";
    this.#asked_ms = performance.now();
    this.send({ type: "explain", ...target });
  }
}
