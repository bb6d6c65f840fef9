// Messages in flight and replies held for the disk. While time runs by itself they get along by
// themselves as well, leave and arrive; else only their transform changes from picture to picture.

/** @import { Message, State, ViewModel } from "../../frames.js" */
/** @import { Ring } from "../../layout.js" */
/** @import { Manner } from "../../motion.js" */
/** @import { Passage } from "./outlook.js" */

import { along, wayBetween } from "../../layout.js";
import { AHEAD_US, isRoomy, mannerOf, placeMessages } from "../../motion.js";
import { link as linkWords, server as serverWords } from "../../words/en.js";
import { setAttribute, svg, termClass } from "../elements.js";
import { Ride } from "../ride.js";
import { Flying, placed } from "./flying.js";
import { Losses } from "./losses.js";
import { textWidth } from "./measure.js";
import { passagesOf } from "./outlook.js";
import { classOf, clockBadge, diskBadge, saysOf, shapeParts } from "./shapes.js";

const HELD_OFF = 17;
const LAND_MS = 240;
/** A flight this much longer than the link's longest latency was delayed by hand. */
const LATE = 1.05;
const SELECTED_SCALE = 1.12;
/** So many drawings wait for another message. */
const PARKED = 12;

/** @param {Message} message @param {State} state */
function isLate({ from, to, sent_at_us, deliver_at_us }, state) {
  if (deliver_at_us === null) return false;
  const link = state.links.find((one) => one.from === from && one.to === to);
  const longest = (link?.latency ?? state.settings.latency)[1];
  return deliver_at_us - sent_at_us > longest * LATE + 1000;
}

/** @param {Message} message @param {number} size of its words */
function label(message, size) {
  const says = saysOf(message);
  const half = textWidth(says, size, 600) / 2 + 10;
  const box = svg("rect", { x: -half, y: -10.5, width: 2 * half, height: 21, rx: 5 });
  return [
    svg("path", { class: "mlead", d: "M0,11L0,20" }),
    svg("g", { class: "mlabel", transform: "translate(0,31)" }, box, svg("text", { y: 4 }, says)),
  ];
}

/** @param {Message} message */
const spoken = (message) => `${message.type}, ${linkWords.name(message.from, message.to)}, ${serverWords.term(message.term)}, ${saysOf(message)}`;

/**
 * What waits for the disk, as messages that have not left.
 * @param {State} state
 */
function heldMessages(state) {
  return Object.entries(state.servers).flatMap(([id, server]) =>
    server.waiting.map((reply, i) => ({
      key: `held ${id} ${reply.write} ${reply.to} ${reply.type}`,
      place: i,
      message: /** @type {Message} */ ({
        id: -1,
        type: reply.type,
        from: id,
        to: reply.to,
        term: reply.term,
        vote_granted: reply.accepted ?? undefined,
        sent_at_us: 0,
        deliver_at_us: null,
        sent_at_position: 0,
      }),
    }))
  );
}

/** @param {Flying} one @param {Ring} ring one that was moved by hand is seen to land */
function land({ node, message }, ring) {
  const way = wayBetween(ring, message.from, message.to);
  if (!way) return node.remove();
  const { x, y } = along(way, 1);
  node.removeAttribute("data-message");
  const there = [{ transform: node.style.transform }, { transform: `translate(${x}px,${y}px)` }];
  const gone = () => node.remove();
  node.animate(there, { duration: LAND_MS, easing: "ease-in" }).finished.then(gone, gone);
}

export class Messages {
  /** @type {Map<string, Flying>} */
  #flying = new Map();
  #layer;
  #labels;
  #losses;
  #position = -1;
  /** @type {State|null} */
  #state = null;
  /** @type {Ring|null} */
  #ring = null;
  #chosen = "";
  #before = "";
  #manner = "";
  #small = false;
  #labelRide;
  /** Drawings of messages that arrived, out of sight. @type {Flying[]} */
  #parked = [];
  #entered = false;
  /** Whether they are placed by hand while time runs, and so want to be at every frame. */
  byHand = false;

  /**
   * @param {SVGGElement} layer
   * @param {SVGGElement} labels stands above the servers, for the label of the selected message
   */
  constructor(layer, labels) {
    this.#layer = layer;
    this.#labels = labels;
    this.#losses = new Losses(layer);
    this.#labelRide = new Ride(labels);
  }

  /** @param {ViewModel} vm @param {State} state @param {Ring} ring @returns {Manner} */
  update(vm, state, ring) {
    const manner = mannerOf(state, vm.playing, vm.speed);
    const chosen = vm.selection?.kind === "message" ? vm.selection.id : "";
    const rides = Boolean(vm.rate) && !manner.flow && isRoomy(state);
    const now = `${manner.flow} ${manner.small} ${rides}`;
    const passages = manner.flow ? [] : passagesOf(state, vm.steps, vm.time_us, rides ? vm.time_us + AHEAD_US * (vm.rate ?? 0) : -1);
    if (rides || state !== this.#state || ring !== this.#ring || chosen !== this.#chosen || now !== this.#manner) {
      this.#chosen = chosen;
      this.#join(vm, state, ring, manner, passages);
      this.#setLabel(manner.flow ? "" : chosen, ring);
      this.#state = state;
      this.#ring = ring;
      this.#manner = now;
    }
    this.#losses.update(vm, state, ring);
    this.byHand = Boolean(vm.rate) && !rides && !manner.flow;
    if (rides) this.#ride(passages, ring, vm, manner);
    else if (!manner.flow) this.#place(state, ring, vm, manner);
    this.#position = vm.position;
    return manner;
  }

