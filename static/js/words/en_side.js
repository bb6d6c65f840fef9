// Interface text of the panels that take the lesson's place: the rules, and the set-up of a cluster.

import { count, plural } from "./en.js";
import { safety } from "./en_inspector.js";

/** @import { Search } from "../view_types.js" */

const promise = safety.name;

export const rules = {
  label: "Rules",
  open: "Break a rule",
  eyebrow: "Break a rule",
  title: "What each rule is for",
  text: "Every rule of Raft prevents a disaster. Change one on this branch and watch, or let the machine look for the shortest way to the disaster.",
  close: "Back to the lesson",
  closeSandbox: "Close the rules",
  filter: "Find a rule",
  filterHint: "vote, snapshot, lease …",
  nothing: (/** @type {string} */ text) => `No rule speaks of ${text}.`,
  failed: "The rules could not be fetched.",
  again: "Try again",
  changedHere: "Changed on this branch",
  putBack: "Put back",
  allAsWritten: "All rules are as the paper has them.",
  ways: (/** @type {number} */ n) => (n === 0 ? "no known way to break it" : plural(n, "way to break it", "ways to break it")),
  breaks: (/** @type {string[]} */ properties) => (properties.length > 0 ? `Breaks ${properties.map(promise).join(", ")}` : "Breaks nothing, costs time"),
  needs: (/** @type {number} */ servers) => `from ${plural(servers, "server")} on`,
  change: "Change it",
  restore: "Put it back",
  find: "Find a break",
  findAnother: "Find another",
  cancel: "Cancel",
  looking: (/** @type {string} */ title) => `Looking for a break: ${title}`,
  progress: (/** @type {number} */ schedules, /** @type {number} */ s) => `${plural(schedules, "schedule")} in ${s.toFixed(1)} s`,
  found: (/** @type {string} */ property) => `${promise(property)} breaks`,
  foundHow: (/** @type {number} */ interventions, /** @type {number} */ schedules, /** @type {string} */ branch) =>
    `${plural(interventions, "intervention")}, found in ${plural(schedules, "schedule")}. It is branch ${branch}.`,
  play: "Play it",
  show: "Show the break",
  notFound: (/** @type {number} */ schedules) => `${count(schedules)} schedules did no harm to this cluster. Try another seed, or a larger cluster.`,
  cancelled: (/** @type {number} */ schedules) => `Stopped after ${plural(schedules, "schedule")}.`,
  failedSearch: (/** @type {string} */ says) => `The search ended early. ${says}`,
  spoken: (/** @type {string} */ says) => `Found. ${says}`,
  look: "Look",
  done: (/** @type {Search} */ search) =>
    search.state === "found" ? `A break was found. ${search.says}` : search.state === "failed" ? rules.failedSearch(search.says ?? "") : "The search for a break is over. Nothing was found.",
};

export const side = {
  close: "Close this panel",
  failed: "This panel could not be loaded. Close it and try once more.",
};
