// Options of which one is chosen: a prediction, or a design.

import { words } from "../../words/en_panels.js";
import { el, icon } from "../elements.js";
import { isJudged, onShow } from "./asking.js";

/** @import { Asking } from "./asking.js" */

export const LETTERS = "abcd";

/** @param {Asking} asking */
export function drawChoices(asking) {
  return asking.question.options.map((option, order) => drawOption(asking, option, order));
}

/**
 * @param {Asking} asking
 * @param {{id: string, says: string}} option
 * @param {number} order
 */
function drawOption(asking, option, order) {
  const { question, open, mayAnswer } = asking;
  const chosen = onShow(asking) === option.id;
  const input = el("input", { type: "radio", name: `question-${question.id}`, value: option.id, checked: chosen, disabled: !open || !mayAnswer });
  input.addEventListener("change", () => asking.choose(option.id, `input[value="${CSS.escape(option.id)}"]`));
  const mark = !open && chosen && isJudged(question) ? icon(question.state === "right" ? "check" : "cross") : null;
  const label = el("label", { class: `opt${chosen ? " on" : ""}${open ? "" : " fixed"}` }, input, el("span", {}, option.says), mark);
  label.title = open ? words.lesson.letter(LETTERS[order] ?? "") : "";
  return label;
}

/**
 * The option that a letter chooses.
 * @param {Asking} asking
 * @param {string} key
 */
export function optionOf({ question }, key) {
  return key.length === 1 ? question.options[LETTERS.indexOf(key.toLowerCase())]?.id ?? null : null;
}
