// Nothing that is read by people stands in the code: every sentence of the interface lives in static/js/words.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

const SCRIPTS = new URL("../../static/js/", import.meta.url);

/** Comments, regular expressions and texts, in the order in which one of them begins. */
const TOKEN = /(?<comment>\/\*[\s\S]*?\*\/|\/\/[^\n]*)|(?<pattern>(?<=[=(,:[!&|?{};]\s*)\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*)|(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)/g;

/** What a person reads or hears: these attributes and properties, whatever they are set to. */
const READ = /(?:aria-label|aria-description|aria-roledescription|aria-valuetext|\btitle|\balt|placeholder|textContent|innerText|innerHTML|\bsays|ariaLabel)"?\s*(?:[:,=]|\+=)\s*$/;
/** What only programmers read. */
const SILENT = /(?:Error\(|console\.\w+\(|\bimport\s*\(?|\bfrom|querySelector(?:All)?\(|matches\(|closest\(|matchMedia\(|endsWith\(|startsWith\(|includes\(|reportError\(|\bclass:|className\s*=|\bd:|\bpoints:|transform:|viewBox:|"use strict")\s*$/;
const BRAND = "Orbital Raft";
/** Two words one after the other, one of them such as only sentences have. */
const SPOKEN = /(?:^|[^\w-])(?:the|a|an|is|are|was|of|to|no|not|for|and|or|has|have|from|with|on|in|it|this|that|your|you|than|by|at)\s+[A-Za-z]|[A-Za-z]\s+(?:the|a|an|is|are|was|of|to|no|not|for|and|or|has|have|from|with|on|in|it|this|that|your|you|than|by|at)(?:$|[^\w-])/;
/** A beginning in capitals, as labels have it: Play, New request. */
const LABEL = /^[A-Z][a-z]+(?: [a-z]+)*[.…?]?$/;
/** What the keys of a keyboard and the platform are called. */
const GIVEN_NAMES = /^(?:Enter|Escape|Tab|Home|End|Space|Backspace|Delete|Arrow|Arrow[A-Z]\w+|Page(?:Up|Down)|Files)$/;
/** A word of the interface beside a number or a name: term ${term}. */
const FILLED = /\b(?:term|index|commit|committed|applied|voted?|event|entry|entries|server|leader|step|message|of)s? \$\{|\} (?:s|ms|min|%)\b/;

/**
 * Texts of the code that somebody would read, with the lines they stand in.
 * @param {string} code
 */
export function sentences(code) {
  const found = [];
  for (const token of code.matchAll(TOKEN)) {
    const { text } = token.groups ?? {};
    if (!text) continue;
    const before = code.slice(Math.max(0, token.index - 60), token.index);
    const inner = text.slice(1, -1);
    if (!/[A-Za-z]{2}/.test(inner) || SILENT.test(before)) continue;
    const bare = inner.replaceAll(/\$\{[^}]*\}/g, "#").replace(BRAND, "");
    const read = READ.test(before) && /[A-Za-z]{2,}/.test(bare.replaceAll("#", ""));
    if (read || SPOKEN.test(bare) || (LABEL.test(inner) && !GIVEN_NAMES.test(inner)) || FILLED.test(inner)) {
      found.push(`${code.slice(0, token.index).split("\n").length}: ${text}`);
    }
  }
  return found;
}

/** @param {string} [folder] @returns {string[]} */
const modules = (folder = "") => readdirSync(new URL(folder, SCRIPTS), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? (entry.name === "words" ? [] : modules(`${folder}${entry.name}/`)) : entry.name.endsWith(".js") ? [folder + entry.name] : []);

for (const module of modules()) {
  Deno.test(`${module} says nothing of its own`, () => {
    assert.deepEqual(sentences(readFileSync(new URL(module, SCRIPTS), "utf8")), [], "a sentence belongs into static/js/words");
  });
}

Deno.test("a sentence in the code is found, whatever it looks like", () => {
  const found = (/** @type {string} */ code) => sentences(code).length;
  for (const code of [
    'el("button", { "aria-label": "Close" })',
    'node.title = "close";',
    'return "No entries yet";',
    "return `${key} of the log`;",
    "const spoken = `term ${server.term}`;",
    'lab.notify({ says: "done" });',
    'label("Play")',
  ]) assert.equal(found(code), 1, code);
  for (const code of [
    'el("b", { class: "btn of the house" })',
    'throw new Error("there is no place for it")',
    "// what is said of the line\n",
    'if (event.key === "Enter") return;',
    "`crash ${id}`",
    "setAttribute(node, { d: `M0,${x}L${y},0` });",
  ]) assert.equal(found(code), 0, code);
});
