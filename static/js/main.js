// Runs the lab: frames come in from a source, views are updated once per animation frame.

/** @import { Connection, Recorded, Send, View, ViewModel } from "./frames.js" */
/** @import { Lab, Listeners, Source } from "./lab.js" */

import { createSend } from "./actions.js";
import { listenToKeys } from "./keys.js";
import { Loop } from "./loop.js";
import { Narrator } from "./narrator.js";
import { Playhead } from "./playhead.js";
import { fit, isProjecting } from "./projector.js";
import { createReceive } from "./receive.js";
import { calmWanted, currentTheme, showPanel } from "./shell.js";
import { Store } from "./store.js";
import { createBanner } from "./views/banner.js";
import { createClientStrip } from "./views/client_strip.js";
import { createHelp } from "./views/help.js";
import { createInspector } from "./views/inspector/inspector.js";
import { createLaser } from "./views/laser.js";
import { createLesson } from "./views/lesson.js";
import { createLogs } from "./views/logs.js";
import { createMenu } from "./views/menu.js";
import { createPalette } from "./views/palette.js";
import { createPickHint } from "./views/pick_hint.js";
import { createPhoneBar } from "./views/phone_bar.js";
import { createSide } from "./views/side/side.js";
import { createSounds } from "./views/sounds.js";
import { createStage } from "./views/stage.js";
import { createStageSwitch } from "./views/stage_switch.js";
import { createTimeline } from "./views/timeline.js";
import { createToasts } from "./views/toast.js";
import { createTop } from "./views/top.js";

/** @param {string} id */
export function landmark(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no element ${id}`);
  return node;
}

/** @param {Recorded|null} recorded @returns {Lab["desk"]} */
function emptyDesk(recorded) {
  return {
    pace: { playing: false, speed: 1 },
    selection: null,
    hover: null,
    tab: "state",
    view: "ring",
    reading: null,
    tool: "select",
    compared: [],
    side: null,
    search: null,
    replay: null,
    standing: null,
    life: "",
    why: null,
    goals: [],
    questions: new Map(),
    told: null,
    pick: null,
    lesson: null,
    title: "",
    names: {},
    role: recorded ? "watch" : "control",
    recorded,
    theme: currentTheme(),
    client: "c1",
    connection: { state: "open", retry_at_ms: null, caught_up: null },
    ending: null,
    calm: calmWanted(),
    projector: isProjecting(),
    viewers: 1,
    // of a recording nothing is new
    seen: recorded ? Infinity : 0,
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

/** Views that others ask something of, besides being updated. @param {Send} send @param {boolean} acts */
function makeServants(send, acts) {
  const overlay = landmark("overlay");
  return {
    toasts: createToasts(landmark("stage")),
    narrator: new Narrator(landmark("polite"), landmark("assertive")),
    menu: createMenu(overlay, send),
    help: createHelp(overlay, send, acts),
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
  createLaser(landmark("overlay")),
  createSounds(),
];

/** What the system asks for and how large the window is may change at any time. @param {Lab} lab */
function followTheScreen(lab) {
  const follow = () => {
    fit();
    lab.desk.calm = calmWanted();
    lab.desk.projector = isProjecting();
    lab.changed();
  };
  matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", follow);
  addEventListener("resize", follow);
  fit();
}

/**
 * @param {(lab: Lab, listeners: Listeners) => Source} makeSource
 * @param {Recorded|null} [recorded] what a recording says of itself; null where there is a cluster to act on
 * @param {View[]} [more] views besides those of every lab
 * @returns {Lab}
 */
export function openLab(makeSource, recorded = null, more = []) {
  showPanel("why");
  const store = new Store();
  /** @type {Send} */
  const send = (action) => lab.send(action);
  const { toasts, narrator, menu, help, palette } = makeServants(send, recorded === null);
  /** @type {Lab} */
  const lab = {
    store,
    playhead: new Playhead(store),
    desk: emptyDesk(recorded),
    source: /** @type {Source} */ (/** @type {unknown} */ (null)),
    send: () => {},
    changed: () => {},
    grown: () => {},
    notify: (notice) => {
      toasts.say(notice);
      if (!notice.silent) narrator.answer([notice.says, notice.rule].filter(Boolean).join(" "));
    },
    speak: (says) => narrator.speak(says),
    openMenu: (target, at) => menu.open(target, at),
    openPrompt: (target, at, prompt) => menu.openPrompt(target, at, prompt),
    openHelp: () => help.open(),
    openPalette: () => palette.open(),
    toFollow: new Map(),
    sought: null,
    soughtTime_us: null,
    joined: 0,
    playOn: false,
    resumeFrom: null,
  };
  lab.source = makeSource(lab, {
    frame: (frame) => {
      loop.catchUp();
      receive(frame);
    },
    connection: (connection) => tellConnection(lab, connection),
  });
  const act = createSend(lab);
  lab.send = (action) => {
    loop.catchUp();
    act(action);
  };
  const loop = new Loop(lab, [...makeViews(send), menu, palette, narrator, ...more]);
  lab.changed = () => loop.changed();
  lab.grown = () => loop.grown();
  const receive = createReceive(lab);
  listenToKeys(lab);
  followTheScreen(lab);
  lab.source.connect();
  lab.changed();
  return lab;
}
