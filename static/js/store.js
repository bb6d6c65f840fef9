// What was received, per branch: steps as they came, and states made from them.
// States share structure and are never changed, so going back costs nothing but the way
// from the nearest checkpoint.

/** @import { Branch, Delta, Link, Log, LogChange, Server, ServerChange, State, Step } from "./frames.js" */

import { passMark } from "./steady.js";

const CHECKPOINT_EVERY = 256;
const RECENT_STATES = 96;

/**
 * @param {Log} log
 * @param {Log|LogChange} change
 * @returns {Log}
 */
function appliedLog(log, change) {
  if (!("from" in change)) return visibleLog(change);
  const kept = log.entries.filter((entry) => entry.index < change.from);
  return visibleLog({ snapshot: change.snapshot, entries: kept.concat(change.entries) });
}

/** Entries that trail behind the snapshot are of no use to whoever looks; the block stands for them. @param {Log} log @returns {Log} */
function visibleLog(log) {
  const { snapshot, entries } = log;
  if (entries.length === 0 || entries[0].index > snapshot.index) return log;
  return { snapshot, entries: entries.filter((entry) => entry.index > snapshot.index) };
}

/** @param {State} state @returns {State} */
function visibleState(state) {
  const servers = Object.entries(state.servers).map(([id, server]) => [id, { ...server, log: visibleLog(server.log) }]);
  return { ...state, servers: Object.fromEntries(servers) };
}

/**
 * @param {Server|undefined} server undefined: a server that was unknown so far comes whole
 * @param {ServerChange} change
 * @returns {Server}
 */
function appliedServer(server, change) {
  if (!server) return { .../** @type {Server} */ (change), log: visibleLog(/** @type {Log} */ (change.log)) };
  const { log, ...rest } = change;
  return { ...server, ...rest, log: log ? appliedLog(server.log, log) : server.log };
}

/**
 * @param {Link[]} links
 * @param {Link[]} changed
 */
function appliedLinks(links, changed) {
  const byEnds = new Map(changed.map((link) => [`${link.from}>${link.to}`, link]));
  const kept = links.map((link) => {
    const ends = `${link.from}>${link.to}`;
    const now = byEnds.get(ends);
    byEnds.delete(ends);
    return now ?? link;
  });
  return byEnds.size ? [...kept, ...byEnds.values()] : kept;
}

/**
 * The state after a step, sharing with the state before all that the step left alone.
 * @param {State} state
 * @param {number} position
 * @param {number} time_us
 * @param {Delta} delta
 * @returns {State}
 */
export function applyDelta(state, position, time_us, delta) {
  /** @type {State} */
  const next = { ...state, position, time_us: delta.time_us ?? time_us };
  if (delta.settings) next.settings = { ...state.settings, ...delta.settings };
  if (delta.servers) {
    next.servers = { ...state.servers };
    for (const [id, change] of Object.entries(delta.servers)) {
      next.servers[id] = appliedServer(state.servers[id], change);
    }
    passMark(state.servers, next.servers, delta.servers);
  }
  if (delta.links) next.links = appliedLinks(state.links, delta.links);
  if (delta.messages) {
    const gone = new Set(delta.messages.remove ?? []);
    const kept = gone.size ? state.messages.filter((message) => !gone.has(message.id)) : state.messages;
    next.messages = kept.concat(delta.messages.add ?? []);
  }
  if (delta.clients) next.clients = { ...state.clients, ...delta.clients };
  if (delta.violations?.length) next.violations = state.violations.concat(delta.violations);
  if (delta.linearizable) next.linearizable = delta.linearizable;
  return next;
}

/**
 * The received part of one branch after its fork.
 * @typedef {object} History
 * @property {Branch} branch
 * @property {Map<number, Step>} steps
 * @property {Step[]|null} inOrder ascending, with those of the ancestors; null: to be built
 * @property {Map<number, State>} checkpoints keyframes and every 256th state
 * @property {Map<number, State>} recent
 * @property {number} tip highest position received
 * @property {number} time_us simulated time reached
 */

/** @param {Branch} branch @returns {History} */
function emptyHistory(branch) {
  return {
    branch,
    steps: new Map(),
    inOrder: null,
    checkpoints: new Map(),
    recent: new Map(),
    tip: branch.parent ? branch.fork_position : 0,
    time_us: 0,
  };
}

/** @param {History} history @param {State} state */
function remember(history, state) {
  if (state.position % CHECKPOINT_EVERY === 0) history.checkpoints.set(state.position, state);
  history.recent.set(state.position, state);
  if (history.recent.size > RECENT_STATES) {
    const [oldest] = history.recent.keys();
    if (oldest !== undefined) history.recent.delete(oldest);
  }
}

export class Store {
  /** @type {Map<string, History>} */
  #histories = new Map();
  /** @type {Branch[]} */
  branches = [];

  /** @param {Branch[]} branches */
  setBranches(branches) {
    for (const branch of branches) {
      const known = this.#histories.get(branch.id);
      if (!known) this.#histories.set(branch.id, emptyHistory(branch));
      else {
        if (known.branch.parent !== branch.parent || known.branch.fork_position !== branch.fork_position) {
          known.inOrder = null;
        }
        known.branch = branch;
      }
    }
    this.branches = branches;
  }

