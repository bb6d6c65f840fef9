// The marks of a part of a history, placed along time and across the servers: lifelines, arrows,
// discs, crosses. A branch is one scene; a second one beside it needs only lanes of its own. Pure.

/** @import { Role } from "../../frames.js" */
/** @import { Cone } from "./cone.js" */
/** @import { Flight, History, Life, Mark, Span } from "./history.js" */
/** @import { TimeScale } from "./time_scale.js" */

import { countUpTo } from "../fold.js";
import { carries, holds } from "./cone.js";
import { endOf, spanAt } from "./history.js";

/** Above this many marks the body is painted on a canvas. */
export const MOST_NODES = 2000;
/** Half of a lifeline's thickness, by role. */
export const HALF = { follower: 2.5, pre_candidate: 7, candidate: 7, leader: 10 };
/** Where on its way a message's silhouette stands. */
const GLYPH_AT = 0.42;
/** A message that was lost as it was sent is drawn this far, of a flight and of its way. */
const LOST_PART = 0.3;
/** Room for the text in a leader's bar. */
const ROOM = { whole: 118, short: 52 };
const COMMITS_APART = 64;

/**
 * @typedef {Role|"down"} Look
 *
 * @typedef {object} Segment of a lifeline
 * @property {string} key
 * @property {string} server
 * @property {Look} look
 * @property {number} term
 * @property {boolean} paused
 * @property {boolean} dim
 * @property {number} from
 * @property {number} to
 * @property {number} across
 *
 * @typedef {object} Arrow
 * @property {string} key
 * @property {Flight} flight
 * @property {{along: number, across: number}} from
 * @property {{along: number, across: number}} to
 * @property {"head"|"cross"|"open"} end
 * @property {{along: number, across: number}|null} glyph where its silhouette stands, if it is to be seen
 * @property {boolean} dim
 * @property {boolean} lit
 * @property {boolean} foreign
 *
 * @typedef {object} Disc
 * @property {string} key
 * @property {string} server
 * @property {number} position
 * @property {number} term
 * @property {boolean} dim
 * @property {boolean} foreign
 * @property {number} along
 * @property {number} across
 *
 * @typedef {object} Sign
 * @property {string} key
 * @property {"crash"|"restart"|"commit"} kind
 * @property {string} server
 * @property {number} position
 * @property {number} index of a commit
 * @property {boolean} dim
 * @property {number} along
 * @property {number} across
 *
 * @typedef {object} Title the text in a leader's bar
 * @property {string} key
 * @property {string} server
 * @property {number} term
 * @property {boolean} whole
 * @property {number} along where it begins
 * @property {number} across
 *
 * @typedef {{segments: Segment[], arrows: Arrow[], discs: Disc[], signs: Sign[], titles: Title[], quiet: number}} Scene
 *
 * @typedef {object} Part what is to be drawn, and how
 * @property {Map<string, number>} lanes where across each server lives
 * @property {number} from along
 * @property {number} to along
 * @property {number} until_us how far time has come
 * @property {boolean} heartbeats
 * @property {number} latency_us
 * @property {Cone|null} cone
 * @property {number|null} selected a message
 * @property {number} [begins] along, before which this part is not drawn
 * @property {number} [ends] along, behind which it is not
 * @property {string} [name] tells its marks from those of another part
 * @property {boolean} [foreign] of a branch that is not on show elsewhere, so that its events cannot be selected
 */

/**
 * @param {History} history
 * @param {TimeScale} scale
 * @param {Part} part
 * @returns {Scene}
 */
export function sceneOf(history, scale, part) {
  /** @type {Scene} */
  const scene = { segments: [], arrows: [], discs: [], signs: [], titles: [], quiet: 0 };
  for (const [id, across] of part.lanes) {
    const life = history.lives.get(id);
    if (!life) continue;
    drawLife(scene, life, across, scale, part);
    drawMarks(scene, life, across, scale, part);
  }
  for (const flight of history.flights) if (flight.quiet && flight.sent.time_us <= part.until_us) scene.quiet++;
  const earliest = scale.time(part.from) - history.longest_us - LOST_PART * part.latency_us;
  const latest = Math.min(part.until_us, scale.time(part.to));
  for (let i = countUpTo(history.flights, earliest - 1, ({ sent }) => sent.time_us); i < history.flights.length; i++) {
    const flight = history.flights[i];
    if (flight.sent.time_us > latest) break;
    const arrow = arrowOf(history, flight, scale, part);
    if (arrow) scene.arrows.push(arrow);
  }
  return scene;
}

