// The axis of the space-time view: piecewise linear. Quiet time is folded, and neighbouring
// interesting events keep apart. Pure geometry along the direction of time.

/** @import { History, Mark } from "./history.js" */

import { countUpTo } from "../fold.js";
import { rulerStep } from "../time_axis.js";

export const LEAST_APART = 40;
const FOLD_PX = [24, 36];
/** The classroom's network, at which quiet means a second and a half and a message flies 46 px. */
const CLASSROOM = { latency_us: 350_000, quiet_us: 1_500_000, flight_px: 46 };
/** Around a fold stays what the events beside it set off. */
const SHOWN = 0.36;
const TICK_PX = 56;

/**
 * @typedef {object} Piece
 * @property {number} from_us
 * @property {number} to_us
 * @property {number} from
 * @property {number} to
 * @property {boolean} folded
 */

/**
 * @typedef {object} Wishes
 * @property {boolean} fold
 * @property {number} latency_us of a typical message; it sets the pace
 * @property {number} zoom
 * @property {Set<number>} opened folds that were opened, by the time they begin at
 * @property {number[]} shown times that no fold may hide
 * @property {{at_us: number, length: number}} [gap] room for the ways of two branches, where they part
 */

/** @typedef {{from_us: number, to_us: number}} Stretch */

/** How long nothing interesting must happen to be folded. @param {number} latency_us */
export const quietTime = (latency_us) => Math.round((CLASSROOM.quiet_us * latency_us) / CLASSROOM.latency_us);

/** @param {{time_us: number}[]} interesting @param {number} from_us @param {number} to_us */
function stopsOf(interesting, from_us, to_us) {
  const stops = [from_us];
  for (const { time_us } of interesting) if (time_us > stops[stops.length - 1] && time_us < to_us) stops.push(time_us);
  if (to_us > stops[stops.length - 1]) stops.push(to_us);
  return stops;
}

/**
 * The part of a quiet stretch that is folded away; of the one that still goes on, in whole pages, so
 * that the picture does not creep while time runs.
 * @param {number} from_us
 * @param {number} to_us
 * @param {boolean} last
 * @param {Wishes} wishes
 * @returns {Stretch|null}
 */
function foldedPart(from_us, to_us, last, { fold, latency_us, opened, shown }) {
  const quiet = quietTime(latency_us);
  if (!fold || to_us - from_us <= quiet || opened.has(from_us)) return null;
  const margin = Math.round(quiet * SHOWN);
  const begins = from_us + margin;
  const page = 2 * quiet;
  const ends = last ? begins + Math.floor((to_us - page - begins) / page) * page : to_us - margin;
  if (ends <= begins || shown.some((time) => time > begins && time < ends)) return null;
  return { from_us: begins, to_us: ends };
}

export class TimeScale {
  /** @type {Piece[]} */
  pieces = [];
  length = 0;
  /** Pixels for a microsecond where nothing is stretched. */
  pace;
  /** Where two branches part: the shared history ends, theirs begin. @type {{from: number, to: number}|null} */
  gap = null;

  /**
   * @param {{interesting: {time_us: number}[], from_us: number}} history
   * @param {number} to_us
   * @param {Wishes} wishes
   */
  constructor(history, to_us, wishes) {
    this.pace = (CLASSROOM.flight_px * wishes.zoom) / wishes.latency_us;
    const stops = stopsOf(history.interesting, history.from_us, to_us);
    for (let i = 1; i < stops.length; i++) {
      const [from_us, end_us] = [stops[i - 1], stops[i]];
      if (from_us === wishes.gap?.at_us) this.#open(wishes.gap);
      const last = i === stops.length - 1;
      const inner = i > 1 && !last;
      const folded = foldedPart(from_us, end_us, last, wishes);
      if (!folded) this.#add(from_us, end_us, Math.max((end_us - from_us) * this.pace, inner ? LEAST_APART : 0), false);
      else {
        this.#add(from_us, folded.from_us, (folded.from_us - from_us) * this.pace, false);
        this.#add(folded.from_us, folded.to_us, foldLength(folded, wishes), true);
        this.#add(folded.to_us, end_us, (end_us - folded.to_us) * this.pace, false);
      }
    }
    if (wishes.gap && !this.gap) this.#open(wishes.gap);
  }

