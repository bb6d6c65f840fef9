// The controls of the space-time view: what is lit, what is folded, what is hidden; saving and the table.

/** @import { Send, ViewModel } from "../../frames.js" */

import { words as timeWords } from "../../words/en_panels.js";
import { words } from "../../words/en_spacetime.js";
import { el, icon, setAttribute, setText, svg } from "../elements.js";
import { HALF } from "./scene.js";

/**
 * @typedef {object} Settings
 * @property {"causes"|"effects"|"neither"} follow
 * @property {boolean} fold
 * @property {boolean} heartbeats
 * @property {boolean} table
 */

const FOLLOWS = /** @type {const} */ (["causes", "effects", "neither"]);
const LEGEND = /** @type {const} */ (["follower", "candidate", "leader", "down"]);

/** @param {string} says @param {boolean} on @param {(on: boolean) => void} changed */
function check(says, on, changed) {
  const input = el("input", { type: "checkbox" });
  input.checked = on;
  input.addEventListener("change", () => changed(input.checked));
  const more = el("span", { class: "faint" });
  return { node: el("label", { class: "tog" }, input, el("span", {}, says, " ", more)), more };
}

function legend() {
  const items = LEGEND.map((look) => {
    const mark = look === "down"
      ? svg("path", { class: "life down", d: "M0,10H26" })
      : svg("rect", { class: `life ${look} tk3`, x: 1, y: 10 - HALF[look] * .75, width: 24, height: 1.5 * HALF[look], rx: 2 });
    return el("li", {}, svg("svg", { width: 26, height: 20, "aria-hidden": "true" }, mark), words.legend[look]);
  });
  return el("ul", { class: "st-legend", "aria-label": words.legend.label }, ...items);
}

/** Which branch the one on show is compared with. @param {Send} send */
function createCompare(send) {
  const node = el("select", { class: "input st-compare", "aria-label": words.compare.label });
  let drawn = "";
  node.addEventListener("change", () => send({ type: "compare", branch: node.value || null }));
  return {
    node,
    /** @param {ViewModel} vm */
    update(vm) {
      const others = vm.branches.filter(({ id }) => id !== vm.branch);
      const key = JSON.stringify([others.map(({ id, name }) => [id, name]), vm.compare?.branch]);
      if (key === drawn) return;
      drawn = key;
      node.hidden = others.length === 0;
      const options = others.map((branch) => el("option", { value: branch.id }, words.compare.branch(timeWords.time.branchName(branch))));
      node.replaceChildren(el("option", { value: "" }, words.compare.alone), ...options);
      node.value = vm.compare?.branch ?? "";
    },
  };
}

/**
 * @param {Settings} settings changed in place
 * @param {() => void} changed
 * @param {() => void} save
 * @param {Send} send
 */
export function createTools(settings, changed, save, send) {
  const follow = FOLLOWS.map((kind) => {
    // what is on goes off again
    const choose = () => {
      settings.follow = settings.follow === kind ? "neither" : kind;
      changed();
    };
    return el("button", { type: "button", "data-follow": kind, on: { click: choose } }, words[kind]);
  });
  const fold = check(words.fold, settings.fold, (on) => {
    settings.fold = on;
    changed();
  });
  const beats = check(words.heartbeats, settings.heartbeats, (on) => {
    settings.heartbeats = on;
    changed();
  });
  const says = el("span", {}, words.table);
  const toTable = () => {
    settings.table = !settings.table;
    changed();
  };
  const table = el("button", { class: "btn sm ghost", type: "button", on: { click: toTable } }, says);
  const saver = el("button", { class: "btn sm ghost", type: "button", on: { click: save } }, icon("download"), words.save);
  const causal = el("div", { class: "seg sm", role: "group", "aria-label": words.follow }, ...follow);
  const compare = createCompare(send);
  return {
    head: el("div", { class: "st-tools", role: "group", "aria-label": words.tools }, causal, fold.node, beats.node),
    foot: el("div", { class: "st-foot" }, legend(), el("span", { class: "spacer" }), compare.node, table, saver),
    /** @param {ViewModel} vm @param {number} hidden heartbeats @param {boolean} selected whether there is an event to follow */
    update(vm, hidden, selected) {
      compare.update(vm);
      follow.forEach((button, i) => setAttribute(button, "aria-pressed", String(settings.follow === FOLLOWS[i])));
      setAttribute(causal, "title", selected ? null : words.nothingToFollow);
      setText(beats.more, settings.heartbeats || hidden === 0 ? "" : words.hidden(hidden));
      setText(says, settings.table ? words.drawing : words.table);
    },
  };
}
