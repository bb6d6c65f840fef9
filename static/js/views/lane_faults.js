// The faults of a run as bars: crash to restart, pause to resume, cut to heal.

import { words } from "../words/en_panels.js";

/**
 * @import { Event, Step } from "../frames.js"
 */

/**
 * @typedef {object} Fault
 * @property {"down"|"paused"|"cut"} kind
 * @property {string} says
 * @property {number} from_us
 * @property {number|null} to_us null: not over yet
 * @property {number} row the first that was free
 * @property {number} position
 * @property {Set<string>} links directions that are still cut, "S1>S2"
 *
 * @typedef {ReturnType<typeof createFaults>} Faults
 */

export function createFaults() {
  /** @type {Fault[]} */
  const bars = [];
  /** @type {Map<string, Fault>} */
  const open = new Map();

  /**
   * @param {Step} step
   * @param {string} key
   * @param {Fault["kind"]} kind
   * @param {string} says
   * @param {Iterable<string>} [links]
   */
  function begin(step, key, kind, says, links = []) {
    if (open.has(key)) return;
    const taken = new Set([...open.values()].map((bar) => bar.row));
    let row = 0;
    while (taken.has(row)) row++;
    /** @type {Fault} */
    const bar = { kind, says, from_us: step.time_us, to_us: null, row, position: step.position, links: new Set(links) };
    bars.push(bar);
    open.set(key, bar);
  }

  /**
   * @param {Step} step
   * @param {string} key
   */
  function end(step, key) {
    const bar = open.get(key);
    if (bar) bar.to_us = step.time_us;
    open.delete(key);
  }

  /**
   * A bar of links ends when the last of them is healed.
   * @param {Step} step
   * @param {string} link
   */
  function heal(step, link) {
    for (const [key, bar] of open) if (bar.links.delete(link) && bar.links.size === 0) end(step, key);
  }

  /**
   * Links cut together are one bar; a partition takes over whatever it cuts.
   * @param {Step} step
   * @param {string[]} links
   * @param {string[][]|null} groups
   */
  function cut(step, links, groups) {
    if (links.length === 0 && !groups) return;
    if (groups) {
      const across = crossing(groups);
      for (const link of across) heal(step, link);
      begin(step, `cut ${step.position}`, "cut", words.time.partition(smaller(groups)), across);
    } else {
      for (const link of links) heal(step, link);
      begin(step, `cut ${step.position}`, "cut", sayCut(links), links);
    }
  }

  /** @param {Step} step @param {Event} event @returns {boolean} */
  function takeServer(step, event) {
    switch (event.kind) {
      case "ServerCrashed":
        end(step, `paused ${event.server}`);
        begin(step, `down ${event.server}`, "down", words.time.down(event.server));
        return true;
      case "ServerRestarted":
        end(step, `down ${event.server}`);
        return true;
      case "ServerPaused":
        begin(step, `paused ${event.server}`, "paused", words.time.paused(event.server));
        return true;
      case "ServerResumed":
        end(step, `paused ${event.server}`);
        return true;
    }
    return false;
  }

  return {
    bars,
    /** @param {Step} step @returns {boolean} whether anything changed */
    take(step) {
      /** @type {string[]} */
      const links = [];
      /** @type {string[][]|null} */
      let groups = null;
      let changed = false;
      for (const event of step.events) {
        if (event.kind === "LinkCut") links.push(`${event.from}>${event.to}`);
        else if (event.kind === "LinkHealed") heal(step, `${event.from}>${event.to}`);
        else if (event.kind === "PartitionMade") groups = event.groups;
        else {
          changed = takeServer(step, event) || changed;
          continue;
        }
        changed = true;
      }
      if (changed) cut(step, links, groups);
      return changed;
    },
  };
}

/**
 * Every direction between two groups.
 * @param {string[][]} groups
 */
function crossing(groups) {
  const links = [];
  for (const group of groups) {
    for (const other of groups) {
      if (other === group) continue;
      for (const from of group) for (const to of other) links.push(`${from}>${to}`);
    }
  }
  return links;
}

/**
 * All groups but the largest: they are who a partition is named after.
 * @param {string[][]} groups
 */
function smaller(groups) {
  let largest = groups[0];
  for (const group of groups) if (group.length > largest.length) largest = group;
  return groups.filter((group) => group !== largest).flat().sort();
}

/**
 * Names what one step cut: a server that lost everyone, a pair, one direction.
 * @param {string[]} links
 */
function sayCut(links) {
  const [from, to] = links[0].split(">");
  if (links.length === 1) return words.time.oneWay(from, to);
  const ends = new Set(links.flatMap((link) => link.split(">")));
  if (ends.size === 2) return words.time.pair(from, to);
  const alone = [from, to].find((id) => links.every((link) => link.split(">").includes(id)));
  return alone ? words.time.partition([alone]) : words.time.cutLinks(Math.ceil(links.length / 2));
}
