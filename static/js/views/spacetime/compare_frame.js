// The frame of two branches: what they share in the middle, then a panel for each, one above the other.

import { Frame } from "./frame.js";

/** Over each panel stands its name. */
const TITLE = 22;
const MOST_APART = 58;
/** The ways from the shared lanes to the panels take this much along. */
export const GAP = 128;
/** A panel begins a little before its marks. */
export const BEFORE = 10;

/** @typedef {{lanes: Map<string, number>, top: number, bottom: number}} Panel */

export class CompareFrame extends Frame {
  /** @type {Panel[]} */
  panels = [];
  /** Where the shared history ends and where the panels begin, along. */
  gap = { from: Infinity, to: Infinity };
  shared = { top: 0, bottom: 0 };

  /**
   * @param {string[]} servers
   * @param {number} width
   * @param {number} height
   * @param {number} current which of the panels is of the branch on show
   */
  constructor(servers, width, height, current) {
    super(servers, width, height, false);
    this.current = current;
    const room = this.breadth - this.head - this.foot;
    const apart = Math.min(MOST_APART, (room / 2 - TITLE) / Math.max(1, servers.length));
    const size = apart * servers.length;
    const slack = Math.max(0, room - 2 * (size + TITLE)) / 2;
    /** @param {number} top @returns {Panel} */
    const panel = (top) => ({ lanes: new Map(servers.map((id, i) => [id, top + apart * (i + 0.5)])), top, bottom: top + size });
    this.panels = [panel(this.head + TITLE + slack), panel(this.head + 2 * TITLE + size + slack)];
    [this.top, this.bottom] = [this.panels[0].top, this.panels[1].bottom];
    const middle = panel((this.top + this.bottom - size) / 2);
    this.lanes = middle.lanes;
    this.shared = { top: middle.top, bottom: middle.bottom };
  }

  /** @override @param {number} along */
  lanesAt(along) {
    return along <= this.gap.from ? this.lanes : this.panels[this.current].lanes;
  }

  /** @override @param {number} along @returns {[number, number][]} */
  ranges(along) {
    if (along <= this.gap.from) return [[this.shared.top, this.shared.bottom]];
    return this.panels.map(({ top, bottom }) => [top, bottom]);
  }
}
