// What moves evenly is carried along by the browser: between two pictures nothing of ours has to run,
// and where the browser composes a page aside of its scripts, not even the page is drawn again.

/**
 * @typedef {{time_us: number, transform: string}} Corner where something is to be at a simulated time
 * @typedef {{time_us: number, rate?: number, at_ms?: number}} Moment when it is, on which clock, and how fast time runs
 */

/** Off by less than this, in real milliseconds, a ride goes on as it does. */
const SLACK_MS = 3;
/** A ride stands at its last corner for so long: its end would be one more picture. */
const STAND_US = 60_000_000;

export class Ride {
  /** @type {Animation|null} */
  #animation = null;
  /** @type {Corner[]} */
  #corners = [];

  /** @param {Element} node */
  constructor(node) {
    this.node = node;
  }

  get isOn() {
    return this.#animation !== null;
  }

  /**
   * Goes straight from corner to corner, and stands at the last one.
   * @param {Corner[]} corners at least two; the same list while the way stays the same
   * @param {Moment} moment
   */
  go(corners, { time_us, rate = 0, at_ms = 0 }) {
    const start_us = corners[0].time_us;
    if (corners !== this.#corners) {
      const last = corners[corners.length - 1];
      const length_us = last.time_us - start_us + STAND_US;
      const frames = corners.map((corner) => ({ transform: corner.transform, offset: (corner.time_us - start_us) / length_us }));
      frames.push({ transform: last.transform, offset: 1 });
      this.#animation?.cancel();
      this.#animation = this.node.animate(frames, { duration: length_us / 1000, fill: "both" });
      this.#corners = corners;
    }
    const animation = /** @type {Animation} */ (this.#animation);
    if (animation.playbackRate !== rate) animation.playbackRate = rate;
    const start_ms = at_ms - (time_us - start_us) / 1000 / rate;
    const now_ms = animation.startTime;
    if (now_ms === null || Math.abs(Number(now_ms) - start_ms) > SLACK_MS) animation.startTime = start_ms;
  }

  /** It stands where its style says. */
  stop() {
    this.#animation?.cancel();
    this.#animation = null;
    this.#corners = [];
  }
}
