// Messages in flight, replies held for the disk, and what became of those that were lost.

/** @import { Message, State, Step, ViewModel } from "../../frames.js" */
/** @import { Ring, Way } from "../../layout.js" */
/** @import { Manner, Placed } from "../../motion.js" */

import { along, wayBetween } from "../../layout.js";
import { flightPart, mannerOf, placeMessages, TAIL } from "../../motion.js";
import { link as linkWords } from "../../words/en.js";
import { setAttribute, svg, termClass } from "../elements.js";
import { textWidth } from "./measure.js";
import { classOf, clockBadge, crossPart, diskBadge, saysOf, shapeParts, tailPart } from "./shapes.js";

const DROP_MS = 420;
/** Where a message that was lost as it was sent is marked. */
const LOST_AT = 0.3;
const HELD_OFF = 17;
const LAND_MS = 240;
/** A flight this much longer than the link's longest latency was delayed by hand. */
const LATE = 1.05;

/**
 * @typedef {object} Flying
 * @property {SVGGElement} node
 * @property {SVGCircleElement} hit
 * @property {SVGGElement} art
 * @property {SVGPathElement} tail
 * @property {Message} message
 * @property {string} look
 * @property {number} tailScale
 * @property {boolean} thin
 * @property {Way|null} way
 */

/** @param {SVGGElement} node @param {{x: number, y: number}} at */
function move(node, { x, y }) {
  node.style.transform = `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`;
}

/** @param {Message} message @param {State} state */
function isLate({ from, to, sent_at_us, deliver_at_us }, state) {
  if (deliver_at_us === null) return false;
  const link = state.links.find((one) => one.from === from && one.to === to);
  const longest = (link?.latency ?? state.settings.latency)[1];
  return deliver_at_us - sent_at_us > longest * LATE + 1000;
}

/** @param {Message} message */
function label(message) {
  const says = saysOf(message);
  const half = textWidth(says, 11.5, 600) / 2 + 10;
  return [
    svg("path", { class: "mlead", d: "M0,11L0,20" }),
    svg("g", { class: "mlabel", transform: "translate(0,31)" }, svg("rect", { x: -half, y: -10.5, width: 2 * half, height: 21, rx: 5 }), svg("text", { y: 4 }, says)),
  ];
}

/** @param {Message} message */
const spoken = (message) => `${message.type}, ${linkWords.name(message.from, message.to)}, term ${message.term}, ${saysOf(message)}`;

/**
 * Replies that wait for the disk, as messages that have not left.
 * @param {State} state
 */
function heldReplies(state) {
  return Object.entries(state.servers).flatMap(([id, server]) =>
    server.waiting.map(({ type, to, write }, i) => ({
      key: `held ${id} ${write} ${to} ${type}`,
      place: i,
      message: /** @type {Message} */ ({
        id: -1,
        type,
        from: id,
        to,
        term: server.term,
        sent_at_us: 0,
        deliver_at_us: null,
        sent_at_position: 0,
      }),
    }))
  );
}

/**
 * @param {SVGGElement} layer
 * @param {SVGGElement} labels stands above the servers, for the label of the selected message
 */
