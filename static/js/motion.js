// Where messages are between two frames of the server: linear in simulated time, out of each
// other's way, and fewer things to look at the faster it goes.

/** @import { Message, State } from "./frames.js" */
/** @import { Ring, Way } from "./layout.js" */

import { wayBetween } from "./layout.js";

/** Two messages nearer than this on one link step aside; the step fades in over the rest. */
const NEAR = 26;
const FADE = 16;
const ASIDE = 9;
const CROWD = 12;
/** A flight shorter than this, in real time, is seen as flow and not as messages. */
const FLOW_MS = 42;
const LONG_TAIL_MS = 110;
const FRAME_MS = 16.7;
export const TAIL = 38;
/** With motion reduced, a message is at one of five places on its way. */
const STOPS = 4;
/** So far ahead, in real time, the ways of messages are laid: past the next picture. */
export const AHEAD_US = 290_000;
/** Where messages moved by hand queue up, and how far apart, in pixels. */
const QUEUE_START = 26;
const QUEUE_STEP = 30;

/** @param {Message} message */
export const isReply = (message) => message.type.endsWith("Reply");

/** @param {Message} message */
export const isHeartbeat = (message) => message.type === "AppendEntries" && !message.entries?.length;

/**
 * How far a message has come, from 0 to 1.
 * @param {Message} message
 * @param {number} time_us
 */
export function flightPart({ sent_at_us, deliver_at_us }, time_us) {
  if (deliver_at_us === null) return 0;
  if (deliver_at_us <= sent_at_us) return 1;
  return Math.max(0, Math.min(1, (time_us - sent_at_us) / (deliver_at_us - sent_at_us)));
}

/**
 * How messages are drawn at this pace.
 * @typedef {object} Manner
 * @property {boolean} flow messages are ticks on their link
 * @property {boolean} small heartbeats and answers to entries are discs without text
 * @property {number} tail its length in pixels, when the way is long enough
 */

/**
 * @param {State} state
 * @param {boolean} playing
 * @param {number} speed
 * @returns {Manner}
 */
export function mannerOf(state, playing, speed) {
  const [low, high] = state.settings.latency;
  const flight_ms = (low + high) / 2 / 1000 / speed;
  const flow = playing && state.settings.network === "auto" && flight_ms < FLOW_MS;
  const long = playing && flight_ms < LONG_TAIL_MS;
  return {
    flow,
    small: state.messages.length > CROWD,
    tail: long ? Math.max(TAIL, (200 * FRAME_MS) / flight_ms) : TAIL,
  };
}

/**
 * @typedef {object} Placed
 * @property {Message} message
 * @property {Way} way
 * @property {number} part
 * @property {number} aside
 */

/** @param {Placed} one @param {Placed} two how far apart in pixels, on one link */
function distance(one, two) {
  const same = one.message.from === two.message.from;
  const there = one.part * one.way.length;
  const other = same ? two.part * two.way.length : two.way.length * (1 - two.part);
  return Math.abs(there - other);
}

/** Messages near each other on one link give way to the right of their travel. @param {Placed[]} onLink @param {number} scale how large they are */
function giveWay(onLink, scale) {
  for (let i = 0; i < onLink.length; i++) {
    for (let j = i + 1; j < onLink.length; j++) {
      const [one, two] = [onLink[i], onLink[j]];
      const near = Math.min(1, (NEAR * scale + FADE - distance(one, two)) / FADE);
      if (near <= 0) continue;
      const step = ASIDE * scale * near;
      const same = one.message.from === two.message.from;
      one.aside = Math.abs(one.aside) > step ? one.aside : step;
      two.aside = Math.abs(two.aside) > step ? two.aside : same ? -step : step;
    }
  }
}

/** The name of a link, whichever way a message goes. @param {Message} message */
const linkOf = ({ from, to }) => (from < to ? `${from}${to}` : `${to}${from}`);

/**
 * Whether every message goes straight on at an even speed: few of them, and each alone on its link.
 * @param {State} state
 */
export function isRoomy({ messages }) {
  return messages.length <= CROWD && messages.every(({ deliver_at_us }) => deliver_at_us !== null) &&
    new Set(messages.map(linkOf)).size === messages.length;
}

/**
 * @param {Pick<State, "messages">} state
 * @param {Ring} ring
 * @param {number} time_us
 * @param {boolean} [calm] motion is reduced
 * @returns {Placed[]}
 */
export function placeMessages(state, ring, time_us, calm = false) {
  /** @type {Placed[]} */
  const placed = [];
  /** @type {Map<string, Placed[]>} */
  const links = new Map();
  /** @type {Map<string, number>} */
  const queues = new Map();
  for (const message of state.messages) {
    const way = wayBetween(ring, message.from, message.to);
    if (!way) continue;
    const { from, to } = message;
    let part = flightPart(message, time_us);
    if (calm) part = Math.round(part * STOPS) / STOPS;
    if (message.deliver_at_us === null) {
      const ahead = queues.get(`${from}>${to}`) ?? 0;
      queues.set(`${from}>${to}`, ahead + 1);
      part = Math.min(0.92, (QUEUE_START + QUEUE_STEP * ahead) / (way.length || 1));
    }
    const one = { message, way, part, aside: 0 };
    placed.push(one);
    const link = linkOf(message);
    const others = links.get(link);
    if (others) others.push(one);
    else links.set(link, [one]);
  }
  for (const onLink of links.values()) if (onLink.length > 1) giveWay(onLink, Math.max(1, ring.scale));
  return placed;
}
