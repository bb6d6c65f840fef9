// What stands in the corner of the stage: the cluster's rules, what was changed in them, the key.

/** @import { Send, State, ViewModel } from "../../frames.js" */

import { anythingToHeal } from "../../links.js";
import { knownVariant, rulebook } from "../../rulebook.js";
import { majority } from "../../quorum.js";
import { stage as words } from "../../words/en.js";
import { menus } from "../../words/en_actions.js";
import { el, icon, setAttribute, svg } from "../elements.js";

const TOOLS = /** @type {const} */ ([["select", "pointer"], ["partition", "lasso"]]);

/** @param {string} viewBox @param {...SVGElement} parts */
const glyph = (viewBox, ...parts) => svg("svg", { viewBox, "aria-hidden": "true" }, ...parts);

/** @param {string} kind */
const diamond = (kind) => svg("rect", { class: kind, x: 3.5, y: 3.5, width: 9, height: 9, rx: 2, transform: "rotate(45 8 8)" });

function messageKey() {
  const small = "0 0 16 16";
  const entries = svg("rect", { x: 2, y: 3, width: 18, height: 10, rx: 3 });
  const beat = [svg("circle", { cx: 8, cy: 8, r: 4 }), svg("circle", { class: "o", cx: 8, cy: 8, r: 6.5 })];
  const reply = [diamond("o"), svg("path", { class: "o", d: "M6.2,6.2l3.6,3.6m0,-3.6l-3.6,3.6" })];
  return el(
    "ul",
    { class: "msgkey", "aria-label": words.key.label },
    el("li", {}, glyph(small, diamond("")), words.key.vote),
    el("li", {}, glyph("0 0 22 16", entries), words.key.entries),
    el("li", {}, glyph(small, ...beat), words.key.heartbeat),
    el("li", {}, glyph(small, ...reply), words.key.reply),
  );
}

/** A changed rule, by its title as soon as that is known. @param {string} name @param {Send} send */
function ruleChip(name, send) {
  const says = el("span", {}, words.ruleLeftOut(name));
  rulebook().then(() => button.title = says.textContent = knownVariant(name)?.title ?? words.ruleLeftOut(name), () => {});
  const button = el("button", { class: "chip fault", type: "button", on: { click: () => send({ type: "side", side: "rules" }) } }, icon("scissors"), says);
  return el("li", {}, button);
}

/** @param {State["settings"]} settings */
function optionsOf(settings) {
  const said = [];
  if (settings.pre_vote !== undefined) said.push(words.preVote(settings.pre_vote));
  if (settings.check_quorum !== undefined) said.push(words.checkQuorum(settings.check_quorum));
  if (settings.network === "manual") said.push(words.manualNetwork);
  if (settings.timers === "manual") said.push(words.manualTimers);
  return said;
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export function createHeader(root, send) {
  const facts = el("ul", { class: "facts" });
  const rules = el("ul", { class: "rulechips" });
  const heal = el("button", { class: "btn sm heal", title: menus.healAll, type: "button", "aria-label": menus.healAll, hidden: true }, icon("heal"), el("span", {}, menus.healAll));
  heal.addEventListener("click", () => send({ type: "directive", text: "heal" }));
  const plus = el("button", { class: "btn icon plus", type: "button", "aria-label": words.newRequest }, icon("plus"));
  plus.addEventListener("click", () => {
    document.getElementById("client")?.dispatchEvent(new CustomEvent("wanted"));
  });
  const tell = { click: () => send({ type: "describe" }) };
  const teller = el("button", { class: "btn ghost icon sm describe", type: "button", "aria-label": words.describe, title: words.describe, on: tell }, icon("describe"));
  const tools = TOOLS.map(([tool, name]) =>
    el("button", { type: "button", title: words.tools[tool], "aria-label": words.tools[tool], on: { click: () => send({ type: "tool", tool }) } }, icon(name), el("span", {}, words.tools[tool]))
  );
  const toolbar = el("div", { class: "seg sm handtools", role: "group", "aria-label": words.tools.label }, ...tools);
  const breaker = el("button", { class: "btn sm breaker", type: "button", title: words.breakRule, "aria-label": words.breakRule }, icon("scissors"), el("span", {}, words.breakRule));
  breaker.addEventListener("click", () => send({ type: "side", side: "rules" }));
  root.append(el("div", { class: "stage-h" }, facts, rules, el("span", { class: "spacer" }), heal, breaker, toolbar, plus, teller), messageKey());
  /** @type {unknown[]} */
  let shown = [];

  return {
    /** @param {ViewModel} vm */
    update({ state, tool, recorded }) {
      if (!state) return;
      for (const acts of [plus, breaker, toolbar]) acts.hidden = Boolean(recorded);
      TOOLS.forEach(([name], i) => setAttribute(tools[i], "aria-pressed", String(name === (tool ?? "select"))));
      const { settings, links } = state;
      // a server that lost its disk knows of nobody
      const voters = Math.max(...Object.values(state.servers).map(({ configuration }) => configuration.voters.length));
      const now = [settings, links, voters];
      if (now.every((one, i) => one === shown[i])) return;
      shown = now;
      const said = [words.voters(voters, majority(voters))];
      // another implementation's log does not tell its settings
      if (!recorded?.imported) said.push(...optionsOf(settings));
      facts.replaceChildren(...said.map((text) => el("li", {}, text)));
      rules.replaceChildren(
        ...settings.variant.map((name) => (recorded ? el("li", { class: "chip fault" }, icon("scissors"), words.ruleLeftOut(name)) : ruleChip(name, send))),
      );
      heal.hidden = Boolean(recorded) || !anythingToHeal(state);
    },
  };
}
