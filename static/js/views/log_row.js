// One server's row of the log matrix. Only the cells inside the window are built.

import { words } from "../words/en_panels.js";
import { el, icon, roleGlyph, setAttribute, setHidden, setProperty, setText, termChip, termClass } from "./elements.js";
import { cellAt, cellLabel, fullText, isConflicting, lastIndex, shortText } from "./log_model.js";

/**
 * @import { Server, State } from "../frames.js"
 * @import { Columns } from "./log_model.js"
 */

const STRIKE_MS = 1000; // what replaces the fall when motion is reduced

/**
 * @typedef {object} RowProps
 * @property {string} id
 * @property {number} order its place among the rows, from 0
 * @property {Server} server
 * @property {Server|null} above the server of the row above
 * @property {State} state
 * @property {Columns} columns
 * @property {number} first first index in the window
 * @property {number} last
 * @property {"term"|"command"|"full"} size
 * @property {boolean} selected
 * @property {number|null} picked the selected entry of this row
 * @property {number|null} active the entry the keyboard is on
 * @property {string} pickable indices that may be picked as an answer, with commas; the chosen one ends in !
 * @property {[number, number]|null} ghosts indices on their way to this server
 * @property {boolean} falls entries that vanished are shown falling
 * @property {boolean} calm
 */

/**
 * @typedef {object} Built
 * @property {HTMLElement} node
 * @property {number} term
 * @property {string} look
 * @property {string} text
 */

/**
 * @param {string} id
 */
export function createRow(id) {
  const header = el("span", { class: "mx-g", role: "rowheader", "aria-colindex": 1, "data-server": id });
  const mark = (/** @type {string} */ look, /** @type {boolean} */ hidden) => el("span", { class: look, hidden, "aria-hidden": "true" });
  const front = mark("front", false);
  const join = mark("front-h", false);
  const match = mark("mk match", true);
  const next = mark("mk next", true);
  const note = mark("conf-note", true);
  const snap = el("span", { class: "snap", role: "gridcell", hidden: true });
  const node = el("div", { class: "mx-row", role: "row", "data-server": id }, header, snap, front, join, match, next, note);
  /** @type {Map<number, Built>} */
  const cells = new Map();
  /** @type {HTMLElement[]} */
  let ghosts = [];
  /** @type {RowProps|null} */
  let shown = null;
  const parts = { node, header, front, join, match, next, note, snap };

  return {
    node,
    /** @param {RowProps} props */
    update(props) {
      if (shown && isSame(shown, props)) return;
      updateHeader(parts, props, shown);
      updateCells(node, cells, props, shown);
      updateSnapshot(parts, props);
      updateFrontier(parts, props);
      updateMarks(parts, props);
      ghosts = updateGhosts(node, ghosts, props, shown);
      shown = props;
    },
  };
}

/**
 * @param {RowProps} a
 * @param {RowProps} b
 */
function isSame(a, b) {
  const leader = (/** @type {RowProps} */ p) => p.columns.leader ? p.state.servers[p.columns.leader] : null;
  return looksSame(a.server, b.server) && a.above?.commit_index === b.above?.commit_index &&
    leadsSame(leader(a), leader(b), a.id) && a.columns.base === b.columns.base && a.columns.leader === b.columns.leader && a.first === b.first && a.last === b.last && a.size === b.size &&
    a.selected === b.selected && a.picked === b.picked && a.active === b.active && a.pickable === b.pickable &&
    a.ghosts?.[0] === b.ghosts?.[0] && a.ghosts?.[1] === b.ghosts?.[1];
}

/** What a row shows of its server: most steps of a quiet run change only timers. @param {Server} a @param {Server} b */
function looksSame(a, b) {
  return a === b || (a.log === b.log && a.commit_index === b.commit_index && a.last_applied === b.last_applied &&
    a.durable_index === b.durable_index && a.term === b.term && a.role === b.role && a.up === b.up);
}

/** What a row shows of the leader. @param {Server|null} a @param {Server|null} b @param {string} id */
function leadsSame(a, b, id) {
  const [one, two] = [a?.progress[id], b?.progress[id]];
  return a === b || (a?.log === b?.log && a?.term === b?.term && one?.match_index === two?.match_index && one?.next_index === two?.next_index);
}

