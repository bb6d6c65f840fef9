// Students and goals: a row for each student, which changes in place while they work.

/** @import { Ask, Dash, DashView, GoalMark, Student, Verdict } from "./view_types.js" */

import { el, icon, setProperty } from "../views/elements.js";
import { dash as words } from "../words/en_class.js";
import { openMemberMenu } from "./member_menu.js";

/** With more columns than this their titles stand upright, and an answer is a mark. */
const ROOMY = 8;
/** How an answer is marked; who has not answered yet looks otherwise than who waits for the run. @type {Record<Verdict, string>} */
const MARKS = { right: "r", wrong: "w", locked: "n l", skipped: "n s", open: "n" };
const COUNTED = /** @type {Verdict[]} */ (["right", "wrong"]);

/** @param {GoalMark|undefined} mark @param {boolean} fresh it was met just now, before the eyes of whoever looks */
function goalCell(mark, fresh) {
  const state = mark?.state ?? "open";
  const says = el("span", { class: "vh" }, mark?.says || words.goal.open);
  if (state === "met") return el("td", { class: "g y" }, el("span", { class: fresh ? "gb tick" : "gb" }, icon("check")), says);
  if (state === "given") return el("td", { class: "g" }, el("span", { class: "gb e given" }, icon("check")), says);
  if (state !== "partial") return el("td", { class: "g" }, el("span", { class: "gb e" }), says);
  const pie = el("span", { class: "gb p" });
  setProperty(pie, "--p", String(mark?.part ?? 0));
  return el("td", { class: "g h" }, pie, says);
}

/** @param {Verdict|undefined} verdict */
function answerCell(verdict = "open") {
  return el("td", { class: "g" }, el("span", { class: `pd ${MARKS[verdict]}`, title: words.verdict[verdict] }, words.verdict[verdict]));
}

class Row {
  node = el("tr");
  /** @type {Student|null} */
  #shown = null;
  /** @type {Dash|null} */
  #dash = null;
  #drawn = "";

  /** @param {Ask} ask */
  constructor(ask) {
    this.ask = ask;
  }

  /** @param {Student} student @param {Dash} dash */
  update(student, dash) {
    const look = JSON.stringify([student, dash.goals.length, dash.questions.length, dash.steps, dash.over, dash.owner]);
    if (look === this.#drawn) return;
    this.#drawn = look;
    const before = this.#shown;
    this.#shown = student;
    this.#dash = dash;
    this.node.className = [student.needs.length > 0 ? "flag" : "", student.place === "away" ? "away" : ""].filter(Boolean).join(" ");
    const isNew = (/** @type {string} */ id) => before !== null && before.goals[id]?.state !== "met";
    const chip = student.control ? words.hasControl : student.presents ? words.presents : student.earlier ? words.earlier : student.place === "following" ? "" : words.places[student.place];
    const need = student.needs.join(", ");
    this.#put([
      el("th", { scope: "row", title: student.name }, el("div", { class: "who" }, el("b", {}, student.name), chip && el("span", { class: "chip" }, chip), need && el("span", { class: "need", "aria-hidden": "true" }, need))),
      ...(dash.steps > 0 ? [el("td", { class: "num st" }, student.step > 0 ? String(student.step) : "")] : []),
      ...dash.goals.map(({ id }) => goalCell(student.goals[id], isNew(id))),
      ...dash.questions.map(({ id }) => answerCell(student.answers[id])),
      el("td", { class: "at num" }, student.at),
      el("td", { class: "note" }, need),
      el("td", { class: "act" }, dash.over ? null : this.#more(student)),
    ]);
  }

  /** Cells that say the same stay, and the focus in them. @param {HTMLElement[]} cells */
  #put(cells) {
    const there = [...this.node.children];
    if (there.length !== cells.length) return this.node.replaceChildren(...cells);
    cells.forEach((cell, i) => {
      if (!cell.isEqualNode(there[i])) there[i].replaceWith(cell);
    });
  }

  /** @param {Student} student */
  #more(student) {
    const label = words.more_of(student.name);
    const open = (/** @type {MouseEvent} */ { currentTarget }) => {
      if (this.#shown && this.#dash) openMemberMenu(/** @type {HTMLElement} */ (currentTarget), this.#shown, this.#dash, this.ask);
    };
    return el("button", { class: "btn ghost icon", type: "button", "aria-label": label, title: label, "aria-haspopup": "menu", on: { click: open } }, icon("dots"));
  }
}

/** The two rows at the head: what each column is, and how the class does in it. @param {Dash} dash */
function head({ goals, questions, students, steps }) {
  const title = (/** @type {string} */ says) => el("th", { scope: "col", class: "gh", title: says }, el("span", {}, says));
  const met = (/** @type {string} */ id) => students.filter((one) => one.goals[id]?.state === "met").length;
  const right = (/** @type {string} */ id) => {
    const judged = students.filter((one) => COUNTED.includes(one.answers[id]));
    return judged.length === 0 ? "" : `${judged.filter((one) => one.answers[id] === "right").length}/${judged.length}`;
  };
  const flagged = students.filter(({ needs }) => needs.length > 0).length;
  return [
    el(
      "tr",
      {},
      el("th", { scope: "col" }, words.student),
      ...(steps > 0 ? [el("th", { scope: "col", class: "c" }, words.columns.step)] : []),
      ...goals.map((goal) => title(goal.title)),
      ...questions.map(({ number }) => title(words.questionNumber(number))),
      el("th", { scope: "col" }, words.columns.at),
      el("th", { scope: "col" }, words.columns.look),
      el("th", { scope: "col", class: "act" }, el("span", { class: "vh" }, words.columns.more)),
    ),
    el(
      "tr",
      { class: "sum" },
      el("th", { scope: "row" }, words.class),
      ...(steps > 0 ? [el("td")] : []),
      ...goals.map(({ id }) => el("td", { class: "g num" }, String(met(id)))),
      ...questions.map(({ id }) => el("td", { class: "g num" }, right(id))),
      el("td"),
      el("td", { class: "note" }, flagged > 0 ? words.flagged(flagged) : ""),
      el("td"),
    ),
  ];
}

/** @param {HTMLElement} root @param {Ask} ask @returns {DashView} */
export function createGrid(root, ask) {
  const top = el("thead");
  const body = el("tbody");
  const table = el("table", { class: "sg" }, top, body);
  const code = el("span", { class: "code" });
  const nobody = el("div", { class: "nobody" }, el("b", {}, words.nobody), el("span", {}, words.nobodySays), code);
  root.append(table, nobody);
  /** @type {Map<string, Row>} */
  const rows = new Map();
  let drawn = "";

  /** @param {Dash} dash */
  function drawRows(dash) {
    const present = new Set(dash.students.map(({ id }) => id));
    for (const [id, row] of rows) {
      if (present.has(id)) continue;
      row.node.remove();
      rows.delete(id);
    }
    dash.students.forEach((student, i) => {
      const row = rows.get(student.id) ?? new Row(ask);
      rows.set(student.id, row);
      row.update(student, dash);
      if (body.children[i] !== row.node) body.insertBefore(row.node, body.children[i] ?? null);
    });
  }

  return {
    update(dash) {
      table.hidden = dash.students.length === 0;
      table.classList.toggle("dense", dash.goals.length + dash.questions.length > ROOMY);
      nobody.hidden = !table.hidden;
      code.textContent = dash.code;
      drawRows(dash);
      const rowsOfHead = head(dash);
      const look = rowsOfHead.map((row) => row.outerHTML).join("");
      if (look !== drawn) top.replaceChildren(...rowsOfHead);
      drawn = look;
    },
  };
}
