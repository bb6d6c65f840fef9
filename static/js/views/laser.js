// The laser of the projector mode: a ring at the pointer, there while its key is held.

/** @import { ViewModel } from "../frames.js" */

import { scale } from "../projector.js";
import { isTyping, keysWanted } from "../shell.js";
import { el } from "./elements.js";

const KEY = ".";

/** @param {HTMLElement} root */
export function createLaser(root) {
  const ring = el("div", { class: "laser", "aria-hidden": "true", hidden: true });
  root.append(ring);
  const pointer = { x: innerWidth / 2, y: innerHeight / 2 };
  let allowed = false;
  /** The key on the keyboard: with Shift it is let go of under another name. */
  let held = "";

  function place() {
    const z = scale();
    ring.style.transform = `translate(${pointer.x / z}px, ${pointer.y / z}px)`;
  }
  const off = () => {
    ring.hidden = true;
    held = "";
  };
  addEventListener("pointermove", ({ clientX, clientY }) => {
    pointer.x = clientX;
    pointer.y = clientY;
    if (!ring.hidden) place();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== KEY || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!allowed || !keysWanted() || isTyping(event.target)) return;
    place();
    ring.hidden = false;
    held = event.code;
  });
  addEventListener("keyup", ({ code }) => {
    if (code === held) off();
  });
  // whoever leaves the window lets go of the key elsewhere
  addEventListener("blur", off);

  return {
    /** @param {ViewModel} vm */
    update(vm) {
      allowed = vm.projector === true;
      if (!allowed && !ring.hidden) off();
    },
  };
}
