// What the checkers of the engine say, in the language of the page. They speak English in the steps that all viewers share;
// a sentence is found again by its pattern, and its parts are translated in the same way.

const FIELD = /\{([\w.]+)\}/g;
const SEVERAL = /^S\d(?:, S\d)* and S\d$/;
const LAST = "{others} and {last}";

/** @typedef {{pattern: RegExp, names: string[], other: string}} Phrase */

/** @type {Map<string, string>} */
let known = new Map();
/** @type {Phrase[]} the most telling ones first */
let phrases = [];

/** @param {string} text */
const literal = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Takes the phrases of a room's first frame. @param {Record<string, string>} given by their English */
export function learnPhrases(given) {
  known = new Map(Object.entries(given));
  phrases = [...known]
    .filter(([english]) => english !== LAST && english.search(FIELD) >= 0)
    .sort(([one], [other]) => other.replaceAll(FIELD, "").length - one.replaceAll(FIELD, "").length)
    .map(([english, other]) => ({
      pattern: new RegExp(`^${english.split(/\{[\w.]+\}/).map(literal).join("(.+?)")}$`, "s"),
      names: [...english.matchAll(FIELD)].map(([, name]) => name),
      other,
    }));
}

/** @param {string} names S1, S2 and S3 */
function several(names) {
  const all = names.match(/S\d/g) ?? [];
  const others = all.slice(0, -1).join(known.get(", ") ?? ", ");
  return (known.get(LAST) ?? LAST).replace("{others}", others).replace("{last}", all.at(-1) ?? "");
}

/**
 * What a checker said, as it is said here; English where there is nothing for it.
 * @param {string} english
 * @returns {string}
 */
export function told(english) {
  const whole = known.get(english);
  if (whole !== undefined) return whole;
  if (known.size === 0 || !/[a-z]{2}/.test(english)) return english;
  if (SEVERAL.test(english)) return several(english);
  for (const { pattern, names, other } of phrases) {
    const found = pattern.exec(english);
    if (!found) continue;
    const values = new Map(names.map((name, i) => [name, told(found[i + 1])]));
    return other.replaceAll(FIELD, (_, name) => values.get(name) ?? "");
  }
  return english;
}
