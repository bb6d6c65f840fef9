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

/** The bars, and which of them are not over yet. */
class Bars {
  /** @type {Fault[]} */
  all = [];
  /** @type {Map<string, Fault>} */
  #open = new Map();

  /**
   * @param {Step} step
   * @param {string} key
   * @param {Fault["kind"]} kind
   * @param {string} says
   * @param {Iterable<string>} [links]
   */
  begin(step, key, kind, says, links = []) {
    if (this.#open.has(key)) return;
    const taken = new Set([...this.#open.values()].map((bar) => bar.row));
    let row = 0;
    while (taken.has(row)) row++;
    /** @type {Fault} */
    const bar = { kind, says, from_us: step.time_us, to_us: null, row, position: step.position, links: new Set(links) };
    this.all.push(bar);
    this.#open.set(key, bar);
  }

  /**
   * @param {Step} step
   * @param {string} key
   */
  end(step, key) {
    const bar = this.#open.get(key);
    if (bar) bar.to_us = step.time_us;
    this.#open.delete(key);
  }

  /**
   * A bar of links ends when the last of them is healed.
   * @param {Step} step
   * @param {string} link
   */
  heal(step, link) {
    for (const [key, bar] of this.#open) if (bar.links.delete(link) && bar.links.size === 0) this.end(step, key);
  }
}

/**
 * @param {Bars} bars
 * @param {Step} step
 * @param {Event} event
 * @returns {boolean} whether it was a server's fault, or the end of one
 */
function takeServer(bars, step, event) {
  switch (event.kind) {
    case "ServerCrashed":
      bars.end(step, `paused ${event.server}`);
      bars.begin(step, `down ${event.server}`, "down", words.time.down(event.server));
      return true;
    case "ServerRestarted":
      bars.end(step, `down ${event.server}`);
      return true;
    case "ServerPaused":
      bars.begin(step, `paused ${event.server}`, "paused", words.time.paused(event.server));
      return true;
    case "ServerResumed":
      bars.end(step, `paused ${event.server}`);
      return true;
  }
  return false;
}

/**
 * Links cut together are one bar; a partition takes over whatever lies between its groups.
 * @param {Bars} bars
 * @param {Step} step
 * @param {string[]} links what the step cut
 * @param {Set<string>} servers
 * @param {Set<string>} dead every direction that is cut now
 */
function cut(bars, step, links, servers, dead) {
  const parted = links.length > 2 ? newlyParted(servers, dead, links) : [];
  const across = parted.length > 0 ? [...dead].filter((link) => leaves(link, parted)) : links;
  for (const link of across) bars.heal(step, link);
  const says = parted.length > 0 ? words.time.partition(parted.flat().sort()) : sayCut(links);
  bars.begin(step, `cut ${step.position}`, "cut", says, across);
}

/**
 * @param {Set<string>} servers who there is
 */
export function createFaults(servers) {
  const bars = new Bars();
  /** @type {Set<string>} every direction that is cut now */
  const dead = new Set();
  return {
    bars: bars.all,
    /** @param {Step} step @returns {boolean} whether anything changed */
    take(step) {
      /** @type {string[]} */
      const links = [];
      let changed = false;
      for (const event of step.events) {
        if (event.kind === "LinkCut") {
          const link = `${event.from}>${event.to}`;
          if (!dead.has(link)) links.push(link);
          dead.add(link);
        } else if (event.kind === "LinkHealed") {
          bars.heal(step, `${event.from}>${event.to}`);
          dead.delete(`${event.from}>${event.to}`);
          changed = true;
        } else changed = takeServer(bars, step, event) || changed;
      }
      if (links.length > 0) cut(bars, step, links, servers, dead);
      return changed || links.length > 0;
    },
  };
}

/**
 * The groups of servers that can still reach each other, at least one way.
 * @param {Set<string>} servers
 * @param {Set<string>} dead
 */
function groupsOf(servers, dead) {
  const rest = new Set(servers);
  const groups = [];
  for (const first of servers) {
    if (!rest.delete(first)) continue;
    const group = [first];
    for (const from of group) {
      for (const to of [...rest]) {
        if (dead.has(`${from}>${to}`) && dead.has(`${to}>${from}`)) continue;
        rest.delete(to);
        group.push(to);
      }
    }
    groups.push(group);
  }
  return groups;
}

/**
 * The groups that a step parted from the largest one: who a partition is named after.
 * @param {Set<string>} servers
 * @param {Set<string>} dead
 * @param {string[]} links what the step cut
 */
function newlyParted(servers, dead, links) {
  const before = groupsOf(servers, new Set([...dead].filter((link) => !links.includes(link)))).map(String);
  const groups = groupsOf(servers, dead);
  const largest = groups.reduce((a, b) => (b.length > a.length ? b : a), []);
  return groups.filter((group) => group !== largest && !before.includes(String(group)));
}

/**
 * @param {string} link
 * @param {string[][]} groups
 */
function leaves(link, groups) {
  const [from, to] = link.split(">");
  return groups.some((group) => group.includes(from) !== group.includes(to));
}

/**
 * Names what one step cut without parting anybody from all others.
 * @param {string[]} links
 */
function sayCut(links) {
  const [from, to] = links[0].split(">");
  if (links.length === 1) return words.time.oneWay(from, to);
  const ends = new Set(links.flatMap((link) => link.split(">")));
  return ends.size === 2 ? words.time.pair(from, to) : words.time.cutLinks(Math.ceil(links.length / 2));
}
