// Opening a class: what is taught, to whom, by whom; and the classes that there are already.

import { el } from "../views/elements.js";
import { doors as words } from "../words/en_class.js";
import { ask, dashboardOf } from "./ask.js";
import { Amiss, byId, input, listenToForm } from "./form.js";

/** @typedef {{class: string, code: string, title: string, members: number, opened: number, ended: boolean}} Listed */

/** Whether this browser has shown the instructor key. */
let known = false;

/** Who has shown the key once is not asked for it again, and sees what there is. */
async function recognise() {
  known = (await ask("GET", "/instructor").catch(() => ({}))).known === true;
  const field = input("key").closest(".field");
  if (field instanceof HTMLElement) field.hidden = known;
  if (!known) return;
  const classes = /** @type {Listed[]} */ (await ask("GET", "/classes").catch(() => []));
  const newest = classes.sort((a, b) => b.opened - a.opened);
  const list = (/** @type {boolean} */ over) => el("ul", {}, ...newest.filter(({ ended }) => ended === over).map(listed));
  const [open, over] = [list(false), list(true)];
  const node = byId("mine");
  node.hidden = newest.length === 0;
  node.replaceChildren(el("h2", {}, words.mine), open);
  // their grades and traces can be saved still
  if (over.children.length > 0) node.append(el("details", {}, el("summary", {}, words.over(over.children.length)), over));
}

/** @param {Listed} one */
function listed({ class: id, code, title, members, ended }) {
  const says = [ended ? "" : code, words.members(members)].filter(Boolean).join(", ");
  return el("li", {}, el("a", { href: dashboardOf(id) }, title || code), el("span", { class: "faint" }, says));
}

async function open() {
  const [lesson, scenario] = input("lesson").value.split("/");
  const name = input("presenter").value.trim();
  const title = input("title").value.trim();
  if (!title) throw new Amiss("title", words.noTitle);
  if (!name) throw new Amiss("presenter", words.noName);
  if (!known) {
    const key = input("key").value.trim();
    if (!key) throw new Amiss("key", words.noKey);
    await ask("POST", "/instructor", { key });
    known = true;
  }
  const opened = await ask("POST", "/classes", { title, name, ...(lesson ? { lesson, scenario } : {}) });
  location.assign(dashboardOf(opened.class));
}

listenToForm(/** @type {HTMLFormElement} */ (byId("open")), words.opening, { bad_instructor_key: "key", bad_name: "presenter" }, open);
addEventListener("pageshow", () => void recognise());
