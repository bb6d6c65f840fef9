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

/** @typedef {{id: string, title: string, languages: string[], [key: string]: unknown}} Lesson what the room says of its lesson */

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
 * @property {boolean} [bare] the verdicts are left out: a long recording holds those of some events only
 */

/** @typedef {{id: string, title: string, required: boolean, met: boolean, partial: string|null, met_at_position: number|null, met_at_us: number|null, lost: boolean}} Goal */

/** @typedef {{branch: string, position: number, headline: string, verdict: Verdict|null}} Decided the step that decided a question */

/**
 * A question; what is answered and what came true are lines of text, whatever the kind.
 * @typedef {object} Question
 * @property {string} id
 * @property {"predict"|"pick"|"order"|"number"|"design"} kind
 * @property {string|null} branch the one that a design belongs to
 * @property {number} stage
 * @property {string} prompt
 * @property {{id: string, says: string}[]} options to choose from, or to be put in order
 * @property {"servers"|"entries"|null} picks
 * @property {string[]} candidates what may be picked: S1, or S1:4
 * @property {string} unit
 * @property {string} tolerance
 * @property {"open"|"locked"|"right"|"wrong"} state
 * @property {string|null} chosen
 * @property {string|null} came_true
 * @property {string|null} feedback
 * @property {number|null} position
 * @property {boolean} again another design may be tried
 * @property {Decided|null} decided
 */

/**
 * @typedef {object} Welcome
 * @property {string} room
 * @property {"control"|"watch"} role
 * @property {string} engine
 * @property {Lesson|null} lesson
 * @property {string} title
 * @property {string} language the one that its lesson is in
 * @property {Record<string, string>} phrases what the checkers say, in the language of the page, by its English
 * @property {string} script
 * @property {Record<string, string>} stage_names
 * @property {Branch[]} branches
 * @property {string} branch
 * @property {{playing: boolean, speed: number}} pace
 * @property {{steps: number}} limits
 * @property {Replay|null} replay
 * @property {string} life of the room: another one begins when it is done again after a rest
 * @property {Record<string, number>|null} kept up to where what was received in an earlier life holds; null: all of it
 */

/**
 * How far the search for a break is.
 * @typedef {object} Search
 * @property {"running"|"found"|"not_found"|"cancelled"|"failed"} state
 * @property {string} variant
 * @property {number} seed
 * @property {number} schedules
 * @property {number} of
 * @property {number} seconds
 * @property {string|null} says
 * @property {string|null} property
 * @property {number|null} interventions
 * @property {string|null} branch shows what was found
 * @property {number|null} position of the step that breaks the property
 */

/**
 * Why a room may only be looked at; no reason: it goes on.
 * @typedef {object} Standing
 * @property {"disk_full"|"journal"|"other_engine"|"differs"|null} reason
 * @property {string} engine
 * @property {string|null} kept_engine
 * @property {number|null} position up to which it could be done again
 */

/**
 * What a room that was opened from a trace says of it.
 * @typedef {object} Replay
 * @property {boolean} verified
 * @property {string} says
 * @property {number|null} position the first that differs
 * @property {number} steps
 * @property {number} interventions
 * @property {number} answers
 * @property {number} findings
 * @property {string} participant
 * @property {number} created
 */


/** @typedef {"rules"|"setup"} Side a panel that takes the lesson's place */

/**
 * Frames the server sends.
 * @typedef {(
 *   ({type: "welcome"} & Welcome) |
 *   {type: "keyframe", branch: string, position: number, time_us: number, state: State} |
 *   {type: "steps", branch: string, steps: Step[], time_us: number} |
 *   {type: "branches", branches: Branch[], branch: string, because: string|null} |
 *   {type: "pace", playing: boolean, speed: number, because: null|"question"|"violation"|"limit"} |
 *   ({type: "standing"} & Standing) |
 *   {type: "accepted", request: number, branch: string, position: number} |
 *   {type: "refused", request: number, rule: string, says: string, section: string|null} |
 *   {type: "error", request: number|null, code: string, says: string, where: string|null, legal: string|string[]|null, script?: string|null} |
 *   ({type: "why"} & Why) |
 *   {type: "goals", branch: string, goals: Goal[], step: number, points: number, possible_points: number} |
 *   ({type: "question"} & Question) |
 *   {type: "viewers", count: number} |
 *   ({type: "search"} & Search)
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
 *   {type: "answer", question: string, choice: string|null} |
 *   {type: "find_break", variant: string, seed: number} | {type: "cancel_search"} |
 *   {type: "fork", branch: string, position: number}
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

/** What a menu is of: something that can be selected, or a part of a cluster that was cut off, as "S1,S5". @typedef {Selection|{kind: "region", id: string}} MenuTarget */

/** @typedef {"compare"|"state"|"why"|"safety"|"metrics"} Tab `compare` stands in the place of `state` while two branches are compared */

/** @typedef {"svg"|"shiviz"|"tla"|"mermaid"|"perfetto"|"jsonl"} ToolFormat what other programs read */

/** @typedef {"trace"|"script"|"offline"|"scenario"|ToolFormat} FileFormat what a branch can be downloaded as; "offline" is a page with all branches, "scenario" one of a lesson */

