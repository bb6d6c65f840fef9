// What the space-time view draws, gathered from the steps as they arrive: each server's life, each
// message's flight, and what is worth telling of a stretch of time. Pure; nothing here knows pixels.

/** @import { Event, Message, MessageRef, Role, Server, ServerChange, State, Step } from "../../frames.js" */

import { countUpTo } from "../fold.js";
import { classOf } from "../stage/shapes.js";

/**
 * @typedef {{position: number, time_us: number}} Mark
 * @typedef {Mark & {term: number}} TermMark
 * @typedef {Mark & {index: number}} CommitMark
 *
 * @typedef {object} Span a stretch of a life in which a server looked the same
 * @property {number} from_us
 * @property {number|null} to_us null: still so
 * @property {Role} role
 * @property {number} term
 * @property {boolean} up
 * @property {boolean} paused
 *
 * @typedef {object} Life
 * @property {string} id
 * @property {Span[]} spans
 * @property {TermMark[]} terms where the term changed
 * @property {Mark[]} crashes
 * @property {Mark[]} restarts
 * @property {CommitMark[]} commits what it committed as a leader
 * @property {Mark[]} events all that happened at this server
 *
 * @typedef {object} Flight
 * @property {number} id
 * @property {string} type
 * @property {string} from
 * @property {string} to
 * @property {number} term
 * @property {string} look the class of its silhouette
 * @property {Mark} sent
 * @property {Mark|null} received
 * @property {Mark|null} lost
 * @property {number|null} due_us when it is to arrive, where that is known
 * @property {boolean} quiet a heartbeat, or its answer, that changed nothing
 *
 * @typedef {{position: number, time_us: number, servers: string[], arrived: Flight|null, sent: Flight[]}} Happening
 *
 * @typedef {object} History
 * @property {Map<string, Life>} lives in the order of the log's rows
 * @property {Flight[]} flights in the order they were sent
 * @property {Map<number, Flight>} byId
 * @property {number} longest_us the longest that a message was on its way, or is to be
 * @property {Happening[]} happenings one for each step
 * @property {Mark[]} interesting
 * @property {{elections: number[], faults: number[], commits: number[], messages: number[]}} tally times, for what a fold hides
 * @property {number} from_us where it begins
 * @property {number} to_us the time of the last step
 * @property {number} commit the highest index known to be committed
 * @property {number} changes grows with every step
 */

const FAULTS = new Set(["ServerCrashed", "LinkCut", "DiskWiped", "ServerPaused", "PartitionMade"]);
/** What makes a heartbeat worth showing. */
const LOUD = new Set(["TermChanged", "RoleChanged", "SteppedDown", "EntriesRejected", "EntriesTruncated"]);
/** The client moved here, not the server. */
const CLIENTS_OWN = new Set(["ClientRetried", "ClientRedirected", "MessageDropped"]);

/**
 * @param {State|null} origin the cluster before the first step
 * @returns {History}
 */
export function emptyHistory(origin) {
  /** @type {History} */
  const history = {
    lives: new Map(),
    flights: [],
    byId: new Map(),
    longest_us: 0,
    happenings: [],
    interesting: [],
    tally: { elections: [], faults: [], commits: [], messages: [] },
    from_us: origin?.time_us ?? 0,
    to_us: origin?.time_us ?? 0,
    commit: 0,
    changes: 0,
  };
  for (const [id, server] of Object.entries(origin?.servers ?? {})) {
    begin(history, id, server, history.from_us);
    history.commit = Math.max(history.commit, server.commit_index);
  }
  for (const message of origin?.messages ?? []) takeOff(history, message);
  return history;
}

/**
 * @param {History} history
 * @param {string} id
 * @param {Pick<Server, "role"|"term"|"up"|"paused">} server
 * @param {number} time_us
 */
function begin(history, id, { role, term, up, paused }, time_us) {
  /** @type {Life} */
  const life = { id, spans: [{ from_us: time_us, to_us: null, role, term, up, paused }], terms: [], crashes: [], restarts: [], commits: [], events: [] };
  history.lives.set(id, life);
  return life;
}

/**
 * @param {History} history
 * @param {Step} step
 */
export function takeStep(history, step) {
  const at = { position: step.position, time_us: step.time_us };
  history.to_us = Math.max(history.to_us, step.time_us);
  history.changes++;
  for (const [id, change] of Object.entries(step.delta.servers ?? {})) changeLife(history, id, change, at);
  for (const message of step.delta.messages?.add ?? []) takeOff(history, message);
  const arrived = land(history, step, at);
  for (const event of step.events) takeEvent(history, event, at);
  const sent = step.events.flatMap((event) => (event.kind === "MessageSent" ? history.byId.get(event.message.id) ?? [] : []));
  hush(step, arrived, sent);
  const servers = placesOf(step);
  for (const id of servers) history.lives.get(id)?.events.push(at);
  history.happenings.push({ ...at, servers, arrived, sent });
  if (step.interesting) history.interesting.push(at);
}

/**
 * Where a step happened: at who received, or at every server that did something by itself.
 * @param {Step} step
 * @returns {string[]}
 */
export function placesOf(step) {
  /** @type {Set<string>} */
  const places = new Set();
  for (const event of step.events) {
    if (CLIENTS_OWN.has(event.kind)) continue;
    if (event.kind === "MessageDelivered") return [event.message.to];
    if (event.kind === "MessageSent") places.add(event.message.from);
    else if ("server" in event && event.server) places.add(event.server);
  }
  return [...places];
}

/**
 * @param {History} history
 * @param {string} id
 * @param {ServerChange} change
 * @param {Mark} at
 */
