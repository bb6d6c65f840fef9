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
const THIN = 0.6;
/** Where one is that has not left yet, or has arrived. */
const AWAY = "translate(-9999px,0px)";

/** @param {{x: number, y: number}} at */
export const placed = ({ x, y }) => `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`;

/** How long a tail is drawn, in parts of its own length. @param {number} travelled @param {number} longest */
const tailScale = (travelled, longest) => Math.min(longest, Math.max(0, travelled + TAIL_SHOWS)) / TAIL;

/**
 * The way of a message, out of sight before and after. It begins now at the latest: a browser does by
 * itself only what has begun.
 * @param {Message} message
 * @param {Way} way
 * @param {number} until_us
 * @param {number} now_us
 * @returns {Corner[]}
 */
function cornersOf({ sent_at_us, deliver_at_us }, way, until_us, now_us) {
  const flight_us = Math.max(1, (deliver_at_us ?? 0) - sent_at_us);
  const end_us = Math.max(sent_at_us + 2, Math.min(until_us, sent_at_us + flight_us));
  const end = placed(along(way, Math.min(1, (end_us - sent_at_us) / flight_us)));
  const course = [
    { time_us: Math.min(now_us, sent_at_us) - 1, transform: AWAY },
    { time_us: sent_at_us - 1, transform: AWAY },
    { time_us: sent_at_us, transform: placed(along(way, 0)) },
    { time_us: end_us, transform: end },
  ];
  if (until_us === Infinity) return course;
  // one that waits at its receiver is still seen there
  const gone_us = Math.max(end_us + 1, until_us);
  return [...course, { time_us: gone_us - 1, transform: end }, { time_us: gone_us, transform: AWAY }];
}

export class Flying {
  /** What is pressed and read out. */
  hit = svg("circle", { class: "hit", r: 17, role: "button", tabindex: -1 });
  art = svg("g");
  node = svg("g", {}, this.hit, this.art);
  tail = tailPart();
  look = "";
  thin = false;
  /** Its way while it goes by itself. @type {Corner[]} */
  corners = [];
  /** @type {{message: Message|null, way: Way|null, until_us: number}} */
  #planned = { message: null, way: null, until_us: 0 };
  #ride = new Ride(this.node);
  /** How the tail was last placed by hand. */
  #tailed = { scale: NaN, degrees: NaN };

  /** @param {Message} message */
  constructor(message) {
    this.message = message;
  }

  /** @param {Message} message @param {string} name */
  carry(message, name) {
    this.message = message;
    if (message.id >= 0) this.node.dataset.message = String(message.id);
    this.node.dataset.to = message.to;
    this.hit.setAttribute("aria-label", name);
  }

  /** It has gone by itself, and waits out of sight for another message that looks like it. @param {number} time_us @returns {boolean} whether it can */
  park(time_us) {
    // the focus does not wait out of sight; it goes on to the receiver
    if (this.corners.length === 0 || this.#planned.until_us >= time_us || this.node.contains(document.activeElement)) return false;
    delete this.node.dataset.message;
    this.hit.removeAttribute("aria-label");
    return true;
  }

  /** The tail is drawn anew: the look has changed. */
  untail() {
    this.#tailed = { scale: NaN, degrees: NaN };
  }

  /** @param {{x: number, y: number}} at */
  move(at) {
    this.#ride.stop();
    this.corners = [];
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

  /**
   * Goes on by itself, and is gone when its time is over.
   * @param {Way} way
   * @param {number} until_us
   * @param {number} longest tail
   * @param {Moment} moment
   */
  ride(way, until_us, longest, moment) {
    const { message } = this;
    const planned = this.#planned;
    if (this.corners.length === 0 || planned.message !== message || planned.way !== way || planned.until_us !== until_us) {
      this.#planned = { message, way, until_us };
      this.corners = cornersOf(message, way, until_us, moment.time_us);
      this.stretchTail(way, way.length, longest);
    }
    this.#ride.go(this.corners, moment);
  }

  rest() {
    this.#ride.rest();
  }

  remove() {
    this.#ride.stop();
    this.node.remove();
  }
}
