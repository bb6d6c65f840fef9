// Types of the frames of the socket, of the view model and of the actions that views send.

/**
 * @import { State, Step, Violation } from "./frames.js"
 */

/**
 * @typedef {object} Branch
 * @property {string} id "main", "A", "B", ...
 * @property {string} name
 * @property {string|null} parent
 * @property {number} fork_position
 * @property {number} last_position
 * @property {number} time_us
 */

/** @typedef {{id: string, title: string, [key: string]: unknown}} Lesson what the room says of its lesson */

/** @typedef {{id: string, question: string, says: string, holds: boolean, section: string, left_out: boolean, operands: Record<string, unknown>}} Clause */

/** @typedef {{rule: string, title: string, holds: boolean, value: unknown, clauses: Clause[]}} Verdict */

/** @typedef {{position: number, time_us: number, kind: string, says: string}} ChainLink */

/**
 * @typedef {object} Why
 * @property {number} request
 * @property {string} branch
 * @property {number} position
 * @property {number} time_us
 * @property {string|null} server
 * @property {string} headline
 * @property {string} text
 * @property {string|null} source
 * @property {Verdict[]} verdicts
 * @property {ChainLink[]} chain oldest first; the last one is the event itself
 */

/** @typedef {{id: string, title: string, met: boolean, partial: string|null, met_at_position: number|null, met_at_us: number|null, lost: boolean}} Goal */

/**
 * @typedef {object} Question
 * @property {string} id
 * @property {number} stage
 * @property {string} prompt
 * @property {{id: string, says: string}[]} options
 * @property {"open"|"locked"|"right"|"wrong"} state
 * @property {string|null} chosen
 * @property {string|null} feedback
 * @property {number|null} position
 */

/**
 * @typedef {object} Welcome
 * @property {string} room
 * @property {"control"|"watch"} role
 * @property {string} engine
 * @property {Lesson|null} lesson
 * @property {string} title
 * @property {string} script
 * @property {Record<string, string>} stage_names
 * @property {Branch[]} branches
 * @property {string} branch
 * @property {{playing: boolean, speed: number}} pace
 * @property {{steps: number}} limits
 */

/**
 * Frames the server sends.
 * @typedef {(
 *   ({type: "welcome"} & Welcome) |
 *   {type: "keyframe", branch: string, position: number, time_us: number, state: State} |
 *   {type: "steps", branch: string, steps: Step[], time_us: number} |
 *   {type: "branches", branches: Branch[], branch: string, because: string|null} |
 *   {type: "pace", playing: boolean, speed: number, because: null|"question"|"violation"|"limit"} |
 *   {type: "accepted", request: number, branch: string, position: number} |
 *   {type: "refused", request: number, rule: string, says: string, section: string|null} |
 *   {type: "error", request: number|null, code: string, says: string, where: string|null, legal: string|string[]|null, script?: string|null} |
 *   ({type: "why"} & Why) |
 *   {type: "goals", branch: string, goals: Goal[]} |
 *   ({type: "question"} & Question) |
 *   {type: "viewers", count: number}
 * )} ServerFrame
 */

/**
 * Frames the browser sends; `request` is filled in by the socket.
 * @typedef {(
 *   {type: "intervene", directive: string, branch: string, position: number|null} |
 *   {type: "play", speed: number} | {type: "pause"} |
 *   {type: "step", count: number} | {type: "next_interesting"} |
 *   {type: "select_branch", branch: string} | {type: "rename_branch", branch: string, name: string} |
 *   {type: "seek", branch: string, position: number} | {type: "resume", branch: string, position: number} |
 *   {type: "explain", branch: string, position: number, server: string|null} |
 *   {type: "answer", question: string, choice: string|null}
 * )} BrowserFrame
 */

/**
 * What is selected. A link's id is "S1-S2", the lower server first.
 * @typedef {(
 *   {kind: "server", id: string} | {kind: "link", id: string} | {kind: "message", id: string} |
 *   {kind: "entry", id: string, server: string, index: number} |
 *   {kind: "event", id: string, position: number}
 * )} Selection
 */

/** @typedef {"state"|"why"|"safety"|"metrics"} Tab */

/**
 * Everything a view is given. Objects keep their identity while they do not change, so a
 * view compares references; `steps` only ever grows, so compare its length as well.
 * @typedef {object} ViewModel
 * @property {State|null} state the cluster at `position`; null until the first keyframe
 * @property {State|null} previous the cluster one step before, where it is known
 * @property {State|null} [origin] the cluster before the first of the steps, where it is known
 * @property {number} time_us display time, between the time of this step and of the next
 * @property {number} [rate] simulated time in real time, while it runs by itself; 0: it stands, or is moved by hand
 * @property {number} [at_ms] when it is `time_us`, on the clock of the page
 * @property {number} position
 * @property {string} branch
 * @property {Branch[]} branches
 * @property {Step|null} step the step that led to `position`
 * @property {Step[]} steps
 * @property {{position: number, time_us: number}} edge
 * @property {boolean} playing
 * @property {number} speed
 * @property {boolean} live
 * @property {boolean} held a question holds playback
 * @property {Selection|null} selection
 * @property {Selection|null} hover
 * @property {Tab} tab
 * @property {"ring"|"spacetime"} [view] what the stage shows
 * @property {{branch: string, steps: Step[]}|null} [compare] the branch that this one is compared with
 * @property {Why|null} why
 * @property {Goal[]} goals
 * @property {Question|null} question
 * @property {Lesson|null} lesson
 * @property {string} title
 * @property {Record<string, string>} names server to station
 * @property {"control"|"watch"} role
 * @property {"light"|"dark"} theme
 * @property {string} client the client picked in the strip
 * @property {Connection} connection
 * @property {{says: string, script: string|null}|null} [ending] why the room is over; with its script when a fault of the program ended it
 * @property {Violation[]} violations
 * @property {boolean} calm motion is reduced
 * @property {number} viewers
 * @property {number} behind steps received after `position` that were never shown
 */

/** @typedef {{state: "open"|"lost"|"ended", retry_at_ms: number|null, caught_up: number|null}} Connection */

/**
 * What a view may ask for.
 * @typedef {(
 *   {type: "directive", text: string} |
 *   {type: "select", selection: Selection|null} | {type: "hover", selection: Selection|null} |
 *   {type: "seek", position: number} | {type: "seek_time", time_us: number} |
 *   {type: "play"} | {type: "pause"} | {type: "step", by: 1|-1} | {type: "interesting", by: 1|-1} |
 *   {type: "speed", value: number} | {type: "live"} |
 *   {type: "branch", branch: string} | {type: "rename", branch: string, name: string} | {type: "fork"} |
 *   {type: "tab", tab: Tab} | {type: "view", view: "ring"|"spacetime"|"other"} |
 *   {type: "compare", branch: string|"previous"|null} | {type: "explain", position: number, server: string|null} |
 *   {type: "answer", question: string, choice: string|null} |
 *   {type: "menu", target: Selection, at: {x: number, y: number}} |
 *   {type: "export", format: "trace"|"script"} | {type: "theme"} | {type: "help"} | {type: "palette"} |
 *   {type: "toast", says: string} | {type: "client", client: string} |
 *   {type: "panel", panel: Panel} | {type: "rail", side: "lesson"|"inspector"} | {type: "retry"}
 * )} Action
 */

/** @typedef {"lesson"|"logs"|"state"|"why"|"safety"} Panel one of the phone's five tabs */

/** @typedef {(action: Action) => void} Send */

/** @typedef {{update: (vm: ViewModel) => boolean|void}} View it says true when it wants the next frame as well */

export {};
