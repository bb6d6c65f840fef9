// The rules in Figure 2's order with the ways to break each, fetched once, when they are first wanted.

/**
 * @typedef {object} Variant
 * @property {string} name
 * @property {string} title
 * @property {string} story
 * @property {string} section
 * @property {string[]} violates empty for one that is only slower
 * @property {number} servers the smallest cluster in which it does harm
 *
 * @typedef {{name: string, question: string, section: string}} RuleClause
 * @typedef {{name: string, title: string, source: string, clauses: RuleClause[], variants: Variant[]}} Rule
 * @typedef {{title: string, source: string, rules: Rule[]}} Box
 */

/** Where it comes from; a recording has nobody to ask. @type {() => Promise<Box[]>} */
let ask = () => Promise.reject(new Error("there is no server to ask"));
/** @type {Promise<Box[]>|null} */
let coming = null;
/** @type {Map<string, Variant>} */
const variants = new Map();

/** @param {() => Promise<Box[]>} from */
export function askForRules(from) {
  ask = from;
}

/** @returns {Promise<Box[]>} rejects when the server cannot be reached; the next call tries again */
export function rulebook() {
  coming ??= ask().then((boxes) => {
    for (const rule of boxes.flatMap((box) => box.rules)) for (const one of rule.variants) variants.set(one.name, one);
    return boxes;
  }).catch((error) => {
    coming = null;
    throw error;
  });
  return coming;
}

/** A variant that is known by now. @param {string} name */
export const knownVariant = (name) => variants.get(name) ?? null;
