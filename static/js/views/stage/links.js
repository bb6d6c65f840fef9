// The links: line style is health, so no colour is needed to tell them apart.

/** @import { State, ViewModel } from "../../frames.js" */
/** @import { Point, Ring, Way } from "../../layout.js" */
/** @import { Pair } from "../../links.js" */

import { createJoin } from "../../keyed.js";
import { along, crossing, wayBetween } from "../../layout.js";
import { groupsOf, pairId, pairsOf } from "../../links.js";
import { linkNote } from "../../menus.js";
import { link as spoken, stage as words } from "../../words/en.js";
import { setAttribute, setText, svg } from "../elements.js";
import { textWidth } from "./measure.js";

/** From this many servers on, healthy links are drawn only where they matter. */
const CROWDED = 7;
const LABEL_AT = 0.88;

/**
 * @typedef {object} Drawing
 * @property {Pair} pair
 * @property {Way} way from a to b
 * @property {boolean} hot
 * @property {boolean} selected
 * @property {Point[][]} outlines of the partition regions
 */

/** @param {Way} way @param {string} kind @param {number} [aside] */
function line(way, kind, aside = 0) {
  const a = along(way, 0, aside);
  const b = along(way, 1, aside);
  return svg("line", { class: kind, x1: a.x.toFixed(1), y1: a.y.toFixed(1), x2: b.x.toFixed(1), y2: b.y.toFixed(1) });
}

/** @param {Point} at */
const place = ({ x, y }) => `translate(${x.toFixed(1)},${y.toFixed(1)})`;

/** @param {Point} at */
const cross = (at) => svg("path", { class: "xmark", transform: place(at), d: "M-4,-4L4,4M4,-4L-4,4" });

/**
 * Where a cut is marked: at the edge of a region that the link crosses, else half way.
 * @param {Way} way
 * @param {Point[][]} outlines
 */
function cutPart(way, outlines) {
  for (const outline of outlines) {
    const part = crossing(way, outline);
    if (part !== null && part > 0.02 && part < 0.98) return part;
  }
  return 0.5;
}

/** @param {Way} way @param {boolean} thereWorks */
function oneWay(way, thereWorks) {
  // each direction runs on its own right, so the dead line is where its messages would be
  const live = thereWorks ? 3 : -3;
  const turn = thereWorks ? way.degrees : way.degrees + 180;
  const chevron = along(way, thereWorks ? 0.7 : 0.3, live);
  return [
    line(way, "ln live", live),
    line(way, "ln dead", -live),
    svg("path", { class: "chev", transform: `${place(chevron)} rotate(${turn.toFixed(1)})`, d: "M-3.5,-4.5L2.5,0L-3.5,4.5" }),
    cross(along(way, thereWorks ? 0.3 : 0.7, -live)),
  ];
}

/** @param {Pair} pair */
function labelOf({ odd, look }) {
  if (look === "cut" || look === "oneway") return "";
  if (odd.loss) return words.loses(odd.loss);
  if (odd.latency_us !== null) return words.slow(odd.latency_us);
  return odd.duplicate ? words.duplicates(odd.duplicate) : "";
}

/** The label stands off the line on its upper side, at the outer end. @param {Way} way @param {string} text @param {Ring} ring @returns {Point} */
function labelPlace(way, text, { cx, words: { small } }) {
  const outerIsEnd = Math.abs(way.x2 - cx) > Math.abs(way.x1 - cx) + 1;
  const at = along(way, outerIsEnd ? LABEL_AT : 1 - LABEL_AT);
  const up = way.ux >= 0 ? { x: way.uy, y: -way.ux } : { x: -way.uy, y: way.ux };
  const off = (Math.abs(up.x) * textWidth(text, small)) / 2 + Math.abs(up.y) * 4 + 7;
  return { x: at.x + up.x * off, y: at.y + up.y * off + 3 };
}

/** @param {Drawing} drawing */
function parts({ pair, way, outlines }) {
  if (pair.look === "oneway") return oneWay(way, pair.there.up);
  if (pair.look === "cut") return [line(way, "ln"), cross(along(way, cutPart(way, outlines)))];
  return [line(way, "ln")];
}

