// Branches: their lane, and the picker that shows, chooses and renames them.

import { createJoin } from "../keyed.js";
import { words } from "../words/en_panels.js";
import { el, icon, setAttribute, setHidden, setText } from "./elements.js";
import { stepAt } from "./fold.js";
import { Future } from "./time_future.js";

/**
 * @import { Branch, Send, ViewModel } from "../view_types.js"
 * @import { Axis } from "./time_axis.js"
 */

const ROWS = 4;
const PITCH = 7;

/**
 * Whether a branch's history holds a position of another branch.
 * @param {Map<string, Branch>} all
 * @param {string} branch
 * @param {string} holder
 * @param {number} position
 */
function holds(all, branch, holder, position) {
  let at = all.get(branch);
  while (at && at.id !== holder) {
    if (at.parent === null || position > at.fork_position) return false;
    at = all.get(at.parent);
  }
  return at !== undefined;
}

/** Remembers when each branch was forked, which only a branch with that history can tell. */
export class Forks {
  /** @type {Map<string, number>} */
  #known = new Map();

  /** @param {ViewModel} vm */
  learn(vm) {
    if (vm.branches.every(({ id, parent }) => parent === null || this.#known.has(id))) return;
    const all = new Map(vm.branches.map((branch) => [branch.id, branch]));
    for (const branch of vm.branches) {
      if (branch.parent === null || this.#known.has(branch.id)) continue;
      if (!holds(all, vm.branch, branch.parent, branch.fork_position) && vm.branch !== branch.id) continue;
      const step = stepAt(vm.steps, branch.fork_position);
      if (step || branch.fork_position === 0) this.#known.set(branch.id, step?.time_us ?? 0);
    }
  }

  get size() {
    return this.#known.size;
  }

  /** @param {Branch} branch */
  time(branch) {
    return branch.parent === null ? 0 : this.#known.get(branch.id) ?? null;
  }
}

/**
 * @param {Branch[]} branches
 */
export function inOrder(branches) {
  return [...branches].sort((a, b) => Number(a.parent !== null) - Number(b.parent !== null) || a.fork_position - b.fork_position || (a.id < b.id ? -1 : 1));
}

export class BranchLane {
  track = el("div", { class: "tr" });
  label = el("span", { class: "lg" }, words.time.lanes.branches);
  future = new Future();
  node = el("div", { class: "lane lb" }, this.label, this.track, this.future.node);
  #lines = createJoin(this.track, {
    key: (/** @type {{branch: Branch}} */ item) => item.branch.id,
    enter: () => el("span", { class: "bline" }, el("i", { class: "bdrop" }), el("b", { class: "blabel" })),
    update: (node, item) => this.#place(node, item),
  });
  #edge = 0;
  #drawn = "";
  /** @type {Axis|null} */
  #axis = null;

  /**
   * @param {HTMLElement} node
   * @param {any} item
   */
  #place(node, item) {
    const { branch, row, from, active } = item;
    const axis = /** @type {Axis} */ (this.#axis);
    const x = Math.max(axis.x(from), -4);
    const end = Math.max(x + 2, Math.min(active ? this.#edge : axis.x(branch.time_us), axis.width));
    const look = `bline${branch.parent === null ? " main" : " alt"}${active ? " active" : ""}`;
    setAttribute(node, "class", look);
    setAttribute(node, "data-branch", branch.id);
    setAttribute(node, "title", words.time.branchTitle(branch.name, item.forked_us));
    node.style.left = `${x.toFixed(1)}px`;
    node.style.width = `${(end - x).toFixed(1)}px`;
    node.style.top = `${3 + row * PITCH}px`;
    setHidden(node, axis.x(branch.time_us) < 0 && !active);
    const drop = /** @type {HTMLElement} */ (node.firstChild);
    setHidden(drop, branch.parent === null || x < 0);
    drop.style.height = `${(row - item.parentRow) * PITCH}px`;
    const label = /** @type {HTMLElement} */ (node.lastChild);
    setText(label, item.labelled ? words.time.branchName(branch) : "");
    label.classList.toggle("inside", end > axis.width - 90);
  }

  /**
   * @param {Axis} axis
   * @param {ViewModel} vm
   * @param {Forks} forks
   * @param {number} edge x of the live edge
   */
  draw(axis, vm, forks, edge) {
    const told = vm.branches.map(({ id, name, time_us }) => `${id} ${name} ${id === vm.branch ? "" : time_us}`);
    const key = `${axis.changes} ${edge} ${vm.branch} ${told}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.#axis = axis;
    this.#edge = edge;
    const ordered = inOrder(vm.branches);
    const rows = new Map(ordered.map((branch, row) => [branch.id, row]));
    const items = ordered.slice(0, ROWS).map((branch, row) => ({
      branch,
      row,
      parentRow: branch.parent === null ? row : rows.get(branch.parent) ?? 0,
      from: forks.time(branch) ?? branch.time_us,
      forked_us: forks.time(branch),
      active: branch.id === vm.branch,
      labelled: ordered.length > 1 && branch.parent !== null,
    }));
    this.#lines(items);
    setText(this.label, words.time.lanes.branches + (ordered.length > ROWS ? ` +${ordered.length - ROWS}` : ""));
    setAttribute(this.node, "data-rows", String(Math.max(2, items.length)));
  }
}

/**
 * The picker: a button that names the branch, and a list that opens above it.
 * @param {Send} send
 */
export function createPicker(send) {
  const name = el("span", { class: "brname" });
  const button = el("button", { class: "btn ghost br", type: "button", "aria-haspopup": "true", "aria-expanded": "false" }, icon("fork"), name, icon("chevd"));
  const items = el("ul", { class: "brlist" });
  const list = el("div", { class: "brmenu", hidden: true, role: "group", "aria-label": words.time.branches }, items);
  const node = el("span", { class: "branch" }, button, list);
  /** @type {ViewModel|null} */
  let vm = null;
  let shown = "";
  /** @type {unknown[]} */
  let looked = [];

  /** @param {boolean} open */
  function toggle(open) {
    list.hidden = !open;
    setAttribute(button, "aria-expanded", String(open));
    if (open) list.querySelector("button")?.focus();
  }

  button.addEventListener("click", () => toggle(Boolean(list.hidden)));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    toggle(false);
    button.focus();
  });
  node.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !node.contains(event.relatedTarget)) toggle(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!list.hidden && event.target instanceof Node && !node.contains(event.target)) toggle(false);
  });

  return {
    node,
    /**
     * @param {ViewModel} next
     * @param {Forks} forks
     */
    update(next, forks) {
      vm = next;
      const look = [vm.branches, vm.branch, forks.size];
      if (look.every((each, i) => each === looked[i])) return;
      looked = list.querySelector("input") ? [] : look;
      const current = vm.branches.find((branch) => branch.id === next.branch);
      setText(name, current ? words.time.branchName(current) : next.branch);
      const key = JSON.stringify([vm.branch, vm.branches.map((branch) => [branch.id, branch.name, forks.time(branch)])]);
      if (key === shown || list.querySelector("input")) return;
      shown = key;
      items.replaceChildren(...inOrder(vm.branches).map((branch) => createItem(branch, branch.id === next.branch, forks, send, () => toggle(false), !next.recorded)));
    },
  };
}

/**
 * @param {Branch} branch
 * @param {boolean} current
 * @param {Forks} forks
 * @param {Send} send
 * @param {() => void} close
 * @param {boolean} renames
 */
function createItem(branch, current, forks, send, close, renames) {
  const choose = el("button", { class: "brpick", type: "button", "aria-pressed": String(current) });
  choose.append(el("b", {}, words.time.branchName(branch)), el("span", { class: "faint" }, words.time.forked(forks.time(branch), branch.parent === null)));
  choose.addEventListener("click", () => {
    close();
    send({ type: "branch", branch: branch.id });
  });
  const rename = el("button", { class: "btn ghost sm", type: "button", "aria-label": words.time.renameBranch(branch.name) }, words.time.rename);
  const item = el("li", {}, choose, renames && rename);
  rename.addEventListener("click", () => {
    const input = el("input", { class: "input", value: branch.name, maxlength: 40, "aria-label": words.time.renameBranch(branch.name) });
    const form = el("form", { class: "brform" }, input);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = input.value.trim();
      item.replaceChildren(choose, rename);
      if (name && name !== branch.name) send({ type: "rename", branch: branch.id, name });
      rename.focus();
    });
    item.replaceChildren(form);
    input.select();
  });
  return item;
}
