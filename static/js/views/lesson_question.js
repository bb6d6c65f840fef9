// A question: open, chosen, locked, and then right or wrong. What is asked and answered differs from kind to kind.

import { words } from "../words/en_panels.js";
import { el, icon } from "./elements.js";
import { isJudged } from "./question/asking.js";
import { drawChoices, optionOf } from "./question/choices.js";
import { drawDecided } from "./question/decided.js";
import { drawNumber } from "./question/number.js";
import { drawOrder } from "./question/order.js";
import { drawPick } from "./question/pick.js";
import { drawSplit } from "./question/split.js";

/**
 * @import { Question, Send, ViewModel } from "../view_types.js"
 * @import { Asking } from "./question/asking.js"
 */

const MARKS = /** @type {const} */ ({ open: "lock", locked: "lock", right: "check", wrong: "cross", skipped: "chevr", told: "eye" });

/** @type {Record<Question["kind"], (asking: Asking) => (Node|null)[]>} */
const KINDS = { predict: drawChoices, design: drawChoices, pick: drawPick, order: drawOrder, number: drawNumber };

/**
 * A question that nobody answered is judged too, so that its answer is told, but nobody was right or wrong.
 * @param {Question} question
 */
function stageOf(question) {
  if (question.state === "open" || question.chosen !== null) return question.state;
  return question.state === "locked" ? "skipped" : "told";
}

export class QuestionBox {
  node = el("div", { class: "predict", role: "group", "aria-labelledby": "question", hidden: true });
  /** @type {Map<string, string>} what is chosen but not locked in, by question */
  #drafts = new Map();
  /** @type {string|null} the design that is being chosen again */
  #again = null;
  /** @type {Question|null} */
  #shown = null;
  /** @type {ViewModel|null} */
  #vm = null;
  #mayAnswer = false;
  #isRecorded = false;
  /** @type {string|null} */
  #picked = null;
  /** How the class answered. @type {import("../view_types.js").Answered|null} */
  #split = null;
  /** @type {Set<string>} the questions that were brought into view when they opened */
  #brought = new Set();
  /** @type {HTMLButtonElement|null} */
  #lock = null;

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    this.node.addEventListener("keydown", (event) => this.#keyed(event));
  }