/** Several parts as one. @param {Scene[]} scenes @returns {Scene} */
export function together(scenes) {
  return {
    segments: scenes.flatMap(({ segments }) => segments),
    arrows: scenes.flatMap(({ arrows }) => arrows),
    discs: scenes.flatMap(({ discs }) => discs),
    signs: scenes.flatMap(({ signs }) => signs),
    titles: scenes.flatMap(({ titles }) => titles),
    quiet: Math.max(...scenes.map(({ quiet }) => quiet)),
  };
}

/** How many nodes a scene would be. @param {Scene} scene */
export const sizeOf = ({ segments, arrows, discs, signs }) => segments.length + arrows.length + discs.length + signs.length;

/** @param {Cone|null} cone @param {string} server @param {number} position */
const isDim = (cone, server, position) => cone !== null && !holds(cone, server, position);

/**
 * @param {Scene} scene
 * @param {Life} life
 * @param {number} across
 * @param {TimeScale} scale
 * @param {Part} part
 */
function drawLife(scene, life, across, scale, part) {
  const { cone, until_us } = part;
  const bound = cone?.bounds.get(life.id);
  const first = Math.max(0, countUpTo(life.spans, scale.time(part.from), ({ from_us }) => from_us) - 1);
  for (const span of life.spans.slice(first)) {
    const end_us = Math.min(span.to_us ?? until_us, until_us);
    const { begins = -Infinity, ends = Infinity } = part;
    const [from, to] = [Math.max(scale.at(span.from_us), begins), Math.min(scale.at(end_us), ends)];
    if (from > Math.min(part.to, ends) || end_us < span.from_us) break;
    if (to < Math.max(part.from, begins)) continue;
    const cut = bound ? scale.at(bound.time_us) : null;
    const cuts = cut !== null && cut > from && cut < to ? [from, cut, to] : [from, to];
    for (let i = 1; i < cuts.length; i++) {
      const before = cut !== null && cuts[i] <= cut;
      const dim = cone !== null && (cut === null || before !== (cone.direction === "causes"));
      scene.segments.push(segment(life.id, span, cuts[i - 1], cuts[i], across, dim, part.name ?? ""));
    }
    const title = span.up && span.role === "leader" ? titleOf(life.id, span, from, to, across, part) : null;
    if (title) scene.titles.push(title);
  }
}

/**
 * @param {string} server
 * @param {Span} span
 * @param {number} from
 * @param {number} to
 * @param {number} across
 * @param {boolean} dim
 * @param {string} name
 * @returns {Segment}
 */
function segment(server, { up, role, term, paused }, from, to, across, dim, name) {
  return { key: `${name}${server} ${from.toFixed(1)}`, server, look: up ? role : "down", term, paused, dim, from, to, across };
}

/**
 * The text stays in view while its bar does.
 * @param {string} server
 * @param {Span} span
 * @param {number} from
 * @param {number} to
 * @param {number} across
 * @param {Part} part
 * @returns {Title|null}
 */
function titleOf(server, span, from, to, across, part) {
  // a disc stands at the beginning of many a bar, the edge of the view before others
  const along = Math.max(from + 14, part.from + 34);
  const room = to - along;
  if (room < ROOM.short) return null;
  return { key: `${part.name ?? ""}${server} ${span.from_us}`, server, term: span.term, whole: room >= ROOM.whole, along, across };
}

/**
 * @param {Scene} scene
 * @param {Life} life
 * @param {number} across
 * @param {TimeScale} scale
 * @param {Part} part
 */
function drawMarks(scene, life, across, scale, part) {
  const server = life.id;
  /** @template {Mark} M @param {M[]} marks @param {(mark: M, along: number, dim: boolean) => void} draw */
  const each = (marks, draw) => {
    const first = countUpTo(marks, scale.time(part.from) - 1, ({ time_us }) => time_us);
    for (let i = first; i < marks.length; i++) {
      const along = scale.at(marks[i].time_us);
      if (along > part.to || marks[i].time_us > part.until_us) break;
      if (along < (part.begins ?? -Infinity) || along > (part.ends ?? Infinity)) continue;
      draw(marks[i], along, isDim(part.cone, server, marks[i].position));
    }
  };
  /** @param {Sign["kind"]} kind @returns {(mark: Mark & {index?: number}, along: number, dim: boolean) => void} */
  const sign = (kind) => ({ position, index = 0 }, along, dim) => {
    scene.signs.push({ key: `${part.name ?? ""}${kind} ${server} ${position}`, kind, server, position, index, dim, along, across });
  };
  each(life.terms, ({ position, term }, along, dim) => {
    scene.discs.push({ key: `${part.name ?? ""}${server} ${position}`, server, position, term, dim, foreign: part.foreign ?? false, along, across });
  });
  each(life.crashes, sign("crash"));
  each(life.restarts, sign("restart"));
  let last = -Infinity;
  each(life.commits, (mark, along, dim) => {
    if (along - last < COMMITS_APART || scale.hides(mark.time_us, mark.time_us)) return;
    last = along;
    sign("commit")(mark, along, dim);
  });
}

