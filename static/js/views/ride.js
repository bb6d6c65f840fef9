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

/** @param {Corner[]} corners @param {number} length_us */
function framesOf(corners, length_us) {
  const [first] = corners;
  const frames = corners.map(({ time_us, transform }) => ({ transform, offset: (time_us - first.time_us) / length_us }));
  frames.push({ transform: frames[frames.length - 1].transform, offset: 1 });
  return frames;
}

export class Ride {
  /** @type {Animation|null} */
  #animation = null;
  /** @type {Corner[]} */
  #corners = [];

  /** @param {Element} node */
  constructor(node) {
    this.node = node;
  }

  /**
   * Goes straight from corner to corner, and stands at the last one.
   * @param {Corner[]} corners at least two; the same list while the way stays the same
   * @param {Moment} moment
   */
  go(corners, { time_us, rate = 0, at_ms = 0 }) {
    const start_us = corners[0].time_us;
    if (corners !== this.#corners) {
      this.#corners = corners;
      const length_us = corners[corners.length - 1].time_us - start_us + STAND_US;
      this.#take(framesOf(corners, length_us), length_us / 1000);
    }
    const animation = /** @type {Animation} */ (this.#animation);
    if (animation.playbackRate !== rate) animation.playbackRate = rate;
    const start_ms = at_ms - (time_us - start_us) / 1000 / rate;
    const now_ms = animation.startTime;
    if (now_ms === null || Math.abs(Number(now_ms) - start_ms) > SLACK_MS) animation.startTime = start_ms;
  }

  /** @param {Keyframe[]} frames @param {number} duration */
  #take(frames, duration) {
    if (!this.#animation) {
      this.#animation = this.node.animate(frames, { duration, fill: "both" });
      return;
    }
    const effect = /** @type {KeyframeEffect} */ (this.#animation.effect);
    effect.setKeyframes(frames);
    effect.updateTiming({ duration });
  }

  /** It stands where it is, and nobody has to look after it. */
  rest() {
    this.#animation?.pause();
  }

  /** It stands where its style says. */
  stop() {
    this.#animation?.cancel();
    this.#animation = null;
    this.#corners = [];
  }
}
