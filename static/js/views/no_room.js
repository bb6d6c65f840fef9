// Shown in place of the cluster when there is no room to show.

import { at } from "../base.js";
import { noRoom as words } from "../words/en.js";
import { el } from "./elements.js";

/** The address of this page without its seat: opening it makes a new room. */
const freshAddress = () => location.pathname + location.search;

/**
 * @param {HTMLElement} root
 * @param {string} says why; further lines are mistakes in a lesson, each with its place
 * @param {string} [address] where another room is opened; the same address when none is given
 * @param {string} [instead] what the way there is called
 */
export function showNoRoom(root, says, address, instead = words.again) {
  const [why, ...mistakes] = says.split("\n");
  const again = el("a", { class: "btn primary", href: address ?? freshAddress() }, mistakes.length > 0 ? words.retry : instead);
  // the same address with another fragment is no new page to a browser
  again.addEventListener("click", (event) => {
    event.preventDefault();
    history.replaceState(null, "", address ?? freshAddress());
    location.reload();
  });
  const ways = el("div", { class: "ways" }, again, el("a", { class: "btn", href: at("/") }, words.back));
  const list = mistakes.length > 0 ? el("ul", { class: "mistakes mono" }, ...mistakes.map((mistake) => el("li", {}, mistake))) : null;
  root.append(el("div", { class: "empty noroom" }, el("b", {}, words.title), el("span", {}, why), list, ways));
}
