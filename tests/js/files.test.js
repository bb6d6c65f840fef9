// What a file is that is dropped on the lab.

import assert from "node:assert/strict";
import { kindOf, openFile } from "../../static/js/files.js";

Deno.test("a script, a trace and a log of another implementation are told apart by their first line", () => {
  assert.equal(kindOf("cluster S1 S2 S3\nrun 1s\n"), "script");
  assert.equal(kindOf("# a remark\n\ncluster S1\n"), "script");
  assert.equal(kindOf(""), "script");
  assert.equal(kindOf('{"created":1,"format":"orbital-raft-trace","type":"header"}\n'), "trace");
  assert.equal(kindOf('{"type":"diary"}\n'), "trace");
  assert.equal(kindOf('{"cluster":["n1","n2"]}\n{"node":"n1"}\n'), "log");
  assert.equal(kindOf('# my log\n{"node":"n1","send":{"type":"RequestVote","to":"n2"}}\n'), "log");
  assert.equal(kindOf('{"level":"debug","event":{"name":"InitState","nid":"1"}}\n'), "log");
});

Deno.test("a first line that is cut off is no reason to give up", () => {
  assert.equal(kindOf('{"format":"orbital-raft-trace","script":"clus'), "trace");
  assert.equal(kindOf('{"node":"n1","log":{"from":1,"entr'), "log");
});

Deno.test("what cannot be read, such as a folder, is told", async () => {
  /** @type {string[]} */
  const said = [];
  const text = () => Promise.reject(new DOMException("no", "NotFoundError"));
  const folder = /** @type {File} */ (/** @type {unknown} */ ({ name: "logs", size: 4096, slice: () => ({ text }), text }));
  await openFile(folder, (action) => void (action.type === "toast" && said.push(action.says)));
  assert.equal(said.length, 1);
  assert.match(said[0], /^logs cannot be read/);
});
