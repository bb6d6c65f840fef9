// Text of the space-time view, in English.

import { count, plural, seconds } from "./en.js";
import * as all from "./en_spacetime.js";
import { translatable } from "./translate.js";

/** @typedef {{elections: number, faults: number, commits: number, messages: number}} Hidden */

export const words = {
  tools: "Space-time",
  follow: "Follow",
  causes: "Causes",
  effects: "Effects",
  neither: "Neither",
  nothingToFollow: "Select an event first",
  fold: "Fold quiet time",
  heartbeats: "Heartbeats",
  hidden: (/** @type {number} */ n) => `(${count(n)} hidden)`,
  save: "Save as SVG",
  table: "Show as table",
  drawing: "Show as drawing",
  label: (/** @type {number} */ servers) => `Space-time diagram of ${plural(servers, "server")}`,
  keys: "Arrow keys move between events, Enter follows a message",
  nothing: "No event is selected",
  spoken: (/** @type {string} */ says, /** @type {number} */ position, /** @type {number} */ us) =>
    `${says} Event ${count(position)}, ${seconds(us)} s`,
  callout: (/** @type {string} */ says, /** @type {number} */ position) => `${says}, event ${count(position)}`,
  leads: (/** @type {string} */ server, /** @type {number} */ term) => `${server} leads term ${term}`,
  leadsShort: (/** @type {string} */ server, /** @type {number} */ term) => `${server}, T${term}`,
  commits: (/** @type {number} */ index) => `index ${count(index)} commits`,
  folded: (/** @type {number} */ us) => `${seconds(us, us < 1e6 ? 2 : 1)} s folded`,
  hides: (/** @type {Hidden} */ { elections, faults, commits, messages }) =>
    [
      elections ? plural(elections, "election") : "",
      faults ? plural(faults, "fault") : "",
      commits ? plural(commits, "commit") : "",
      messages && !elections && !faults && !commits ? plural(messages, "message") : "",
    ].filter(Boolean).join(", ") || "nothing happened",
  unfold: (/** @type {string} */ folded, /** @type {string} */ hides) => `Open ${folded}, ${hides}`,
  compare: {
    label: "Compare with",
    alone: "Compare with…",
    branch: (/** @type {string} */ name) => `with ${name}`,
    fork: (/** @type {number} */ us) => `Fork at ${seconds(us, 1)} s`,
    firstDifference: "first difference",
  },
  legend: { label: "Lifelines", follower: "follower", pre_candidate: "pre-candidate", candidate: "candidate", leader: "leader", down: "down" },
  empty: "Nothing has happened yet",
  rows: {
    label: (/** @type {number} */ from_us, /** @type {number} */ to_us) => `Events from ${seconds(from_us, 1)} to ${seconds(to_us, 1)} s`,
    time: "Time",
    server: "Server",
    what: "What happened",
    message: "Message",
    flight: (/** @type {string} */ type, /** @type {string} */ from, /** @type {number} */ sent_us) => `${type} from ${from}, sent ${seconds(sent_us)}`,
    none: "Nothing happened in the time in view",
    more: (/** @type {number} */ n) => `${plural(n, "event")} more; scroll the drawing to see them`,
  },
  file: (/** @type {string} */ branch) => `space-time-${branch}.svg`,
  title: (/** @type {string} */ title, /** @type {string} */ branch) => `${title}, ${branch}`,
};

translatable("spacetime", all);
