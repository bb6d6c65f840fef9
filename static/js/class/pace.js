// Where the class is: one pile of initials for each step, the presenter's own marked.

/** @import { Dash, DashView, Student } from "./view_types.js" */

import { onPhone } from "../shell.js";
import { el } from "../views/elements.js";
import { dash as words } from "../words/en_class.js";
import { initials } from "./names.js";

/** The size of a pile, and of one in it with the gap beside it. */
const HEIGHT = 118;
const [WIDE, NARROW] = [29, 23];

/** How many fit above a step. @param {number} width of all of them @param {number} steps */
function fitting(width, steps) {
  const each = onPhone() ? NARROW : WIDE;
  const across = Math.max(1, Math.floor((width / steps - 8 + 3) / each));
  return across * Math.floor((HEIGHT - 5) / each);
}

/** @param {Student} student */
function mark(student) {
  const look = [student.needs.length > 0 ? "fl" : "", student.place === "away" ? "off" : ""].filter(Boolean).join(" ");
  return el("i", { class: look || null, title: [student.name, ...student.needs].join(", ") }, initials(student.name));
}

/** @param {number} at @param {Student[]} here @param {boolean} you @param {number} most */
function column(at, here, you, most) {
  // whoever needs a look is seen, however many there are
  const first = [...here].sort((a, b) => Number(b.needs.length > 0) - Number(a.needs.length > 0));
  const shown = here.length > most ? first.slice(0, Math.max(1, most - 2)) : here;
  const rest = here.length - shown.length;
  const pile = el("div", { class: "pile", "aria-hidden": "true" }, ...shown.map(mark), rest > 0 && el("i", { class: "more" }, words.more(rest)));
  const label = el("span", { class: "num" }, String(at), you && el("small", {}, ` ${words.you}`));
  const said = el("span", { class: "vh" }, words.stepLabel(at, here.map(({ name }) => name)));
  return el("li", { class: you ? "you" : null }, pile, label, said);
}

/** @param {HTMLElement} root @returns {DashView} */
export function createPace(root) {
  const of = el("span", { class: "faint" });
  const list = el("ol");
  root.append(el("h2", {}, words.where, " ", of), list);
  let drawn = "";
  return {
    update({ steps, step, students }) {
      const look = JSON.stringify([steps, step, students.map(({ name, step, place, needs, earlier }) => [name, step, place, needs, earlier])]);
      if (look === drawn) return;
      drawn = look;
      of.textContent = words.step(steps);
      const most = fitting(list.clientWidth, steps);
      list.style.setProperty("--steps", String(steps));
      list.replaceChildren(...Array.from({ length: steps }, (_, i) => column(i + 1, students.filter((one) => !one.earlier && Math.max(1, one.step) === i + 1), step === i + 1, most)));
    },
  };
}
