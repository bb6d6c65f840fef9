// What each frame of the server does to the lab.

/** @import { ServerFrame } from "./frames.js" */
/** @import { Lab } from "./lab.js" */

import { interveneAt } from "./actions.js";
import { ask } from "./lab.js";
import { learnPhrases, told } from "./phrases.js";
import { banner, toast as words } from "./words/en.js";
import { rules } from "./words/en_side.js";

const LAST_WORDS = new Set(["fault", "idle", "stopping", "evicted", "room_over", "unknown_room", "bad_key"]);

/**
 * The server was started anew, and the room done again: what had not been kept is gone, and may go otherwise now.
 * @param {Lab} lab @param {Record<string, number>} kept
 */
function begunAnew(lab, kept) {
  const { desk, store, playhead } = lab;
  store.cut(kept);
  desk.questions = new Map();
  desk.standing = null;
  if (!(playhead.branch in kept)) lab.resumeFrom = null;
  else if (playhead.live || playhead.position > playhead.edge.position) playhead.toEdge();
}

/** @param {Lab} lab @param {Extract<ServerFrame, {type: "welcome"}>} frame */
function welcome(lab, frame) {
  const { desk, store, playhead } = lab;
  if (frame.kept) begunAnew(lab, frame.kept);
  learnPhrases(frame.phrases ?? {});
  store.setBranches(frame.branches);
  desk.life = frame.life;
  desk.role = frame.role;
  desk.lesson = frame.lesson;
  desk.title = frame.title;
  desk.names = frame.stage_names;
  desk.pace = frame.pace;
  desk.replay = frame.replay;
  const last = frame.branches.find(({ id }) => id === frame.branch)?.last_position ?? 0;
  const back = lab.resumeFrom !== null;
  // after a lost connection the eye stays where it was, unless everybody has gone to another branch meanwhile
  if (back && playhead.branch === frame.branch) return;
  playhead.switchTo(frame.branch);
  lab.joined = last;
  if (back) return;
  const { begins } = lab.source;
  if (begins === null || begins >= last) return;
  lab.sought = begins;
  ask(lab, { type: "seek", branch: frame.branch, position: begins });
}

/** What the checkers found, in the page's language. @param {{says: string}[]|undefined} violations */
function tellAll(violations) {
  for (const violation of violations ?? []) violation.says = told(violation.says);
}

/** @param {Lab} lab @param {Extract<ServerFrame, {type: "keyframe"}>} frame */
function keyframe(lab, frame) {
  const { playhead, store } = lab;
  tellAll(frame.state.violations);
  store.addKeyframe(frame.branch, frame.state, frame.time_us);
  if (lab.sought === frame.position) {
    lab.sought = null;
    playhead.seek(frame.position);
    // what was before the part that a newcomer gets: from here on it is wanted too
    if (!store.stepAt(frame.branch, frame.position + 1)) {
      ask(lab, { type: "resume", branch: frame.branch, position: frame.position });
    }
  } else if (playhead.live && store.stateAt(playhead.branch, playhead.position) === null) playhead.toEdge();
}

/** @param {Lab} lab @param {Extract<ServerFrame, {type: "steps"}>} frame */
function steps(lab, frame) {
  const { playhead } = lab;
  for (const { delta } of frame.steps) tellAll(delta.violations);
  const fresh = lab.store.addSteps(frame.branch, frame.steps, frame.time_us);
  if (lab.soughtTime_us !== null && playhead.seekTime(lab.soughtTime_us)) lab.soughtTime_us = null;
  // what had happened before one came is not played to the newcomer
  if (playhead.position < lab.joined && playhead.live && !lab.desk.pace.playing) playhead.toEdge();
  if (lab.resumeFrom === null) return;
  lab.resumeFrom = null;
  lab.desk.connection = { state: "open", retry_at_ms: null, caught_up: fresh.length };
  lab.speak(banner.back(fresh.length));
}

/** @param {Lab} lab @param {Extract<ServerFrame, {type: "branches"}>} frame */
function branches(lab, frame) {
  const { playhead, store } = lab;
  const came = { branch: playhead.branch, position: playhead.target };
  store.setBranches(frame.branches);
  if (frame.branch !== playhead.branch) playhead.switchTo(frame.branch);
  if (!frame.because) return;
  const undo = () => {
    ask(lab, { type: "select_branch", branch: came.branch });
    playhead.switchTo(came.branch);
    playhead.seek(came.position);
    lab.changed();
  };
  const action = came.branch === frame.branch ? undefined : { says: words.undo, does: undo };
  lab.notify({ says: frame.because, action, about: "branch" });
}

