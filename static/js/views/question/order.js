// Steps are brought into an order: by dragging, by the two buttons of each, or by Alt with an arrow key.

import { words } from "../../words/en_panels.js";
import { el, icon } from "../elements.js";
import { isJudged, onShow } from "./asking.js";

/** @import { Asking } from "./asking.js" */

/**
 * An order in which one item has another place.
 * @param {string[]} order
 * @param {string} item
 * @param {number} to
 */
export function moved(order, item, to) {
  const rest = order.filter((other) => other !== item);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), item, ...rest.slice(place)];
}

/**
 * Groups of items in the order in which they came true: "a,b=c" is a, then b and c together.
 * @param {string} came_true
 */
export const groupsOf = (came_true) => came_true.split(",").map((group) => group.split("="));

/**
 * The items of an answer that stand where the run has them.
 * @param {string[]} order
 * @param {string} came_true
 */
export function inPlace(order, came_true) {
  const places = groupsOf(came_true).flatMap((group) => group.map(() => group));
  return order.filter((item, at) => places[at]?.includes(item));
}

/** @param {Asking} asking @returns {string[]} */
const orderOf = (asking) => onShow(asking)?.split(",") ?? asking.question.options.map(({ id }) => id);

/** @param {Asking} asking */
export function drawOrder(asking) {
  const { question, open } = asking;
  const order = orderOf(asking);
  const how = open ? el("p", { class: "how" }, words.lesson.order.how) : null;
  const right = isJudged(question) && question.chosen !== null ? inPlace(order, question.came_true ?? "") : null;
  const list = el("ol", { class: `order${open ? "" : " fixed"}`, "aria-label": words.lesson.order.label }, ...order.map((id, at) => drawItem(asking, order, id, at, right)));
  const told = isJudged(question) && question.state === "wrong" && question.came_true ? cameTrue(asking) : [];
  return [how, list, ...told];
}

/** What the run made of it. @param {Asking} asking */
function cameTrue({ question }) {
  const says = (/** @type {string} */ id) => question.options.find((option) => option.id === id)?.says ?? id;
  const items = groupsOf(question.came_true ?? "").map((group) => el("li", {}, group.map(says).join(words.lesson.order.together)));
  return [el("p", { class: "how" }, words.lesson.order.itWent), el("ol", { class: "order fixed went" }, ...items)];
}

/**
 * @param {Asking} asking
 * @param {string[]} order
 * @param {string} id
 * @param {number} at
 * @param {string[]|null} right
 */
function drawItem(asking, order, id, at, right) {
  const says = asking.question.options.find((option) => option.id === id)?.says ?? id;
  const text = el("span", {}, says);
  if (!asking.open) {
    const mark = right ? icon(right.includes(id) ? "check" : "cross") : null;
    return el("li", { class: right && !right.includes(id) ? "off" : null }, text, mark);
  }
  const move = (/** @type {number} */ to, /** @type {string} */ button) => asking.choose(moved(order, id, to).join(), `[data-item="${CSS.escape(id)}"] .${button}`);
  const button = (/** @type {"up"|"down"} */ way, /** @type {number} */ to) =>
    el("button", { type: "button", class: `mv ${way}`, disabled: !asking.mayAnswer, "aria-disabled": to < 0 || to >= order.length ? "true" : null, "aria-label": words.lesson.order[way](says), on: { click: () => move(to, way) } }, icon("chevd"));
  const item = el("li", { "data-item": id, draggable: asking.mayAnswer ? "true" : null }, text, button("up", at - 1), button("down", at + 1));
  item.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || by === undefined || !asking.mayAnswer) return;
    event.preventDefault();
    event.stopPropagation();
    move(at + by, by < 0 ? "up" : "down");
  });
  listenToDrags(item, asking, order, id, at);
  return item;
}

/**
 * @param {HTMLElement} item
 * @param {Asking} asking
 * @param {string[]} order
 * @param {string} id
 * @param {number} at
 */
function listenToDrags(item, asking, order, id, at) {
  item.addEventListener("dragstart", (event) => {
    event.dataTransfer?.setData("text/plain", id);
    item.classList.add("dragged");
  });
  item.addEventListener("dragend", () => item.classList.remove("dragged"));
  item.addEventListener("dragover", (event) => {
    event.preventDefault();
    item.classList.add("over");
  });
  item.addEventListener("dragleave", () => item.classList.remove("over"));
  item.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const dragged = event.dataTransfer?.getData("text/plain") ?? "";
    if (order.includes(dragged) && dragged !== id) asking.choose(moved(order, dragged, at).join());
    else item.classList.remove("over");
  });
}
