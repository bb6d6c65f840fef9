// The lab of an offline page: what it shows is in the page itself.

/** @import { Lab } from "../lab.js" */

import { openLab } from "../main.js";
import { Recording } from "./recording.js";

/**
 * Where to begin: at the start, or at the event that the address names, such as #event=412 or #branch=A&event=31.
 * @param {string} fragment
 */
export function placeIn(fragment) {
  const fields = new URLSearchParams(fragment.replace(/^#/, ""));
  const event = fields.get("event") ?? "";
  return { branch: fields.get("branch"), position: /^\d{1,9}$/.test(event) ? Number(event) : null };
}

/** @param {string} text the recording, as the page carries it */
export function open(text) {
  const recording = new Recording(text);
  const lab = openLab((lab, listeners) => recording.playedTo(lab, listeners), recording.about);
  goTo(lab, placeIn(location.hash));
  addEventListener("hashchange", () => goTo(lab, placeIn(location.hash)));
}

/** @param {Lab} lab @param {ReturnType<typeof placeIn>} place */
function goTo(lab, { branch, position }) {
  if (branch && lab.store.branches.some(({ id }) => id === branch)) lab.send({ type: "branch", branch });
  const at = Math.min(position ?? 0, lab.playhead.edge.position);
  lab.send({ type: "seek", position: at });
  if (at > 0) lab.send({ type: "select", selection: { kind: "event", id: String(at), position: at } });
}
