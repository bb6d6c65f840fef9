// Silhouettes of messages: the outline is the RPC, the fill is the term, an empty outline is a reply.

/** @import { Message } from "../../frames.js" */

import { isHeartbeat, isReply, TAIL } from "../../motion.js";
import { messages as words } from "../../words/en.js";
import { svg } from "../elements.js";

/** @param {Message} message whether a reply says yes; null when it is not a reply */
export function answerOf(message) {
  if (!isReply(message)) return null;
  return message.vote_granted ?? message.success ?? message.installed ?? true;
}

/** @param {Message} message */
export function classOf(message) {
  const answer = answerOf(message) === false ? "no" : "ok";
  switch (message.type) {
    case "PreVote":
      return "pv";
    case "PreVoteReply":
      return `pv rv-${answer}`;
    case "RequestVote":
      return "rv";
    case "RequestVoteReply":
      return `rv-${answer}`;
    case "AppendEntries":
      return isHeartbeat(message) ? "hb" : "ae";
    case "AppendEntriesReply":
      return `ae-${answer}`;
    case "InstallSnapshot":
      return "is";
    case "InstallSnapshotReply":
      return `is-${answer}`;
    case "ReadIndexReply":
      return `ae-${answer}`;
    default:
      return "tn";
  }
}

/** What a message says, for its label and for a screen reader. @param {Message} message */
export function saysOf(message) {
  if (isHeartbeat(message)) return words.heartbeat;
  const { entries, last_included_index, offset, done } = message;
  if (message.type === "InstallSnapshot" && last_included_index !== undefined) {
    return words.chunk(last_included_index, offset ?? 0, done === true);
  }
  if (message.type === "AppendEntries" && entries?.length) return words.entries(entries.length, entries[0].index);
  const said = /** @type {Record<string, unknown>} */ (words)[message.type];
  if (Array.isArray(said)) return String(said[answerOf(message) ? 1 : 0]);
  return typeof said === "string" ? said : message.type;
}

/** @param {number} half @param {number} corner */
const diamond = (half, corner) =>
  svg("rect", { class: "shape", x: -half, y: -half, width: 2 * half, height: 2 * half, rx: corner, transform: "rotate(45)" });

/** @param {number} y @param {string} text @param {string} [kind] @param {number} [x] */
const text = (y, text, kind = "mt", x = 0) => svg("text", { class: kind, "aria-hidden": "true", x, y }, text);

/** @param {boolean} yes @param {number} size */
function mark(yes, size) {
  const d = yes ? "M-3.6,1.1L-0.7,3.6L3.8,-3.2" : `M${-size},${-size}L${size},${size}M${size},${-size}L${-size},${size}`;
  return svg("path", { class: "mark", d });
}

/** @param {Message} message */
function replyParts(message) {
  const yes = answerOf(message) !== false;
  const vote = message.type === "RequestVoteReply" || message.type === "PreVoteReply";
  const body = vote ? diamond(8.6, 2.4) : svg("rect", { class: "shape", x: -9, y: -9, width: 18, height: 18, rx: 3 });
  return [body, mark(yes, vote ? 3.1 : 3.4), text(4, `T${message.term}`, "mt out", 15)];
}

/** @param {Message} message */
function requestParts(message) {
  const term = `T${message.term}`;
  if (message.type === "PreVote" || message.type === "RequestVote") return [diamond(11, 2.4), text(3.8, term)];
  if (isHeartbeat(message)) {
    return [svg("circle", { class: "ring", r: 14.5 }), svg("circle", { class: "shape", r: 10.5 }), text(3.4, term, "mt sm")];
  }
  if (message.type === "AppendEntries") {
    const says = `${term} ×${message.entries?.length ?? 0}`;
    const half = Math.max(23, says.length * 3.4 + 5);
    return [
      svg("rect", { class: "stack", x: 5 - half, y: -15, width: 2 * half - 10, height: 21, rx: 3 }),
      svg("rect", { class: "shape", x: -half, y: -10.5, width: 2 * half, height: 21, rx: 4 }),
      text(3.8, says),
    ];
  }
  if (message.type === "InstallSnapshot") {
    return [
      svg("path", { class: "shape", d: "M-22,-7.8a22,5.5 0 0 1 44,0v15.6a22,5.5 0 0 1 -44,0Z" }),
      svg("path", { class: "lid", d: "M-22,-7.8a22,5.5 0 0 0 44,0" }),
      text(7, term),
    ];
  }
  return [svg("path", { class: "shape", d: "M-11,-12.5L14,0L-11,12.5Z", "stroke-linejoin": "round" }), text(3.6, term, "mt", -2.5)];
}

/** @param {Message} message @param {boolean} small */
export function shapeParts(message, small) {
  if (small && (isHeartbeat(message) || message.type === "AppendEntriesReply")) {
    return [svg("circle", { class: "shape", r: 4 })];
  }
  return isReply(message) ? replyParts(message) : requestParts(message);
}

/** The tail points back to the sender; its length is set where it is drawn. */
export const tailPart = () => svg("path", { class: "tail", d: `M0,-4L${-TAIL},0L0,4Z` });

export const crossPart = () => svg("path", { class: "dropx", d: "M-9,-9L9,9M9,-9L-9,9" });

export const diskBadge = () =>
  svg("g", { class: "mbadge", transform: "translate(-14,-13)" }, svg("circle", { r: 8.5 }), svg("use", { href: "#i-camera", width: 11, height: 11, x: -5.5, y: -5.5 }));

export const clockBadge = () =>
  svg("g", { class: "mbadge late", transform: "translate(25,-12)" }, svg("circle", { r: 8 }), svg("path", { d: "M0,-4V0L3,2" }));
