// Partitions: every group but the largest is a hatched region with its name.

/** @import { State, ViewModel } from "../../frames.js" */
/** @import { Point, Ring } from "../../layout.js" */

import { createJoin } from "../../keyed.js";
import { along, crossing, hull, wayBetween } from "../../layout.js";
import { groupsOf } from "../../links.js";
import { stage as words } from "../../words/en.js";
import { setAttribute, svg } from "../elements.js";
import { textWidth } from "./measure.js";
import { tagBox, tagOf } from "./tags.js";

const EDGE_STAYS_MS = 1000;
/** How far a region reaches round a server, past its body, and past the outer end of its tag. */
const ROUND = 27;
const PAST_TAG = 22;
const EDGE = 4;
/** The name of a region keeps this far off the marks where links cross its edge. */
const MARK = 11;
/** Where a name that stands outside may begin, from the left end of its region, the best first. */
const OUTSIDE = [20, 8, -4, -16, -28, -40, 44, 68, 92];
/** The buttons of the stage lie over this much of its top. */
const HEADER = 46;

/** @typedef {{key: string, ids: string[], outline: Point[], label: Point, says: string}} Region */

/** @param {string} id @param {ViewModel} vm @param {State} state @param {Ring} ring */
function boxOf(id, vm, state, ring) {
  const spot = ring.spots.get(id);
  return spot ? tagBox(tagOf(id, vm, state.servers[id]), spot, ring) : null;
}

/** A pill round each server and its tag, and one outline round them all. @param {string[]} ids @param {ViewModel} vm @param {State} state @param {Ring} ring */
function outlineOf(ids, vm, state, ring) {
  const circles = ids.flatMap((id) => {
    const spot = ring.spots.get(id);
    const box = boxOf(id, vm, state, ring);
    if (!spot || !box) return [];
    if (ring.size === "phone") {
      const r = ring.body + 25;
      return [{ x: spot.x, y: spot.y, r }, { x: spot.x, y: Math.min(spot.y + 9, ring.height - r - EDGE), r }];
    }
    const r = ring.body + ROUND;
    const far = box.x < spot.x ? Math.max(EDGE, box.x - PAST_TAG) + r : Math.min(ring.width - EDGE, box.x + box.width + PAST_TAG) - r;
    const y = Math.min(ring.height - EDGE - r, spot.y + 2);
    return [{ x: spot.x, y: Math.min(spot.y, y), r }, { x: far, y, r }];
  });
  return hull(circles);
}

/** @param {Point[]} outline */
const pathOf = (outline) => `M${outline.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`;

/** @param {Point} point @param {Point[]} outline */
function isInside({ x, y }, outline) {
  return outline.every((a, i) => {
    const b = outline[(i + 1) % outline.length];
    return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) >= 0;
  });
}

/** Where links cross the edge of a region; a mark stands there. @param {Pick<Region, "outline"|"ids">} region @param {State} state @param {Ring} ring */
function crossings({ outline, ids }, state, ring) {
  const others = Object.keys(state.servers).filter((id) => !ids.includes(id));
  return ids.flatMap((from) => others.flatMap((to) => {
    const way = wayBetween(ring, from, to);
    const part = way && crossing(way, outline);
    return way && part !== null ? [along(way, part)] : [];
  }));
}

/**
 * The name stands inside, as far up and to the left as there is room beside servers, tags, marks and buttons; else just outside.
 * @param {Region} region
 * @param {ViewModel} vm
 * @param {State} state
 * @param {Ring} ring
 */
