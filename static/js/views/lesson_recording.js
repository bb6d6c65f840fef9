// What stands in the lesson panel of a recording without a lesson: what it is a recording of.

/** @import { Send, ViewModel } from "../frames.js" */

import { count } from "../words/en.js";
import { recording as words } from "../words/en_recording.js";
import { el, icon } from "./elements.js";

/** @param {ViewModel} vm @returns {[string, string][]} */
function factsOf({ recorded, edge }) {
  if (!recorded) return [];
  const { source, difference, recorded_s, exported_s, steps, engine, imported } = recorded;
  const { facts } = words;
  /** @type {[string, string][]} */
  const of = imported
    ? [[facts.form, imported.form], [facts.checked, words.judged(imported)], [facts.nodes, words.nodes(imported)]]
    : [[facts.verified, words.verified(difference)]];
  return [
    [facts.source, source],
    ...of,
    [facts.recorded, recorded_s ? words.date(recorded_s) : ""],
    [facts.exported, words.date(exported_s)],
    [facts.steps, count(steps)],
    [facts.length, words.length(edge.time_us)],
    [facts.engine, engine],
  ];
}

export class RecordingPanel {
  #title = el("h1");
  #eyebrow = el("span", { class: "eyebrow" }, words.eyebrow);
  #text = el("p", { class: "narr" }, words.text);
  #facts = el("dl", { class: "recfacts" });
  #shown = "";

  /**
   * @param {HTMLElement} root
   * @param {Send} send
   */
  constructor(root, send) {
    const head = el("div", { class: "lesson-head" }, this.#eyebrow, this.#title);
    const body = el("div", { class: "lesson-body", tabindex: 0 }, this.#text, this.#facts);
    const keys = el("button", { class: "btn ghost", type: "button", on: { click: () => send({ type: "help" }) } }, icon("help"), words.keys);
    root.append(head, body, el("div", { class: "lesson-nav" }, keys));
  }

  /** @param {ViewModel} vm */
  update(vm) {
    const facts = factsOf(vm).filter(([, says]) => says);
    const key = JSON.stringify([vm.title, facts]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#title.textContent = vm.title;
    this.#eyebrow.textContent = vm.recorded?.imported ? words.log : words.eyebrow;
    this.#text.textContent = vm.recorded?.imported ? words.logText : words.text;
    this.#facts.replaceChildren(...facts.map(([name, says]) => el("div", {}, el("dt", {}, name), el("dd", {}, says))));
  }
}
