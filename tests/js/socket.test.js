// The line to the room: numbers on what is answered, new tries ever further apart, none when it is pointless.

import assert from "node:assert/strict";
import { downloadUrl, seatIn, wish } from "../../static/js/session.js";
import { Socket } from "../../static/js/socket.js";

/** @import { Connection, ServerFrame } from "../../static/js/frames.js" */

/** Stands in for the browser's WebSocket, and for its clock. */
class Line {
  static OPEN = 1;
  /** @type {Line[]} */
  static made = [];
  readyState = 0;
  /** @type {string[]} */
  sent = [];
  /** @type {(event: {data: string}) => void} */
  onmessage = () => {};
  /** @type {(event: {code: number}) => void} */
  onclose = () => {};

  /** @param {string} url @param {string} protocol */
  constructor(url, protocol) {
    this.url = url;
    this.protocol = protocol;
    Line.made.push(this);
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(text);
  }

  /** @param {unknown} frame */
  says(frame) {
    this.readyState = 1;
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

/** @param {(talk: {socket: Socket, frames: ServerFrame[], connections: Connection[], waits: number[], runTimer: () => void}) => void} test */
function withLine(test) {
  const real = { WebSocket: globalThis.WebSocket, setTimeout: globalThis.setTimeout };
  /** @type {number[]} */
  const waits = [];
  /** @type {() => void} */
  let pending = () => {};
  const fake = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (globalThis));
  fake.WebSocket = Line;
  fake.setTimeout = (/** @type {() => void} */ does, /** @type {number} */ wait_ms) => {
    waits.push(wait_ms);
    pending = does;
    return 1;
  };
  Line.made = [];
  /** @type {ServerFrame[]} */
  const frames = [];
  /** @type {Connection[]} */
  const connections = [];
  const listeners = {
    frame: (/** @type {ServerFrame} */ frame) => void frames.push(frame),
    connection: (/** @type {Connection} */ connection) => void connections.push(connection),
  };
  try {
    test({ socket: new Socket(() => `ws://host/${Line.made.length}`, listeners), frames, connections, waits, runTimer: () => pending() });
  } finally {
    Object.assign(fake, real);
  }
}

Deno.test("it speaks the room's protocol and numbers what will be answered, and nothing else", () => {
  withLine(({ socket, frames }) => {
    socket.connect();
    const [line] = Line.made;
    assert.equal(line.protocol, "orbital-raft.v1");
    assert.equal(socket.send({ type: "pause" }), null);
    line.says({ type: "viewers", count: 1 });
    assert.equal(frames.length, 1);
    assert.equal(socket.send({ type: "pause" }), 0);
    assert.equal(socket.send({ type: "step", count: 1 }), 1);
    assert.equal(socket.send({ type: "step", count: 1 }), 2);
    assert.deepEqual(line.sent.map((text) => JSON.parse(text)), [
      { type: "pause" },
      { type: "step", count: 1, request: 1 },
      { type: "step", count: 1, request: 2 },
    ]);
  });
});

Deno.test("new tries come after 1, 2, 4, 8, 15 and 15 s, and soon again once it worked", () => {
  withLine(({ socket, connections, waits, runTimer }) => {
    socket.connect();
    for (let i = 0; i < 6; i++) {
      Line.made[Line.made.length - 1].onclose({ code: 1006 });
      runTimer();
    }
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 15_000, 15_000]);
    assert.ok(connections.every(({ state }) => state === "lost"));
    const line = Line.made[Line.made.length - 1];
    assert.equal(line.url, "ws://host/6");
    line.says({ type: "welcome" });
    assert.equal(connections.at(-1)?.state, "open");
    line.onclose({ code: 1006 });
    assert.equal(waits.at(-1), 1000);
  });
});

Deno.test("while the server restarts a browser says so, tries often, and not all browsers at the same moment", () => {
  withLine(({ socket, connections, waits, runTimer }) => {
    socket.connect();
    Line.made[0].onclose({ code: 1012 });
    for (let n = 1; n < 5; n++) {
      runTimer();
      Line.made[n].onclose({ code: 1006 });
    }
    assert.ok(connections.every(({ state, restarting }) => state === "lost" && restarting));
    const least = [1000, 2000, 4000, 4000, 4000];
    waits.forEach((wait_ms, n) => assert.ok(wait_ms >= least[n] && wait_ms <= least[n] + 1000, `${waits}`));
    runTimer();
    Line.made[5].says({ type: "welcome" });
    Line.made[5].onclose({ code: 1006 });
    assert.equal(connections.at(-1)?.restarting, false);
  });
});

Deno.test("a room that is gone, or a wrong key, is not tried again", () => {
  for (const code of [4401, 4404, 4410]) {
    withLine(({ socket, connections, waits }) => {
      socket.connect();
      Line.made[0].onclose({ code });
      assert.equal(connections.at(-1)?.state, "ended");
      assert.deepEqual(waits, []);
    });
  }
});

Deno.test("a frame of a kind that nobody knows is an error and not ignored", () => {
  withLine(({ socket }) => {
    socket.connect();
    assert.throws(() => Line.made[0].says({ type: "surprise" }), TypeError);
  });
});

Deno.test("the address tells the seat and what is wished for", () => {
  assert.deepEqual(seatIn("#room=abc&key=d-e%2Bf"), { room: "abc", key: "d-e+f" });
  assert.equal(seatIn("#room=abc"), null);
  assert.deepEqual(wish("?lesson=the-raft-algorithm&scenario=an-election&x=1"), { lesson: "the-raft-algorithm", scenario: "an-election" });
  assert.equal(downloadUrl({ room: "abc", key: "k" }, "trace", "main"), "/api/rooms/abc/trace?key=k&branch=main");
});
