// What is asked of the server about classes, and what it answers when it cannot be had.

import { at } from "../base.js";
import { doors as words } from "../words/en_class.js";

/** What the server does not do, in words for the person: what is so, and what can be done. */
export class Refused extends Error {
  /**
   * @param {string} code
   * @param {string} says
   * @param {string} [then]
   * @param {number} [status]
   */
  constructor(code, says, then = "", status = 0) {
    super(says);
    this.code = code;
    this.then = then;
    this.status = status;
  }
}

/**
 * @param {"GET"|"POST"|"PATCH"|"DELETE"} method
 * @param {string} path below /api
 * @param {Record<string, unknown>} [body]
 * @returns {Promise<any>}
 * @throws {Refused}
 */
export async function ask(method, path, body) {
  const sent = body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(at(`/api${path}`), { method, ...sent }).catch(() => {
    throw new Refused("unreachable", words.unreachable);
  });
  const document = await answer.json().catch(() => ({}));
  if (answer.ok) return document;
  const [says, then] = words.trouble[document.code] ?? [document.says ?? words.answered(answer.status), ""];
  throw new Refused(document.code ?? "", says, then, answer.status);
}

/** @param {string} id @param {string} [path] */
export const ofClass = (id, path = "") => `/classes/${encodeURIComponent(id)}${path}`;

/** The lab of a class. @param {string} id @param {Record<string, string>} [more] */
export const labOf = (id, more = {}) => at(`/lab?${new URLSearchParams({ class: id, ...more })}`);

/** @param {string} id */
export const dashboardOf = (id) => at(`/class#${encodeURIComponent(id)}`);
