// What each action of a view does: to the playhead, to the desk, or to the room.

/** @import { Action, FileFormat, Selection } from "./frames.js" */
/** @import { Lab } from "./lab.js" */

import { copy } from "./clipboard.js";
import { describe } from "./describe.js";
import { ask } from "./lab.js";
import { pickedBy, pickingOf } from "./picking.js";
import { isProjecting, mayProject, project } from "./projector.js";
import { calmWanted, foldPanel, remember, rememberTheme, showPanel } from "./shell.js";
import { mayAnswer, openQuestion } from "./view_model.js";
import { toast as words } from "./words/en.js";
import { share } from "./words/en_side.js";

/**
 * @param {Lab} lab
 * @returns {boolean}
 */
function mayAct(lab) {
  if (lab.desk.role === "control") return true;
  lab.notify({ says: lab.desk.recorded ? words.recorded : lab.desk.inClass?.whyNot || words.watching });
  return false;
}

/** Whether the run can be taken further than it is. @param {Lab} lab */
function mayGoOn(lab) {
  if (lab.desk.recorded) lab.notify({ says: words.recordedEnd });
  return !lab.desk.recorded && mayAct(lab);
}

/** @param {Lab} lab */
const sayUnasked = (lab) => lab.notify({ says: lab.desk.recorded ? words.recorded : words.offline });

/** @param {Lab} lab @param {Parameters<typeof ask>[1]} frame */
function askOrSay(lab, frame) {
  if (!ask(lab, frame)) sayUnasked(lab);
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
  lab.soughtTime_us = null;
  if (position < playhead.edge.position) leaveEdge(lab);
  if (playhead.seek(position, { glide: glide && !lab.desk.calm })) return;
  lab.sought = position;
  askOrSay(lab, { type: "seek", branch: playhead.branch, position });
}

/** An instant that a newcomer was not told of is shown as soon as all that came before has arrived. @param {Lab} lab @param {number} time_us */
function seekTime(lab, time_us) {
  const { playhead } = lab;
  if (time_us < playhead.edge.time_us) leaveEdge(lab);
  const fetching = lab.soughtTime_us !== null;
  lab.soughtTime_us = null;
  if (playhead.seekTime(time_us)) return;
  const { branch } = playhead;
  if (!fetching && !(ask(lab, { type: "seek", branch, position: 0 }) && ask(lab, { type: "resume", branch, position: 0 }))) return sayUnasked(lab);
  lab.soughtTime_us = time_us;
}

/** @param {Lab} lab */
function play(lab) {
  const { playhead, desk } = lab;
  // at its end a recording begins again
  if (desk.recorded && playhead.live) playhead.seek(0);
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
  if (mayGoOn(lab)) askOrSay(lab, { type: "step", count: 1 });
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
  if (mayGoOn(lab)) askOrSay(lab, { type: "next_interesting" });
}

/** @param {Lab} lab @param {number} speed */
function setSpeed(lab, speed) {
  const { desk, playhead } = lab;
  desk.pace = { ...desk.pace, speed };
  if (desk.pace.playing && playhead.live && desk.role === "control") askOrSay(lab, { type: "play", speed });
}

