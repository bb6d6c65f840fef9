// Shown in place of the cluster when there is no room to show.

import { noRoom as words } from "../words/en.js";
import { el } from "./elements.js";

/** The address of this page without its seat: opening it makes a new room. */
const freshAddress = () => location.pathname + location.search;

/**
 * @param {HTMLElement} root
 * @param {string} says why
 * @param {string} address where another room is opened
 */
export function showNoRoom(root, says, address = freshAddress()) {
  const again = el("a", { class: "btn primary", href: address }, words.again);
  // the same address with another fragment is no new page to a browser
  again.addEventListener("click", (event) => {
    event.preventDefault();
    history.replaceState(null, "", address);
    location.reload();
  });
  const ways = el("div", { class: "ways" }, again, el("a", { class: "btn", href: "/" }, words.back));
  root.append(el("div", { class: "empty noroom" }, el("b", {}, words.title), el("span", {}, says), ways));
}
