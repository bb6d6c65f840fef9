// What the views of the dashboard are given.

/** @typedef {"following"|"exploring"|"away"} Place */

/**
 * @typedef {object} GoalMark how a student stands with a goal
 * @property {"met"|"partial"|"lost"|"open"|"given"} state given: the class had met it before they went off alone
 * @property {number} part 0 to 1, of one that is met in part
 * @property {string} says
 */

/** @typedef {"right"|"wrong"|"locked"|"skipped"|"open"} Verdict */

/**
 * @typedef {object} Student
 * @property {string} id
 * @property {string} name or what stands for it while names are hidden
 * @property {Place} place
 * @property {boolean} control the class follows what this student does
 * @property {boolean} earlier they are still in a room of what the class did before
 * @property {boolean} presents they help the presenter
 * @property {number} step 0 before the first, and in an earlier room
 * @property {Record<string, GoalMark>} goals
 * @property {Record<string, Verdict>} answers
 * @property {string} at where in the run
 * @property {string|null} look the address of their private room, to be watched
 * @property {string[]} needs why to have a look
 */

/**
 * @typedef {object} Bar one answer, and how many gave it
 * @property {string} says
 * @property {number} count
 * @property {boolean} right
 */

/**
 * @typedef {object} Poll the answers to one question
 * @property {string} id
 * @property {number} number of the question in the lesson
 * @property {number} step that asks it
 * @property {string} prompt
 * @property {Bar[]} bars
 * @property {number} answered
 * @property {number} of
 * @property {boolean} judged the run has said what is right
 * @property {boolean} revealed
 */

/**
 * @typedef {object} Dash
 * @property {string} id
 * @property {string} title of what is taught
 * @property {string} group what the class is called
 * @property {string} code such as "K7F-2QX"
 * @property {string} link
 * @property {number} steps of the lesson; 0: a sandbox
 * @property {number} step of the presenter
 * @property {{id: string, title: string}[]} goals
 * @property {{id: string, number: number}[]} questions
 * @property {boolean} follow
 * @property {boolean} frozen
 * @property {boolean} locked
 * @property {boolean} hidden names are hidden
 * @property {boolean} over
 * @property {boolean} owner whoever looks may end the class, and make others presenters
 * @property {"open"|"lost"} line
 * @property {Student[]} students
 * @property {Poll[]} polls asked so far, oldest first
 */

/**
 * What a view may ask for.
 * @typedef {(
 *   {type: "follow", on: boolean} | {type: "freeze", on: boolean} | {type: "lock", on: boolean} | {type: "hide_names", on: boolean} |
 *   {type: "control", member: string|null} | {type: "reveal", question: string, on: boolean} | {type: "end"} | {type: "move"} | {type: "call"} |
 *   {type: "ticket", member: string} | {type: "present", member: string, on: boolean} | {type: "remove", member: string} | {type: "forget", member: string} | {type: "delete"}
 * )} Wish
 */

/** @typedef {(wish: Wish) => void} Ask */
/** @typedef {{update: (dash: Dash) => void}} DashView */

export {};
