// When the lab is drawn: at once for what a hand moves, seldom while nothing happens, never while all stands still.

import assert from "node:assert/strict";
import { Loop } from "../../static/js/loop.js";
import { Playhead } from "../../static/js/playhead.js";

/** Frames and timers as a browser has them, on a clock that is moved by hand. */
class Clock {
  now_ms = 0;
  /** @type {{at_ms: number, id: number, does: (now_ms: number) => void}[]} */
  #due = [];
  #ids = 0;

  constructor() {
    const later = (/** @type {(now_ms: number) => void} */ does, /** @type {number} */ at_ms) => {
      this.#due.push({ at_ms, id: ++this.#ids, does });
      return this.#ids;
    };
    Object.assign(globalThis, {
      requestAnimationFrame: (/** @type {any} */ does) => later(does, (Math.floor(this.now_ms / 16) + 1) * 16),
      setTimeout: (/** @type {any} */ does, /** @type {number} */ in_ms) => later(() => does(), this.now_ms + in_ms),
      clearTimeout: (/** @type {number} */ gone) => this.#due = this.#due.filter(({ id }) => id !== gone),
    });
    performance.now = () => this.now_ms;
  }

  /** @param {number} until_ms */
  run(until_ms) {
    for (;;) {
      this.#due.sort((a, b) => a.at_ms - b.at_ms);
      const [next] = this.#due;
      if (!next || next.at_ms > until_ms) break;
      this.#due.shift();
      this.now_ms = next.at_ms;
      next.does(this.now_ms);
    }
    this.now_ms = until_ms;
  }
}

/** A lab in which nothing happens but that time goes on. @param {any} [state] */
function quietLab(state = null) {
  const clock = new Clock();
  const track = {
    reached_us: 0,
    branches: [],
    /** @param {string} _ */
    edge: (_) => ({ position: 0, time_us: track.reached_us }),
    positionAt: () => 0,
    /** @returns {number|null} */
    timeOf: () => 0,
    stepAt: () => null,
    stateAt: () => state,
    stepsOf: () => [],
  };
  const desk = { pace: { playing: false, speed: 1 }, seen: 0, calm: false, questions: new Map(), goals: [], compared: [], names: {}, connection: { state: "open" } };
  const lab = /** @type {any} */ ({ playhead: new Playhead(track), store: track, desk, playOn: false, send: () => {} });
  let drawn = 0;
  let last_us = 0;
  const view = { update: (/** @type {any} */ vm) => (drawn++, last_us = vm.time_us, undefined) };
  const loop = new Loop(lab, [view]);
  /** The server tells of time 14 times a second. @param {number} for_ms */
  const play = (for_ms) => {
    const end_ms = clock.now_ms + for_ms;
    while (clock.now_ms < end_ms) {
      track.reached_us += 70_000 * desk.pace.speed;
      if (lab.playhead.rate === 0) loop.grown();
      clock.run(clock.now_ms + 70);
    }
  };
  return { clock, track, desk, lab, loop, play, drawn: () => drawn, seen_us: () => last_us };
}

Deno.test("a run that stands is drawn when something changed, and then no more", () => {
  const { clock, loop, drawn } = quietLab();
  loop.changed();
  clock.run(1_000);
  assert.equal(drawn(), 1);
  clock.run(5_000);
  assert.equal(drawn(), 1);
});

/** How many pictures a second of a run that plays. @param {number} speed @param {any} [state] */
function picturesASecond(speed, state) {
  const { desk, loop, play, drawn } = quietLab(state);
  desk.pace = { playing: true, speed };
  loop.changed();
  play(2_000);
  const before = drawn();
  play(4_000);
  return (drawn() - before) / 4;
}

/** @param {number} rate @param {number} least @param {number} most */
const between = (rate, least, most) => assert.ok(rate >= least && rate <= most, `${rate} pictures a second`);

Deno.test("while nothing happens the clock is drawn four times a second, and more often at speed", () => {
  between(picturesASecond(1), 3, 5);
  between(picturesASecond(5), 9, 13);
});

/** A leader and a follower, or a follower that nobody leads; its timer runs for `timeout_s`. @param {boolean} led @param {number} timeout_s */
function stateWith(led, timeout_s) {
  const timer = { kind: "election", armed_at_us: 0, fires_at_us: timeout_s * 1_000_000 };
  const servers = { S1: { up: led, paused: false, role: "leader", timer: null }, S2: { up: true, paused: false, role: "follower", timer } };
  return { position: 0, servers, violations: [], messages: [], links: [] };
}

Deno.test("while an election is near its timers run smoothly", () => {
  between(picturesASecond(1, stateWith(true, 60)), 3, 5);
  between(picturesASecond(1, stateWith(true, 2.5)), 15, 30);
  between(picturesASecond(1, stateWith(false, 60)), 15, 30);
});

Deno.test("what was paused comes to rest at the edge, and is then left alone", () => {
  const { clock, track, desk, loop, play, drawn, seen_us } = quietLab();
  desk.pace = { playing: true, speed: 1 };
  loop.changed();
  play(3_000);
  desk.pace = { playing: false, speed: 1 };
  loop.changed();
  clock.run(clock.now_ms + 1_500);
  assert.equal(seen_us(), track.reached_us);
  const before = drawn();
  clock.run(clock.now_ms + 3_000);
  assert.equal(drawn(), before);
});
