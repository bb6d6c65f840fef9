// Where things stand on the stage: the ring of servers, their tags, the ways between them and the
// outline of a partition. Pure geometry, in pixels of the drawing.

/** @typedef {{x: number, y: number}} Point */

/**
 * @typedef {object} Spot a server's place
 * @property {string} id
 * @property {number} x
 * @property {number} y
 * @property {number} side -1 left, 0 middle, 1 right: the outer side of the ring
 * @property {{x: number, y: number, anchor: "start"|"middle"|"end"}} tag relative to the server
 */

/** How large the words on the stage are set, in pixels; 0: they are left out. @typedef {{role: number, name: number, line: number, label: number, small: number}} Words */

/**
 * @typedef {object} Ring
 * @property {"full"|"snug"|"phone"|"projector"} size
 * @property {number} width
 * @property {number} height
 * @property {number} cx
 * @property {number} cy
 * @property {number} rx
 * @property {number} ry
 * @property {number} body radius of a server's body
 * @property {number} timer radius of its timer arc
 * @property {number} halo
 * @property {number} scale of messages
 * @property {number} hub scale of the quorum hub
 * @property {Words} words
 * @property {Map<string, Spot>} spots in ring order
 */

/** Below this height the ring is drawn snug, with two lines to a tag. */
export const SNUG_HEIGHT = 330;
const PHONE_WIDTH = 560;
/** Links and messages keep this far off a timer arc. */
const CLEAR = 3;

/** @param {number} servers @param {Ring["size"]} size */
function bodyRadius(servers, size) {
  const radii = { full: [25, 22, 20], snug: [21, 20, 18], phone: [21, 18, 16], projector: [34, 28, 24] }[size];
  return radii[servers <= 6 ? 0 : servers <= 7 ? 1 : 2];
}

/**
 * Per size: how far the centre is below the middle, what the ring leaves free above and aside, how flat it is, what it
 * leaves free below a timer, and how far below its server a tag of the lower half reaches.
 */
const FRAMES = {
  full: { down: 21, above: 53, aside: 188, flat: 1.65, most: 190, below: 6, tag: 49 },
  snug: { down: 16, above: 50, aside: 174, flat: 1.76, most: 190, below: 4, tag: 31 },
  phone: { down: 2, above: 61, aside: 65, flat: 1.3, most: 150, below: 22, tag: 0 },
  projector: { down: 8, above: 68, aside: 150, flat: 1.32, most: 240, below: 8, tag: 38 },
};

/** @type {Record<Ring["size"], Words>} */
const WORDS = {
  full: { role: 14, name: 12, line: 11.5, label: 11.5, small: 10.5 },
  snug: { role: 13, name: 12, line: 11.5, label: 11.5, small: 10.5 },
  phone: { role: 12, name: 0, line: 0, label: 12, small: 10.5 },
  projector: { role: 18, name: 0, line: 16, label: 14.5, small: 13.5 },
};
/** Of messages, and of the hub. @type {Record<Ring["size"], [number, number]>} */
const SCALES = { full: [1, 1], snug: [0.9, 0.88], phone: [0.9, 0.69], projector: [1.25, 1.12] };

/** A crowded ring is flatter, so that neighbours keep apart. */
const WIDER = 1.3;

/**
 * @param {number} width
 * @param {number} height
 * @param {Ring["size"]} size
 * @param {number} servers
 * @param {number} timer
 */
function ellipse(width, height, size, servers, timer) {
  const { down, above, aside, flat, most, below, tag } = FRAMES[size];
  const cy = height / 2 + down;
  // an even ring has a server at the very bottom, an odd one does not reach it
  const even = servers % 2 === 0;
  const lowest = even ? 1 : Math.cos(Math.PI / servers);
  const reach = even ? timer + below : Math.max(timer + below, tag);
  const ry = Math.max(20, Math.min(height / 2 - above, most, (height - reach - cy) / Math.max(lowest, 0.01)));
  return { cx: width / 2, cy, rx: Math.max(20, Math.min(width / 2 - aside, (servers > 6 ? WIDER : 1) * flat * ry)), ry };
}

