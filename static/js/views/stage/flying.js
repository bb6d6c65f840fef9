// One message on the stage: its drawing, and how it gets along its way.

/** @import { Message } from "../../frames.js" */
/** @import { Way } from "../../layout.js" */
/** @import { Corner, Moment } from "../ride.js" */

import { along } from "../../layout.js";
import { TAIL } from "../../motion.js";
import { svg } from "../elements.js";
import { Ride } from "../ride.js";
import { tailPart } from "./shapes.js";

/** So much of its tail has a message as it leaves, in pixels. */
const TAIL_SHOWS = 6;
/** The tail of one that goes by itself is drawn as it will be this much later, in real time: about half way to the next picture. */
const AHEAD_US = 40_000;
const THIN = 0.6;

/** @param {{x: number, y: number}} at */
export const placed = ({ x, y }) => `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`;

/** How long a tail is drawn, in parts of its own length. @param {number} travelled @param {number} longest */
const tailScale = (travelled, longest) => Math.min(longest, Math.max(0, travelled + TAIL_SHOWS)) / TAIL;

export class Flying {
  /** What is pressed and read out. */
  hit = svg("circle", { class: "hit", r: 17, role: "button", tabindex: -1 });
  art = svg("g");
  node = svg("g", {}, this.hit, this.art);
  tail = tailPart();
  look = "";
  thin = false;
  /** Where it starts and ends while it goes by itself. @type {Corner[]} */
  corners = [];
  /** @type {Way|null} */
  #way = null;
  #ride = new Ride(this.node);
  /** How the tail was last placed by hand. */
  #tailed = { scale: NaN, degrees: NaN };

  /** @param {Message} message */
  constructor(message) {
    this.message = message;
    if (message.id >= 0) this.node.dataset.message = String(message.id);
  }

  /** The tail is drawn anew: the look has changed. */
  untail() {
    this.#tailed = { scale: NaN, degrees: NaN };
  }

  /** @param {{x: number, y: number}} at */
  move(at) {
    this.#ride.stop();
    this.node.style.transform = placed(at);
  }

  /** @param {Way} way @param {number} travelled @param {number} longest */
  stretchTail(way, travelled, longest) {
    const scale = tailScale(travelled, longest);
    const { degrees } = way;
    if (this.#tailed.degrees === degrees && Math.abs(this.#tailed.scale - scale) < 0.02) return;
    this.#tailed = { scale, degrees };
    this.tail.style.transform = this.#tailAs(way, scale);
  }

  /** @param {Way} way @param {number} scale */
  #tailAs({ degrees }, scale) {
    return `rotate(${degrees.toFixed(1)}deg) scale(${scale.toFixed(2)},${this.thin ? THIN : 1})`;
  }

  /** Goes on by itself. @param {Way} way @param {number} longest tail @param {Moment} moment */
  ride(way, longest, moment) {
    const { sent_at_us, deliver_at_us } = this.message;
    const flight_us = Math.max(1, (deliver_at_us ?? 0) - sent_at_us);
    if (way !== this.#way) {
      this.#way = way;
      const corner = (/** @type {number} */ part) => ({ time_us: sent_at_us + part * flight_us, transform: placed(along(way, part)) });
      this.corners = [corner(0), corner(1)];
    }
    this.#ride.go(this.corners, moment);
    const part = (moment.time_us + AHEAD_US * (moment.rate ?? 0) - sent_at_us) / flight_us;
    this.stretchTail(way, Math.min(1, part) * way.length, longest);
  }

  remove() {
    this.#ride.stop();
    this.node.remove();
  }
}
