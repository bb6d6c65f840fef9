// The picture of a decision, made of the same cells as the logs: two log ends compared for a
// vote, the request laid over the log for an append.

import { words } from "../../words/en_panels.js";
import { el, termChip, termClass } from "../elements.js";
import { cellAt, lastIndex, termAt } from "../log_model.js";

/**
 * @import { Entry, Server, State, Step } from "../../frames.js"
 * @import { ViewModel, Why } from "../../view_types.js"
 */

const COLUMNS = 5;

/**
 * @typedef {object} Row
 * @property {string} server
 * @property {string} does
 * @property {(index: number) => HTMLElement|null} cell
 */

/**
 * @param {Why} why
 * @param {Step|null} step
 * @param {ViewModel} vm
 * @returns {HTMLElement|null}
 */
export function drawPicture(why, step, vm) {
  if (!step) return null;
  return drawVote(why, step, vm) ?? drawAppend(why, step, vm);
}

/**
 * @param {Why} why
 * @param {string} rule
 * @param {string} name
 * @returns {number|null} an operand of a rule, as the server compared it
 */
function operand(why, rule, name) {
  for (const verdict of why.verdicts) {
    if (verdict.rule !== rule) continue;
    for (const clause of verdict.clauses) {
      const value = clause.operands[name];
      if (typeof value === "number") return value;
    }
  }
  return null;
}

/**
 * @param {Why} why
 * @param {Step} step
 * @param {ViewModel} vm
 */
function drawVote(why, step, vm) {
  const decided = step.events.find((event) => event.kind === "VoteRefused" || event.kind === "VoteGranted");
  if (!decided || !("candidate" in decided)) return null;
  const theirs = end(why, "request.last_log_term", "request.last_log_index");
  const own = end(why, "node.log.last_term", "node.log.last_index");
  if (!theirs || !own || theirs.index + own.index === 0) return null;
  const last = Math.max(theirs.index, own.index, COLUMNS);
  const rows = [
    { server: decided.candidate, does: words.why.asks, cell: tail(vm, decided.candidate, theirs) },
    { server: decided.server, does: words.why.decides, cell: tail(vm, decided.server, own) },
  ];
  return figure(last - COLUMNS + 1, rows, voteCaption(theirs, own));
}

/**
 * @param {Why} why
 * @param {string} term
 * @param {string} index
 */
function end(why, term, index) {
  const of = (/** @type {string} */ name) => operand(why, "may_grant_vote", name);
  const [atTerm, atIndex] = [of(term), of(index)];
  return atTerm === null || atIndex === null ? null : { term: atTerm, index: atIndex };
}

/**
 * The end of a log. Entries before the last are drawn only from a state that ends alike,
 * so that the picture never shows a log of another time.
 * @param {ViewModel} vm
 * @param {string} id
 * @param {{term: number, index: number}} at
 * @returns {(index: number) => HTMLElement|null}
 */
function tail(vm, id, at) {
  const server = vm.state?.servers[id];
  const known = server && lastIndex(server) === at.index && termAt(server, at.index) === at.term ? server : null;
  return (index) => {
    if (index < 1 || index > at.index) return null;
    const cell = known ? cellAt(known, null, index) : null;
    if (!cell) return index === at.index ? plainCell(at.term, "stored lastc") : known && index <= known.log.snapshot.index ? plainCell(0, "gone") : null;
    const drawn = plainCell(cell.entry.term, cell.look.split(" ")[1]);
    drawn.classList.toggle("lastc", index === at.index);
    return drawn;
  };
}

/**
 * @param {{term: number, index: number}} theirs
 * @param {{term: number, index: number}} own
 */
function voteCaption(theirs, own) {
  if (theirs.term !== own.term) {
    const older = theirs.term < own.term ? words.why.olderThan : words.why.newerThan;
    return [termChip(theirs.term), older, termChip(own.term), words.why.indexBreaksTies(theirs.index, own.index)];
  }
  return [words.why.bothEnd, termChip(own.term), words.why.longerWins(theirs.index, own.index)];
}

