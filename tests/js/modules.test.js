// The page names every module of the lab, so that a browser asks for all of them at once.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const root = new URL("../../", import.meta.url);
/** @param {string} path */
const text = (path) => readFileSync(new URL(path, root), "utf8");

/** The modules that a module imports, directly or not. @param {string} path @param {Set<string>} found */
function reach(path, found) {
  if (found.has(path)) return found;
  found.add(path);
  const code = text(`static/js/${path}`).replaceAll(/\/\*\*[\s\S]*?\*\//g, "");
  for (const [, from] of code.matchAll(/^(?:import|export)\b[^;"]*"(\.\.?\/[^"]+)"/gm)) reach(normalize(join(dirname(path), from)), found);
  return found;
}

Deno.test("templates/modules.html lists the modules that live.js needs, and no others", () => {
  const needed = reach("live.js", new Set());
  needed.delete("live.js");
  const listed = [...text("templates/modules.html").matchAll(/^ {2}"([^"]+)",$/gm)].map(([, name]) => `${name}.js`);
  assert.deepEqual(listed, [...needed].sort());
});

Deno.test("an offline page needs nothing that asks a server", () => {
  const needed = reach("offline/main.js", new Set());
  for (const module of ["live.js", "session.js", "socket.js"]) assert.ok(!needed.has(module), `offline/main.js needs ${module}`);
});

Deno.test("every style sheet that the lab names is there", () => {
  const names = /set sheets = \[([^\]]*)\]/.exec(text("templates/sheets.html"))?.[1].match(/\w+/g) ?? [];
  assert.ok(names.length > 5);
  for (const name of names) assert.ok(text(`static/css/${name}.css`).length > 0);
});
