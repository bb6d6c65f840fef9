// The line above the log matrix: what the marks mean, go to index, size of the cells.

import { words } from "../words/en_panels.js";
import { el, setAttribute, setText, termClass } from "./elements.js";

export const SIZES = /** @type {const} */ (["term", "command", "full"]);

/** @typedef {typeof SIZES[number]} Size */

/**
 * @param {{resize: (size: Size) => void, goTo: (index: number) => void}} act
 */
export function createBar(act) {
  const legend = createLegend();
  const tip = el("p", { class: "log-tip", hidden: true });
  const goTo = createGoTo(act.goTo);
  const node = el(
    "div",
    { class: "log-h" },
    el("h2", {}, words.logs.title),
    legend.node,
    tip,
    el("span", { class: "spacer" }),
    goTo.form,
    goTo.button,
    createSizes(act.resize),
  );
  return {
    node,
    open: goTo.open,
    leader: legend.leader,
    /**
     * One line about the entry under the pointer stands in place of the key.
     * @param {string|null} text
     */
    preview(text) {
      tip.hidden = text === null;
      legend.node.hidden = text !== null;
      setText(tip, text ?? "");
    },
  };
}

function createLegend() {
  const sample = (/** @type {keyof typeof words.logs.stages} */ look) =>
    el("li", {}, el("span", { class: `cell mini ${look} tk3`, "aria-hidden": "true" }), words.logs.stages[look]);
  const mark = (/** @type {string} */ look) => el("span", { class: look, "aria-hidden": "true" });
  const next = el("span", {}, words.logs.next);
  const marks = el("li", { class: "tk0" }, mark("mkkey m"), words.logs.match, mark("mkkey n"), next);
  const frontier = el("li", {}, mark("frontkey"), "commitIndex");
  const node = el("ul", { class: "legend", "aria-label": words.logs.key });
  node.append(sample("stored"), sample("committed"), sample("applied"), frontier, marks);
  return {
    node,
    /**
     * @param {string|null} id
     * @param {number} term
     */
    leader(id, term) {
      setText(next, id ? words.logs.nextBy(id) : words.logs.next);
      setAttribute(marks, "class", id ? termClass(term) : "tk0");
    },
  };
}

/**
 * @param {(size: Size) => void} resize
 */
function createSizes(resize) {
  const buttons = SIZES.map((size) => {
    const name = words.logs.sizes[size];
    const mark = words.logs.sizeMarks[size];
    const pressed = String(size === "command");
    return el("button", { type: "button", "aria-pressed": pressed, "aria-label": `${mark}: ${name}`, title: name, "data-size": size }, mark);
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const each of buttons) setAttribute(each, "aria-pressed", String(each === button));
      resize(/** @type {Size} */ (button.dataset.size));
    });
  }
  return el("div", { class: "seg sm", role: "group", "aria-label": words.logs.size }, ...buttons);
}

/**
 * @param {(index: number) => void} goTo
 */
function createGoTo(goTo) {
  const input = el("input", { class: "input num", type: "text", inputmode: "numeric", size: 5, "aria-label": words.logs.goTo });
  const form = el("form", { class: "goto", hidden: true }, input);
  const button = el("button", { class: "btn ghost sm", type: "button", title: words.logs.goToKey, "data-does": "go-to-index" }, words.logs.goTo);

  function open() {
    form.hidden = false;
    button.hidden = true;
    input.value = "";
    input.focus();
  }

  function close() {
    form.hidden = true;
    button.hidden = false;
  }

  button.addEventListener("click", open);
  form.addEventListener("focusout", close);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
    button.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const index = Number.parseInt(input.value, 10);
    close();
    if (index > 0) goTo(index);
  });
  return { form, button, open };
}