function changeLife(history, id, change, at) {
  const life = history.lives.get(id);
  if (!life) {
    const { role = "follower", term = 0, up = true, paused = false } = change;
    begin(history, id, { role, term, up, paused }, at.time_us);
    return;
  }
  const last = life.spans[life.spans.length - 1];
  const { role = last.role, term = last.term, up = last.up, paused = last.paused } = change;
  if (role === last.role && term === last.term && up === last.up && paused === last.paused) return;
  if (term !== last.term) life.terms.push({ ...at, term });
  if (last.up && !up) life.crashes.push(at);
  if (!last.up && up) life.restarts.push(at);
  if (last.from_us === at.time_us) life.spans.pop(); // what had no length never was
  else last.to_us = at.time_us;
  life.spans.push({ from_us: at.time_us, to_us: null, role, term, up, paused });
}

/**
 * @param {History} history
 * @param {Message} message
 */
function takeOff(history, message) {
  const known = history.byId.get(message.id);
  if (known) {
    known.due_us = message.deliver_at_us;
    lasts(history, known, known.due_us);
    return;
  }
  const sent = { position: message.sent_at_position, time_us: message.sent_at_us };
  lasts(history, depart(history, message, classOf(message), sent, message.deliver_at_us), message.deliver_at_us);
}

/** One that waits for a hand may last for ever. @param {History} history @param {Flight} flight @param {number|null} end_us */
function lasts(history, { sent }, end_us) {
  history.longest_us = Math.max(history.longest_us, (end_us ?? Infinity) - sent.time_us);
}

/**
 * @param {History} history
 * @param {MessageRef} ref
 * @param {string} look
 * @param {Mark} sent
 * @param {number|null} due_us
 * @returns {Flight}
 */
function depart(history, { id, type, from, to, term }, look, sent, due_us) {
  /** @type {Flight} */
  const flight = { id, type, from, to, term, look, sent, received: null, lost: null, due_us, quiet: look === "hb" };
  history.flights.push(flight);
  history.byId.set(id, flight);
  history.tally.messages.push(sent.time_us);
  return flight;
}

/**
 * @param {History} history
 * @param {Step} step
 * @param {Mark} at
 */
function land(history, step, at) {
  for (const event of step.events) {
    if (event.kind !== "MessageDelivered") continue;
    const flight = history.byId.get(event.message.id);
    if (flight) {
      flight.received = at;
      lasts(history, flight, at.time_us);
    }
    return flight ?? null;
  }
  return null;
}

/**
 * @param {History} history
 * @param {Event} event
 * @param {Mark} at
 */
function takeEvent(history, event, at) {
  const { tally } = history;
  if (event.kind === "ElectionStarted") tally.elections.push(at.time_us);
  if (event.kind === "MessageDropped") {
    const flight = history.byId.get(event.message.id) ?? departLost(history, event.message, at);
    flight.lost = at;
    lasts(history, flight, at.time_us);
  }
  if (event.kind === "CommitAdvanced") {
    const life = history.lives.get(event.server);
    if (life?.spans[life.spans.length - 1].role === "leader") life.commits.push({ ...at, index: event.new });
    if (event.new > history.commit) tally.commits.push(at.time_us);
    history.commit = Math.max(history.commit, event.new);
  }
  // one cut of many links is one fault
  if (FAULTS.has(event.kind) && tally.faults[tally.faults.length - 1] !== at.time_us) tally.faults.push(at.time_us);
}

/**
 * A message that was lost as it was sent was never in flight, so that its content is not known.
 * @param {History} history
 * @param {MessageRef} ref
 * @param {Mark} at
 */
function departLost(history, ref, at) {
  const likely = /** @type {Message} */ ({ ...ref, sent_at_us: at.time_us, deliver_at_us: null, sent_at_position: at.position });
  return depart(history, ref, classOf(likely), at, null);
}

/**
 * Tells heartbeats from what only looks like one, and finds the answers to them.
 * @param {Step} step
 * @param {Flight|null} arrived
 * @param {Flight[]} sent
 */
function hush(step, arrived, sent) {
  const appends = sent.filter(({ type }) => type === "AppendEntries");
  const entries = appends.some(({ look }) => look === "ae");
  for (const flight of appends) {
    // of those that were lost at once, their sisters tell what they were
    if (flight.lost && (entries || step.cause.kind !== "timer")) [flight.look, flight.quiet] = ["ae", false];
  }
  if (!arrived?.quiet) return;
  if (step.events.some(({ kind }) => LOUD.has(kind))) arrived.quiet = false;
  else for (const flight of sent) if (flight.type === "AppendEntriesReply") flight.quiet = true;
}

/**
 * The stretch of a life that holds a time.
 * @param {Life} life
 * @param {number} time_us
 * @returns {Span|null}
 */
export function spanAt(life, time_us) {
  return life.spans[countUpTo(life.spans, time_us, ({ from_us }) => from_us) - 1] ?? null;
}

/** Where a message's way ends, as far as it is known. @param {Flight} flight */
export const endOf = (flight) => flight.received?.time_us ?? flight.lost?.time_us ?? flight.due_us;

/** What happened at a position. @param {History} history @param {number|null} position @returns {Happening|null} */
export function happeningAt({ happenings }, position) {
  if (position === null) return null;
  const found = happenings[countUpTo(happenings, position, (each) => each.position) - 1];
  return found?.position === position ? found : null;
}

/** Whether nothing happened but heartbeats that changed nothing. @param {Happening} happening */
export function isQuiet({ arrived, sent }) {
  return arrived ? arrived.quiet : sent.length > 0 && sent.every(({ quiet }) => quiet);
}
