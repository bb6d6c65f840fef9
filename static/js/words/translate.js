// The words of the page's language are laid over the English ones, sentence by sentence; what it lacks stays English.
// A page in another language runs `words/<its tag>.js` before everything else; a page in English knows of no other.

/**
 * A part of a catalogue: the same keys, functions of the same arguments.
 * @template T
 * @typedef {T extends string ? string
 *   : T extends (...given: infer Given) => infer Made ? (...given: Given) => Partly<Made>
 *   : T extends readonly unknown[] ? {readonly [At in keyof T]: Partly<T[At]>}
 *   : T extends object ? {[Key in keyof T]?: Partly<T[Key]>}
 *   : T} Partly
 */

/** @typedef {{[key: string]: any}} Words */

/** What was spoken, by the names of the catalogues. @type {Map<string, Words>} */
const spoken = new Map();

/** @param {unknown} value @returns {value is Words} */
const isGroup = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * @param {Words} words changed in place, so that everybody who has them sees it
 * @param {Words} other
 */
export function overlay(words, other) {
  for (const [key, value] of Object.entries(other)) {
    if (isGroup(value) && isGroup(words[key])) overlay(words[key], value);
    else if (typeof value === typeof words[key]) words[key] = value;
  }
}

/** Takes the catalogues of the page's language. @param {Record<string, Words>} catalogues */
export function speak(catalogues) {
  for (const [name, words] of Object.entries(catalogues)) spoken.set(name, words);
}

/**
 * The last line of every module of English words: whoever imports it gets them in the page's language.
 * @param {string} name of the catalogue: actions for en_actions.js, general for en.js
 * @param {Words} words all that the module exports
 */
export function translatable(name, words) {
  const other = spoken.get(name);
  if (other) overlay(words, other);
}
