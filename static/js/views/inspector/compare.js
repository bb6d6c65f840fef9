// The Compare tab, in State's place while two branches stand beside each other: what was changed, and what came of it.

/** @import { Step } from "../../frames.js" */
/** @import { Send, ViewModel } from "../../view_types.js" */
/** @import { Fared } from "./outcomes_model.js" */

import { narrate } from "../../narrate.js";
import { words } from "../../words/en_panels.js";
import { el, termChip } from "../elements.js";
import { firstDifference, sharedSteps } from "../spacetime/compare.js";
import { changesIn, fared } from "./outcomes_model.js";

const MOST_CHANGES = 3;

/** @typedef {{id: string, name: string, steps: Step[]}} Side */

/** The two branches in the order in which they began. @param {ViewModel} vm @returns {[Side, Side]|null} */
function sidesOf(vm) {
  if (!vm.compare || vm.compare.steps.length === 0 || vm.steps.length === 0) return null;
  const side = (/** @type {string} */ id, /** @type {Step[]} */ steps) => {
    const branch = vm.branches.find((one) => one.id === id);
    return { id, name: branch ? words.time.branchName(branch) : id, steps };
  };
  const order = vm.branches.map(({ id }) => id);
  const both = /** @type {[Side, Side]} */ ([side(vm.branch, vm.steps), side(vm.compare.branch, vm.compare.steps)]);
  return order.indexOf(both[0].id) < order.indexOf(both[1].id) ? both : [both[1], both[0]];
}

/** @param {Fared} one */
function leader({ leader: id, term }) {
  return id === null ? words.compare.nobody : [id, " ", termChip(term)];
}

/**
 * The rows of the table: what is compared, a value of each branch, and whether they differ.
 * @param {[Fared, Fared]} both
 * @param {number} until_us
 */
function rowsOf(both, until_us) {
  const { rows } = words.compare;
  const first = Math.min(...both.flatMap(({ commits }) => [...commits.keys()]));
  /** @type {[string, (one: Fared) => any, (one: Fared) => unknown][]} */
  const wanted = [
    [rows.leader(until_us), leader, (one) => `${one.leader} ${one.term}`],
    [rows.leaderless, (one) => words.compare.lasting(one.leaderless_us), (one) => one.leaderless_us],
    [rows.elections, (one) => String(one.elections), (one) => one.elections],
    [rows.committed, (one) => String(one.committed), (one) => one.committed],
  ];
  if (Number.isFinite(first)) wanted.push([rows.commit(first), (one) => words.compare.when(one.commits.get(first)), (one) => one.commits.get(first)]);
  if (both.some(({ removed }) => removed > 0)) wanted.push([rows.removed, (one) => String(one.removed), (one) => one.removed]);
  wanted.push([rows.answered, (one) => String(one.answered), (one) => one.answered]);
  if (both.some(({ unknown }) => unknown > 0)) wanted.push([rows.unknown, (one) => String(one.unknown), (one) => one.unknown]);
  wanted.push([rows.safety, (one) => words.compare.safety(one.violated.map(words.safety.name)), (one) => one.violated.join()]);
  return wanted.map(([says, shows, key]) => ({ says, values: both.map((one) => shows(one)), differs: key(both[0]) !== key(both[1]) }));
}

export class CompareTab {
  #shown = "";

  /** @param {HTMLElement} node @param {Send} send */
  constructor(node, send) {
    this.node = node;
    this.send = send;
  }

  /** @param {ViewModel} vm */
  update(vm) {
    const sides = sidesOf(vm);
    const key = sides ? `${vm.branch}: ${sides.map(({ id, name, steps }) => `${id} ${name} ${steps.length}`)}` : "";
    if (key === this.#shown) return;
    this.#shown = key;
    if (!sides) return this.node.replaceChildren(el("p", { class: "why-none" }, words.compare.waits));
    const shared = sharedSteps(sides[0].steps, sides[1].steps);
    this.node.replaceChildren(...this.#changes(sides, shared), this.#table(sides, shared), ...this.#parting(sides, shared), this.#footer(vm, sides));
  }

  /** @param {[Side, Side]} sides @param {number} shared */
  #changes(sides, shared) {
    const forked = sides[0].steps[shared - 1];
    const changes = sides.map(({ name, steps }) => ({ name, done: changesIn(steps, shared) })).filter(({ done }) => done.length > 0);
    const total = changes.reduce((sum, { done }) => sum + done.length, 0);
    const items = changes.flatMap(({ name, done }) => [
      ...done.slice(0, MOST_CHANGES).map((step) => el("li", {}, el("span", { class: "bl" }, name), el("code", {}, step.cause.directive ?? step.cause.says), el("span", { class: "num faint" }, words.time.clock(step.time_us)))),
      ...(done.length > MOST_CHANGES ? [el("li", { class: "faint" }, words.compare.more(name, done.length - MOST_CHANGES))] : []),
    ]);
    const head = el("div", { class: "ev-h" }, words.compare.forked(forked?.time_us ?? 0));
    return [head, el("h2", { class: "why-t" }, words.compare.changed(total)), el("ul", { class: "part" }, ...items)];
  }

  /** @param {[Side, Side]} sides @param {number} shared */
  #table(sides, shared) {
    const until_us = Math.min(...sides.map(({ steps }) => steps.at(-1)?.time_us ?? 0));
    const both = /** @type {[Fared, Fared]} */ (sides.map(({ steps }) => fared(steps, shared, until_us)));
    const body = rowsOf(both, until_us).map(({ says, values, differs }) =>
      el("tr", { class: differs ? "d" : null }, el("th", { scope: "row" }, says), ...values.map((value) => el("td", { class: "num" }, ...[value].flat())))
    );
    const head = el("tr", {}, el("td", {}), ...sides.map(({ name }) => el("th", { scope: "col" }, name)));
    return el("table", { class: "cmpt" }, el("caption", { class: "vh" }, words.compare.table), el("thead", {}, head), el("tbody", {}, ...body));
  }

  /** @param {[Side, Side]} sides @param {number} shared */
  #parting(sides, shared) {
    const steps = firstDifference(sides[0].steps, sides[1].steps, shared);
    const heading = el("h3", {}, words.compare.part, el("span", { class: "faint" }, words.compare.first));
    if (steps.length === 0) return [heading, el("p", { class: "muted" }, words.compare.same)];
    const items = steps.map((step) => {
      const side = sides.find((one) => one.steps.includes(step)) ?? sides[0];
      return el("li", {}, el("span", { class: "bl" }, side.name), el("span", {}, narrate(step).join(" ")), el("span", { class: "num faint" }, words.time.clock(step.time_us)));
    });
    return [heading, el("ol", { class: "part" }, ...items)];
  }

  /** @param {ViewModel} vm @param {[Side, Side]} sides */
  #footer(vm, sides) {
    const other = sides.find(({ id }) => id !== vm.branch) ?? sides[0];
    const change = el("button", { class: "btn", type: "button", on: { click: () => this.send({ type: "branch", branch: other.id }) } }, words.compare.switchTo(other.name));
    const close = el("button", { class: "btn ghost", type: "button", on: { click: () => this.send({ type: "compare", branch: null }) } }, words.compare.close);
    return el("div", { class: "why-f" }, change, close);
  }
}
