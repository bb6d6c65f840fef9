// The space-time view: horizontal lifelines, messages as arrows, quiet time folded. It scrolls along
// time by itself; only what is in view is drawn.

/** @import { Send, ViewModel } from "../../frames.js" */
/** @import { Cone } from "./cone.js" */
/** @import { History } from "./history.js" */
/** @import { Chosen } from "./picture.js" */
/** @import { Scene } from "./scene.js" */
/** @import { Settings } from "./tools.js" */

import { narrate } from "../../narrate.js";
import { joining } from "../../words/en.js";
import { words } from "../../words/en_spacetime.js";
import { el, setAttribute } from "../elements.js";
import { createFold, stepAt } from "../fold.js";
import { Canvas } from "./canvas.js";
import { interestingIn } from "./compare.js";
import { CompareFrame, GAP } from "./compare_frame.js";
import { Comparison, sceneOfBoth } from "./comparison.js";
import { coneOf } from "./cone.js";
import { FoldButtons } from "./fold_buttons.js";
import { Frame } from "./frame.js";
import { emptyHistory, happeningAt, takeStep } from "./history.js";
import { Picture } from "./picture.js";
import { download, standAlone } from "./save.js";
import { MOST_NODES, sceneOf, sizeOf } from "./scene.js";
import { createTable } from "./table.js";
import { hiddenBy, TimeScale } from "./time_scale.js";
import { createTools } from "./tools.js";
import { SpaceTimeTouch } from "./touch.js";

const PHONE = "(max-width: 640px)";
const LONGEST_LABEL = { wide: 54, tall: 38 };
/** While time runs the playhead stays left of this part of what is in view. */
const LEADS = 0.8;
const ZOOM = { least: 0.25, most: 4 };

/** Of a saved drawing: the height of a lane, and what is left free. */
const FILE = { lane: 64, above: 80, beside: 90 };

/** What each branch is called, where it has a name of its own. @param {ViewModel} vm */
const branchNames = ({ branches }) => new Map(branches.map(({ id, name }) => [id, name === id ? "" : name]));

/** How long a message takes, about. @param {ViewModel} vm */
function latencyOf({ state }) {
  const [low, high] = state?.settings.latency ?? [1, 1];
  return Math.max(1, (low + high) / 2);
}

/** The first sentence, without its full stop. @param {string} says @param {number} longest */
function short(says, longest) {
  const sentence = joining.first(says);
  return sentence.length > longest ? `${sentence.slice(0, longest - 1).trimEnd()}…` : sentence;
}

export class SpaceTime {
  /** @type {ViewModel|null} */
  #vm = null;
  /** @type {Settings} */
  settings = { follow: "causes", fold: true, heartbeats: false, table: false };
  /** @type {Set<number>} folds that were opened, by the time they begin at */
  opened = new Set();
  zoom = 1;
  #turned = matchMedia(PHONE);
  #fold = createFold(() => emptyHistory(this.#vm?.origin ?? null), takeStep);
  /** @type {History} */
  history = emptyHistory(null);
  /** @type {TimeScale} */
  scale = new TimeScale(this.history, 0, { fold: true, latency_us: 1, zoom: 1, opened: this.opened, shown: [] });
  frame = new Frame([], 1, 1, false);
  picture = new Picture(this.frame);
  /** @type {Scene|null} */
  scene = null;
  #comparison = new Comparison();
  /** @type {import("./comparison.js").Compared|null} */
  compared = null;
  /** @type {{server: string, position: number}|null} the event under the pointer */
  hovered = null;
  #canvas = new Canvas();
  #buttons = new FoldButtons((name) => this.openFold(name));
  #size = el("div", { class: "st-size" });
  pane = el("div", { class: "st-pane", role: "slider", tabindex: 0, "aria-valuemin": 0, "aria-description": words.keys });
  scroller = el("div", { class: "st-scroll" });
  #empty = el("p", { class: "st-empty", hidden: true }, words.empty);
  #table;
  #tools;
  #box = { width: 0, height: 0 };
  #shown = { selected: -1, time_us: -1 };
  node;