  /** @param {{at_us: number, length: number}} gap */
  #open({ at_us, length }) {
    this.gap = { from: this.length, to: this.length + length };
    this.#add(at_us, at_us, length, false);
  }

  /** @param {number} from_us @param {number} to_us @param {number} length @param {boolean} folded */
  #add(from_us, to_us, length, folded) {
    this.pieces.push({ from_us, to_us, from: this.length, to: this.length + length, folded });
    this.length += length;
  }

  /** @param {number} time_us @returns {Piece|undefined} */
  #pieceAt(time_us) {
    return this.pieces[Math.max(0, countUpTo(this.pieces, time_us, (piece) => piece.from_us) - 1)];
  }

  /** @param {number} time_us @returns {number} pixels from where the history begins */
  at(time_us) {
    const piece = this.#pieceAt(time_us);
    if (!piece) return 0;
    if (piece.to_us === piece.from_us || time_us === Infinity) return piece.to;
    return piece.from + ((time_us - piece.from_us) / (piece.to_us - piece.from_us)) * (piece.to - piece.from);
  }

  /** @param {number} along @returns {number} microseconds */
  time(along) {
    const piece = this.pieces[Math.max(0, countUpTo(this.pieces, along, ({ from }) => from) - 1)];
    if (!piece) return 0;
    const part = piece.to > piece.from ? (along - piece.from) / (piece.to - piece.from) : 0;
    return piece.from_us + part * (piece.to_us - piece.from_us);
  }

  get folds() {
    return this.pieces.filter(({ folded }) => folded);
  }

  /** The fold that hides both times, if one does. @param {number} from_us @param {number} to_us */
  hides(from_us, to_us) {
    const piece = this.#pieceAt(from_us);
    return piece !== undefined && piece.folded && from_us > piece.from_us && to_us < piece.to_us;
  }

  /**
   * The ruler's round times within a part of the axis, none in a fold, none too near to another.
   * @param {number} from
   * @param {number} to
   * @returns {{times: number[], step_us: number}}
   */
  ticks(from, to) {
    const step_us = rulerStep((TICK_PX * 1.6) / this.pace, 1);
    /** @type {number[]} */
    const times = [];
    let last = -Infinity;
    for (const piece of this.pieces) {
      if (piece.folded || piece.to < from || piece.from > to) continue;
      for (let time = Math.ceil(piece.from_us / step_us) * step_us; time <= piece.to_us; time += step_us) {
        const along = this.at(time);
        if (along - last < TICK_PX || along < from || along > to) continue;
        times.push(time);
        last = along;
      }
    }
    return { times, step_us };
  }
}

/** Longer folds are a little longer. @param {Stretch} stretch @param {Wishes} wishes */
function foldLength({ from_us, to_us }, { latency_us }) {
  const [least, most] = FOLD_PX;
  return least + (most - least) * Math.min(1, Math.log10(Math.max(1, (to_us - from_us) / quietTime(latency_us))));
}

/**
 * The time at which the stretch begins that a fold is part of: its name.
 * @param {History} history
 * @param {Stretch} fold
 */
export function nameOfFold(history, fold) {
  const before = countUpTo(history.interesting, fold.from_us, ({ time_us }) => time_us);
  return history.interesting[before - 1]?.time_us ?? history.from_us;
}

/**
 * What a fold hides.
 * @param {History} history
 * @param {Stretch} fold
 */
export function hiddenBy({ tally }, { from_us, to_us }) {
  /** @param {number[]} times */
  const within = (times) => countUpTo(times, to_us, Number) - countUpTo(times, from_us, Number);
  return { elections: within(tally.elections), faults: within(tally.faults), commits: within(tally.commits), messages: within(tally.messages) };
}
