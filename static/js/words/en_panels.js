// Interface text of the logs, the timeline and the lesson panel, in English; that of the inspector comes along.

import { count, plural, seconds } from "./en.js";
import { compare, metrics, safety, state, why } from "./en_inspector.js";
import * as all from "./en_panels.js";
import { translatable } from "./translate.js";

/**
 * @import { Command, Server } from "../frames.js"
 */

/** A command as a log entry or a client's operation tells it. @typedef {Pick<Command, "op"|"key"|"value"|"expected">} Asked */

/** @param {Asked} command */
const value = (command) => command.value ?? "";

const logs = {
  title: "Logs",
  label: "Logs of all servers",
  key: "Key to the cells",
  index: "index",
  empty: "No entries yet",
  tail: "Tail",
  split: "Height of the logs",
  goTo: "Go to index",
  goToKey: "Go to index (G)",
  size: "Cell size",
  sizes: { term: "Terms only", command: "Terms and commands", full: "Full commands" },
  sizeMarks: { term: "3", command: "3 a7", full: "3 a7=54" },
  stages: { stored: "stored", committed: "committed", applied: "applied" },
  match: "match",
  next: "next",
  nextBy: (/** @type {string} */ leader) => `next, as ${leader} believes`,
  noop: "no-op",
  configuration: "config",
  voters: (/** @type {string[]} */ voters) => voters.join(" "),
  short: {
    put: (/** @type {Asked} */ c) => `${c.key}=${value(c)}`,
    append: (/** @type {Asked} */ c) => `${c.key}+${value(c)}`,
    delete: (/** @type {Asked} */ c) => `del ${c.key}`,
    cas: (/** @type {Asked} */ c) => `${c.key}→${value(c)}`,
    get: (/** @type {Asked} */ c) => `get ${c.key}`,
  },
  full: {
    put: (/** @type {Asked} */ c) => `${c.key}=${value(c)}`,
    append: (/** @type {Asked} */ c) => `append ${c.key} ${value(c)}`,
    delete: (/** @type {Asked} */ c) => `delete ${c.key}`,
    cas: (/** @type {Asked} */ c) => `cas ${c.key} ${c.expected ?? "none"}→${value(c)}`,
    get: (/** @type {Asked} */ c) => `get ${c.key}`,
  },
  spoken: {
    put: (/** @type {Asked} */ c) => `${c.key} equals ${value(c)}`,
    append: (/** @type {Asked} */ c) => `append ${value(c)} to ${c.key}`,
    delete: (/** @type {Asked} */ c) => `delete ${c.key}`,
    cas: (/** @type {Asked} */ c) => `${c.key} from ${c.expected ?? "none"} to ${value(c)}`,
    get: (/** @type {Asked} */ c) => `read ${c.key}`,
  },
  indexTerm: (/** @type {number} */ index, /** @type {number} */ term) => `index ${index}, term ${term}`,
  /**
   * @param {"applied"|"committed"|"stored"} stage
   * @param {boolean} writing
   */
  stage: (stage, writing) => {
    const said = { applied: ["applied"], committed: ["committed", "not applied"], stored: writing ? [] : ["stored"] }[stage];
    return writing ? [...said, "being written"] : said;
  },
  conflicts: (/** @type {string} */ leader) => `conflicts with ${leader}`,
  range: (/** @type {number} */ from, /** @type {number} */ to) => `${count(from)}–${count(to)}`,
  compacted: (/** @type {number} */ to) => `1…${count(to)}`,
  lastTerm: (/** @type {number} */ term) => `last T${term}`,
  snapshotLabel: (/** @type {number} */ index, /** @type {number} */ term) => `snapshot of indices 1 to ${index}, last term ${term}`,
  matchTitle: (/** @type {string} */ leader, /** @type {number} */ index) => `${leader} believes matchIndex = ${index}`,
  nextTitle: (/** @type {string} */ leader, /** @type {number} */ index) => `${leader} will send from nextIndex = ${index}`,
  rowLabel: (/** @type {string} */ id, /** @type {Server} */ server) =>
    `${id}, ${server.up ? server.role.replace("_", "-") : "down"}, term ${server.term}, commit ${server.commit_index}, applied ${server.last_applied}`,
  /**
   * @param {number} index
   * @param {number} term
   * @param {string} command
   * @param {string[]} servers
   * @param {number|null} committed_us
   */
  preview: (index, term, command, servers, committed_us) =>
    `index ${index}, term ${term}, ${command}, on ${servers.join(" ")}` +
    (committed_us === null ? ", not committed" : `, committed at ${seconds(committed_us, 1)} s`),
};

