// A recording as a source of frames: it has them all, answers what looks, and knows nothing of what acts.

/** @import { Branch, BrowserFrame, FileFormat, Recorded, ServerFrame, Verdict } from "../frames.js" */
/** @import { Lab, Listeners, Source } from "../lab.js" */
/** @import { Rows } from "./reasons.js" */

import { Reasons } from "./reasons.js";

/** @typedef {{branch: string, format: FileFormat, name: string, text: string}} SavedFile */

/**
 * The lines of a recording: what it says of itself, the frames that a viewer would have got, and what else a room answers with.
 * @typedef {(
 *   {type: "recorded"} & Recorded |
 *   {type: "reasons"} & Rows |
 *   {type: "verdicts", verdicts: Verdict[]} |
 *   {type: "file"} & SavedFile |
 *   ServerFrame
 * )} Line
 */

export class Recording {
  /** @type {ServerFrame[]} */
  #frames = [];
  /** @type {Rows[]} */
  #rows = [];
  /** @type {Verdict[]} */
  #verdicts = [];
  /** @type {SavedFile[]} */
  #files = [];
  /** @type {Branch[]} */
  #branches = [];
  /** What it says of itself. @type {Recorded} */
  about = { source: "", difference: null, recorded_s: 0, exported_s: 0, engine: "", steps: 0 };

  /** @param {string} text one line of JSON each */
  constructor(text) {
    for (const line of text.split("\n")) if (line) this.#take(JSON.parse(line));
  }

  /** @param {Line} line */
  #take(line) {
    if (line.type === "recorded") this.about = line;
    else if (line.type === "reasons") this.#rows.push(line);
    else if (line.type === "verdicts") this.#verdicts = line.verdicts;
    else if (line.type === "file") this.#files.push(line);
    else {
      this.#frames.push(line);
      if (line.type === "welcome") this.#branches = line.branches;
    }
  }

  /**
   * The source of a lab that shows this recording; all frames come at once.
   * @param {Lab} lab
   * @param {Listeners} listeners
   * @returns {Source}
   */
  playedTo(lab, listeners) {
    const reasons = new Reasons(this.#rows, this.#verdicts, lab.store, this.#branches);
    return {
      connect: () => {
        for (const frame of this.#frames) listeners.frame(frame);
      },
      retry: () => {},
      send: (frame) => this.#answer(frame, reasons, listeners),
      file: (format, branch) => this.#file(format, branch),
      begins: null,
      doors: null,
    };
  }

  /**
   * @param {BrowserFrame} frame
   * @param {Reasons} reasons
   * @param {Listeners} listeners
   * @returns {number|null}
   */
  #answer(frame, reasons, listeners) {
    if (frame.type === "explain") {
      const why = reasons.why(frame.branch, frame.position, frame.server, 0);
      if (why) listeners.frame(why);
      return why && 0;
    }
    if (frame.type === "select_branch") {
      listeners.frame({ type: "branches", branches: this.#branches, branch: frame.branch, because: null });
      return 0;
    }
    return null;
  }

  /** @param {FileFormat} format @param {string} branch */
  #file(format, branch) {
    const file = this.#files.find((each) => each.format === format && each.branch === branch);
    return { href: URL.createObjectURL(new Blob([file?.text ?? ""], { type: "text/plain" })), name: file?.name ?? "" };
  }
}
