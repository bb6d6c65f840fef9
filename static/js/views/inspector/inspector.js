// The inspector: tabs State (or Compare), Why, Safety and Metrics over one server, one event, one run.

import { words } from "../../words/en_panels.js";
import { el, icon, setAttribute, setHidden } from "../elements.js";
import { MetricsTab } from "./metrics.js";
import { SafetyTab } from "./safety.js";
import { StateTab } from "./state.js";
import { WhyTab } from "./why.js";

/**
 * @import { Send, Tab, View, ViewModel } from "../../view_types.js"
 */

const TABS = /** @type {const} */ (["compare", "state", "why", "safety", "metrics"]);

/** The Compare tab is fetched when two branches are first compared. */
class Comparing {
  node = el("div", { class: "tabp comparing", id: "tab-compare", role: "tabpanel", "aria-labelledby": "tab-of-compare" });
  /** @type {View|null} */
  #tab = null;
  #asked = false;
  /** @type {ViewModel|null} */
  #last = null;

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {ViewModel} vm */
  update(vm) {
    this.#last = vm;
    this.#tab?.update(vm);
    if (this.#asked) return;
    this.#asked = true;
    import("./compare.js").then(({ CompareTab }) => {
      this.#tab = new CompareTab(this.node, this.send);
      if (this.#last) this.#tab.update(this.#last);
    }, () => this.#asked = false);
  }
}

class Inspector {
  #tabs = TABS.map((tab) => el("button", { type: "button", role: "tab", id: `tab-of-${tab}`, "data-tab": tab, "aria-controls": `tab-${tab}` }, words.tabs[tab]));
  #mark = el("span", { class: "tabok", role: "img" });
  #panels;
  #safe = "";
  /** A phone has no tab for the metrics; they stand under Safety. */
  #phone = matchMedia("(max-width: 640px)");

  /**
   * @param {HTMLElement} root
   * @param {Send} send
   */
  constructor(root, send) {
    this.send = send;
    this.#panels = { compare: new Comparing(send), state: new StateTab(send), why: new WhyTab(send), safety: new SafetyTab(send), metrics: new MetricsTab() };
    const bar = el("div", { class: "tabs", role: "tablist", "aria-label": words.tabs.label, on: { keydown: (event) => this.#keyed(event) } }, ...this.#tabs);
    for (const tab of this.#tabs) {
      tab.addEventListener("click", () => send({ type: "tab", tab: /** @type {Tab} */ (tab.dataset.tab) }));
      if (tab.dataset.tab === "safety") tab.append(this.#mark);
    }
    const rail = () => send({ type: "rail", side: "inspector" });
    const body = el("div", { class: "insp-b" }, ...TABS.map((tab) => this.#panels[tab].node));
    const frame = el("div", { class: "insp-f" }, body);
    root.append(el("button", { class: "railbtn", type: "button", "aria-label": words.tabs.unfold, on: { click: rail } }, icon("rail")), el("h2", { class: "vh" }, words.tabs.label), bar, frame);
  }

  /** @param {ViewModel} vm */
  update(vm) {
    const comparing = vm.compare !== null && vm.compare !== undefined;
    for (const tab of this.#tabs) {
      const chosen = tab.dataset.tab === vm.tab;
      setHidden(tab, tab.dataset.tab === (comparing ? "state" : "compare"));
      setAttribute(tab, "aria-selected", String(chosen));
      setAttribute(tab, "tabindex", chosen ? "0" : "-1");
    }
    for (const tab of TABS) {
      const besides = tab === "metrics" ? vm.tab === "safety" && this.#phone.matches : tab === "safety" && isAlarming(vm);
      const shown = tab === vm.tab || besides;
      setHidden(this.#panels[tab].node, !shown);
      if (shown) this.#panels[tab].update(vm);
    }
    this.#markSafety(vm);
  }

  /** A small check while all holds, the octagon when something broke. @param {ViewModel} vm */
  #markSafety(vm) {
    const safe = vm.violations.length === 0 && vm.state?.linearizable !== "no";
    const key = safe ? "check" : "alert";
    if (key === this.#safe) return;
    this.#safe = key;
    this.#mark.replaceChildren(icon(key));
    this.#mark.classList.toggle("bad", !safe);
    setAttribute(this.#mark, "aria-label", safe ? words.tabs.allHold : words.tabs.broken);
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    const tabs = this.#tabs.filter((tab) => !tab.hidden);
    const at = tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -at, End: tabs.length - 1 - at }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabs[(at + by + tabs.length) % tabs.length];
    this.send({ type: "tab", tab: /** @type {Tab} */ (next.dataset.tab) });
    next.focus();
  }
}

/** A room, which has no tabs, is shown what broke above the reason. @param {ViewModel} vm */
const isAlarming = ({ projector, violations }) => projector === true && violations.length > 0;

/**
 * @param {HTMLElement} root
 * @param {Send} send
 * @returns {View}
 */
export function createInspector(root, send) {
  return new Inspector(root, send);
}