  /** @param {HTMLElement} header of the stage @param {Send} send */
  constructor(header, send) {
    this.send = send;
    this.#tools = createTools(this.settings, () => this.redraw(), () => this.#save(), send);
    this.#table = createTable(send);
    this.pane.append(this.#canvas.node, this.picture.node);
    this.#size.append(this.pane, this.#buttons.node);
    this.scroller.append(this.#size);
    this.node = el("div", { class: "stv" }, this.scroller, this.#empty, this.#table.node, this.#tools.foot);
    header.prepend(this.#tools.head);
    new SpaceTimeTouch(this);
    new ResizeObserver(([{ contentRect }]) => this.#resize(contentRect)).observe(this.scroller);
    this.#turned.addEventListener("change", () => this.redraw());
  }

  get vm() {
    return this.#vm;
  }

  /** The selected event. */
  get position() {
    const selection = this.#vm?.selection;
    return selection?.kind === "event" ? selection.position : null;
  }

  /** How far time has come: while the run goes on, what is on its way to the eye is not there yet. */
  get until_us() {
    const vm = /** @type {ViewModel} */ (this.#vm);
    return vm.live ? Math.min(vm.time_us, vm.edge.time_us) : vm.edge.time_us;
  }

  /** @param {ViewModel} vm */
  update(vm) {
    this.#vm = vm;
    if (!vm.state || this.#box.width === 0) return;
    const origin = vm.steps.length > 0 ? vm.steps[0].position : 0;
    this.history = this.#fold.sync(`${vm.branch} ${origin} ${vm.origin?.position}`, vm.steps);
    this.#layOut(vm);
    this.#reveal(vm);
    this.draw();
  }

  redraw() {
    if (this.#vm) this.update(this.#vm);
  }

  /** @param {{width: number, height: number}} box */
  #resize({ width, height }) {
    this.#box = { width, height };
    this.redraw();
  }

  /** @param {ViewModel} vm */
  #layOut(vm) {
    const servers = [...this.history.lives.keys()];
    const { width, height } = this.#box;
    const turned = this.#turned.matches;
    // a phone shows one branch
    this.compared = turned ? null : this.#comparison.update(vm, this.history);
    const before = this.frame;
    const current = this.compared?.current ?? null;
    const kept = before.turned === turned && before.width === width && before.height === height && before.lanes.size === servers.length;
    if (!kept || (before instanceof CompareFrame ? before.current : null) !== current) {
      this.frame = current === null ? new Frame(servers, width, height, turned) : new CompareFrame(servers, width, height, current);
      if (turned !== before.turned) this.#turn();
    }
    this.#measure(vm);
    const length = Math.ceil(this.frame.lead + this.scale.length + this.frame.tail);
    const [along, across] = turned ? ["height", "width"] : ["width", "height"];
    this.#size.style.setProperty(along, `${length}px`);
    this.#size.style.setProperty(across, "100%");
  }

  /** @param {ViewModel} vm */
  #measure(vm) {
    const { history, compared, frame } = this;
    const wishes = this.#wishes(vm);
    if (!compared || !(frame instanceof CompareFrame)) {
      this.scale = new TimeScale(history, this.until_us, wishes);
      return;
    }
    const { histories, fork_us } = compared;
    const gap = { at_us: fork_us, length: GAP };
    const to_us = Math.max(this.until_us, ...histories.map((each) => each.to_us));
    this.scale = new TimeScale({ interesting: interestingIn(histories, fork_us), from_us: history.from_us }, to_us, { ...wishes, gap });
    frame.gap = this.scale.gap ?? frame.gap;
  }

  /** @param {ViewModel} vm */
  #wishes(vm) {
    const selected = happeningAt(this.history, this.position);
    const shown = selected ? [selected.time_us] : [];
    return { fold: this.settings.fold, latency_us: latencyOf(vm), zoom: this.zoom, opened: this.opened, shown };
  }

  #turn() {
    const picture = new Picture(this.frame);
    this.picture.node.replaceWith(picture.node);
    this.picture = picture;
  }

  /** Brings what was just selected, or the playhead that moved, into view. @param {ViewModel} vm */
  #reveal(vm) {
    const selected = this.position ?? -1;
    const before = this.#shown;
    this.#shown = { selected, time_us: vm.time_us };
    const event = selected !== before.selected ? happeningAt(this.history, selected) : null;
    if (event) return this.#scrollTo(this.scale.at(event.time_us), 0.5, true);
    if (vm.time_us === before.time_us) return;
    const along = this.scale.at(vm.time_us);
    const view = this.frame.view;
    const away = along < this.#scrolled || along > this.#scrolled + view * (vm.calm || !vm.playing ? 0.96 : LEADS);
    if (away) this.#scrollTo(along, vm.playing && !vm.calm ? LEADS : 0.6, false);
  }

  get #scrolled() {
    return this.frame.turned ? this.scroller.scrollTop : this.scroller.scrollLeft;
  }

  /** @param {number} along @param {number} part of the view at which it is to stand @param {boolean} unlessSeen */
  #scrollTo(along, part, unlessSeen) {
    const view = this.frame.view;
    const seen = along > this.#scrolled + 20 && along < this.#scrolled + view - 60;
    if (unlessSeen && seen) return;
    const to = Math.max(0, along - view * part);
    if (this.frame.turned) this.scroller.scrollTop = to;
    else this.scroller.scrollLeft = to;
  }

