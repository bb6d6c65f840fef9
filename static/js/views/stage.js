// The cluster stage: orbit, regions, links, hub, messages, servers, from bottom to top.

/** @import { Send, State, ViewModel } from "../frames.js" */
/** @import { Ring } from "../layout.js" */

import { describe } from "../describe.js";
import { ringLayout, sizeOf, wordsOf } from "../layout.js";
import { stage as words } from "../words/en.js";
import { el, icon, setAttribute, setHidden, setText, svg } from "./elements.js";
import { showNoRoom } from "./no_room.js";
import { Flow } from "./stage/flow.js";
import { createHeader } from "./stage/header.js";
import { Hub } from "./stage/hub.js";
import { Lasso } from "./stage/lasso.js";
import { createLinks } from "./stage/links.js";
import { Messages } from "./stage/messages.js";
import { createRegions } from "./stage/regions.js";
import { Servers } from "./stage/servers.js";
import { widestTag } from "./stage/tags.js";
import { StageTouch } from "./stage/touch.js";
import { Zoom } from "./stage/zoom.js";

/** A hatch at 45 degrees, for what was done to the cluster. */
function hatch() {
  const turned = { id: "hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return svg("defs", {}, svg("pattern", turned, svg("path", { d: "M0,0V7", class: "hatchline" })));
}

/** @param {Send} send */
function emptyRun(send) {
  const play = el("button", { class: "btn primary", type: "button", on: { click: () => send({ type: "play" }) } }, icon("play"), words.play);
  const text = el("span");
  const node = el("div", { class: "empty", hidden: true }, el("b", {}, words.emptyTitle), text, play);
  return {
    node,
    /** @param {ViewModel} vm @returns {boolean} whether it is shown */
    update(vm) {
      setHidden(node, vm.edge.position > 0 || vm.playing);
      if (node.hidden) return false;
      play.hidden = vm.held || vm.role === "watch";
      const waits = vm.role === "watch" ? vm.inClass?.begins || words.emptyWatch : vm.held ? words.emptyHeld : words.emptyText;
      setText(text, vm.recorded ? words.emptyRecorded : waits);
      return true;
    },
  };
}

function loading() {
  const discs = Array.from({ length: 5 }, () => el("i"));
  return el("div", { class: "empty loading" }, el("div", { class: "sk" }, ...discs), el("b", {}, words.loadingTitle));
}

class Stage {
  #layers = ["regions", "links", "flows", "center", "messages", "nodes", "labels", "notes"].map((name) => svg("g", { class: name }));
  #orbit = svg("ellipse", { class: "orbit" });
  #drawing = svg("svg", { class: "stage-svg", role: "group", hidden: true }, hatch(), this.#orbit, ...this.#layers);
  #wait = loading();
  #story = el("p", { class: "vh" });
  #regions = createRegions(this.#layers[0]);
  #links = createLinks(this.#layers[1], this.#layers[7]);
  #flow = new Flow(this.#layers[2]);
  #hub = new Hub(this.#layers[3]);
  #messages = new Messages(this.#layers[4], this.#layers[6]);
  #servers = new Servers(this.#layers[5]);
  #empty;
  #header;
  #send;
  #root;
  #box;
  #zoom;
  /** @type {ViewModel|null} */
  #last = null;
  /** @type {Ring|null} */
  #ring = null;
  #order = "";
  #stop = "";

  /** @param {HTMLElement} root @param {Send} send */
  constructor(root, send) {
    this.#root = root;
    this.#send = send;
    this.#box = { width: root.clientWidth, height: root.clientHeight };
    this.#empty = emptyRun(send);
    this.#header = createHeader(root, send);
    root.append(this.#drawing, this.#empty.node, this.#wait, this.#story);
    this.#zoom = new Zoom(root, this.#drawing);
    new Lasso(this.#drawing, send, () => ({ vm: this.#last, ring: this.#ring }));
    new StageTouch(this.#drawing, send, () => this.#last);
    new ResizeObserver(([{ contentRect }]) => this.#resize(contentRect)).observe(root);
  }

  /** @param {{width: number, height: number}} box */
  #resize({ width, height }) {
    if (width === this.#box.width && height === this.#box.height) return;
    this.#box = { width, height };
    this.#ring = null;
    if (this.#last) this.update(this.#last);
  }

  /** @param {State} state @param {ViewModel} vm @returns {Ring} */
  #layOut(state, { names, projector }) {
    const ids = Object.keys(state.servers);
    const order = ids.map((id) => `${id} ${names[id] ?? ""}`).join() + (projector ? " large" : "");
    if (this.#ring && this.#order === order) return this.#ring;
    this.#order = order;
    const { width, height } = this.#box;
    const size = projector ? "projector" : sizeOf(width, height);
    const tags = new Map(ids.map((id) => [id, widestTag(names[id] ?? "", wordsOf(size))]));
    const ring = ringLayout(ids, width, height, tags, size);
    this.#zoom.fit({ width, height });
    setAttribute(this.#drawing, "aria-label", words.label(ids.length));
    setAttribute(this.#drawing, "hidden", null);
    for (const name of /** @type {const} */ (["cx", "cy", "rx", "ry"])) setAttribute(this.#orbit, name, ring[name].toFixed(1));
    setAttribute(this.#root, "data-size", ring.size);
    this.#empty.node.style.left = `${ring.cx}px`;
    this.#empty.node.style.top = `${ring.cy}px`;
    this.#ring = ring;
    return ring;
  }

  /** @param {ViewModel} vm @returns {boolean} whether the next frame will look different */
  update(vm) {
    this.#last = vm;
    const ended = vm.connection.state === "ended";
    setHidden(this.#wait, vm.state !== null || ended);
    if (ended && !vm.state && !this.#root.querySelector(".noroom")) showNoRoom(this.#root, vm.ending?.says ?? "");
    if (!vm.state || this.#box.width === 0) return false;
    const { state } = vm;
    this.#header.update(vm);
    setAttribute(this.#drawing, "data-tool", vm.tool ?? "select");
    if (vm.view === "spacetime") {
      this.#messages.rest();
      return false;
    }
    const held = this.#drawing.contains(document.activeElement) ? document.activeElement : null;
    const ring = this.#layOut(state, vm);
    const outlines = this.#regions.update(vm, state, ring);
    this.#links.update(vm, state, ring, outlines);
    this.#hub.update(state, ring);
    const manner = this.#messages.update(vm, state, ring);
    this.#flow.update(vm, ring, manner.flow);
    this.#servers.update(vm, state, ring);
    this.#layers[3].classList.toggle("away", this.#empty.update(vm));
    this.#setTabStop(vm);
    if (held) this.#passFocusOn(held);
    if (!vm.playing) setText(this.#story, describe(state));
    return this.#messages.byHand;
  }

  /** The focus on a message that has arrived goes to its receiver, so that the keys stay on the stage. @param {Element} held */
  #passFocusOn(held) {
    const thing = held.parentElement;
    if (!thing || (thing.isConnected && thing.matches("[data-server], [data-link], [data-message], .hub"))) return;
    const id = thing.dataset.to ?? thing.dataset.link?.split("-")[0] ?? "";
    const heir = this.#drawing.querySelector(`[data-server="${CSS.escape(id)}"] > .hit`);
    if (!(heir instanceof SVGElement)) return;
    heir.focus();
    this.#send({ type: "select", selection: { kind: "server", id } });
  }

  /** The server that Tab comes to: the selected one, else the first. @param {ViewModel} vm */
  #setTabStop(vm) {
    const chosen = vm.selection?.kind === "server" ? vm.selection.id : "";
    const now = `${this.#order} ${chosen}`;
    if (now === this.#stop) return;
    this.#stop = now;
    const hits = [...this.#drawing.querySelectorAll("[data-server] > .hit")];
    const stop = hits.find(({ parentElement }) => parentElement?.dataset.server === chosen) ?? hits[0];
    for (const hit of hits) setAttribute(hit, "tabindex", hit === stop ? "0" : "-1");
  }
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export const createStage = (root, send) => new Stage(root, send);
