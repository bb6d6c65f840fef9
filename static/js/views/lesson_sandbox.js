// What stands in the lesson panel of a sandbox: how to begin, and things to try, ticked off as they happen.

import { at } from "../base.js";
import { words } from "../words/en_panels.js";
import { rules, setup } from "../words/en_side.js";
import { el, icon } from "./elements.js";
import { createFold } from "./fold.js";

/**
 * @import { Step } from "../frames.js"
 * @import { Send, ViewModel } from "../view_types.js"
 */

/** @typedef {"elect"|"write"|"crash"|"split"|"stale"|"heal"|"break"} Deed */

/**
 * @typedef {object} Tried
 * @property {Map<Deed, number>} done the position at which each was first done
 * @property {Map<string, number>} leaders who leads which term, as far as they know themselves
 * @property {Map<number, Set<string>>} stood by term
 * @property {Set<number>} led terms that had a leader
 * @property {boolean} fallen a leader crashed
 * @property {boolean} cut
 */

/** @returns {Tried} */
const begin = () => ({ done: new Map(), leaders: new Map(), stood: new Map(), led: new Set(), fallen: false, cut: false });

/** @type {{[Kind in import("../frames.js").Event["kind"]]?: (tried: Tried, event: any) => Deed[]}} */
const deeds = {
  BecameLeader: (tried, { server, term }) => {
    const stale = [...tried.leaders.values()].some((older) => older < term);
    tried.leaders.set(server, term);
    tried.led.add(term);
    return ["elect", ...(tried.fallen ? /** @type {const} */ (["crash"]) : []), ...(stale ? /** @type {const} */ (["stale"]) : [])];
  },
  SteppedDown: (tried, { server }) => {
    tried.leaders.delete(server);
    return [];
  },
  ServerCrashed: (tried, { server }) => {
    if (tried.leaders.delete(server)) tried.fallen = true;
    return [];
  },
  ElectionStarted: (tried, { server, term }) => {
    const standing = tried.stood.get(term) ?? new Set();
    tried.stood.set(term, standing.add(server));
    // a vote was split when a newer election is needed because nobody won among several
    const split = [...tried.stood].some(([earlier, stood]) => earlier < term && stood.size > 1 && !tried.led.has(earlier));
    return split ? ["split"] : [];
  },
  ClientCompleted: (_, { outcome }) => (outcome === "ok" ? ["write"] : []),
  LinkCut: (tried) => {
    tried.cut = true;
    return [];
  },
  LinkHealed: ({ cut }) => (cut ? ["heal"] : []),
  SettingChanged: (_, { key }) => (key === "variant" ? ["break"] : []),
};

/**
 * @param {Tried} tried
 * @param {Step} step
 */
function take(tried, step) {
  for (const event of step.events) {
    for (const deed of deeds[event.kind]?.(tried, event) ?? []) if (!tried.done.has(deed)) tried.done.set(deed, step.position);
  }
}

export class SandboxPanel {
  #fold = createFold(begin, take);
  #list = el("ul", { class: "goals tries" });
  /** What was done on any branch stays done. @type {Set<string>} */
  #met = new Set();
  /** What the list shows as done; null: it was not drawn yet. @type {string|null} */
  #shown = null;

  /**
   * @param {HTMLElement} root
   * @param {Send} send
   */
  constructor(root, send) {
    const { sandbox } = words.lesson;
    const head = el("div", { class: "lesson-head" }, el("span", { class: "eyebrow" }, sandbox.eyebrow), el("h1", {}, sandbox.title));
    const keys = el("button", { class: "btn ghost", type: "button", on: { click: () => send({ type: "help" }) } }, icon("help"), sandbox.keys);
    const lessons = el("a", { class: "btn ghost", href: at("/") }, sandbox.lessons, icon("chevr"));
    const open = (/** @type {import("../frames.js").Side} */ side, /** @type {string} */ name, /** @type {string} */ says) =>
      el("button", { class: "btn sm", type: "button", on: { click: () => send({ type: "side", side }) } }, icon(name), says);
    const ways = el("div", { class: "sandways" }, open("setup", "dials", setup.open), open("rules", "scissors", rules.open));
    const body = el("div", { class: "lesson-body", tabindex: 0 }, el("p", { class: "narr" }, sandbox.text), ways, el("h2", { class: "lh" }, sandbox.try), this.#list);
    root.append(head, body, el("div", { class: "lesson-nav" }, keys, lessons));
  }

  /** @param {ViewModel} vm */
  update(vm) {
    const { done } = this.#fold.sync(vm.branch, vm.steps);
    for (const deed of done.keys()) this.#met.add(deed);
    if (vm.selection?.kind === "event") this.#met.add("why");
    if (vm.branches.length > 1) this.#met.add("fork");
    if (vm.compare) this.#met.add("compare");
    const key = [...this.#met].join();
    if (key === this.#shown) return;
    this.#shown = key;
    this.#list.replaceChildren(...words.lesson.sandbox.tries.map(({ id, title, how }) => {
      const met = this.#met.has(id);
      const box = el("span", { class: "box" }, met ? icon("check") : null);
      const text = el("span", { class: "gt" }, title, el("span", { class: "how" }, how));
      return el("li", { class: met ? "done" : null }, box, el("span", { class: "vh" }, words.lesson.goalState[met ? "met" : "open"]), text);
    }));
  }
}
