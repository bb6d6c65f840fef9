// Which room this page is in: the one named in the address, that of a link, or a new one.

import { at } from "./base.js";
import { ANEW, seatToGoOnWith } from "./resuming.js";
import { BadLink, sharedIn } from "./share.js";
import { noRoom as words } from "./words/en.js";

/**
 * @typedef {object} Seat
 * @property {string} room
 * @property {string} key
 * @property {number|null} [at] the position that a link wants shown first
 * @property {boolean} [resumed] the run was left earlier, and is gone on with
 */

/**
 * A room that could not be had, with words for the person; `mends` when the same address may work in a moment, and
 * `instead` is where another one is had.
 */
export class NoRoom extends Error {
  /** @param {string} says @param {boolean} [mends] @param {{href: string, says?: string}} [instead] */
  constructor(says, mends = false, instead = { href: at("/lab") }) {
    super(says);
    this.mends = mends;
    this.instead = instead;
  }
}

/**
 * @param {string} fragment such as "#room=abc&key=def"
 * @returns {Seat|null}
 */
export function seatIn(fragment) {
  const fields = new URLSearchParams(fragment.replace(/^#/, ""));
  const room = fields.get("room");
  const key = fields.get("key");
  return room && key ? { room, key } : null;
}

/**
 * What the address asks to be opened.
 * @param {string} search such as "?lesson=02-elections&scenario=an-election"
 * @returns {Record<string, string>}
 */
export function wish(search) {
  const fields = new URLSearchParams(search);
  /** @type {Record<string, string>} */
  const asked = {};
  for (const name of ["lesson", "scenario"]) {
    const value = fields.get(name);
    if (value) asked[name] = value;
  }
  return asked;
}

/**
 * A new room: a lesson's, a script's, a trace's, or the sandbox.
 * @param {Record<string, unknown>} wanted
 * @returns {Promise<Seat>}
 * @throws {NoRoom} with the server's reason
 */
export async function openRoom(wanted) {
  const answer = await fetch(at("/api/rooms"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(wanted),
  }).catch(() => {
    throw new NoRoom(words.unreachable);
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new NoRoom(body.says ?? body.detail ?? words.answered(answer.status), body.code === "broken_lesson");
  return { room: String(body.room), key: String(body.control) };
}

/** @param {Seat} seat */
const fragmentFor = ({ room, key }) => `#${new URLSearchParams({ room, key })}`;

/**
 * The seat of the address, or that of a new room, which then stands in the address: a
 * reload comes back to the same room, and the key stays out of every request line.
 * @returns {Promise<Seat>}
 */
export async function takeSeat() {
  const seat = seatIn(location.hash);
  if (seat) return seat;
  const shared = await sharedIn(location.hash).catch((error) => {
    throw error instanceof BadLink ? new NoRoom(words.badLink[error.why]) : error;
  });
  const wanted = wish(location.search);
  const left = shared || location.hash === ANEW ? null : await seatToGoOnWith(wanted, openRoom);
  const taken = left ?? await openRoom(shared ? { script: shared.script } : wanted);
  history.replaceState(null, "", fragmentFor(taken));
  return { ...taken, at: shared?.at, resumed: left !== null };
}

/** Goes to another room; the way back leads to the one before. @param {Seat} seat */
export function enter(seat) {
  history.pushState(null, "", at(`/lab${fragmentFor(seat)}`));
  location.reload();
}

/** Goes to another room of the same lesson, under the same address. @param {Seat} seat */
export function enterHere(seat) {
  history.pushState(null, "", location.pathname + location.search + fragmentFor(seat));
  location.reload();
}

/** Takes the lesson of this address from its beginning; the way back leads to the run there is. */
export function beginAnew() {
  history.pushState(null, "", location.pathname + location.search + ANEW);
  location.reload();
}

/** The way back, or another link pasted into this page, leads to another room, or to another seat in this one. @param {Seat} seat */
export function leaveWithTheAddress(seat) {
  addEventListener("popstate", () => {
    const fields = new URLSearchParams(location.hash.replace(/^#/, ""));
    // a link within the page, such as the one that skips to the cluster, is no other room
    if (!fields.has("room") && !fields.has("open")) history.replaceState(null, "", fragmentFor(seat));
    else if (fields.get("room") !== seat.room || fields.get("key") !== seat.key) location.reload();
  });
}

/**
 * @param {Seat} seat
 * @param {{branch: string, position: number}|null} known up to where everything was received
 * @param {string} life of the room in which that was
 */
export function socketUrl(seat, known, life) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const fields = new URLSearchParams({ key: seat.key });
  if (life) fields.set("life", life);
  if (known) {
    fields.set("branch", known.branch);
    fields.set("position", String(known.position));
  }
  return `${scheme}://${location.host}${at(`/ws/rooms/${encodeURIComponent(seat.room)}?${fields}`)}`;
}

/**
 * @param {Seat} seat
 * @param {import("./frames.js").FileFormat} what
 * @param {string} branch
 */
export function downloadUrl(seat, what, branch) {
  const fields = new URLSearchParams({ key: seat.key, branch });
  const path = ["trace", "script", "offline", "scenario"].includes(what) ? what : `export/${what}`;
  return at(`/api/rooms/${encodeURIComponent(seat.room)}/${path}?${fields}`);
}
