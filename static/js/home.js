// The pages of text: the theme's button, and on the catalogue what this browser knows of its learner.

import { listenToLanguage } from "./language.js";
import { forgetProgress, isUnderWay, listenToProgress, readProgress, underWay } from "./progress.js";
import { currentTheme, rememberTheme } from "./shell.js";
import { catalogue as words } from "./words/en_pages.js";

/** @import { Progress, Taken } from "./progress.js" */

/** @param {string} name */
const symbol = (name) => {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  picture.setAttribute("class", "ico");
  picture.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  picture.append(use);
  return picture;
};

/**
 * One scenario of the catalogue: done, under way, or open.
 * @param {HTMLElement} item
 * @param {Taken|undefined} taken
 */
function showScenario(item, taken) {
  const dot = item.querySelector(".dot");
  const says = item.querySelector(".tr-n");
  const look = taken?.done ? "done" : isUnderWay(taken) ? "now" : "open";
  if (!dot || !says) return;
  item.dataset.plain ??= says.textContent ?? "";
  item.className = look;
  item.title = taken && look !== "open" ? words.score(taken) : "";
  dot.replaceChildren(...(look === "done" ? [symbol("check")] : []));
  const plain = item.dataset.plain;
  says.textContent = look === "done" ? words.done(Number(item.dataset.minutes)) : look === "now" && taken ? words.stepOf(taken.step + 1, taken.steps) : plain;
}

/** How many scenarios of a lesson are done, once one of them was begun. @param {Element} row */
function showCount(row) {
  const count = row.querySelector(".lr-c");
  const items = [...row.querySelectorAll("[data-scenario]")];
  if (!(count instanceof HTMLElement) || items.length === 0) return;
  count.dataset.plain ??= count.textContent ?? "";
  const done = items.filter((item) => item.className === "done").length;
  const begun = items.some((item) => item.className !== "open");
  count.textContent = begun ? `${done}/${items.length}` : count.dataset.plain;
  count.title = begun ? words.scenariosDone(done, items.length) : "";
}

/**
 * The first button goes on where one left, or to the first scenario that is not done.
 * @param {Progress} progress
 * @param {HTMLElement[]} items
 */
function showBegin(progress, items) {
  const button = document.querySelector("[data-does=begin]");
  const going = underWay(progress);
  const resumed = items.find((item) => item.dataset.scenario === going);
  const item = resumed ?? items.find((one) => one.className === "open") ?? items[0];
  const link = item?.querySelector("a");
  if (!(button instanceof HTMLAnchorElement) || !link) return;
  const title = item.querySelector("b")?.textContent ?? "";
  button.href = link.href;
  button.replaceChildren(resumed ? words.resume(title) : words.begin(title), symbol("chevr"));
}

function showProgress() {
  const progress = readProgress();
  const items = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-scenario]")]);
  for (const item of items) showScenario(item, progress.scenarios[item.dataset.scenario ?? ""]);
  for (const row of document.querySelectorAll(".lesson-row")) showCount(row);
  showBegin(progress, items);
  const forget = document.querySelector("[data-does=forget]");
  if (forget instanceof HTMLElement) forget.hidden = Object.keys(progress.scenarios).length === 0;
}

/** What is forgotten is gone, so it takes two clicks. @param {Element} button */
function listenToForgetting(button) {
  const plain = button.textContent;
  const calm = () => void (button.textContent = plain);
  button.addEventListener("blur", calm);
  button.addEventListener("click", () => {
    if (button.textContent === plain) return void (button.textContent = words.forgetSure);
    calm();
    forgetProgress();
    showProgress();
    const said = document.getElementById("said");
    if (said) said.textContent = words.forgotten;
  });
}

function listen() {
  const theme = document.querySelector("[data-does=theme]");
  if (theme instanceof HTMLElement) {
    theme.hidden = false;
    theme.addEventListener("click", () => rememberTheme(currentTheme() === "dark" ? "light" : "dark"));
  }
  const forget = document.querySelector("[data-does=forget]");
  if (forget) listenToForgetting(forget);
  listenToProgress(showProgress);
  listenToLanguage();
  // whoever comes back by the browser's own button sees what happened meanwhile
  addEventListener("pageshow", showProgress);
}

listen();
showProgress();
