// Where in time the browser looks: a place on one branch, moved by real time.
// A live viewer trails the server by a tenth of a second, so that motion stays smooth
// between frames; a viewer of the past plays on its own, up to the live edge.

/** How far a live viewer stays behind the server, in real microseconds. */
export const TRAIL_US = 110_000;
/** A viewer further behind than this (a sleeping tab) jumps. */
const JUMP_US = 2_500_000;
/** After a pause the rest of the way to the edge is gone within about this time. */
const RUN_OUT_US = 180_000;
const GLIDE_US = 260_000;

/**
 * What the playhead needs to know of the history.
 * @typedef {object} Track
 * @property {(branch: string) => {position: number, time_us: number}} edge
 * @property {(branch: string, time_us: number) => number} positionAt
 * @property {(branch: string, position: number) => number|null} timeOf
 */

/** @typedef {{playing: boolean, speed: number}} Pace what the server does at the live edge */

export class Playhead {
  branch = "main";
  time_us = 0;
  position = 0;
  /** At the live edge, as opposed to in the past. */
  live = true;
  /** Playing what was received; only in the past. */
  replaying = false;
  /** @type {{from_us: number, to_us: number, position: number, done_us: number, length_us: number, live: boolean}|null} */
  #glide = null;

  /** @param {Track} track */
  constructor(track) {
    this.track = track;
  }

  /** Where a step back or forward counts from: the end of a glide that is under way. */
  get target() {
    return this.#glide?.position ?? this.position;
  }

  get edge() {
    return this.track.edge(this.branch);
  }

  /**
   * Moves by real time.
   * @param {number} passed_us
   * @param {Pace} pace
   * @returns {boolean} whether anything moved
   */
  advance(passed_us, pace) {
    const { position, time_us, live } = this;
    if (this.#glide) this.#glideOn(passed_us);
    else if (this.live) this.#follow(passed_us, pace);
    else if (this.replaying) this.#replay(passed_us, pace.speed);
    return position !== this.position || time_us !== this.time_us || live !== this.live;
  }

  /** Whether the next frame could move anything, without news from the server. @param {Pace} pace */
  moving(pace) {
    if (this.#glide || this.replaying) return true;
    return this.live && (pace.playing || this.time_us < this.edge.time_us || this.position < this.edge.position);
  }

  /** @param {number} passed_us @param {Pace} pace */
  #follow(passed_us, pace) {
    const edge = this.edge;
    const behind = edge.time_us - this.time_us;
    const trail = TRAIL_US * pace.speed;
    if (behind <= 0 || behind > JUMP_US * pace.speed) {
      return this.#place(pace.playing && behind > 0 ? edge.time_us - trail : edge.time_us, edge);
    }
    let rate = pace.speed;
    if (!pace.playing) rate = Math.max(rate, behind / RUN_OUT_US, 0.002 * pace.speed);
    else if (behind > 3 * trail) rate *= 3;
    else rate *= 1 + 0.12 * Math.max(-1, Math.min(1, (behind - trail) / trail));
    let next = this.time_us + passed_us * rate;
    if (!pace.playing && edge.time_us - next < 200) next = edge.time_us;
    this.#place(Math.min(next, edge.time_us), edge);
  }

  /** @param {number} time_us @param {{position: number, time_us: number}} edge */
  #place(time_us, edge) {
    this.time_us = time_us;
    this.position = time_us >= edge.time_us ? edge.position : this.track.positionAt(this.branch, time_us);
  }

  /** @param {number} passed_us @param {number} speed */
  #replay(passed_us, speed) {
    const edge = this.edge;
    this.time_us = Math.min(this.time_us + passed_us * speed, edge.time_us);
    // the position never falls back: several steps may share one time
    this.position = Math.max(this.position, this.track.positionAt(this.branch, this.time_us));
    if (this.time_us >= edge.time_us) {
      this.position = edge.position;
      this.live = true;
      this.replaying = false;
    }
  }

  /** @param {number} passed_us */
  #glideOn(passed_us) {
    const glide = this.#glide;
    if (!glide) return;
    glide.done_us += passed_us;
    const part = Math.min(1, glide.done_us / glide.length_us);
    if (part >= 1) {
      this.#glide = null;
      this.time_us = glide.to_us;
      this.position = glide.position;
      this.live = glide.live;
      return;
    }
    const eased = part * part * (3 - 2 * part);
    this.time_us = glide.from_us + (glide.to_us - glide.from_us) * eased;
    const here = this.track.positionAt(this.branch, this.time_us);
    this.position = glide.to_us >= glide.from_us ? Math.min(Math.max(here, this.position), glide.position) : here;
  }

  /**
   * Goes to a position; a short way is shown as motion.
   * @param {number} position
   * @param {{glide?: boolean}} [how]
   * @returns {boolean} false where the position was never received
   */
  seek(position, how = {}) {
    const edge = this.edge;
    const at = Math.max(0, Math.min(position, edge.position));
    const time_us = this.track.timeOf(this.branch, at);
    if (time_us === null) return false;
    this.replaying = false;
    const live = at === edge.position;
    if (how.glide && time_us !== this.time_us) {
      this.live = false;
      this.#glide = {
        from_us: this.time_us,
        to_us: live ? edge.time_us : time_us,
        position: at,
        done_us: 0,
        length_us: GLIDE_US,
        live,
      };
      return true;
    }
    this.#glide = null;
    this.live = live;
    this.position = at;
    this.time_us = live ? Math.max(time_us, Math.min(this.time_us, edge.time_us)) : time_us;
    return true;
  }

  /**
   * Goes to an instant between positions.
   * @param {number} time_us
   * @returns {boolean}
   */
  seekTime(time_us) {
    const edge = this.edge;
    const at = Math.max(0, Math.min(time_us, edge.time_us));
    const position = at >= edge.time_us ? edge.position : this.track.positionAt(this.branch, at);
    if (this.track.timeOf(this.branch, position) === null) return false;
    this.#glide = null;
    this.replaying = false;
    this.time_us = at;
    this.position = position;
    this.live = at >= edge.time_us;
    return true;
  }

  /** Plays what was received from here on. */
  replay() {
    this.#glide = null;
    if (!this.live) this.replaying = true;
  }

  /** Stays where it is. */
  hold() {
    this.#glide = null;
    this.replaying = false;
  }

  toEdge() {
    this.#glide = null;
    this.replaying = false;
    this.live = true;
    this.#place(this.edge.time_us, this.edge);
  }

  /** @param {string} branch */
  switchTo(branch) {
    this.branch = branch;
    this.toEdge();
  }
}
