// What the stage knows ahead: the steps that have come and are not yet shown say which messages leave
// and which vanish until the next picture, so that each does so at its time.

/** @import { Message, State, Step } from "../../frames.js" */

import { countUpTo } from "../fold.js";

/**
 * @typedef {object} Passage a message on its way
 * @property {Message} message
 * @property {number} until_us when it is seen no more: it arrives, or is lost
 */

/**
 * When a message is seen no more, as far as one knows: a server that is paused lets it wait.
 * @param {Message} message
 * @param {State} state
 * @param {number} now_us
 */
function presumedEnd({ to, deliver_at_us }, state, now_us) {
  const waits = deliver_at_us === null || deliver_at_us <= now_us || state.servers[to]?.paused;
  return waits ? Infinity : deliver_at_us;
}

/**
 * The messages of a state, and those that are sent after it and before a time.
 * @param {State} state
 * @param {Step[]} steps ascending
 * @param {number} now_us
 * @param {number} until_us
 * @returns {Passage[]}
 */
export function passagesOf(state, steps, now_us, until_us) {
  /** @type {Map<number, number>} */
  const ends = new Map();
  const messages = [...state.messages];
  for (let i = countUpTo(steps, state.position, (step) => step.position); i < steps.length && steps[i].time_us <= until_us; i++) {
    const { time_us, delta } = steps[i];
    const { add = [], remove = [] } = delta.messages ?? {};
    // a message that was only changed keeps its number: it is shown anew when its time comes
    const changed = new Set(add.map(({ id }) => id).filter((id) => remove.includes(id)));
    for (const id of remove) if (!changed.has(id)) ends.set(id, time_us);
    for (const message of add) if (!changed.has(message.id)) messages.push(message);
  }
  return messages.map((message) => ({ message, until_us: ends.get(message.id) ?? presumedEnd(message, state, now_us) }));
}
