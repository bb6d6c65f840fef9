// Speaks what happens: each event while stepping, interesting ones at most every two seconds while playing.

/** @import { Step, ViewModel } from "./frames.js" */

import { narrate } from "./narrate.js";
import { narrate as words } from "./words/en.js";

const EVERY_MS = 2000;
/** A jump over more steps than this is not told step by step. */
const FEW = 3;
const SENTENCES = 3;

/**
 * @param {HTMLElement} polite
 * @param {HTMLElement} assertive
 */
export function createNarrator(polite, assertive) {
  /** @type {string[]} */
  let waiting = [];
  let spokenAt = -EVERY_MS;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  /** @type {ViewModel|null} */
  let last = null;

  function flush() {
    timer = undefined;
    if (waiting.length === 0) return;
    spokenAt = performance.now();
    // the latest sentences matter most; what was said before is stale by now
    polite.textContent = waiting.slice(-SENTENCES).join(" ");
    waiting = [];
  }

  /** @param {string} says */
  function speak(says) {
    waiting.push(says);
    const wait = spokenAt + EVERY_MS - performance.now();
    if (wait <= 0) flush();
    else if (!timer) timer = setTimeout(flush, wait);
  }

  /** @param {string} says */
  function alert(says) {
    assertive.textContent = says;
  }

  /** @param {ViewModel} vm @param {ViewModel} before @returns {Step[]} */
  function passed(vm, before) {
    if (vm.branch !== before.branch || vm.position <= before.position) return vm.step ? [vm.step] : [];
    const from = vm.steps.findLastIndex((step) => step.position <= before.position) + 1;
    const to = vm.steps.findLastIndex((step) => step.position <= vm.position) + 1;
    return vm.steps.slice(from, to);
  }

  /** @param {ViewModel} vm @param {ViewModel} before */
  function tell(vm, before) {
    const steps = passed(vm, before);
    if (vm.playing) {
      for (const step of steps) if (step.interesting) narrate(step, vm.state, vm.previous).forEach(speak);
    } else if (steps.length <= FEW && steps.length > 0) {
      waiting = [];
      spokenAt = -EVERY_MS;
      speak(steps.flatMap((step) => narrate(step, vm.state, vm.previous)).join(" "));
    }
  }

  /** @param {ViewModel} vm @param {ViewModel} before */
  function tellRest(vm, before) {
    for (const goal of vm.goals) {
      const was = before.goals.find(({ id }) => id === goal.id);
      if (!goal.met || !was || was.met) continue;
      speak(words.goal(goal.title, vm.goals.filter(({ met }) => met).length, vm.goals.length));
    }
    if (vm.question?.state === "open" && before.question?.id !== vm.question.id) {
      speak(words.question(vm.question.prompt, vm.question.options.length));
    }
    if (vm.connection.state === "lost" && before.connection.state === "open") speak(words.reconnecting);
    if (vm.violations.length > before.violations.length) {
      alert(words.violation(vm.violations[vm.violations.length - 1].says));
    }
  }

  return {
    speak,
    alert,
    /** @param {ViewModel} vm */
    update(vm) {
      if (last && vm.state && last.state) {
        if (vm.position !== last.position || vm.branch !== last.branch) tell(vm, last);
        tellRest(vm, last);
      }
      last = vm;
    },
  };
}
