// The log matrix: a row for each server, a column for each index, and only what is in view is built.

import { keysWanted } from "../shell.js";
import { steadyMark } from "../steady.js";
import { words } from "../words/en_panels.js";
import { el, icon, setAttribute, setHidden, setProperty, setText } from "./elements.js";
import { createBar } from "./log_bar.js";
import { createMap } from "./log_map.js";
import { columnsOf, committedAt, entryAt, isCommitted, writtenAt } from "./log_model.js";
import { incoming, moveBy, preview } from "./log_places.js";
import { pickableIn } from "../picking.js";
import { columnOf, createRow } from "./log_row.js";
import { createSplit } from "./log_split.js";
import { LogWindow } from "./log_window.js";

/**
 * @import { Entry, State } from "../frames.js"
 * @import { Send, View, ViewModel } from "../view_types.js"
 * @import { Columns } from "./log_model.js"
 * @import { Size } from "./log_bar.js"
 * @import { Place } from "./log_places.js"
 */

/** Entries that vanish over a longer jump do not fall: they are just gone. */
const CLOSE_STEPS = 64;

class LogMatrix {
  /** @type {ViewModel|null} */
  #vm = null;
  /** @type {Columns} */
  #columns = { base: 0, last: 0, count: 1, noted: false, leader: null };
  /** @type {Map<string, ReturnType<typeof createRow>>} */
  #rows = new Map();
  /** @type {Map<number, HTMLElement>} */
  #heads = new Map();
  /** @type {Size} */
  #size = "command";
  #shown = { position: 0, branch: "" };
  /** @type {Place|null} where the keyboard is */
  #active = null;

  #snapHead = el("span", { class: "mx-h snapcol num", role: "columnheader", "aria-colindex": 2, hidden: true });
  #headRow = el("div", { class: "mx-row mx-head", role: "row", "aria-rowindex": 1 });
  #column = el("span", { class: "mx-col", hidden: true, "aria-hidden": "true" });
  #matrix = el("div", { class: "mx", role: "grid", tabindex: 0, "aria-label": words.logs.label, "aria-readonly": "true" });
  #wrap = el("div", { class: "mx-wrap" }, this.#matrix);
  #tail = el("button", { class: "btn sm tailb", type: "button", hidden: true }, words.logs.tail, icon("chevr"));
  #empty = el("p", { class: "mx-empty faint", hidden: true }, words.logs.empty);
  #window = new LogWindow(this.#wrap);
  #map = createMap((index) => this.#center(index));
  #bar = createBar({ resize: (size) => this.#resize(size), goTo: (index) => this.#goTo(index) });

