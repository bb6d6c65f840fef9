// The menu of a server, a link or a message, at the pointer; on a phone a sheet. The line at its
// foot is the script of the item in focus, so that the language is learned on the way.

/** @import { MenuTarget, Send, ViewModel } from "../frames.js" */
/** @import { Item, Menu, Prompt } from "../menus.js" */

import { menuFor } from "../menus.js";
import { onPhone } from "../shell.js";
import { menus as words } from "../words/en_actions.js";
import { el, icon, setText } from "./elements.js";
import { createPopup } from "./popup.js";

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

class ContextMenu {
  #line = el("p", { class: "menu-script mono" });
  #popup;
  /** @type {ViewModel|null} */
  #last = null;
  /** @type {MenuTarget|null} */
  #target = null;

  /** @param {HTMLElement} root @param {Send} send */
  constructor(root, send) {
    this.send = send;
    this.#popup = createPopup(null, "context", root);
    this.#popup.onkey = (event) => this.#key(event);
  }

  /** @param {MenuTarget} target @param {{x: number, y: number}} at */
  open(target, at) {
    const menu = this.#last ? menuFor(target, this.#last) : null;
    if (!menu) return;
    this.#target = target;
    this.#fill(menu);
    this.#popup.node.classList.toggle("sheet", onPhone());
    this.#popup.open(at);
  }

  /** Opens at one item's question. @param {MenuTarget} target @param {{x: number, y: number}} at @param {Prompt} prompt */
  openPrompt(target, at, prompt) {
    this.open(target, at);
    this.#ask(prompt);
  }

  /** @param {ViewModel} vm */
  update(vm) {
    this.#last = vm;
  }

  /** @param {Menu} menu */
  #fill(menu) {
    const head = el("p", { class: "menu-h" }, el("b", {}, menu.title), menu.name ? ` ${menu.name} ` : " ");
    head.append(el("span", { class: "faint" }, menu.note));
    const groups = menu.groups.map((group) => el("ul", { role: "group" }, ...group.map((item) => this.#item(item))));
    setText(this.#line, "");
    this.#popup.fill([menu.title, menu.name, menu.note].filter(Boolean).join(", "), head, ...groups, this.#line);
  }

  /** @param {Item} item */
  #item(item) {
    const node = el(
      "li",
      { role: "menuitem", tabindex: -1, "aria-disabled": item.why ? "true" : null, "aria-keyshortcuts": item.key },
      icon(item.icon),
      el("span", {}, item.says),
      item.key && el("span", { class: "kbd" }, item.key),
      item.why && el("span", { class: "why" }, item.why),
    );
    const script = item.why ? "" : item.script ?? item.prompt?.presets[0]?.script ?? "";
    node.addEventListener("click", () => this.#choose(item));
    node.addEventListener("focus", () => setText(this.#line, script));
    return node;
  }

  /** @param {Item} item */
  #choose(item) {
    if (item.why) return;
    if (item.prompt) return this.#ask(item.prompt);
    this.#popup.close();
    if (item.action) this.send(item.action);
    if (item.script) this.send({ type: "directive", text: item.script });
  }

  /** @param {Prompt} prompt */
  #ask(prompt) {
    const presets = prompt.presets.map(({ says, script }) => {
      const node = el("li", { role: "menuitem", tabindex: -1 }, el("span", { class: "mono" }, says));
      node.addEventListener("click", () => this.#run(script));
      node.addEventListener("focus", () => setText(this.#line, script));
      return node;
    });
    const input = el("input", { class: "input mono", "aria-label": words.other, placeholder: prompt.example });
    const other = el("form", { class: "menu-other" }, el("span", {}, words.other), input);
    const script = () => (input.value.trim() ? prompt.script(input.value.trim()) : "");
    input.addEventListener("input", () => setText(this.#line, script()));
    other.addEventListener("submit", (event) => {
      event.preventDefault();
      if (script()) this.#run(script());
    });
    const head = el("p", { class: "menu-h" }, el("b", {}, prompt.title));
    this.#target = null;
    setText(this.#line, "");
    const list = el("ul", { role: "menu", "aria-label": prompt.title }, ...presets);
    this.#popup.fill(prompt.title, head, list, other, this.#line);
    presets[0]?.focus();
  }

  /** @param {string} script */
  #run(script) {
    this.#popup.close();
    this.send({ type: "directive", text: script });
  }

  /** The keys of the items work inside the menu as well. @param {KeyboardEvent} event */
  #key(event) {
    const menu = this.#target && this.#last ? menuFor(this.#target, this.#last) : null;
    const item = menu?.groups.flat().find((one) => pressed(one.key, event));
    if (!item || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    this.#choose(item);
  }
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export const createMenu = (root, send) => new ContextMenu(root, send);
