// Taking the class to another scenario: which one, and what becomes of everybody's work.

/** @import { ClassDocument } from "./frames.js" */
/** @import { Offered } from "./places.js" */

import { fetchSheet } from "../sheet.js";
import { el, setText } from "../views/elements.js";
import { moving as words } from "../words/en_class.js";
import { ask, ofClass, Refused } from "./ask.js";
import { doingOf } from "./dash_model.js";
import { nextOf, offerOf, placeOf, valueOf } from "./places.js";

/** What happens to everybody and to what they did, as it is now. @param {ClassDocument} known */
function consequences({ head, splits }) {
  const isUndecided = splits.some(({ answered, bars }) => answered > 0 && bars.every(({ right }) => right === null));
  return [
    words.followers(head.following),
    head.exploring > 0 && words.explorers(head.exploring),
    words.kept,
    isUndecided && words.undecided,
    head.control_name && words.control(head.control_name),
    words.left,
  ].filter((says) => typeof says === "string");
}

/** @param {Offered[]} lessons @param {ClassDocument} known */
function options(lessons, { lesson: here }) {
  const now = here.lesson && here.scenario ? valueOf({ lesson: here.lesson, scenario: here.scenario }) : "";
  const named = (/** @type {string} */ value, /** @type {string} */ title) => el("option", { value }, value === now ? words.now(title) : title);
  const groups = lessons.map(({ id, title, scenarios }) => el("optgroup", { label: title }, ...scenarios.map((one) => named(valueOf({ lesson: id, scenario: one.id }), one.title))));
  return [...groups, named("", words.sandbox)];
}

/** @param {ClassDocument} known @param {Offered[]} lessons */
function createForm(known, lessons) {
  const pick = el("select", { class: "input", id: "move-to", "aria-describedby": "move-says" }, ...options(lessons, known));
  const next = nextOf(lessons, known.lesson);
  pick.value = next ? valueOf(next) : "";
  const facts = el("b");
  const summary = el("span");
  const draw = () => {
    const offer = offerOf(lessons, pick.value);
    setText(facts, offer ? words.offer(offer.lesson, offer.minutes, offer.goals, offer.questions) : words.free);
    setText(summary, offer?.summary ?? words.freeSays);
  };
  pick.addEventListener("change", draw);
  draw();
  const list = el("ul", { "aria-label": words.happens }, ...consequences(known).map((says) => el("li", {}, says)));
  const trouble = el("p", { class: "move-t", role: "alert" });
  const go = el("button", { class: "btn primary", type: "submit" }, words.go);
  const stay = el("button", { class: "btn", type: "button" }, words.stay);
  const node = el(
    "form",
    {},
    el("h2", { id: "move-h" }, words.title),
    el("p", { class: "muted" }, words.from(doingOf(known.lesson))),
    el("div", { class: "move-f" }, el("label", { for: "move-to" }, words.to), pick, el("p", { id: "move-says", role: "status" }, facts, " ", summary)),
    el("h3", {}, words.happens),
    list,
    trouble,
    el("div", { class: "ways" }, stay, go),
  );
  return { node, pick, trouble, go, stay };
}

/**
 * Opens the dialog; every page of the class hears from the class itself that it has gone on.
 * @param {string} id of the class
 * @param {ClassDocument} known
 * @throws {Refused} when there is no catalogue to pick from
 */
export async function openMove(id, known) {
  const [all] = await Promise.all([ask("GET", "/lessons"), fetchSheet("class_move")]);
  if (document.querySelector(".movec")) return;
  const lessons = /** @type {Offered[]} */ (all).filter(({ broken }) => !broken);
  const { node, pick, trouble, go, stay } = createForm(known, lessons);
  const dialog = el("dialog", { class: "movec", "aria-labelledby": "move-h" }, node);
  stay.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  // the keys of the lab are not meant here
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    trouble.replaceChildren();
    try {
      await ask("POST", ofClass(id, "/room"), placeOf(pick.value));
      dialog.close();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      trouble.replaceChildren(el("b", {}, error.message), " ", error.then);
      go.disabled = false;
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  pick.focus();
}
