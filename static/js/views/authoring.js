// Above a lesson that is being written: whether its files changed, and what the check has against them.

import { at } from "../base.js";
import { words } from "../words/en_panels.js";
import { el } from "./elements.js";

/** @import { Lesson } from "../view_types.js" */

const EVERY_MS = 1500;

/** @typedef {{revision: string, broken: string[], problems: string[]}} State */

/** @param {HTMLElement} root */
export function createAuthoring(root) {
  const { authoring } = words.lesson;
  const says = el("p", {});
  const list = el("ul", { class: "mistakes mono" });
  const anew = el("a", { class: "btn sm", href: location.pathname + location.search, hidden: true }, authoring.anew);
  const node = el("aside", { class: "authoring", "aria-label": authoring.label, "aria-live": "polite", hidden: true }, says, anew, list);
  root.append(node);
  let address = "";
  let opened = "";
  let shown = "";

  /** @param {string} text @param {string[]} mistakes @param {boolean} changed */
  function show(text, mistakes, changed) {
    const key = JSON.stringify([text, mistakes, changed]);
    if (key === shown) return;
    shown = key;
    says.textContent = text;
    list.replaceChildren(...mistakes.map((mistake) => el("li", {}, mistake)));
    anew.hidden = !changed;
    node.classList.toggle("wrong", mistakes.length > 0);
  }

  /** @param {State} state */
  function take(state) {
    opened ||= state.revision;
    const changed = state.revision !== opened;
    if (state.broken.length > 0) return show(authoring.broken, state.broken, false);
    const found = state.problems.length > 0 ? authoring.problems(state.problems.length) : authoring.fine;
    show([changed ? authoring.changed : "", found].filter(Boolean).join(" "), state.problems, changed);
  }

  async function look() {
    try {
      const answer = await fetch(address);
      if (answer.ok) take(await answer.json());
    } catch {
      show(authoring.lost, [], false);
    }
    setTimeout(look, EVERY_MS);
  }

  // the same address with another fragment is no new page to a browser
  anew.addEventListener("click", (event) => {
    event.preventDefault();
    history.replaceState(null, "", anew.href);
    location.reload();
  });
  return {
    /** Looks after a lesson from now on. @param {Lesson|null} lesson */
    watch(lesson) {
      const scenario = /** @type {{id: string}|undefined} */ (lesson?.scenario);
      if (!lesson || !scenario || address) return;
      address = at(`/api/authoring/${encodeURIComponent(lesson.id)}/${encodeURIComponent(scenario.id)}`);
      anew.href = at(`/lab?${new URLSearchParams({ lesson: lesson.id, scenario: scenario.id })}`);
      node.hidden = false;
      show(authoring.checking, [], false);
      look();
    },
  };
}
