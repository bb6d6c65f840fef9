// The list of keys.

import { help as words } from "../words/en_actions.js";
import { el, icon } from "./elements.js";

/** @param {string} keys alternatives stand apart by a space */
const keycaps = (keys) => el("dt", {}, ...keys.split(" ").map((key) => el("kbd", { class: "kbd" }, key)));

/** @param {HTMLElement} root */
export function createHelp(root) {
  const close = el("button", { class: "btn ghost icon", type: "button", "aria-label": words.close }, icon("cross"));
  const dialog = el(
    "dialog",
    { class: "help", "aria-labelledby": "help-title" },
    el("header", {}, el("h2", { id: "help-title" }, words.title), close),
    el(
      "div",
      { class: "help-b" },
      ...words.groups.map(({ title, keys }) =>
        el(
          "section",
          {},
          el("h3", {}, title),
          el("dl", {}, ...keys.map(([key, does]) => el("div", {}, keycaps(key), el("dd", {}, does)))),
        )
      ),
    ),
    el("p", { class: "help-f" }, words.mouse),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  root.append(dialog);
  return {
    open() {
      if (!dialog.open) dialog.showModal();
    },
  };
}
