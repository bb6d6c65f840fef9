// A list that opens at a button or at a point, takes the focus, and gives it back when it closes.

import { el } from "./elements.js";

const MARGIN = 8;

/** @param {ParentNode} root */
const items = (root) => /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[role=menuitem]")]);

/**
 * @param {HTMLElement} node
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key moved the focus
 */
function moveFocus(node, event) {
  const all = items(node);
  const here = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const places = {
    ArrowDown: (here + 1) % all.length,
    ArrowUp: (here - 1 + all.length) % all.length,
    Home: 0,
    End: all.length - 1,
  };
  const place = places[/** @type {keyof typeof places} */ (event.key)];
  if (place === undefined || all.length === 0) return false;
  all[place].focus();
  return true;
}

/**
 * @typedef {object} Popup
 * @property {HTMLElement} node
 * @property {(label: string, ...children: Node[]) => void} fill
 * @property {(at?: {x: number, y: number}) => void} open
 * @property {() => void} close
 * @property {() => void} toggle
 * @property {boolean} isOpen
 * @property {() => void} onopen
 * @property {(event: KeyboardEvent) => void} onkey keys that are not the popup's own
 */

/**
 * @param {HTMLElement|null} anchor the button it belongs to; null: it opens at a point
 * @param {string} [kind]
 * @param {HTMLElement} [parent]
 * @returns {Popup}
 */
export function createPopup(anchor, kind = "", parent = anchor?.parentElement ?? document.body) {
  const node = el("div", { class: `menu ${kind}`, role: "menu", hidden: true, tabindex: -1 });
  parent.append(node);
  /** @type {Element|null} */
  let before = null;

  /** Keeps the list on the page. @param {{x: number, y: number}|undefined} at */
  function place(at) {
    const box = anchor?.getBoundingClientRect();
    const x = at?.x ?? (box ? box.right - node.offsetWidth : 0);
    const y = at?.y ?? (box ? box.bottom + 4 : 0);
    node.style.left = `${Math.max(MARGIN, Math.min(x, innerWidth - node.offsetWidth - MARGIN))}px`;
    const below = innerHeight - node.offsetHeight - MARGIN;
    node.style.top = `${Math.max(MARGIN, Math.min(y, below))}px`;
  }

  /** @type {Popup} */
  const popup = {
    node,
    isOpen: false,
    onopen: () => {},
    onkey: () => {},
    fill(label, ...children) {
      node.setAttribute("aria-label", label);
      node.replaceChildren(...children);
    },
    open(at) {
      if (!popup.isOpen) before = document.activeElement;
      popup.isOpen = true;
      popup.onopen();
      node.hidden = false;
      place(at);
      anchor?.setAttribute("aria-expanded", "true");
      (items(node)[0] ?? node).focus({ preventScroll: true });
    },
    close() {
      if (!popup.isOpen) return;
      popup.isOpen = false;
      node.hidden = true;
      anchor?.setAttribute("aria-expanded", "false");
      if (before instanceof HTMLElement || before instanceof SVGElement) before.focus({ preventScroll: true });
      before = null;
    },
    toggle: () => (popup.isOpen ? popup.close() : popup.open()),
  };

  node.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") popup.close();
    else if (event.key === "Enter" || event.key === " ") {
      if (document.activeElement instanceof HTMLInputElement) return;
      /** @type {HTMLElement|null} */ (document.activeElement)?.click();
    } else if (!moveFocus(node, event)) return popup.onkey(event);
    event.preventDefault();
  });
  node.addEventListener("pointerover", (event) => {
    const item = /** @type {Element} */ (event.target).closest("[role=menuitem]");
    if (item instanceof HTMLElement && event.pointerType === "mouse") item.focus({ preventScroll: true });
  });
  document.addEventListener("pointerdown", (event) => {
    if (!popup.isOpen || !(event.target instanceof Node)) return;
    if (!node.contains(event.target) && !anchor?.contains(event.target)) popup.close();
  }, true);
  return popup;
}
