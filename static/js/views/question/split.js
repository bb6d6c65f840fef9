// How the class answered a question, once that is told to it.

/** @import { Answered } from "../../view_types.js" */

import { words } from "../../words/en_panels.js";
import { el, icon, setProperty } from "../elements.js";

/** @param {Answered} answered */
export function drawSplit({ answered, bars }) {
  const rows = bars.map(({ says, count, right }) => {
    const bar = el("span", { class: right ? "many right" : "many" });
    setProperty(bar, "--w", String(answered > 0 ? count / answered : 0));
    return el("li", {}, el("span", {}, says, right === true && icon("check")), bar, el("b", { class: "num" }, String(count)));
  });
  return el("div", { class: "classvote" }, el("p", {}, words.lesson.split(answered)), el("ul", {}, ...rows));
}
