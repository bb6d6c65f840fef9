// The words beside a server: role and station, vote, progress.

/** @import { Server, Settings, ViewModel } from "../../frames.js" */
/** @import { Ring, Spot } from "../../layout.js" */

import { standingOf } from "../../members.js";
import { roles, stage as words } from "../../words/en.js";
import { textWidth } from "./measure.js";

/** @typedef {{role: string, name: string, vote: string, progress: string}} Tag */

/** Told in tens of milliseconds, so that it does not flicker. @param {number} us */
const lease = (us) => Math.max(10_000, Math.round(us / 10_000) * 10_000);

/**
 * What goes on at a server and is more telling than its vote: it hands over, relies on a lease, receives a snapshot.
 * @param {Server} server
 * @param {number} time_us
 */
function underWay({ transfer, lease_until_us, receiving }, time_us) {
  if (transfer) return words.handsOver(transfer.target);
  if (receiving) return words.receives(receiving.index);
  return lease_until_us !== null && lease_until_us > time_us ? words.lease(lease(lease_until_us - time_us)) : null;
}

/** What is odd about the machine itself: a clock that runs wrong, a slow disk. @param {Server} server @param {Settings} settings */
function oddities(server, settings) {
  const odd = [];
  if (server.clock_rate_percent !== 100) odd.push(words.clock(server.clock_rate_percent));
  const [usual, own] = [settings.fsync, server.fsync_us];
  if (own && (own[0] !== usual[0] || own[1] !== usual[1])) odd.push(words.disk(own[1]));
  return odd;
}

/**
 * @param {string} id
 * @param {ViewModel} vm
 * @param {Server} server
 * @returns {Tag}
 */
export function tagOf(id, vm, server) {
  const state = /** @type {NonNullable<ViewModel["state"]>} */ (vm.state);
  const name = [vm.names[id] ?? "", ...oddities(server, state.settings)].filter(Boolean).join(" ");
  const standing = standingOf(state, id);
  const vote = words.standing[standing] || (server.voted_for ? words.voted(server.voted_for, server.term) : words.noVote(server.term));
  if (!server.up) {
    if (server.wiped) return { role: roles.down, name, vote: words.diskLost, progress: "" };
    return { role: roles.down, name, vote, progress: words.onDisk(server.durable_index) };
  }
  return {
    role: standing === "learner" ? roles.learner : roles[server.role],
    name,
    vote: underWay(server, vm.time_us) ?? vote,
    progress: words.progress(server.commit_index, server.last_applied),
  };
}

/**
 * The room to keep for a tag, whatever its server becomes, so that the ring stays where it is.
 * @param {string} name
 */
export function widestTag(name) {
  const first = textWidth(roles.candidate, 14, 680) + (name ? 7 + textWidth(name, 12, 450) : 0);
  return Math.max(first, textWidth(words.progress(999, 999), 11.5));
}

/**
 * The box a tag takes, for the outline of a partition.
 * @param {Tag} tag
 * @param {Spot} spot
 * @param {Ring} ring
 */
export function tagBox({ role, name, vote, progress }, spot, ring) {
  const phone = ring.size === "phone";
  const first = phone ? textWidth(role, 12, 620) : textWidth(role, 14, 680) + (name ? 7 + textWidth(name, 12, 450) : 0);
  const rest = phone ? 0 : Math.max(textWidth(vote, 11.5), ring.size === "full" ? textWidth(progress, 11.5) : 0);
  const width = Math.max(first, rest);
  const left = { start: 0, middle: -width / 2, end: -width }[spot.tag.anchor];
  const lines = phone ? 0 : ring.size === "full" ? 34 : 17;
  return { x: spot.x + spot.tag.x + left, y: spot.y + spot.tag.y - 11, width, height: 15 + lines };
}
