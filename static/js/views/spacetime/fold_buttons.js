// A button over each fold in view: what it hides, and a click that opens it.

/** @import { Frame } from "./frame.js" */
/** @import { History } from "./history.js" */
/** @import { Piece } from "./time_scale.js" */

import { createJoin } from "../../keyed.js";
import { words } from "../../words/en_spacetime.js";
import { el, setAttribute, setText } from "../elements.js";
import { hiddenBy, nameOfFold } from "./time_scale.js";

/** A label needs this much room beside the next one. */
const ROOM = 118;

/** @typedef {{fold: Piece, name: number, bare: boolean, folded: string, hides: string}} Item */

export class FoldButtons {
  node = el("div", { class: "st-folds" });
  #join;
  /** @type {Frame|null} */
  #frame = null;

  /** @param {(name: number) => void} open */
  constructor(open) {
    this.#join = createJoin(this.node, {
      key: (/** @type {Item} */ { name }) => String(name),
      enter: ({ name }) => el("button", { type: "button", on: { click: () => open(name) } }, el("span", {}, el("b"), el("i"))),
      update: (node, item) => this.#place(node, item),
    });
  }

  /**
   * @param {History} history
   * @param {Frame} frame
   * @param {Piece[]} folds
   * @param {boolean} hidden
   */
  draw(history, frame, folds, hidden) {
    this.#frame = frame;
    let last = -Infinity;
    /** @type {Item[]} */
    const items = [];
    for (const fold of hidden ? [] : folds) {
      const middle = (fold.from + fold.to) / 2;
      const bare = !frame.turned && middle - last < ROOM;
      if (!bare) last = middle;
      items.push({ fold, name: nameOfFold(history, fold), bare, folded: words.folded(fold.to_us - fold.from_us), hides: words.hides(hiddenBy(history, fold)) });
    }
    this.#join(items);
  }

  /** @param {HTMLElement} node @param {Item} item */
  #place(node, { fold, bare, folded, hides }) {
    const frame = /** @type {Frame} */ (this.#frame);
    const ranges = frame.ranges(fold.from);
    const { x, y, width, height } = frame.box(fold.from + frame.lead, fold.to + frame.lead, ranges[0][0], ranges[ranges.length - 1][1]);
    Object.assign(node.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    setAttribute(node, "aria-label", words.unfold(folded, hides));
    node.classList.toggle("bare", bare);
    const [bold, plain] = /** @type {HTMLElement} */ (node.firstElementChild).children;
    setText(bold, folded);
    setText(plain, hides);
  }
}