/** A semicolon between quotes ends no line: it belongs to a value. @param {string} text */
const linesOf = (text) => (text.match(/(?:"(?:\\.|[^"\\])*"|(?!; ).)+/gs) ?? [text]).map((line) => line.trim());

/** Several lines go one after the other, each when the one before it was accepted. @param {Lab} lab @param {string} text */
function intervene(lab, text) {
  if (!mayAct(lab)) return;
  const { playhead } = lab;
  const position = playhead.target;
  const atEdge = playhead.live || position === playhead.edge.position;
  interveneAt(lab, linesOf(text), playhead.branch, atEdge ? null : position);
}

/**
 * @param {Lab} lab
 * @param {string[]} lines
 * @param {string} branch
 * @param {number|null} position null is the live edge
 */
export function interveneAt(lab, [directive, ...rest], branch, position) {
  const request = lab.source.send({ type: "intervene", directive, branch, position });
  if (request === null) return sayUnasked(lab);
  if (rest.length > 0) lab.toFollow.set(request, rest);
}

/** @param {Lab} lab @param {Selection|null} selection */
function select(lab, selection) {
  const { desk, playhead } = lab;
  desk.selection = selection;
  // what a question asks to be picked is picked by selecting it
  if (mayAnswer(desk)) desk.pick = pickedBy(pickingOf(openQuestion(desk, playhead.branch), desk.pick), selection) ?? desk.pick;
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
  // in a room everybody comes along; a recording is looked at alone
  if (lab.desk.recorded || mayAct(lab)) askOrSay(lab, { type: "select_branch", branch });
}

/** An empty branch from here on. @param {Lab} lab @param {number} position */
function fork(lab, position) {
  if (mayAct(lab)) askOrSay(lab, { type: "fork", branch: lab.playhead.branch, position });
}

/** Takes back the last action while nothing has happened since; what was done stays on its branch. @param {Lab} lab */
function undo(lab) {
  const { playhead, store } = lab;
  const { branch, edge } = playhead;
  const here = store.branches.find(({ id }) => id === branch);
  const last = store.stepAt(branch, edge.position);
  if (last?.cause.kind !== "intervention") return lab.notify({ says: words.nothingToUndo });
  if (!mayAct(lab)) return;
  if (here?.parent && edge.position === here.fork_position + 1) goTo(lab, here.parent, here.fork_position);
  else fork(lab, edge.position - 1);
}

/** @param {Lab} lab @param {FileFormat} format */
function download(lab, format) {
  const link = document.createElement("a");
  const { href, name } = lab.source.file(format, lab.playhead.branch);
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  if (format === "offline") lab.notify({ says: words.makingPage });
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
  if (!other) {
    if (desk.tab === "compare") desk.tab = "state";
    return;
  }
  desk.tab = "compare";
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

/** A comparison shows in space-time alone; the ring has State in its place. @param {Lab} lab @param {"ring"|"spacetime"|"other"} view */
function showView({ desk }, view) {
  desk.view = view !== "other" ? view : desk.view === "ring" ? "spacetime" : "ring";
  if (desk.view === "ring" && desk.tab === "compare") desk.tab = "state";
}

/** @param {Lab} lab */
function changeTheme(lab) {
  lab.desk.theme = lab.desk.theme === "dark" ? "light" : "dark";
  rememberTheme(lab.desk.theme);
}

/** @param {Lab} lab */
function tellAll(lab) {
  const state = lab.store.stateAt(lab.playhead.branch, lab.playhead.position);
  if (state) lab.notify({ says: describe(state), stays: true });
}

/** @param {Lab} lab */
function changeProjector(lab) {
  if (!lab.desk.projector && !mayProject()) return lab.notify({ says: words.tooNarrow });
  project(!lab.desk.projector);
  lab.desk.projector = isProjecting();
}

/** @param {Lab} lab @param {boolean} calm */
function changeMotion(lab, calm) {
  remember("motion", calm ? "reduce" : null);
  lab.desk.calm = calmWanted();
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
    read: ({ step }) => void (desk.reading = step),
    hover: ({ selection }) => void (desk.hover = selection),
    seek: ({ position }) => seek(lab, position),
    seek_time: ({ time_us }) => seekTime(lab, time_us),
    play: () => play(lab),
    pause: () => pause(lab),
    step: ({ by }) => step(lab, by),
    interesting: ({ by }) => interesting(lab, by),
    speed: ({ value }) => setSpeed(lab, value),
    live: () => playhead.toEdge(),
    branch: ({ branch }) => switchBranch(lab, branch),
    rename: ({ branch, name }) => askOrSay(lab, { type: "rename_branch", branch, name }),
    fork: ({ position }) => fork(lab, position ?? playhead.target),
    undo: () => undo(lab),
    tab: ({ tab }) => void (desk.tab = tab),
    view: ({ view }) => showView(lab, view),
    tool: ({ tool }) => void (desk.tool = tool),
    compare: ({ branch }) => compare(lab, branch),
    explain: ({ position, server }) => explain(lab, position, server),
    answer: ({ question, choice }) => askOrSay(lab, { type: "answer", question, choice }),
    menu: ({ target, at }) => lab.openMenu(target, at),
    export: ({ format }) => download(lab, format),
    theme: () => changeTheme(lab),
    help: () => lab.openHelp(),
    palette: () => (desk.recorded ? sayUnasked(lab) : lab.openPalette()),
    describe: () => tellAll(lab),
    projector: () => changeProjector(lab),
    keys: ({ on }) => remember("keys", on ? null : "off"),
    sound: ({ on }) => remember("sound", on ? "on" : null),
    motion: ({ calm }) => changeMotion(lab, calm),
    toast: ({ says }) => lab.notify({ says }),
    client: ({ client }) => void (desk.client = client),
    panel: ({ panel }) => {
      showPanel(panel);
      if (panel === "state" || panel === "why" || panel === "safety") desk.tab = panel;
    },
    rail: ({ side }) => foldPanel(side),
    retry: () => lab.source.retry(),
    copy: ({ text }) => void copy(lab, text, share.copied),
    copy_script: () => void lab.source.doors?.copyScript(lab),
    copy_link: () => void lab.source.doors?.copyLink(lab),
    begin_anew: () => lab.source.doors?.beginAnew(),
    pick_file: () => lab.source.doors?.pickFile(lab.send),
    open: ({ wanted, failed }) => void lab.source.doors?.open(wanted, failed),
    open_log: ({ name, text, failed }) => void lab.source.doors?.openLog(name, text, failed),
    side: ({ side }) => (desk.recorded ? sayUnasked(lab) : openSide(lab, side)),
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
