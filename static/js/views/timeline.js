// The timeline: transport above, lanes below. The lanes are one slider over simulated time.

import { scale } from "../projector.js";
import { words } from "../words/en_panels.js";
import { el, setAttribute, setHidden } from "./elements.js";
import { createFold } from "./fold.js";
import { emptyLanes, takeStep } from "./lane_model.js";
import { Ride } from "./ride.js";
import { Axis } from "./time_axis.js";
import { BranchLane, Forks } from "./time_branches.js";
import { Reach } from "./time_future.js";
import { LaneDrawing } from "./time_lanes.js";
import { createTransport } from "./time_transport.js";

/**
 * @import { Send, View, ViewModel } from "../view_types.js"
 * @import { Lanes } from "./lane_model.js"
 * @import { Corner } from "./ride.js"
 */

const DRAG_PX = 3;
const SPOKEN_EVERY_MS = 250; // how often the slider's value is told while time runs

/** @param {number} x */
const shifted = (x) => `translateX(${x.toFixed(1)}px)`;

class Timeline {
  /** @type {ViewModel|null} */
  #vm = null;
  /** @type {Set<string>} */
  #servers = new Set();
  #fold = createFold(() => emptyLanes(this.#servers, this.#vm?.origin), takeStep);
  /** @type {Lanes|null} */
  #lanes = null;
  #axis = new Axis();
  #forks = new Forks();
  #drawing = new LaneDrawing();
  #branches = new BranchLane();
  #transport;
  #playhead = el("span", { class: "playhead" });
  #ride = new Ride(this.#playhead);
  /** @type {Corner[]} */
  #way = [];
  #wayOf = -1;
  #reach = new Reach();
  #slider = el("div", { class: "lanes", role: "slider", tabindex: 0, "aria-label": words.time.label, "aria-valuemin": 0 });
  /** @type {{x: number, position: number|null, branch: string|null, moved: boolean}|null} */
  #press = null;
  #drawn = "";
  #spoken = 0;
  /**
   * @param {HTMLElement} root
   * @param {Send} send
   */
  constructor(root, send) {
    this.send = send;
    this.#transport = createTransport(send);
    this.#slider.append(...this.#drawing.nodes, this.#branches.node, this.#playhead);
    root.append(this.#transport.node, this.#slider);
    this.#listen();
    new ResizeObserver(() => this.#resize()).observe(this.#drawing.ruler.track);
  }

  #listen() {
    const slider = this.#slider;
    slider.addEventListener("pointerdown", (event) => this.#pressed(event));
    slider.addEventListener("pointermove", (event) => this.#dragged(event));
    slider.addEventListener("pointerup", (event) => this.#released(event));
    slider.addEventListener("pointercancel", () => {
      this.#press = null;
    });
    slider.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    slider.addEventListener("dblclick", () => {
      this.#axis.showWhole();
      this.#draw();
    });
    slider.addEventListener("keydown", (event) => this.#keyed(event));
  }

  /** @param {ViewModel} vm */
  update(vm) {
    this.#vm = vm;
    for (const id of Object.keys(vm.state?.servers ?? {})) this.#servers.add(id);
    this.#lanes = this.#fold.sync(`${vm.branch} ${vm.origin?.position}`, vm.steps);
    this.#forks.learn(vm);
    this.#transport.update(vm, this.#forks);
    this.#axis.grow(this.#furthest(vm), vm.live, vm.playing && !vm.calm, performance.now());
    this.#draw();
  }

  /** The latest time any branch has reached. @param {ViewModel} vm */
  #furthest(vm) {
    return vm.branches.reduce((most, branch) => Math.max(most, branch.time_us), vm.edge.time_us);
  }

  #resize() {
    this.#axis.resize(this.#drawing.ruler.track.clientWidth);
    this.#draw();
  }

  #draw() {
    const vm = this.#vm;
    const lanes = this.#lanes;
    if (!vm || !lanes) return;
    const axis = this.#axis;
    const edge_us = vm.live ? Math.min(vm.time_us, vm.edge.time_us) : vm.edge.time_us;
    const edge = axis.x(edge_us);
    const key = `${vm.branch} ${lanes.changes} ${axis.changes}`;
    if (key !== this.#drawn) this.#drawing.draw(axis, lanes);
    this.#drawn = key;
    const way = vm.rate && !axis.isGrowing ? this.#wayAlong(axis) : null;
    const ahead = vm.live ? way : null;
    const reach = ahead ? this.#reach.beyond(key, axis, edge_us, vm.rate ?? 0) : Math.min(edge, axis.width);
    // other branches may go on beyond the edge of this one
    const alone = vm.branches.length === 1;
    this.#drawing.stretch(reach);
    this.#branches.draw(axis, vm, this.#forks, Math.round(alone ? reach : edge));
    this.#drawing.future.update(vm, ahead, edge);
    setHidden(this.#branches.future.node, !alone);
    this.#branches.future.update(vm, ahead, edge);
    this.#drawPlayhead(vm, axis, way);
    this.#speak(vm);
  }

  /** The way of whatever time carries along the axis; the same list while the axis stays the same. @param {Axis} axis */
  #wayAlong(axis) {
    if (this.#wayOf !== axis.changes) {
      this.#way = [{ time_us: axis.from_us, transform: shifted(0) }, { time_us: axis.to_us, transform: shifted(axis.width) }];
    }
    this.#wayOf = axis.changes;
    return this.#way;
  }

  /** @param {ViewModel} vm @param {Axis} axis @param {Corner[]|null} way */
  #drawPlayhead(vm, axis, way) {
    const x = axis.x(vm.time_us);
    const hidden = x < -1 || x > axis.width + 1;
    setHidden(this.#playhead, hidden);
    if (way && !hidden) return this.#ride.go(way, vm);
    this.#ride.stop();
    this.#playhead.style.transform = shifted(x);
  }

  /** @param {ViewModel} vm */
  #speak(vm) {
    const now = performance.now();
    if (vm.playing && now - this.#spoken < SPOKEN_EVERY_MS) return;
    this.#spoken = now;
    setAttribute(this.#slider, "aria-valuemax", words.time.clock(vm.edge.time_us));
    setAttribute(this.#slider, "aria-valuenow", words.time.clock(vm.time_us));
    setAttribute(this.#slider, "aria-valuetext", words.time.spoken(vm.time_us, vm.position));
  }

  /** @param {MouseEvent} event */
  #x(event) {
    return (event.clientX - this.#drawing.ruler.track.getBoundingClientRect().left) / scale();
  }

  /** @param {PointerEvent} event */
  #pressed(event) {
    if (event.button !== 0) return;
    const target = /** @type {Element} */ (event.target);
    const mark = target.closest("[data-position]")?.getAttribute("data-position") ?? null;
    const branch = target.closest("[data-branch]")?.getAttribute("data-branch") ?? null;
    this.#press = { x: event.clientX, position: mark === null ? null : Number(mark), branch, moved: false };
    this.#slider.setPointerCapture(event.pointerId);
    if (mark === null && branch === null) this.#scrub(event);
  }

  /** @param {PointerEvent} event */
  #dragged(event) {
    const press = this.#press;
    if (!press) return;
    if (Math.abs(event.clientX - press.x) > DRAG_PX) press.moved = true;
    if (press.moved) this.#scrub(event);
  }

  /** A mark that was clicked, not dragged, selects its event. @param {PointerEvent} event */
  #released(event) {
    const press = this.#press;
    this.#press = null;
    this.#slider.releasePointerCapture(event.pointerId);
    if (!press || press.moved) return;
    if (press.position !== null) {
      this.send({ type: "seek", position: press.position });
      this.send({ type: "select", selection: { kind: "event", id: String(press.position), position: press.position } });
    } else if (press.branch !== null && press.branch !== this.#vm?.branch) this.send({ type: "branch", branch: press.branch });
    else if (press.branch !== null) this.#scrub(event);
  }

  /** @param {PointerEvent} event */
  #scrub(event) {
    const edge = this.#vm?.edge.time_us ?? 0;
    const time = Math.round(Math.max(0, Math.min(edge, this.#axis.time(this.#x(event)))));
    this.send({ type: "seek_time", time_us: time });
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.#axis.pan((event.deltaX || event.deltaY) * unit);
    } else this.#axis.zoom(this.#x(event), event.deltaY * unit);
    this.#draw();
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const by = event.key === "ArrowLeft" || event.key === "PageDown" ? -1 : 1;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.send({ type: event.shiftKey ? "interesting" : "step", by });
    } else if (event.key === "PageUp" || event.key === "PageDown") this.send({ type: "interesting", by });
    else if (event.key === "Home") this.send({ type: "seek", position: 0 });
    else if (event.key === "End") this.send({ type: "live" });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 * @returns {View}
 */
export function createTimeline(root, send) {
  return new Timeline(root, send);
}
