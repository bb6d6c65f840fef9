// What is not yet. While time runs, the lanes are drawn some way beyond the live edge, and a cover that the
// browser carries along leaves free what has come: they need not be drawn anew for every picture.

/**
 * @import { ViewModel } from "../view_types.js"
 * @import { Corner } from "./ride.js"
 * @import { Axis } from "./time_axis.js"
 */

import { el } from "./elements.js";
import { Ride } from "./ride.js";

/** Lanes are drawn anew when they reach less far beyond the edge than this, in real time, and then so far. */
const LEAST_US = 400_000;
const MOST_US = 2_000_000;
/** Where nothing moves, half a mark stands beyond the edge. */
const MARK_PX = 6;

export class Future {
  #cover = el("span", { class: "future" });
  node = el("div", { class: "ahead", "aria-hidden": "true" }, this.#cover);
  #ride = new Ride(this.#cover);

  /** @param {ViewModel} vm @param {Corner[]|null} way of the edge; null: it stands, or is moved by hand @param {number} edge its x */
  update(vm, way, edge) {
    if (way) return this.#ride.go(way, vm);
    this.#ride.stop();
    this.#cover.style.transform = `translateX(${(edge + MARK_PX).toFixed(1)}px)`;
  }
}

/** How far lanes are drawn under a cover that is carried along. */
export class Reach {
  #x = 0;
  #key = "";

  /**
   * @param {string} key what must change for all to be drawn anew
   * @param {Axis} axis
   * @param {number} edge_us
   * @param {number} rate
   */
  beyond(key, axis, edge_us, rate) {
    const least = axis.x(edge_us + LEAST_US * rate);
    const most = axis.x(edge_us + MOST_US * rate);
    if (key !== this.#key || this.#x < least || this.#x > most) this.#x = most;
    this.#key = key;
    return Math.min(this.#x, axis.width);
  }
}
