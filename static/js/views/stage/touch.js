// Pointer and keys on the stage: select, open a menu, play to the next event of a thing, move on
// from a server to its neighbours, links and messages.

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

/**
 * @param {SVGSVGElement} drawing
 * @param {Send} send
 * @param {() => ViewModel|null} model
 */
export function listenToStage(drawing, send, model) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let pressTimer;
  let pressed = { x: 0, y: 0 };
  let menuOpened = false;

  /** @param {Selection} selection @param {{x: number, y: number}} at */
  function openMenu(selection, at) {
    send({ type: "select", selection });
    send({ type: "menu", target: selection, at });
  }

  drawing.addEventListener("pointerdown", (event) => {
    menuOpened = false;
    pressed = { x: event.clientX, y: event.clientY };
    const thing = thingAt(event.target);
    if (!thing || event.pointerType === "mouse") return;
    pressTimer = setTimeout(() => {
      menuOpened = true;
      openMenu(thing.selection, pressed);
    }, LONG_PRESS_MS);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > SLIP) clearTimeout(pressTimer);
  });
  for (const name of ["pointerup", "pointercancel"]) drawing.addEventListener(name, () => clearTimeout(pressTimer));

  drawing.addEventListener("click", (event) => {
    if (menuOpened) return;
    const thing = thingAt(event.target);
    if (!thing) {
      if (event.target === drawing) send({ type: "select", selection: null });
      return;
    }
    const again = isSame(thing.selection, model()?.selection ?? null);
    const touched = event instanceof PointerEvent && event.pointerType === "touch";
    if (again && touched) openMenu(thing.selection, { x: event.clientX, y: event.clientY });
    else send({ type: "select", selection: thing.selection });
  });

  drawing.addEventListener("contextmenu", (event) => {
    const thing = thingAt(event.target);
    if (!thing) return;
    event.preventDefault();
    if (!menuOpened) openMenu(thing.selection, { x: event.clientX, y: event.clientY });
  });

  drawing.addEventListener("dblclick", (event) => {
    const thing = thingAt(event.target);
    const vm = model();
    if (!thing || !vm) return;
    const next = vm.steps.find((step) => step.position > vm.position && concerns(thing.selection, step));
    if (next) send({ type: "seek", position: next.position });
    else send({ type: "step", by: 1 });
  });

  drawing.addEventListener("pointerover", (event) => {
    const thing = thingAt(event.target);
    const before = model()?.hover ?? null;
    if (thing ? isSame(thing.selection, before) : before === null) return;
    send({ type: "hover", selection: thing?.selection ?? null });
  });
  drawing.addEventListener("pointerleave", () => {
    if (model()?.hover) send({ type: "hover", selection: null });
  });

  drawing.addEventListener("keydown", (event) => {
    const next = neighbour(drawing, event.key);
    if (!next) return;
    event.preventDefault();
    /** @type {SVGElement|null} */ (next.querySelector(".hit"))?.focus();
    const thing = thingAt(next);
    if (thing) send({ type: "select", selection: thing.selection });
  });
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
    return by > 0 ? belongings(drawing, id)[0] ?? null : null;
  }
  const from = cameFrom.get(drawing) ?? servers[0]?.dataset.server ?? "";
  const list = belongings(drawing, from);
  const place = list.indexOf(here) + by;
  if (place < 0) return servers.find((node) => node.dataset.server === from) ?? null;
  return list[Math.min(place, list.length - 1)] ?? null;
}
