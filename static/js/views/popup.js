// A list that opens at a button or at a point, takes the focus, and gives it back when it closes.

import { scale } from "../projector.js";
import { el } from "./elements.js";

const MARGIN = 8;

/** @param {ParentNode} root */
const items = (root) => /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[role=menuitem], input")]);

/**
 * @param {HTMLElement} node
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key moved the focus
 */
function moveFocus(node, event) {
  const all = items(node);
  const here = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const [next, before] = [(here + 1) % all.length, (here - 1 + all.length) % all.length];
  // in a field these keys move the cursor
  const ends = document.activeElement instanceof HTMLInputElement ? {} : { Home: 0, End: all.length - 1 };
  const places = { ArrowDown: next, ArrowUp: before, Tab: event.shiftKey ? before : next, ...ends };
  const place = places[/** @type {keyof typeof places} */ (event.key)];
  if (place === undefined || all.length === 0) return false;
  all[place].focus();
  return true;
}

export class Popup {
  isOpen = false;
  /** Fills it, just before it opens. */
  onopen = () => {};
  /** Keys that are not its own. @type {(event: KeyboardEvent) => void} */
  onkey = () => {};
  /** @type {Element|null} what had the focus before */
  #before = null;

  /**
   * @param {HTMLElement|null} anchor the button it belongs to; null: it opens at a point
   * @param {string} kind
   * @param {HTMLElement} parent
   */
  constructor(anchor, kind, parent) {
    this.anchor = anchor;
    this.node = el("div", { class: `menu ${kind}`, role: "menu", hidden: true, tabindex: -1 });
    parent.append(this.node);
    this.node.addEventListener("keydown", (event) => this.#key(event));
    this.node.addEventListener("focusin", () => this.#setTabStop());
    this.node.addEventListener("pointerover", ({ target, pointerType }) => {
      const item = target instanceof Element ? target.closest("[role=menuitem]") : null;
      if (item instanceof HTMLElement && pointerType === "mouse") item.focus({ preventScroll: true });
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.isOpen || !(target instanceof Node)) return;
      if (!this.node.contains(target) && !anchor?.contains(target)) this.close();
    }, true);
  }

  /** @param {string} label @param {...Node} children */
  fill(label, ...children) {
    this.node.setAttribute("aria-label", label);
    this.node.replaceChildren(...children);
    // a menu may hold nothing but items; with a field in it, it is a small dialog
    this.node.setAttribute("role", this.#asks ? "dialog" : "menu");
  }

  /** There is something to type in it. */
  get #asks() {
    return this.node.querySelector("input") !== null;
  }

  /** The one item that Tab would come to is the one in focus. */
  #setTabStop() {
    for (const item of items(this.node)) item.tabIndex = item === document.activeElement ? 0 : -1;
  }

  /** @param {{x: number, y: number}} [at] */
  open(at) {
    if (!this.isOpen) this.#before = document.activeElement;
    this.isOpen = true;
    this.onopen();
    this.node.hidden = false;
    this.#place(at);
    this.anchor?.setAttribute("aria-expanded", "true");
    (items(this.node)[0] ?? this.node).focus({ preventScroll: true });
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    // what is hidden keeps the focus up to the next picture, and would take the keys that are pressed meanwhile
    if (this.node.contains(document.activeElement)) /** @type {HTMLElement} */ (document.activeElement).blur();
    this.node.hidden = true;
    this.anchor?.setAttribute("aria-expanded", "false");
    const before = this.#before;
    this.#before = null;
    if (before instanceof HTMLElement || before instanceof SVGElement) before.focus({ preventScroll: true });
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Keeps the list on the page. @param {{x: number, y: number}|undefined} at */
  #place(at) {
    const z = scale();
    const box = this.anchor?.getBoundingClientRect();
    const { offsetWidth, offsetHeight, style } = this.node;
    const x = (at?.x ?? box?.right ?? 0) / z - (at ? 0 : offsetWidth);
    const y = (at?.y ?? box?.bottom ?? 0) / z + (at ? 0 : 4);
    style.left = `${Math.max(MARGIN, Math.min(x, innerWidth / z - offsetWidth - MARGIN))}px`;
    style.top = `${Math.max(MARGIN, Math.min(y, innerHeight / z - offsetHeight - MARGIN))}px`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation();
    if (event.key === "Escape" || (event.key === "Tab" && !this.#asks)) this.close();
    else if (event.key === "Enter" || event.key === " ") {
      if (document.activeElement instanceof HTMLInputElement) return;
      /** @type {HTMLElement|null} */ (document.activeElement)?.click();
    } else if (!moveFocus(this.node, event)) return this.onkey(event);
    event.preventDefault();
  }
}

/**
 * @param {HTMLElement|null} anchor
 * @param {string} [kind]
 * @param {HTMLElement} [parent]
 */
export const createPopup = (anchor, kind = "", parent = anchor?.parentElement ?? document.body) => new Popup(anchor, kind, parent);