/**
 * @typedef {{node: HTMLElement, header: HTMLElement, front: HTMLElement, join: HTMLElement, match: HTMLElement, next: HTMLElement, note: HTMLElement, snap: HTMLElement}} Parts
 */

/**
 * @param {Parts} parts
 * @param {RowProps} props
 * @param {RowProps|null} shown
 */
function updateHeader(parts, props, shown) {
  const { server } = props;
  parts.node.classList.toggle("sel", props.selected);
  setAttribute(parts.node, "aria-rowindex", String(props.order + 2));
  setAttribute(parts.header, "aria-label", words.logs.rowLabel(props.id, server));
  const before = shown?.server;
  if (before && before.term === server.term && before.role === server.role && before.up === server.up) return;
  parts.header.replaceChildren(roleGlyph(server), el("b", {}, props.id), termChip(server.term));
  parts.node.classList.toggle("down", !server.up);
}

/**
 * @param {HTMLElement} node
 * @param {Map<number, Built>} cells
 * @param {RowProps} props
 * @param {RowProps|null} shown
 */
function updateCells(node, cells, props, shown) {
  const { server, columns } = props;
  const end = lastIndex(server);
  for (const [index, built] of cells) {
    const gone = index > end || index <= server.log.snapshot.index;
    if (gone && index > server.log.snapshot.index && props.falls) fall(node, built.node, props.calm);
    if (gone || index < props.first || index > props.last) {
      built.node.remove();
      cells.delete(index);
    }
  }
  const leader = columns.leader ? props.state.servers[columns.leader] : null;
  const picks = new Map(props.pickable ? props.pickable.split(",").map((index) => [Number.parseInt(index), index.endsWith("!")]) : []);
  const rebased = shown !== null && shown.columns.base !== columns.base;
  for (let index = Math.max(props.first, server.log.snapshot.index + 1); index <= Math.min(props.last, end); index++) {
    const cell = cellAt(server, leader, index);
    if (!cell) continue;
    let { look } = cell;
    if (props.picked === index) look += " picked";
    if (props.active === index) look += " active";
    const pick = picks.get(index);
    if (pick !== undefined) look += pick ? " pickable chosen" : " pickable";
    const text = props.size === "full" ? fullText(cell.entry) : shortText(cell.entry);
    let built = cells.get(index);
    if (built && built.term !== cell.entry.term && props.falls) fall(node, built.node, props.calm);
    if (!built) {
      built = buildCell(props.id, index);
      cells.set(index, built);
      node.append(built.node);
    } else if (built.look === look && built.text === text && !rebased) continue;
    const spoken = pick === undefined ? "" : `, ${pick ? words.lesson.pick.spokenChosen : words.lesson.pick.spoken}`;
    fillCell(built, cell.entry.term, look, text, `${cellLabel(cell, columns.leader)}${spoken}`);
    setProperty(built.node, "--i", String(index - columns.base - 1));
    setAttribute(built.node, "aria-colindex", String(columnOf(columns, index)));
  }
}

/**
 * The number of a column for screen readers: the row header is 1, a shared column of compacted entries 2.
 * @param {Columns} columns
 * @param {number} index
 */
export function columnOf(columns, index) {
  return index - columns.base + (columns.base > 0 ? 2 : 1);
}

/**
 * @param {string} id
 * @param {number} index
 * @returns {Built}
 */
function buildCell(id, index) {
  const node = el("span", { role: "gridcell", id: `cell-${id}-${index}`, "data-index": index }, el("b", { class: "num" }), el("i", { class: "num" }));
  return { node, term: 0, look: "", text: "" };
}

/**
 * @param {Built} built
 * @param {number} term
 * @param {string} look
 * @param {string} text
 * @param {string} label
 */
function fillCell(built, term, look, text, label) {
  built.term = term;
  built.look = look;
  built.text = text;
  built.node.className = look;
  setText(/** @type {Element} */ (built.node.firstChild), String(term));
  setText(/** @type {Element} */ (built.node.lastChild), text);
  setAttribute(built.node, "aria-label", label);
}

/**
 * A removed entry tips and falls away; with reduced motion it stands struck for a second.
 * @param {HTMLElement} row
 * @param {HTMLElement} cell
 * @param {boolean} calm
 */
