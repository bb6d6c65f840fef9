// Opens the room and runs the lab: frames come in, views are updated once per animation frame.

/** @import { Connection, Send, View, ViewModel } from "./frames.js" */
/** @import { Lab } from "./lab.js" */

import { createSend } from "./actions.js";
import { listenToDrops } from "./files.js";
import { createKeeper } from "./keeping.js";
import { listenToKeys } from "./keys.js";
import { Narrator } from "./narrator.js";
import { Playhead } from "./playhead.js";
import { createReceive } from "./receive.js";
import { beginAnew, leaveWithTheAddress, NoRoom, socketUrl, takeSeat } from "./session.js";
import { calmWanted, currentTheme, showPanel } from "./shell.js";
import { Socket } from "./socket.js";
import { Store } from "./store.js";
import { viewModel } from "./view_model.js";
import { createBanner } from "./views/banner.js";
import { createClientStrip } from "./views/client_strip.js";
import { createHelp } from "./views/help.js";
import { createInspector } from "./views/inspector/inspector.js";
import { createLesson } from "./views/lesson.js";
import { createLogs } from "./views/logs.js";
import { createMenu } from "./views/menu.js";
import { showNoRoom } from "./views/no_room.js";
import { createPalette } from "./views/palette.js";
import { createPickHint } from "./views/pick_hint.js";
import { createPhoneBar } from "./views/phone_bar.js";
import { createSide } from "./views/side/side.js";
import { createStage } from "./views/stage.js";
import { createStageSwitch } from "./views/stage_switch.js";
import { createTimeline } from "./views/timeline.js";
import { createToasts } from "./views/toast.js";
import { createTop } from "./views/top.js";
import { goneOn } from "./words/en.js";

/** A frame that comes later than this after the last one (a sleeping tab) counts as this long. */
const LONGEST_FRAME_MS = 250;
/** While nothing is in flight only timers move, and 25 pictures a second are enough for them. */
const QUIET_FRAME_MS = 40;

