// Goals: open, partly met, met, or lost again.

import { words } from "../words/en_panels.js";
import { el, icon, setAttribute } from "./elements.js";

/**
 * @import { Goal, Send } from "../view_types.js"
 */

/**
 * How much of a goal is met, from words such as "2 of 3".
 * @param {Goal} goal
 * @returns {number|null}
 */
export function partOf(goal) {
  const [, some, all] = /(\d+)\D+(\d+)/.exec(goal.partial ?? "") ?? [];
  return some && Number(all) > 0 ? Math.min(1, Number(some) / Number(all)) : null;
}

/**
 * @param {Goal} goal
 */
function stateOf(goal) {
  if (goal.met) return "met";
  if (goal.lost) return "lost";
  return goal.partial && partOf(goal) !== 0 ? "partial" : "open";
}

/**
 * @param {HTMLElement} list
 * @param {Goal[]} goals
 * @param {number} position
 * @param {Send} send
 */
export function drawGoals(list, goals, position, send) {
  const key = JSON.stringify(goals.map((goal) => [goal.id, stateOf(goal), goal.partial, goal.met_at_position, goal.met_at_position === position]));
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  /** @type {Map<string|undefined, Element>} */
  const before = new Map([...list.children].map((item) => [item instanceof HTMLElement ? item.dataset.goal : undefined, item]));
  list.replaceChildren(...goals.map((goal) => {
    const wasOpen = before.get(goal.id)?.getAttribute("data-state");
    return drawGoal(goal, wasOpen !== undefined && wasOpen !== "met", position, send);
  }));
}

/**
 * @param {Goal} goal
 * @param {boolean} wasOpen it was on show, and open, a moment ago
 * @param {number} position
 * @param {Send} send
 */
function drawGoal(goal, wasOpen, position, send) {
  const state = stateOf(goal);
  const box = el("span", { class: "box" }, state === "met" ? icon("check") : null);
  if (state === "partial") {
    box.classList.add("half");
    box.style.setProperty("--p", String(partOf(goal) ?? .5));
  }
  const look = [state === "met" ? "done" : state, state === "met" && goal.met_at_position === position ? "new" : "", state === "met" && wasOpen ? "ticks" : ""];
  const item = el("li", { class: look.filter(Boolean).join(" "), "data-goal": goal.id, "data-state": state });
  item.append(box, el("span", { class: "vh" }, words.lesson.goalState[state]), title(goal, send), note(goal, state));
  return item;
}

/**
 * The title of a goal that was met leads to the event that met it.
 * @param {Goal} goal
 * @param {Send} send
 */
function title(goal, send) {
  const position = goal.met_at_position;
  if (position === null) return el("span", { class: "gt" }, goal.title);
  const show = () => {
    send({ type: "seek", position });
    send({ type: "select", selection: { kind: "event", id: String(position), position } });
  };
  return el("button", { type: "button", class: "gt", title: words.lesson.showGoal, on: { click: show } }, goal.title);
}

/**
 * @param {Goal} goal
 * @param {ReturnType<typeof stateOf>} state
 */
function note(goal, state) {
  if (state === "lost") return el("em", { class: "lostnote" }, words.lesson.lost(goal.met_at_us));
  if (state === "met" && goal.met_at_us !== null) return el("em", { class: "num" }, words.time.clock(goal.met_at_us));
  return el("em", {}, goal.partial ?? (goal.required ? "" : words.lesson.optional));
}

/**
 * The same goals as small marks, for where the list has no room.
 * @param {HTMLElement} node
 * @param {Goal[]} goals
 */
export function drawPips(node, goals) {
  const looks = goals.map((goal) => ({ met: "y", partial: "h", open: "", lost: "" })[stateOf(goal)]);
  const key = looks.join();
  if (node.dataset.key === key) return;
  node.dataset.key = key;
  node.replaceChildren(...looks.map((look) => el("i", { class: look || null })));
  const met = goals.filter((goal) => goal.met).length;
  setAttribute(node, "aria-label", words.lesson.pips(met, goals.length));
  node.hidden = goals.length === 0;
}
