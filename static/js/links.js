// What the two directions between a pair of servers are worth together, and who is parted from whom.

/** @import { Link, Settings, State } from "./frames.js" */

/**
 * One pair of servers, the one that comes first on the ring as `a`.
 * @typedef {object} Pair
 * @property {string} id "S1-S2"
 * @property {string} a
 * @property {string} b
 * @property {Link} there from a to b
 * @property {Link} back from b to a
 * @property {"up"|"slow"|"lossy"|"oneway"|"cut"} look
 * @property {{latency_us: number|null, loss: number|null, duplicate: number|null}} odd
 */

/** @param {[number, number]} range */
const middle = (range) => (range[0] + range[1]) / 2;

/**
 * What differs from the cluster's settings, the worse of the two directions.
 * @param {Link[]} links
 * @param {Settings} settings
 * @returns {Pair["odd"]}
 */
function oddities(links, settings) {
  const usual = middle(settings.latency);
  const latencies = links.flatMap((link) => (link.latency && middle(link.latency) !== usual ? [middle(link.latency)] : []));
  /** @param {"loss"|"duplicate"} what */
  const worst = (what) => {
    const found = links.flatMap((link) => (link[what] !== null && link[what] !== settings[what] ? [link[what]] : []));
    return found.length ? Math.max(...found) : null;
  };
  return { latency_us: latencies.length ? Math.max(...latencies) : null, loss: worst("loss"), duplicate: worst("duplicate") };
}

/** @param {Link} there @param {Link} back @param {Pair["odd"]} odd @returns {Pair["look"]} */
function lookOf(there, back, odd) {
  if (!there.up && !back.up) return "cut";
  if (!there.up || !back.up) return "oneway";
  if (odd.loss || odd.duplicate) return "lossy";
  return odd.latency_us === null ? "up" : "slow";
}

/** @type {WeakMap<Link[], {settings: Settings, pairs: Pair[]}>} */
const known = new WeakMap();

/**
 * @param {State} state
 * @returns {Pair[]}
 */
export function pairsOf(state) {
  const before = known.get(state.links);
  if (before?.settings === state.settings) return before.pairs;
  const byEnds = new Map(state.links.map((link) => [`${link.from}>${link.to}`, link]));
  const ids = Object.keys(state.servers);
  /** @type {Pair[]} */
  const pairs = [];
  ids.forEach((a, i) => {
    for (const b of ids.slice(i + 1)) {
      const there = byEnds.get(`${a}>${b}`);
      const back = byEnds.get(`${b}>${a}`);
      if (!there || !back) continue;
      const odd = oddities([there, back], state.settings);
      pairs.push({ id: `${a}-${b}`, a, b, there, back, look: lookOf(there, back, odd), odd });
    }
  });
  known.set(state.links, { settings: state.settings, pairs });
  return pairs;
}

/** @param {string} a @param {string} b @param {string[]} ids the servers in ring order */
export function pairId(a, b, ids) {
  return ids.indexOf(a) < ids.indexOf(b) ? `${a}-${b}` : `${b}-${a}`;
}

/**
 * The groups that no message passes between, the largest first; one group when all is well.
 * @param {State} state
 * @returns {string[][]}
 */
export function groupsOf(state) {
  const pairs = pairsOf(state);
  const before = grouped.get(pairs);
  if (before) return before;
  const groups = groupsBy(pairs, Object.keys(state.servers));
  grouped.set(pairs, groups);
  return groups;
}

/** @type {WeakMap<Pair[], string[][]>} */
const grouped = new WeakMap();

/** @param {Pair[]} pairs @param {string[]} ids */
function groupsBy(pairs, ids) {
  /** @type {string[][]} */
  const groups = [];
  const left = new Set(ids);
  for (const first of left) {
    const group = [first];
    left.delete(first);
    for (const id of group) {
      for (const { a, b, look } of pairs) {
        const other = a === id ? b : b === id ? a : null;
        if (other === null || look === "cut" || !left.has(other)) continue;
        left.delete(other);
        group.push(other);
      }
    }
    groups.push(group);
  }
  return groups.sort((one, two) => two.length - one.length);
}

/** Whether anything between servers is not as the cluster was set up. @param {State} state */
export function anythingToHeal(state) {
  return pairsOf(state).some((pair) => pair.look !== "up");
}
