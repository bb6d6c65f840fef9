// One clause of a rule as it came out: what was asked, what was compared, and where the paper says so.

import { words } from "../../words/en_panels.js";
import { el, icon } from "../elements.js";

/**
 * @import { Clause, Verdict } from "../../view_types.js"
 */

/**
 * @param {Clause} clause
 * @param {Verdict} verdict
 */
export function ruleItem(clause, verdict) {
  const cite = clause.section ? el("span", { class: "cite", title: words.why.citeTitle(clause.section) }, words.why.cite(clause.section)) : null;
  if (clause.left_out) {
    const would = words.why.leftOut(clause.holds, clause.says);
    return el("li", { class: "cutrule" }, icon("scissors"), el("span", {}, el("s", {}, clause.question), " ", el("em", {}, would), " ", cite));
  }
  if (verdict.value !== null) {
    return el("li", { class: "choice" }, icon("chevr"), el("span", {}, el("em", {}, clause.says), " ", cite));
  }
  const sign = el("span", { class: "vh" }, clause.holds ? words.why.yes : words.why.no);
  return el(
    "li",
    { class: clause.holds ? "pass" : "fail" },
    icon(clause.holds ? "check" : "cross"),
    el("span", {}, sign, clause.question, " ", el("em", {}, clause.says), " ", cite),
  );
}