/**
 * Tags stand on the outer side; those of the topmost and of the bottommost server to the right.
 * @param {number} cos
 * @param {number} sin
 * @param {Ring["size"]} size
 * @param {number} timer
 * @returns {Spot["tag"]}
 */
function tagPlace(cos, sin, size, timer) {
  const off = timer + 13;
  const top = cos * cos < 0.01 && sin < 0;
  if (size === "phone" && !top) return { x: 0, y: timer + 16, anchor: "middle" };
  if (size === "phone") return { x: off, y: -4, anchor: "start" };
  // the tag of a server at the very bottom ends where its timer does
  const bottom = cos * cos < 0.01 && sin > 0;
  const y = top ? (size === "snug" ? -17.6 : -20) : bottom ? -10 : sin < -0.05 ? -4 : sin > 0.05 ? 8 : -4;
  return cos < -0.1 ? { x: -off, y, anchor: "end" } : { x: off, y, anchor: "start" };
}

/** Tags keep this far off the edge of the stage. */
const TAG_MARGIN = 6;

/**
 * How wide the ring may be, so that the tags at its sides stay on the stage.
 * @param {string[]} ids
 * @param {Map<string, number>} tags their widths
 * @param {number} half of the stage's width
 * @param {number} off where a tag begins, from the server
 */
function roomForTags(ids, tags, half, off) {
  const limits = ids.flatMap((id, i) => {
    const cos = Math.abs(Math.cos(-Math.PI / 2 + (2 * Math.PI * i) / ids.length));
    return cos > 0.1 ? [(half - TAG_MARGIN - off - (tags.get(id) ?? 0)) / cos] : [];
  });
  return Math.min(...limits, Infinity);
}

/**
 * @param {number} width
 * @param {number} height
 * @returns {Ring["size"]}
 */
export function sizeOf(width, height) {
  return width <= PHONE_WIDTH ? "phone" : height < SNUG_HEIGHT ? "snug" : "full";
}

/** @param {Ring["size"]} size */
export const wordsOf = (size) => WORDS[size];

/**
 * @param {string[]} ids in ring order, the first at the top
 * @param {number} width
 * @param {number} height
 * @param {Map<string, number>} [tags] widths of the tags
 * @param {Ring["size"]} [size]
 * @returns {Ring}
 */
export function ringLayout(ids, width, height, tags = new Map(), size = sizeOf(width, height)) {
  const body = bodyRadius(ids.length, size);
  const timer = body + 11;
  const { cx, cy, rx: most, ry } = ellipse(width, height, size, ids.length, timer);
  const roomy = size === "phone" ? most : Math.min(most, roomForTags(ids, tags, width / 2, timer + 13));
  // large words go before a round ring
  const rx = size === "projector" ? roomy : Math.max(Math.min(most, ry), roomy);
  const spots = ids.map((id, i) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * i) / ids.length;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const side = Math.abs(cos) < 0.1 ? 0 : Math.sign(cos);
    return { id, x: cx + rx * cos, y: cy + ry * sin, side, tag: tagPlace(cos, sin, size, timer) };
  });
  return {
    size,
    width,
    height,
    cx,
    cy,
    rx,
    ry,
    body,
    timer,
    halo: body + 18,
    scale: SCALES[size][0],
    hub: SCALES[size][1],
    words: WORDS[size],
    spots: new Map(spots.map((spot) => [spot.id, spot])),
  };
}

/**
 * The way from one server to another, between their timer arcs.
 * @typedef {object} Way
 * @property {number} x1
 * @property {number} y1
 * @property {number} x2
 * @property {number} y2
 * @property {number} length
 * @property {number} ux unit vector of travel
 * @property {number} uy
 * @property {number} degrees
 */

/** @type {WeakMap<Ring, Map<string, Way|null>>} */
const knownWays = new WeakMap();

/**
 * @param {Ring} ring
 * @param {string} from
 * @param {string} to
 * @returns {Way|null} null when one of them has no place
 */
export function wayBetween(ring, from, to) {
  let ways = knownWays.get(ring);
  if (!ways) knownWays.set(ring, ways = new Map());
  const ends = `${from}>${to}`;
  let way = ways.get(ends);
  if (way === undefined) ways.set(ends, way = measuredWay(ring, from, to));
  return way;
}

