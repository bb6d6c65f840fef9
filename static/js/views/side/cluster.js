// A cluster as its line of script, and whether its times let it keep a leader (paper 5.6). Pure.

/**
 * @typedef {object} Cluster
 * @property {number} servers
 * @property {number} seed
 * @property {string} timing
 * @property {[number, number]} election_timeout in microseconds, as all times
 * @property {number} heartbeat
 * @property {[number, number]} latency
 * @property {[number, number]} fsync
 * @property {number} loss percent
 * @property {number} duplicate percent
 * @property {Record<string, boolean>} on
 * @property {number} snapshot_every 0 is never
 */

/** @typedef {Pick<Cluster, "election_timeout"|"heartbeat"|"latency"|"fsync">} Times */

/** The presets of `timing=`. @type {Record<string, Times>} */
export const TIMINGS = {
  lan: { election_timeout: [150_000, 300_000], heartbeat: 50_000, latency: [5_000, 15_000], fsync: [1_000, 2_000] },
  classroom: { election_timeout: [2_000_000, 4_000_000], heartbeat: 1_000_000, latency: [200_000, 500_000], fsync: [50_000, 100_000] },
  wan: { election_timeout: [1_000_000, 2_000_000], heartbeat: 150_000, latency: [40_000, 120_000], fsync: [1_000, 5_000] },
};

/** What can be on or off, and what it is when nobody says. @type {Record<string, boolean>} */
export const OPTIONS = { pre_vote: false, check_quorum: false, leader_stickiness: false, noop: true, parallel_disk: true };

/** @returns {Cluster} */
export const sandbox = () => ({
  servers: 5,
  seed: 1 + Math.floor(Math.random() * 1_000_000),
  timing: "classroom",
  ...TIMINGS.classroom,
  loss: 0,
  duplicate: 0,
  on: { ...OPTIONS },
  snapshot_every: 0,
});

/** @param {number} us */
function duration(us) {
  if (us % 1_000_000 === 0 && us > 0) return `${us / 1_000_000}s`;
  return us % 1_000 === 0 && us > 0 ? `${us / 1_000}ms` : `${us}us`;
}

/** @param {[number, number]} range */
const range = ([low, high]) => (low === high ? duration(low) : `${duration(low)}..${duration(high)}`);

/** @param {unknown} one @param {unknown} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The line of script; only what differs from the preset and the defaults is said. @param {Cluster} cluster */
export function clusterLine(cluster) {
  const preset = TIMINGS[cluster.timing];
  const words = ["cluster", ...Array.from({ length: cluster.servers }, (_, i) => `S${i + 1}`), `seed=${cluster.seed}`];
  if (cluster.timing !== "lan") words.push(`timing=${cluster.timing}`);
  for (const key of /** @type {const} */ (["election_timeout", "latency", "fsync"])) {
    if (!same(cluster[key], preset[key])) words.push(`${key}=${range(cluster[key])}`);
  }
  if (cluster.heartbeat !== preset.heartbeat) words.push(`heartbeat=${duration(cluster.heartbeat)}`);
  for (const key of /** @type {const} */ (["loss", "duplicate"])) if (cluster[key] > 0) words.push(`${key}=${cluster[key]}%`);
  for (const [key, usual] of Object.entries(OPTIONS)) if (cluster.on[key] !== usual) words.push(`${key}=${usual ? "off" : "on"}`);
  if (cluster.snapshot_every > 0) words.push(`snapshot_every=${cluster.snapshot_every}`);
  return words.join(" ");
}

/** @typedef {"steady"|"fair"|"slow"|"deaf"} Stability */

/**
 * Whether an elected leader lasts: on average, a broadcast has to be much quicker than an election timeout (5.6).
 * @param {Times} times
 * @returns {{broadcast_us: number, ratio: number, verdict: Stability}}
 */
export function stability({ election_timeout: [least], heartbeat, latency, fsync }) {
  // A request goes out, is written down, and its answer comes back.
  const broadcast_us = latency[0] + latency[1] + (fsync[0] + fsync[1]) / 2;
  const ratio = least / broadcast_us;
  const verdict = heartbeat + latency[1] >= least ? "deaf" : ratio >= 10 ? "steady" : ratio >= 2 ? "fair" : "slow";
  return { broadcast_us, ratio, verdict };
}
