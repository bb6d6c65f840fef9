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

/** @type {Promise<Box[]>|null} */
let coming = null;
/** @type {Map<string, Variant>} */
const variants = new Map();

/** @returns {Promise<Box[]>} rejects when the server cannot be reached; the next call tries again */
export function rulebook() {
  coming ??= fetch("/api/rules").then(async (answer) => {
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const boxes = /** @type {Box[]} */ (await answer.json());
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
