// One line above the stage, the gravest that is true: connection, then being behind the live edge.

/** @import { Send, ViewModel } from "../frames.js" */

import { banner as words, toast } from "../words/en.js";
import { el, icon } from "./elements.js";

const BACK_MS = 3000;

/**
 * @typedef {object} Line
 * @property {string} key what must change for the line to be drawn anew
 * @property {"spin"|"dot"|"fault"|"none"} mark
 * @property {string} title
 * @property {string} text
 * @property {{says: string, icon?: string, does: () => void}} [button]
 */

/** @param {string} script */
function save(script) {
  const link = el("a", { href: URL.createObjectURL(new Blob([script], { type: "text/plain" })), download: "fault.raft" });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** @param {ViewModel["ending"]} ending @returns {Line} */
function ended(ending) {
  const script = ending?.script;
  if (!ending || !script) return { key: "ended", mark: "none", title: words.ended, text: ending?.says ?? words.endedText };
  const button = { says: words.saveScript, icon: "download", does: () => save(script) };
  return { key: "fault", mark: "fault", title: toast.fault, text: words.endedText, button };
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export function createBanner(root, send) {
  const node = el("div", { class: "banner", hidden: true });
  root.append(node);
  let shown = "";
  let backUntil = 0;
  /** @type {number|null} */
  let caughtUp = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let ticking;

  /** @param {ViewModel} vm @returns {Line|null} */
  function line(vm) {
    const { state, retry_at_ms, caught_up } = vm.connection;
    if (state === "lost") {
      const wait = Math.max(0, Math.ceil(((retry_at_ms ?? 0) - Date.now()) / 1000));
      const button = { says: words.tryNow, does: () => send({ type: "retry" }) };
      return { key: `lost ${wait}`, mark: "spin", title: words.lost, text: words.lostText(wait), button };
    }
    if (state === "ended") return ended(vm.ending);
    if (caught_up !== null && caught_up !== caughtUp) backUntil = Date.now() + BACK_MS;
    caughtUp = caught_up;
    if (caught_up !== null && Date.now() < backUntil) {
      setTimeout(() => redraw(), BACK_MS);
      return { key: `back ${caught_up}`, mark: "dot", title: words.back(caught_up), text: "" };
    }
    if (vm.behind > 0) {
      const button = { says: words.live, icon: "live", does: () => send({ type: "live" }) };
      const text = words.behindText(vm.time_us);
      return { key: `behind ${vm.behind} ${text}`, mark: "none", title: words.behind(vm.behind), text, button };
    }
    return null;
  }

  /** @type {ViewModel|null} */
  let last = null;
  const redraw = () => {
    if (last) update(last);
  };

  /** @param {ViewModel} vm */
  function update(vm) {
    last = vm;
    const now = vm.state ? line(vm) : null;
    clearTimeout(ticking);
    if (vm.connection.state === "lost") ticking = setTimeout(redraw, 500);
    if (now?.key === shown) return;
    shown = now?.key ?? "";
    node.hidden = !now;
    if (!now) return node.replaceChildren();
    const held = node.querySelector("button") === document.activeElement;
    const parts = [el("b", {}, now.title), el("span", {}, now.text)];
    if (now.mark === "spin") parts.unshift(el("i", { class: "spin" }));
    if (now.mark === "dot") parts.unshift(el("i", { class: "livedot" }));
    node.classList.toggle("err", now.mark === "fault");
    node.replaceChildren(...parts);
    if (!now.button) return;
    const { says, does } = now.button;
    const button = el("button", { class: "btn sm", type: "button", on: { click: does } });
    if (now.button.icon) button.append(icon(now.button.icon));
    button.append(says);
    node.append(button);
    if (held) button.focus();
  }

  return { update };
}
