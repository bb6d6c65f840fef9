// Pointer and keys on the stage: select, open a menu, play to the next event of a thing, move on
// from a server to its neighbours, down to its links and messages, up to the count in the middle.

/** @import { Selection, Send, ViewModel } from "../../frames.js" */

const LONG_PRESS_MS = 450;
const SLIP = 10;

/** @param {EventTarget|null} target @returns {{selection: Selection, node: SVGElement}|null} */
function thingAt(target) {
  const node = target instanceof Element ? target.closest("[data-server], [data-link], [data-message]") : null;
  if (!(node instanceof SVGElement)) return null;
  const { server, link, message } = node.dataset;
  if (server) return { selection: { kind: "server", id: server }, node };
  if (link) return { selection: { kind: "link", id: link }, node };
  return { selection: { kind: "message", id: String(message) }, node };
}

/** @param {Selection} selection @param {Selection|null} other */
const isSame = (selection, other) => selection.kind === other?.kind && selection.id === other.id;

/** @param {Selection} selection @param {ViewModel["steps"][number]} step */
function concerns(selection, step) {
  const { message, server } = step.cause;
  if (selection.kind === "server") return server === selection.id;
  if (selection.kind === "message") return String(message?.id) === selection.id;
  return message !== null && selection.id.split("-").every((end) => end === message.from || end === message.to);
}

/** @param {MouseEvent} event */
const point = ({ clientX, clientY }) => ({ x: clientX, y: clientY });

export class StageTouch {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #press;
  #pressed = { x: 0, y: 0 };
  #menuOpened = false;

  /**
   * @param {SVGSVGElement} drawing
   * @param {Send} send
   * @param {() => ViewModel|null} model
   */
  constructor(drawing, send, model) {
    this.drawing = drawing;
    this.send = send;
    this.model = model;
    drawing.addEventListener("pointerdown", (event) => this.#down(event));
    drawing.addEventListener("pointermove", ({ clientX, clientY }) => {
      if (Math.hypot(clientX - this.#pressed.x, clientY - this.#pressed.y) > SLIP) clearTimeout(this.#press);
    });
    for (const name of ["pointerup", "pointercancel"]) drawing.addEventListener(name, () => clearTimeout(this.#press));
    drawing.addEventListener("click", (event) => this.#click(event));
    drawing.addEventListener("dblclick", (event) => this.#toNextEvent(event));
    drawing.addEventListener("contextmenu", (event) => this.#contextMenu(event));
    drawing.addEventListener("pointerover", (event) => this.#hover(thingAt(event.target)?.selection ?? null));
    drawing.addEventListener("pointerleave", () => this.#hover(null));
    drawing.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Selection} selection @param {{x: number, y: number}} at */
  #openMenu(selection, at) {
    this.send({ type: "select", selection });
    this.send({ type: "menu", target: selection, at });
  }

  /** @param {SVGElement} region @param {{x: number, y: number}} at */
  #openRegion({ dataset }, at) {
    if (dataset.region) this.send({ type: "menu", target: { kind: "region", id: dataset.region }, at });
  }

  /** @param {PointerEvent} event */
  #down(event) {
    this.#menuOpened = false;
    this.#pressed = point(event);
    const thing = thingAt(event.target);
    if (!thing || event.pointerType === "mouse") return;
    this.#press = setTimeout(() => {
      this.#menuOpened = true;
      this.#openMenu(thing.selection, this.#pressed);
    }, LONG_PRESS_MS);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (this.#menuOpened) return;
    const region = event.target instanceof Element ? event.target.closest("[data-region]") : null;
    if (region instanceof SVGElement) return this.#openRegion(region, point(event));
    const thing = thingAt(event.target);
    if (!thing) {
      if (event.target === this.drawing) this.send({ type: "select", selection: null });
      return;
    }
    const again = isSame(thing.selection, this.model()?.selection ?? null);
    const touched = event instanceof PointerEvent && event.pointerType === "touch";
    if (again && touched) this.#openMenu(thing.selection, point(event));
    else this.send({ type: "select", selection: thing.selection });
  }

  /** @param {MouseEvent} event */
  #contextMenu(event) {
    const thing = thingAt(event.target);
    if (!thing) return;
    event.preventDefault();
    if (!this.#menuOpened) this.#openMenu(thing.selection, point(event));
  }

  /** A double click goes on to the next event of a thing. @param {MouseEvent} event */
  #toNextEvent(event) {
    const thing = thingAt(event.target);
    const vm = this.model();
    if (!thing || !vm) return;
    const next = vm.steps.find((step) => step.position > vm.position && concerns(thing.selection, step));
    this.send(next ? { type: "seek", position: next.position } : { type: "step", by: 1 });
  }

  /** @param {Selection|null} selection */
  #hover(selection) {
    const before = this.model()?.hover ?? null;
    if (selection ? !isSame(selection, before) : before !== null) this.send({ type: "hover", selection });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const next = neighbour(this.drawing, event.key);
    if (!next) return;
    event.preventDefault();
    /** @type {SVGElement|null} */ (next.querySelector("[role=button]"))?.focus();
    const thing = thingAt(next);
    if (thing) this.send({ type: "select", selection: thing.selection });
  }
}

/** @param {SVGSVGElement} drawing @param {string} selector */
const all = (drawing, selector) => /** @type {SVGElement[]} */ ([...drawing.querySelectorAll(selector)]);

/** The links and then the messages of a server, as a list to go down. @param {SVGSVGElement} drawing @param {string} id */
function belongings(drawing, id) {
  const links = all(drawing, "[data-link]").filter((node) => node.dataset.link?.split("-").includes(id));
  return [...links, ...all(drawing, "[data-message]")];
}

/** Whose links the focus goes through: the server it came from. @type {WeakMap<SVGSVGElement, string>} */
const cameFrom = new WeakMap();

/**
 * Where an arrow key leads from the thing in focus.
 * @param {SVGSVGElement} drawing
 * @param {string} key
 * @returns {SVGElement|null}
 */
function neighbour(drawing, key) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  const here = document.activeElement?.parentElement ?? null;
  if (by === undefined || !(here instanceof SVGElement) || !drawing.contains(here)) return null;
  const servers = all(drawing, "[data-server]");
  const down = key === "ArrowDown" || key === "ArrowUp";
  const id = here.dataset.server;
  if (id && !down) return servers[(servers.indexOf(here) + by + servers.length) % servers.length];
  if (id) {
    cameFrom.set(drawing, id);
    return by > 0 ? belongings(drawing, id)[0] ?? null : drawing.querySelector(".center:not(.away) > .hub");
  }
  const from = cameFrom.get(drawing) ?? servers[0]?.dataset.server ?? "";
  const origin = servers.find((node) => node.dataset.server === from) ?? null;
  if (here.classList.contains("hub")) return by > 0 ? origin : null;
  const list = belongings(drawing, from);
  const place = list.indexOf(here) + by;
  return place < 0 ? origin : list[Math.min(place, list.length - 1)] ?? null;
}
