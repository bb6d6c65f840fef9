// Links that hold a run, and a cluster's line with the hint about its times.

import assert from "node:assert/strict";
import { BadLink, fragmentOf, sharedIn } from "../../static/js/share.js";
import { clusterLine, sandbox, stability, TIMINGS } from "../../static/js/views/side/cluster.js";

Deno.test("a script comes back from its link, with the position", async () => {
  const script = `cluster S1 S2 S3 seed=7\n${"client c1 put x Ümläut\nrun 200ms\n".repeat(40)}`;
  const fragment = await fragmentOf(script, 412);
  assert.match(fragment, /^#open=1\.\w+\.[\w-]+&at=412$/);
  assert.ok(fragment.length < script.length / 4);
  assert.deepEqual(await sharedIn(fragment), { script, at: 412 });
  assert.deepEqual(await sharedIn(await fragmentOf(script, null)), { script, at: null });
});

Deno.test("a run of any length has a fragment, be it too long for a link", async () => {
  const script = Array.from({ length: 20_000 }, () => Math.random().toString(36)).join("\n");
  assert.ok((await fragmentOf(script, null)).length > 200_000);
});

Deno.test("an address without a link shares nothing", async () => {
  assert.equal(await sharedIn(""), null);
  assert.equal(await sharedIn("#room=a&key=b"), null);
});

Deno.test("a link that lost its end is damaged", async () => {
  const fragment = await fragmentOf("cluster S1 S2 S3\nrun 5s\ncrash S1\nrun 5s\n", null);
  for (let length = "#open=1.".length; length < fragment.length; length++) {
    await assert.rejects(sharedIn(fragment.slice(0, length)), BadLink);
  }
});

for (const [fragment, why] of [["#open=2.abc", "newer"], ["#open=abc", "damaged"], ["#open=1.abc", "damaged"], ["#open=1.", "damaged"], ["#open=1.%%%", "damaged"]]) {
  Deno.test(`${fragment} is ${why}`, async () => {
    await assert.rejects(sharedIn(fragment), (error) => error instanceof BadLink && error.why === why);
  });
}

Deno.test("a link that unfolds to more than a script may be is damaged", async () => {
  const fragment = await fragmentOf("#".repeat(3_000_000), null);
  assert.ok(fragment.length < 8_000);
  await assert.rejects(sharedIn(fragment), BadLink);
});

Deno.test("a cluster's line says what differs from its preset", () => {
  const cluster = { ...sandbox(), seed: 7 };
  assert.equal(clusterLine(cluster), "cluster S1 S2 S3 S4 S5 seed=7 timing=classroom");
  assert.equal(
    clusterLine({ ...cluster, servers: 3, timing: "lan", ...TIMINGS.lan, heartbeat: 25_000, latency: [0, 1_500_000], loss: 5, on: { ...cluster.on, noop: false, pre_vote: true }, snapshot_every: 10 }),
    "cluster S1 S2 S3 seed=7 latency=0us..1500ms heartbeat=25ms loss=5% pre_vote=on noop=off snapshot_every=10",
  );
});

Deno.test("a broadcast that is a tenth of the shortest timeout is steady, and the presets are fair", () => {
  for (const times of Object.values(TIMINGS)) assert.equal(stability(times).verdict, "fair");
  const { verdict, broadcast_us, ratio } = stability({ election_timeout: [150_000, 300_000], heartbeat: 50_000, latency: [1_000, 5_000], fsync: [0, 2_000] });
  assert.deepEqual([verdict, broadcast_us, Math.round(ratio)], ["steady", 7_000, 21]);
  assert.equal(stability({ ...TIMINGS.lan, latency: [50_000, 90_000] }).verdict, "slow");
  assert.equal(stability({ ...TIMINGS.lan, heartbeat: 200_000 }).verdict, "deaf");
});
