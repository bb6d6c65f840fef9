// The step that decided a question: what happened in it, and the rule that it rests on, clause by clause.

import { joining } from "../../words/en.js";
import { words } from "../../words/en_panels.js";
import { el } from "../elements.js";
import { ruleItem } from "../inspector/rule_item.js";

/** @import { Question, Send } from "../../view_types.js" */

/**
 * @param {Question} question
 * @param {Send} send
 * @returns {HTMLElement|null}
 */
export function drawDecided({ decided }, send) {
  if (decided === null) return null;
  const { position, headline, verdict } = decided;
  const show = () => {
    send({ type: "seek", position });
    send({ type: "select", selection: { kind: "event", id: String(position), position } });
  };
  const link = el("button", { type: "button", class: "evlink", on: { click: show } }, words.lesson.showEvent(position));
  const clauses = verdict?.clauses.length ? el("ol", { class: "rules" }, ...verdict.clauses.map((clause) => ruleItem(clause, verdict))) : null;
  return el("div", { class: "decided", role: "group", "aria-label": words.lesson.decided }, el("p", {}, joining.next(headline), link), clauses);
}
