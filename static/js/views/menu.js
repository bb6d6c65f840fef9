// The menu of a server, a link or a message, at the pointer; on a phone a sheet. The line at its
// foot is the script of the item in focus, so that the language is learned on the way.

/** @import { Selection, Send, ViewModel } from "../frames.js" */
/** @import { Item, Menu, Prompt } from "../menus.js" */

import { menuFor } from "../menus.js";
import { onPhone } from "../shell.js";
import { menus as words } from "../words/en_actions.js";
import { el, icon, setText } from "./elements.js";
import { createPopup } from "./popup.js";

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export function createMenu(root, send) {
  const popup = createPopup(null, "context", root);
  const line = el("p", { class: "menu-script mono" });
  /** @type {ViewModel|null} */
  let last = null;
  /** @type {{target: Selection, at: {x: number, y: number}}|null} */
  let opened = null;

  /** @param {Item} item */
  function choose(item) {
    if (item.why) return;
    if (item.prompt) return showPrompt(item.prompt);
    popup.close();
    if (item.action) send(item.action);
    if (item.script) send({ type: "directive", text: item.script });
  }

  /** @param {Item} item */
  function itemNode(item) {
    const node = el(
      "li",
      { role: "menuitem", tabindex: -1, "aria-disabled": item.why ? "true" : null, "aria-keyshortcuts": item.key },
      icon(item.icon),
      el("span", {}, item.says),
      item.key && el("span", { class: "kbd" }, item.key),
      item.why && el("span", { class: "why" }, item.why),
    );
    node.addEventListener("click", () => choose(item));
    node.addEventListener("focus", () => setText(line, item.why ? "" : item.script ?? item.prompt?.presets[0]?.script ?? ""));
    return node;
  }

  /** @param {Menu} menu */
  function fill(menu) {
    const head = el("p", { class: "menu-h" }, el("b", {}, menu.title), menu.name ? ` ${menu.name} ` : " ");
    head.append(el("span", { class: "faint" }, menu.note));
    const groups = menu.groups.map((group) => el("ul", { role: "group" }, ...group.map(itemNode)));
    setText(line, "");
    popup.fill([menu.title, menu.name, menu.note].filter(Boolean).join(", "), head, ...groups, line);
  }

  /** @param {string} script */
  function run(script) {
    popup.close();
    send({ type: "directive", text: script });
  }

  /** @param {Prompt} prompt */
  function showPrompt(prompt) {
    const presets = prompt.presets.map(({ says, script }) => {
      const node = el("li", { role: "menuitem", tabindex: -1 }, el("span", { class: "mono" }, says));
      node.addEventListener("click", () => run(script));
      node.addEventListener("focus", () => setText(line, script));
      return node;
    });
    const input = el("input", { class: "input mono", "aria-label": words.other, placeholder: prompt.example });
    const other = el("form", { class: "menu-other" }, el("span", {}, words.other), input);
    input.addEventListener("input", () => setText(line, input.value ? prompt.script(input.value.trim()) : ""));
    other.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value.trim()) run(prompt.script(input.value.trim()));
    });
    const head = el("p", { class: "menu-h" }, el("b", {}, prompt.title));
    setText(line, "");
    popup.fill(prompt.title, head, el("ul", { role: "group" }, ...presets), other, line);
    presets[0]?.focus();
  }

  popup.onkey = (event) => {
    const menu = opened && last ? menuFor(opened.target, last) : null;
    const item = menu?.groups.flat().find((one) => pressed(one.key, event));
    if (!item) return;
    event.preventDefault();
    choose(item);
  };

  return {
    /**
     * @param {Selection} target
     * @param {{x: number, y: number}} at
     */
    open(target, at) {
      const menu = last ? menuFor(target, last) : null;
      if (!menu) return;
      opened = { target, at };
      fill(menu);
      popup.node.classList.toggle("sheet", onPhone());
      popup.open(at);
    },
    /** Opens the menu at one item's question. @param {Selection} target @param {{x: number, y: number}} at @param {Prompt} prompt */
    openPrompt(target, at, prompt) {
      this.open(target, at);
      showPrompt(prompt);
    },
    /** @param {ViewModel} vm */
    update(vm) {
      last = vm;
    },
  };
}

/**
 * Whether a key press is the one that is printed.
 * @param {string} printed "C", "⇧C", ">"
 * @param {KeyboardEvent} event
 */
export function pressed(printed, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (printed.startsWith("⇧")) return event.shiftKey && event.key.toUpperCase() === printed.slice(1);
  if (/^[A-Z]$/.test(printed)) return !event.shiftKey && event.key.toUpperCase() === printed;
  return event.key === printed;
}
