// The servers: the outline is the role, the fill is the term, the ring is the timer. What is
// pressed and read out is the bare circle beneath, so that its name is its own and no sum of texts.

/** @import { Server, State, ViewModel } from "../../frames.js" */
/** @import { Ring, Spot } from "../../layout.js" */

import { createJoin } from "../../keyed.js";
import { standingOf } from "../../members.js";
import { pickLook } from "../../picking.js";
import { steadyMark } from "../../steady.js";
import { timerPart } from "../../timers.js";
import { roles, server as words, stage } from "../../words/en.js";
import { words as panels } from "../../words/en_panels.js";
import { setAttribute, setText, svg, termClass } from "../elements.js";
import { tagOf } from "./tags.js";

const LOW = 0.2;
/** An arc is drawn anew when it has moved by this many degrees; with motion reduced, by a quarter. */
const ARC_STEP = 1.5;
const LABEL_EVERY_MS = 1000;

/**
 * @typedef {object} Drawn
 * @property {SVGGElement} node
 * @property {SVGRectElement} body
 * @property {SVGCircleElement} inner
 * @property {SVGCircleElement} halo
 * @property {SVGCircleElement} track
 * @property {SVGCircleElement} hit
 * @property {SVGPathElement} timer
 * @property {SVGGElement} badge
 * @property {SVGTextElement} id
 * @property {SVGTextElement} term
 * @property {SVGGElement} tag
 * @property {SVGTSpanElement} role
 * @property {SVGTSpanElement} name
 * @property {SVGTextElement} vote
 * @property {SVGTextElement} progress
 * @property {Server|null} server
 * @property {Ring|null} ring
 * @property {number} arc degrees last drawn
 * @property {string|null} timerLook
 * @property {string} badgeKind
 */

/** Half side, corner and turn of each outline, as parts of the body's radius. */
const OUTLINES = {
  circle: { half: 1, corner: 1, turn: 0 },
  diamond: { half: 0.86, corner: 0.2, turn: 45 },
  square: { half: 0.96, corner: 0.3, turn: 0 },
  small: { half: 0.8, corner: 0.8, turn: 0 },
};

/** @param {Server} server @param {boolean} learner */
function outlineOf(server, learner) {
  if (learner) return OUTLINES.small;
  if (!server.up || server.role === "follower") return OUTLINES.circle;
  return server.role === "leader" ? OUTLINES.square : OUTLINES.diamond;
}

/** @param {string} id @returns {Drawn} */
function draw(id) {
  const role = svg("tspan", { class: "lrole" });
  const name = svg("tspan", { class: "lname", dx: 7 });
  const parts = {
    hit: svg("circle", { class: "hit", role: "button", tabindex: -1 }),
    halo: svg("circle", { class: "halo" }),
    track: svg("circle", { class: "timer-track" }),
    timer: svg("path", { class: "timer" }),
    body: svg("rect", { class: "body" }),
    inner: svg("circle", { class: "inner" }),
    badge: svg("g", { class: "badge" }),
    id: svg("text", { class: "sid", "aria-hidden": "true" }, id),
    term: svg("text", { class: "sterm", "aria-hidden": "true" }),
    vote: svg("text", { class: "l2", y: 17 }),
    progress: svg("text", { class: "l3", y: 34 }),
  };
  const tag = svg("g", { class: "tag", "aria-hidden": "true" }, svg("text", { class: "l1" }, role, name), parts.vote, parts.progress);
  const { hit, halo, track, timer, body, inner, badge, term } = parts;
  const node = svg("g", { class: "node", "data-server": id });
  node.append(hit, halo, track, timer, body, inner, parts.id, term, badge, tag);
  return { node, ...parts, tag, role, name, server: null, ring: null, arc: NaN, timerLook: null, badgeKind: "" };
}

/** A badge stands so far up and to the right, as a part of the timer's radius: it leaves the name free, in a small body too. */
const BADGE = 0.68;

/** @param {Drawn} drawn @param {Ring} ring @param {Spot} spot */
function place(drawn, ring, spot) {
  const { size } = ring;
  const [id, term] = { full: [-1.5, 12.5], snug: [-1.3, 10.5], phone: [-1.3, 10.5], projector: [-2, 16.5] }[size];
  setAttribute(drawn.node, "transform", `translate(${spot.x.toFixed(1)},${spot.y.toFixed(1)})`);
  setAttribute(drawn.hit, "r", String(ring.timer + 4));
  setAttribute(drawn.halo, "r", String(ring.halo));
  setAttribute(drawn.track, "r", String(ring.timer));
  setAttribute(drawn.id, "y", String(ring.body < 18 ? 5 : id));
  setAttribute(drawn.term, "y", String(term));
  setAttribute(drawn.vote, "y", size === "projector" ? "22" : "17");
  setAttribute(drawn.badge, "transform", `translate(${BADGE * ring.timer},${-BADGE * ring.timer})`);
  setAttribute(drawn.tag, "transform", `translate(${spot.tag.x},${spot.tag.y})`);
  setAttribute(drawn.tag, "text-anchor", spot.tag.anchor);
  drawn.ring = ring;
  drawn.arc = NaN;
}

