// A question of the room as whoever follows sees it: with their own answer in the place of the presenter's. Pure.

/** @import { Ballot } from "./frames.js" */
/** @import { Question } from "../view_types.js" */

/**
 * @param {Question} question as the room tells it
 * @param {Ballot|undefined} ballot
 * @returns {Question}
 */
export function asVoted(question, ballot) {
  const mine = { ...question, again: false, chosen: ballot?.choice ?? null };
  if (!ballot) return question.state === "open" ? mine : { ...mine, feedback: null };
  const { right, feedback } = ballot;
  if (right === null && ballot.choice !== null) return { ...mine, state: "locked", feedback: null };
  if (question.state === "open" || question.state === "locked") return { ...mine, state: "locked", feedback: null };
  return { ...mine, state: right ? "right" : "wrong", feedback };
}

/** Keeps what the room said of its questions, and tells it anew when an answer of one's own came in between. */
export class Ballots {
  /** @type {Map<string, Question>} */
  #asked = new Map();
  /** @type {Map<string, string>} what was told of each */
  #told = new Map();

  /** @param {(question: Question) => void} tell */
  constructor(tell) {
    this.tell = tell;
  }

  /** @param {Question} question @param {Ballot[]|null} ballots null: one answers for the room itself */
  take(question, ballots) {
    this.#asked.set(question.id, question);
    this.#say(question, ballots);
  }

  /** Whoever comes into the room again is told everything again. */
  begin() {
    this.#asked.clear();
    this.#told.clear();
  }

  /** @param {Ballot[]|null} ballots */
  refresh(ballots) {
    for (const question of this.#asked.values()) this.#say(question, ballots);
  }

  /** @param {Question} question @param {Ballot[]|null} ballots */
  #say(question, ballots) {
    const mine = ballots ? asVoted(question, ballots.find((one) => one.question === question.id)) : question;
    const look = JSON.stringify(mine);
    if (this.#told.get(question.id) === look) return;
    this.#told.set(question.id, look);
    this.tell(mine);
  }
}
