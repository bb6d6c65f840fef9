// A prediction: open, chosen, locked, and then right or wrong.

import { words } from "../words/en_panels.js";
import { el, icon } from "./elements.js";

/**
 * @import { Question, Send, ViewModel } from "../view_types.js"
 */

const LETTERS = "abcd";
const MARKS = /** @type {const} */ ({ open: "lock", locked: "lock", right: "check", wrong: "cross", skipped: "chevr", told: "eye" });

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
  #chosen = new Map();
  /** @type {Question|null} */
  #shown = null;
  #mayAnswer = false;
  #isRecorded = false;
  /** @type {Set<string>} the questions that were brought into view when they opened */
  #brought = new Set();

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
    const mayAnswer = vm.role === "control";
    if (question === this.#shown && mayAnswer === this.#mayAnswer) return;
    this.#shown = question;
    this.#mayAnswer = mayAnswer;
    this.#isRecorded = Boolean(vm.recorded);
    this.#draw();
    if (question?.state === "open") this.#bring(question.id, vm.calm);
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

  #draw() {
    const question = this.#shown;
    this.node.hidden = question === null;
    if (!question) return;
    const stage = stageOf(question);
    this.node.className = `predict ${stage}`;
    this.node.replaceChildren(
      el("div", { class: "predict-h" }, icon(MARKS[stage]), el("span", {}, words.lesson.questionHead[stage])),
      el("p", { id: "question" }, question.prompt),
      ...question.options.map((option, i) => this.#option(question, option, i)),
      this.#foot(question),
    );
  }

  /**
   * @param {Question} question
   * @param {Question["options"][number]} option
   * @param {number} order
   */
  #option(question, option, order) {
    const open = question.state === "open";
    const chosen = open ? this.#chosen.get(question.id) === option.id : question.chosen === option.id;
    const name = `question-${question.id}`;
    const input = el("input", { type: "radio", name, value: option.id, checked: chosen, disabled: !open || !this.#mayAnswer });
    input.addEventListener("change", () => this.#choose(question, option.id));
    const judged = chosen && (question.state === "right" || question.state === "wrong");
    const mark = judged ? icon(question.state === "right" ? "check" : "cross") : null;
    const label = el("label", { class: `opt${chosen ? " on" : ""}${open ? "" : " fixed"}` }, input, el("span", {}, option.says), mark);
    label.title = open ? words.lesson.letter(LETTERS[order] ?? "") : "";
    return label;
  }

  /**
   * @param {Question} question
   * @param {string} option
   */
  #choose(question, option) {
    this.#chosen.set(question.id, option);
    this.#draw();
    const input = this.node.querySelector(`input[value="${CSS.escape(option)}"]`);
    if (input instanceof HTMLElement) input.focus();
  }

  /** @param {Question} question */
  #foot(question) {
    if (question.state === "open" && this.#isRecorded) return el("p", { class: "feedback" }, words.lesson.unanswered);
    if (question.state === "open") {
      const choice = this.#chosen.get(question.id) ?? null;
      const lock = el("button", { class: "btn primary", type: "button", disabled: choice === null || !this.#mayAnswer, on: { click: () => this.#answer(choice) } }, words.lesson.lockIn);
      const skip = el("button", { class: "btn ghost", type: "button", disabled: !this.#mayAnswer, on: { click: () => this.#answer(null) } }, words.lesson.skip);
      return el("div", { class: "predict-f" }, lock, skip);
    }
    const { position } = question;
    const show = () => {
      if (position === null) return;
      this.send({ type: "seek", position });
      this.send({ type: "select", selection: { kind: "event", id: String(position), position } });
    };
    const link = position === null ? null : el("button", { type: "button", class: "evlink", on: { click: show } }, words.lesson.showEvent(position));
    const says = question.state === "locked" ? words.lesson.locked(question.chosen !== null) : question.feedback ?? (question.chosen === null ? "" : words.lesson.judged[question.state]);
    return el("p", { class: "feedback" }, says, " ", link);
  }

  /** @param {string|null} choice */
  #answer(choice) {
    if (this.#shown) this.send({ type: "answer", question: this.#shown.id, choice });
  }

  /** A to D choose, Enter locks. @param {KeyboardEvent} event */
  #keyed(event) {
    const question = this.#shown;
    if (!question || question.state !== "open" || event.ctrlKey || event.altKey || event.metaKey) return;
    const option = question.options[LETTERS.indexOf(event.key.toLowerCase())];
    const choice = this.#chosen.get(question.id);
    if (event.key.length === 1 && option) this.#choose(question, option.id);
    else if (event.key === "Enter" && choice && event.target instanceof HTMLInputElement) this.#answer(choice);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