  /**
   * @param {HTMLElement} root
   * @param {Send} send
   */
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.#headRow.append(
      el("span", { class: "mx-g faint", role: "columnheader", "aria-colindex": 1 }, words.logs.index),
      this.#snapHead,
    );
    this.#matrix.append(this.#column, this.#headRow);
    root.append(createSplit(root), this.#bar.node, el("div", { class: "mx-box" }, this.#wrap, this.#tail, this.#empty), this.#map.node);
    root.dataset.cell = this.#size;
    this.#listen();
    new ResizeObserver(() => this.#measure()).observe(this.#wrap);
  }

  #listen() {
    const matrix = this.#matrix;
    matrix.addEventListener("click", (event) => this.#clicked(event));
    matrix.addEventListener("dblclick", (event) => this.#doubleClicked(event));
    matrix.addEventListener("keydown", (event) => this.#pressed(event));
    matrix.addEventListener("pointerover", (event) => this.#hover(this.#cellOf(event.target)));
    matrix.addEventListener("pointerleave", () => this.#hover(null));
    matrix.addEventListener("focus", () => this.#draw());
    matrix.addEventListener("blur", () => this.#draw());
    this.#wrap.addEventListener("scroll", () => {
      if (this.#window.adopt()) this.#draw();
    });
    this.#wrap.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "g" || !keysWanted() || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest("input, select, textarea, dialog")) return;
      event.preventDefault();
      this.#bar.open();
    });
    this.#tail.addEventListener("click", () => {
      this.#window.follow = true;
      this.#draw();
    });
  }

  /** @param {ViewModel} vm */
  update(vm) {
    const before = this.#vm;
    this.#vm = vm;
    const sameDesk = before !== null && vm.selection === before.selection && vm.hover === before.hover &&
      vm.branch === before.branch && vm.questions === before.questions;
    if (sameDesk && (vm.state === before.state || this.#isSteady(vm, before))) return;
    if (this.#window.isMeasured) this.#draw();
    else this.#measure();
  }

  /** Whether a step changed nothing that is seen here. @param {ViewModel} vm @param {ViewModel} before */
  #isSteady(vm, before) {
    const watched = (vm.hover ?? vm.selection)?.kind === "message";
    return !watched && vm.state !== null && before.state !== null && steadyMark(vm.state.servers) === steadyMark(before.state.servers);
  }

  #measure() {
    this.#window.measure(this.root);
    this.#draw();
  }

  /** @param {Size} size */
  #resize(size) {
    this.#size = size;
    this.root.dataset.cell = size;
    this.#measure();
  }

  /** @param {number} index */
  #center(index) {
    this.#window.center(index);
    this.#draw();
  }

  /** @param {number} index */
  #goTo(index) {
    const state = this.#vm?.state;
    if (!state) return;
    const bounded = Math.max(this.#columns.base + 1, Math.min(this.#columns.last, index));
    this.#active = { server: this.#columns.leader ?? Object.keys(state.servers)[0], index: bounded };
    this.#center(bounded);
    this.#matrix.focus();
  }

  /** A plain wheel over a long log goes along it. @param {WheelEvent} event */
  #wheel(event) {
    if (this.#window.furthest === 0 || event.ctrlKey || event.shiftKey) return;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    this.#wrap.scrollLeft = this.#window.left + event.deltaY;
  }

  #draw() {
    const vm = this.#vm;
    if (!vm?.state) return;
    const { state } = vm;
    const columns = columnsOf(state);
    this.#columns = columns;
    setProperty(this.#matrix, "--n", String(columns.count));
    this.root.classList.toggle("has-snap", columns.base > 0);
    this.root.classList.toggle("has-note", columns.noted);
    setHidden(this.#empty, columns.last > 0);
    this.#window.setColumns(columns);
    const overflows = this.#window.furthest > 0;
    setHidden(this.#tail, this.#window.follow || !overflows);
    this.#drawHeads();
    this.#drawRows(vm, state);
    this.#bar.leader(columns.leader, columns.leader ? state.servers[columns.leader].term : 0);
    const [from, to] = this.#window.visible;
    this.#map.update(state, columns, overflows, [from, Math.min(to, columns.base + columns.count)]);
    setAttribute(this.#matrix, "aria-rowcount", String(Object.keys(state.servers).length + 1));
    setAttribute(this.#matrix, "aria-colcount", String(columnOf(columns, columns.last)));
  }

  #drawHeads() {
    const { base } = this.#columns;
    const [first, last] = this.#window.built;
    setHidden(this.#snapHead, base === 0);
    setText(this.#snapHead, words.logs.compacted(base));
    for (const [index, node] of this.#heads) {
      if (index >= first && index <= last) continue;
      node.remove();
      this.#heads.delete(index);
    }
    for (let index = first; index <= last; index++) {
      let node = this.#heads.get(index);
      if (!node) {
        node = el("span", { class: "mx-h num", role: "columnheader" }, String(index));
        this.#heads.set(index, node);
        this.#headRow.append(node);
      }
      setProperty(node, "--i", String(index - base - 1));
      setAttribute(node, "aria-colindex", String(columnOf(this.#columns, index)));
    }
  }

  /**
   * @param {ViewModel} vm
   * @param {State} state
   */
  #drawRows(vm, state) {
    const servers = Object.keys(state.servers);
    for (const [id, row] of this.#rows) {
      if (id in state.servers) continue;
      row.node.remove();
      this.#rows.delete(id);
    }
    const ahead = vm.position - this.#shown.position;
    const falls = vm.branch === this.#shown.branch && ahead > 0 && ahead <= CLOSE_STEPS;
    const active = document.activeElement === this.#matrix ? this.#active : null;
    servers.forEach((id, order) => {
      const row = this.#rows.get(id) ?? createRow(id);
      this.#rows.set(id, row);
      const place = this.#matrix.children[order + 2] ?? null;
      if (place !== row.node) this.#matrix.insertBefore(row.node, place);
      const above = order > 0 ? state.servers[servers[order - 1]] : null;
      row.update(this.#rowProps(vm, state, { id, order, above, falls, active }));
    });
    setAttribute(this.#matrix, "aria-activedescendant", active ? `cell-${active.server}-${active.index}` : null);
    this.#shown = { position: vm.position, branch: vm.branch };
  }

  /**
   * @param {ViewModel} vm
   * @param {State} state
   * @param {{id: string, order: number, above: import("../frames.js").Server|null, falls: boolean, active: Place|null}} row
   */
  #rowProps(vm, state, row) {
    const { id, active } = row;
    const [first, last] = this.#window.built;
    const entry = vm.selection?.kind === "entry" && vm.selection.server === id ? vm.selection : null;
    return {
      ...row,
      server: state.servers[id],
      state,
      columns: this.#columns,
      first,
      last,
      size: this.#size,
      selected: entry !== null || (vm.selection?.kind === "server" && vm.selection.id === id),
      picked: entry ? entry.index : null,
      active: active?.server === id ? active.index : null,
      pickable: pickableIn(vm.picking ?? null, id),
      ghosts: incoming(vm, state, id),
      calm: vm.calm,
    };
  }

  /**
   * @param {EventTarget|null} target
   * @returns {(Place & {entry: Entry})|null}
   */
  #cellOf(target) {
    const cell = target instanceof Element ? target.closest(".cell[data-index]") : null;
    const row = cell?.closest("[data-server]");
    if (!(cell instanceof HTMLElement) || !(row instanceof HTMLElement)) return null;
    const server = row.dataset.server ?? "";
    const index = Number(cell.dataset.index);
    const owner = this.#vm?.state?.servers[server];
    const entry = owner ? entryAt(owner, index) : undefined;
    return entry ? { server, index, entry } : null;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const header = event.target instanceof Element ? event.target.closest(".mx-g[data-server]") : null;
    const cell = this.#cellOf(event.target);
    if (cell) this.#choose(cell);
    else if (header instanceof HTMLElement) {
      this.send({ type: "select", selection: { kind: "server", id: header.dataset.server ?? "" } });
    }
  }

  /** @param {MouseEvent} event */
  #doubleClicked(event) {
    const cell = this.#cellOf(event.target);
    if (cell) this.#showCommit(cell.entry);
  }

  /** Selects an entry and asks why it was written. @param {Place} place */
  #choose({ server, index }) {
    if (!this.#vm) return;
    this.#active = { server, index };
    this.send({ type: "select", selection: { kind: "entry", id: `${server}:${index}`, server, index } });
    this.send({ type: "tab", tab: "why" });
    const position = writtenAt(this.#vm.steps, server, index, this.#vm.position);
    if (position !== null) this.send({ type: "explain", position, server });
  }

  /** Selects the event that committed an entry. @param {Entry} entry */
  #showCommit(entry) {
    const vm = this.#vm;
    if (!vm?.state || !isCommitted(vm.state, entry)) return;
    const step = committedAt(vm.steps, entry.index, vm.position);
    if (!step) return;
    this.send({ type: "select", selection: { kind: "event", id: String(step.position), position: step.position } });
    this.send({ type: "tab", tab: "why" });
  }

  /** @param {(Place & {entry: Entry})|null} cell */
  #hover(cell) {
    const vm = this.#vm;
    this.#column.hidden = !cell;
    this.#bar.preview(cell && vm?.state ? preview(vm, vm.state, cell.entry) : null);
    if (cell) setProperty(this.#column, "--i", String(cell.index - this.#columns.base - 1));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const state = this.#vm?.state;
    if (!state || event.ctrlKey || event.altKey || event.metaKey) return;
    const known = this.#active && state.servers[this.#active.server] ? this.#active : null;
    const at = known ?? { server: Object.keys(state.servers)[0], index: this.#columns.last };
    if (event.key === "Enter") {
      const entry = entryAt(state.servers[at.server], at.index);
      if (entry && event.shiftKey) this.#showCommit(entry);
      else if (entry) this.#choose(at);
    } else {
      const moved = event.shiftKey ? null : moveBy(state, at, event.key);
      if (!moved) return;
      this.#active = moved;
      const [from, to] = this.#window.visible;
      if (moved.index <= from || moved.index >= to) this.#window.center(moved.index);
    }
    event.preventDefault();
    event.stopPropagation();
    this.#draw();
  }
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 * @returns {View}
 */
export function createLogs(root, send) {
  return new LogMatrix(root, send);
}
