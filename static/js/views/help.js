// The list of keys.

import { help as words } from "../words/en_actions.js";
import { el, icon } from "./elements.js";

/** @param {string} keys alternatives stand apart by a space */
const keycaps = (keys) => el("dt", {}, ...keys.split(" ").map((key) => el("kbd", { class: "kbd" }, key)));

/** @param {boolean} acts whether there is a cluster to act on; a recording is only looked at */
function makeDialog(acts) {
  const close = el("button", { class: "btn ghost icon", type: "button", "aria-label": words.close }, icon("cross"));
  const shown = words.groups.map(({ title, keys }) => ({ title, keys: keys.filter(([, , does]) => acts || does !== "acts") }));
  const groups = shown.filter(({ keys }) => keys.length > 0).map(({ title, keys }) =>
    el(
      "section",
      {},
      el("h3", {}, title),
      el("dl", {}, ...keys.map(([key, does]) => el("div", {}, keycaps(key), el("dd", {}, does)))),
    )
  );
  const head = el("header", {}, el("h2", { id: "help-title" }, words.title), close);
  const foot = el("p", { class: "help-f" }, acts ? words.mouse : words.mouseLooks);
  const dialog = el("dialog", { class: "help", "aria-labelledby": "help-title" }, head, el("div", { class: "help-b" }, ...groups), foot);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}

/** @param {HTMLElement} root @param {boolean} acts */
export function createHelp(root, acts) {
  /** @type {HTMLDialogElement|null} */
  let dialog = null;
  return {
    open() {
      if (!dialog) root.append(dialog = makeDialog(acts));
      if (!dialog.open) dialog.showModal();
    },
  };
}
