// What each action of a view does: to the playhead, to the desk, or to the room.

/** @import { Action, Selection } from "./frames.js" */
/** @import { Lab } from "./lab.js" */

import { pickFile } from "./files.js";
import { ask } from "./lab.js";
import { pickedBy, pickingOf } from "./picking.js";
import { downloadUrl } from "./session.js";
import { copy, copyLink, copyScript, open } from "./sharing.js";
import { foldPanel, rememberTheme, showPanel } from "./shell.js";
import { openQuestion } from "./view_model.js";
import { toast as words } from "./words/en.js";
import { share } from "./words/en_side.js";

/**
 * @param {Lab} lab
 * @returns {boolean}
 */
function mayAct(lab) {
  if (lab.desk.role === "control") return true;
  lab.notify({ says: words.watching });
  return false;
}

/** @param {Lab} lab @param {Parameters<typeof ask>[1]} frame */
function askOrSay(lab, frame) {
  if (!ask(lab, frame)) lab.notify({ says: words.offline });
}

/** Going back from a run that goes on stops it, where one may: nobody looks at the edge. @param {Lab} lab */
function leaveEdge(lab) {
  lab.playOn = false;
  if (!lab.playhead.live || !lab.desk.pace.playing || lab.desk.role !== "control") return;
  lab.desk.pace = { ...lab.desk.pace, playing: false };
  ask(lab, { type: "pause" });
}

/** @param {Lab} lab @param {number} position @param {boolean} [glide] */
function seek(lab, position, glide = false) {
  const { playhead } = lab;
  if (position < playhead.edge.position) leaveEdge(lab);
  if (playhead.seek(position, { glide: glide && !lab.desk.calm })) return;
  lab.sought = position;
  askOrSay(lab, { type: "seek", branch: playhead.branch, position });
}

/** @param {Lab} lab */
function play(lab) {
  const { playhead, desk } = lab;
  if (!playhead.live) {
    lab.playOn = desk.role === "control";
    playhead.replay();
    return;
  }
  if (!mayAct(lab)) return;
  if (openQuestion(desk, playhead.branch)) return lab.notify({ says: words.held });
  desk.pace = { ...desk.pace, playing: true };
  askOrSay(lab, { type: "play", speed: desk.pace.speed });
}

/** @param {Lab} lab */
function pause(lab) {
  lab.playOn = false;
  if (!lab.playhead.live) return lab.playhead.hold();
  if (!mayAct(lab)) return;
  lab.desk.pace = { ...lab.desk.pace, playing: false };
  askOrSay(lab, { type: "pause" });
}

/** @param {Lab} lab @param {1|-1} by */
function step(lab, by) {
  const { playhead } = lab;
  // forward from the live edge is one more step of the run, wherever the picture has got to
  const position = (by > 0 && playhead.live ? playhead.edge.position : playhead.target) + by;
  if (position < 0) return lab.notify({ says: words.nothingBefore });
  if (position <= playhead.edge.position) return seek(lab, position, true);
  playhead.toEdge();
  if (mayAct(lab)) askOrSay(lab, { type: "step", count: 1 });
}

/** @param {Lab} lab @param {1|-1} by */
function interesting(lab, by) {
  const { playhead, store } = lab;
  const from = playhead.target;
  const steps = store.stepsOf(playhead.branch);
  const found = by > 0
    ? steps.find((one) => one.interesting && one.position > from)
    : steps.findLast((one) => one.interesting && one.position < from);
  if (found) return seek(lab, found.position);
  if (by < 0) return seek(lab, 0);
  playhead.toEdge();
  if (mayAct(lab)) askOrSay(lab, { type: "next_interesting" });
}

/** @param {Lab} lab @param {number} speed */
function setSpeed(lab, speed) {
  const { desk, playhead } = lab;
  desk.pace = { ...desk.pace, speed };
  if (desk.pace.playing && playhead.live && desk.role === "control") askOrSay(lab, { type: "play", speed });
}

/** Several lines go one after the other, each when the one before it was accepted. @param {Lab} lab @param {string} text */
function intervene(lab, text) {
  if (!mayAct(lab)) return;
  const { playhead } = lab;
  const position = playhead.target;
  const atEdge = playhead.live || position === playhead.edge.position;
  interveneAt(lab, text.split("; "), playhead.branch, atEdge ? null : position);
}

/**
 * @param {Lab} lab
 * @param {string[]} lines
 * @param {string} branch
 * @param {number|null} position null is the live edge
 */
export function interveneAt(lab, [directive, ...rest], branch, position) {
  const request = lab.socket.send({ type: "intervene", directive, branch, position });
  if (request === null) return lab.notify({ says: words.offline });
  if (rest.length > 0) lab.toFollow.set(request, rest);
}

/** @param {Lab} lab @param {Selection|null} selection */
function select(lab, selection) {
  const { desk, playhead } = lab;
  desk.selection = selection;
  // what a question asks to be picked is picked by selecting it
  if (desk.role === "control") desk.pick = pickedBy(pickingOf(openQuestion(desk, playhead.branch), desk.pick), selection) ?? desk.pick;
  if (selection?.kind !== "event") return;
  desk.tab = "why";
  explain(lab, selection.position, null);
}

/** @param {Lab} lab @param {number} position @param {string|null} server */
function explain(lab, position, server) {
  ask(lab, { type: "explain", branch: lab.playhead.branch, position, server });
}

