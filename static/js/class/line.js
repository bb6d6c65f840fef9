// The line to a class: frames come in until it is over, and what the presenter looks at goes out.

/** @import { ClassFrame, Looked } from "./frames.js" */

import { at } from "../base.js";

const PROTOCOL = "orbital-raft.v1";
const RETRY_S = [1, 2, 4, 8, 15];
/** Close codes after which a new try is pointless: one is no member, or there is no such class any more. */
const FINAL = new Set([1008, 4401, 4404, 4410]);
const KNOWN = new Set(["class", "changes", "view", "call", "over"]);

/**
 * @typedef {object} Heard
 * @property {(frame: ClassFrame) => void} frame
 * @property {(state: "open"|"lost"|"ended", code: number) => void} line
 */

export class ClassLine {
  /** @type {WebSocket|null} */
  #socket = null;
  #tries = 0;
  #isOver = false;

  /**
   * @param {string} id
   * @param {Heard} heard
   */
  constructor(id, heard) {
    this.id = id;
    this.heard = heard;
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${at(`/ws/classes/${encodeURIComponent(this.id)}`)}`, PROTOCOL);
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#receive(String(data));
    socket.onclose = ({ code }) => this.#closed(code);
  }

  /** @param {string} text */
  #receive(text) {
    const frame = /** @type {ClassFrame} */ (JSON.parse(text));
    // the close that follows says whether it is over; a look that came too late is nobody's concern
    if (/** @type {{type: string}} */ (frame).type === "error") return;
    if (!KNOWN.has(frame.type)) throw new TypeError(`a frame of unknown type: ${text.slice(0, 80)}`);
    if (frame.type === "class") {
      this.#tries = 0;
      this.heard.line("open", 0);
    }
    // a server that is restarted is there again in a moment
    if (frame.type === "over") this.#isOver = frame.code !== "stopping";
    this.heard.frame(frame);
  }

  /** @param {number} code */
  #closed(code) {
    this.#socket = null;
    if (this.#isOver || FINAL.has(code)) return this.heard.line("ended", code);
    this.heard.line("lost", code);
    setTimeout(() => this.connect(), 1000 * RETRY_S[Math.min(this.#tries, RETRY_S.length - 1)]);
    this.#tries += 1;
  }

  /** @param {Looked} view */
  show(view) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: "view", ...view }));
  }
}