/**
 * What a recording says of itself, in a page that has no room behind it.
 * @typedef {object} Recorded
 * @property {string} source the file, or the room, that it was made of
 * @property {{position: number, says: string}|null} difference where it parts from its replay; null: it was executed again and is the same
 * @property {number} recorded_s seconds since 1970; 0 when nobody says
 * @property {number} exported_s
 * @property {string} engine
 * @property {number} steps
 * @property {Imported|null} [imported] it is the log of another implementation, and nothing was executed
 */

/**
 * A log of another implementation: its form, what it calls each server, what it was checked for, and how much of that is broken.
 * @typedef {{form: string, nodes: Record<string, string>, judged: string[], findings: number}} Imported
 */

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
 * @property {string|null} [reading] the step of the lesson that is read, where somebody turned to it
 * @property {"select"|"partition"} [tool] what a press on the stage does
 * @property {{branch: string, steps: Step[]}|null} [compare] the branch that this one is compared with
 * @property {Side|null} [side] the panel that stands in the lesson's place
 * @property {Search|null} [search]
 * @property {Replay|null} [replay]
 * @property {Standing|null} [standing] why nothing can be done to the cluster
 * @property {Why|null} why
 * @property {Goal[]} goals
 * @property {Question|null} question the open one, else the one that was told last
 * @property {ReadonlyMap<string, Question>} [questions] every one that was asked, by id
 * @property {import("./picking.js").Picking|null} [picking] what is to be picked on the stage or in the logs
 * @property {Lesson|null} lesson
 * @property {string} title
 * @property {Record<string, string>} names server to station
 * @property {"control"|"watch"} role
 * @property {Recorded|null} [recorded] this is a recording: nothing can be done to the cluster
 * @property {"light"|"dark"} theme
 * @property {string} client the client picked in the strip
 * @property {Connection} connection
 * @property {{says: string, script: string|null}|null} [ending] why the room is over; with its script when a fault of the program ended it
 * @property {Violation[]} violations
 * @property {boolean} calm motion is reduced
 * @property {boolean} [projector] laid out for a room: large, and with little beside the cluster
 * @property {number} viewers
 * @property {InClass|null} [inClass]
 * @property {number} behind steps received after `position` that were never shown
 */

/**
 * What being in a class changes in the lab.
 * @typedef {object} InClass
 * @property {boolean} votes questions are answered without having the control
 * @property {string} whyNot why nothing can be done now
 * @property {string} begins who lets the run begin, in words for who cannot
 * @property {(() => void)|null} goOn takes the class to another scenario; null for who may not
 * @property {ReadonlyMap<string, Answered>} splits how the class answered, by question, once that is told
 */

/** @typedef {{answered: number, bars: {says: string, count: number, right: boolean|null}[]}} Answered */


/** @typedef {{state: "open"|"lost"|"ended", retry_at_ms: number|null, caught_up: number|null, restarting?: boolean}} Connection */

/**
 * What a view may ask for.
 * @typedef {(
 *   {type: "directive", text: string} |
 *   {type: "select", selection: Selection|null} | {type: "hover", selection: Selection|null} |
 *   {type: "seek", position: number} | {type: "seek_time", time_us: number} |
 *   {type: "play"} | {type: "pause"} | {type: "step", by: 1|-1} | {type: "interesting", by: 1|-1} |
 *   {type: "speed", value: number} | {type: "live"} |
 *   {type: "branch", branch: string} | {type: "rename", branch: string, name: string} | {type: "fork", position?: number} | {type: "undo"} |
 *   {type: "read", step: string, turned: boolean} | {type: "tab", tab: Tab} | {type: "view", view: "ring"|"spacetime"|"other"} |
 *   {type: "tool", tool: "select"|"partition"} |
 *   {type: "compare", branch: string|"previous"|null} | {type: "explain", position: number, server: string|null} |
 *   {type: "answer", question: string, choice: string|null} |
 *   {type: "menu", target: MenuTarget, at: {x: number, y: number}} |
 *   {type: "export", format: FileFormat} |
 *   {type: "copy", text: string} | {type: "copy_script"} | {type: "copy_link"} | {type: "pick_file"} | {type: "begin_anew"} |
 *   {type: "open", wanted: Record<string, string>, failed: (says: string) => void} |
 *   {type: "open_log", name: string, text: string, failed: (says: string) => void} | {type: "theme"} | {type: "help"} | {type: "palette"} |
 *   {type: "describe"} | {type: "projector"} | {type: "keys", on: boolean} | {type: "sound", on: boolean} | {type: "motion", calm: boolean} |
 *   {type: "toast", says: string} | {type: "client", client: string} |
 *   {type: "panel", panel: Panel} | {type: "rail", side: "lesson"|"inspector"} | {type: "retry"} |
 *   {type: "side", side: Side|null} | {type: "find_break", variant: string, seed: number} | {type: "cancel_search"} |
 *   {type: "play_branch", branch: string} | {type: "show_break", branch: string, position: number}
 * )} Action
 */

/** @typedef {"lesson"|"logs"|"state"|"why"|"safety"} Panel one of the phone's five tabs */

/** @typedef {(action: Action) => void} Send */

/** @typedef {{update: (vm: ViewModel) => boolean|void}} View it says true when it wants the next frame as well */

export {};
