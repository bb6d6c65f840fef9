// The Safety tab: what is checked after every event, quietly while it holds.

import { words } from "../../words/en_panels.js";
import { el, icon } from "../elements.js";
import { countUpTo, createFold } from "../fold.js";
import { begin as beginWatch, closest, take as watchStep } from "./closest_model.js";
import { patch } from "../patch.js";

/**
 * @import { State, Step, Violation } from "../../frames.js"
 * @import { Send, ViewModel } from "../../view_types.js"
 */

/** The six the paper names, and the finer ones beneath. */
const NAMED = ["election_safety", "leader_append_only", "log_matching", "leader_completeness", "state_machine_safety", "linearizability"];
const FINER = [
  "one_vote_per_term",
  "durability",
  "commit_backing",
  "own_term_commit",
  "leader_term",
  "monotonic_term",
  "monotonic_commit",
  "monotonic_match",
  "apply_order",
  "exactly_once",
  "configuration",
  "snapshot",
  "lease_exclusion",
  "liveness",
];

/**
 * What there was to check, up to a position.
 * @typedef {object} Amounts
 * @property {number} position
 * @property {number} terms
 * @property {number} leaders
 * @property {number} committed
 * @property {number} applies
 * @property {number} operations
 * @property {number} open
 */

/** @returns {Amounts[]} */
const begin = () => [{ position: 0, terms: 0, leaders: 0, committed: 0, applies: 0, operations: 0, open: 0 }];

/**
 * @param {Amounts[]} list
 * @param {Step} step
 */
function takeAmounts(list, step) {
  const last = list[list.length - 1];
  const next = { ...last, position: step.position };
  for (const event of step.events) {
    if (event.kind === "BecameLeader") next.leaders++;
    else if (event.kind === "CommitAdvanced") next.committed = Math.max(next.committed, event.new);
    else if (event.kind === "EntriesApplied") next.applies += event.last_index - event.first_index + 1;
    else if (event.kind === "ClientInvoked") next.open++;
    else if (event.kind === "ClientCompleted") {
      next.open--;
      next.operations++;
    }
    if ("term" in event && event.term > next.terms) next.terms = event.term;
    if (event.kind === "TermChanged") next.terms = Math.max(next.terms, event.new);
  }
  const grown = /** @type {(keyof Amounts)[]} */ (["terms", "leaders", "committed", "applies", "operations", "open"]);
  if (grown.some((key) => next[key] !== last[key])) list.push(next);
}

/**
 * What is said to be checked of a property.
 * @param {string} property
 * @param {Amounts} amounts
 * @param {State} state
 */
function amountOf(property, amounts, state) {
  const servers = Object.keys(state.servers).length;
  switch (property) {
    case "election_safety":
      return words.safety.terms(amounts.terms);
    case "leader_append_only":
      return words.safety.leaders(amounts.leaders);
    case "log_matching":
      return words.safety.pairs(servers * (servers - 1) / 2);
    case "leader_completeness":
      return words.safety.entries(amounts.committed);
    case "state_machine_safety":
      return words.safety.applies(amounts.applies);
    case "linearizability":
      return words.safety.operations(amounts.operations, amounts.open);
  }
  return "";
}

