// From the class as the server tells it to what the dashboard shows. Pure.

/** @import { Cell, ClassDocument, ClassLesson, Given, Look, Row, Split } from "./frames.js" */
/** @import { Dash, GoalMark, Poll, Student, Verdict } from "./view_types.js" */

import { at } from "../base.js";
import { dash as words, moving } from "../words/en_class.js";

const PRESENTING = ["owner", "presenter"];

/** @param {Cell|undefined} cell @returns {GoalMark} */
function markOf(cell) {
  if (!cell) return { state: "open", part: 0, says: words.goal.open };
  const { state, part } = cell;
  if (state === "partial") return { state, part, says: words.goal.partial(Math.round(part * 100)) };
  return { state, part, says: words.goal[state] };
}

/** @param {Given} given @returns {Verdict} */
function verdictOf({ choice, right }) {
  if (choice === null) return "skipped";
  if (right === null) return "locked";
  return right ? "right" : "wrong";
}

/** @param {Look} look @param {number} step */
function needOf({ reason, value }, step) {
  if (reason === "idle") return words.needs.idle(value);
  if (reason === "slow_step") return words.needs.slow(value, step);
  return reason === "wrong_predictions" ? words.needs.wrong(value) : words.needs.forks(value);
}

/** @param {Row} row @param {ClassLesson} lesson @returns {Student} */
function studentOf(row, lesson) {
  const step = row.earlier ? 0 : Math.min(row.step + 1, lesson.steps);
  return {
    id: row.id,
    name: row.name,
    place: row.where,
    control: row.control,
    earlier: row.earlier,
    presents: row.role === "presenter",
    step,
    goals: Object.fromEntries(lesson.goals.map(({ id }, i) => [id, markOf(row.goals[i])])),
    answers: Object.fromEntries(Object.entries(row.answers).map(([id, given]) => [id, verdictOf(given)])),
    at: row.done ? words.atEnd : row.time_us === null ? "" : words.at(row.time_us),
    look: row.seat && at(`/lab#${new URLSearchParams({ room: row.seat.room, key: row.seat.key })}`),
    needs: row.needs.map((look) => needOf(look, step)),
  };
}

/** @param {Split} split @param {ClassLesson} lesson @returns {Poll} */
function pollOf(split, lesson) {
  return {
    id: split.question,
    number: 1 + lesson.questions.findIndex(({ id }) => id === split.question),
    step: split.step + 1,
    prompt: split.prompt,
    bars: split.bars.map(({ choice, says, count, right }) => ({ says: choice === null ? words.skipped : says, count, right: right === true })),
    answered: split.answered,
    of: split.of,
    judged: split.bars.some(({ right }) => right !== null),
    revealed: split.revealed,
  };
}

/**
 * @param {ClassDocument} known
 * @param {"open"|"lost"} line
 * @param {string} origin of the page, for the link
 * @returns {Dash}
 */
export function dashOf({ head, lesson, me, rows, splits }, line, origin) {
  const all = rows ?? [];
  // who follows is where the presenter is
  const follower = all.find(({ where }) => where === "following");
  const name = new Intl.Collator(undefined, { numeric: true });
  const students = all.map((row) => studentOf(row, lesson));
  return {
    id: head.id,
    title: lesson.title || head.title,
    group: lesson.title ? head.title : words.sandbox,
    code: head.code,
    link: `${origin}/join#${head.code}`,
    steps: lesson.steps,
    step: follower ? Math.min(follower.step + 1, lesson.steps) : 0,
    goals: lesson.goals,
    questions: lesson.questions.map(({ id }, i) => ({ id, number: i + 1 })),
    follow: head.follow_me,
    frozen: head.frozen,
    locked: head.locked,
    hidden: head.names_hidden,
    over: head.ended,
    owner: me.role === "owner",
    line,
    students: students.sort((a, b) => name.compare(a.name, b.name)),
    polls: splits.map((split) => pollOf(split, lesson)),
  };
}

/** Whether a member looks after the class. @param {ClassDocument} known */
export const presents = ({ me }) => PRESENTING.includes(me.role);

/** What the class does, as it is told in a sentence. @param {ClassLesson} lesson */
export const doingOf = ({ lesson, title }) => (lesson ? title : moving.aSandbox);