  /**
   * @param {Question|null} question
   * @param {ViewModel} vm
   */
  update(question, vm) {
    const mayAnswer = vm.role === "control" || vm.inClass?.votes === true;
    const split = vm.inClass?.splits.get(question?.id ?? "") ?? null;
    const picked = vm.picking && vm.picking.question === question?.id ? vm.picking.chosen : null;
    this.#vm = vm;
    if (question === this.#shown && mayAnswer === this.#mayAnswer && picked === this.#picked && split === this.#split) return;
    if (question !== this.#shown) this.#again = null;
    const verdict = question !== null && question.id === this.#shown?.id && isJudged(question) && !isJudged(this.#shown);
    this.#shown = question;
    this.#mayAnswer = mayAnswer;
    this.#isRecorded = Boolean(vm.recorded);
    this.#picked = picked;
    this.#split = split;
    this.#draw();
    if (question?.state === "open") this.#bring(question.id, vm.calm);
    // what was waited for is seen, however long the question is
    if (verdict) this.node.querySelector(".feedback")?.scrollIntoView({ block: "nearest", behavior: vm.calm ? "instant" : "smooth" });
  }

  /**
   * A question holds playback, so it must be seen; after that the reader scrolls as they like.
   * @param {string} id
   * @param {boolean} calm
   */
  #bring(id, calm) {
    if (this.#brought.has(id)) return;
    this.#brought.add(id);
    this.node.scrollIntoView({ block: "nearest", behavior: calm ? "instant" : "smooth" });
  }

  /** What the kind is drawn from. @param {Question} question @returns {Asking} */
  #asking(question) {
    return {
      question,
      draft: this.#draft(question),
      open: question.state === "open" || this.#again === question.id,
      mayAnswer: this.#mayAnswer,
      choose: (draft, focus) => this.#choose(question, draft, focus),
      type: (draft) => this.#type(question, draft),
      lock: () => this.#answer(this.#draft(question)),
      send: this.send,
      vm: /** @type {ViewModel} */ (this.#vm),
    };
  }

  /** @param {Question} question @returns {string|null} */
  #draft(question) {
    return question.picks ? this.#picked : this.#drafts.get(question.id) ?? null;
  }

  #draw() {
    const question = this.#shown;
    this.node.hidden = question === null;
    if (!question) return;
    const focused = this.node.contains(document.activeElement);
    const again = this.#again === question.id;
    const stage = again ? "open" : stageOf(question);
    const heads = words.lesson.questionHead;
    const head = stage === "open" ? words.lesson.asks[again ? "again" : question.kind] : heads[stage];
    this.node.className = `predict ${stage} ${question.kind}`;
    this.node.replaceChildren(
      el("div", { class: "predict-h" }, icon(MARKS[stage]), el("span", {}, head)),
      el("p", { id: "question" }, question.prompt),
      ...KINDS[question.kind](this.#asking(question)).filter((node) => node !== null),
      ...(stage === "open" ? [this.#foot(question, again)] : this.#told(question)),
    );
    // a pick is made elsewhere, so whoever was here goes on here
    if (focused && question.picks === "servers") this.#focus("input:checked");
  }

  /** @param {string} selector */
  #focus(selector) {
    const found = this.node.querySelector(selector);
    if (found instanceof HTMLElement) found.focus();
  }

  /**
   * @param {Question} question
   * @param {string} draft
   * @param {string} [focus]
   */
  #choose(question, draft, focus) {
    this.#drafts.set(question.id, draft);
    this.#draw();
    if (focus) this.#focus(focus);
  }

  /** What is being typed is not drawn anew. @param {Question} question @param {string|null} draft */
  #type(question, draft) {
    if (draft === null) this.#drafts.delete(question.id);
    else this.#drafts.set(question.id, draft);
    if (this.#lock) this.#lock.disabled = draft === null || !this.#mayAnswer;
  }

  /**
   * @param {Question} question
   * @param {boolean} again
   */
  #foot(question, again) {
    if (this.#isRecorded) return el("p", { class: "feedback" }, words.lesson.unanswered);
    const draft = this.#draft(question);
    const disabled = draft === null || !this.#mayAnswer;
    const lock = el("button", { class: "btn primary", type: "button", disabled, on: { click: () => this.#answer(this.#draft(question)) } }, words.lesson[question.kind === "design" ? "chooseIt" : "lockIn"]);
    this.#lock = lock;
    const leave = again ? () => this.#try(null) : () => this.#answer(null);
    const skip = el("button", { class: "btn ghost", type: "button", disabled: !this.#mayAnswer, on: { click: leave } }, again ? words.lesson.leaveIt : words.lesson.skip);
    return el("div", { class: "predict-f" }, lock, skip);
  }

  /**
   * What is told once an answer is locked in: nothing yet, or what happened and why.
   * @param {Question} question
   */
  #told(question) {
    const { position } = question;
    const says = question.state === "locked" ? words.lesson.locked(question.chosen !== null) : question.feedback ?? words.lesson.judged[question.state === "right" ? "right" : "wrong"];
    const show = () => {
      if (position === null) return;
      this.send({ type: "seek", position });
      this.send({ type: "select", selection: { kind: "event", id: String(position), position } });
    };
    const decided = drawDecided(question, this.send);
    const link = position === null || decided ? null : el("button", { type: "button", class: "evlink", on: { click: show } }, words.lesson.showEvent(position));
    const mayTry = question.again && this.#mayAnswer;
    const again = mayTry ? el("button", { class: "btn sm again", type: "button", on: { click: () => this.#try(question.id) } }, icon("fork"), words.lesson.tryAnother) : null;
    const split = this.#split && drawSplit(this.#split);
    return [el("p", { class: "feedback" }, says, " ", link), split, decided, again].filter((node) => node !== null);
  }

  /** Another design is chosen, or it is left at the one there is. @param {string|null} id */
  #try(id) {
    this.#again = id;
    if (id) this.#drafts.delete(id);
    this.#draw();
    this.#focus(id ? "input" : ".again");
  }

  /** @param {string|null} choice */
  #answer(choice) {
    if (!this.#shown) return;
    this.#again = null;
    this.send({ type: "answer", question: this.#shown.id, choice });
  }

  /** A to D choose, Enter locks. @param {KeyboardEvent} event */
  #keyed(event) {
    const question = this.#shown;
    if (!question || event.ctrlKey || event.altKey || event.metaKey) return;
    const asking = this.#asking(question);
    if (!asking.open || !this.#mayAnswer) return;
    const option = question.kind === "predict" || question.kind === "design" ? optionOf(asking, event.key) : null;
    const radio = event.target instanceof HTMLInputElement && event.target.type === "radio";
    if (option) this.#choose(question, option, `input[value="${CSS.escape(option)}"]`);
    else if (event.key === "Enter" && radio && asking.draft) this.#answer(asking.draft);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