/** The link that carries what is looked at: the selected message, or the message behind the step. @param {ViewModel} vm @param {State} state @param {string[]} ids */
function hotLink(vm, state, ids) {
  const { selection } = vm;
  if (selection?.kind === "message") {
    const message = state.messages.find(({ id }) => String(id) === selection.id);
    return message ? pairId(message.from, message.to, ids) : "";
  }
  const position = selection?.kind === "event" ? selection.position : vm.position;
  if (vm.playing || position !== vm.position) return "";
  const carried = vm.step?.cause.message;
  return carried ? pairId(carried.from, carried.to, ids) : "";
}

/** @param {Pair} pair @param {State} state @param {ViewModel} vm */
function isWorthDrawing({ a, b, look, id }, state, vm) {
  if (look !== "up") return true;
  const watched = [vm.selection, vm.hover].flatMap((one) => (one?.kind === "server" ? [one.id] : []));
  if (watched.includes(a) || watched.includes(b)) return true;
  if (vm.selection?.kind === "link" && vm.selection.id === id) return true;
  return [a, b].some((end) => state.servers[end].up && state.servers[end].role === "leader");
}

/** What stands beside links, above the messages. @param {SVGGElement} layer */
function createLabels(layer) {
  return createJoin(layer, {
    key: (/** @type {{id: string, text: string, at: Point}} */ { id }) => id,
    enter: () => svg("text", { class: "linklabel", "aria-hidden": "true" }),
    update: (node, { text, at }) => {
      setAttribute(node, "x", at.x.toFixed(1));
      setAttribute(node, "y", at.y.toFixed(1));
      setText(node, text);
    },
  });
}

/** @param {SVGGElement} layer @param {SVGGElement} labels a layer above the messages */
export function createLinks(layer, labels) {
  const joinLabels = createLabels(labels);
  const join = createJoin(layer, {
    key: (/** @type {Drawing} */ drawing) => drawing.pair.id,
    enter: ({ pair }) => {
      const hit = svg("line", { class: "hit", role: "button", tabindex: -1 });
      return svg("g", { class: "link", "data-link": pair.id }, hit, svg("g", {}));
    },
    update: (node, drawing) => {
      const [hit, art] = node.children;
      const { pair, hot, selected } = drawing;
      const classes = ["link", pair.look, hot && "hot", selected && "selected"].filter(Boolean).join(" ");
      setAttribute(node, "class", classes);
      setAttribute(hit, "aria-pressed", String(selected));
      setAttribute(hit, "aria-label", `${spoken.name(pair.a, pair.b)}, ${linkNote(pair)}`);
      const look = `${ringKey} ${pair.look} ${pair.there.up} ${pair.look === "cut" ? outlineKey : ""}`;
      if (node.dataset.look === look) return;
      node.dataset.look = look;
      for (const end of /** @type {const} */ (["x1", "y1", "x2", "y2"])) setAttribute(hit, end, drawing.way[end].toFixed(1));
      art.replaceChildren(...parts(drawing));
    },
  });
  let ringKey = 0;
  let outlineKey = "";
  let shownAs = "";
  /** @type {Ring|null} */
  let shownRing = null;
  /** @type {unknown} */
  let shownLinks = null;

  return {
    /**
     * @param {ViewModel} vm
     * @param {State} state
     * @param {Ring} ring
     * @param {Point[][]} outlines
     */
    update(vm, state, ring, outlines) {
      const ids = Object.keys(state.servers);
      const hot = hotLink(vm, state, ids);
      const crowded = ids.length >= CROWDED;
      const roles = crowded ? ids.map((id) => state.servers[id].role).join() + (vm.hover?.id ?? "") : "";
      const as = `${hot} ${vm.selection?.kind} ${vm.selection?.id} ${roles}`;
      if (shownAs === as && shownRing === ring && shownLinks === state.links) return;
      if (shownRing !== ring) ringKey += 1;
      shownAs = as;
      shownRing = ring;
      shownLinks = state.links;
      outlineKey = groupsOf(state).map((group) => group.join()).join(" ");
      /** @type {Drawing[]} */
      const drawings = pairsOf(state).flatMap((pair) => {
        const way = wayBetween(ring, pair.a, pair.b);
        if (!way || (crowded && pair.id !== hot && !isWorthDrawing(pair, state, vm))) return [];
        const selected = vm.selection?.kind === "link" && vm.selection.id === pair.id;
        return [{ pair, way, hot: pair.id === hot, selected, outlines }];
      });
      join(drawings);
      joinLabels(drawings.flatMap(({ pair, way }) => {
        const text = ring.size === "phone" ? "" : labelOf(pair);
        return text ? [{ id: pair.id, text, at: labelPlace(way, text, ring) }] : [];
      }));
    },
  };
}
