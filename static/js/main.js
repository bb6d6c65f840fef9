// Opens the room and puts the lab together: frames come in, and views show what they say.

/** @import { Connection, Send, View } from "./frames.js" */
/** @import { Lab } from "./lab.js" */

import { createSend } from "./actions.js";
import { listenToKeys } from "./keys.js";
import { Loop } from "./loop.js";
import { Narrator } from "./narrator.js";
import { Playhead } from "./playhead.js";
import { createReceive } from "./receive.js";
import { NoRoom, socketUrl, takeSeat } from "./session.js";
import { calmWanted, currentTheme, showPanel } from "./shell.js";
import { Socket } from "./socket.js";
import { Store } from "./store.js";
import { createBanner } from "./views/banner.js";
import { createClientStrip } from "./views/client_strip.js";
import { createHelp } from "./views/help.js";
import { createInspector } from "./views/inspector/inspector.js";
import { createLesson } from "./views/lesson.js";
import { createLogs } from "./views/logs.js";
import { createMenu } from "./views/menu.js";
import { showNoRoom } from "./views/no_room.js";
import { createPalette } from "./views/palette.js";
import { createPhoneBar } from "./views/phone_bar.js";
import { createStage } from "./views/stage.js";
import { createStageSwitch } from "./views/stage_switch.js";
import { createTimeline } from "./views/timeline.js";
import { createToasts } from "./views/toast.js";
import { createTop } from "./views/top.js";

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
    why: null,
    goals: [],
    question: null,
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
  createBanner(landmark("stage"), send),
  createClientStrip(landmark("client"), send),
  createLogs(landmark("logs"), send),
  createTimeline(landmark("time"), send),
  createInspector(landmark("inspector"), send),
  createLesson(landmark("lesson"), send),
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
        loop.catchUp();
        receive(frame);
      },
      connection: (connection) => tellConnection(lab, connection),
    }),
    send: () => {},
    changed: () => {},
    grown: () => {},
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
  const act = createSend(lab);
  lab.send = (action) => {
    loop.catchUp();
    act(action);
  };
  const loop = new Loop(lab, [...makeViews(send), menu, palette, narrator]);
  lab.changed = () => loop.changed();
  lab.grown = () => loop.grown();
  const receive = createReceive(lab);
  listenToKeys(lab);
  matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", () => {
    lab.desk.calm = calmWanted();
    lab.changed();
  });
  lab.socket.connect();
  lab.changed();
}

async function start() {
  showPanel("why");
  try {
    openLab(await takeSeat());
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
    showNoRoom(landmark("stage"), error.message, "/lab");
  }
}

await start();