  /**
   * What comes after these positions, and every branch that is not among them, was never kept: it is dropped.
   * @param {Record<string, number>} kept
   */
  cut(kept) {
    for (const [id, history] of this.#histories) {
      const last = kept[id];
      if (last === undefined) {
        this.#histories.delete(id);
        continue;
      }
      for (const known of [history.steps, history.checkpoints, history.recent]) {
        for (const position of known.keys()) if (position > last) known.delete(position);
      }
      if (history.tip < last) continue;
      history.tip = last;
      // how much later it is there the server says next
      history.time_us = this.timeOf(id, last) ?? 0;
    }
    for (const history of this.#histories.values()) history.inOrder = null;
  }

  /** @param {string} id @returns {History} */
  #history(id) {
    const known = this.#histories.get(id);
    if (known) return known;
    const made = emptyHistory({ id, name: id, parent: null, fork_position: 0, last_position: 0, time_us: 0 });
    this.#histories.set(id, made);
    return made;
  }

  /**
   * The branch that itself holds a position: this one, or the ancestor it was forked from.
   * @param {string} id
   * @param {number} position
   * @returns {History}
   */
  #holder(id, position) {
    let history = this.#history(id);
    while (history.branch.parent && position <= history.branch.fork_position) {
      history = this.#history(history.branch.parent);
    }
    return history;
  }

  /** @param {string} branch @param {State} state @param {number} time_us */
  addKeyframe(branch, state, time_us) {
    const holder = this.#holder(branch, state.position);
    holder.checkpoints.set(state.position, visibleState(state));
    const history = this.#history(branch);
    history.tip = Math.max(history.tip, state.position);
    history.time_us = Math.max(history.time_us, time_us);
    holder.tip = Math.max(holder.tip, state.position);
    holder.time_us = Math.max(holder.time_us, state.time_us);
  }

  /**
   * Steps already known are passed over: after a lost connection nothing is there twice.
   * @param {string} branch
   * @param {Step[]} steps
   * @param {number} time_us
   * @returns {Step[]} those that are new
   */
  addSteps(branch, steps, time_us) {
    const history = this.#history(branch);
    const fresh = steps.filter((step) => !this.#holder(branch, step.position).steps.has(step.position));
    for (const step of fresh) {
      const holder = this.#holder(branch, step.position);
      const before = this.#known(holder, step.position - 1);
      holder.steps.set(step.position, step);
      if (before) remember(holder, applyDelta(before, step.position, step.time_us, step.delta));
      this.#append(holder, step);
      holder.tip = Math.max(holder.tip, step.position);
      holder.time_us = Math.max(holder.time_us, step.time_us);
    }
    history.tip = Math.max(history.tip, steps.at(-1)?.position ?? 0);
    history.time_us = Math.max(history.time_us, time_us);
    return fresh;
  }

  /** @param {History} holder @param {Step} step */
  #append(holder, step) {
    const last = holder.inOrder?.at(-1);
    const isNext = !last || last.position < step.position;
    if (isNext) holder.inOrder?.push(step);
    for (const [id, history] of this.#histories) {
      // what was forked off later has this step in its history too
      const inherits = history !== holder && this.#holder(id, step.position) === holder;
      if (inherits || !isNext) history.inOrder = null;
    }
  }

  /** @param {History} history @param {number} position @returns {State|undefined} */
  #known(history, position) {
    if (history.branch.parent && position <= history.branch.fork_position) {
      return this.stateAt(history.branch.id, position) ?? undefined;
    }
    return history.recent.get(position) ?? history.checkpoints.get(position);
  }

  /**
   * @param {string} branch
   * @param {number} position
   * @returns {State|null} null where it was not received
   */
  stateAt(branch, position) {
    const history = this.#holder(branch, position);
    /** @type {Step[]} */
    const way = [];
    let state = this.#known(history, position);
    while (!state) {
      const step = history.steps.get(position - way.length);
      if (!step) return null;
      way.push(step);
      state = this.#known(history, position - way.length);
    }
    for (const step of way.reverse()) {
      state = applyDelta(state, step.position, step.time_us, step.delta);
      remember(history, state);
    }
    return state;
  }

  /** @param {string} branch @param {number} position @returns {Step|null} */
  stepAt(branch, position) {
    return this.#holder(branch, position).steps.get(position) ?? null;
  }

  /**
   * All steps received of a branch and of its ancestors up to the fork, ascending.
   * @param {string} branch
   * @returns {Step[]}
   */
  stepsOf(branch) {
    const history = this.#history(branch);
    if (!history.inOrder) {
      const own = [...history.steps.values()].sort((a, b) => a.position - b.position);
      const { parent, fork_position } = history.branch;
      const inherited = parent ? this.stepsOf(parent).filter((step) => step.position <= fork_position) : [];
      history.inOrder = inherited.concat(own);
    }
    return history.inOrder;
  }

  /** @param {string} branch */
  edge(branch) {
    const history = this.#history(branch);
    const { parent, fork_position } = history.branch;
    if (parent && history.tip === fork_position) {
      return { position: history.tip, time_us: Math.max(history.time_us, this.timeOf(parent, fork_position) ?? 0) };
    }
    return { position: history.tip, time_us: history.time_us };
  }

  /**
   * The last position at or before a time, as far as it is known.
   * @param {string} branch
   * @param {number} time_us
   */
  positionAt(branch, time_us) {
    const steps = this.stepsOf(branch);
    let low = 0;
    let high = steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {Step} */ (steps[middle]).time_us <= time_us) low = middle + 1;
      else high = middle;
    }
    const step = steps[low - 1];
    if (step) return step.position;
    return steps.length ? /** @type {Step} */ (steps[0]).position - 1 : this.edge(branch).position;
  }

  /**
   * @param {string} branch
   * @param {number} position
   * @returns {number|null}
   */
  timeOf(branch, position) {
    return this.stepAt(branch, position)?.time_us ?? this.stateAt(branch, position)?.time_us ?? null;
  }
}
