// The line to the room: frames in, frames out, and a new try when it breaks.

/** @import { BrowserFrame, Connection, ServerFrame } from "./frames.js" */

const PROTOCOL = "orbital-raft.v1";
const RETRY_S = [1, 2, 4, 8, 15];
/** Close codes after which a new try is pointless: the room is gone or the key is wrong. */
const FINAL = new Set([1008, 4401, 4404, 4410]);
/** The server's last word when it is stopped: it will be back, and so will everybody who was there. */
const RESTARTS = 1012;
/** After a restart everybody comes back at once; some wait a little longer than others. */
const SPREAD_MS = 1000;
/** While the server restarts, the pauses between two tries do not grow beyond this one. */
const RESTARTING_AT_MOST = 2;
/** Frames that the server answers by their number. */
const NUMBERED = new Set(["intervene", "step", "next_interesting", "seek", "explain", "answer", "find_break", "fork"]);
const ASKED_AT_MOST = 200;
const KNOWN = new Set([
  "welcome",
  "keyframe",
  "steps",
  "branches",
  "pace",
  "standing",
  "accepted",
  "refused",
  "error",
  "why",
  "goals",
  "question",
  "viewers",
  "search",
]);

/**
 * @typedef {object} Listeners
 * @property {(frame: ServerFrame) => void} frame
 * @property {(connection: Connection) => void} connection
 * @property {(asked: {request: number, frame: BrowserFrame}) => void} [lost] a request that no answer will come to
 */

export class Socket {
  /** @type {WebSocket|null} */
  #socket = null;
  #tries = 0;
  #request = 0;
  #restarting = false;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** @type {Map<number, BrowserFrame>} */
  #asked = new Map();

  /**
   * @param {() => string} url asked for at every try: it may say where to go on
   * @param {Listeners} listeners
   */
  constructor(url, listeners) {
    this.url = url;
    this.listeners = listeners;
  }

  connect() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.url(), PROTOCOL);
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#receive(String(data));
    socket.onclose = ({ code }) => {
      if (this.#socket === socket) this.#closed(code);
    };
  }

  /** @param {string} text */
  #receive(text) {
    const frame = /** @type {ServerFrame} */ (JSON.parse(text));
    if (!KNOWN.has(frame.type)) throw new TypeError(`a frame of unknown type: ${text.slice(0, 80)}`);
    if (frame.type === "welcome") {
      this.#tries = 0;
      this.#restarting = false;
      this.listeners.connection({ state: "open", retry_at_ms: null, caught_up: null });
    }
    this.listeners.frame(frame);
    if ("request" in frame && frame.request !== null) this.#asked.delete(frame.request);
  }

  /** @param {number} code */
  #closed(code) {
    this.#socket = null;
    for (const [request, frame] of this.#asked) this.listeners.lost?.({ request, frame });
    this.#asked.clear();
    if (FINAL.has(code)) {
      this.listeners.connection({ state: "ended", retry_at_ms: null, caught_up: null });
      return;
    }
    this.#restarting ||= code === RESTARTS;
    const longest = this.#restarting ? RESTARTING_AT_MOST : RETRY_S.length - 1;
    const spread_ms = this.#restarting ? Math.round(SPREAD_MS * Math.random()) : 0;
    const wait_ms = 1000 * RETRY_S[Math.min(this.#tries, longest)] + spread_ms;
    this.#tries += 1;
    this.listeners.connection({ state: "lost", retry_at_ms: Date.now() + wait_ms, caught_up: null, restarting: this.#restarting });
    this.#timer = setTimeout(() => this.connect(), wait_ms);
  }

  retry() {
    if (!this.#socket) this.connect();
  }

  /**
   * What was asked with a request number, while it has no answer.
   * @param {number|null} request
   */
  asked(request) {
    return request === null ? undefined : this.#asked.get(request);
  }

  /**
   * @param {BrowserFrame} frame
   * @returns {number|null} the request's number, 0 for a frame that has none, null when the line is down
   */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return null;
    if (!NUMBERED.has(frame.type)) {
      this.#socket.send(JSON.stringify(frame));
      return 0;
    }
    const request = ++this.#request;
    this.#asked.set(request, frame);
    this.#asked.delete(request - ASKED_AT_MOST);
    this.#socket.send(JSON.stringify({ ...frame, request }));
    return request;
  }
}