/**
 * @param {Ring} ring
 * @param {string} from
 * @param {string} to
 * @returns {Way|null}
 */
function measuredWay(ring, from, to) {
  const [a, b] = [ring.spots.get(from), ring.spots.get(to)];
  if (!a || !b) return null;
  const whole = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [ux, uy] = [(b.x - a.x) / whole, (b.y - a.y) / whole];
  const off = ring.timer + CLEAR;
  return {
    x1: a.x + ux * off,
    y1: a.y + uy * off,
    x2: b.x - ux * off,
    y2: b.y - uy * off,
    length: Math.max(0, whole - 2 * off),
    ux,
    uy,
    degrees: (Math.atan2(uy, ux) * 180) / Math.PI,
  };
}

/**
 * @param {Way} way
 * @param {number} part 0 at the sender, 1 at the receiver
 * @param {number} [aside] pixels to the right of travel
 * @returns {Point}
 */
export function along(way, part, aside = 0) {
  return {
    x: way.x1 + (way.x2 - way.x1) * part - way.uy * aside,
    y: way.y1 + (way.y2 - way.y1) * part + way.ux * aside,
  };
}

/**
 * Where each voter's segment of the hub begins and ends, in degrees: half way to its neighbours,
 * seen from the hub.
 * @param {Ring} ring
 * @param {string[]} voters
 * @returns {{id: string, from: number, to: number}[]}
 */
export function hubSegments(ring, voters) {
  const seen = voters.flatMap((id) => {
    const spot = ring.spots.get(id);
    return spot ? [{ id, at: (Math.atan2(spot.y - ring.cy, spot.x - ring.cx) * 180) / Math.PI }] : [];
  }).sort((one, two) => one.at - two.at);
  if (seen.length === 1) return [{ id: seen[0].id, from: seen[0].at - 180, to: seen[0].at + 180 }];
  return seen.map(({ id, at }, i) => {
    const before = seen[(i - 1 + seen.length) % seen.length].at;
    const after = seen[(i + 1) % seen.length].at;
    const back = (at - before + 360) % 360 || 360;
    const on = (after - at + 360) % 360 || 360;
    return { id, from: at - back / 2, to: at + on / 2 };
  });
}

const SAMPLES = 28;

/** @param {Point} o @param {Point} a @param {Point} b */
const turn = (o, a, b) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);

/**
 * The convex outline of a set of circles.
 * @param {{x: number, y: number, r: number}[]} circles
 * @returns {Point[]}
 */
export function hull(circles) {
  const points = circles.flatMap(({ x, y, r }) =>
    Array.from({ length: SAMPLES }, (_, i) => {
      const angle = (2 * Math.PI * i) / SAMPLES;
      return { x: x + r * Math.cos(angle), y: y + r * Math.sin(angle) };
    })
  ).sort((a, b) => a.x - b.x || a.y - b.y);
  /** @param {Point[]} sorted */
  const half = (sorted) => {
    /** @type {Point[]} */
    const chain = [];
    for (const point of sorted) {
      while (chain.length >= 2 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(points), ...half(points.reverse())];
}

/**
 * Where a way leaves or enters an outline, as a part of the way; null where it does not.
 * @param {Way} way
 * @param {Point[]} outline
 * @returns {number|null}
 */
export function crossing(way, outline) {
  for (let i = 0; i < outline.length; i++) {
    const a = outline[i];
    const b = outline[(i + 1) % outline.length];
    const [dx, dy] = [way.x2 - way.x1, way.y2 - way.y1];
    const [ex, ey] = [b.x - a.x, b.y - a.y];
    const across = dx * ey - dy * ex;
    if (Math.abs(across) < 1e-9) continue;
    const part = ((a.x - way.x1) * ey - (a.y - way.y1) * ex) / across;
    const edge = ((a.x - way.x1) * dy - (a.y - way.y1) * dx) / across;
    if (part >= 0 && part <= 1 && edge >= 0 && edge <= 1) return part;
  }
  return null;
}
