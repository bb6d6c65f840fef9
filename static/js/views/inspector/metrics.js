// The Metrics tab: leader stability, commit latency, elections and snapshots, over the branch up to the playhead.

import { words } from "../../words/en_panels.js";
import { el, svg, termClass } from "../elements.js";
import { countUpTo, createFold } from "../fold.js";
import { emptyMetrics, histogram, latency, stability, takeMetrics } from "./metric_model.js";

/**
 * @import { ViewModel } from "../../view_types.js"
 * @import { Metrics } from "./metric_model.js"
 */

const REFRESH_MS = 250;
const WIDTH = 300;
const LATENCY_BUCKETS = 18;
const RATE_BUCKETS = 13;
const ROWS = 200; // of a table that grows with the run
const BANDS = 48; // more than this many no longer have room for a number

export class MetricsTab {
  node = el("div", { class: "tabp metrics", id: "tab-metrics", role: "tabpanel", "aria-labelledby": "tab-of-metrics" });
  #fold = createFold(emptyMetrics, takeMetrics);
  #shown = "";
  #drawn_ms = -Infinity;
  /** @type {Set<string>} the tables that are open */
  #open = new Set();

  /** @param {ViewModel} vm */
  update(vm) {
    const metrics = this.#fold.sync(vm.branch, vm.steps);
    const key = `${vm.branch} ${vm.position} ${vm.playing ? "" : vm.time_us}`;
    const now = performance.now();
    if (key === this.#shown || (vm.playing && now - this.#drawn_ms < REFRESH_MS)) return;
    this.#shown = key;
    this.#drawn_ms = now;
    this.node.replaceChildren(...this.#figures(metrics, vm.time_us));
    for (const details of this.node.querySelectorAll("details")) {
      const name = details.dataset.table ?? "";
      details.open = this.#open.has(name);
      details.addEventListener("toggle", () => details.open ? this.#open.add(name) : this.#open.delete(name));
    }
  }

  /**
   * @param {Metrics} metrics
   * @param {number} until_us
   */
  #figures(metrics, until_us) {
    return [stabilityFigure, latencyFigure, electionsFigure, snapshotsFigure].map((draw) => draw(metrics, until_us));
  }
}

/**
 * @param {string} title
 * @param {(Node|string)[]} value
 * @param {Node} chart
 * @param {{name: string, head: string[], rows: string[][]}} table
 */
function figure(title, value, chart, table) {
  const cells = (/** @type {string[]} */ row) => el("tr", {}, ...row.map((text) => el("td", { class: "num" }, text)));
  const head = el("thead", {}, el("tr", {}, ...table.head.map((text) => el("th", { scope: "col" }, text))));
  const body = el("tbody", {}, ...table.rows.map(cells));
  return el(
    "figure",
    {},
    el("figcaption", {}, title, el("b", { class: "num" }, ...value)),
    chart,
    el("details", { class: "astable", "data-table": table.name }, el("summary", {}, words.metrics.asTable), el("table", {}, head, body)),
  );
}

const unit = (/** @type {string} */ text) => el("small", {}, text);

/**
 * @param {Metrics} metrics
 * @param {number} until_us
 */
function stabilityFigure(metrics, until_us) {
  const { bands, led_us } = stability(metrics.lanes.slices, until_us);
  const bar = el("div", { class: "bandbar", "aria-hidden": "true" });
  const grow = (/** @type {HTMLElement} */ part, /** @type {number} */ length_us) => {
    part.style.flexGrow = String(length_us / Math.max(1, until_us) * 1000);
    bar.append(part);
  };
  let at_us = 0;
  for (const band of bands) {
    if (band.from_us > at_us) grow(el("i", { class: "gap" }), band.from_us - at_us);
    const wide = (band.to_us - band.from_us) / Math.max(1, until_us) > .09 && bands.length <= BANDS;
    grow(el("i", { class: termClass(band.term) }, wide ? `T${band.term}` : ""), band.to_us - band.from_us);
    at_us = band.to_us;
  }
  if (at_us < until_us) grow(el("i", { class: "gap" }), until_us - at_us);
  const value = [words.metrics.short(led_us), unit(words.metrics.ofLed(until_us))];
  const rows = bands.map((band) => [`T${band.term}`, band.server, words.time.clock(band.from_us), words.time.clock(band.to_us)]);
  return figure(words.metrics.stability, value, bar, { name: "stability", head: words.metrics.stabilityHead, rows });
}

/**
 * @param {Metrics} metrics
 * @param {number} until_us
 */
function latencyFigure(metrics, until_us) {
  const { p50, p99, along } = latency(metrics.commits, until_us, LATENCY_BUCKETS);
  const top = roundUp(Math.max(1, ...along.map((each) => each.p99)));
  const x = (/** @type {number} */ i) => along.length < 2 ? WIDTH : i / (along.length - 1) * WIDTH;
  const y = (/** @type {number} */ value) => 56 - value / top * 52;
  const line = (/** @type {"p50"|"p99"} */ name) => along.map((each, i) => `${i === 0 ? "M" : "L"}${x(i).toFixed(1)},${y(each[name]).toFixed(1)}`).join("");
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} 66`, class: "ch", "aria-hidden": "true" }, svg("path", { class: "grid", d: `M0,56H${WIDTH}M0,30H${WIDTH}M0,4H${WIDTH}` }));
  const last = along.at(-1);
  if (last) {
    const apart = y(last.p50) - y(last.p99) > 14;
    chart.append(
      svg("path", { class: "c2", d: line("p99") }),
      svg("path", { class: "c1", d: line("p50") }),
      svg("text", { x: WIDTH, y: Math.max(11, y(last.p99) - 5), "text-anchor": "end" }, apart ? "p99" : "p50, p99"),
      svg("text", { x: 0, y: 14 }, words.metrics.length(top)),
    );
    if (apart) chart.append(svg("text", { x: WIDTH, y: y(last.p50) + 11, "text-anchor": "end" }, "p50"));
  } else chart.append(svg("text", { x: 0, y: 50 }, words.metrics.noCommits));
  const value = p50 === null || p99 === null ? ["–"] : [words.metrics.length(p50), unit("p50"), " ", words.metrics.length(p99), unit("p99")];
  const rows = along.map((each) => [words.time.clock(each.from_us), String(each.count), words.metrics.length(each.p50), words.metrics.length(each.p99)]);
  return figure(words.metrics.latency, value, chart, { name: "latency", head: words.metrics.latencyHead, rows });
}

/**
 * @param {Metrics} metrics
 * @param {number} until_us
 */
function electionsFigure(metrics, until_us) {
  const { candidacies } = metrics.lanes;
  const told = candidacies.slice(0, countUpTo(candidacies, until_us, (each) => each.time_us));
  const rows = told.slice(-ROWS).map((each) => [words.time.clock(each.time_us), each.server, `T${each.term}`]);
  return rateFigure(words.metrics.elections, told, until_us, words.metrics.soMany(told.length), { name: "elections", head: words.metrics.electionsHead, rows });
}

/**
 * @param {Metrics} metrics
 * @param {number} until_us
 */
function snapshotsFigure(metrics, until_us) {
  const { snapshots } = metrics;
  const told = snapshots.slice(0, countUpTo(snapshots, until_us, (each) => each.time_us));
  const installed = told.filter((each) => each.installed).length;
  const rows = told.slice(-ROWS).map((each) => [words.time.clock(each.time_us), each.server, String(each.index), words.metrics.snapshotKind(each.installed)]);
  return rateFigure(words.metrics.snapshots, told, until_us, words.metrics.ofThemInstalled(told.length, installed), { name: "snapshots", head: words.metrics.snapshotsHead, rows });
}

/**
 * How often something happens: a minute's worth as a number, and bars along time.
 * @param {string} title
 * @param {{time_us: number}[]} told what has happened by then
 * @param {number} until_us
 * @param {string} note
 * @param {{name: string, head: string[], rows: string[][]}} table
 */
function rateFigure(title, told, until_us, note, table) {
  const counts = histogram(told, until_us, RATE_BUCKETS);
  const most = Math.max(1, ...counts);
  const pitch = WIDTH / RATE_BUCKETS;
  const bars = counts.map((count, i) => {
    const height = count === 0 ? 1 : 6 + count / most * 22;
    return svg("rect", { class: "bar", x: i * pitch + 2, y: 34 - height, width: pitch - 6, height, rx: Math.min(2, height / 2) });
  });
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} 36`, class: "ch", "aria-hidden": "true" }, svg("path", { class: "grid", d: `M0,34H${WIDTH}` }), ...bars);
  const rate = until_us > 0 ? told.length / (until_us / 60_000_000) : 0;
  return figure(title, [rate.toFixed(1), unit(note)], chart, table);
}

/**
 * @param {number} value
 */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((round) => round >= value) ?? value;
}