function labelPlace({ outline, says, ids }, vm, state, ring) {
  const marks = crossings({ outline, ids }, state, ring);
  const width = textWidth(says, ring.words.label, 600);
  const boxes = ids.flatMap((id) => boxOf(id, vm, state, ring) ?? []);
  const xs = outline.map(({ x }) => x);
  const ys = outline.map(({ y }) => y);
  /** @param {number} x @param {number} y baseline */
  const isClear = (x, y) => marks.every((mark) => mark.x < x - MARK || mark.x > x + width + MARK || mark.y < y - 11 - MARK || mark.y > y + 2 + MARK);
  /** @param {number} x @param {number} y baseline */
  const isFree = (x, y) => {
    if (y - 12 < HEADER) return false;
    const corners = [{ x: x - 6, y: y - 12 }, { x: x + width + 6, y: y - 12 }, { x: x - 6, y: y + 4 }, { x: x + width + 6, y: y + 4 }];
    if (!corners.every((corner) => isInside(corner, outline))) return false;
    if (boxes.some((box) => x < box.x + box.width && x + width > box.x && y + 6 > box.y && y - 15 < box.y + box.height)) return false;
    if (!isClear(x, y)) return false;
    return ids.every((id) => {
      const spot = ring.spots.get(id);
      if (!spot) return true;
      const near = { x: Math.max(x, Math.min(spot.x, x + width)), y: Math.max(y - 11, Math.min(spot.y, y)) };
      return Math.hypot(near.x - spot.x, near.y - spot.y) > ring.timer + 3;
    });
  };
  const right = Math.max(...xs) - width;
  for (let y = Math.min(...ys) + 14; y < Math.max(...ys); y += 4) {
    for (let x = Math.min(...xs) + 8; x < right; x += 8) if (isFree(x, y)) return { x, y };
  }
  const above = Math.min(...ys) - 5;
  const y = above - 12 < HEADER ? Math.max(...ys) + 14 : above;
  const start = Math.min(...xs);
  const x = OUTSIDE.map((off) => start + off).find((each) => each > EDGE && isClear(each, y));
  return { x: x ?? start + OUTSIDE[0], y };
}

/** @param {SVGGElement} layer */
export function createRegions(layer) {
  const join = createJoin(layer, {
    key: (/** @type {Region} */ region) => region.key,
    enter: () => {
      const hatch = svg("path", { class: "hatch", fill: "url(#hatch)" });
      return svg("g", { class: "region" }, hatch, svg("path", { class: "region-edge" }), svg("text", { class: "region-label" }));
    },
    update: (node, region) => {
      setAttribute(node, "data-region", region.key);
      const d = pathOf(region.outline);
      const [hatch, edge, label] = node.children;
      setAttribute(hatch, "d", d);
      setAttribute(edge, "d", d);
      const { x, y } = region.label;
      setAttribute(label, "x", x.toFixed(1));
      setAttribute(label, "y", y.toFixed(1));
      if (label.textContent !== region.says) label.textContent = region.says;
    },
    leave: (node) => {
      node.classList.add("healing");
      setTimeout(() => node.remove(), EDGE_STAYS_MS);
    },
  });
  /** @type {{links: unknown, ring: unknown, names: unknown, tags: string, regions: Region[]}} */
  let shown = { links: null, ring: null, names: null, tags: "", regions: [] };

  return {
    /**
     * @param {ViewModel} vm
     * @param {State} state
     * @param {Ring} ring
     * @returns {Point[][]} the outlines
     */
    update(vm, state, ring) {
      const groups = groupsOf(state).slice(1);
      const tags = groups.flat().map((id) => `${state.servers[id].role}${state.servers[id].up}`).join();
      const { links, ring: shownRing, names } = shown;
      if (links !== state.links || shownRing !== ring || names !== vm.names || tags !== shown.tags) {
        const regions = groups.map((ids) => {
          const says = ring.size === "phone" ? "" : ids.length === 1 ? words.alone(ids[0]) : words.parted(ids);
          const region = { key: ids.join(), ids, outline: outlineOf(ids, vm, state, ring), says, label: { x: 0, y: 0 } };
          return { ...region, label: says ? labelPlace(region, vm, state, ring) : region.label };
        });
        join(regions);
        shown = { links: state.links, ring, names: vm.names, tags, regions };
      }
      return shown.regions.map(({ outline }) => outline);
    },
  };
}