export class SafetyTab {
  node = el("div", { class: "tabp safety", id: "tab-safety", role: "tabpanel", "aria-labelledby": "tab-of-safety" });
  #fold = createFold(begin, takeAmounts);
  #blocks = el("div", { class: "viols" });
  #summary = el("p", { class: "saf-h" });
  #named = el("ul", { class: "props" });
  #finer = el("ul", { class: "props" });
  #more = el("details", { class: "f2m" });
  #near = el("p");
  /** @type {ViewModel|null} */
  #vm = null;
  #watch = createFold(() => beginWatch(this.#vm?.origin ?? null), watchStep);
  #shown = "";
  #broken = "";

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    this.#more.append(el("summary", {}, words.safety.more), this.#finer);
    const near = el("div", { class: "near" }, el("h3", {}, words.safety.closest), this.#near);
    this.node.append(this.#blocks, this.#summary, this.#named, this.#more, near);
  }

  /** @param {ViewModel} vm */
  update(vm) {
    if (!vm.state) return;
    this.#vm = vm;
    const list = this.#fold.sync(vm.branch, vm.steps);
    const amounts = list[Math.max(0, countUpTo(list, vm.position, (each) => each.position) - 1)];
    const broken = vm.violations.map((violation) => `${violation.property}@${violation.position}`).join();
    const key = `${vm.branch} ${vm.position} ${vm.state.linearizable} ${broken}`;
    if (key === this.#shown) return;
    this.#shown = key;
    const names = new Set(vm.violations.map((violation) => violation.property));
    if (vm.state.linearizable === "no") names.add("linearizability");
    if (broken !== this.#broken) this.#blocks.replaceChildren(...vm.violations.map((violation) => this.#block(violation)));
    this.#broken = broken;
    this.#drawSummary(vm, names);
    this.#drawNear(closest(this.#watch.sync(`${vm.branch} ${vm.origin?.position}`, vm.steps), vm.position));
    if (FINER.some((property) => names.has(property))) this.#more.open = true;
    patch(this.#named, judged(vm, NAMED).map((property) => item(property, names, amountOf(property, amounts, /** @type {State} */ (vm.state)))));
    patch(this.#finer, judged(vm, FINER).map((property) => item(property, names, "")));
  }

  /**
   * @param {ViewModel} vm
   * @param {Set<string>} names
   */
  #drawSummary(vm, names) {
    const broken = NAMED.filter((property) => names.has(property)).length;
    const of = judged(vm, NAMED).length;
    const whole = names.size === 0 ? words.safety.allHold(of) : words.safety.finerBroken(of);
    patch(this.#summary, [
      el("b", {}, broken === 0 ? whole : words.safety.someBroken(of - broken, of)),
      el("span", { class: "faint" }, words.safety.checked(vm.position)),
    ]);
  }

  /** @param {import("./closest_model.js").Call|null} call */
  #drawNear(call) {
    if (!call) return this.#near.replaceChildren(words.safety.nothingNear);
    const { position } = call;
    const go = () => this.send({ type: "select", selection: { kind: "event", id: String(position), position } });
    const link = el("button", { type: "button", class: "evlink num", on: { click: go } }, words.safety.at(call.time_us));
    this.#near.replaceChildren(words.safety.near[call.kind](call), " ", link);
  }

  /**
   * One block, one sentence, one jump.
   * @param {Violation} violation
   */
  #block(violation) {
    const { position } = violation;
    const go = () => this.send({ type: "seek", position });
    const why = () => {
      go();
      this.send({ type: "select", selection: { kind: "event", id: String(position), position } });
    };
    return el(
      "div",
      { class: "violation" },
      icon("alert"),
      el(
        "div",
        {},
        el("b", {}, words.safety.broken(words.safety.name(violation.property))),
        el("p", {}, violation.says),
        el(
          "div",
          { class: "vf" },
          el("button", { type: "button", on: { click: go } }, words.safety.goTo(violation.time_us, position)),
          el("button", { type: "button", on: { click: why } }, words.safety.why),
        ),
      ),
    );
  }
}

/** Of a log, what a log can be checked for. @param {ViewModel} vm @param {string[]} properties */
function judged({ recorded }, properties) {
  const told = recorded?.imported?.judged;
  return told ? properties.filter((property) => told.includes(property)) : properties;
}

/**
 * @param {string} property
 * @param {Set<string>} broken
 * @param {string} amount
 */
function item(property, broken, amount) {
  const holds = !broken.has(property);
  return el(
    "li",
    { class: holds ? null : "broken" },
    icon(holds ? "check" : "alert"),
    el(
      "div",
      {},
      el("b", {}, words.safety.name(property), el("span", { class: "vh" }, holds ? words.safety.holds : words.safety.isBroken)),
      el("span", { class: "muted" }, words.safety.sentence(property)),
    ),
    amount ? el("span", { class: "num faint" }, amount) : null,
  );
}
