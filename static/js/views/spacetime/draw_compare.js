// What two branches need besides their marks: the ways on which each lifeline splits, the names of the
// panels, where they part, and the first difference.

/** @import { CompareFrame } from "./compare_frame.js" */
/** @import { Compared } from "./comparison.js" */
/** @import { TimeScale } from "./time_scale.js" */

import { createJoin } from "../../keyed.js";
import { words } from "../../words/en_spacetime.js";
import { setAttribute, setText, svg, termClass } from "../elements.js";
import { textWidth } from "../stage/measure.js";
import { BEFORE } from "./compare_frame.js";
import { spanAt } from "./history.js";

const TITLE_SIZE = 14;
const FORK_SIZE = 11.5;
/** What stands in the same line keeps this far apart. */
const APART = 10;

/** @typedef {{key: string, look: string, d: string}} Way */
/** @typedef {{key: string, name: string, more: string, x: number, y: number}} Title */

export class CompareMarks {
  #ways = svg("g", { class: "ways" });
  #titles = svg("g");
  #fork = svg("g", { class: "forkmark" }, svg("path"), svg("text"));
  #differs = svg("g", { class: "firstdiff" }, svg("path"), svg("rect", { rx: 4, height: 20 }), svg("text", {}, words.compare.firstDifference));
  node = svg("g", {}, this.#ways, this.#fork, this.#titles, this.#differs);
  #joinWays = createJoin(this.#ways, {
    key: (/** @type {Way} */ way) => way.key,
    enter: () => svg("path"),
    update: (node, { look, d }) => {
      setAttribute(node, "class", look);
      setAttribute(node, "d", d);
    },
  });
  #joinTitles = createJoin(this.#titles, {
    key: (/** @type {Title} */ title) => title.key,
    enter: () => svg("text", { class: "ghead" }, svg("tspan", { class: "b" }), svg("tspan", { dx: 8 })),
    update: (node, { name, more, x, y }) => {
      setAttribute(node, "x", x.toFixed(1));
      setAttribute(node, "y", y.toFixed(1));
      setText(node.children[0], name);
      setText(node.children[1], more);
    },
  });

  /**
   * @param {Compared|null} compared
   * @param {CompareFrame} frame
   * @param {TimeScale} scale
   * @param {Map<string, string>} names of the branches
   */
  draw(compared, frame, scale, names) {
    setAttribute(this.node, "display", compared ? null : "none");
    if (!compared) return;
    this.#joinWays(waysOf(compared, frame));
    const { from, to } = frame.gap;
    const x = Math.max(to, frame.scroll + 4);
    const titles = compared.names.map((name, i) => ({ key: name, name, more: names.get(name) ?? "", x, y: frame.panels[i].top - (i === 0 ? 23 : 8) }));
    this.#joinTitles(titles);
    const [line, says] = this.#fork.children;
    setAttribute(line, "d", `M${from},${frame.shared.top - 14}V${frame.shared.bottom}`);
    setText(says, words.compare.fork(compared.fork_us));
    // where little came before the fork, its name begins where the ground does
    const half = textWidth(words.compare.fork(compared.fork_us), FORK_SIZE, 650) / 2;
    setAttribute(says, "x", Math.max(from, Math.min(from + half, frame.begins + half)).toFixed(1));
    setAttribute(says, "y", (frame.shared.top - 20).toFixed(1));
    this.#drawDifference(compared, frame, scale, endOf(titles[1]));
  }

  /** @param {Compared} compared @param {CompareFrame} frame @param {TimeScale} scale @param {number} free where the title between the panels ends */
  #drawDifference({ differs }, frame, scale, free) {
    const [first] = differs;
    setAttribute(this.#differs, "display", first ? null : "none");
    if (!first) return;
    const along = scale.at(first.time_us);
    const [line, box, says] = this.#differs.children;
    const width = textWidth(words.compare.firstDifference, 11, 600) + 16;
    const left = Math.max(along - width / 2, free + APART);
    const middle = (frame.panels[0].bottom + frame.panels[1].top - 12) / 2 - 3;
    setAttribute(line, "d", `M${along.toFixed(1)},${frame.top}V${frame.bottom}`);
    setAttribute(box, "x", left.toFixed(1));
    setAttribute(box, "y", (middle - 10).toFixed(1));
    setAttribute(box, "width", width.toFixed(1));
    setAttribute(says, "x", (left + width / 2).toFixed(1));
    setAttribute(says, "y", (middle + 4).toFixed(1));
  }
}

/** @param {Title} title */
const endOf = ({ name, more, x }) => x + textWidth(name, TITLE_SIZE, 720) + (more ? 8 + textWidth(more, 12.5, 450) : 0);

/** Each lifeline splits along a cubic whose control points are at half the width. @param {Compared} compared @param {CompareFrame} frame @returns {Way[]} */
function waysOf({ histories, current, fork_us }, frame) {
  const { from, to } = frame.gap;
  const end = to - BEFORE + 4;
  const middle = (from + end) / 2;
  return [...frame.lanes].flatMap(([id, start]) => {
    const life = histories[current].lives.get(id);
    const span = life ? spanAt(life, fork_us) : null;
    if (!span) return [];
    const look = `way ${termClass(span.term)} ${span.up ? span.role : "down"}`;
    return frame.panels.map(({ lanes }, i) => ({
      key: `${i} ${id}`,
      look,
      d: `M${from},${start}C${middle},${start} ${middle},${lanes.get(id)} ${end},${lanes.get(id)}`,
    }));
  });
}
