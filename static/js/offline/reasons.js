// Why things went as they did, read from a recording: one row for each event, verdicts kept once.

/** @import { Branch, ChainLink, Verdict, Why } from "../frames.js" */
/** @import { Store } from "../store.js" */

const LONGEST_CHAIN = 40;

/**
 * What is to be said of a step, or of one server in it; without verdicts where the recording leaves them out.
 * @typedef {{server?: string|null, headline: string, text: string, source?: string|null, verdicts?: number[]}} Said
 */

/** @typedef {Said & {led: number|null, of?: Record<string, Said>}} Row `led` is the step that led to this one */

/** @typedef {{branch: string, first: number, rows: Row[]}} Rows those of one branch after its fork */

export class Reasons {
  /** @type {Map<string, Rows>} */
  #rows;

  /**
   * @param {Rows[]} rows
   * @param {Verdict[]} verdicts
   * @param {Pick<Store, "stepAt">} store where the steps are
   * @param {Branch[]} branches
   */
  constructor(rows, verdicts, store, branches) {
    this.#rows = new Map(rows.map((each) => [each.branch, each]));
    this.verdicts = verdicts;
    this.store = store;
    this.branches = new Map(branches.map((branch) => [branch.id, branch]));
  }

  /**
   * The row of a position, in the branch itself or in the one that it was forked from.
   * @param {string} id
   * @param {number} position
   * @returns {Row|null}
   */
  #row(id, position) {
    let branch = this.branches.get(id);
    while (branch?.parent && position <= branch.fork_position) branch = this.branches.get(branch.parent);
    const own = branch && this.#rows.get(branch.id);
    return own?.rows[position - own.first] ?? null;
  }

  /** @param {string} branch @param {number} position @returns {ChainLink[]} */
  #chain(branch, position) {
    /** @type {ChainLink[]} */
    const links = [];
    for (let at = /** @type {number|null} */ (position); at !== null && links.length < LONGEST_CHAIN;) {
      const row = this.#row(branch, at);
      const step = this.store.stepAt(branch, at);
      if (!row || !step) break;
      links.push({ position: at, time_us: step.time_us, kind: step.cause.kind, says: row.headline });
      at = row.led;
    }
    return links.reverse();
  }

  /**
   * The answer that a room would give.
   * @param {string} branch
   * @param {number} position
   * @param {string|null} server
   * @param {number} request
   * @returns {{type: "why"} & Why|null} null for a position that the recording does not have
   */
  why(branch, position, server, request) {
    const row = this.#row(branch, position);
    if (!row) return null;
    const said = (server && row.of?.[server]) || row;
    return {
      type: "why",
      request,
      branch,
      position,
      time_us: this.store.stepAt(branch, position)?.time_us ?? 0,
      server: said.server ?? null,
      headline: said.headline,
      text: said.text,
      source: said.source ?? null,
      verdicts: (said.verdicts ?? []).map((at) => this.verdicts[at]),
      chain: this.#chain(branch, position),
      bare: said.verdicts === undefined,
    };
  }
}