  /** Draws the part that is in view. */
  draw() {
    const vm = this.#vm;
    if (!vm?.state) return;
    const { frame, scale, history } = this;
    frame.scroll = this.#scrolled;
    const selected = vm.selection?.kind === "message" ? Number(vm.selection.id) : null;
    const { until_us } = this;
    const part = { ...this.#part(vm, frame), selected };
    const { compared } = this;
    const scene = compared && frame instanceof CompareFrame ? sceneOfBoth(compared, scale, frame, part) : sceneOf(history, scale, part);
    const edge_us = compared ? Infinity : until_us;
    this.scene = scene;
    const body = sizeOf(scene) <= MOST_NODES;
    const server = vm.selection?.kind === "server" ? vm.selection.id : null;
    this.picture.draw({ frame, scale, scene, body, until_us: edge_us, now_us: vm.time_us, chosen: this.#chosen(frame), server, compared, branches: branchNames(vm) });
    this.#canvas.draw(body ? null : scene, frame, this.picture.foldsInView(frame, scale), scale.at(edge_us), vm.theme);
    this.#buttons.draw(history, frame, this.picture.foldsInView(frame, scale), this.settings.table);
    this.#tools.update(vm, scene.quiet, this.position !== null);
    this.#table.node.hidden = !this.settings.table;
    this.scroller.inert = this.settings.table;
    if (this.settings.table) this.#table.update(history, vm.steps, this.#stretch(), this.settings.heartbeats, this.position);
    this.#empty.hidden = history.happenings.length > 0;
    this.#tell(vm);
  }

  /** @param {ViewModel} vm @param {Frame} frame @returns {import("./scene.js").Part} */
  #part(vm, { lanes, from, to }) {
    return { lanes, from, to, until_us: this.until_us, heartbeats: this.settings.heartbeats, latency_us: latencyOf(vm), cone: this.#cone(), selected: null };
  }

  /** The time in view. */
  #stretch() {
    const { frame, scale } = this;
    return { from_us: Math.round(scale.time(frame.scroll)), to_us: Math.round(Math.min(this.until_us, scale.time(frame.scroll + frame.view))) };
  }

  /** @returns {Cone|null} */
  #cone() {
    const { follow } = this.settings;
    return this.position === null || follow === "neither" ? null : coneOf(this.history, this.position, follow);
  }

  /** What a step says, for its label. @param {number} position */
  says(position) {
    const vm = /** @type {ViewModel} */ (this.#vm);
    const step = stepAt(vm.steps, position);
    return step ? narrate(step)[0] : "";
  }

  /** @param {Frame} frame @returns {Chosen[]} */
  #chosen(frame) {
    const { scale, history, hovered, position } = this;
    const here = happeningAt(history, position);
    const chosen = (here?.servers ?? []).map((server) => ({ server, position: Number(position) }));
    const marked = chosen.map((each, i) => ({ ...each, named: i === 0 }));
    if (hovered && hovered.position !== position) marked.push({ ...hovered, named: true });
    return marked.flatMap(({ server, position: at, named }) => {
      const mark = history.lives.get(server)?.events.find((each) => each.position === at);
      const along = mark ? scale.at(mark.time_us) : 0;
      const across = frame.lanesAt(along).get(server);
      if (!mark || across === undefined) return [];
      return [{ along, across, says: named ? words.callout(short(this.says(at), LONGEST_LABEL[frame.turned ? "tall" : "wide"]), at) : "" }];
    });
  }

  /** What a screen reader is told of the drawing. @param {ViewModel} vm */
  #tell(vm) {
    const { position, pane } = this;
    setAttribute(pane, "aria-label", words.label(this.frame.lanes.size));
    setAttribute(pane, "aria-orientation", this.frame.turned ? "vertical" : "horizontal");
    setAttribute(pane, "aria-valuemax", String(vm.edge.position));
    setAttribute(pane, "aria-valuenow", String(position ?? 0));
    const step = position === null ? null : stepAt(vm.steps, position);
    setAttribute(pane, "aria-valuetext", step ? words.spoken(this.says(step.position), step.position, step.time_us) : words.nothing);
  }

