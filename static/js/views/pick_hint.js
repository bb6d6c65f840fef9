// While something is to be picked, the stage says so, and takes the answer: the lesson may be out of sight.

import { words } from "../words/en_panels.js";
import { el, icon, setText } from "./elements.js";
import { pickWords } from "./question/pick.js";

/** @import { Send, View } from "../view_types.js" */

/**
 * @param {HTMLElement} stage
 * @param {Send} send
 * @returns {View}
 */
export function createPickHint(stage, send) {
  const { pick } = words.lesson;
  const says = el("span");
  const lock = el("button", { class: "btn sm primary", type: "button" }, words.lesson.lockIn);
  const logs = el("button", { class: "btn sm tologs", type: "button" }, pick.toLogs);
  const node = el("div", { class: "pickhint", role: "group", "aria-label": pick.label, hidden: true }, icon("pointer"), says, logs, lock);
  stage.append(node);
  /** @type {import("../picking.js").Picking|null} */
  let shown = null;
  let key = "";
  lock.addEventListener("click", () => {
    if (shown?.chosen) send({ type: "answer", question: shown.question, choice: shown.chosen });
  });
  logs.addEventListener("click", () => send({ type: "panel", panel: "logs" }));
  return {
    update({ picking }) {
      const now = picking ?? null;
      shown = now;
      const look = now ? `${now.question} ${now.chosen ?? ""}` : "";
      if (key === look) return;
      key = look;
      node.hidden = now === null;
      if (now === null) return;
      setText(says, now.chosen ? pick.chosen(pickWords(now.chosen)) : now.of === "entries" ? pick.hintEntries : pick.hintServers);
      lock.hidden = now.chosen === null;
      logs.hidden = now.of !== "entries" || now.chosen !== null;
    },
  };
}
