// The Why tab: what happened, who decided it with which numbers, and what led to it.

import { joining } from "../../words/en.js";
import { words } from "../../words/en_panels.js";
import { el, icon, setAttribute, svg, termClass } from "../elements.js";
import { stepAt } from "../fold.js";
import { ruleItem } from "./rule_item.js";
import { drawPicture } from "./why_picture.js";
import { Asker } from "./why_target.js";

/**
 * @import { ChainLink, Send, Verdict, ViewModel, Why } from "../../view_types.js"
 * @import { Step } from "../../frames.js"
 */

const CHAIN_SHOWN = 5;
const LOG_POSITION = /(\(term \d+, index \d+\))/;

export class WhyTab {
  node = el("div", { class: "tabp why", id: "tab-why", role: "tabpanel", "aria-labelledby": "tab-of-why" });
  #asker;
  /** @type {Why|null} */
  #shown = null;
  /** A long chain was unfolded for this explanation. @type {Why|null} */
  #unfolded = null;

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    this.#asker = new Asker(send);
    this.#draw(null, null);
  }

  /** @param {ViewModel} vm */
  update(vm) {
    this.#asker.update(vm);
    const why = vm.why?.branch === vm.branch ? vm.why : null;
    if (why === this.#shown) return;
    this.#shown = why;
    this.#draw(why, vm);
  }

  /** @param {number} position */
  #show(position) {
    this.send({ type: "seek", position });
    this.send({ type: "select", selection: { kind: "event", id: String(position), position } });
  }

  /**
   * @param {Why|null} why
   * @param {ViewModel|null} vm
   */
  #draw(why, vm) {
    if (!why || !vm) {
      this.node.replaceChildren(el("p", { class: "why-none muted" }, words.why.none));
      return;
    }
    const step = stepAt(vm.steps, why.position);
    this.node.replaceChildren(
      this.#header(why, vm),
      el("h2", { class: "why-t" }, joining.bare(why.headline)),
      emphasized("why-p", why.text),
      ...present(drawPicture(why, step, vm)),
      ...present(why.bare ? el("p", { class: "why-bare muted" }, words.why.bare) : null),
      ...decisions(why),
      ...this.#chain(why, vm),
      ...(vm.recorded ? [] : [this.#footer(why)]),
    );
    this.node.parentElement?.scrollTo({ top: 0 });
  }

  /**
   * @param {Why} why
   * @param {ViewModel} vm
   */
  #header(why, vm) {
    const go = (/** @type {number} */ by, /** @type {string} */ look, /** @type {string} */ label) => {
      const position = why.position + by;
      const none = position < 1 || position > vm.edge.position;
      const show = () => this.#show(position);
      return el("button", { class: "btn ghost icon sm", type: "button", disabled: none, "aria-label": label, on: { click: show } }, icon(look));
    };
    return el(
      "div",
      { class: "ev-h" },
      el("span", { class: "num" }, words.why.event(why.position)),
      el("span", { class: "num" }, words.why.at(why.time_us)),
      el("span", { class: "spacer" }),
      go(-1, "chevl", words.why.previous),
      go(1, "chevr", words.why.next),
    );
  }

  /**
   * @param {Why} why
   * @param {ViewModel} vm
   */
  #chain(why, vm) {
    const { chain } = why;
    if (chain.length < 2) return [];
    const folds = chain.length > CHAIN_SHOWN && this.#unfolded !== why;
    const head = folds ? chain.slice(0, 1) : chain;
    const tail = folds ? chain.slice(chain.length - CHAIN_SHOWN + 2) : [];
    const hidden = chain.length - head.length - tail.length;
    const link = (/** @type {ChainLink} */ each) => this.#link(each, each === chain[chain.length - 1], vm);
    const unfold = () => {
      this.#unfolded = why;
      this.#draw(why, vm);
    };
    const fold = el("li", { class: "folded" }, el("span", { class: "cg" }, "⋮"), el("button", { type: "button", on: { click: unfold } }, words.why.more(hidden)));
    const list = el("ol", { class: "chain" }, ...head.map(link), folds ? fold : null, ...tail.map(link));
    return [el("h3", {}, words.why.led), list];
  }

  /**
   * @param {ChainLink} link
   * @param {boolean} here
   * @param {ViewModel} vm
   */
  #link(link, here, vm) {
    const glyph = el("span", { class: "cg" }, chainGlyph(link, stepAt(vm.steps, link.position)));
    const time = el("span", { class: "num faint" }, words.time.clock(link.time_us));
    if (here) return el("li", { class: "here", "aria-current": "true" }, glyph, el("b", {}, joining.bare(link.says)), time);
    const show = () => this.#show(link.position);
    return el("li", {}, glyph, el("button", { type: "button", class: "chl", on: { click: show } }, joining.bare(link.says)), time);
  }

  /** @param {Why} why */
  #footer(why) {
    const fork = () => this.send({ type: "fork", position: why.position });
    const cause = () => {
      this.send({ type: "view", view: "spacetime" });
      this.#show(why.position);
    };
    const buttons = [
      el("button", { class: "btn", type: "button", on: { click: cause } }, icon("st"), words.why.showCause),
      el("button", { class: "btn ghost", type: "button", on: { click: fork } }, icon("fork"), words.why.fork),
    ];
    return el("div", { class: "why-f" }, ...buttons);
  }
}