  /** @param {string} key @param {Message} message @param {string} [look] @returns {Flying} */
  #enter(key, message, look) {
    const like = this.#parked.findIndex((one) => one.look === look);
    const one = like < 0 ? new Flying(message) : this.#parked.splice(like, 1)[0];
    if (like < 0) this.#layer.append(one.node);
    one.carry(message, spoken(message));
    this.#flying.set(key, one);
    this.#entered = true;
    return one;
  }

  /** @param {string} key @param {Message} message @param {Ring} ring @param {{small: boolean, selected: boolean, held: boolean, late: boolean}} how @returns {Flying} */
  #dress(key, message, ring, { small, selected, held, late }) {
    const classes = ["msg", classOf(message), termClass(message.term), small && "small", selected && "selected", held && "held"].filter(Boolean).join(" ");
    const look = [classes, late, ring.scale, message.term, message.entries?.length].join();
    const one = this.#flying.get(key) ?? this.#enter(key, message, look);
    if (one.message !== message) one.carry(message, spoken(message));
    if (one.look === look) return one;
    Object.assign(one, { look, thin: small });
    one.untail();
    setAttribute(one.node, "class", classes);
    setAttribute(one.hit, "aria-pressed", String(selected));
    const scale = selected ? ring.scale * SELECTED_SCALE : ring.scale;
    const shape = svg("g", scale === 1 ? {} : { transform: `scale(${scale})` }, ...shapeParts(message, small));
    const parts = held ? [shape, diskBadge()] : [one.tail, shape];
    if (late) parts.push(clockBadge());
    one.art.replaceChildren(...parts);
    return one;
  }

  /** @param {ViewModel} vm @param {State} state @param {Ring} ring @param {Manner} manner @param {Passage[]} passages */
  #join(vm, state, ring, manner, passages) {
    /** @type {Set<string>} */
    const present = new Set();
    const anew = ring !== this.#ring || manner.small !== this.#small || state.links !== this.#state?.links || this.#chosen !== this.#before;
    this.#small = manner.small;
    this.#before = this.#chosen;
    for (const { message } of passages) {
      const key = String(message.id);
      present.add(key);
      const selected = key === this.#chosen;
      const known = this.#flying.get(key);
      if (known?.message === message && !anew && !selected) continue;
      this.#dress(key, message, ring, { small: manner.small && !selected, selected, held: false, late: isLate(message, state) });
    }
    for (const held of manner.flow ? [] : heldMessages(state)) {
      present.add(held.key);
      this.#hold(held, ring);
    }
    for (const [key, one] of this.#flying) {
      if (present.has(key)) continue;
      this.#flying.delete(key);
      if (this.#landed(one, vm)) land(one, ring);
      else if (vm.rate && this.#parked.length < PARKED && one.park(vm.time_us)) this.#parked.push(one);
      else one.remove();
    }
  }

  /** @param {ReturnType<typeof heldMessages>[number]} held @param {Ring} ring */
  #hold({ key, message, place }, ring) {
    const one = this.#dress(key, message, ring, { small: false, selected: false, held: true, late: false });
    const way = wayBetween(ring, message.from, message.to);
    if (way) one.move(along(way, HELD_OFF / (way.length || 1), place % 2 ? -9 : 9));
  }

  /** Whether a message that waited to be moved by hand has just arrived. @param {Flying} one @param {ViewModel} vm */
  #landed({ message }, vm) {
    if (vm.calm || message.id < 0 || message.deliver_at_us !== null || vm.position !== this.#position + 1) return false;
    return vm.step?.events.some((event) => event.kind === "MessageDelivered" && event.message.id === message.id) ?? false;
  }

  /** @param {string} chosen @param {Ring} ring */
  #setLabel(chosen, ring) {
    const message = this.#flying.get(chosen)?.message;
    const says = message ? `${chosen} ${saysOf(message)} ${ring.size}` : "";
    if (this.#labels.dataset.says === says) return;
    this.#labels.dataset.says = says;
    this.#labels.replaceChildren(...(message ? label(message, ring.words.label) : []));
  }

  /** @param {State} state @param {Ring} ring @param {ViewModel} vm @param {Manner} manner */
  #place(state, ring, vm, manner) {
    this.#labelRide.stop();
    for (const one of this.#parked.splice(0)) one.remove();
    for (const { message, way, part, aside } of placeMessages(state, ring, vm.time_us, vm.calm)) {
      const key = String(message.id);
      const one = this.#flying.get(key);
      if (!one) continue;
      const at = along(way, part, aside);
      one.move(at);
      if (key === this.#chosen) this.#labels.style.transform = placed(at);
      one.stretchTail(way, part * way.length, manner.tail);
    }
  }

  /** Nobody looks. */
  rest() {
    if (!this.#state) return;
    this.#state = null;
    this.#labelRide.stop();
    for (const one of [...this.#flying.values(), ...this.#parked.splice(0)]) one.remove();
    this.#flying.clear();
  }

  /** Lets the messages go on by themselves. @param {Passage[]} passages @param {Ring} ring @param {ViewModel} vm @param {Manner} manner */
  #ride(passages, ring, vm, manner) {
    for (const { message, until_us } of passages) {
      const key = String(message.id);
      const one = this.#flying.get(key);
      const way = wayBetween(ring, message.from, message.to);
      if (!one || !way) continue;
      one.ride(way, until_us, manner.tail, vm);
      if (key === this.#chosen) this.#labelRide.go(one.corners, vm);
    }
    // every change of what moves by itself costs a picture more, so those that are done wait for others that begin
    if (this.#entered) for (const one of this.#parked) one.rest();
    this.#entered = false;
  }
}