/** @param {string} id */
function landmark(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no element ${id}`);
  return node;
}

/** @returns {Lab["desk"]} */
function emptyDesk() {
  return {
    pace: { playing: false, speed: 1 },
    selection: null,
    hover: null,
    tab: "state",
    view: "ring",
    compared: [],
    side: null,
    search: null,
    replay: null,
    why: null,
    goals: [],
    questions: new Map(),
    told: null,
    pick: null,
    lesson: null,
    title: "",
    names: {},
    role: "control",
    theme: currentTheme(),
    client: "c1",
    connection: { state: "open", retry_at_ms: null, caught_up: null },
    ending: null,
    calm: calmWanted(),
    viewers: 1,
    seen: 0,
  };
}

/** A view that fails is reported and does not take the others with it. @param {View} view @param {ViewModel} vm */
function updateView(view, vm) {
  try {
    view.update(vm);
  } catch (error) {
    reportError(error);
  }
}

/**
 * @param {Lab} lab
 * @param {View[]} views
 * @returns {() => void} asks for a frame
 */
function createLoop(lab, views) {
  let asked = 0;
  let last_ms = 0;
  let drawn_ms = 0;
  let drawn_position = -1;
  let dirty = true;

  /** @param {number} now_ms */
  function isWorthDrawing(now_ms) {
    const { playhead, store } = lab;
    if (playhead.position !== drawn_position || now_ms - drawn_ms >= QUIET_FRAME_MS) return true;
    return store.stateAt(playhead.branch, playhead.position)?.messages.length !== 0;
  }

  /** @param {number} now_ms */
  function frame(now_ms) {
    asked = 0;
    const { playhead, desk, store } = lab;
    const passed_ms = Math.min(now_ms - last_ms, LONGEST_FRAME_MS);
    last_ms = now_ms;
    const moved = playhead.advance(passed_ms * 1000, desk.pace);
    if (lab.playOn && playhead.live) {
      lab.playOn = false;
      lab.send({ type: "play" });
    }
    if (dirty || (moved && (isWorthDrawing(now_ms) || !playhead.moving(desk.pace)))) {
      dirty = false;
      drawn_ms = now_ms;
      drawn_position = playhead.position;
      desk.seen = Math.max(desk.seen, playhead.live ? playhead.edge.position : playhead.position);
      const vm = viewModel(store, playhead, desk);
      for (const view of views) updateView(view, vm);
    }
    if (playhead.moving(desk.pace)) request();
  }

  function request() {
    if (asked) return;
    if (!last_ms || performance.now() - last_ms > LONGEST_FRAME_MS) last_ms = performance.now();
    asked = requestAnimationFrame(frame);
  }

  return () => {
    dirty = true;
    request();
  };
}

/** @param {Lab} lab @param {Connection} connection */
function tellConnection(lab, connection) {
  const { branch, edge } = lab.playhead;
  if (connection.state === "lost" && edge.position > 0) lab.resumeFrom ??= { branch, position: edge.position };
  if (connection.state !== "open") lab.desk.pace = { ...lab.desk.pace, playing: false };
  lab.desk.connection = connection;
  lab.changed();
}

/** Views that others ask something of, besides being updated. @param {Send} send */
function makeServants(send) {
  const overlay = landmark("overlay");
  return {
    toasts: createToasts(landmark("stage")),
    narrator: new Narrator(landmark("polite"), landmark("assertive")),
    menu: createMenu(overlay, send),
    help: createHelp(overlay),
    palette: createPalette(overlay, send),
  };
}

/** @param {Send} send @returns {View[]} */
const makeViews = (send) => [
  createTop(landmark("top"), send),
  createStage(landmark("stage"), send),
  createStageSwitch(landmark("stage"), send),
  createPickHint(landmark("stage"), send),
  createBanner(landmark("stage"), send),
  createClientStrip(landmark("client"), send),
  createLogs(landmark("logs"), send),
  createTimeline(landmark("time"), send),
  createInspector(landmark("inspector"), send),
  createLesson(landmark("lesson"), send),
  createSide(landmark("lesson"), send),
  createPhoneBar(landmark("panels"), send),
];

/** @param {import("./session.js").Seat} seat */
function openLab(seat) {
  const store = new Store();
  /** @type {Send} */
  const send = (action) => lab.send(action);
  const { toasts, narrator, menu, help, palette } = makeServants(send);
  /** @type {Lab} */
  const lab = {
    store,
    playhead: new Playhead(store),
    desk: emptyDesk(),
    seat,
    socket: new Socket(() => socketUrl(seat, lab.resumeFrom), {
      frame: (frame) => {
        receive(frame);
        keep(frame);
      },
      connection: (connection) => tellConnection(lab, connection),
    }),
    send: () => {},
    changed: () => {},
    notify: (notice) => toasts.say(notice),
    speak: (says) => narrator.speak(says),
    openMenu: (target, at) => menu.open(target, at),
    openPrompt: (target, at, prompt) => menu.openPrompt(target, at, prompt),
    openHelp: () => help.open(),
    openPalette: () => palette.open(),
    toFollow: new Map(),
    sought: null,
    playOn: false,
    resumeFrom: null,
  };
  lab.send = createSend(lab);
  lab.changed = createLoop(lab, [...makeViews(send), menu, palette, narrator]);
  const receive = createReceive(lab);
  const keep = createKeeper(lab);
  listenToKeys(lab);
  listenToDrops(send);
  leaveWithTheAddress(seat);
  matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", () => {
    lab.desk.calm = calmWanted();
    lab.changed();
  });
  lab.socket.connect();
  lab.changed();
  if (seat.resumed) lab.notify({ says: goneOn.back, action: { says: goneOn.anew, does: beginAnew } });
}

async function start() {
  showPanel("why");
  try {
    openLab(await takeSeat());
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
    showNoRoom(landmark("stage"), error.message, error.mends ? undefined : "/lab");
  }
}

await start();
