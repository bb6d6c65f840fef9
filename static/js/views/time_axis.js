// The axis of the timeline: which stretch of simulated time is in view, and where on it a time stands.

import { words } from "../words/en_panels.js";

const LEAST_SPAN_US = 4_000;
const ZOOM_STEP = 1.0016; // per pixel of wheel
const GROW_MS = 300; // the axis makes room in so long

export class Axis {
  width = 1;
  from_us = 0;
  to_us = 2_000_000;
  #reach_us = 2_000_000;
  /** Where the reach is going. */
  #aim_us = 2_000_000;
  /** Where it set out, and when. */
  #from = { reach_us: 2_000_000, ms: 0 };
  /** The whole run is in view, and stays so as it grows. */
  #whole = true;
  /** Grows with every change of what is in view. */
  changes = 0;

  get span_us() {
    return this.to_us - this.from_us;
  }

  get isWhole() {
    return this.#whole;
  }

  /** It makes room, and has not come to an end with it. */
  get isGrowing() {
    return this.#reach_us !== this.#aim_us;
  }

  /** @param {number} time_us @returns {number} pixels from the left */
  x(time_us) {
    return (time_us - this.from_us) / this.span_us * this.width;
  }

  /** @param {number} x @returns {number} */
  time(x) {
    return this.from_us + x / this.width * this.span_us;
  }

  /** @param {number} width */
  resize(width) {
    if (width === this.width || width <= 0) return;
    this.width = width;
    this.changes++;
  }

  /**
   * Makes room for the live edge. A zoomed view that held the edge moves on by pages.
   * @param {number} edge_us
   * @param {boolean} live
   * @param {boolean} gently little by little
   * @param {number} [now_ms]
   */
  grow(edge_us, live, gently, now_ms = 0) {
    const aim_us = axisReach(edge_us, this.#aim_us);
    if (aim_us !== this.#aim_us) this.#from = { reach_us: this.#reach_us, ms: now_ms };
    this.#aim_us = aim_us;
    if (this.isGrowing) {
      const part = (now_ms - this.#from.ms) / GROW_MS;
      const there = !gently || part >= 1 || aim_us < this.#reach_us || edge_us > this.#reach_us;
      this.#reach_us = there ? aim_us : aim_us - (aim_us - this.#from.reach_us) * (1 - part) ** 3;
      if (this.#whole) this.#view(0, this.#reach_us);
    }
    if (this.#whole || !live || edge_us <= this.to_us || edge_us - this.to_us > this.span_us) return;
    this.#view(edge_us - this.span_us * .6, edge_us + this.span_us * .4);
  }

  /**
   * @param {number} x where the pointer is
   * @param {number} pixels of wheel; down zooms out
   */
  zoom(x, pixels) {
    const at = this.time(x);
    const span = Math.max(LEAST_SPAN_US, Math.min(this.#reach_us, this.span_us * ZOOM_STEP ** pixels));
    const from = at - x / this.width * span;
    this.#view(from, from + span);
  }

  /** @param {number} pixels */
  pan(pixels) {
    const by = pixels / this.width * this.span_us;
    this.#view(this.from_us + by, this.to_us + by);
  }

  showWhole() {
    this.#view(0, this.#reach_us);
  }

  /** Brings a time into view. @param {number} time_us */
  reveal(time_us) {
    if (time_us >= this.from_us && time_us <= this.to_us) return;
    this.#view(time_us - this.span_us / 2, time_us + this.span_us / 2);
  }

  /**
   * @param {number} from_us
   * @param {number} to_us
   */
  #view(from_us, to_us) {
    const span = Math.min(to_us - from_us, this.#reach_us);
    const from = Math.max(0, Math.min(this.#reach_us - span, from_us));
    if (from === this.from_us && from + span === this.to_us) return;
    this.from_us = from;
    this.to_us = from + span;
    this.#whole = span >= this.#reach_us;
    this.changes++;
  }
}

/**
 * How far the axis reaches: past the live edge, in jumps, so that it stands still while time runs.
 * @param {number} edge_us
 * @param {number} reach_us what it reached so far
 */
export function axisReach(edge_us, reach_us) {
  const least = 2_000_000;
  if (edge_us <= reach_us * .97 && reach_us <= Math.max(least, edge_us * 3)) return Math.max(least, reach_us);
  return Math.max(least, edge_us * 1.18);
}

const STEPS = [1, 2, 5];

/**
 * A round distance between ruler marks, in microseconds.
 * @param {number} span_us
 * @param {number} marks about how many fit
 */
export function rulerStep(span_us, marks) {
  const least = Math.max(1, span_us / Math.max(1, marks));
  for (let power = 1;; power *= 10) {
    for (const step of STEPS) if (step * power >= least) return step * power;
  }
}

/**
 * A mark of the ruler with as many decimals as its distance needs.
 * @param {number} time_us
 * @param {number} step_us
 */
export function rulerText(time_us, step_us) {
  const decimals = Math.max(0, Math.min(6, 6 - Math.floor(Math.log10(step_us) + 1e-9)));
  return words.time.rulerMark(time_us, decimals);
}