function fall(row, cell, calm) {
  const ghost = /** @type {HTMLElement} */ (cell.cloneNode(true));
  ghost.removeAttribute("id");
  ghost.removeAttribute("role");
  ghost.setAttribute("aria-hidden", "true");
  ghost.classList.add(calm ? "struck" : "cutting");
  row.append(ghost);
  if (calm) setTimeout(() => ghost.remove(), STRIKE_MS);
  else ghost.addEventListener("animationend", () => ghost.remove());
}

/**
 * @param {Parts} parts
 * @param {RowProps} props
 */
function updateSnapshot(parts, props) {
  const { snapshot } = props.server.log;
  setHidden(parts.snap, snapshot.index === 0);
  if (snapshot.index === 0) return;
  setProperty(parts.snap, "--i", String(snapshot.index - props.columns.base));
  const key = `${snapshot.index}@${snapshot.term} ${props.columns.base}`;
  if (parts.snap.dataset.key === key) return;
  parts.snap.dataset.key = key;
  const wide = snapshot.index > props.columns.base;
  parts.snap.replaceChildren(
    icon("camera"),
    el("span", { class: "num" }, words.logs.range(1, snapshot.index)),
    wide ? el("span", { class: `snapterm ${termClass(snapshot.term)}` }, words.logs.lastTerm(snapshot.term)) : "",
  );
  setAttribute(parts.snap, "aria-label", words.logs.snapshotLabel(snapshot.index, snapshot.term));
  setAttribute(parts.snap, "aria-colindex", "2");
}

/**
 * A line stands after each row's commitIndex; a piece joins it to the line of the row above.
 * @param {Parts} parts
 * @param {RowProps} props
 */
function updateFrontier(parts, props) {
  const { base } = props.columns;
  const here = Math.max(0, props.server.commit_index - base);
  setProperty(parts.front, "--c", String(here));
  const above = props.above ? Math.max(0, props.above.commit_index - base) : here;
  setHidden(parts.join, above === here);
  setProperty(parts.join, "--a", String(Math.min(above, here)));
  setProperty(parts.join, "--b", String(Math.max(above, here)));
}

/**
 * What the leader believes of this follower, and where its log differs from the leader's.
 * @param {Parts} parts
 * @param {RowProps} props
 */
function updateMarks(parts, props) {
  const { columns, server } = props;
  const leader = columns.leader ? props.state.servers[columns.leader] : null;
  const progress = leader?.progress[props.id];
  setHidden(parts.match, !progress || progress.match_index <= columns.base);
  setHidden(parts.next, !progress || progress.next_index <= columns.base);
  if (leader && progress) {
    const ink = termClass(leader.term);
    parts.match.className = `mk match ${ink}`;
    parts.next.className = `mk next ${ink}`;
    setProperty(parts.match, "--c", String(progress.match_index - columns.base));
    setProperty(parts.next, "--c", String(progress.next_index - columns.base - 1));
    setAttribute(parts.match, "title", words.logs.matchTitle(columns.leader ?? "", progress.match_index));
    setAttribute(parts.next, "title", words.logs.nextTitle(columns.leader ?? "", progress.next_index));
  }
  const end = lastIndex(server);
  const conflict = leader !== null && end > columns.base && isConflicting(server, leader, end);
  setHidden(parts.note, !conflict);
  if (conflict) {
    setText(parts.note, words.logs.conflicts(columns.leader ?? ""));
    setProperty(parts.note, "--i", String(end - columns.base));
  }
}

/**
 * Dotted outlines of the entries that the hovered message would bring.
 * @param {HTMLElement} node
 * @param {HTMLElement[]} ghosts
 * @param {RowProps} props
 * @param {RowProps|null} shown
 */
function updateGhosts(node, ghosts, props, shown) {
  const unchanged = shown?.ghosts?.[0] === props.ghosts?.[0] && shown?.ghosts?.[1] === props.ghosts?.[1];
  if (unchanged && shown?.columns.base === props.columns.base) return ghosts;
  for (const ghost of ghosts) ghost.remove();
  const [from, to] = props.ghosts ?? [1, 0];
  const made = [];
  for (let index = Math.max(from, props.first); index <= Math.min(to, props.last); index++) {
    const ghost = el("span", { class: "cell ghost", "aria-hidden": "true" });
    setProperty(ghost, "--i", String(index - props.columns.base - 1));
    node.append(ghost);
    made.push(ghost);
  }
  return made;
}