/** @param {Lab} lab @param {string} branch */
function switchBranch(lab, branch) {
  if (mayAct(lab)) askOrSay(lab, { type: "select_branch", branch });
}

/** @param {Lab} lab @param {import("./view_types.js").Export} format */
function download(lab, format) {
  const link = document.createElement("a");
  link.href = downloadUrl(lab.seat, format, lab.playhead.branch);
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * The branch on show beside another one, or beside the one that it was forked from; null ends it.
 * @param {Lab} lab
 * @param {string|"previous"|null} branch
 */
function compare(lab, branch) {
  const { desk, playhead, store } = lab;
  const { branches } = store;
  const here = branches.find(({ id }) => id === playhead.branch);
  const before = here?.parent ?? branches.findLast(({ id }) => id !== playhead.branch)?.id;
  const ends = branch === null || (branch === "previous" && desk.compared.includes(playhead.branch));
  const other = ends ? null : branch === "previous" ? before : branch;
  if (!ends && !other) return lab.notify({ says: words.nothingToCompare });
  desk.compared = other ? [playhead.branch, other] : [];
  if (!other) return;
  desk.view = "spacetime";
  // whoever came later was told of the branch on show alone
  const known = store.edge(other).position;
  const last = branches.find(({ id }) => id === other)?.last_position ?? 0;
  if (known < last) ask(lab, { type: "resume", branch: other, position: known });
}

/** A branch from its beginning, or up to a position. @param {Lab} lab @param {string} branch @param {number} position */
function goTo(lab, branch, position) {
  lab.playhead.switchTo(branch);
  switchBranch(lab, branch);
  seek(lab, position);
}

/** Opens a panel in the lesson's place, or the lesson again. @param {Lab} lab @param {import("./frames.js").Side|null} side */
function openSide(lab, side) {
  lab.desk.side = side;
  if (side === null) return;
  showPanel("lesson");
  if ((document.body.dataset.fold ?? "").includes("lesson")) foldPanel("lesson");
}

/** @param {Lab} lab @param {string} variant @param {number} seed */
function findBreak(lab, variant, seed) {
  if (mayAct(lab)) askOrSay(lab, { type: "find_break", variant, seed });
}

/** @param {Lab} lab */
function changeTheme(lab) {
  lab.desk.theme = lab.desk.theme === "dark" ? "light" : "dark";
  rememberTheme(lab.desk.theme);
}

/**
 * @param {Lab} lab
 * @returns {(action: Action) => void}
 */
export function createSend(lab) {
  const { desk, playhead } = lab;
  /** @type {{[Type in Action["type"]]: (action: Extract<Action, {type: Type}>) => void}} */
  const doings = {
    directive: ({ text }) => intervene(lab, text),
    select: ({ selection }) => select(lab, selection),
    hover: ({ selection }) => void (desk.hover = selection),
    seek: ({ position }) => seek(lab, position),
    seek_time: ({ time_us }) => {
      if (time_us < playhead.edge.time_us) leaveEdge(lab);
      if (!playhead.seekTime(time_us)) lab.notify({ says: words.unknownPast });
    },
    play: () => play(lab),
    pause: () => pause(lab),
    step: ({ by }) => step(lab, by),
    interesting: ({ by }) => interesting(lab, by),
    speed: ({ value }) => setSpeed(lab, value),
    live: () => playhead.toEdge(),
    branch: ({ branch }) => switchBranch(lab, branch),
    rename: ({ branch, name }) => askOrSay(lab, { type: "rename_branch", branch, name }),
    fork: () => lab.notify({ says: words.forkByActing }),
    tab: ({ tab }) => void (desk.tab = tab),
    view: ({ view }) => void (desk.view = view !== "other" ? view : desk.view === "ring" ? "spacetime" : "ring"),
    compare: ({ branch }) => compare(lab, branch),
    explain: ({ position, server }) => explain(lab, position, server),
    answer: ({ question, choice }) => askOrSay(lab, { type: "answer", question, choice }),
    menu: ({ target, at }) => lab.openMenu(target, at),
    export: ({ format }) => download(lab, format),
    theme: () => changeTheme(lab),
    help: () => lab.openHelp(),
    palette: () => lab.openPalette(),
    toast: ({ says }) => lab.notify({ says }),
    client: ({ client }) => void (desk.client = client),
    panel: ({ panel }) => {
      showPanel(panel);
      if (panel === "state" || panel === "why" || panel === "safety") desk.tab = panel;
    },
    rail: ({ side }) => foldPanel(side),
    retry: () => lab.socket.retry(),
    copy: ({ text }) => void copy(lab, text, share.copied),
    copy_script: () => void copyScript(lab),
    copy_link: () => void copyLink(lab),
    pick_file: () => pickFile(lab.send),
    open: ({ wanted, failed }) => void open(wanted, failed),
    side: ({ side }) => openSide(lab, side),
    find_break: ({ variant, seed }) => findBreak(lab, variant, seed),
    cancel_search: () => askOrSay(lab, { type: "cancel_search" }),
    play_branch: ({ branch }) => {
      goTo(lab, branch, 0);
      playhead.replay();
    },
    show_break: ({ branch, position }) => {
      goTo(lab, branch, position);
      desk.tab = "safety";
    },
  };
  return (action) => {
    /** @type {(action: any) => void} */ (doings[action.type])(action);
    lab.changed();
  };
}
