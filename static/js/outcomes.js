// What became of the clients' requests, newest first.

/** @import { Operation, State, Step } from "./frames.js" */

import { client as words } from "./words/en.js";

/**
 * @typedef {object} Outcome
 * @property {string} key
 * @property {string} client
 * @property {"okk"|"pend"|"unk"|"redirected"|"differs"|"read"|"refusal"} kind
 * @property {string} what such as "x=1"
 * @property {string} note
 * @property {Operation} operation
 */

/** @param {Operation} operation */
function what({ op, key, value, result }) {
  if (op === "get") return key;
  if (op === "delete") return words.deleted(key);
  if (op === "append") return `${key}+=${value}`;
  if (op === "cas") return result === false ? key : `${key}=${value}`;
  return `${key}=${value}`;
}

/**
 * On how many voters the entry is, among how many are needed.
 * @param {Operation} operation
 * @param {State} state
 */
function spread({ index, server }, state) {
  const holder = server ? state.servers[server] : undefined;
  const entry = holder?.log.entries.find((one) => one.index === index);
  if (!holder || !entry) return "";
  const { voters } = holder.configuration;
  const holders = voters.filter((id) =>
    state.servers[id]?.log.entries.some((one) => one.index === entry.index && one.term === entry.term)
  );
  return words.on(holders.length, Math.floor(voters.length / 2) + 1);
}

/** @param {Operation} operation @param {State} state @returns {string} */
function pendingNote(operation, state) {
  if (operation.index !== null) {
    return [words.index(operation.index), spread(operation, state)].filter(Boolean).join(", ");
  }
  if (!operation.server) return "";
  return operation.redirects > 0 ? words.redirected(operation.server) : words.asks(operation.server);
}

/** @param {Operation} operation */
function took({ invoked_at_us, completed_at_us }) {
  if (completed_at_us === null) return "";
  return words.took(completed_at_us - invoked_at_us);
}

/** @param {Operation} operation @param {State} state @returns {Pick<Outcome, "kind"|"note">} */
function fate(operation, state) {
  const { outcome, op, result, index, read, expected, redirects } = operation;
  if (outcome === "pending") return { kind: redirects > 0 && index === null ? "redirected" : "pend", note: pendingNote(operation, state) };
  if (outcome === "timeout") return { kind: "unk", note: words.unknown };
  if (outcome === "refused") return { kind: "refusal", note: words.refused };
  if (op === "cas" && result === false) return { kind: "differs", note: words.wasNot(expected ?? words.noValue) };
  if (op === "get") {
    const mode = read ? words.modes[read] : "";
    return { kind: "read", note: [String(result ?? words.noValue), mode, took(operation)].filter(Boolean).join(", ") };
  }
  return { kind: "okk", note: [index === null ? "" : words.index(index), took(operation)].filter(Boolean).join(", ") };
}

/**
 * @param {State} state
 * @param {number} atMost
 * @returns {Outcome[]}
 */
export function outcomesOf(state, atMost) {
  /** @type {Map<string, Outcome>} */
  const found = new Map();
  for (const [client, { operation, recent }] of Object.entries(state.clients)) {
    for (const one of operation ? [operation, ...recent] : recent) {
      const key = `${client} ${one.serial} ${one.invoked_at_us}`;
      if (!found.has(key)) found.set(key, { key, client, what: what(one), operation: one, ...fate(one, state) });
    }
  }
  return [...found.values()]
    .sort((one, two) => two.operation.invoked_at_us - one.operation.invoked_at_us)
    .slice(0, atMost);
}

/**
 * The step that ended an operation, or, while it is open, the one that began it.
 * @param {Outcome} outcome
 * @param {Step[]} steps
 * @returns {Step|undefined}
 */
export function stepOf({ client, operation }, steps) {
  const at_us = operation.completed_at_us ?? operation.invoked_at_us;
  const kind = operation.completed_at_us === null ? "ClientInvoked" : "ClientCompleted";
  return steps.findLast((step) =>
    step.time_us === at_us && step.events.some((event) => event.kind === kind && event.client === client)
  );
}
