// What stands in the corner of the stage: the cluster's rules, what was changed in them, the key.

/** @import { Send, ViewModel } from "../../frames.js" */

import { anythingToHeal } from "../../links.js";
import { majority } from "../../quorum.js";
import { stage as words } from "../../words/en.js";
import { menus } from "../../words/en_actions.js";
import { el, icon, svg } from "../elements.js";

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

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export function createHeader(root, send) {
  const facts = el("ul", { class: "facts" });
  const rules = el("ul", { class: "rulechips" });
  const heal = el("button", { class: "btn sm", type: "button", "aria-label": menus.healAll, hidden: true }, icon("heal"), el("span", {}, menus.healAll));
  heal.addEventListener("click", () => send({ type: "directive", text: "heal" }));
  const plus = el("button", { class: "btn icon plus", type: "button", "aria-label": words.newRequest }, icon("plus"));
  plus.addEventListener("click", () => {
    document.getElementById("client")?.dispatchEvent(new CustomEvent("wanted"));
  });
  const tell = { click: () => send({ type: "describe" }) };
  const teller = el("button", { class: "btn ghost icon sm describe", type: "button", "aria-label": words.describe, title: words.describe, on: tell }, icon("describe"));
  root.append(el("div", { class: "stage-h" }, facts, rules, el("span", { class: "spacer" }), heal, plus, teller), messageKey());
  /** @type {unknown[]} */
  let shown = [];

  return {
    /** @param {ViewModel} vm */
    update({ state }) {
      if (!state) return;
      const { settings, links } = state;
      // a server that lost its disk knows of nobody
      const voters = Math.max(...Object.values(state.servers).map(({ configuration }) => configuration.voters.length));
      const now = [settings, links, voters];
      if (now.every((one, i) => one === shown[i])) return;
      shown = now;
      const said = [words.voters(voters, majority(voters))];
      if (settings.pre_vote !== undefined) said.push(words.preVote(settings.pre_vote));
      if (settings.check_quorum !== undefined) said.push(words.checkQuorum(settings.check_quorum));
      if (settings.network === "manual") said.push(words.manualNetwork);
      if (settings.timers === "manual") said.push(words.manualTimers);
      facts.replaceChildren(...said.map((text) => el("li", {}, text)));
      rules.replaceChildren(
        ...settings.variant.map((name) => el("li", { class: "chip fault" }, icon("scissors"), words.ruleLeftOut(name))),
      );
      heal.hidden = !anythingToHeal(state);
    },
  };
}
