// All text of the interface outside the panels, in English. Sentence case; servers act; no exclamation marks.

import { count, lasting, seconds } from "./numbers.js";
import * as all from "./en.js";
import { translatable } from "./translate.js";

export { count, lasting, seconds };

/** How a language puts names one after the other, and where its sentences stop. */
export const joining = {
  first: (/** @type {string} */ says) => says.split(/\.(?: |$)/)[0],
  bare: (/** @type {string} */ sentence) => sentence.replace(/\.$/, ""),
  closed: (/** @type {string} */ sentence) => sentence.replace(/\.?$/, "."),
  next: (/** @type {string} */ sentence) => sentence.replace(/\.?$/, ". "),
  list: (/** @type {string[]} */ names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`),
};

/** @param {string[]} names */
export const list = (names) => joining.list(names);

/** @param {number} n @param {string} one @param {string} [many] */
export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export const roles = {
  follower: "Follower",
  pre_candidate: "Pre-candidate",
  candidate: "Candidate",
  leader: "Leader",
  learner: "Learner",
  down: "Down",
};

export const stage = {
  label: (/** @type {number} */ n) => `Cluster of ${plural(n, "server")}`,
  voters: (/** @type {number} */ n, /** @type {number} */ majority) => `${plural(n, "voter")}, majority ${majority}`,
  preVote: (/** @type {boolean} */ on) => `PreVote ${on ? "on" : "off"}`,
  checkQuorum: (/** @type {boolean} */ on) => `CheckQuorum ${on ? "on" : "off"}`,
  manualNetwork: "Messages move by hand",
  manualTimers: "Timers fire by hand",
  ruleLeftOut: (/** @type {string} */ name) => `Rule changed: ${name.replaceAll("_", " ")}`,
  whole: "Whole cluster",
  breakRule: "Break a rule",
  tools: { label: "Tool", select: "Select", partition: "Partition" },
  lassoHint: "Draw a line round some of the servers, not round all. Shift makes one more group.",
  voted: (/** @type {string} */ who, /** @type {number} */ term) => `voted ${who} in T${term}`,
  noVote: (/** @type {number} */ term) => `no vote in T${term}`,
  progress: (/** @type {number} */ commit, /** @type {number} */ applied) => `commit ${commit} · applied ${applied}`,
  onDisk: (/** @type {number} */ index) => (index ? `on disk to index ${index}` : "nothing on disk"),
  empty: "empty",
  diskLost: "lost its disk",
  standing: { voter: "", learner: "no vote", joining: "new only", leaving: "old only", outside: "in no configuration" },
  standingShort: { voter: "", learner: "no vote", joining: "new only", leaving: "old only", outside: "outside" },
  lease: (/** @type {number} */ us) => `lease ${lasting(us)}`,
  handsOver: (/** @type {string} */ id) => `hands over to ${id}`,
  receives: (/** @type {number} */ index) => `receives snapshot ${index}`,
  slow: (/** @type {number} */ us) => `slow ${lasting(us)}`,
  fast: (/** @type {number} */ us) => `takes ${lasting(us)}`,
  loses: (/** @type {number} */ percent) => `loses ${percent}%`,
  duplicates: (/** @type {number} */ percent) => `doubles ${percent}%`,
  disk: (/** @type {number} */ us) => `disk ${lasting(us)}`,
  clock: (/** @type {number} */ percent) => `×${Number((percent / 100).toFixed(2))}`,
  alone: (/** @type {string} */ id) => `Partition: ${id} alone`,
  parted: (/** @type {string[]} */ ids) => `Partition: ${ids.join(", ")}`,
  hubVotes: (/** @type {number} */ term) => `T${term} votes`,
  hubIndex: (/** @type {number} */ index) => `index ${index}`,
  hubOf: (/** @type {number} */ yes, /** @type {number} */ needed) => `${yes} of ${needed}`,
  noLeader: "no leader",
  describe: "Describe the cluster",
  key: {
    label: "Message shapes",
    vote: "vote",
    entries: "entries",
    heartbeat: "heartbeat",
    reply: "outline: reply",
  },
  emptyTitle: "Nothing has happened yet",
  emptyText: "Press play, or expire an election timer.",
  emptyHeld: "Make your prediction first. Then it goes on.",
  emptyRecorded: "The recording ends where it begins.",
  emptyWatch: "It begins when the owner of the room presses play.",
  play: "Play",
  loadingTitle: "Loading the constellation",
  newRequest: "New client request",
  views: { label: "View", ring: "Ring", spacetime: "Space-time", failed: "The space-time view could not be loaded. Try it once more." },
};

/** What a message is called on the stage when it is selected, and to a screen reader. */
export const messages = {
  PreVote: "asks for a pre-vote",
  PreVoteReply: ["pre-vote refused", "pre-vote granted"],
  RequestVote: "asks for a vote",
  RequestVoteReply: ["vote refused", "vote granted"],
  AppendEntries: "sends entries",
  heartbeat: "heartbeat",
  AppendEntriesReply: ["append rejected", "append accepted"],
  InstallSnapshot: "sends its snapshot",
  InstallSnapshotReply: ["goes on from a chunk", "snapshot installed"],
  TimeoutNow: "stand now",
  ReadIndex: "asks how far it must be to answer a read",
  ReadIndexReply: ["does not lead", "may answer the read"],
  chunk: (/** @type {number} */ index, /** @type {number} */ offset, /** @type {boolean} */ done) =>
    `snapshot to index ${index}, from pair ${offset + 1}${done ? ", the last chunk" : ""}`,
  held: "held until the write is on disk",
  entries: (/** @type {number} */ n, /** @type {number} */ first) =>
    n === 1 ? `sends index ${first}` : `sends ${n} entries from index ${first}`,
};

export const server = {
  term: (/** @type {number} */ term) => `term ${term}`,
  commit: (/** @type {number} */ index) => `commit ${index}`,
  applied: (/** @type {number} */ index) => `applied ${index}`,
  vote: (/** @type {string|null} */ who) => (who ? `voted ${who}` : "no vote"),
  timer: (/** @type {number} */ percent) => `timer ${percent} percent`,
  inFlight: (/** @type {number} */ n) => `${plural(n, "message")} in flight`,
  paused: "paused",
  diskLost: "disk lost",
};

export const link = {
  name: (/** @type {string} */ a, /** @type {string} */ b) => `${a} to ${b}`,
  up: "up",
  takes: (/** @type {number} */ us) => `takes ${lasting(us)}`,
  loses: (/** @type {number} */ percent) => `loses ${percent}%`,
  doubles: (/** @type {number} */ percent) => `doubles ${percent}%`,
  cut: "cut both ways",
  oneWay: (/** @type {string} */ a, /** @type {string} */ b) => `cut one way, ${a} to ${b} works`,
};

export const top = {
  lab: "Sandbox",
  exportTrace: "Export trace",
  exportItems: /** @type {const} */ ([
    ["trace", "Trace", ".trace.jsonl"],
    ["script", "Script", ".raft"],
    ["offline", "Offline page", ".html"],
    ["scenario", "Record as a lesson", ".zip"],
  ]),
  exportTools: "For other programs",
  toolItems: /** @type {const} */ ([
    ["svg", "Space-time diagram", ".svg"],
    ["shiviz", "ShiViz", ".log"],
    ["tla", "TLA+", ".zip"],
    ["mermaid", "Mermaid", ".mmd"],
    ["perfetto", "Perfetto", ".json"],
    ["jsonl", "All events", ".jsonl"],
  ]),
  copyScript: "Copy as script",
  copyLink: "Copy a link to this moment",
  steps: (/** @type {number} */ n) => plural(n, "step"),
  theme: (/** @type {"light"|"dark"} */ next) => `Change to the ${next} theme`,
  help: "Help and keyboard shortcuts",
  projector: "Projector mode",
  connection: { open: "Connected", lost: "Reconnecting", ended: "Ended" },
  watching: "Watching",
  session: "Connection",
  viewers: (/** @type {number} */ n) => `${plural(n, "viewer")} here`,
};

export const client = {
  pick: "Client",
  operation: "Operation",
  write: "Write",
  cas: "CAS",
  read: "Read",
  writes: /** @type {const} */ ([
    ["put", "="],
    ["append", "+="],
    ["delete", "delete"],
  ]),
  how: "How to write",
  reads: /** @type {const} */ ([
    ["index", "Read index"],
    ["lease", "Under the lease"],
    ["log", "Through the log"],
    ["local", "Local, may be stale"],
  ]),
  mode: "How to read",
  key: "Key",
  value: "Value",
  expected: "Expected value",
  next: "New value",
  sendTo: (/** @type {string} */ id) => `Send to ${id}`,
  send: "Send",
  target: "Send to another server",
  findLeader: "Let the client find the leader",
  only: (/** @type {string} */ id) => `Only ${id}, no redirect`,
  waits: (/** @type {string} */ id) => `${id} waits for an answer`,
  outcomes: "Latest outcomes",
  none: "No requests yet",
  index: (/** @type {number} */ index) => `index ${index}`,
  on: (/** @type {number} */ holders, /** @type {number} */ needed) => `on ${holders} of ${needed}`,
  asks: (/** @type {string} */ id) => `asks ${id}`,
  redirected: (/** @type {string} */ id) => `redirected to ${id}`,
  refused: "refused",
  unknown: "no answer, outcome unknown",
  took: (/** @type {number} */ us) => (us > 0 && us < 100_000 ? lasting(us) : `${seconds(us, 2)} s`),
  deleted: (/** @type {string} */ key) => `${key} deleted`,
  wasNot: (/** @type {string} */ value) => `was not ${value}`,
  noValue: "none",
  modes: { log: "through the log", local: "local", index: "read index", lease: "lease" },
};

export const goneOn = {
  back: "You are back where you left.",
  anew: "Start over",
  otherLanguage: (/** @type {string} */ name) => `This lesson was opened in ${name}.`,
  reopen: "Open it in my language",
};

export const banner = {
  lost: "Reconnecting",
  restarting: "The server restarts",
  lostText: (/** @type {number} */ s) => `What was received stays here. Trying again in ${s} s.`,
  never: "No connection to the lab",
  neverText: (/** @type {number} */ s) => `Trying again in ${s} s.`,
  tryNow: "Try now",
  back: (/** @type {number} */ n) => `Back in step, ${plural(n, "event")} caught up`,
  ended: "The room is closed",
  endedText: "What was received can still be looked at.",
  saveScript: "Save script",
  behind: (/** @type {number} */ n) => plural(n, "new event"),
  behindText: (/** @type {number} */ us) => `You are looking at ${seconds(us)} s.`,
  live: "Live edge",
  lookOnly: "This room can only be looked at now",
  /** @param {{reason: string|null, engine: string, kept_engine: string|null, position: number|null}} standing */
  lookOnlyText: ({ reason, engine, kept_engine, position }) => {
    switch (reason) {
      case "disk_full":
        return "The disk is full. Nothing is lost; it goes on when there is space.";
      case "journal":
        return "The disk cannot be written. Nothing is lost; it goes on when it can.";
      case "other_engine":
        return `Made by engine ${kept_engine}; ${engine} differs from event ${position}.`;
      default:
        return `Done again, it differs from event ${position}.`;
    }
  },
  limit: "The run has reached its limit of steps. Go back and act in the past to run on from there.",
};

export const toast = {
  nothingToCompare: "There is one branch only. Go back and act in the past to make another.",
  label: "Notices",
  undo: "Undo",
  close: "Close",
  watching: "You are watching this room. Only its owner can act in it.",
  offline: "The line to the room is down. This needs the room.",
  recorded: "This is a recording. It can be looked at from all sides, and nothing in it can be changed.",
  recordedEnd: "The recording ends here.",
  makingPage: "The page is being made. The download begins when it is ready.",
  tooNarrow: "The projector mode needs a window at least 1001 pixels wide.",
  unknownPast: "This part of the run is not here yet.",
  fault: "Orbital Raft made a mistake, not Raft.",
  violation: (/** @type {string} */ says) => `Safety is broken. ${says}`,
  showSafety: "Show",
  nothingBefore: "This is the start of the run.",
  held: "Playback is held for your prediction. Answer or skip it first.",
  nothingToUndo: "There is nothing to take back: the newest event was not an action.",
  legal: (/** @type {string} */ what) => `Expected ${what}.`,
};

export const palette = {
  label: "Command palette",
  placeholder: "cut S1-S2",
  complete: "complete",
  doIt: (/** @type {string} */ at) => `do it at ${at} s`,
  history: "from this session",
};

export const panels = { lesson: "Lesson", logs: "Logs", state: "State", why: "Why", safety: "Safety" };

export const noRoom = {
  title: "This lab could not be opened",
  again: "Open a new one",
  retry: "Try again",
  back: "All lessons",
  unreachable: "The server cannot be reached.",
  answered: (/** @type {number} */ status) => `The server answered ${status}.`,
  badLink: {
    damaged: "The link is damaged; part of it may have been lost when it was copied. Ask for it again.",
    newer: "The link was made by a newer Orbital Raft than this one.",
  },
};

/** What a line of script will do, in the palette. */

/** @param {number} first @param {number} last */
const indices = (first, last) => (first === last ? `index ${first}` : `indices ${first} to ${last}`);
/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/** @param {number|null} term @param {string} word */
const ofTerm = (term, word) => (term === null ? "" : ` ${word} term ${term}`);
/** @param {string} says */
const sentence = (says) => (says ? ` ${capital(says).replace(/\.?$/, ".")}` : "");
const changed = { LinkCut: "was cut", LinkHealed: "works again", LinkChanged: "was changed" };

/** What a screen reader says of a step. */
export const narrate = {
  timeout: (/** @type {string} */ id, /** @type {number} */ term) => `${id}'s election timer ran out. ${id} stands in term ${term}.`,
  stands: (/** @type {string} */ id, /** @type {number} */ term) => `${id} stands in term ${term}.`,
  leads: (/** @type {string} */ id, /** @type {number} */ term, /** @type {string} */ votes) =>
    votes ? `${id} leads term ${term} with votes from ${votes}.` : `${id} leads term ${term}.`,
  steppedDown: (/** @type {string} */ id, /** @type {string} */ reason) => `${id} stepped down.${sentence(reason)}`,
  granted: (/** @type {string} */ id, /** @type {string} */ candidate, /** @type {number} */ term) => `${id} voted for ${candidate} in term ${term}.`,
  refused: (/** @type {string} */ id, /** @type {string} */ candidate, /** @type {string} */ says) => `${id} refused its vote to ${candidate}.${sentence(says)}`,
  laterTerm: (/** @type {string} */ id, /** @type {number} */ term) => `${id} is in term ${term} already.`,
  votedFor: (/** @type {string} */ id, /** @type {string} */ other, /** @type {number} */ term) =>
    id === other ? `${id} votes for itself in term ${term}.` : `${id} has voted for ${other} in term ${term}.`,
  olderTerm: (/** @type {string} */ candidate, /** @type {number} */ theirs, /** @type {string} */ id, /** @type {number} */ own) =>
    `${candidate}'s last entry is term ${theirs}, ${id}'s is term ${own}.`,
  shorterLog: (/** @type {string} */ candidate, /** @type {number} */ theirs, /** @type {string} */ id, /** @type {number} */ own) =>
    `${candidate}'s log ends at index ${theirs}, ${id}'s at index ${own}.`,
  noSuchEntry: (/** @type {string} */ id, /** @type {number} */ index, /** @type {number} */ term) =>
    `${id} has no entry ${index} of term ${term}.`,
  delayed: (/** @type {string} */ type, /** @type {string} */ from, /** @type {string} */ to, /** @type {number} */ us) =>
    `${type} from ${from} to ${to} was delayed by ${lasting(us)}.`,
  waiting: (/** @type {string} */ type, /** @type {string} */ from, /** @type {string} */ to) => `${type} from ${from} waits for ${to}, which is stalled.`,
  counted: (/** @type {string} */ voter, /** @type {string} */ id, /** @type {number} */ votes, /** @type {number} */ needed) =>
    `${id} counts the vote of ${voter === id ? "its own" : voter}. ${votes} of ${needed}.`,
  countedNo: (/** @type {string} */ voter, /** @type {string} */ id) => `${id} learned that ${voter} refused.`,
  appended: (/** @type {string} */ id, /** @type {number} */ first, /** @type {number} */ last) => `${id} appended ${indices(first, last)}.`,
  rejected: (/** @type {string} */ id, /** @type {string} */ leader, /** @type {string} */ says) => `${id} rejected the entries of ${leader}.${sentence(says)}`,
  truncated: (/** @type {string} */ id, /** @type {number} */ first, /** @type {number} */ last, /** @type {number|null} */ term) =>
    first === last
      ? `${id} removed 1 entry, ${first}${ofTerm(term, "of")}.`
      : `${id} removed ${last - first + 1} entries, ${first} to ${last}${ofTerm(term, "of")}.`,
  committed: (/** @type {number} */ first, /** @type {number} */ last, /** @type {number|null} */ term) =>
    `${capital(indices(first, last))} committed${ofTerm(term, "in")}.`,
  learned: (/** @type {string} */ id, /** @type {number} */ commit) => `${id} learned that index ${commit} is committed.`,
  applied: (/** @type {string} */ id, /** @type {number} */ first, /** @type {number} */ last) => `${id} applied ${indices(first, last)}.`,
  durable: (/** @type {string} */ id, /** @type {number} */ index) => `${id}'s write is on its disk, to index ${index}.`,
  lost: (/** @type {string} */ type, /** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ reason) =>
    reason === "down" ? `${type} from ${from} reached ${to}, which is down.` : `${type} from ${from} to ${to} was ${reason === "dropped" ? "dropped" : "lost"}.`,
  duplicated: (/** @type {string} */ type, /** @type {string} */ from, /** @type {string} */ to) => `${type} from ${from} to ${to} was doubled.`,
  invoked: (/** @type {string} */ id, /** @type {string} */ asked) => `${id} asks: ${asked}.`,
  redirected: (/** @type {string} */ id, /** @type {string} */ server, /** @type {string|null} */ leader) =>
    leader ? `${server} told ${id} that ${leader} leads.` : `${server} told ${id} that it does not lead.`,
  retried: (/** @type {string} */ id, /** @type {string|null} */ server) => (server ? `${id} asks again, now ${server}.` : `${id} asks again.`),
  completed: (/** @type {string} */ id, /** @type {string} */ outcome) =>
    outcome === "ok" ? `${id} has its answer.` : outcome === "refused" ? `${id} was refused.` : `${id} gave up waiting. Its outcome is unknown.`,
  crashed: (/** @type {string} */ id, /** @type {number} */ lost) =>
    lost > 0 ? `${id} crashed. It lost ${plural(lost, "entry", "entries")} that had not reached its disk.` : `${id} crashed.`,
  restarted: (/** @type {string} */ id, /** @type {number} */ snapshot) =>
    snapshot > 0 ? `${id} restarted from its snapshot at ${snapshot}.` : `${id} restarted from its disk.`,
  paused: (/** @type {string} */ id) => `${id} stalled.`,
  resumed: (/** @type {string} */ id) => `${id} runs on.`,
  wiped: (/** @type {string} */ id) => `${id} lost its disk.`,
  diskChanged: (/** @type {string} */ id) => `The disk of ${id} was changed.`,
  clockChanged: (/** @type {string} */ id, /** @type {number} */ percent) => `The clock of ${id} runs at ${percent} percent.`,
  isolated: (/** @type {string} */ id) => `${id} was cut from everyone.`,
  parted: (/** @type {string[]} */ groups) => `The cluster was parted: ${groups.join(" | ")}.`,
  links: (/** @type {keyof changed} */ kind, /** @type {number} */ n) => `${plural(n, "link")} ${kind === "LinkHealed" ? "work again" : changed[kind].replace("was", "were")}.`,
  oneWay: (/** @type {keyof changed} */ kind, /** @type {string} */ a, /** @type {string} */ b) => `The way from ${a} to ${b} ${changed[kind]}.`,
  link: (/** @type {keyof changed} */ kind, /** @type {string} */ a, /** @type {string} */ b) => `The link between ${a} and ${b} ${changed[kind]}.`,
  preVote: (/** @type {string} */ id, /** @type {number} */ term) => `${id} asks whether it would be elected in term ${term}.`,
  preVoteAnswer: (/** @type {string} */ id, /** @type {string} */ candidate, /** @type {number} */ term, /** @type {boolean} */ granted) =>
    `${id} would ${granted ? "" : "not "}vote for ${candidate} in term ${term}.`,
  ignored: (/** @type {string} */ id, /** @type {string} */ candidate) => `${id} ignored ${candidate}. It heard its leader a moment ago.`,
  configured: (/** @type {string} */ id, /** @type {string} */ members, /** @type {number} */ index) => `${id} uses the configuration ${members}, index ${index}.`,
  reconfigured: (/** @type {string} */ id, /** @type {string} */ members) => `${id} is back to the configuration ${members}.`,
  joint: (/** @type {string} */ old, /** @type {string} */ voters) => `${old} to ${voters}`,
  learning: (/** @type {string} */ members, /** @type {string} */ learners) => `${members}, learning ${learners}`,
  snapshotTaken: (/** @type {string} */ id, /** @type {number} */ index) => `${id} took a snapshot up to index ${index}.`,
  snapshotStarted: (/** @type {string} */ id, /** @type {string} */ follower, /** @type {number} */ index) => `${id} sends ${follower} its snapshot up to index ${index}.`,
  chunkStored: (/** @type {string} */ id, /** @type {number} */ index, /** @type {number} */ offset) => `${id} has ${plural(offset, "pair")} of the snapshot up to index ${index}.`,
  snapshotInstalled: (/** @type {string} */ id, /** @type {number} */ index) => `${id} took over the snapshot up to index ${index}.`,
  transferStarted: (/** @type {string} */ id, /** @type {string} */ target) => `${id} begins to hand over to ${target}.`,
  transferEnded: (/** @type {string} */ id, /** @type {string} */ reason) => `${id} leads on.${sentence(reason)}`,
  readRegistered: (/** @type {string} */ id, /** @type {string} */ client, /** @type {number} */ index, /** @type {number} */ round) =>
    `${id} notes read index ${index} for ${client}, and asks in round ${round} whether it still leads.`,
  readServed: (/** @type {string} */ id, /** @type {string} */ client, /** @type {string} */ how) =>
    `${id} answered the read of ${client}${how === "lease" ? " under its lease" : how === "local" ? " from its own state" : how === "follower" ? " as a follower" : ""}.`,
  added: (/** @type {string} */ id) => `${id} was created, empty.`,
  setting: (/** @type {string} */ key, /** @type {unknown} */ value) => `${capital(key.replaceAll("_", " "))} is now ${value === true ? "on" : value === false ? "off" : value}.`,
  term: (/** @type {number} */ term) => `Term ${term}.`,
  isDown: (/** @type {string} */ id) => `${id} is down.`,
  isLeader: (/** @type {string} */ id, /** @type {number} */ commit) => `${id} leads, commit ${commit}.`,
  stillLeads: (/** @type {string} */ id, /** @type {number} */ term) => `${id} still leads term ${term}.`,
  isCandidate: (/** @type {string} */ id, /** @type {number} */ votes, /** @type {number} */ needed) => `${id} is a candidate with ${votes} of ${needed} votes.`,
  nobodyLeads: "Nobody leads.",
  isPaused: (/** @type {string} */ id) => `${id} is paused.`,
  isCutOff: (/** @type {string} */ ids, /** @type {number} */ n) => (n === 1 ? `${ids} is cut off.` : `${ids} are cut off from the rest.`),
  isBroken: "Safety is broken.",
  inFlight: (/** @type {number} */ n) => `${plural(n, "message")} ${n === 1 ? "is" : "are"} in flight.`,
  violation: (/** @type {string} */ says) => `Safety broken: ${says} Playback stopped.`,
  goal: (/** @type {string} */ title, /** @type {number} */ met, /** @type {number} */ of) => `Goal met: ${title.replace(/\.$/, "")}. ${met} of ${of}.`,
  question: (/** @type {string} */ prompt, /** @type {string} */ kind, /** @type {number} */ answers) =>
    `Playback is held. Question: ${prompt} ${kind === "number" ? "The answer is a number." : kind === "order" ? `${plural(answers, "step")} to put in order.` : `${plural(answers, "answer")}.`}`,
  reconnecting: "Reconnecting.",
  restarting: "The server restarts. Reconnecting.",
};

translatable("general", all);