/**
 * @param {History} history
 * @param {Flight} flight
 * @param {TimeScale} scale
 * @param {Part} part
 * @returns {Arrow|null} null where it is not to be seen
 */
function arrowOf(history, flight, scale, part) {
  const { cone, lanes } = part;
  const lit = cone !== null && carries(cone, flight);
  const chosen = part.selected === flight.id;
  if (flight.quiet && !part.heartbeats && !chosen && !(lit && reaches(cone, flight))) return null;
  const [start, goal] = [lanes.get(flight.from), lanes.get(flight.to)];
  if (start === undefined || goal === undefined) return null;
  const way = wayOf(flight, part);
  const [from, to] = [scale.at(flight.sent.time_us), scale.at(way.end_us)];
  if (to < part.from || from > part.to || scale.hides(flight.sent.time_us, way.end_us)) return null;
  const side = Math.sign(goal - start);
  const leaves = start + side * halfAt(history, flight.from, flight.sent.time_us);
  const arrives = goal - side * (halfAt(history, flight.to, way.end_us) + 1);
  const reached = leaves + (arrives - leaves) * way.part;
  return cropped({
    key: `${part.name ?? ""}${flight.id}`,
    flight,
    from: { along: from, across: leaves },
    to: { along: to, across: reached },
    glyph: { along: from + (to - from) * GLYPH_AT, across: leaves + (reached - leaves) * GLYPH_AT },
    end: flight.lost ? "cross" : flight.received || flight.due_us !== null ? "head" : "open",
    dim: cone !== null && !lit,
    lit: lit || chosen,
    foreign: part.foreign ?? false,
  }, part);
}

/**
 * Of a message that was on its way where the branches part, each part draws its own piece.
 * @param {Arrow} arrow
 * @param {Part} part
 * @returns {Arrow|null}
 */
function cropped(arrow, { begins = -Infinity, ends = Infinity }) {
  const { from, to } = arrow;
  if (to.along <= begins || from.along > ends) return to.along === from.along && from.along === begins ? arrow : null;
  /** @param {number} along */
  const at = (along) => ({ along, across: from.across + ((to.across - from.across) * (along - from.along)) / (to.along - from.along || 1) });
  const glyph = arrow.glyph && arrow.glyph.along >= begins && arrow.glyph.along <= ends ? arrow.glyph : null;
  const whole = { ...arrow, glyph, from: from.along < begins ? at(begins) : from };
  return to.along > ends ? { ...whole, to: at(ends), end: "open" } : whole;
}

/** A hidden heartbeat shows where it is the one that carried the cone on. @param {Cone} cone @param {Flight} flight */
function reaches({ direction, bounds }, flight) {
  if (direction === "causes") return bounds.get(flight.from)?.position === flight.sent.position;
  return bounds.get(flight.to)?.position === flight.received?.position;
}

/**
 * How far a message comes, in time and of its way.
 * @param {Flight} flight
 * @param {Part} part
 */
function wayOf(flight, part) {
  const { sent, lost, due_us } = flight;
  if (!lost) {
    const end_us = endOf(flight);
    // moved by hand it waits at its sender
    return end_us === null ? { end_us: Math.max(sent.time_us, part.until_us), part: LOST_PART } : { end_us, part: 1 };
  }
  if (due_us !== null) return { end_us: lost.time_us, part: Math.min(1, Math.max(0.15, (lost.time_us - sent.time_us) / Math.max(1, due_us - sent.time_us))) };
  return { end_us: Math.max(lost.time_us, sent.time_us + LOST_PART * part.latency_us), part: LOST_PART };
}

/** @param {History} history @param {string} id @param {number} time_us */
function halfAt(history, id, time_us) {
  const life = history.lives.get(id);
  const span = life ? spanAt(life, time_us) : null;
  return span?.up ? HALF[span.role] : 1;
}

/** How far a place is from an arrow. @param {Arrow} arrow @param {number} along @param {number} across */
export function distanceTo({ from, to }, along, across) {
  const [x, y] = [to.along - from.along, to.across - from.across];
  const length = x * x + y * y || 1;
  const part = Math.max(0, Math.min(1, ((along - from.along) * x + (across - from.across) * y) / length));
  return Math.hypot(along - from.along - part * x, across - from.across - part * y);
}
