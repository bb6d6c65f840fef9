// Shown in place of the cluster when a room could not be had.

import { noRoom as words } from "../words/en.js";
import { el } from "./elements.js";

/**
 * @param {HTMLElement} root
 * @param {string} says why
 */
export function showNoRoom(root, says) {
  root.append(
    el("div", { class: "empty" }, el("b", {}, words.title), el("span", {}, says), el("a", { class: "btn", href: "/" }, words.back)),
  );
}