/**
 * @template T
 * @param {T|null} thing
 */
function present(thing) {
  return thing === null ? [] : [thing];
}

/**
 * Text in which positions in a log, such as (term 2, index 52), stand out.
 * @param {string} look
 * @param {string} text
 */
function emphasized(look, text) {
  const parts = text.split(LOG_POSITION);
  return el("p", { class: look }, ...parts.map((part, i) => i % 2 === 1 ? el("b", {}, part) : part));
}

/**
 * The rules that decided, in the paper's order, each with its numbers.
 * @param {Why} why
 */
function decisions(why) {
  const verdicts = why.verdicts.filter((verdict) => verdict.clauses.length > 0);
  if (verdicts.length === 0) return [];
  const heading = why.server ? words.why.decided(why.server) : words.why.rules;
  const nodes = [el("h3", {}, heading, " ", el("span", { class: "faint" }, why.source ?? ""))];
  const grouped = alike(verdicts);
  for (const { verdict, times } of grouped) {
    const repeated = times > 1 ? el("span", { class: "faint num" }, words.why.times(times)) : null;
    if (grouped.length > 1 || repeated) nodes.push(el("h4", { class: "ruleh" }, verdict.title, " ", repeated));
    nodes.push(/** @type {any} */ (el("ol", { class: "rules" }, ...verdict.clauses.map((clause) => ruleItem(clause, verdict)))));
  }
  return nodes;
}

/**
 * Decisions that read the same, such as one for each of four messages, are told once.
 * @param {Verdict[]} verdicts
 */
function alike(verdicts) {
  /** @type {Map<string, {verdict: Verdict, times: number}>} */
  const groups = new Map();
  for (const verdict of verdicts) {
    const key = JSON.stringify([verdict.title, verdict.clauses.map((clause) => [clause.question, clause.says])]);
    const known = groups.get(key);
    if (known) known.times++;
    else groups.set(key, { verdict, times: 1 });
  }
  return [...groups.values()];
}

/**
 * A chain link's mark speaks the shapes of the stage: votes are diamonds, entries squares.
 * @param {ChainLink} link
 * @param {Step|null} step
 */
function chainGlyph(link, step) {
  let shape = "circle";
  let term = 0;
  let sent = false;
  for (const event of step?.events ?? []) {
    const message = "message" in event ? event.message : null;
    const kind = message ? message.type : event.kind;
    const eventTerm = message ? message.term : "term" in event ? event.term : event.kind === "TermChanged" ? event.new : 0;
    if (eventTerm > 0) term = eventTerm;
    if (/Vote|Election/.test(kind)) shape = "diamond";
    else if (shape === "circle" && /Append|Entries|Commit|Leader|Match/.test(kind)) shape = "square";
    if (event.kind === "MessageSent") sent = true;
  }
  const drawn = svg("svg", { viewBox: "0 0 16 16", class: termClass(term), "aria-hidden": "true" });
  if (shape === "circle") drawn.append(svg("circle", { cx: 8, cy: 8, r: 5 }));
  else drawn.append(svg("rect", { x: 3.5, y: 3.5, width: 9, height: 9, rx: 2, transform: shape === "diamond" ? "rotate(45 8 8)" : null }));
  setAttribute(drawn, "class", `${termClass(term)}${sent && link.kind === "message" ? " on" : ""}`);
  return drawn;
}
