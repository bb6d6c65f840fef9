// Scripts and traces from the person's own disk: dropped on the lab, or picked.

/** @import { Send } from "./view_types.js" */

import { share as words } from "./words/en_side.js";
import { el } from "./views/elements.js";

/** As much as the server takes of a trace. */
const LARGEST = 3 * 1024 * 1024;

/** @param {File} file @param {Send} send */
export async function openFile(file, send) {
  if (file.size > LARGEST) return send({ type: "toast", says: words.tooLarge(file.name) });
  const text = await file.text();
  // a trace is JSON lines, whatever its name; a script never begins with a brace
  const wanted = /** @type {Record<string, string>} */ (text.trimStart().startsWith("{") ? { trace: text } : { script: text });
  send({ type: "toast", says: words.opening(file.name) });
  send({ type: "open", wanted, failed: (says) => send({ type: "toast", says: `${file.name}: ${says}` }) });
}

/** @param {Send} send */
export function pickFile(send) {
  const input = el("input", { type: "file", accept: ".raft,.jsonl,.txt", hidden: true });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) openFile(file, send);
    input.remove();
  });
  document.body.append(input);
  input.click();
}

/** A file that is dropped anywhere on the lab is opened. @param {Send} send */
export function listenToDrops(send) {
  const carriesFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") === true;
  const sign = el("div", { class: "dropsign", hidden: true }, words.drop);
  document.body.append(sign);
  addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    sign.hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) sign.hidden = true;
  });
  addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    sign.hidden = true;
    const file = event.dataTransfer?.files[0];
    if (file) openFile(file, send);
  });
}
