// When the lab is drawn: as soon as something changed, at every frame while something is moved by
// hand, and while time runs by itself only as often as there is something new to see. Between two
// pictures the browser carries messages and the playhead along; see views/ride.js.

/** @import { Step, View, ViewModel } from "./frames.js" */
/** @import { Lab } from "./lab.js" */

import { AHEAD_US } from "./motion.js";
import { isTense } from "./timers.js";
import { viewModel } from "./view_model.js";

/** What comes later than this after the last frame (a sleeping tab) counts as this long. */
const LONGEST_FRAME_MS = 250;
/** So often timers and clock are drawn anew while nothing happens; a fast run is drawn more often. */
const QUIET_MS = 250;
const QUIET_AT_SPEED_MS = 100;
/** And so often while an election is near: its timers are what one looks at. */
const TENSE_MS = 40;
/** Steps nearer to each other than this share a picture. */
const LEAST_MS = 40;
/** What is due sooner than this is due. */
const SOON_MS = 2;

/** Messages that leave and arrive do so by themselves. @param {Step} step */
const isQuiet = ({ events }) => events.every(({ kind }) => kind === "MessageSent" || kind === "MessageDelivered");

/** A view that fails is reported and does not take the others with it. @param {View} view @param {ViewModel} vm */
function updateView(view, vm) {
  try {
    return view.update(vm) === true;
  } catch (error) {
    reportError(error);
    return false;
  }
}

export class Loop {
  #asked = 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** Up to when the playhead was moved. */
  #moved_ms = 0;
  #drawn = { ms: 0, position: -1, time_us: -1, ahead_us: -1 };
  #dirty = true;
  /** After how long timers and clock are drawn anew, at the speed of real time. */
  #patience_ms = QUIET_MS;
  /** Views that want the next frame. @type {View[]} */
  #movers = [];

  /** @param {Lab} lab @param {View[]} views */
  constructor(lab, views) {
    this.lab = lab;
    this.views = views;
  }

  /** What is to be seen has changed. */
  changed() {
    this.#dirty = true;
    this.#request();
  }

  /** More of the history has come: it is drawn when its time comes. */
  grown() {
    this.#schedule(performance.now());
  }

  /** Moves the playhead to this very moment, so that whatever is done next is done where it is seen. */
  catchUp() {
    if (this.lab.playhead.rate > 0) this.#advance(performance.now());
  }

  #request() {
    if (this.#asked) return;
    clearTimeout(this.#timer);
    // whatever stood still does not begin with a leap
    if (!this.lab.playhead.moving(this.lab.desk.pace)) this.#moved_ms = performance.now();
    this.#asked = requestAnimationFrame((now_ms) => this.#frame(now_ms));
  }

  /** @param {number} now_ms */
  #advance(now_ms) {
    const { playhead, desk } = this.lab;
    const passed_ms = Math.max(0, Math.min(now_ms - this.#moved_ms, LONGEST_FRAME_MS));
    this.#moved_ms = Math.max(this.#moved_ms, now_ms);
    playhead.advance(passed_ms * 1000, desk.pace);
  }

  /** @param {number} now_ms */
  #frame(now_ms) {
    this.#asked = 0;
    const { lab } = this;
    this.#advance(now_ms);
    if (lab.playOn && lab.playhead.live) {
      lab.playOn = false;
      lab.send({ type: "play" });
    }
    if (this.#dirty || this.#isDue(now_ms)) this.#draw(now_ms);
    else this.#drawMovers(now_ms);
    this.#schedule(now_ms);
  }

  /** Whether there is something new to see. @param {number} now_ms */
  #isDue(now_ms) {
    const { position, time_us, rate } = this.lab.playhead;
    const drawn = this.#drawn;
    if (rate === 0) return position !== drawn.position || time_us !== drawn.time_us;
    return this.#left(now_ms) <= SOON_MS;
  }

  /** @param {number} now_ms */
  #draw(now_ms) {
    const { playhead, desk } = this.lab;
    this.#dirty = false;
    const { position, time_us, rate, edge } = playhead;
    this.#drawn = { ms: now_ms, position, time_us, ahead_us: Math.min(edge.time_us, time_us + AHEAD_US * rate) };
    desk.seen = Math.max(desk.seen, playhead.live ? playhead.edge.position : playhead.position);
    const vm = viewModel(this.lab.store, playhead, desk, this.#moved_ms);
    this.#patience_ms = vm.state && !desk.calm && isTense(vm.state, time_us) ? TENSE_MS : QUIET_MS;
    this.#movers = this.views.filter((view) => updateView(view, vm));
  }

  /** @param {number} now_ms */
  #drawMovers(now_ms) {
    if (this.#movers.length === 0) return;
    const vm = viewModel(this.lab.store, this.lab.playhead, this.lab.desk, now_ms);
    this.#movers = this.#movers.filter((view) => updateView(view, vm));
  }

  /** Sees to it that the next picture is drawn when it is due. @param {number} now_ms */
  #schedule(now_ms) {
    if (this.#asked) return;
    clearTimeout(this.#timer);
    const left_ms = this.#dirty || this.#movers.length > 0 ? 0 : this.#left(now_ms);
    if (left_ms <= SOON_MS) this.#request();
    else if (left_ms < Infinity) this.#timer = setTimeout(() => this.#schedule(performance.now()), Math.ceil(left_ms));
  }

  /** In how many milliseconds there is something new to see. @param {number} now_ms */
  #left(now_ms) {
    const { playhead, desk } = this.lab;
    if (!playhead.moving(desk.pace)) return Infinity;
    if (playhead.rate === 0) return this.#isStarved() ? Infinity : 0;
    const since_ms = now_ms - this.#drawn.ms;
    const patience_ms = this.#patience_ms;
    const quiet_ms = Math.min(patience_ms, Math.max(QUIET_AT_SPEED_MS, patience_ms / Math.max(1, playhead.rate)));
    return Math.max(LEAST_MS - since_ms, Math.min(quiet_ms - since_ms, this.#untilStep(now_ms)));
  }

  /** Time runs, and all that has come was shown: nothing moves until more comes. */
  #isStarved() {
    const { playhead, desk } = this.lab;
    const { edge, live, time_us, position } = playhead;
    return live && desk.pace.playing && time_us >= edge.time_us && position >= edge.position && position === this.#drawn.position;
  }

  /** @param {number} now_ms */
  #untilStep(now_ms) {
    const { rate, time_us } = this.lab.playhead;
    const step = this.#nextToShow();
    return step ? (step.time_us - time_us) / rate / 1000 - (now_ms - this.#moved_ms) : Infinity;
  }

  /** The next step that cannot wait for the next picture. */
  #nextToShow() {
    const { playhead, store, desk } = this.lab;
    const patient = !desk.calm && this.#movers.length === 0;
    const { ahead_us } = this.#drawn;
    for (let position = this.#drawn.position + 1;; position++) {
      const step = store.stepAt(playhead.branch, position);
      if (!step || !patient || step.time_us > ahead_us || !isQuiet(step)) return step;
    }
  }
}
