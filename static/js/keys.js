// The keyboard: transport, selection, and what can be done to what is selected.

/** @import { Action, Selection, Tab } from "./frames.js" */
/** @import { Lab } from "./lab.js" */

import { menuFor } from "./menus.js";
import { isTyping, keysWanted } from "./shell.js";
import { viewModel } from "./view_model.js";
import { pressed } from "./views/menu.js";

export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20];
const TABS = /** @type {Tab[]} */ (["state", "why", "safety", "metrics"]);

/** @param {Lab} lab @param {1|-1} by @returns {Action} */
function nextSpeed(lab, by) {
  const { speed } = lab.desk.pace;
  const faster = SPEEDS.find((one) => one > speed) ?? speed;
  const slower = SPEEDS.findLast((one) => one < speed) ?? speed;
  return { type: "speed", value: by > 0 ? faster : slower };
}

/** @param {Lab} lab @returns {Action} */
function playOrPause(lab) {
  const { playhead, desk } = lab;
  return { type: (playhead.live ? desk.pace.playing : playhead.replaying) ? "pause" : "play" };
}

/**
 * Keys that mean the same wherever the focus is.
 * @param {Lab} lab
 * @returns {Record<string, () => Action>}
 */
function everywhere(lab) {
  return {
    " ": () => playOrPause(lab),
    ArrowLeft: () => ({ type: "step", by: -1 }),
    ArrowRight: () => ({ type: "step", by: 1 }),
    "Shift+ArrowLeft": () => ({ type: "interesting", by: -1 }),
    "Shift+ArrowRight": () => ({ type: "interesting", by: 1 }),
    Home: () => ({ type: "seek", position: 0 }),
    End: () => ({ type: "live" }),
    "-": () => nextSpeed(lab, -1),
    "=": () => nextSpeed(lab, 1),
    "+": () => nextSpeed(lab, 1),
    "0": () => ({ type: "speed", value: 1 }),
    "?": () => ({ type: "help" }),
    "[": () => ({ type: "rail", side: "lesson" }),
    "]": () => ({ type: "rail", side: "inspector" }),
    "Shift+H": () => ({ type: "directive", text: "heal" }),
    "Shift+P": () => ({ type: "projector" }),
    y: () => why(lab),
    z: () => ({ type: "view", view: "other" }),
    v: () => ({ type: "tool", tool: "select" }),
    b: () => ({ type: "tool", tool: "partition" }),
    f: () => ({ type: "fork" }),
    m: () => ({ type: "compare", branch: "previous" }),
    Escape: () => leave(lab),
  };
}

/** Out of the panel that is open, then of what is selected, then of the projector mode. @param {Lab} lab @returns {Action} */
function leave(lab) {
  const { side, projector, selection } = lab.desk;
  if (side) return { type: "side", side: null };
  return projector && !selection ? { type: "projector" } : { type: "select", selection: null };
}

/** Why of the selected event, or of the step on show. @param {Lab} lab @returns {Action} */
function why(lab) {
  const { selection } = lab.desk;
  const position = selection?.kind === "event" ? selection.position : lab.playhead.position;
  return { type: "select", selection: { kind: "event", id: String(position), position } };
}

/** @param {KeyboardEvent} event */
function nameOf(event) {
  const arrow = event.key.startsWith("Arrow");
  if (event.shiftKey && arrow) return `Shift+${event.key}`;
  if (event.shiftKey && /^[HP]$/.test(event.key)) return `Shift+${event.key}`;
  return /^[A-Z]$/.test(event.key) ? event.key.toLowerCase() : event.key;
}

/** Space and Enter belong to the control in focus. @param {KeyboardEvent} event */
function belongsToControl(event) {
  if (!(event.target instanceof Element)) return false;
  if (event.key === " " || event.key === "Enter") {
    return event.target.closest("button, a, summary, input, [role=menuitem], [role=option]") !== null;
  }
  const arrows = event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End";
  return arrows && event.target.closest("[role=slider], [role=tab], [role=radio], input, dialog") !== null;
}

/** @param {Selection|null} selection */
function middleOf(selection) {
  const attribute = selection?.kind === "link" ? "data-link" : selection?.kind === "message" ? "data-message" : "data-server";
  const node = selection && document.querySelector(`#stage [${attribute}="${CSS.escape(selection.id)}"]`);
  const box = node?.getBoundingClientRect();
  return box ? { x: box.right, y: box.top } : { x: innerWidth / 2, y: innerHeight / 3 };
}

/** The number keys choose servers in ring order. @param {Lab} lab @param {string} key @returns {Action|null} */
function pickServer(lab, key) {
  const { store, playhead } = lab;
  const ids = Object.keys(store.stateAt(playhead.branch, playhead.position)?.servers ?? {});
  const id = ids[Number(key) - 1];
  return id ? { type: "select", selection: { kind: "server", id } } : null;
}

/** What the menu of the selection has under this key. @param {Lab} lab @param {KeyboardEvent} event */
function doToSelection(lab, event) {
  const { selection } = lab.desk;
  if (!selection) return false;
  if (event.key === "Enter" && selection.kind !== "event" && selection.kind !== "entry") {
    lab.openMenu(selection, middleOf(selection));
    return true;
  }
  const menu = menuFor(selection, viewModel(lab.store, lab.playhead, lab.desk, performance.now()));
  const item = menu?.groups.flat().find((one) => pressed(one.key, event));
  if (!item) return false;
  if (item.why) lab.notify({ says: `${item.why}.` });
  else if (item.prompt) lab.openPrompt(selection, middleOf(selection), item.prompt);
  else if (item.action) lab.send(item.action);
  else if (item.script) lab.send({ type: "directive", text: item.script });
  return true;
}

/**
 * With the keys turned off, what is left is what any button does: it is pressed while the focus is on it.
 * @param {Lab} lab
 * @param {KeyboardEvent} event
 */
function handleFocused(lab, event) {
  if (event.key === "Escape") lab.send({ type: "select", selection: null });
  const onStage = event.target instanceof Element && event.target.closest(".stage-svg .hit") !== null;
  return onStage && event.key === "Enter" && doToSelection(lab, event);
}

/** @param {Lab} lab @param {KeyboardEvent} event @returns {boolean} whether the key was one of ours */
function handle(lab, event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    lab.send({ type: "palette" });
    return true;
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey) {
    lab.send({ type: "undo" });
    return true;
  }
  if (!keysWanted()) return handleFocused(lab, event);
  if (event.ctrlKey || event.metaKey) return false;
  if (event.altKey) {
    const comparing = lab.desk.view === "spacetime" && lab.desk.compared.includes(lab.playhead.branch);
    const tab = event.key === "1" && comparing ? "compare" : TABS[Number(event.key) - 1];
    if (tab) lab.send({ type: "tab", tab });
    return tab !== undefined;
  }
  if (event.key === "n" || event.key === "N") {
    document.querySelector("#client input")?.dispatchEvent(new CustomEvent("wanted", { bubbles: true }));
    return true;
  }
  if (doToSelection(lab, event)) return true;
  const action = /^[1-9]$/.test(event.key) ? pickServer(lab, event.key) : everywhere(lab)[nameOf(event)]?.();
  if (action) lab.send(action);
  return Boolean(action);
}

/** @param {Lab} lab */
export function listenToKeys(lab) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape" && event.target instanceof HTMLElement) event.target.blur();
      return;
    }
    if (belongsToControl(event) || document.querySelector("dialog[open]")) return;
    if (handle(lab, event)) event.preventDefault();
  });
}