  /** @param {number} name the time at which the quiet began */
  openFold(name) {
    this.opened.add(name);
    this.pane.focus({ preventScroll: true });
    this.redraw();
  }

  /** @param {number} factor @param {number} along what stays where it is */
  zoomAt(factor, along) {
    const time = this.scale.time(along);
    const before = along - this.#scrolled;
    this.zoom = Math.max(ZOOM.least, Math.min(ZOOM.most, this.zoom * factor));
    if (!this.#vm) return;
    this.#layOut(this.#vm);
    const to = this.scale.at(time) - before;
    if (this.frame.turned) this.scroller.scrollTop = to;
    else this.scroller.scrollLeft = to;
    this.draw();
  }

  /** The whole history, not just what is in view, drawn once aside and written to a file. */
  #save() {
    const vm = this.#vm;
    if (!vm?.state) return;
    const { scale, history, until_us } = this;
    const servers = [...this.frame.lanes.keys()];
    const { compared } = this;
    const width = Math.ceil(scale.length) + FILE.beside;
    const frame = compared ? new CompareFrame(servers, width, 2 * FILE.above + 2 * FILE.lane * servers.length, compared.current) : new Frame(servers, width, FILE.above + FILE.lane * servers.length, false);
    if (frame instanceof CompareFrame) frame.gap = scale.gap ?? frame.gap;
    const part = this.#part(vm, frame);
    const scene = compared && frame instanceof CompareFrame ? sceneOfBoth(compared, scale, frame, part) : sceneOf(history, scale, part);
    const picture = new Picture(frame);
    picture.node.classList.add("aside");
    this.node.append(picture.node);
    picture.draw({ frame, scale, scene, body: true, until_us: compared ? Infinity : until_us, now_us: null, chosen: this.#chosen(frame), server: null, compared, branches: branchNames(vm) });
    picture.nameFolds((fold) => [words.folded(fold.to_us - fold.from_us), words.hides(hiddenBy(history, fold))]);
    const text = standAlone(picture.node, words.title(vm.title, vm.branch));
    picture.node.remove();
    download(text, vm.branch);
  }
}

/**
 * @param {HTMLElement} stage
 * @param {HTMLElement} header of the stage
 * @param {Send} send
 */
export function createSpaceTime(stage, header, send) {
  const view = new SpaceTime(header, send);
  stage.append(view.node);
  return view;
}