/** The body is one rectangle whose corners and turn change, so a role is seen to change. @param {Drawn} drawn @param {Ring} ring @param {Server} server @param {boolean} learner */
function shape({ body, inner }, ring, server, learner) {
  const { half, corner, turn } = outlineOf(server, learner);
  const side = half * ring.body;
  const { style } = body;
  const x = `${(-side).toFixed(1)}px`;
  if (style.getPropertyValue("x") === x && style.rotate === `${turn}deg`) return;
  style.setProperty("x", x);
  style.setProperty("y", x);
  style.setProperty("width", `${(2 * side).toFixed(1)}px`);
  style.setProperty("height", `${(2 * side).toFixed(1)}px`);
  style.setProperty("rx", `${(corner * ring.body).toFixed(1)}px`);
  style.rotate = `${turn}deg`;
  setAttribute(inner, "r", learner ? String(0.62 * ring.body) : "0");
}

/** @param {Server} server */
function badgeOf(server) {
  if (!server.up) return server.wiped ? "disk" : "down";
  return server.paused ? "pause" : "";
}

/** @param {Drawn} drawn @param {string} kind */
function setBadge(drawn, kind) {
  if (drawn.badgeKind === kind) return;
  drawn.badgeKind = kind;
  const inside = {
    "": [],
    down: [svg("circle", { r: 9.5 }), svg("path", { d: "M-3.2,-3.2L3.2,3.2M3.2,-3.2L-3.2,3.2" })],
    pause: [svg("circle", { r: 9 }), svg("path", { d: "M-2.6,-3.6v7.2M2.6,-3.6v7.2" })],
    disk: [svg("circle", { r: 11.5 }), svg("use", { href: "#i-disk", width: 13, height: 13, x: -6.5, y: -6.5 })],
  }[kind] ?? [];
  drawn.badge.replaceChildren(...inside);
}

/** @param {number} degrees @param {number} r */
function arcPath(degrees, r) {
  if (degrees <= 0.01) return "";
  if (degrees >= 359.9) return `M0,${-r}A${r},${r} 0 1 1 0,${r}A${r},${r} 0 1 1 0,${-r}`;
  const angle = (degrees * Math.PI) / 180;
  return `M0,${-r}A${r},${r} 0 ${degrees > 180 ? 1 : 0} 1 ${(r * Math.sin(angle)).toFixed(1)},${(-r * Math.cos(angle)).toFixed(1)}`;
}

/** A part as it is told. @param {number|null} part */
const tenth = (part) => Math.round((part ?? -1) * 10);

/** @param {string} id @param {Server} server @param {State} state @param {ViewModel} vm */
function spoken(id, server, state, vm) {
  const part = timerPart(server.timer, vm.time_us);
  const flying = state.messages.filter(({ from, to }) => from === id || to === id).length;
  const standing = standingOf(state, id);
  const learner = standing === "learner";
  return [
    vm.names[id] ? `${id} ${vm.names[id]}` : id,
    (!server.up ? roles.down : learner ? roles.learner : roles[server.role]).toLowerCase(),
    words.term(server.term),
    !learner && stage.standing[standing],
    words.vote(server.voted_for),
    words.commit(server.commit_index),
    words.applied(server.last_applied),
    server.paused && words.paused,
    server.up && !learner && part !== null && words.timer(tenth(part) * 10),
    flying > 0 && words.inFlight(flying),
    { picked: panels.lesson.pick.spokenChosen, pickable: panels.lesson.pick.spoken, "": "" }[pickLook(vm.picking ?? null, id)],
  ].filter(Boolean).join(", ");
}

export class Servers {
  /** @type {Map<string, Drawn>} */
  #all = new Map();
  #join;
  #labelled_ms = 0;
  #unnamed = false;
  /** @type {{messages: State["messages"]|null, tenths: string}} */
  #named = { messages: null, tenths: "" };
  /** @type {{state: State|null, ring: Ring|null, selected: string, names: unknown, picks: string}} */
  #shown = { state: null, ring: null, selected: "", names: null, picks: "" };

