// What the presenter can do for one student.

/** @import { Ask, Dash, Student } from "./view_types.js" */

import { el, icon } from "../views/elements.js";
import { createPopup } from "../views/popup.js";
import { dash as words } from "../words/en_class.js";

/**
 * @param {HTMLElement} button
 * @param {Student} student
 * @param {Dash} dash
 * @param {Ask} ask
 */
export function openMemberMenu(button, student, dash, ask) {
  const { id, name, control, presents, look } = student;
  const popup = createPopup(button, "memberm", button.closest("main") ?? document.body);
  /** @param {string} sign @param {string} says @param {() => void} does @param {boolean} [stays] */
  const item = (sign, says, does, stays = false) => {
    const press = () => {
      if (!stays) popup.close();
      does();
    };
    return el("li", { role: "menuitem", tabindex: -1, on: { click: press } }, icon(sign), el("span", {}, says));
  };
  /** What cannot be taken back takes two presses. @param {string} sign @param {string} says @param {string} sure @param {() => void} does */
  const surely = (sign, says, sure, does) => {
    const node = item(sign, says, () => {
      const label = /** @type {Element} */ (node.lastElementChild);
      if (label.textContent === says) return void (label.textContent = sure);
      popup.close();
      does();
    }, true);
    return node;
  };
  popup.fill(
    name,
    el("p", { class: "menu-h" }, el("b", {}, name)),
    el(
      "ul",
      { role: "none" },
      look && item("eye", words.look, () => void open(look, "_blank", "noopener")),
      item("transfer", control ? words.take : words.hand, () => ask({ type: "control", member: control ? null : id })),
      item("link", words.ticket, () => ask({ type: "ticket", member: id })),
      dash.owner && item("users", presents ? words.unpresent : words.present, () => ask({ type: "present", member: id, on: !presents })),
      surely("cross", words.remove, words.removeSure, () => ask({ type: "remove", member: id })),
      surely("scissors", words.forget, words.forgetSure, () => ask({ type: "forget", member: id })),
    ),
  );
  popup.open();
  // made anew each time, for the student as they are then
  button.addEventListener("focus", () => popup.node.remove(), { once: true });
}
