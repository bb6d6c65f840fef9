// A click for each commit and a low tone for each election, for whoever wants to hear them.

/** @import { Step } from "../frames.js" */
/** @import { ViewModel } from "../view_types.js" */

import { passedSteps } from "../narrator.js";
import { soundWanted } from "../shell.js";

/** @typedef {{hertz: number, seconds: number, loud: number}} Tone */

/** @type {Tone} */
const CLICK = { hertz: 1900, seconds: 0.03, loud: 0.09 };
/** @type {Tone} */
const LOW = { hertz: 150, seconds: 0.28, loud: 0.16 };
/** What comes nearer than this to the last of its kind is not heard apart. */
const APART_S = 0.09;
/** Somebody who jumps does not want to hear all that lies between. */
const FEW = 40;

/**
 * What a step sounds like: a leader's commit, and a candidate that stands.
 * @param {Step} step
 * @param {(server: string) => boolean} leads
 * @returns {Tone[]}
 */
export function tonesOf({ events }, leads) {
  const elections = events.some(({ kind }) => kind === "ElectionStarted");
  const commits = events.some((event) => event.kind === "CommitAdvanced" && leads(event.server));
  return [...(elections ? [LOW] : []), ...(commits ? [CLICK] : [])];
}

class Sounds {
  /** @type {AudioContext|null} */
  #audio = null;
  /** @type {Map<Tone, number>} */
  #last = new Map();
  /** @type {ViewModel|null} */
  #before = null;

  /** @param {ViewModel} vm */
  update(vm) {
    const before = this.#before;
    this.#before = vm;
    const goesOn = before?.state && vm.state && vm.branch === before.branch && vm.position > before.position;
    if (!goesOn || !soundWanted() || vm.position - before.position > FEW) return;
    const leads = (/** @type {string} */ id) => vm.state?.servers[id]?.role === "leader";
    for (const step of passedSteps(vm, before)) for (const tone of tonesOf(step, leads)) this.#play(tone);
  }

  /** @param {Tone} tone */
  #play(tone) {
    const audio = this.#audio ??= new AudioContext();
    const at_s = audio.currentTime;
    if (at_s - (this.#last.get(tone) ?? -1) < APART_S) return;
    this.#last.set(tone, at_s);
    const source = new OscillatorNode(audio, { frequency: tone.hertz });
    const volume = new GainNode(audio, { gain: tone.loud });
    volume.gain.exponentialRampToValueAtTime(0.0001, at_s + tone.seconds);
    source.connect(volume).connect(audio.destination);
    source.start(at_s);
    source.stop(at_s + tone.seconds);
  }
}

export const createSounds = () => new Sounds();