/** Playback has stopped for a broken property: what it was, and where it is told. @param {Lab} lab */
function tellViolation(lab) {
  const { store, playhead } = lab;
  const found = store.stateAt(playhead.branch, playhead.edge.position)?.violations.at(-1);
  const does = () => {
    lab.send({ type: "tab", tab: "safety" });
    lab.send({ type: "panel", panel: "safety" });
  };
  lab.notify({ says: words.violation(found?.says ?? ""), action: { says: words.showSafety, does }, silent: true });
}

/** @param {Lab} lab @param {Extract<ServerFrame, {type: "pace"}>} frame */
function pace(lab, frame) {
  lab.desk.pace = { playing: frame.playing, speed: frame.speed };
  if (frame.because === "limit") lab.notify({ says: banner.limit });
  if (frame.because === "violation") tellViolation(lab);
}

/** What was found stands ready to be played from its beginning. @param {Lab} lab @param {Extract<ServerFrame, {type: "search"}>} frame */
function searched(lab, frame) {
  const { desk, playhead } = lab;
  const before = desk.search;
  if (frame.says) frame.says = told(frame.says);
  desk.search = frame;
  if (frame.state === "running" || before?.state !== "running") return;
  if (frame.state === "found" && frame.branch !== null) {
    playhead.switchTo(frame.branch);
    desk.seen = playhead.edge.position;
    lab.send({ type: "seek", position: 0 });
    lab.speak(rules.spoken(frame.says ?? ""));
  }
  if (desk.side !== "rules") lab.notify({ says: rules.done(frame), action: { says: rules.look, does: () => lab.send({ type: "side", side: "rules" }) } });
}

/** @param {string|string[]|null} legal */
function legalWords(legal) {
  if (!legal || legal.length === 0) return "";
  return words.legal(Array.isArray(legal) ? legal.join(", ") : legal);
}

/** @param {Lab} lab @param {Extract<ServerFrame, {type: "error"}>} frame */
function error(lab, frame) {
  lab.toFollow.delete(frame.request ?? -1);
  // the last word of a room that has ended, or that never was
  if (frame.request === null && LAST_WORDS.has(frame.code)) {
    lab.desk.ending = { says: frame.says, script: frame.script ?? null };
    return;
  }
  lab.notify({ says: frame.says, rule: [frame.where, legalWords(frame.legal)].filter(Boolean).join(" ") });
}

/**
 * @param {Lab} lab
 * @returns {(frame: ServerFrame) => void}
 */
export function createReceive(lab) {
  const { desk } = lab;
  /** @type {{[Type in ServerFrame["type"]]: (frame: Extract<ServerFrame, {type: Type}>) => void}} */
  const doings = {
    welcome: (frame) => welcome(lab, frame),
    keyframe: (frame) => keyframe(lab, frame),
    steps: (frame) => steps(lab, frame),
    branches: (frame) => branches(lab, frame),
    pace: (frame) => pace(lab, frame),
    standing: (frame) => void (desk.standing = frame.reason === null ? null : frame),
    accepted: ({ request, branch }) => {
      const rest = lab.toFollow.get(request);
      lab.toFollow.delete(request);
      if (rest) interveneAt(lab, rest, branch, null);
    },
    refused: (frame) => {
      lab.toFollow.delete(frame.request);
      lab.notify({ says: frame.says, rule: frame.section ?? undefined });
    },
    error: (frame) => error(lab, frame),
    why: (frame) => void (desk.why = frame),
    goals: (frame) => void (desk.goals = frame.goals),
    question: (frame) => {
      desk.questions = new Map(desk.questions).set(frame.id, frame);
      desk.told = frame.id;
    },
    viewers: (frame) => void (desk.viewers = frame.count),
    search: (frame) => searched(lab, frame),
  };
  return (frame) => {
    // while time runs, steps are seen when their time comes
    const grows = frame.type === "steps" && lab.playhead.live && desk.pace.playing && lab.resumeFrom === null;
    /** @type {(frame: any) => void} */ (doings[frame.type])(frame);
    if (!grows) lab.changed();
    else if (frame.steps.length > 0 || lab.playhead.rate === 0) lab.grown();
  };
}
