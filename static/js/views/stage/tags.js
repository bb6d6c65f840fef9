// The words beside a server: role and station, vote, progress.

/** @import { Server, Settings, ViewModel } from "../../frames.js" */
/** @import { Ring, Spot, Words } from "../../layout.js" */

import { standingOf } from "../../members.js";
import { roles, server as short, stage as words } from "../../words/en.js";
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
 * A room reads few words: what is odd, else the vote without its term, which stands in the body.
 * @param {Server} server
 * @param {ReturnType<typeof standingOf>} standing
 * @param {string[]} odd
 * @returns {Tag}
 */
function inShort(server, standing, [odd]) {
  const role = server.up ? (standing === "learner" ? roles.learner : roles[server.role]) : roles.down;
  const vote = server.wiped ? words.empty : words.standingShort[standing] || odd || short.vote(server.voted_for);
  return { role, name: "", vote, progress: "" };
}

/**
 * @param {string} id
 * @param {ViewModel} vm
 * @param {Server} server
 * @returns {Tag}
 */
export function tagOf(id, vm, server) {
  const state = /** @type {NonNullable<ViewModel["state"]>} */ (vm.state);
  const odd = oddities(server, state.settings);
  const name = [vm.names[id] ?? "", ...odd].filter(Boolean).join(" ");
  const standing = standingOf(state, id);
  const vote = words.standing[standing] || (server.voted_for ? words.voted(server.voted_for, server.term) : words.noVote(server.term));
  if (vm.projector) return inShort(server, standing, odd);
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

/** Between a role and the name of the station. */
const NAME_GAP = 7;

/**
 * How wide the first line is: the role, and the station where there is room for it.
 * @param {string} role
 * @param {string} name
 * @param {Words} set
 */
function firstLine(role, name, set) {
  const weight = set.name ? 680 : 620;
  return textWidth(role, set.role, weight) + (name && set.name ? NAME_GAP + textWidth(name, set.name, 450) : 0);
}

/**
 * The room to keep for a tag, whatever its server becomes, so that the ring stays where it is.
 * @param {string} name
 * @param {Words} set
 */
export function widestTag(name, set) {
  const rest = set.name ? words.progress(999, 999) : words.disk(999_900);
  return Math.max(firstLine(roles.candidate, name, set), textWidth(rest, set.line));
}

/**
 * The box a tag takes, for the outline of a partition.
 * @param {Tag} tag
 * @param {Spot} spot
 * @param {Ring} ring
 */
export function tagBox({ role, name, vote, progress }, spot, ring) {
  const { words: set, size } = ring;
  const rest = set.line ? Math.max(textWidth(vote, set.line), size === "full" ? textWidth(progress, set.line) : 0) : 0;
  const width = Math.max(firstLine(role, name, set), rest);
  const left = { start: 0, middle: -width / 2, end: -width }[spot.tag.anchor];
  const lines = { phone: 0, snug: 17, full: 34, projector: 22 }[size];
  return { x: spot.x + spot.tag.x + left, y: spot.y + spot.tag.y - 0.8 * set.role, width, height: set.role + 1 + lines };
}
