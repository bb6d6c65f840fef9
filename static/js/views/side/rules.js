// Break a rule: the rules in Figure 2's order, each with the ways to change it on this branch and to find the harm.

/** @import { Box, Rule, Variant } from "../../rulebook.js" */
/** @import { Send, View, ViewModel } from "../../view_types.js" */

import { knownVariant, rulebook } from "../../rulebook.js";
import { rules as words } from "../../words/en_side.js";
import { el, icon, setAttribute } from "../elements.js";
import { SearchBox } from "./search_box.js";

/** @param {Rule} rule @param {string[]} sought words in lower case */
function speaksOf(rule, sought) {
  const said = [rule.title, ...rule.clauses.map((one) => one.question), ...rule.variants.flatMap((one) => [one.title, one.story, one.name])];
  const text = said.join(" ").toLowerCase();
  return sought.every((word) => text.includes(word));
}

/** How many ways there are to break it. @param {number} n */
function waysNode(n) {
  if (n === 0) return null;
  return el("span", { class: "faint num ways", title: words.ways(n) }, icon("scissors"), String(n), el("span", { class: "vh" }, ` ${words.ways(n)}`));
}

class RulesPanel {
  #changed = el("div", { class: "changed" });
  #filter = el("input", { type: "search", class: "field", "aria-label": words.filter, placeholder: words.filterHint });
  #nothing = el("p", { class: "faint", role: "status" });
  #boxes = el("div", { class: "boxes" });
  #search;
  /** @type {{rule: Rule, node: HTMLElement}[]} */
  #rules = [];
  /** @type {Map<string, HTMLButtonElement>} the switch of each variant */
  #switches = new Map();
  /** @type {string[]} */
  #variant = [];
  #drawn = "";

  /** @param {HTMLElement} root @param {Send} send */
  constructor(root, send) {
    this.send = send;
    this.#search = new SearchBox(send);
    root.append(this.#search.node, el("p", { class: "narr" }, words.text), this.#changed, this.#filter, this.#nothing, this.#boxes);
    this.#filter.addEventListener("input", () => this.#choose());
    this.#ask();
  }

  #ask() {
    rulebook().then((boxes) => this.#fill(boxes), () => {
      const again = el("button", { class: "btn sm", type: "button", on: { click: () => this.#ask() } }, words.again);
      this.#boxes.replaceChildren(el("p", {}, words.failed), again);
    });
  }

  /** @param {Box[]} boxes */
  #fill(boxes) {
    this.#boxes.replaceChildren(...boxes.map((box) => {
      const head = el("h2", { class: "lh" }, box.title, el("span", { class: "faint cite" }, box.source));
      return el("section", { class: "rulebox" }, head, ...box.rules.map((rule) => this.#ruleNode(rule)));
    }));
    this.#drawn = "";
    this.#draw();
    this.#choose();
  }

  /** @param {Rule} rule */
  #ruleNode(rule) {
    const clauses = rule.clauses.map((clause) => el("li", {}, clause.question, el("span", { class: "faint cite" }, ` ${clause.section}`)));
    const node = el(
      "details",
      { class: "rule" },
      el("summary", {}, el("span", {}, rule.title), waysNode(rule.variants.length)),
      el("p", { class: "faint cite" }, rule.source),
      clauses.length > 0 ? el("ol", { class: "clauses" }, ...clauses) : null,
      ...rule.variants.map((one) => this.#variantNode(one)),
      rule.variants.length === 0 ? el("p", { class: "faint" }, words.ways(0)) : null,
    );
    this.#rules.push({ rule, node });
    return node;
  }

  /** @param {Variant} variant */
  #variantNode(variant) {
    const { name } = variant;
    const turn = el("button", { class: "btn sm", type: "button", "aria-pressed": "false", on: { click: () => this.#turn(name) } }, words.change);
    this.#switches.set(name, turn);
    const find = el("button", { class: "btn sm", type: "button", on: { click: () => this.send({ type: "find_break", variant: name, seed: 1 }) } }, icon("search"), words.find);
    const facts = [words.breaks(variant.violates), variant.servers > 2 ? words.needs(variant.servers) : ""].filter(Boolean).join(", ");
    return el(
      "article",
      { class: "way", "aria-label": variant.title },
      el("h3", {}, icon("scissors"), variant.title),
      el("p", {}, variant.story),
      el("p", { class: "faint" }, facts),
      el("div", { class: "sideacts" }, turn, variant.violates.length > 0 ? find : null),
    );
  }

  /** Changes a rule on the branch on show, or puts it back. @param {string} name */
  #turn(name) {
    const rest = this.#variant.filter((one) => one !== name);
    const wanted = rest.length < this.#variant.length ? rest : [...rest, name];
    this.send({ type: "directive", text: `set variant=${wanted.join(",") || "none"}` });
  }

  /** Shows the rules that speak of what was typed; of few, everything. */
  #choose() {
    if (this.#rules.length === 0) return;
    const sought = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { rule, node } of this.#rules) {
      node.hidden = !speaksOf(rule, sought);
      if (!node.hidden) shown++;
    }
    for (const box of this.#boxes.children) {
      /** @type {HTMLElement} */ (box).hidden = [...box.querySelectorAll("details")].every((node) => node.hidden);
    }
    this.#nothing.textContent = shown === 0 ? words.nothing(this.#filter.value.trim()) : "";
    if (sought.length > 0 && shown <= 3) for (const { node } of this.#rules) node.toggleAttribute("open", !node.hidden);
  }

  #draw() {
    const key = this.#variant.join(",");
    if (key === this.#drawn) return;
    this.#drawn = key;
    for (const [name, turn] of this.#switches) {
      const on = this.#variant.includes(name);
      setAttribute(turn, "aria-pressed", String(on));
      turn.textContent = on ? words.restore : words.change;
    }
    const chips = this.#variant.map((name) => {
      const back = el("button", { class: "btn sm ghost", type: "button", on: { click: () => this.#turn(name) } }, words.putBack);
      return el("li", {}, icon("scissors"), el("span", {}, knownVariant(name)?.title ?? name), back);
    });
    this.#changed.replaceChildren(...(chips.length > 0
      ? [el("h2", { class: "lh" }, words.changedHere), el("ul", {}, ...chips)]
      : [el("p", { class: "faint" }, words.allAsWritten)]));
  }

  /** @param {ViewModel} vm */
  update(vm) {
    this.#search.update(vm.search ?? null);
    const variant = vm.state?.settings.variant ?? [];
    if (variant === this.#variant && this.#drawn !== "") return;
    this.#variant = variant;
    this.#draw();
  }
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 * @returns {View}
 */
export const createRules = (root, send) => new RulesPanel(root, send);