/**
 * @param {number} term
 * @param {string} look
 */
function plainCell(term, look) {
  return el("span", { class: `cell ${look} ${termClass(term)}` }, el("b", { class: "num" }, term > 0 ? String(term) : ""));
}

/**
 * @param {Why} why
 * @param {Step} step
 * @param {ViewModel} vm
 */
function drawAppend(why, step, vm) {
  if (why.position !== vm.position || step.cause.message?.type !== "AppendEntries") return null;
  const before = vm.previous;
  const message = before?.messages.find((each) => each.id === step.cause.message?.id);
  const follower = before?.servers[step.cause.message.to];
  const { prev_log_index, prev_log_term, entries } = message ?? {};
  if (!message || !follower || prev_log_index === undefined || prev_log_term === undefined || !entries) return null;
  if (entries.length === 0 && prev_log_index === 0) return null;
  const first = Math.max(1, Math.min(prev_log_index, lastIndex(follower) === 0 ? prev_log_index : prev_log_index));
  const rows = [
    { server: message.from, does: words.why.sends, cell: request(prev_log_index, prev_log_term, entries) },
    { server: message.to, does: words.why.has, cell: held(follower, prev_log_index) },
  ];
  const own = prev_log_index === 0 ? 0 : termAt(follower, prev_log_index);
  return figure(first, rows, appendCaption(message, prev_log_index, prev_log_term, own, lastIndex(follower)));
}

/**
 * What the request carries: the entry it builds on, outlined, then the new ones.
 * @param {number} prevIndex
 * @param {number} prevTerm
 * @param {Entry[]} entries
 * @returns {(index: number) => HTMLElement|null}
 */
function request(prevIndex, prevTerm, entries) {
  return (index) => {
    if (index === prevIndex) return plainCell(prevTerm, "stored lastc");
    const entry = entries.find((each) => each.index === index);
    return entry ? plainCell(entry.term, "stored") : null;
  };
}

/**
 * @param {Server} follower
 * @param {number} prevIndex
 * @returns {(index: number) => HTMLElement|null}
 */
function held(follower, prevIndex) {
  return (index) => {
    const cell = cellAt(follower, null, index);
    if (!cell) return index <= follower.log.snapshot.index ? plainCell(0, "gone") : null;
    const drawn = plainCell(cell.entry.term, cell.look.split(" ")[1]);
    drawn.classList.toggle("lastc", index === prevIndex);
    return drawn;
  };
}

/**
 * @param {{from: string, to: string}} message
 * @param {number} prevIndex
 * @param {number} prevTerm
 * @param {number|null} own the follower's term there; null where it has no entry
 * @param {number} last
 */
function appendCaption(message, prevIndex, prevTerm, own, last) {
  if (prevIndex === 0) return [words.why.fromTheStart];
  if (own === null) return [words.why.gap(message.to, last, prevIndex)];
  if (own === prevTerm) return [words.why.sameBefore(prevIndex), termChip(prevTerm), words.why.inBoth];
  return [words.why.differs(prevIndex), termChip(prevTerm), words.why.against(message.to), termChip(own), "."];
}

/**
 * @param {number} first the index of the first column
 * @param {Row[]} rows
 * @param {(Node|string)[]} caption
 */
function figure(first, rows, caption) {
  const indices = Array.from({ length: COLUMNS }, (_, i) => first + i);
  const head = el("div", { class: "cmprow hd" }, el("span", { class: "cmpl" }), ...indices.map((index) => el("span", { class: "num" }, String(index))));
  const drawn = rows.map((row) =>
    el(
      "div",
      { class: "cmprow" },
      el("span", { class: "cmpl" }, el("b", {}, row.server), el("span", { class: "faint" }, row.does)),
      ...indices.map((index) => row.cell(index) ?? el("span")),
    )
  );
  return el("figure", { class: "cmp" }, el("div", { class: "tails", "aria-hidden": "true" }, head, ...drawn), el("figcaption", {}, ...caption));
}
