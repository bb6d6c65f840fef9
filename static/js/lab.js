// What the lab holds while it is open, and what one part of it asks of another.

/** @import { Playhead } from "./playhead.js" */
/** @import { Store } from "./store.js" */
/** @import { Desk } from "./view_model.js" */
/** @import { Action, BrowserFrame, Connection, FileFormat, MenuTarget, Send, ServerFrame } from "./frames.js" */

/**
 * A line at the bottom of the stage.
 * @typedef {object} Notice
 * @property {string} says
 * @property {string} [rule] what refused, or where the input was wrong
 * @property {{says: string, does: () => void}} [action] what can be done about it
 * @property {string} [about] what it tells the state of: what was told of that before is no longer so, and goes
 * @property {boolean} [stays] until it is closed, or until another one that stays
 * @property {boolean} [silent] a screen reader is told of it elsewhere
 */

/**
 * Where frames come from and where wishes go: the line to a room, or a recording.
 * @typedef {object} Source
 * @property {() => void} connect lets the frames come
 * @property {() => void} retry
 * @property {(frame: BrowserFrame) => number|null} send the number of the request, 0 for a frame that has none, null for what cannot be had
 * @property {(format: FileFormat, branch: string) => {href: string, name: string}} file where a branch can be downloaded
 * @property {number|null} begins the position to be shown first
 * @property {Doors|null} doors ways to other rooms; a recording has none
 */

/**
 * @typedef {object} Doors
 * @property {(lab: Lab) => Promise<void>} copyScript
 * @property {(lab: Lab) => Promise<void>} copyLink
 * @property {(send: Send) => void} pickFile
 * @property {(wanted: Record<string, string>, failed: (says: string) => void) => Promise<void>} open
 * @property {(name: string, text: string, failed: (says: string) => void) => Promise<void>} openLog shows another implementation's log
 * @property {() => void} beginAnew takes the lesson from its beginning
 */

/**
 * @typedef {object} Listeners
 * @property {(frame: ServerFrame) => void} frame
 * @property {(connection: Connection) => void} connection
 */

/**
 * @typedef {object} Lab
 * @property {Store} store
 * @property {Playhead} playhead
 * @property {Desk} desk
 * @property {Source} source
 * @property {(action: Action) => void} send
 * @property {() => void} changed asks for a frame
 * @property {() => void} grown the history has grown: it is drawn when its time comes
 * @property {(notice: Notice) => void} notify
 * @property {(says: string) => void} speak to a screen reader, politely
 * @property {(target: MenuTarget, at: {x: number, y: number}) => void} openMenu
 * @property {(target: MenuTarget, at: {x: number, y: number}, prompt: import("./menus.js").Prompt) => void} openPrompt
 * @property {() => void} openHelp
 * @property {() => void} openPalette
 * @property {Map<number, string[]>} toFollow lines of script to be sent once a request is accepted
 * @property {number|null} sought a position asked of the server, to be shown when it comes
 * @property {number|null} soughtTime_us an instant whose past was asked of the server, to be shown when it comes
 * @property {number} joined the position at which the run stood when one came
 * @property {boolean} playOn the run goes on when the replay of the past reaches the edge
 * @property {{branch: string, position: number}|null} resumeFrom up to where all was received before the line broke
 */

/**
 * @param {Lab} lab
 * @param {BrowserFrame} frame
 * @returns {boolean} false when it cannot be had, as when the line is down
 */
export function ask(lab, frame) {
  return lab.source.send(frame) !== null;
}

export {};
