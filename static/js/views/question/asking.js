// What the kinds of question have in common: what is drawn of each, and what it is given.

/** @import { Question, Send, ViewModel } from "../../view_types.js" */

/**
 * @typedef {object} Asking
 * @property {Question} question
 * @property {string|null} draft what is chosen and not locked in yet, as the answer will be sent
 * @property {boolean} open it can be answered
 * @property {boolean} mayAnswer by this viewer
 * @property {(draft: string, focus?: string) => void} choose draws anew, with the focus on what the selector finds
 * @property {(draft: string|null) => void} type takes what is being typed, and draws nothing
 * @property {() => void} lock
 * @property {Send} send
 * @property {ViewModel} vm
 */

/**
 * The answer on show: the draft while it is open, then what was locked in.
 * @param {Asking} asking
 */
export const onShow = ({ question, draft, open }) => open ? draft : question.chosen;

/** Whether the run has said what is right. @param {Question} question */
export const isJudged = ({ state }) => state === "right" || state === "wrong";
