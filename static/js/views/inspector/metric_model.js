// The numbers behind the Metrics tab, gathered step by step.

import { countUpTo } from "../fold.js";
import { emptyLanes, takeStep } from "../lane_model.js";

/**
 * @import { Step } from "../../frames.js"
 * @import { Lanes, Slice } from "../lane_model.js"
 */

/**
 * @typedef {{time_us: number, latency_us: number}} Commit
 *
 * @typedef {{time_us: number, server: string, index: number, installed: boolean}} Snapshot
 *
 * @typedef {object} Metrics
 * @property {Lanes} lanes
 * @property {Map<number, number>} appended when a leader took an index that is not committed yet
 * @property {Commit[]} commits
 * @property {number} committed
 * @property {Snapshot[]} snapshots taken by a server itself, and installed because it was too far behind
 */

/** @returns {Metrics} */
export function emptyMetrics() {
  return { lanes: emptyLanes(new Set()), appended: new Map(), commits: [], committed: 0, snapshots: [] };
}

/**
 * @param {Metrics} metrics
 * @param {Step} step
 */
export function takeMetrics(metrics, step) {
  takeStep(metrics.lanes, step);
  for (const event of step.events) {
    if (event.kind === "EntriesAppended" && metrics.lanes.leading.has(event.server)) {
      for (let index = event.first_index; index <= event.last_index; index++) metrics.appended.set(index, step.time_us);
    } else if (event.kind === "CommitAdvanced" && event.new > metrics.committed) {
      for (let index = metrics.committed + 1; index <= event.new; index++) {
        const since = metrics.appended.get(index);
        metrics.appended.delete(index);
        if (since !== undefined) metrics.commits.push({ time_us: step.time_us, latency_us: step.time_us - since });
      }
      metrics.committed = event.new;
    } else if (event.kind === "SnapshotTaken" || event.kind === "SnapshotInstalled") {
      metrics.snapshots.push({ time_us: step.time_us, server: event.server, index: event.index, installed: event.kind === "SnapshotInstalled" });
    }
  }
}

/**
 * @param {number[]} values
 * @param {number} part such as .5 or .99
 * @returns {number|null}
 */
export function percentile(values, part) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
}

/**
 * Commit latency as a whole, and along time: a bucket without commits carries the one before.
 * @param {Commit[]} all
 * @param {number} until_us
 * @param {number} buckets
 */
export function latency(all, until_us, buckets) {
  const commits = all.slice(0, countUpTo(all, until_us, (commit) => commit.time_us));
  const values = commits.map((commit) => commit.latency_us);
  /** @type {{p50: number, p99: number, from_us: number, count: number}[]} */
  const along = [];
  let first = 0;
  for (let i = 0; i < buckets; i++) {
    const end = until_us * (i + 1) / buckets;
    const last = countUpTo(commits, end, (commit) => commit.time_us);
    const within = values.slice(first, last);
    const before = along.at(-1);
    const p50 = percentile(within, .5) ?? before?.p50 ?? null;
    const p99 = percentile(within, .99) ?? before?.p99 ?? null;
    if (p50 !== null && p99 !== null) along.push({ p50, p99, from_us: until_us * i / buckets, count: within.length });
    first = last;
  }
  return { p50: percentile(values, .5), p99: percentile(values, .99), along };
}

/**
 * The bands of leadership up to a time, and how long anyone led.
 * @param {Slice[]} slices
 * @param {number} until_us
 */
export function stability(slices, until_us) {
  /** @type {{from_us: number, to_us: number, term: number, server: string}[]} */
  const bands = [];
  let led_us = 0;
  for (const slice of slices) {
    if (slice.from_us >= until_us) break;
    const to_us = Math.min(slice.to_us ?? until_us, until_us);
    const newest = slice.leaders.reduce((a, b) => (b.term > a.term ? b : a));
    const last = bands.at(-1);
    led_us += to_us - slice.from_us;
    if (last && last.to_us === slice.from_us && last.term === newest.term) last.to_us = to_us;
    else bands.push({ from_us: slice.from_us, to_us, term: newest.term, server: newest.server });
  }
  return { bands, led_us };
}

/**
 * How many of a list fall into each of a number of equal stretches of time.
 * @param {{time_us: number}[]} list
 * @param {number} until_us
 * @param {number} buckets
 */
export function histogram(list, until_us, buckets) {
  const counts = new Array(buckets).fill(0);
  for (const each of list) {
    if (each.time_us > until_us) break;
    counts[Math.min(buckets - 1, Math.floor(each.time_us / Math.max(1, until_us) * buckets))]++;
  }
  return counts;
}
