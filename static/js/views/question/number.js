// A number is typed, and compared with a value of the run.

import { words } from "../../words/en_panels.js";
import { el, icon } from "../elements.js";
import { isJudged } from "./asking.js";

/** @import { Asking } from "./asking.js" */

const NUMBER = /^-?\d{1,9}(?:\.\d{1,6})?$/;

/**
 * What was typed as an answer: a comma is a point, spaces mean nothing; null when it is no number.
 * @param {string} typed
 */
export function numberIn(typed) {
  const text = typed.replaceAll(/\s/g, "").replace(",", ".");
  return NUMBER.test(text) ? text : null;
}

/** @param {Asking} asking */
export function drawNumber(asking) {
  const { question, open, mayAnswer, draft } = asking;
  const unit = question.unit ? el("span", { class: "unit" }, question.unit) : null;
  if (!open) {
    const answer = question.chosen === null ? words.lesson.number.skipped : words.lesson.number.yours(question.chosen);
    const mark = isJudged(question) && question.chosen !== null ? icon(question.state === "right" ? "check" : "cross") : null;
    const truth = isJudged(question) && question.came_true !== null && question.came_true !== question.chosen ? el("p", { class: "how" }, words.lesson.number.itWas(question.came_true, question.unit)) : null;
    return [el("p", { class: "picked on" }, answer, " ", question.chosen === null ? null : unit, mark), truth];
  }
  const label = [words.lesson.number.label, question.unit].filter(Boolean).join(", ");
  const input = el("input", { class: "input mono", type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 18, value: draft ?? "", disabled: !mayAnswer, "aria-label": label });
  input.addEventListener("input", () => asking.type(numberIn(input.value)));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && numberIn(input.value) !== null) asking.lock();
  });
  const tolerance = question.tolerance ? el("p", { class: "how" }, words.lesson.number.tolerance(question.tolerance, question.unit)) : null;
  return [el("div", { class: "numberf" }, input, unit), tolerance];
}
