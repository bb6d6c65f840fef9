// What there is to translate, and of which English each translation was made. Run by itself it tells what is missing or
// stale, and with --note it notes that every translation agrees with the English as it is now:
//   deno run -RW tests/js/words.js [--note]

import { readdirSync, readFileSync, writeFileSync } from "node:fs";

export const FOLDER = new URL("../../static/js/words/", import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => /^en(_\w+)?\.js$/.test(name)).sort();

/** @typedef {Record<string, unknown>} Words */

/** The name of a catalogue, by its file: general for en.js, actions for en_actions.js. @param {string} file */
export const nameOf = (file) => file === "en.js" ? "general" : file.slice(3, -3);

/** The languages there are besides English. */
export const LANGUAGES = readdirSync(FOLDER).filter((name) => !name.endsWith(".js")).sort();

/** The catalogues that a language has. @param {string} language */
export const cataloguesOf = (language) =>
  readdirSync(new URL(`${language}/`, FOLDER)).filter((name) => name.endsWith(".js")).map((name) => name.slice(0, -3)).sort();

/** @param {string} language @param {string} catalogue @returns {Promise<Words>} */
export const translation = async (language, catalogue) => (await import(new URL(`${language}/${catalogue}.js`, FOLDER).href)).default;

/** Of which English each translation was made, by catalogue and path. @param {string} language @returns {Record<string, Record<string, string>>} */
export const noted = (language) => JSON.parse(readFileSync(new URL(`${language}/of.json`, FOLDER), "utf8"));

/** All that can be translated: the groups of sentences of each module, but none that it has from another. */
export const CATALOGUES = await readCatalogues();

async function readCatalogues() {
  /** @type {Record<string, Words>} */
  const catalogues = {};
  const known = new Set();
  for (const file of FILES) {
    const module = /** @type {Words} */ (await import(new URL(file, FOLDER).href));
    catalogues[nameOf(file)] = groups(module, known);
  }
  return catalogues;
}

/**
 * @param {Words} words
 * @param {Set<unknown>} known what another module has already
 * @returns {Words}
 */
function groups(words, known) {
  /** @type {Words} */
  const found = {};
  for (const [key, value] of Object.entries(words)) {
    if (typeof value !== "object" || value === null || known.has(value)) continue;
    known.add(value);
    const inner = Object.values(value).some((one) => known.has(one)) ? groups(/** @type {Words} */ (value), known) : value;
    found[key] = inner;
    for (const one of Object.values(value)) if (typeof one === "object") known.add(one);
  }
  return found;
}

/**
 * Every sentence with its path: texts, functions that make one, and lists, each as a whole.
 * @param {unknown} words
 * @param {string} [path]
 * @returns {[string, unknown][]}
 */
export function leaves(words, path = "") {
  if (typeof words !== "object" || words === null || Array.isArray(words)) return [[path, words]];
  return Object.entries(words).flatMap(([key, value]) => leaves(value, path ? `${path}.${key}` : key));
}

/**
 * What changes whenever a sentence does; how its code is laid out does not count.
 * @param {unknown} words
 */
export function digest(words) {
  const text = typeof words === "function" ? String(words) : JSON.stringify(words, (_, value) => typeof value === "function" ? String(value) : value);
  let hash = 0x811c9dc5;
  for (const letter of (text ?? "").replaceAll(/\/\*.*?\*\//gs, "").replaceAll(/\s+/g, "")) hash = Math.imul(hash ^ /** @type {number} */ (letter.codePointAt(0)), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

/** Sentences that are made of others, and say nothing themselves. @type {Record<string, string[]>} */
const COMPOSED = { inspector: ["safety.name", "safety.sentence", "metrics.length"] };

/** Nothing to translate: no letters, such as a dash. @param {unknown} words */
const isMute = (words) => typeof words === "string" && !/\p{L}/u.test(words);

/**
 * What is wrong with one catalogue of a language: paths.
 * @param {string} catalogue
 * @param {unknown} other
 * @param {Record<string, string>} notes
 */
export function findings(catalogue, other, notes) {
  const english = new Map(leaves(CATALOGUES[catalogue]));
  const there = new Map(leaves(other));
  return {
    missing: [...english].filter(([path, words]) => !there.has(path) && !isMute(words) && !COMPOSED[catalogue]?.includes(path)).map(([path]) => path),
    orphaned: [...there.keys()].filter((path) => !english.has(path)),
    stale: [...there.keys()].filter((path) => english.has(path) && notes[path] !== digest(english.get(path))),
  };
}

/** Tells of each language, and with `note` takes its translations to be fresh. @param {boolean} note */
async function report(note) {
  for (const language of LANGUAGES) {
    const notes = note ? {} : noted(language);
    for (const catalogue of Object.keys(CATALOGUES)) {
      const other = cataloguesOf(language).includes(catalogue) ? await translation(language, catalogue) : {};
      const english = new Map(leaves(CATALOGUES[catalogue]));
      if (note) notes[catalogue] = Object.fromEntries(leaves(other).filter(([path]) => english.has(path)).map(([path]) => [path, digest(english.get(path))]));
      const found = findings(catalogue, other, notes[catalogue] ?? {});
      for (const [kind, paths] of Object.entries(found)) {
        for (const path of paths) console.log(`${language}/${catalogue}.js: ${kind}: ${path}${english.has(path) ? `  ${said(english.get(path))}` : ""}`);
      }
    }
    if (note) writeFileSync(new URL(`${language}/of.json`, FOLDER), `${JSON.stringify(notes, null, 1)}\n`);
  }
}

/** @param {unknown} words */
const said = (words) => (typeof words === "function" ? String(words) : JSON.stringify(words)).replaceAll(/\/\*.*?\*\//gs, "").replaceAll(/\s+/g, " ");

if (import.meta.main) await report(Deno.args.includes("--note"));
