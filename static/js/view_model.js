// From what is known and where the playhead stands to what the views show. Pure.

/** @import { Connection, Goal, Lesson, Question, Recorded, Replay, Search, Selection, Side, Standing, Tab, ViewModel, Why } from "./frames.js" */
/** @import { Playhead, Pace } from "./playhead.js" */
/** @import { Store } from "./store.js" */

import { pickingOf } from "./picking.js";

/**
 * What the browser keeps besides history and playhead.
 * @typedef {object} Desk
 * @property {Pace} pace
 * @property {Selection|null} selection
 * @property {Selection|null} hover
 * @property {Tab} tab
 * @property {"ring"|"spacetime"} view what the stage shows
 * @property {string|null} reading the step of the lesson that is read, where somebody turned to it
 * @property {"select"|"partition"} tool
 * @property {string[]} compared two branches, while they are compared
 * @property {Side|null} side
 * @property {Search|null} search
 * @property {Replay|null} replay
 * @property {Standing|null} standing
 * @property {string} life
 * @property {Why|null} why
 * @property {Goal[]} goals
 * @property {ReadonlyMap<string, Question>} questions the latest word on each
 * @property {string|null} told the question that was told last
 * @property {import("./picking.js").Pick} pick
 * @property {Lesson|null} lesson
 * @property {string} title
 * @property {Record<string, string>} names
 * @property {"control"|"watch"} role
 * @property {Recorded|null} recorded
 * @property {"light"|"dark"} theme
 * @property {string} client
 * @property {Connection} connection
 * @property {{says: string, script: string|null}|null} ending
 * @property {boolean} calm
 * @property {boolean} projector
 * @property {number} viewers
 * @property {number} seen highest position that was ever shown
 * @property {import("./view_types.js").InClass|null} [inClass] what being in a class changes
 */

/**
 * With motion reduced, an instant is shown as one of five fixed stops of the way to the next step.
 * @param {Playhead} playhead
 * @param {Store} store
 */
function stoppedTime(playhead, store) {
  const { branch, position, time_us } = playhead;
  const from = store.timeOf(branch, position) ?? time_us;
  const to = store.stepAt(branch, position + 1)?.time_us ?? store.edge(branch).time_us;
  if (to <= from) return time_us;
  return from + ((to - from) * Math.floor((5 * (time_us - from)) / (to - from))) / 5;
}

/**
 * The other one of two branches that are compared, while this one is on show.
 * @param {Store} store
 * @param {string} branch
 * @param {Desk} desk
 * @returns {ViewModel["compare"]}
 */
function comparedWith(store, branch, { view, compared }) {
  if (view !== "spacetime" || !compared.includes(branch)) return null;
  const other = compared.find((id) => id !== branch);
  return other ? { branch: other, steps: store.stepsOf(other) } : null;
}

/** Whoever has the control answers for the room; in a class everybody answers for themselves. @param {Pick<Desk, "role"|"inClass">} desk */
export const mayAnswer = ({ role, inClass }) => role === "control" || inClass?.votes === true;

/**
 * The question that holds playback; a design only holds the branch that it belongs to.
 * @param {Pick<Desk, "questions">} desk
 * @param {string} branch
 * @returns {Question|null}
 */
export function openQuestion({ questions }, branch) {
  for (const question of questions.values()) {
    if (question.state === "open" && (question.branch === null || question.branch === branch)) return question;
  }
  return null;
}

/**
 * @param {Store} store
 * @param {Playhead} playhead
 * @param {Desk} desk
 * @param {number} at_ms when the playhead stands there, on the clock of the page
 * @returns {ViewModel}
 */
export function viewModel(store, playhead, desk, at_ms) {
  const { branch, position } = playhead;
  const state = store.stateAt(branch, position);
  const edge = store.edge(branch);
  const steps = store.stepsOf(branch);
  const open = openQuestion(desk, branch);
  return {
    state,
    previous: position > 0 ? store.stateAt(branch, position - 1) : null,
    time_us: desk.calm ? stoppedTime(playhead, store) : playhead.time_us,
    rate: desk.calm ? 0 : playhead.rate,
    at_ms,
    position,
    branch,
    branches: store.branches,
    step: store.stepAt(branch, position),
    steps,
    origin: store.stateAt(branch, steps.length > 0 ? steps[0].position - 1 : position),
    edge,
    playing: playhead.live ? desk.pace.playing : playhead.replaying,
    speed: desk.pace.speed,
    live: playhead.live,
    held: open !== null && !desk.recorded,
    selection: desk.selection,
    hover: desk.hover,
    // a room is shown why, and nothing else of the inspector
    tab: desk.projector ? "why" : desk.tab,
    view: desk.view,
    reading: desk.reading,
    tool: desk.tool,
    compare: comparedWith(store, branch, desk),
    side: desk.side,
    search: desk.search,
    replay: desk.replay,
    standing: desk.standing,
    why: desk.why,
    goals: desk.goals,
    question: open ?? desk.questions.get(desk.told ?? "") ?? null,
    questions: desk.questions,
    picking: mayAnswer(desk) ? pickingOf(open, desk.pick) : null,
    lesson: desk.lesson,
    title: desk.title,
    names: desk.names,
    role: desk.role,
    recorded: desk.recorded,
    theme: desk.theme,
    client: desk.client,
    connection: desk.connection,
    ending: desk.ending,
    violations: state?.violations ?? [],
    calm: desk.calm,
    projector: desk.projector,
    viewers: desk.viewers,
    inClass: desk.inClass,
    behind: playhead.live ? 0 : Math.max(0, edge.position - desk.seen),
  };
}
