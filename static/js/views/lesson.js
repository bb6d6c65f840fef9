// The lesson panel: one step of the narrative, its question, its goals, its hints. Without a lesson: things to try.

import { at } from "../base.js";
import { words } from "../words/en_panels.js";
import { el, icon, setAttribute, setText } from "./elements.js";
import { drawGoals, drawPips } from "./lesson_goals.js";
import { QuestionBox } from "./lesson_question.js";
import { RecordingPanel } from "./lesson_recording.js";
import { SandboxPanel } from "./lesson_sandbox.js";

/**
 * @import { Goal, Lesson, Question, Send, View, ViewModel } from "../view_types.js"
 */

/**
 * A step of a scenario, as the room tells it.
 * @typedef {object} LessonStep
 * @property {string} id
 * @property {string} title
 * @property {string} html rendered by the server from the lesson's Markdown, raw HTML off
 * @property {string[]} goals
 * @property {string|null} question
 * @property {string[]} hints HTML like the narrative
 * @property {string} [reveal] HTML, told once the goals are met
 *
 * @typedef {{id: string, title: string, steps: LessonStep[], number?: number, of?: number, next?: {id: string, title: string}|null}} Scenario
 */

class LessonPanel {
  #eyebrow = el("span", { class: "eyebrow" });
  #anew = el("button", { class: "btn ghost icon sm anew", type: "button", "aria-label": words.lesson.anew, title: words.lesson.anew }, icon("restart"));
  #title = el("h1");
  #steps = el("div", { class: "steps", role: "img" });
  #stepTitle = el("h2", { class: "step-title" });
  #narrative = el("div", { class: "narr" });
  #goalsHead = el("h2", { class: "lh" }, words.lesson.goals, " ", el("span", { class: "num faint" }));
  #goals = el("ul", { class: "goals" });
  #hints = el("div", { class: "hints" });
  #reveal = el("div", { class: "narr reveal", hidden: true });
  #pips = el("span", { class: "pips", role: "img" });
  #back = el("button", { class: "btn ghost", type: "button" }, icon("chevl"), words.lesson.back);
  #nextLabel = el("span", {}, words.lesson.next);
  #next = el("button", { class: "btn next", type: "button" }, this.#nextLabel, icon("chevr"));
  #why = el("p", { class: "nextwhy", role: "status" });
  #question;
  #body;

  #at = 0;
  /** The step that somebody was last known to have turned to. @type {string|null} */
  #turned = null;
  /** Somebody asks why Next is shut. */
  #asksWhy = false;
  #begun = false;
  /** @type {Set<string>} the questions that were asked, each with the branch that a design belongs to */
  #asked = new Set();
  /** @type {Map<string, number>} hints opened, by step */
  #opened = new Map();
  /** @type {ViewModel|null} */
  #vm = null;
  #drawn = "";

