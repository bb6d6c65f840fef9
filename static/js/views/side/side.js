// Panels that take the lesson's place for a while. Each is fetched when it is first opened.

/** @import { Send, Side, View, ViewModel } from "../../view_types.js" */

import { fetchSheet } from "../../sheet.js";
import { rules, setup, side as words } from "../../words/en_side.js";
import { el, icon } from "../elements.js";

/** @type {Record<Side, {words: {label: string, eyebrow: string, title: string}, load: () => Promise<(root: HTMLElement, send: Send) => View>}>} */
const PANELS = {
  rules: { words: rules, load: async () => (await import("./rules.js")).createRules },
  setup: { words: setup, load: async () => (await import("./setup.js")).createSetup },
};

/**
 * @param {HTMLElement} lesson the section of the lesson
 * @param {Send} send
 * @returns {View}
 */
export function createSide(lesson, send) {
  const own = lesson.getAttribute("aria-label") ?? "";
  /** @type {Map<Side, {node: HTMLElement, view: View|null}>} */
  const panels = new Map();
  /** @type {Side|null} */
  let shown = null;
  /** @type {Element|null} */
  let before = null;
  /** @type {ViewModel|null} */
  let last = null;

  /** @param {Side} side */
  function make(side) {
    const { words: said, load } = PANELS[side];
    const close = el("button", { class: "btn ghost icon", type: "button", "aria-label": words.close, on: { click: () => send({ type: "side", side: null }) } }, icon("cross"));
    const title = el("h1", { tabindex: -1 }, said.title);
    const body = el("div", { class: "lesson-body", tabindex: 0 });
    const head = el("div", { class: "lesson-head" }, el("span", { class: "eyebrow" }, said.eyebrow), title);
    const node = el("div", { class: "sidepanel", "data-side": side }, head, close, body);
    /** @type {{node: HTMLElement, view: View|null}} */
    const panel = { node, view: null };
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      send({ type: "side", side: null });
    });
    panels.set(side, panel);
    lesson.append(node);
    Promise.all([load(), fetchSheet("side")]).then(([create]) => {
      panel.view = create(body, send);
      if (last) panel.view.update(last);
    }, () => body.replaceChildren(el("p", {}, words.failed)));
    return panel;
  }

  /** @param {Side|null} side */
  function show(side) {
    if (shown === null) before = document.activeElement;
    shown = side;
    if (side === null) delete lesson.dataset.side;
    else lesson.dataset.side = side;
    lesson.setAttribute("aria-label", side === null ? own : PANELS[side].words.label);
    for (const [name, { node }] of panels) node.hidden = name !== side;
    if (side === null) {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      return;
    }
    const { node } = panels.get(side) ?? make(side);
    /** @type {HTMLElement} */ (node.querySelector("h1")).focus();
  }

  return {
    update(vm) {
      last = vm;
      const side = vm.side ?? null;
      if (side !== shown) show(side);
      if (side !== null) panels.get(side)?.view?.update(vm);
    },
  };
}
