// Which event the Why tab is about, and when the server is asked to explain it.

import { countUpTo } from "../fold.js";

/**
 * @import { Send, ViewModel } from "../../view_types.js"
 */

const SETTLE_MS = 140; // whoever scrubs is asked about where they stop
const DWELL_MS = 1800; // while time runs, an explanation stays at least this long
const DWELL_IN_A_ROOM_MS = 4000;

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
  /** @type {import("../../view_types.js").Why|null} */
  #shown = null;
  /** When the explanation on show was asked for or, after that, came. */
  #since_ms = -Infinity;
  /** The explanation on show was asked for while time ran, and not by somebody who chose an event. */
  #inPassing = false;
  /** @type {{key: string, target: Target}|null} what is asked for when the time has come */
  #wanted = null;

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {ViewModel} vm */
  update(vm) {
    if (vm.why !== this.#shown) {
      this.#shown = vm.why;
      this.#since_ms = performance.now();
    }
    if (vm.connection.state !== "open") this.#asked = "";
    if (vm.tab !== "why" || vm.connection.state !== "open") return;
    const target = targetOf(vm);
    if (!target) return;
    const key = `${vm.branch} ${target.position} ${target.server}`;
    const { why } = vm;
    if (why && why.branch === vm.branch && why.position === target.position && target.server === null) {
      this.#asked = key;
      this.#forget();
      return;
    }
    if (key === this.#asked) return this.#forget();
    if (key === this.#wanted?.key) return;
    // while time runs the wait goes on, and what is asked at its end is the newest
    const waits = vm.playing && this.#wanted !== null;
    this.#wanted = { key, target };
    if (waits) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#askLater(vm), SETTLE_MS);
  }

  /** Once the explanation on show has stayed long enough. @param {ViewModel} vm */
  #askLater(vm) {
    const dwell = vm.projector ? DWELL_IN_A_ROOM_MS : DWELL_MS;
    const chosen = vm.selection !== null && !vm.playing;
    const stays = vm.playing || (vm.projector && this.#inPassing && !chosen);
    const wait = stays ? this.#since_ms + dwell - performance.now() : 0;
    if (wait > 0) this.#timer = setTimeout(() => this.#askLater(vm), wait);
    else this.#ask(vm.playing);
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#wanted = null;
  }

  /** @param {boolean} inPassing */
  #ask(inPassing) {
    const wanted = this.#wanted;
    this.#wanted = null;
    if (!wanted) return;
    this.#asked = wanted.key;
    this.#since_ms = performance.now();
    this.#inPassing = inPassing;
    this.send({ type: "explain", ...wanted.target });
  }
}