const time = {
  label: "Time",
  transport: "Transport",
  compareKey: "Compare with the previous branch (M)",
  unread: "not fetched yet",
  unreadHow: "What happened here is fetched when you go there",
  lanes: { leader: "Leader", faults: "Faults", commits: "Commits", clients: "Clients", branches: "Branches" },
  unit: "s",
  clock: (/** @type {number} */ time_us) => seconds(time_us),
  event: (/** @type {number} */ position) => `event ${count(position)}`,
  spoken: (/** @type {number} */ time_us, /** @type {number} */ position) => `${seconds(time_us)} seconds, event ${position}`,
  rulerMark: (/** @type {number} */ time_us, /** @type {number} */ decimals) => seconds(time_us, decimals),
  times: (/** @type {number} */ speed) => `${speed}×`,
  speed: "Speed",
  play: "Play",
  pause: "Pause",
  playHeld: "Play, held until you answer",
  held: "Held for your prediction",
  heldToast: "Playback is held until you answer the question or skip it.",
  previousInteresting: "Back to previous interesting event",
  back: "Back one event",
  forward: "Forward one event",
  nextInteresting: "Forward to next interesting event",
  live: "Live edge",
  end: "End",
  branches: "Branches",
  branchName: (/** @type {{id: string, name: string}} */ branch) =>
    branch.name === branch.id || !branch.name ? branch.id : `${branch.id}: ${branch.name}`,
  branchTitle: (/** @type {string} */ name, /** @type {number|null} */ forked_us) =>
    forked_us === null ? name : `${name}, forked at ${seconds(forked_us, 1)} s`,
  forked: (/** @type {number|null} */ forked_us, /** @type {boolean} */ root) =>
    root ? "from the start" : forked_us === null ? "" : `forked at ${seconds(forked_us, 1)} s`,
  rename: "Rename",
  renameBranch: (/** @type {string} */ name) => `Rename ${name}`,
  stands: (/** @type {string} */ server, /** @type {number} */ term) => `${server} stands in term ${term}`,
  leads: (/** @type {string} */ server, /** @type {number} */ term) => `${server} leads term ${term}`,
  down: (/** @type {string} */ server) => `${server} down`,
  paused: (/** @type {string} */ server) => `${server} paused`,
  partition: (/** @type {string[]} */ servers) => `${servers.join(", ")} cut`,
  pair: (/** @type {string} */ a, /** @type {string} */ b) => `${a}–${b} cut`,
  oneWay: (/** @type {string} */ from, /** @type {string} */ to) => `${from}→${to} cut`,
  cutLinks: (/** @type {number} */ links) => `${plural(links, "link", "links")} cut`,
  fault: (/** @type {{says: string, from_us: number, to_us: number|null}} */ bar) =>
    `${bar.says}, ${seconds(bar.from_us, 1)} s to ${bar.to_us === null ? "now" : `${seconds(bar.to_us, 1)} s`}`,
  call: (/** @type {{client: string, operation: Asked|null, from_us: number}} */ { client, operation, from_us }) =>
    `${client}${operation ? `: ${logs.full[operation.op](operation)}` : ""}, since ${seconds(from_us, 1)} s`,
};

const tabs = {
  label: "Inspector",
  compare: "Compare",
  state: "State",
  why: "Why",
  safety: "Safety",
  metrics: "Metrics",
  allHold: "all hold",
  broken: "broken",
  unfold: "Open the inspector",
};