export function createMessages(layer, labels) {
  /** @type {Map<string, Flying>} */
  const flying = new Map();
  /** @type {{position: number, branch: string, state: State|null, ring: Ring|null}} */
  let shown = { position: -1, branch: "", state: null, ring: null };
  /** @type {Map<string, SVGGElement>} */
  const lost = new Map();

  /** @param {string} key @param {Message} message @returns {Flying} */
  function enter(key, message) {
    const hit = svg("circle", { class: "hit", r: 17, role: "button", tabindex: -1 });
    const art = svg("g", {});
    const node = svg("g", {}, hit, art);
    if (message.id >= 0) node.dataset.message = String(message.id);
    const tail = tailPart();
    layer.append(node);
    const one = { node, hit, art, tail, message, look: "", tailScale: NaN, thin: false, way: null };
    flying.set(key, one);
    return one;
  }

  /** @param {Flying} one @param {Message} message @param {Ring} ring @param {{small: boolean, selected: boolean, held: boolean, late: boolean}} how */
  function dress(one, message, ring, { small, selected, held, late }) {
    const look = `${small} ${selected} ${held} ${late} ${ring.scale} ${message.term}`;
    if (one.look === look && one.message === message) return;
    one.look = look;
    one.message = message;
    one.thin = small;
    one.tailScale = NaN;
    const classes = ["msg", classOf(message), termClass(message.term), small && "small", selected && "selected", held && "held"];
    setAttribute(one.node, "class", classes.filter(Boolean).join(" "));
    setAttribute(one.hit, "aria-label", spoken(message));
    setAttribute(one.hit, "aria-pressed", String(selected));
    const scale = selected ? ring.scale * 1.12 : ring.scale;
    const shape = svg("g", scale === 1 ? {} : { transform: `scale(${scale})` }, ...shapeParts(message, small));
    const parts = [...(held ? [] : [one.tail]), shape];
    if (held) parts.push(diskBadge());
    if (late) parts.push(clockBadge());
    one.art.replaceChildren(...parts);
  }

  /** @param {Flying} one @param {Way} way @param {number} travelled @param {number} tail */
  function stretchTail(one, way, travelled, tail) {
    const scale = Math.min(tail, Math.max(0, travelled + 6)) / TAIL;
    if (one.way === way && Math.abs(one.tailScale - scale) < 0.02) return;
    one.way = way;
    one.tailScale = scale;
    setAttribute(one.tail, "transform", `rotate(${way.degrees.toFixed(1)}) scale(${scale.toFixed(2)},${one.thin ? 0.6 : 1})`);
  }

  /** @param {string} key @param {Flying} one @param {ViewModel} vm @param {Ring} ring */
  function leave(key, one, vm, ring) {
    flying.delete(key);
    const byHand = one.message.id >= 0 && one.message.deliver_at_us === null && vm.position === shown.position + 1;
    const way = wayBetween(ring, one.message.from, one.message.to);
    const arrived = vm.step?.events.some((event) => event.kind === "MessageDelivered" && event.message.id === one.message.id);
    if (!byHand || !arrived || vm.calm || !way) return one.node.remove();
    // one that was moved by hand is seen to land
    const { x, y } = along(way, 1);
    one.node.removeAttribute("data-message");
    one.node.animate([{ transform: one.node.style.transform }, { transform: `translate(${x}px,${y}px)` }], {
      duration: LAND_MS,
      easing: "ease-in",
    }).finished.then(() => one.node.remove(), () => one.node.remove());
  }

  /** @param {ViewModel} vm @param {State} state @param {Ring} ring @param {Manner} manner */
  function join(vm, state, ring, manner) {
    const present = new Set();
    const chosen = vm.selection?.kind === "message" ? vm.selection.id : "";
    if (!manner.flow) {
      for (const message of state.messages) {
        const key = String(message.id);
        present.add(key);
        const one = flying.get(key) ?? enter(key, message);
        const selected = key === chosen;
        dress(one, message, ring, { small: manner.small && !selected, selected, held: false, late: isLate(message, state) });
      }
      for (const { key, message, place } of heldReplies(state)) {
        present.add(key);
        const one = flying.get(key) ?? enter(key, message);
        dress(one, message, ring, { small: false, selected: false, held: true, late: false });
        const way = wayBetween(ring, message.from, message.to);
        if (way) move(one.node, along(way, HELD_OFF / (way.length || 1), place % 2 ? -9 : 9));
      }
    }
    for (const [key, one] of flying) if (!present.has(key)) leave(key, one, vm, ring);
  }

  /** @param {string} chosen */
  function setLabel(chosen) {
    const message = flying.get(chosen)?.message;
    const says = message ? `${chosen} ${saysOf(message)}` : "";
    if (labels.dataset.says === says) return;
    labels.dataset.says = says;
    labels.replaceChildren(...(message ? label(message) : []));
  }

  /** @param {Placed[]} placed @param {Manner} manner @param {boolean} calm @param {string} chosen */
  function place(placed, manner, calm, chosen) {
    for (const { message, way, part, aside } of placed) {
      const one = flying.get(String(message.id));
      if (!one) continue;
      const stop = calm ? Math.round(part * 4) / 4 : part;
      const at = along(way, stop, aside);
      move(one.node, at);
      if (String(message.id) === chosen) move(labels, at);
      stretchTail(one, way, part * way.length, manner.tail);
    }
  }

  /** @param {Step} step @param {State|null} before @param {Ring} ring @param {boolean} linger stays while the playhead does */
  function markLost(step, before, ring, linger) {
    for (const event of step.events) {
      if (event.kind !== "MessageDropped") continue;
      const key = `${step.position} ${event.message.id}`;
      const way = wayBetween(ring, event.message.from, event.message.to);
      if (!way || lost.has(key)) continue;
      const known = before?.messages.find(({ id }) => id === event.message.id);
      const message = known ?? { ...event.message, entries: [], sent_at_us: 0, deliver_at_us: null, sent_at_position: step.position };
      const part = known && known.deliver_at_us !== null ? flightPart(known, step.time_us) : LOST_AT;
      const shape = svg("g", { transform: `scale(${ring.scale})` }, ...shapeParts(message, false), crossPart());
      const node = svg("g", { class: `msg ${classOf(message)} ${termClass(message.term)} dropped` }, shape);
      move(node, along(way, Math.max(0.08, Math.min(0.92, part))));
      layer.append(node);
      lost.set(key, node);
      if (!linger) fade(key, node);
    }
  }

  /** @param {string} key @param {SVGGElement} node */
  function fade(key, node) {
    node.classList.add("fading");
    setTimeout(() => {
      node.remove();
      lost.delete(key);
    }, DROP_MS);
  }

  /** @param {ViewModel} vm @param {Ring} ring @param {State} state */
  function updateLost(vm, ring, state) {
    if (shown.position === vm.position && shown.branch === vm.branch && shown.ring === ring) return;
    if (shown.ring !== ring) {
      for (const node of lost.values()) node.remove();
      lost.clear();
    }
    for (const [key, node] of lost) {
      if (!node.classList.contains("fading") && !key.startsWith(`${vm.position} `)) fade(key, node);
    }
    if (vm.step) markLost(vm.step, vm.previous ?? state, ring, !vm.playing);
  }

  return {
    /** @param {ViewModel} vm @param {State} state @param {Ring} ring */
    update(vm, state, ring) {
      const manner = mannerOf(state, vm.playing, vm.speed);
      join(vm, state, ring, manner);
      updateLost(vm, ring, state);
      const chosen = vm.selection?.kind === "message" ? vm.selection.id : "";
      setLabel(manner.flow ? "" : chosen);
      if (!manner.flow) place(placeMessages(state, ring, vm.time_us), manner, vm.calm, chosen);
      shown = { position: vm.position, branch: vm.branch, state, ring };
      return manner;
    },
  };
}
