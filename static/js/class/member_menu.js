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
  // whoever is removed is gone for good, so it takes two presses
  const remove = item("cross", words.remove, () => {
    const says = /** @type {Element} */ (remove.lastElementChild);
    if (says.textContent === words.remove) says.textContent = words.removeSure;
    else {
      popup.close();
      ask({ type: "remove", member: id });
    }
  }, true);
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
      remove,
    ),
  );
  popup.open();
  // made anew each time, for the student as they are then
  button.addEventListener("focus", () => popup.node.remove(), { once: true });
}
