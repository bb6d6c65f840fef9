// What the lab holds while it is open, and what one part of it asks of another.

/** @import { Playhead } from "./playhead.js" */
/** @import { Seat } from "./session.js" */
/** @import { Socket } from "./socket.js" */
/** @import { Store } from "./store.js" */
/** @import { Desk } from "./view_model.js" */
/** @import { Action, BrowserFrame, Selection } from "./frames.js" */

/**
 * A line at the bottom of the stage.
 * @typedef {object} Notice
 * @property {string} says
 * @property {string} [rule] what refused, or where the input was wrong
 * @property {{says: string, does: () => void}} [action] what can be done about it
 */

/**
 * @typedef {object} Lab
 * @property {Store} store
 * @property {Playhead} playhead
 * @property {Desk} desk
 * @property {Seat} seat
 * @property {Socket} socket
 * @property {(action: Action) => void} send
 * @property {() => void} changed asks for a frame
 * @property {() => void} grown the history has grown: it is drawn when its time comes
 * @property {(notice: Notice) => void} notify
 * @property {(says: string) => void} speak to a screen reader, politely
 * @property {(target: Selection, at: {x: number, y: number}) => void} openMenu
 * @property {(target: Selection, at: {x: number, y: number}, prompt: import("./menus.js").Prompt) => void} openPrompt
 * @property {() => void} openHelp
 * @property {() => void} openPalette
 * @property {Map<number, string[]>} toFollow lines of script to be sent once a request is accepted
 * @property {number|null} sought a position asked of the server, to be shown when it comes
 * @property {boolean} playOn the run goes on when the replay of the past reaches the edge
 * @property {{branch: string, position: number}|null} resumeFrom up to where all was received before the line broke
 */

/**
 * @param {Lab} lab
 * @param {BrowserFrame} frame
 * @returns {boolean} false when the line is down
 */
export function ask(lab, frame) {
  return lab.socket.send(frame) !== null;
}

export {};
