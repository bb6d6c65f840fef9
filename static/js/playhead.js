// Where in time the browser looks: a place on one branch, moved by real time.
// A live viewer trails the server by a tenth of a second, so that motion stays smooth
// between frames; a viewer of the past plays on its own, up to the live edge.
// While time runs it runs evenly: whoever knows the rate can go on alone until it changes.

/** How far a live viewer stays behind the server, in real microseconds. */
export const TRAIL_US = 130_000;
/** A viewer further behind than this (a sleeping tab) jumps. */
const JUMP_US = 2_500_000;
/** After a pause the rest of the way to the edge is gone within about this time. */
const RUN_OUT_US = 180_000;
const GLIDE_US = 260_000;
const FRAME_US = 16_667;
/** How much faster or slower a live viewer runs who is off its trail, and one who is far behind. */
const MORE = 0.12;
const HURRY = 3;
/** Off by this part of the trail it makes up for it, until no more than the second part is left. */
const OFF = 0.5;
const MADE_UP = 0.1;
/** Further behind than so many trails it hurries. */
const FAR = 3;

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
  /** Simulated time in real time, as long as time runs by itself; 0 while it stands or is moved otherwise. */
  rate = 0;
  /** Whether a live viewer was on the way when last looked at. */
  #underWay = false;
  /** What makes up for being off the trail: a part of the speed. */
  #makeUp = 1;
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
   * Moves by real time: what has passed since the last call, passed at the rate that it left.
   * @param {number} passed_us
   * @param {Pace} pace
   * @returns {boolean} whether anything moved
   */
  advance(passed_us, pace) {
    const { position, time_us, live } = this;
    if (this.#glide) this.#glideOn(passed_us);
    else if (this.live) this.#follow(passed_us, pace);
    else if (this.replaying) this.#replay(passed_us, pace.speed);
    else this.rate = 0;
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
      this.rate = 0;
      this.#underWay = false;
      return this.#place(pace.playing && behind > 0 ? edge.time_us - trail : edge.time_us, edge);
    }
    // who stood still waits for news, and that wait is not made up for
    if (!this.#underWay) passed_us = Math.min(passed_us, FRAME_US);
    let rate = this.rate || this.#pace(behind, trail) * pace.speed;
    if (!pace.playing) rate = Math.max(rate, behind / RUN_OUT_US, 0.002 * pace.speed);
    let next = this.time_us + passed_us * rate;
    if (!pace.playing && edge.time_us - next < 200) next = edge.time_us;
    this.#place(Math.min(next, edge.time_us), edge);
    const left = edge.time_us - this.time_us;
    this.#underWay = left > 0;
    this.rate = pace.playing && left > 0 ? this.#pace(left, trail) * pace.speed : 0;
  }

  /**
   * The rate is kept as long as it will do: frames come in jerks, and time is not to follow them.
   * @param {number} behind
   * @param {number} trail
   */
  #pace(behind, trail) {
    const off = (behind - trail) / trail;
    const over = Math.sign(off) !== Math.sign(this.#makeUp - 1);
    if (off > FAR - 1) this.#makeUp = HURRY;
    else if (Math.abs(off) > OFF || this.#makeUp === HURRY) this.#makeUp = 1 + MORE * Math.sign(off);
    else if (Math.abs(off) < MADE_UP || over) this.#makeUp = 1;
    return this.#makeUp;
  }

  /** @param {number} time_us @param {{position: number, time_us: number}} edge */
  #place(time_us, edge) {
    this.time_us = time_us;
    this.position = time_us >= edge.time_us ? edge.position : this.track.positionAt(this.branch, time_us);
  }

  /** @param {number} passed_us @param {number} speed */
  #replay(passed_us, speed) {
    const edge = this.edge;
    this.time_us = Math.min(this.time_us + passed_us * (this.rate || speed), edge.time_us);
    this.rate = speed;
    // the position never falls back: several steps may share one time
    this.position = Math.max(this.position, this.track.positionAt(this.branch, this.time_us));
    if (this.time_us >= edge.time_us) {
      this.position = edge.position;
      this.live = true;
      this.replaying = false;
      this.rate = 0;
    }
  }

  /** @param {number} passed_us */
  #glideOn(passed_us) {
    const glide = this.#glide;
    if (!glide) return;
    this.rate = 0;
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
    this.rate = 0;
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
   * @returns {boolean} false where what happened then was never received
   */
  seekTime(time_us) {
    const edge = this.edge;
    const at = Math.max(0, Math.min(time_us, edge.time_us));
    const position = at >= edge.time_us ? edge.position : this.track.positionAt(this.branch, at);
    // what came before the instant is known, and nothing between that and what is known next
    const before_us = this.track.timeOf(this.branch, position);
    if (before_us === null || before_us > at) return false;
    if (position < edge.position && this.track.timeOf(this.branch, position + 1) === null) return false;
    this.hold();
    this.time_us = at;
    this.position = position;
    this.live = at >= edge.time_us;
    return true;
  }

  /** Plays what was received from here on. */
  replay() {
    this.hold();
    if (!this.live) this.replaying = true;
  }

  /** Stays where it is. */
  hold() {
    this.#glide = null;
    this.replaying = false;
    this.rate = 0;
  }

  toEdge() {
    this.hold();
    this.live = true;
    this.#place(this.edge.time_us, this.edge);
  }

  /** @param {string} branch */
  switchTo(branch) {
    this.branch = branch;
    this.toEdge();
  }
}
