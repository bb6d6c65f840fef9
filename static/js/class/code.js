// A code or a link as large as the screen allows, for whoever sits in the last row.

import { el } from "../views/elements.js";
import { dash as words } from "../words/en_class.js";

/**
 * @param {string} title
 * @param {(Node|string)[]} body
 * @param {string} link
 * @param {(says: string) => void} say
 */
function show(title, body, link, say) {
  const copied = el("p", { class: "faint" });
  const copy = async () => {
    const done = await navigator.clipboard.writeText(link).then(() => true, () => false);
    copied.textContent = done ? words.linkCopied : words.noClipboard;
    say(copied.textContent);
  };
  const close = el("button", { class: "btn primary", type: "button", on: { click: () => dialog.close() } }, words.close);
  const ways = el("div", { class: "ways" }, el("button", { class: "btn", type: "button", on: { click: copy } }, words.copyLink), close);
  const dialog = el("dialog", { class: "codebig", "aria-labelledby": "code-h" }, el("h2", { id: "code-h" }, title), ...body, copied, ways);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

/** The code of the class, and its link. @param {string} code @param {string} link @param {(says: string) => void} say */
export function showCode(code, link, say) {
  const plain = link.replace(/^https?:\/\//, "");
  show(words.codeTitle, [el("span", { class: "code" }, code), el("p", { class: "link" }, plain)], link, say);
}

/**
 * The link by which one member comes back on another device.
 * @param {string} name
 * @param {string} link
 * @param {number} minutes
 * @param {(says: string) => void} say
 */
export function showTicket(name, link, minutes, say) {
  show(words.ticketTitle(name), [el("p", { class: "link small" }, link), el("p", { class: "muted" }, words.ticketSays(minutes))], link, say);
}
