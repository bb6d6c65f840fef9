// A code or a link as large as the screen allows, for whoever sits in the last row, and for the camera of a phone.

import { el, svg } from "../views/elements.js";
import { dash as words } from "../words/en_class.js";
import { ask, ofClass } from "./ask.js";

/** So many modules around a QR code stay light, in any theme: cameras need it. */
const QUIET = 4;

/** The link as the server draws it; without an answer the code and the link do as well. @param {string} id of the class @param {string} link */
function qrOf(id, link) {
  const path = svg("path", { "shape-rendering": "crispEdges" });
  const node = svg("svg", { class: "qr", role: "img", "aria-label": words.qr }, path);
  /** @param {{rows: string[]}} answer */
  const draw = ({ rows }) => {
    const size = rows.length + 2 * QUIET;
    node.setAttribute("viewBox", `0 0 ${size} ${size}`);
    path.setAttribute("d", rows.map((row, y) => [...row].map((is, x) => (is === "1" ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")).join("")).join(""));
  };
  ask("POST", ofClass(id, "/qr"), { link }).then(draw, () => node.remove());
  return node;
}

/**
 * @param {string} id
 * @param {string} title
 * @param {(Node|string)[]} body
 * @param {string} link
 * @param {(says: string) => void} say
 */
function show(id, title, body, link, say) {
  const copied = el("p", { class: "faint" });
  const copy = async () => {
    const done = await navigator.clipboard.writeText(link).then(() => true, () => false);
    copied.textContent = done ? words.linkCopied : words.noClipboard;
    say(copied.textContent);
  };
  const close = el("button", { class: "btn primary", type: "button", on: { click: () => dialog.close() } }, words.close);
  const ways = el("div", { class: "ways" }, el("button", { class: "btn", type: "button", on: { click: copy } }, words.copyLink), close);
  const dialog = el("dialog", { class: "codebig", "aria-labelledby": "code-h" }, el("h2", { id: "code-h" }, title), ...body, qrOf(id, link), copied, ways);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

/** The code of the class, and its link. @param {string} id @param {string} code @param {string} link @param {(says: string) => void} say */
export function showCode(id, code, link, say) {
  const plain = link.replace(/^https?:\/\//, "");
  show(id, words.codeTitle, [el("span", { class: "code" }, code), el("p", { class: "link" }, plain)], link, say);
}

/**
 * The link by which one member comes back on another device.
 * @param {string} id
 * @param {string} name
 * @param {string} link
 * @param {number} minutes
 * @param {(says: string) => void} say
 */
export function showTicket(id, name, link, minutes, say) {
  show(id, words.ticketTitle(name), [el("p", { class: "link small" }, link), el("p", { class: "muted" }, words.ticketSays(minutes))], link, say);
}
