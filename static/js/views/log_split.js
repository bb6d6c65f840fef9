// The edge between stage and logs: drag it, or move it with the arrow keys; a double click lets go of it.

import { words } from "../words/en_panels.js";
import { el, setAttribute } from "./elements.js";

const LEAST_ROWS = 3;
const MOST_PART = .6; // of the column it shares with the stage
const KEY_PX = 24;

/**
 * @param {HTMLElement} root the panel whose height it sets
 */
export function createSplit(root) {
  const node = el("div", { class: "split", role: "separator", tabindex: 0, "aria-orientation": "horizontal", "aria-label": words.logs.split });
  let from = 0;
  let height = 0;

  /** @returns {[number, number]} */
  function bounds() {
    const row = Number.parseFloat(getComputedStyle(root).getPropertyValue("--row-h")) || 37;
    const stage = document.getElementById("stage")?.getBoundingClientRect().height ?? 0;
    const column = stage + root.getBoundingClientRect().height;
    const least = 62 + LEAST_ROWS * row;
    return [least, Math.max(least, column * MOST_PART)];
  }

  function tell() {
    const [least, most] = bounds();
    const now = Math.round(root.getBoundingClientRect().height);
    setAttribute(node, "aria-valuemin", String(Math.min(now, Math.round(least))));
    setAttribute(node, "aria-valuemax", String(Math.max(now, Math.round(most))));
    setAttribute(node, "aria-valuenow", String(now));
  }

  /** @param {number|null} wanted null: as high as its rows need */
  function set(wanted) {
    const [least, most] = bounds();
    root.classList.toggle("split-by-hand", wanted !== null);
    root.style.height = wanted === null ? "" : `${Math.round(Math.max(least, Math.min(most, wanted)))}px`;
    tell();
  }

  node.addEventListener("pointerdown", (event) => {
    node.setPointerCapture(event.pointerId);
    from = event.clientY;
    height = root.getBoundingClientRect().height;
  });
  node.addEventListener("pointermove", (event) => {
    if (node.hasPointerCapture(event.pointerId)) set(height + from - event.clientY);
  });
  node.addEventListener("dblclick", () => set(null));
  node.addEventListener("keydown", (event) => {
    const by = { ArrowUp: KEY_PX, ArrowDown: -KEY_PX }[event.key];
    if (by === undefined && event.key !== "Home") return;
    set(by === undefined ? null : root.getBoundingClientRect().height + by);
    event.preventDefault();
    event.stopPropagation();
  });
  // the height follows the window and the number of rows as well
  new ResizeObserver(tell).observe(root);
  return node;
}
