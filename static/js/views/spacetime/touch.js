// Pointer, wheel and keys on the space-time drawing: select, seek, scrub along the ruler, zoom, walk
// from event to event.

/** @import { ViewModel } from "../../frames.js" */
/** @import { Move } from "./pick.js" */
/** @import { SpaceTime } from "./spacetime.js" */

import { scale } from "../../projector.js";
import { eventSelection, moveOn, pick, selectionOf } from "./pick.js";

const SLIP = 4;
const FINGER = 1.6;
const ZOOM_STEP = 1.0016;

/** @type {Record<string, Move>} */
const MOVES = { ArrowLeft: "before", ArrowRight: "after", ArrowUp: "up", ArrowDown: "down", Enter: "along", Home: "first", End: "last" };
/** On a phone time runs down. @type {Record<string, string>} */
const TURNED = { ArrowUp: "ArrowLeft", ArrowDown: "ArrowRight", ArrowLeft: "ArrowUp", ArrowRight: "ArrowDown" };

export class SpaceTimeTouch {
  /** @type {{x: number, y: number, scrubs: boolean}|null} */
  #press = null;
  #waiting = 0;

  /** @param {SpaceTime} view */
  constructor(view) {
    this.view = view;
    const { pane, scroller } = view;
    scroller.addEventListener("scroll", () => {
      this.#waiting ||= requestAnimationFrame(() => {
        this.#waiting = 0;
        view.draw();
      });
    }, { passive: true });
    pane.addEventListener("pointerdown", (event) => this.#down(event));
    pane.addEventListener("pointermove", (event) => this.#moved(event));
    pane.addEventListener("pointerup", (event) => this.#up(event));
    pane.addEventListener("pointercancel", () => {
      this.#press = null;
    });
    pane.addEventListener("pointerleave", () => this.#hover(null));
    pane.addEventListener("contextmenu", (event) => this.#contextMenu(event));
    scroller.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    pane.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {MouseEvent} event */
  #place(event) {
    const box = this.view.pane.getBoundingClientRect();
    const z = scale();
    return this.view.frame.place({ x: (event.clientX - box.left) / z, y: (event.clientY - box.top) / z });
  }

  /** @param {PointerEvent|MouseEvent} event */
  #found(event) {
    const { history, scale, scene, frame } = this.view;
    const reach = "pointerType" in event && event.pointerType === "touch" ? FINGER : 1;
    const place = this.#place(event);
    return scene ? pick(history, scale, scene, frame.lanesAt(place.along), place, reach) : null;
  }

  /** The server whose name was hit. @param {MouseEvent} event */
  #named(event) {
    const { frame } = this.view;
    const { along, across } = this.#place(event);
    if (along - frame.scroll > -8) return null;
    for (const [id, lane] of frame.lanesAt(frame.scroll)) if (Math.abs(lane - across) < 16) return id;
    return null;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    const { frame, pane } = this.view;
    const { along, across } = this.#place(event);
    const scrubs = across < frame.top && along >= frame.scroll;
    this.#press = { x: event.clientX, y: event.clientY, scrubs };
    if (!scrubs) return;
    pane.setPointerCapture(event.pointerId);
    this.#seek(this.view.scale.time(along));
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    if (this.#press?.scrubs) return this.#seek(this.view.scale.time(this.#place(event).along));
    if (event.pointerType === "touch" || this.#press) return;
    const found = this.#found(event);
    this.view.pane.style.cursor = found && found.kind !== "time" ? "pointer" : "";
    this.#hover(found?.kind === "event" ? { server: found.server, position: found.mark.position } : null);
  }

  /** @param {{server: string, position: number}|null} hovered */
  #hover(hovered) {
    const before = this.view.hovered;
    if (before?.position === hovered?.position && before?.server === hovered?.server) return;
    this.view.hovered = hovered;
    this.view.draw();
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const press = this.#press;
    this.#press = null;
    if (!press || press.scrubs || Math.hypot(event.clientX - press.x, event.clientY - press.y) > SLIP) return;
    const { view } = this;
    const server = this.#named(event);
    if (server) return view.send({ type: "select", selection: { kind: "server", id: server } });
    const found = this.#found(event);
    if (found?.kind === "time") this.#seek(found.time_us);
    else if (found?.kind === "event") view.send({ type: "select", selection: eventSelection(found.mark.position) });
    else if (found?.kind === "arrow") {
      const inFlight = view.vm?.state?.messages.some(({ id }) => id === found.arrow.flight.id) ?? false;
      view.send({ type: "select", selection: selectionOf(found.arrow, inFlight && !found.arrow.flight.received) });
    }
  }

  /** @param {number} time_us */
  #seek(time_us) {
    const edge = this.view.vm?.edge.time_us ?? 0;
    this.view.send({ type: "seek_time", time_us: Math.round(Math.max(0, Math.min(edge, time_us))) });
  }

  /** @param {MouseEvent} event */
  #contextMenu(event) {
    const id = this.#named(event);
    if (!id) return;
    event.preventDefault();
    this.view.send({ type: "select", selection: { kind: "server", id } });
    this.view.send({ type: "menu", target: { kind: "server", id }, at: { x: event.clientX, y: event.clientY } });
  }

  /** A plain wheel goes along time, with Ctrl it zooms at the pointer. @param {WheelEvent} event */
  #wheel(event) {
    const { view } = this;
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey) view.zoomAt(ZOOM_STEP ** (-event.deltaY * unit), this.#place(event).along);
    else if (!view.frame.turned && Math.abs(event.deltaY) > Math.abs(event.deltaX)) view.scroller.scrollLeft += event.deltaY * unit;
    else return;
    event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { view } = this;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !view.vm) return;
    const key = view.frame.turned ? TURNED[event.key] ?? event.key : event.key;
    const move = MOVES[key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const order = [...view.frame.lanes.keys()];
    const here = this.#here(order[0]);
    const next = here && (this.#isSelected(here) ? moveOn(view.history, order, here, move) : here);
    if (!next) return;
    this.#lane = next.server;
    view.send({ type: "select", selection: eventSelection(next.position) });
  }

  /** The lane that the keys are on, of an event that happened at several. */
  #lane = "";

  /** @param {{position: number}} here */
  #isSelected(here) {
    return this.view.position === here.position;
  }

  /** Where the keys start from: the selected event, else the last one before the playhead. @param {string} first */
  #here(first) {
    const { history, position, vm } = this.view;
    const { happenings } = history;
    const at = happenings.findLast((each) => each.servers.length > 0 && each.position <= (position ?? /** @type {ViewModel} */ (vm).position)) ?? happenings.find((each) => each.servers.length > 0);
    if (!at) return null;
    return { server: at.servers.includes(this.#lane) ? this.#lane : at.servers[0] ?? first, position: at.position };
  }
}
