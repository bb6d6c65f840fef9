// One line above the stage, the gravest that is true: connection, a room that is only
// to be looked at, a replay that differs, being behind the live edge.

/** @import { Send, ViewModel } from "../frames.js" */

import { banner as words, toast } from "../words/en.js";
import { replay } from "../words/en_side.js";
import { recording } from "../words/en_recording.js";
import { el, icon, setHidden } from "./elements.js";

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

class Banner {
  #node = el("div", { class: "banner", hidden: true });
  #shown = "";
  #backUntil = 0;
  #closed = false;
  /** @type {number|null} */
  #caughtUp = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #ticking;
  /** @type {ViewModel|null} */
  #last = null;

  /** @param {HTMLElement} root @param {Send} send */
  constructor(root, send) {
    this.send = send;
    root.append(this.#node);
  }

  /** @param {ViewModel} vm */
  update(vm) {
    this.#last = vm;
    clearTimeout(this.#ticking);
    const line = vm.state || vm.connection.state === "lost" ? this.#line(vm) : null;
    if (vm.connection.state === "lost") this.#again(500);
    if (line?.key === this.#shown) return;
    this.#shown = line?.key ?? "";
    setHidden(this.#node, !line);
    if (line) this.#draw(line);
    else this.#node.replaceChildren();
  }

  /** Whoever has read that a recording is not verified may see what lies behind; the top bar goes on saying it. @param {ViewModel} vm */
  #close(vm) {
    this.#closed = true;
    this.update(vm);
  }

  /** @param {number} after_ms */
  #again(after_ms) {
    this.#ticking = setTimeout(() => {
      if (this.#last) this.update(this.#last);
    }, after_ms);
  }

  /** @param {ViewModel} vm @returns {Line|null} */
  #line(vm) {
    const differs = this.#closed ? null : vm.recorded?.difference;
    if (differs) {
      const button = { says: toast.close, does: () => this.#close(vm) };
      return { key: "differs", mark: "fault", title: recording.differs(differs.position), text: differs.says, button };
    }
    const { state, retry_at_ms, caught_up, restarting } = vm.connection;
    if (state === "lost") {
      const wait = Math.max(0, Math.ceil(((retry_at_ms ?? 0) - Date.now()) / 1000));
      const button = { says: words.tryNow, does: () => this.send({ type: "retry" }) };
      const title = restarting ? words.restarting : vm.state ? words.lost : words.never;
      const text = vm.state ? words.lostText(wait) : words.neverText(wait);
      return { key: `lost ${wait} ${title}`, mark: "spin", title, text, button };
    }
    if (state === "ended") return ended(vm.ending);
    if (vm.standing) {
      const { reason, position } = vm.standing;
      return { key: `standing ${reason} ${position}`, mark: "fault", title: words.lookOnly, text: words.lookOnlyText(vm.standing) };
    }
    if (caught_up !== null && caught_up !== this.#caughtUp) this.#backUntil = Date.now() + BACK_MS;
    this.#caughtUp = caught_up;
    if (caught_up !== null && Date.now() < this.#backUntil) {
      this.#again(BACK_MS);
      return { key: `back ${caught_up}`, mark: "dot", title: words.back(caught_up), text: "" };
    }
    if (vm.replay && !vm.replay.verified) {
      return { key: "replay", mark: "fault", title: replay.differs, text: replay.at(vm.replay.position ?? 0, vm.replay.says) };
    }
    if (vm.behind === 0) return null;
    const button = { says: words.live, icon: "live", does: () => this.send({ type: "live" }) };
    const text = words.behindText(vm.time_us);
    return { key: `behind ${vm.behind} ${text}`, mark: "none", title: words.behind(vm.behind), text, button };
  }

  /** @param {Line} line */
  #draw({ mark, title, text, button }) {
    const held = this.#node.querySelector("button") === document.activeElement;
    const parts = [el("b", {}, title), el("span", {}, text)];
    if (mark === "spin") parts.unshift(el("i", { class: "spin" }));
    if (mark === "dot") parts.unshift(el("i", { class: "livedot" }));
    this.#node.classList.toggle("err", mark === "fault");
    this.#node.replaceChildren(...parts);
    if (!button) return;
    const node = el("button", { class: "btn sm", type: "button", on: { click: button.does } });
    if (button.icon) node.append(icon(button.icon));
    node.append(button.says);
    this.#node.append(node);
    if (held) node.focus();
  }
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export const createBanner = (root, send) => new Banner(root, send);
