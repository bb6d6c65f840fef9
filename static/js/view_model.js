// From what is known and where the playhead stands to what the views show. Pure.

/** @import { Connection, Goal, Lesson, Question, Selection, Tab, ViewModel, Why } from "./frames.js" */
/** @import { Playhead, Pace } from "./playhead.js" */
/** @import { Store } from "./store.js" */

/**
 * What the browser keeps besides history and playhead.
 * @typedef {object} Desk
 * @property {Pace} pace
 * @property {Selection|null} selection
 * @property {Selection|null} hover
 * @property {Tab} tab
 * @property {"ring"|"spacetime"} view what the stage shows
 * @property {string[]} compared two branches, while they are compared
 * @property {Why|null} why
 * @property {Goal[]} goals
 * @property {Question|null} question
 * @property {Lesson|null} lesson
 * @property {string} title
 * @property {Record<string, string>} names
 * @property {"control"|"watch"} role
 * @property {"light"|"dark"} theme
 * @property {string} client
 * @property {Connection} connection
 * @property {{says: string, script: string|null}|null} ending
 * @property {boolean} calm
 * @property {number} viewers
 * @property {number} seen highest position that was ever shown
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
    origin: desk.view === "spacetime" ? store.stateAt(branch, steps.length > 0 ? steps[0].position - 1 : position) : null,
    edge,
    playing: playhead.live ? desk.pace.playing : playhead.replaying,
    speed: desk.pace.speed,
    live: playhead.live,
    held: desk.question?.state === "open",
    selection: desk.selection,
    hover: desk.hover,
    tab: desk.tab,
    view: desk.view,
    compare: comparedWith(store, branch, desk),
    why: desk.why,
    goals: desk.goals,
    question: desk.question,
    lesson: desk.lesson,
    title: desk.title,
    names: desk.names,
    role: desk.role,
    theme: desk.theme,
    client: desk.client,
    connection: desk.connection,
    ending: desk.ending,
    violations: state?.violations ?? [],
    calm: desk.calm,
    viewers: desk.viewers,
    behind: playhead.live ? 0 : Math.max(0, edge.position - desk.seen),
  };
}
