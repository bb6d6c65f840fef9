// Types of what crosses the socket of a class.

/** @typedef {"owner"|"presenter"|"learner"|"viewer"} Role */
/** @typedef {{room: string, key: string}} Seat */
/** @typedef {{id: string, title: string, step: number, required: boolean}} ClassGoal a step counts from 0 */
/** @typedef {{id: string, prompt: string, step: number, kind: string, options: {id: string, says: string}[]}} ClassQuestion */
/** @typedef {{lesson: string|null, scenario: string|null, title: string, steps: number, goals: ClassGoal[], questions: ClassQuestion[]}} ClassLesson */

/**
 * What everybody in the class knows of it.
 * @typedef {object} Head
 * @property {string} id
 * @property {string} code
 * @property {string} title
 * @property {string} presenter
 * @property {boolean} locked
 * @property {boolean} frozen
 * @property {boolean} names_hidden
 * @property {boolean} follow_me
 * @property {string|null} control the member that the control was handed to
 * @property {string|null} control_name
 * @property {number} members
 * @property {number} following
 * @property {number} exploring
 * @property {boolean} ended
 */

/** @typedef {{question: string, choice: string|null, right: boolean|null, feedback: string|null}} Ballot */

/**
 * Who one is in the class.
 * @typedef {object} Me
 * @property {string} id
 * @property {string} name
 * @property {string} pseudonym
 * @property {Role} role
 * @property {"following"|"exploring"|"away"} where
 * @property {boolean} control one may act in the presenter's room
 * @property {Seat} room the presenter's
 * @property {Seat|null} own the private one
 * @property {Seat|null} earlier the private one of what the class did before, while one has begun none since
 * @property {Ballot[]} ballots
 */

/** @typedef {{id: string, name: string, initials: string}} Present */
/** @typedef {{presenter: Present|null, others: Present[], count: number}} Presence */
/** @typedef {{reason: "idle"|"slow_step"|"wrong_predictions"|"forks_at_one_spot", value: number}} Look */
/** @typedef {{state: "open"|"partial"|"met"|"lost"|"given", part: number, time_us: number|null}} Cell */
/** @typedef {{choice: string|null, right: boolean|null}} Given */

/**
 * @typedef {object} Row a student on the dashboard
 * @property {string} id
 * @property {string} name
 * @property {string} initials
 * @property {string} pseudonym
 * @property {Role} role
 * @property {"following"|"exploring"|"away"} where
 * @property {number} step counts from 0; the number of steps when all are done
 * @property {Cell[]} goals in the lesson's order
 * @property {Record<string, Given>} answers
 * @property {number} points
 * @property {number} possible_points
 * @property {number} forks
 * @property {string|null} branch
 * @property {number|null} time_us
 * @property {boolean} done
 * @property {boolean} control
 * @property {number} joined
 * @property {number} last_act
 * @property {Look[]} needs
 * @property {boolean} earlier they are alone in a room of what the class did before
 * @property {Seat|null} seat by which the presenter looks into the private room
 */

/** @typedef {{choice: string|null, says: string, count: number, right: boolean|null}} Bar */

/**
 * How the class answered one question.
 * @typedef {object} Split
 * @property {string} question
 * @property {string} prompt
 * @property {number} step
 * @property {Bar[]} bars
 * @property {number} answered
 * @property {number} of
 * @property {boolean} closed
 * @property {string|null} came_true
 * @property {boolean} revealed
 */

/** @typedef {{branch: string, position: number|null, selection: string|null, tab: string|null, view: string|null, step: string|null}} Looked what the presenter looks at */

/**
 * @typedef {object} ClassDocument
 * @property {Head} head
 * @property {ClassLesson} lesson in a sandbox its ids are null, and it has no steps
 * @property {Me} me
 * @property {Presence} presence
 * @property {Looked|null} view
 * @property {Split[]} splits
 * @property {Row[]|null} rows null: one is not to see them
 */

/**
 * @typedef {(
 *   ({type: "class"} & ClassDocument) |
 *   {type: "changes", head: Head|null, lesson: ClassLesson|null, me: Me|null, presence: Presence|null, splits: Split[]|null, rows: Row[]|null, gone: string[]|null, hidden: string[]|null} |
 *   {type: "view", view: Looked|null} |
 *   {type: "call"} |
 *   {type: "over", code: "class_over"|"removed"|"stopping", says: string}
 * )} ClassFrame
 */

export {};