const lesson = {
  goals: "Goals",
  back: "Back",
  next: "Next",
  nextScenario: "Next scenario",
  finish: "All lessons",
  anew: "Start over",
  unfold: "Open the lesson",
  fold: "Fold the lesson away",
  met: (/** @type {number} */ met, /** @type {number} */ all) => `${met} of ${all}`,
  pips: (/** @type {number} */ met, /** @type {number} */ all) => `Goals: ${met} of ${all} met`,
  stepOf: (/** @type {number} */ at, /** @type {number} */ all) => `Step ${at} of ${all}`,
  eyebrow: (/** @type {string} */ title, /** @type {number|undefined} */ number, /** @type {number|undefined} */ of) =>
    number && of && of > 1 ? `${title}, scenario ${number} of ${of}` : title,
  optional: "optional",
  waits: (/** @type {number} */ step, /** @type {boolean} */ isNext) => isNext ? "The next step begins with a question." : `A question waits at step ${step}.`,
  firstMissing: (/** @type {string} */ goal) => `First: ${goal}`,
  hint: (/** @type {number} */ opened, /** @type {number} */ all) =>
    opened === 0 ? (all === 1 ? "Hint" : `Hint, ${all} in all`) : `Next hint, ${opened} of ${all} open`,
  goalState: { open: "Open: ", partial: "Partly met: ", met: "Met: ", lost: "Lost: " },
  showGoal: "Show the event that met it",
  lost: (/** @type {number|null} */ met_us) =>
    met_us === null ? "no longer holds" : `was met at ${seconds(met_us, 1)} s, no longer holds`,
  questionHead: {
    locked: "Your prediction is locked",
    right: "You were right",
    wrong: "It went otherwise",
    skipped: "You skipped this one",
    told: "What happened",
  },
  asks: {
    predict: "Predict before you see it",
    pick: "Pick it before you see it",
    order: "Put it in order before you see it",
    number: "Say how many before you see it",
    design: "Choose, and see how it fares",
    again: "Choose another design",
  },
  chooseIt: "Choose this design",
  leaveIt: "Leave it",
  tryAnother: "Try another design",
  decided: "What decided it",
  pick: {
    label: "Your pick",
    servers: "Servers to pick from",
    howServers: "Click it on the stage, or press its number.",
    howEntries: "Click it in the logs. With keys: the arrows, then Enter.",
    none: "Nothing picked yet",
    skipped: "Nothing was picked",
    entry: (/** @type {number} */ index, /** @type {string} */ server) => `index ${index} of ${server}`,
    chosen: (/** @type {string} */ pick) => `Your pick: ${pick}`,
    hintServers: "Pick a server",
    hintEntries: "Pick an entry in the logs",
    toLogs: "Show the logs",
    spoken: "may be picked",
    spokenChosen: "your pick",
  },
  order: {
    label: "Your order",
    how: "What happens first stands on top. Drag, or use the arrows.",
    up: (/** @type {string} */ says) => `Move up: ${says}`,
    down: (/** @type {string} */ says) => `Move down: ${says}`,
    itWent: "It went like this:",
    together: ", at the same moment: ",
  },
  number: {
    label: "Your answer",
    yours: (/** @type {string} */ number) => `You said ${number}`,
    skipped: "You said nothing",
    itWas: (/** @type {string} */ number, /** @type {string} */ unit) => `It was ${number}${unit ? ` ${unit}` : ""}.`,
    tolerance: (/** @type {string} */ off, /** @type {string} */ unit) => `${off}${unit && !off.endsWith("%") ? ` ${unit}` : ""} more or less is right too.`,
  },
  letter: (/** @type {string} */ letter) => `Key ${letter.toUpperCase()}`,
  lockIn: "Lock in answer",
  skip: "Skip",
  locked: (/** @type {boolean} */ chosen) => (chosen ? "Play to see." : "Skipped. Play to see."),
  unanswered: "Nobody had answered when this was recorded.",
  split: (/** @type {number} */ answered) => `How the class answered, ${answered} in all`,
  judged: { right: "That is what happened.", wrong: "That is not what happened." },
  showEvent: (/** @type {number} */ position) => `Event ${count(position)}`,
  authoring: {
    label: "Authoring",
    fine: "The check has nothing against it.",
    checking: "Checking",
    changed: "The lesson has changed.",
    anew: "Open it anew",
    broken: "It cannot be opened any more:",
    problems: (/** @type {number} */ n) => `The check found ${plural(n, "problem")}:`,
    lost: "The server cannot be reached.",
  },
  sandbox: {
    eyebrow: "Sandbox",
    title: "Your own cluster",
    text:
      "Five servers and a network, all yours. Nothing is scripted: run them, break them, and ask of anything you see why it happened.",
    try: "Things to try",
    keys: "Keys",
    lessons: "Lessons",
    tries: [
      { id: "elect", title: "See a leader elected", how: "Press play. A timer runs out, votes are counted." },
      { id: "write", title: "Get a write acknowledged", how: "Send x=1 and watch it reach a majority of logs." },
      { id: "crash", title: "Replace a crashed leader", how: "Right-click the leader, crash it, play on." },
      { id: "split", title: "Split a vote", how: "Pause. Expire the election timers of two followers, play on." },
      { id: "stale", title: "Make a leader stale", how: "Select the leader, press I, play on. It does not know of the next one." },
      { id: "heal", title: "Heal the network", how: "Press Shift+H and see the logs agree again." },
      { id: "why", title: "Ask why", how: "Click a diamond on the ruler, or a log cell." },
      { id: "fork", title: "Change the past", how: "Step back and act. Your run forks, nothing is lost." },
      { id: "compare", title: "Compare two branches", how: "Press Compare below, or M: what was done otherwise, and what came of it." },
      { id: "break", title: "Break a rule", how: "Open the rules, pick one, and find a break." },
    ],
  },
};

export const words = { logs, time, tabs, compare, state, why, safety, metrics, lesson };

translatable("panels", all);
