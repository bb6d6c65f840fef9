// Where the drawing stands in its box: time to the right, or downwards on a phone. Pure geometry.

/** @typedef {{along: number, across: number}} Place */
/** @typedef {{x: number, y: number}} Point */

/** What is left free before time begins, above the first lane, below the last, and after the end. */
const MARGINS = {
  wide: { lead: 50, head: 30, foot: 38, tail: 90 },
  tall: { lead: 34, head: 40, foot: 12, tail: 70 },
};
/** The ground is a little longer than what is in view, and stays off the edge of the stage. */
const [BEFORE, AFTER] = [11, 12];
const MOST_APART = 104;
const LEAST_APART = 22;

export class Frame {
  /** @type {Map<string, number>} server to its place across */
  lanes = new Map();
  /** How far the drawing is scrolled, along. */
  scroll = 0;

  /**
   * @param {string[]} servers
   * @param {number} width
   * @param {number} height
   * @param {boolean} turned time runs down
   */
  constructor(servers, width, height, turned) {
    this.width = width;
    this.height = height;
    this.turned = turned;
    Object.assign(this, turned ? MARGINS.tall : MARGINS.wide);
    const room = this.breadth - this.head - this.foot;
    const apart = Math.max(LEAST_APART, Math.min(turned ? room : MOST_APART, room / Math.max(1, servers.length)));
    const first = this.head + Math.max(0, room - apart * servers.length) / 2 + apart / 2;
    servers.forEach((id, i) => this.lanes.set(id, first + i * apart));
    this.top = first - apart / 2;
    this.bottom = first + apart * (servers.length - 0.5);
  }

  lead = 0;
  head = 0;
  foot = 0;
  tail = 0;

  /** The lanes of the branch on show, at a place along. @param {number} _along */
  lanesAt(_along) {
    return this.lanes;
  }

  /** From where to where across the ground reaches, at a place along. @param {number} _along @returns {[number, number][]} */
  ranges(_along) {
    return [[this.top, this.bottom]];
  }

  /** The size of the box across time. */
  get breadth() {
    return this.turned ? this.width : this.height;
  }

  /** How much of time's direction is in view. */
  get view() {
    return (this.turned ? this.height : this.width) - this.lead;
  }

  /** Where the ground begins and ends, along. */
  get begins() {
    return this.scroll - BEFORE;
  }

  get ends() {
    return this.scroll + this.view - AFTER;
  }

  /** The part of the axis in view, with a little on each side. */
  get from() {
    return this.scroll - 24;
  }

  get to() {
    return this.scroll + this.view + 24;
  }

  /** @param {number} along @param {number} across @returns {Point} */
  point(along, across) {
    return this.turned ? { x: across, y: along } : { x: along, y: across };
  }

  /** The way to write a place of the body in a path or a transform. @param {number} along @param {number} across */
  text(along, across) {
    const { x, y } = this.point(along, across);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  }

  /** Where the body begins, in the box. */
  get origin() {
    return this.point(this.lead - this.scroll, 0);
  }

  /** @param {Point} point in the box @returns {Place} on the axis */
  place({ x, y }) {
    const [along, across] = this.turned ? [y, x] : [x, y];
    return { along: along - this.lead + this.scroll, across };
  }

  /** A box around a stretch along, from one place across to another. @param {number} from @param {number} to @param {number} near @param {number} far */
  box(from, to, near, far) {
    const one = this.point(from, near);
    const two = this.point(to, far);
    return { x: one.x, y: one.y, width: Math.max(0, two.x - one.x), height: Math.max(0, two.y - one.y) };
  }
}
