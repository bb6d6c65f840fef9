// What the search for a break is doing, and what it found.

/** @import { Search, Send } from "../../view_types.js" */

import { knownVariant } from "../../rulebook.js";
import { rules as words } from "../../words/en_side.js";
import { el, icon, setProperty, setText } from "../elements.js";

/** @param {string} says @param {() => void} does @param {string} [kind] */
const button = (says, does, kind = "") => el("button", { class: `btn sm ${kind}`, type: "button", on: { click: does } }, says);

export class SearchBox {
  node = el("section", { class: "finding", "aria-label": words.find, hidden: true });
  #bar = el("i", {});
  #count = el("span", { class: "num faint" });
  #drawn = "";

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {Search|null} search */
  update(search) {
    this.node.hidden = search === null;
    if (!search) return;
    const key = `${search.state}/${search.variant}/${search.seed}`;
    if (key !== this.#drawn) this.#draw(search);
    this.#drawn = key;
    setText(this.#count, words.progress(search.schedules, search.seconds));
    setProperty(this.#bar, "width", `${(100 * search.schedules) / search.of}%`);
  }

  /** @param {Search} search */
  #draw(search) {
    const held = this.node.contains(document.activeElement);
    this.node.dataset.state = search.state;
    const title = knownVariant(search.variant)?.title ?? search.variant;
    this.node.replaceChildren(...(search.state === "running" ? this.#running(title) : this.#ended(search, title)));
    if (held) this.node.querySelector("button")?.focus();
  }

  /** @param {string} title */
  #running(title) {
    const cancel = button(words.cancel, () => this.send({ type: "cancel_search" }));
    return [
      el("p", { class: "finding-h" }, icon("search"), words.looking(title)),
      el("div", { class: "bar" }, this.#bar),
      el("div", { class: "sideacts" }, this.#count, cancel),
    ];
  }

  /** @param {Search} search @param {string} title */
  #ended(search, title) {
    const another = button(words.findAnother, () => this.send({ type: "find_break", variant: search.variant, seed: search.seed + 1 }), "ghost");
    if (search.state !== "found" || search.branch === null) {
      const says = search.state === "not_found" ? words.notFound(search.schedules)
        : search.state === "cancelled" ? words.cancelled(search.schedules) : words.failedSearch(search.says ?? "");
      return [el("p", { class: "finding-h" }, title), el("p", {}, says), el("div", { class: "sideacts" }, another)];
    }
    const { branch, position } = search;
    const play = button(words.play, () => this.send({ type: "play_branch", branch }), "primary");
    const show = button(words.show, () => this.send({ type: "show_break", branch, position: position ?? 0 }));
    return [
      el("p", { class: "finding-h" }, icon("alert"), words.found(search.property ?? "")),
      el("p", {}, search.says),
      el("p", { class: "faint" }, words.foundHow(search.interventions ?? 0, search.schedules, branch)),
      el("div", { class: "sideacts" }, play, show, another),
    ];
  }
}
