// Which columns of the log matrix are in view. Cells have fixed sizes, so all of it is arithmetic.

/**
 * @import { Columns } from "./log_model.js"
 */

const OVERSCAN = 8; // columns built beyond each edge of what is visible
const AT_TAIL_PX = 4;

export class LogWindow {
  /** Stays at the newest entries until someone scrolls away. */
  follow = true;
  left = 0;
  #width = 0;
  #cell = 46;
  #head = 84;
  #snap = 70;
  #note = 0; // what the note on a conflict needs beyond the last column
  /** @type {Columns} */
  #columns = { base: 0, last: 0, count: 1, noted: false, leader: null };

  /** @param {HTMLElement} wrap the element that scrolls */
  constructor(wrap) {
    this.wrap = wrap;
  }

  get isMeasured() {
    return this.#width > 0;
  }

  /**
   * Reads the sizes from the style sheet; a cell is never measured.
   * @param {HTMLElement} root
   */
  measure(root) {
    const style = getComputedStyle(root);
    const px = (/** @type {string} */ name) => Number.parseFloat(style.getPropertyValue(name)) || 0;
    this.#width = this.wrap.clientWidth;
    this.#cell = px("--cell-w") || 46;
    this.#head = px("--g");
    this.#snap = px("--snap-w");
    this.#note = px("--note-w");
  }

  /** @param {Columns} columns */
  setColumns(columns) {
    this.#columns = columns;
    if (this.follow) this.scrollTo(this.furthest);
  }

  get #snapWidth() {
    return this.#columns.base > 0 ? this.#snap : 0;
  }

  /** The space beside the row headers. */
  get #room() {
    return this.#width - this.#head;
  }

  get furthest() {
    const note = this.#columns.noted ? this.#note : 0;
    return Math.max(0, this.#snapWidth + this.#columns.count * this.#cell + note - this.#room);
  }

  /** @param {number} to */
  scrollTo(to) {
    const wanted = Math.round(Math.max(0, Math.min(this.furthest, to)));
    if (wanted === this.left) return;
    this.left = wanted;
    this.wrap.scrollLeft = wanted;
  }

  /** @param {number} index */
  center(index) {
    this.follow = false;
    this.scrollTo(this.#snapWidth + (index - this.#columns.base - .5) * this.#cell - this.#room / 2);
    this.follow = this.left >= this.furthest - AT_TAIL_PX;
  }

  /** Takes over what the user scrolled. @returns {boolean} whether anything moved */
  adopt() {
    if (Math.abs(this.wrap.scrollLeft - this.left) < 2) return false;
    this.left = this.wrap.scrollLeft;
    this.follow = this.left >= this.furthest - AT_TAIL_PX;
    return true;
  }

  /** @returns {[number, number]} the first and the last index at least partly in view */
  get visible() {
    const { base } = this.#columns;
    const first = base + 1 + Math.floor((this.left - this.#snapWidth) / this.#cell);
    return [Math.max(base + 1, first), base + Math.ceil((this.left + this.#room - this.#snapWidth) / this.#cell)];
  }

  /** @returns {[number, number]} the first and the last index to build */
  get built() {
    const [from, to] = this.visible;
    const { base, count } = this.#columns;
    return [Math.max(base + 1, from - OVERSCAN), Math.min(Math.max(base + count, to), to + OVERSCAN)];
  }
}
