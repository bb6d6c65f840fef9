// The words of the interface in other languages: none is left over, none is stale, none is missing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { overlay } from "../../static/js/words/translate.js";
import { CATALOGUES, cataloguesOf, findings, FOLDER, LANGUAGES, leaves, noted, translation } from "./words.js";

const HOW = "see 'In another language' in CONTRIBUTING.md";
/** @param {string} file */
const text = (file) => readFileSync(new URL(file, FOLDER), "utf8");
/** @param {string} catalogue */
const fileOf = (catalogue) => (catalogue === "general" ? "en.js" : `en_${catalogue}.js`);

Deno.test("Simplified Chinese is there", () => assert.deepEqual(LANGUAGES, ["zh-CN"]));

for (const catalogue of Object.keys(CATALOGUES)) {
  const file = fileOf(catalogue);
  Deno.test(`${file} ends by handing its words to whoever translates them`, () => {
    assert.ok(text(file).includes(`import * as all from "./${file}";`), `${file} has to import itself as all`);
    assert.ok(text(file).trimEnd().endsWith(`translatable("${catalogue}", all);`), `the last line of ${file} has to be: translatable("${catalogue}", all);`);
  });
}

for (const language of LANGUAGES) {
  const there = cataloguesOf(language);

  Deno.test(`${language}: every module of English words has its counterpart`, () => {
    const missing = Object.keys(CATALOGUES).filter((catalogue) => !there.includes(catalogue));
    assert.deepEqual(missing.map((catalogue) => `static/js/words/${language}/${catalogue}.js`), [], `not translated yet; ${HOW}`);
    assert.deepEqual(there.filter((catalogue) => !CATALOGUES[catalogue]), [], "of no module of English words");
  });

  Deno.test(`${language}: the page's first module speaks every catalogue`, () => {
    const spoken = /speak\(\{([^}]*)\}\)/.exec(text(`${language}.js`))?.[1].split(",").map((name) => name.split(":")[0].trim()).filter(Boolean);
    assert.deepEqual(spoken, there, `in static/js/words/${language}.js`);
  });

  Deno.test(`${language}: a translation needs no English word of the interface, which would then be read before it`, () => {
    for (const catalogue of there) assert.ok(!/^import .*"\.\.\/en/m.test(text(`${language}/${catalogue}.js`)), `${language}/${catalogue}.js`);
  });

  for (const catalogue of there.filter((name) => CATALOGUES[name])) {
    Deno.test(`${language}, ${catalogue}: nothing is missing, left over or stale`, async () => {
      const { missing, orphaned, stale } = findings(catalogue, await translation(language, catalogue), noted(language)[catalogue] ?? {});
      assert.deepEqual(missing, [], `not translated yet; ${HOW}`);
      assert.deepEqual(orphaned, [], `of sentences that are no longer in ${fileOf(catalogue)}`);
      assert.deepEqual(stale, [], `the English has changed since; translate anew, then: deno run -RW tests/js/words.js --note`);
    });

    Deno.test(`${language}, ${catalogue}: every translation is of the kind of its sentence`, async () => {
      const english = new Map(leaves(CATALOGUES[catalogue]));
      for (const [path, other] of leaves(await translation(language, catalogue))) {
        assert.equal(typeof other, typeof english.get(path), path);
        if (Array.isArray(other)) assert.equal(other.length, /** @type {unknown[]} */ (english.get(path)).length, path);
      }
    });
  }
}

Deno.test("a language is laid over English in place, and what it lacks stays", () => {
  const inner = { one: "One", two: (/** @type {number} */ n) => `${n} things`, list: ["a", "b"] };
  const words = { inner, other: "Other" };
  overlay(words, { inner: { one: "一", two: (/** @type {number} */ n) => `${n} 件` }, other: 7, unknown: "?" });
  assert.equal(inner.one, "一");
  assert.equal(inner.two(3), "3 件");
  assert.deepEqual([inner.list, words.other, "unknown" in words], [["a", "b"], "Other", false]);
});