  /** @param {SVGGElement} layer */
  constructor(layer) {
    this.#join = createJoin(layer, {
      key: (/** @type {string} */ id) => id,
      enter: (id) => {
        const drawn = draw(id);
        this.#all.set(id, drawn);
        return drawn.node;
      },
      update: () => {},
      leave: (node, id) => {
        this.#all.delete(id);
        node.remove();
      },
    });
  }

  /** @param {ViewModel} vm @param {State} state @param {Ring} ring */
  update(vm, state, ring) {
    const selected = vm.selection?.kind === "server" ? vm.selection.id : "";
    const shown = this.#shown;
    const picks = vm.picking?.of === "servers" ? `${vm.picking.candidates} ${vm.picking.chosen}` : "";
    const sameLook = shown.ring === ring && shown.names === vm.names && shown.state?.settings === state.settings && shown.picks === picks;
    const same = sameLook && shown.selected === selected && shown.state?.servers === state.servers;
    if (!same && sameLook && shown.selected === selected && shown.state && steadyMark(shown.state.servers) === steadyMark(state.servers)) {
      for (const [id, drawn] of this.#all) drawn.server = state.servers[id] ?? null;
    } else if (!same) {
      this.#join(Object.keys(state.servers));
      for (const [id, server] of Object.entries(state.servers)) {
        const drawn = /** @type {Drawn} */ (this.#all.get(id));
        const touched = id === selected || id === shown.selected;
        if (sameLook && drawn.server === server && !touched) continue;
        const spot = ring.spots.get(id);
        if (drawn.ring !== ring && spot) place(drawn, ring, spot);
        this.#dress(drawn, id, server, ring, vm);
      }
    }
    this.#shown = { state, ring, selected, names: vm.names, picks };
    const tenths = this.#tick(vm);
    const named = this.#named;
    // what was put off while playing is made up for, even when nothing more happens
    if (!same || this.#unnamed || named.messages !== state.messages || named.tenths !== tenths) this.#name(vm, state, tenths);
  }

  /** @param {Drawn} drawn @param {string} id @param {Server} server @param {Ring} ring @param {ViewModel} vm */
  #dress(drawn, id, server, ring, vm) {
    const standing = vm.state ? standingOf(vm.state, id) : "voter";
    const learner = standing === "learner";
    const lost = !server.up && server.wiped;
    const role = learner ? "learner" : server.role === "pre_candidate" ? "precandidate" : server.role;
    const health = lost ? "disklost" : !server.up ? "down" : server.paused ? "paused" : "up";
    const selected = vm.selection?.kind === "server" && vm.selection.id === id;
    const plain = server.up ? role : "follower";
    setAttribute(drawn.node, "class", `node ${plain} ${health} ${standing} ${termClass(server.term)}${selected ? " selected" : ""} ${pickLook(vm.picking ?? null, id)}`.trimEnd());
    setAttribute(drawn.hit, "aria-pressed", String(selected));
    shape(drawn, ring, server, learner);
    setBadge(drawn, badgeOf(server));
    setText(drawn.term, ring.body < 18 ? "" : lost ? stage.empty : `T${server.term}`);
    const tag = tagOf(id, vm, server);
    setText(drawn.role, ring.body < 18 ? `${tag.role} T${server.term}` : tag.role);
    setText(drawn.name, ring.words.name ? tag.name : "");
    setText(drawn.vote, ring.words.line ? tag.vote : "");
    setText(drawn.progress, ring.size === "full" ? tag.progress : "");
    drawn.server = server;
  }

  /** Moves the timers on. @param {ViewModel} vm @returns {string} how far they are, as their names say it */
  #tick(vm) {
    let tenths = "";
    for (const drawn of this.#all.values()) {
      const { server, ring } = drawn;
      if (!server || !ring) continue;
      const part = server.up ? timerPart(server.timer, vm.time_us) : null;
      tenths += `${tenth(part)} `;
      const step = vm.calm ? 90 : ARC_STEP;
      const arc = part === null ? -1 : Math.ceil((part * 360) / step) * step;
      const low = server.timer?.kind === "election" && part !== null && part < LOW;
      if (arc === drawn.arc) continue;
      drawn.arc = arc;
      drawn.timer.setAttribute("d", arcPath(arc, ring.timer));
      const look = part === null ? "none" : low ? "low" : "";
      if (look === drawn.timerLook) continue;
      drawn.timerLook = look;
      setAttribute(drawn.timer, "class", low ? "timer low" : "timer");
      setAttribute(drawn.track, "class", part === null ? "timer-track none" : "timer-track");
    }
    return tenths;
  }

  /** Names for a screen reader: at every step, but while playing only now and then. @param {ViewModel} vm @param {State} state @param {string} tenths */
  #name(vm, state, tenths) {
    const now_ms = performance.now();
    this.#unnamed = vm.playing && now_ms - this.#labelled_ms < LABEL_EVERY_MS;
    if (this.#unnamed) return;
    this.#labelled_ms = now_ms;
    this.#named = { messages: state.messages, tenths };
    for (const [id, server] of Object.entries(state.servers)) {
      const drawn = this.#all.get(id);
      if (drawn) setAttribute(drawn.hit, "aria-label", spoken(id, server, state, vm));
    }
  }
}
