// One line in the script language, completed while it is typed.

/** @import { Send, ViewModel } from "../frames.js" */

import { completions } from "../completions.js";
import { palette as words, seconds } from "../words/en.js";
import { el, setAttribute } from "./elements.js";

const SHOWN = 8;

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export function createPalette(root, send) {
  const input = el("input", {
    class: "mono",
    "aria-label": words.label,
    placeholder: words.placeholder,
    autocomplete: "off",
    spellcheck: "false",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "palette-list",
  });
  const list = el("ul", { id: "palette-list", role: "listbox", "aria-label": words.label });
  const foot = el("p", { class: "palf" });
  const dialog = el("dialog", { class: "palette", "aria-label": words.label }, el("div", { class: "palin" }, input), list, foot);
  root.append(dialog);
  /** @type {ViewModel|null} */
  let last = null;
  /** @type {import("../completions.js").Completion[]} */
  let offers = [];
  let picked = 0;

  function draw() {
    offers = last?.state ? completions(input.value, last.state).slice(0, SHOWN) : [];
    picked = Math.max(0, Math.min(picked, offers.length - 1));
    list.replaceChildren(...offers.map(({ line, does }, i) => {
      const node = el("li", { id: `palette-${i}`, role: "option", class: i === picked ? "on" : null });
      node.append(el("b", { class: "mono" }, line), el("span", {}, does));
      setAttribute(node, "aria-selected", String(i === picked));
      node.addEventListener("click", () => take(i));
      return node;
    }));
    setAttribute(input, "aria-activedescendant", offers.length ? `palette-${picked}` : null);
  }

  /** @param {number} i */
  function take(i) {
    const offer = offers[i];
    if (!offer) return;
    input.value = offer.whole ? offer.line : `${offer.line} `;
    picked = 0;
    input.focus();
    draw();
  }

  function run() {
    const line = input.value.trim();
    if (!line) return;
    dialog.close();
    send({ type: "directive", text: line });
  }

  input.addEventListener("input", () => {
    picked = 0;
    draw();
  });
  input.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (by) picked = (picked + by + offers.length) % Math.max(1, offers.length);
    else if (event.key === "Tab") take(picked);
    else if (event.key === "Enter") return run();
    else return;
    event.preventDefault();
    draw();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  return {
    open() {
      if (dialog.open) return;
      input.value = "";
      picked = 0;
      const at = last ? seconds(last.time_us) : "";
      const tab = el("kbd", { class: "kbd" }, "Tab");
      foot.replaceChildren(tab, words.complete, el("kbd", { class: "kbd" }, "Enter"), words.doIt(at));
      draw();
      dialog.showModal();
      input.focus();
    },
    /** @param {ViewModel} vm */
    update(vm) {
      last = vm;
    },
  };
}
