// Scripts, traces and logs of other implementations from the person's own disk: dropped on the lab, or picked.

/** @import { Send } from "./view_types.js" */

import { share as words } from "./words/en_side.js";
import { el } from "./views/elements.js";

/** As much as the server takes of a trace, and of a log. */
const LARGEST = { script: 3 * 1024 * 1024, trace: 3 * 1024 * 1024, log: 8 * 1024 * 1024 };
/** Enough to see what a file is. */
const HEAD = 64 * 1024;

/**
 * Lines of a trace have a type, whatever its name; other JSON lines are a log; a script has no brace in front.
 * @param {string} head the beginning of a file
 * @returns {"script"|"trace"|"log"}
 */
export function kindOf(head) {
  const first = head.split("\n").map((line) => line.trim()).find((line) => line && !line.startsWith("#")) ?? "";
  if (!first.startsWith("{")) return "script";
  try {
    return "type" in JSON.parse(first) ? "trace" : "log";
  } catch {
    return first.includes('"orbital-raft-trace"') ? "trace" : "log";
  }
}

/** @param {File} file @param {Send} send */
export async function openFile(file, send) {
  const head = await file.slice(0, HEAD).text().catch(() => null);
  if (head === null) return send({ type: "toast", says: words.unreadable(file.name) });
  const kind = kindOf(head);
  if (file.size > LARGEST[kind]) return send({ type: "toast", says: words.tooLarge(file.name, LARGEST[kind] / 1024 / 1024) });
  const text = await file.text();
  send({ type: "toast", says: words.opening(file.name) });
  const failed = (/** @type {string} */ says) => send({ type: "toast", says: `${file.name}: ${says}` });
  if (kind === "log") send({ type: "open_log", name: file.name, text, failed });
  else send({ type: "open", wanted: { [kind]: text }, failed });
}

/** @param {Send} send */
export function pickFile(send) {
  const input = el("input", { type: "file", accept: ".raft,.jsonl,.ndjson,.json,.log,.txt", hidden: true });
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