  /**
   * @param {HTMLElement} root
   * @param {Send} send
   */
  constructor(root, send) {
    this.send = send;
    this.#question = new QuestionBox(send);
    this.#anew.addEventListener("click", () => send({ type: "begin_anew" }));
    const head = el("div", { class: "lesson-head" }, el("div", { class: "eyebrow-row" }, this.#eyebrow, this.#anew), this.#title, this.#steps, this.#stepTitle);
    this.#body = el("div", { class: "lesson-body", tabindex: 0 }, this.#narrative, this.#question.node, this.#goalsHead, this.#goals, this.#reveal, this.#hints);
    const nav = el("div", { class: "lesson-nav" }, this.#back, this.#pips, this.#next, this.#why);
    root.append(head, this.#body, nav);
    this.#back.addEventListener("click", () => this.#go(this.#at - 1));
    this.#next.addEventListener("click", () => this.#forward());
    this.#next.addEventListener("pointerenter", () => this.#explainNext(true));
    this.#next.addEventListener("pointerleave", () => this.#explainNext(false));
    this.#next.addEventListener("blur", () => this.#explainNext(false));
    lightServers(this.#body, send);
  }

  /** @param {ViewModel} vm */
  update(vm) {
    const scenario = scenarioOf(vm.lesson);
    if (!vm.lesson || !scenario) return;
    this.#vm = vm;
    for (const question of vm.questions?.values() ?? []) this.#take(question, scenario, vm);
    if (!this.#begun && vm.goals.length > 0) this.#resume(scenario, vm.goals);
    this.#followPage(scenario, vm.reading ?? null);
    const step = scenario.steps[this.#at];
    const key = `${vm.lesson.id}/${scenario.id}/${this.#at}`;
    if (key !== this.#drawn) this.#drawStep(vm.lesson, scenario, step);
    this.#drawn = key;
    this.#question.update(questionOf(step, vm), vm);
    const goals = goalsOf(step, vm.goals);
    this.#goalsHead.hidden = goals.length === 0;
    setText(/** @type {Element} */ (this.#goalsHead.lastElementChild), words.lesson.met(goals.filter((goal) => goal.met).length, goals.length));
    drawGoals(this.#goals, goals, vm.position, this.send);
    drawPips(this.#pips, goals);
    this.#reveal.hidden = !step.reveal || !isDone(goals);
    this.#drawNav(scenario, goals);
    // a run that was opened from a file has no address to begin it anew
    this.#anew.hidden = vm.role === "watch" || !new URLSearchParams(location.search).has("scenario");
  }

  /**
   * A question that opens brings its step to the front, so that nobody waits for a question they cannot see. But who
   * takes the lesson reads first what the step on show tells in the end, and Next leads on to the question.
   * @param {Question} question
   * @param {Scenario} scenario
   * @param {ViewModel} vm
   */
  #take(question, scenario, vm) {
    const asked = `${question.id} ${question.branch ?? ""}`;
    const known = this.#asked.has(asked);
    this.#asked.add(asked);
    if (known || question.state !== "open") return;
    const at = scenario.steps.findIndex((step) => step.question === question.id);
    const readsFirst = this.#begun && at > this.#at && vm.role === "control" && !vm.recorded;
    if (at >= 0 && at !== this.#at && !readsFirst) this.#go(at, false);
    this.#begun = true;
  }

  /**
   * Whoever comes back goes on at the first step that is not done.
   * @param {Scenario} scenario
   * @param {Goal[]} goals
   */
  #resume(scenario, goals) {
    this.#begun = true;
    const open = scenario.steps.findIndex((step) => !isDone(goalsOf(step, goals)));
    if (open > 0) this.#at = open;
  }

  /** In a class a page is turned for everybody who follows. @param {Scenario} scenario @param {string|null} reading */
  #followPage(scenario, reading) {
    if (reading === this.#turned) return;
    this.#turned = reading;
    const at = scenario.steps.findIndex(({ id }) => id === reading);
    if (at >= 0 && at !== this.#at) this.#turnTo(at);
  }

  /** @param {number} at */
  #turnTo(at) {
    this.#at = at;
    this.#begun = true;
    this.#body.scrollTo({ top: 0 });
  }

  /** @param {number} at @param {boolean} [turned] by hand, as opposed to by the lesson */
  #go(at, turned = true) {
    this.#turnTo(at);
    const step = scenarioOf(this.#vm?.lesson ?? null)?.steps[at];
    if (step) this.send({ type: "read", step: step.id, turned });
    if (this.#vm) this.update(this.#vm);
  }

  #forward() {
    const scenario = scenarioOf(this.#vm?.lesson ?? null);
    if (!scenario) return;
    if (!this.#vm?.recorded && this.#missing()) this.#explainNext(true);
    else if (this.#at < scenario.steps.length - 1) this.#go(this.#at + 1);
    else if (this.#vm?.inClass) this.#vm.inClass.goOn?.();
    else location.assign(scenario.next && this.#vm?.lesson ? at(`/lab?${new URLSearchParams({ lesson: this.#vm.lesson.id, scenario: scenario.next.id })}`) : at("/"));
  }

  /** The first goal that keeps Next shut. */
  #missing() {
    const step = scenarioOf(this.#vm?.lesson ?? null)?.steps[this.#at];
    return step && this.#vm ? goalsOf(step, this.#vm.goals).find((goal) => goal.required && !goal.met) ?? null : null;
  }

  /** @param {boolean} shown */
  #explainNext(shown) {
    this.#asksWhy = shown;
    const missing = shown && !this.#vm?.recorded ? this.#missing() : null;
    const waits = this.#waiting();
    const says = waits > this.#at ? words.lesson.waits(waits + 1, waits === this.#at + 1) : "";
    setText(this.#why, missing ? words.lesson.firstMissing(missing.title) : says);
  }

  /** The step whose question is open and holds the run; -1 when none does. */
  #waiting() {
    const open = this.#vm && !this.#vm.recorded ? [...this.#vm.questions?.values() ?? []].find(({ state }) => state === "open") : null;
    return open ? scenarioOf(this.#vm?.lesson ?? null)?.steps.findIndex(({ question }) => question === open.id) ?? -1 : -1;
  }

  /**
   * @param {Lesson} lesson
   * @param {Scenario} scenario
   * @param {LessonStep} step
   */
  #drawStep(lesson, scenario, step) {
    setText(this.#eyebrow, words.lesson.eyebrow(lesson.title, scenario.number, scenario.of));
    setText(this.#title, scenario.title);
    setAttribute(this.#steps, "aria-label", words.lesson.stepOf(this.#at + 1, scenario.steps.length));
    this.#steps.replaceChildren(...scenario.steps.map((_, i) => el("i", { class: i < this.#at ? "d" : i === this.#at ? "c" : null })));
    setText(this.#stepTitle, step.title);
    this.#stepTitle.hidden = step.title === scenario.title;
    this.#narrative.innerHTML = step.html;
    this.#reveal.innerHTML = step.reveal ?? "";
    linkServers(this.#body);
    this.#drawHints(step);
  }

  /** Hints open one at a time, and are counted. @param {LessonStep} step */
  #drawHints(step) {
    const opened = this.#opened.get(step.id) ?? 0;
    const shown = step.hints.slice(0, opened).map((hint) => {
      const text = el("div", { class: "hint" });
      text.innerHTML = hint;
      linkServers(text);
      return text;
    });
    const more = el("button", { class: "hintb", type: "button" }, icon("bulb"), words.lesson.hint(opened, step.hints.length));
    more.addEventListener("click", () => {
      this.#opened.set(step.id, opened + 1);
      this.#drawHints(step);
    });
    more.hidden = opened >= step.hints.length;
    this.#hints.replaceChildren(...shown, more);
  }

  /**
   * @param {Scenario} scenario
   * @param {Goal[]} goals
   */
  #drawNav(scenario, goals) {
    this.#back.disabled = this.#at === 0;
    // a recording is read like a book
    const reads = Boolean(this.#vm?.recorded);
    const done = reads || isDone(goals);
    const last = this.#at === scenario.steps.length - 1;
    // whoever is in a class does not leave it by the way to the next scenario: who presents takes everybody along
    const inClass = this.#vm?.inClass;
    this.#next.hidden = (reads || Boolean(inClass && !inClass.goOn)) && last;
    setText(this.#nextLabel, !last ? words.lesson.next : scenario.next || inClass ? words.lesson.nextScenario : words.lesson.finish);
    setAttribute(this.#next, "title", last && scenario.next ? scenario.next.title : null);
    setAttribute(this.#next, "aria-disabled", done ? null : "true");
    this.#next.classList.toggle("ready", done);
    this.#explainNext(this.#asksWhy && !done);
  }
}

const PANELS = { lesson: LessonPanel, recording: RecordingPanel, sandbox: SandboxPanel };

/**
 * @param {Lesson|null} lesson
 * @returns {Scenario|null}
 */
function scenarioOf(lesson) {
  const scenario = /** @type {Scenario|undefined} */ (lesson?.scenario);
  return scenario && scenario.steps.length > 0 ? scenario : null;
}

/**
 * @param {LessonStep} step
 * @param {Goal[]} goals
 */
function goalsOf(step, goals) {
  return step.goals.flatMap((id) => goals.find((goal) => goal.id === id) ?? []);
}

/**
 * What became of the question of a step, to show it again on the way back; a design is that of its branch.
 * @param {LessonStep} step
 * @param {ViewModel} vm
 */
function questionOf(step, vm) {
  const question = vm.questions?.get(step.question ?? "") ?? null;
  return question?.branch && question.branch !== vm.branch ? null : question;
}

/**
 * @param {Goal[]} goals
 */
function isDone(goals) {
  return goals.every((goal) => goal.met || !goal.required);
}

/**
 * The server marks the names of servers in a text; here each becomes a button that lights its server.
 * @param {Element} root
 */
function linkServers(root) {
  for (const name of root.querySelectorAll(".srv")) {
    name.replaceWith(el("button", { type: "button", class: "sname", "data-server": name.getAttribute("data-server") }, name.textContent));
  }
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
function lightServers(root, send) {
  const nameOf = (/** @type {EventTarget|null} */ target) => target instanceof Element ? target.closest(".sname")?.getAttribute("data-server") ?? null : null;
  const light = (/** @type {Event} */ event) => {
    const id = nameOf(event.target);
    if (id) send({ type: "hover", selection: { kind: "server", id } });
  };
  const dim = (/** @type {Event} */ event) => {
    if (nameOf(event.target)) send({ type: "hover", selection: null });
  };
  root.addEventListener("pointerover", light);
  root.addEventListener("focusin", light);
  root.addEventListener("pointerout", dim);
  root.addEventListener("focusout", dim);
  root.addEventListener("click", (event) => {
    const id = nameOf(event.target);
    if (id) send({ type: "select", selection: { kind: "server", id } });
  });
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 * @returns {View}
 */
export function createLesson(root, send) {
  const rail = () => send({ type: "rail", side: "lesson" });
  root.append(
    el("button", { class: "railbtn", type: "button", "aria-label": words.lesson.unfold, on: { click: rail } }, icon("rail")),
    el("button", { class: "btn ghost icon foldbtn", type: "button", "aria-label": words.lesson.fold, on: { click: rail } }, icon("cross")),
  );
  /** What the panel put there; others have put something there too. @type {Element[]} */
  let own = [];
  /** @type {View|null} */
  let panel = null;
  let kind = "";
  return {
    update(vm) {
      if (!vm.lesson && !vm.state) return;
      const wanted = vm.lesson ? "lesson" : vm.recorded ? "recording" : "sandbox";
      if (wanted !== kind) {
        // on a tablet the lesson lies over the stage, so it begins folded
        if (kind === "" && matchMedia("(min-width: 641px) and (max-width: 1000px)").matches) rail();
        kind = wanted;
        for (const node of own) node.remove();
        const before = new Set(root.children);
        panel = new PANELS[wanted](root, send);
        own = [...root.children].filter((node) => !before.has(node));
      }
      panel?.update(vm);
    },
  };
}
