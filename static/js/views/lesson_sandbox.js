// What stands in the lesson panel of a sandbox: how to begin, and things to try, ticked off as they happen.

import { words } from "../words/en_panels.js";
import { rules, setup } from "../words/en_side.js";
import { el, icon } from "./elements.js";
import { createFold } from "./fold.js";

/**
 * @import { Step } from "../frames.js"
 * @import { Send, ViewModel } from "../view_types.js"
 */

/** @typedef {"elect"|"write"|"crash"|"cut"|"heal"} Deed */

/**
 * @typedef {object} Tried
 * @property {Map<Deed, number>} done the position at which each was first done
 * @property {string|null} leader
 * @property {boolean} fallen the leader was crashed or cut off
 */

/** @returns {Tried} */
const begin = () => ({ done: new Map(), leader: null, fallen: false });

/**
 * @param {Tried} tried
 * @param {Step} step
 */
function take(tried, step) {
  const mark = (/** @type {Deed} */ deed) => {
    if (!tried.done.has(deed)) tried.done.set(deed, step.position);
  };
  for (const event of step.events) {
    if (event.kind === "BecameLeader") {
      mark("elect");
      if (tried.fallen) mark("crash");
      tried.leader = event.server;
    } else if (event.kind === "ServerCrashed" && event.server === tried.leader) tried.fallen = true;
    else if (event.kind === "ClientCompleted" && event.outcome === "ok") mark("write");
    else if (event.kind === "LinkCut") mark("cut");
    else if (event.kind === "LinkHealed" && tried.done.has("cut")) mark("heal");
  }
}

export class SandboxPanel {
  #fold = createFold(begin, take);
  #list = el("ul", { class: "goals tries" });
  #asked = false;
  #shown = "";

  /**
   * @param {HTMLElement} root
   * @param {Send} send
   */
  constructor(root, send) {
    const { sandbox } = words.lesson;
    const head = el("div", { class: "lesson-head" }, el("span", { class: "eyebrow" }, sandbox.eyebrow), el("h1", {}, sandbox.title));
    const keys = el("button", { class: "btn ghost", type: "button", on: { click: () => send({ type: "help" }) } }, icon("help"), sandbox.keys);
    const lessons = el("a", { class: "btn ghost", href: "/" }, sandbox.lessons, icon("chevr"));
    const open = (/** @type {import("../frames.js").Side} */ side, /** @type {string} */ name, /** @type {string} */ says) =>
      el("button", { class: "btn sm", type: "button", on: { click: () => send({ type: "side", side }) } }, icon(name), says);
    const ways = el("div", { class: "sandways" }, open("setup", "dials", setup.open), open("rules", "scissors", rules.open));
    const body = el("div", { class: "lesson-body", tabindex: 0 }, el("p", { class: "narr" }, sandbox.text), ways, el("h2", { class: "lh" }, sandbox.try), this.#list);
    root.append(head, body, el("div", { class: "lesson-nav" }, keys, lessons));
  }

  /** @param {ViewModel} vm */
  update(vm) {
    const { done } = this.#fold.sync(vm.branch, vm.steps);
    if (vm.selection?.kind === "event") this.#asked = true;
    const states = { ...Object.fromEntries([...done.keys()].map((deed) => [deed, true])), fork: vm.branches.length > 1, why: this.#asked };
    const key = JSON.stringify(states);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#list.replaceChildren(...words.lesson.sandbox.tries.map(({ id, title, how }) => {
      const met = /** @type {Record<string, boolean>} */ (states)[id] === true;
      const box = el("span", { class: "box" }, met ? icon("check") : null);
      const text = el("span", { class: "gt" }, title, el("span", { class: "how" }, how));
      return el("li", { class: met ? "done" : null }, box, el("span", { class: "vh" }, words.lesson.goalState[met ? "met" : "open"]), text);
    }));
  }
}
