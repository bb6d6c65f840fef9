// Interface text of the panels that take the lesson's place: the rules, and the set-up of a cluster.

import { count, lasting, plural } from "./en.js";
import { safety } from "./en_inspector.js";
import * as all from "./en_side.js";
import { translatable } from "./translate.js";

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

export const setup = {
  label: "Set up a cluster",
  open: "Set up a cluster",
  eyebrow: "Set up",
  title: "A cluster of your own",
  text: "Choose, and start. The cluster you have now stays where it is: the way back leads to it.",
  servers: "Servers",
  timing: "Pace",
  timings: { lan: "Local network", wan: "Between regions", classroom: "Classroom, slow enough to watch" },
  dials: {
    election: "Shortest election timeout",
    spread: "Longest, as a multiple",
    heartbeat: "Heartbeat every",
    latency: "A message takes up to",
    fsync: "A disk write takes up to",
    loss: "Messages lost",
    duplicate: "Messages doubled",
    snapshot: "Snapshot after entries",
  },
  times: (/** @type {number} */ n) => `${n}×`,
  percent: (/** @type {number} */ n) => `${n}%`,
  never: "never",
  options: "Options",
  option: /** @type {Record<string, [string, string]>} */ ({
    pre_vote: ["PreVote", "Ask first whether an election could be won. Dissertation 9.6"],
    check_quorum: ["CheckQuorum", "A leader that hears no quorum steps down. Dissertation 6.2"],
    leader_stickiness: ["Leader stickiness", "Who hears a leader ignores candidates; leases need it. Dissertation 4.2.3"],
    noop: ["No-op on election", "A new leader appends an empty entry of its term. §8"],
    parallel_disk: ["Write in parallel", "The leader sends entries while it writes them. Dissertation 10.2.1"],
  }),
  seed: "Seed",
  anotherSeed: "Another seed",
  broadcast: (/** @type {number} */ us, /** @type {number} */ ratio) =>
    `A round of messages takes about ${lasting(us)}; the shortest timeout is ${Number(ratio.toFixed(1))} times that.`,
  verdicts: {
    steady: "Steady: a leader lasts, and votes seldom split.",
    fair: "Fair: a leader lasts, and now and then a vote splits. §5.6 asks for ten times.",
    slow: "Restless: timers run out before votes can arrive. §5.6 asks for ten times.",
    deaf: "No leader lasts: heartbeats come too late to hold the timers back.",
  },
  script: "As Raft script",
  scriptHint: "Change it, add lines, or paste a script. A .raft or a .trace.jsonl file can be dropped anywhere on the lab.",
  start: "Start it",
  starting: "Starting",
  copy: "Copy script",
  file: "Open a file",
};

export const share = {
  copied: "The script is on the clipboard.",
  linkCopied: (/** @type {number} */ at) => `The link is on the clipboard. It opens this run at event ${count(at)}.`,
  tooLong: (/** @type {number} */ letters) => `This run is too long for a link (${count(letters)} letters). Export its script or its trace instead.`,
  noClipboard: "The browser does not let this page use the clipboard.",
  drop: "Drop a Raft script, a trace or the log of your own Raft to open it",
  tooLarge: (/** @type {string} */ name, /** @type {number} */ most) =>
    `${name} is too large for the lab. Up to ${most} MB can be opened; orbital-raft verify and import take larger files.`,
  unreadable: (/** @type {string} */ name) => `${name} cannot be read. A folder cannot be opened; drop a file of it.`,
  opening: (/** @type {string} */ name) => `Opening ${name}`,
};

export const replay = {
  verified: "Replay verified",
  differs: "The replay differs",
  of: (/** @type {import("../view_types.js").Replay} */ { participant, steps, interventions, answers }) =>
    `${participant ? `${participant}, ` : ""}${plural(steps, "event")}, ${plural(interventions, "intervention")}${answers ? `, ${plural(answers, "answer")}` : ""}`,
  at: (/** @type {number} */ position, /** @type {string} */ says) => `At event ${count(position)}: ${says}. What is shown is the run up to there.`,
};

translatable("side", all);
