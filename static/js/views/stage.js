// The cluster stage: orbit, regions, links, hub, messages, servers, from bottom to top.

/** @import { Send, State, ViewModel } from "../frames.js" */
/** @import { Ring } from "../layout.js" */

import { ringLayout } from "../layout.js";
import { describe } from "../narrate.js";
import { stage as words } from "../words/en.js";
import { el, icon, setAttribute, setText, svg } from "./elements.js";
import { showNoRoom } from "./no_room.js";
import { createFlow } from "./stage/flow.js";
import { createHeader } from "./stage/header.js";
import { createHub } from "./stage/hub.js";
import { createLinks } from "./stage/links.js";
import { createMessages } from "./stage/messages.js";
import { createRegions } from "./stage/regions.js";
import { createServers } from "./stage/servers.js";
import { widestTag } from "./stage/tags.js";
import { listenToStage } from "./stage/touch.js";

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
      node.hidden = vm.edge.position > 0 || vm.playing;
      if (node.hidden) return false;
      play.hidden = vm.held || vm.role === "watch";
      setText(text, vm.role === "watch" ? words.emptyWatch : vm.held ? words.emptyHeld : words.emptyText);
      return true;
    },
  };
}

function loading() {
  const discs = Array.from({ length: 5 }, () => el("i"));
  return el("div", { class: "empty loading" }, el("div", { class: "sk" }, ...discs), el("b", {}, words.loadingTitle));
}

/** The server that Tab comes to: the selected one, else the first. @param {SVGSVGElement} drawing @param {ViewModel} vm */
function setTabStop(drawing, vm) {
  const chosen = vm.selection?.kind === "server" ? vm.selection.id : "";
  const hits = [...drawing.querySelectorAll("[data-server] > .hit")];
  const stop = hits.find(({ parentElement }) => parentElement?.dataset.server === chosen) ?? hits[0];
  for (const hit of hits) setAttribute(hit, "tabindex", hit === stop ? "0" : "-1");
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export function createStage(root, send) {
  const layers = ["regions", "links", "flows", "center", "messages", "nodes", "labels"].map((name) => svg("g", { class: name }));
  const orbit = svg("ellipse", { class: "orbit" });
  const drawing = svg("svg", { class: "stage-svg", role: "group" }, hatch(), orbit, ...layers);
  const empty = emptyRun(send);
  const wait = loading();
  const story = el("p", { class: "vh" });
  const describer = el("button", { class: "btn sm describe", type: "button" }, words.describe);
  const header = createHeader(root, send);
  root.append(drawing, empty.node, wait, describer, story);
  const [regions, links, flow, hub, messages, servers] = [
    createRegions(layers[0]),
    createLinks(layers[1]),
    createFlow(layers[2]),
    createHub(layers[3]),
    createMessages(layers[4], layers[6]),
    createServers(layers[5]),
  ];
  /** @type {ViewModel|null} */
  let last = null;
  /** @type {Ring|null} */
  let ring = null;
  let ids = "";
  let stop = "";
  let box = { width: root.clientWidth, height: root.clientHeight };
  listenToStage(drawing, send, () => last);
  describer.addEventListener("click", () => {
    if (last?.state) send({ type: "toast", says: describe(last.state) });
  });

  new ResizeObserver(([entry]) => {
    const { width, height } = entry.contentRect;
    if (width === box.width && height === box.height) return;
    box = { width, height };
    ring = null;
    if (last) update(last);
  }).observe(root);

  /** @param {State} state @param {Record<string, string>} names @returns {Ring} */
  function layOut(state, names) {
    const order = Object.keys(state.servers);
    const now = order.map((id) => `${id} ${names[id] ?? ""}`).join();
    if (ring && ids === now) return ring;
    ids = now;
    const tags = new Map(order.map((id) => [id, widestTag(names[id] ?? "")]));
    const made = ringLayout(order, box.width, box.height, tags);
    setAttribute(drawing, "viewBox", `0 0 ${box.width} ${box.height}`);
    setAttribute(drawing, "aria-label", words.label(order.length));
    for (const name of /** @type {const} */ (["cx", "cy", "rx", "ry"])) setAttribute(orbit, name, made[name].toFixed(1));
    setAttribute(root, "data-size", made.size);
    empty.node.style.left = `${made.cx}px`;
    empty.node.style.top = `${made.cy}px`;
    ring = made;
    return made;
  }

  /** @param {ViewModel} vm */
  function update(vm) {
    last = vm;
    wait.hidden = vm.state !== null || vm.connection.state === "ended";
    if (vm.connection.state === "ended" && !vm.state && !root.querySelector(".noroom")) showNoRoom(root, vm.ending?.says ?? "");
    if (!vm.state || box.width === 0) return;
    const { state } = vm;
    const made = layOut(state, vm.names);
    header.update(vm);
    const outlines = regions.update(vm, state, made);
    links.update(vm, state, made, outlines);
    hub.update(state, made);
    const manner = messages.update(vm, state, made);
    flow.update(vm, made, manner.flow);
    servers.update(vm, state, made);
    layers[3].classList.toggle("away", empty.update(vm));
    const nowStop = `${ids} ${vm.selection?.kind === "server" ? vm.selection.id : ""}`;
    if (nowStop !== stop) {
      stop = nowStop;
      setTabStop(drawing, vm);
    }
    if (!vm.playing) setText(story, describe(state));
  }

  return { update };
}
