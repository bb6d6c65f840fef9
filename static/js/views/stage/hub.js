// The quorum hub: one segment for each voter, and each segment faces its voter.

/** @import { State } from "../../frames.js" */
/** @import { Ring } from "../../layout.js" */
/** @import { Circle, Question, Stand } from "../../quorum.js" */

import { hubSegments } from "../../layout.js";
import { questionsOf } from "../../quorum.js";
import { steadyMark } from "../../steady.js";
import { stage as words } from "../../words/en.js";
import { setAttribute, svg, termClass } from "../elements.js";

const OUTER = 41.8;
const INNER = 30.2;
const BACK = 45;
const MET = 46;
const GAP = 3.5;
/** The second ring of a joint configuration stands outside the first. */
const JOINT = 1.5;

/** @param {number} degrees @param {number} r */
function point(degrees, r) {
  const angle = (degrees * Math.PI) / 180;
  return `${(r * Math.cos(angle)).toFixed(1)},${(r * Math.sin(angle)).toFixed(1)}`;
}

/** @param {number} from @param {number} to @param {number} inner @param {number} outer */
function segmentPath(from, to, inner, outer) {
  const [a, b] = [from + GAP, to - GAP];
  const large = b - a > 180 ? 1 : 0;
  return `M${point(a, outer)}A${outer},${outer} 0 ${large} 1 ${point(b, outer)}` +
    `L${point(b, inner)}A${inner},${inner} 0 ${large} 0 ${point(a, inner)}Z`;
}

/** @param {Stand} stand */
function markPath(stand) {
  return { yes: "M-2.6,.2l1.9,2l3.3,-4.2", no: "M-2.2,-2.2l4.4,4.4m0,-4.4l-4.4,4.4", cut: "M-3.4,3.4l6.8,-6.8", wait: "" }[stand];
}

/** @param {Circle} circle @param {Ring} ring @param {number} scale */
function circleParts(circle, ring, scale) {
  const [inner, outer] = [INNER * scale, OUTER * scale];
  return hubSegments(ring, [...circle.stands.keys()]).flatMap(({ id, from, to }) => {
    const stand = circle.stands.get(id) ?? "wait";
    const segment = svg("path", { class: `seg-${stand}`, d: segmentPath(from, to, inner, outer) });
    if (stand === "wait") return [segment];
    const mark = svg("path", {
      class: `segmark ${stand === "yes" ? "on" : stand}`,
      transform: `translate(${point((from + to) / 2, (inner + outer) / 2)})`,
      d: markPath(stand),
    });
    return [segment, mark];
  });
}

/** @param {Question} question @param {Ring} ring */
function says(question, ring) {
  const phone = ring.size === "phone";
  const [circle] = question.circles;
  const yes = Math.min(circle.yes, circle.needed);
  const of = phone ? `${yes}/${circle.needed}` : words.hubOf(yes, circle.needed);
  const big = question.circles.length > 1 ? question.circles.map(({ needed }) => needed).join(" + ") : of;
  const small = question.kind === "vote" ? words.hubVotes(question.term) : words.hubIndex(question.index);
  return { big, small: phone ? "" : small, label: `${small}: ${words.hubOf(yes, circle.needed)}` };
}

export class Hub {
  #hit = svg("circle", { class: "hubbg", r: BACK, role: "button", tabindex: -1 });
  #art = svg("g");
  #node = svg("g", { class: "hub" }, this.#hit, this.#art);
  #turn = 0;
  #drawn = "";
  #asked = { key: "", met: false };
  /** @type {State|null} */
  #state = null;
  /** @type {Ring|null} */
  #ring = null;

  /** @param {SVGGElement} layer */
  constructor(layer) {
    layer.append(this.#node);
    this.#node.addEventListener("click", () => this.#turnOn());
    this.#node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      this.#turnOn();
    });
  }

  /** To the next open question. */
  #turnOn() {
    this.#turn += 1;
    this.#redraw();
  }

  /** @param {State} state @param {Ring} ring */
  update(state, ring) {
    const before = this.#state;
    const same = before?.links === state.links && this.#ring === ring;
    if (same && steadyMark(before.servers) === steadyMark(state.servers)) return;
    this.#state = state;
    this.#ring = ring;
    this.#redraw();
  }

  #redraw() {
    const [state, ring] = [this.#state, this.#ring];
    if (!state || !ring) return;
    const questions = questionsOf(state);
    const question = questions[this.#turn % Math.max(1, questions.length)];
    const circles = question?.circles.map(({ needed, stands }) => [needed, ...stands]);
    const look = JSON.stringify([ring.width, ring.height, question && { ...question, circles }]);
    if (look === this.#drawn) return;
    this.#drawn = look;
    setAttribute(this.#node, "transform", `translate(${ring.cx.toFixed(1)},${(ring.cy + 2).toFixed(1)})`);
    setAttribute(this.#hit, "r", String(BACK * ring.hub));
    if (question) this.#draw(question, ring);
    else this.#drawIdle(ring);
  }

  /** @param {Ring} ring */
  #drawIdle(ring) {
    /** @type {Circle} */
    const nobody = { needed: 0, yes: 0, stands: new Map([...ring.spots.keys()].map((id) => [id, "wait"])) };
    const parts = svg("g", { transform: `scale(${ring.hub})` }, ...circleParts(nobody, ring, 1));
    this.#art.replaceChildren(parts, svg("text", { class: "hubsmall", "aria-hidden": "true", y: 4 }, words.noLeader));
    setAttribute(this.#node, "class", "hub idle");
    setAttribute(this.#hit, "aria-label", words.noLeader);
  }

  /** @param {Question} question @param {Ring} ring */
  #draw(question, ring) {
    const { big, small, label } = says(question, ring);
    const joint = question.circles.length > 1;
    const parts = svg("g", { transform: `scale(${ring.hub})` });
    question.circles.forEach((circle, i) => parts.append(...circleParts(circle, ring, joint && i > 0 ? JOINT : 1)));
    const key = `${question.kind} ${question.asker} ${question.term} ${question.index}`;
    if (question.decided) {
      const fresh = this.#asked.key === key && !this.#asked.met;
      parts.append(svg("circle", { class: fresh ? "hubmet fresh" : "hubmet", r: joint ? MET * JOINT : MET }));
    }
    this.#asked = { key, met: question.decided };
    // words are set at full size whatever the size of the ring
    this.#art.replaceChildren(
      parts,
      svg("text", { class: "hubbig", "aria-hidden": "true", y: small ? 2.2 : 4.5 }, big),
      svg("text", { class: "hubsmall", "aria-hidden": "true", y: 15.8 }, small),
    );
    setAttribute(this.#node, "class", `hub ${termClass(question.term)}`);
    setAttribute(this.#hit, "aria-label", label);
  }
}
