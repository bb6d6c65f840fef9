// What is to be picked on the stage or in the logs, while a question asks for it. Pure.

/** @import { Question, Selection } from "./frames.js" */

/**
 * @typedef {object} Picking
 * @property {string} question
 * @property {"servers"|"entries"} of
 * @property {string[]} candidates servers, or entries such as S1:4
 * @property {string|null} chosen
 */

/** @typedef {{question: string, choice: string}|null} Pick what is picked and not locked in yet */

/**
 * @param {Question|null} open the open question
 * @param {Pick} pick
 * @returns {Picking|null}
 */
export function pickingOf(open, pick) {
  if (open === null || open.picks === null) return null;
  const chosen = pick?.question === open.id ? pick.choice : null;
  return { question: open.id, of: open.picks, candidates: open.candidates, chosen };
}

/**
 * What a selection means as an answer: a server, or an entry as S1:4.
 * @param {Selection|null} selection
 */
export function choiceOf(selection) {
  if (selection?.kind === "server") return selection.id;
  return selection?.kind === "entry" ? `${selection.server}:${selection.index}` : null;
}

/**
 * @param {Picking|null} picking
 * @param {Selection|null} selection
 * @returns {Pick} what the selection picks; null when it picks nothing
 */
export function pickedBy(picking, selection) {
  const choice = choiceOf(selection);
  if (picking === null || choice === null || !picking.candidates.includes(choice)) return null;
  return { question: picking.question, choice };
}

/**
 * How a server stands to what is to be picked.
 * @param {Picking|null} picking
 * @param {string} server
 * @returns {"picked"|"pickable"|""}
 */
export function pickLook(picking, server) {
  if (picking?.of !== "servers" || !picking.candidates.includes(server)) return "";
  return picking.chosen === server ? "picked" : "pickable";
}

/**
 * The indices that may be picked in one server's log.
 * @param {Picking|null} picking
 * @param {string} server
 * @returns {string} for quick comparison: indices with commas, the chosen one marked
 */
export function pickableIn(picking, server) {
  if (picking?.of !== "entries") return "";
  return picking.candidates
    .filter((entry) => entry.startsWith(`${server}:`))
    .map((entry) => `${entry.slice(server.length + 1)}${entry === picking.chosen ? "!" : ""}`)
    .join();
}
