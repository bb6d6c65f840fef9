// What somebody looks at, as it is told to the class, and how it is shown to whoever follows.

/** @import { Looked } from "./frames.js" */
/** @import { Lab } from "../lab.js" */
/** @import { Selection, Tab, ViewModel } from "../view_types.js" */

const TABS = ["compare", "state", "why", "safety", "metrics"];

/** @param {Selection|null} selection @returns {string|null} */
export function nameOf(selection) {
  if (!selection) return null;
  if (selection.kind === "entry") return `entry:${selection.server}:${selection.index}`;
  return selection.kind === "event" ? `event:${selection.position}` : `${selection.kind}:${selection.id}`;
}

/** @param {string|null} name @returns {Selection|null} null for none, and for what this page does not know */
export function selectionOf(name) {
  const [, kind, id] = /^(server|link|message|entry|event):(.+)$/.exec(name ?? "") ?? [];
  if (kind === "server" || kind === "link" || kind === "message") return { kind, id };
  if (kind === "event") return /^\d+$/.test(id) ? { kind, id, position: Number(id) } : null;
  const [server, index] = (id ?? "").split(":");
  return kind === "entry" && /^\d+$/.test(index) ? { kind, id, server, index: Number(index) } : null;
}

/** @param {ViewModel} vm @returns {Looked} */
export function lookedAt({ branch, position, live, selection, tab, view, reading }) {
  return { branch, position: live ? null : position, selection: nameOf(selection), tab, view: view ?? null, step: reading ?? null };
}

/**
 * Shows what somebody else looks at; what is so already is left alone.
 * @param {Lab} lab
 * @param {Lab["send"]} send
 * @param {Looked} looked
 */
export function showLooked(lab, send, looked) {
  const { desk, playhead, store } = lab;
  if (!store.branches.some(({ id }) => id === looked.branch)) return;
  if (looked.branch !== playhead.branch) playhead.switchTo(looked.branch);
  // at the live edge the picture may still be on its way there
  const at = playhead.live ? playhead.edge.position : playhead.target;
  if (looked.position === null ? !playhead.live : at !== looked.position) {
    send(looked.position === null ? { type: "live" } : { type: "seek", position: looked.position });
  }
  if (nameOf(desk.selection) !== looked.selection) send({ type: "select", selection: selectionOf(looked.selection) });
  if (looked.tab && TABS.includes(looked.tab) && looked.tab !== "compare" && looked.tab !== desk.tab) send({ type: "tab", tab: /** @type {Tab} */ (looked.tab) });
  if ((looked.view === "ring" || looked.view === "spacetime") && looked.view !== desk.view) send({ type: "view", view: looked.view });
  if (looked.step && looked.step !== desk.reading) send({ type: "read", step: looked.step, turned: false });
  lab.changed();
}
