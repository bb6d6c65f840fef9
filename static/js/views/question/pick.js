// A server or an entry is picked on the stage or in the logs; servers here as well, for who cannot see the stage.

import { words } from "../../words/en_panels.js";
import { el, icon } from "../elements.js";
import { isJudged, onShow } from "./asking.js";

/** @import { Asking } from "./asking.js" */

/** How a pick is told. @param {string} pick S1, or S1:4 */
export function pickWords(pick) {
  const [server, index] = pick.split(":");
  return index === undefined ? server : words.lesson.pick.entry(Number(index), server);
}

/** @param {Asking} asking */
export function drawPick(asking) {
  const { question, open } = asking;
  const picked = onShow(asking);
  const how = open ? el("p", { class: "how" }, question.picks === "entries" ? words.lesson.pick.howEntries : words.lesson.pick.howServers) : null;
  if (question.picks === "servers") return [how, el("div", { class: "picks", role: "radiogroup", "aria-label": words.lesson.pick.servers }, ...question.candidates.map((id) => drawServer(asking, id, picked)))];
  const none = open ? words.lesson.pick.none : words.lesson.pick.skipped;
  return [how, el("p", { class: `picked${picked ? " on" : ""}` }, picked ? pickWords(picked) : none, judgedMark(asking))];
}

/**
 * @param {Asking} asking
 * @param {string} id
 * @param {string|null} picked
 */
function drawServer(asking, id, picked) {
  const { question, open, mayAnswer, send } = asking;
  const on = picked === id;
  const input = el("input", { type: "radio", class: "vh", name: `question-${question.id}`, value: id, checked: on, disabled: !open || !mayAnswer });
  // the pick is the selection, so that stage, logs and this list agree
  input.addEventListener("change", () => send({ type: "select", selection: { kind: "server", id } }));
  const right = isJudged(question) && (question.came_true ?? "").split(",").includes(id);
  return el("label", { class: `pickchip${on ? " on" : ""}${right ? " right" : ""}${open ? "" : " fixed"}` }, input, el("span", {}, id), on ? judgedMark(asking) : right ? icon("check") : null);
}

/** @param {Asking} asking */
function judgedMark({ question, open }) {
  return !open && isJudged(question) && question.chosen !== null ? icon(question.state === "right" ? "check" : "cross") : null;
}
