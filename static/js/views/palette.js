// One line in the script language, completed while it is typed.

/** @import { Send, ViewModel } from "../frames.js" */

import { completions, PAGE_WORDS } from "../completions.js";
import { palette as words, seconds } from "../words/en.js";
import { el, setAttribute } from "./elements.js";

const SHOWN = 8;

const INPUT = {
  class: "mono",
  "aria-label": words.label,
  placeholder: words.placeholder,
  autocomplete: "off",
  spellcheck: "false",
  role: "combobox",
  "aria-expanded": "true",
  "aria-controls": "palette-list",
};

class Palette {
  #input = el("input", INPUT);
  #list = el("ul", { id: "palette-list", role: "listbox", "aria-label": words.label });
  #foot = el("p", { class: "palf" });
  #dialog = el("dialog", { class: "palette", "aria-label": words.label }, el("div", { class: "palin" }, this.#input), this.#list, this.#foot);
  /** @type {ViewModel|null} */
  #last = null;
  /** @type {import("../completions.js").Completion[]} */
  #offers = [];
  #picked = 0;

  /** @param {HTMLElement} root @param {Send} send */
  constructor(root, send) {
    this.send = send;
    root.append(this.#dialog);
    this.#input.addEventListener("input", () => {
      this.#picked = 0;
      this.#draw();
    });
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#dialog.addEventListener("click", (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
  }

  open() {
    if (this.#dialog.open) return;
    this.#input.value = "";
    this.#picked = 0;
    const [tab, enter] = ["Tab", "Enter"].map((key) => el("kbd", { class: "kbd" }, key));
    this.#foot.replaceChildren(tab, words.complete, enter, words.doIt(this.#last ? seconds(this.#last.time_us) : ""));
    this.#draw();
    this.#dialog.showModal();
    this.#input.focus();
  }

  /** @param {ViewModel} vm */
  update(vm) {
    this.#last = vm;
  }

  #draw() {
    this.#offers = this.#last?.state ? completions(this.#input.value, this.#last.state).slice(0, SHOWN) : [];
    this.#picked = Math.max(0, Math.min(this.#picked, this.#offers.length - 1));
    this.#list.replaceChildren(...this.#offers.map(({ line, does }, i) => {
      const chosen = i === this.#picked;
      const node = el("li", { id: `palette-${i}`, role: "option", class: chosen ? "on" : null, "aria-selected": String(chosen) });
      node.append(el("b", { class: "mono" }, line), el("span", {}, does));
      node.addEventListener("click", () => this.#take(i));
      return node;
    }));
    setAttribute(this.#input, "aria-activedescendant", this.#offers.length ? `palette-${this.#picked}` : null);
  }

  /** @param {number} i */
  #take(i) {
    const offer = this.#offers[i];
    if (!offer) return;
    this.#input.value = offer.whole ? offer.line : `${offer.line} `;
    this.#picked = 0;
    this.#input.focus();
    this.#draw();
  }

  #run() {
    const line = this.#input.value.trim();
    if (!line) return;
    this.#dialog.close();
    this.send(PAGE_WORDS[line] ?? { type: "directive", text: line });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (event.key === "Enter") {
      // Closing gives the focus back to a button, which would take this very key as a click.
      event.preventDefault();
      return this.#run();
    }
    if (event.key === "Tab") this.#take(this.#picked);
    else if (by) this.#picked = (this.#picked + by + this.#offers.length) % Math.max(1, this.#offers.length);
    else return;
    event.preventDefault();
    this.#draw();
  }
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export const createPalette = (root, send) => new Palette(root, send);
