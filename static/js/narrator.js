// Speaks what happens: each event while stepping, interesting ones at most every two seconds while playing.

/** @import { Step, ViewModel } from "./frames.js" */

import { narrate } from "./narrate.js";
import { countUpTo } from "./views/fold.js";
import { narrate as words } from "./words/en.js";

const EVERY_MS = 2000;
/** A jump over more steps than this is not told step by step. */
const FEW = 3;
const SENTENCES = 3;

/** The steps between two pictures; after a jump, the one that is shown. @param {ViewModel} vm @param {ViewModel} before @returns {Step[]} */
export function passedSteps(vm, before) {
  if (vm.branch !== before.branch || vm.position <= before.position) return vm.step ? [vm.step] : [];
  const upTo = (/** @type {number} */ position) => countUpTo(vm.steps, position, (step) => step.position);
  return vm.steps.slice(upTo(before.position), upTo(vm.position));
}

export class Narrator {
  /** @type {string[]} */
  #waiting = [];
  #spoken_ms = -EVERY_MS;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** @type {ViewModel|null} */
  #last = null;

  /**
   * @param {HTMLElement} polite
   * @param {HTMLElement} assertive
   */
  constructor(polite, assertive) {
    this.polite = polite;
    this.assertive = assertive;
  }

  /** @param {string} says */
  speak(says) {
    this.#waiting.push(says);
    const wait_ms = this.#spoken_ms + EVERY_MS - performance.now();
    if (wait_ms <= 0) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), wait_ms);
  }

  /** What somebody asked for, or did, is answered at once. @param {string} says */
  answer(says) {
    this.#waiting = [says];
    this.#flush();
  }

  #flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    this.#spoken_ms = performance.now();
    // the latest sentences matter most; what was said before is stale by now
    const says = this.#waiting.slice(-SENTENCES).join(" ");
    this.#waiting = [];
    // a region that does not change is not read out again
    this.polite.textContent = this.polite.textContent === says ? `${says}\u00a0` : says;
  }

  /** @param {ViewModel} vm */
  update(vm) {
    const before = this.#last;
    this.#last = vm;
    if (!before || !vm.state || !before.state) return;
    if (vm.position !== before.position || vm.branch !== before.branch) this.#tell(vm, before);
    this.#tellRest(vm, before);
  }

  /** @param {ViewModel} vm @param {ViewModel} before */
  #tell(vm, before) {
    const steps = passedSteps(vm, before);
    if (vm.playing) {
      for (const step of steps) if (step.interesting) for (const says of narrate(step, vm.state, vm.previous)) this.speak(says);
    } else if (steps.length <= FEW && steps.length > 0) {
      this.#waiting = [];
      this.#spoken_ms = -EVERY_MS;
      this.speak(steps.flatMap((step) => narrate(step, vm.state, vm.previous)).join(" "));
    }
  }

  /** @param {ViewModel} vm @param {ViewModel} before */
  #tellRest(vm, before) {
    for (const goal of vm.goals) {
      const was = before.goals.find(({ id }) => id === goal.id);
      if (!goal.met || !was || was.met) continue;
      this.speak(words.goal(goal.title, vm.goals.filter(({ met }) => met).length, vm.goals.length));
    }
    const { question } = vm;
    if (question?.state === "open" && before.question?.id !== question.id) {
      this.speak(words.question(question.prompt, question.kind, question.options.length || question.candidates.length));
    }
    if (vm.connection.state === "lost" && before.connection.state === "open") {
      this.speak(vm.connection.restarting ? words.restarting : words.reconnecting);
    }
    const news = vm.violations.at(before.violations.length);
    if (news) this.assertive.textContent = words.violation(news.says);
  }
}
