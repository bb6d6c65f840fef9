// Where a class can go on: the scenarios of the catalogue, in its order. Pure.

/** @typedef {{id: string, title: string, summary: string, minutes: number, goals: number, questions: number}} Offer */
/** @typedef {{id: string, title: string, broken: string[]|null, scenarios: Offer[]}} Offered a lesson of the catalogue */
/** @typedef {{lesson: string, scenario: string}} Place */

/** @param {Place} place */
export const valueOf = ({ lesson, scenario }) => `${lesson}/${scenario}`;

/** What is asked of the server; the empty value is the sandbox. @param {string} value @returns {Place|{}} */
export function placeOf(value) {
  const [lesson, scenario] = value.split("/");
  return lesson ? { lesson, scenario } : {};
}

/** @param {Offered[]} lessons those that can be opened */
const places = (lessons) => lessons.flatMap(({ id, scenarios }) => scenarios.map((scenario) => ({ lesson: id, scenario: scenario.id })));

/**
 * The scenario after this one, in the same lesson or the next; after the last, and from the sandbox, the first of all.
 * @param {Offered[]} lessons
 * @param {{lesson: string|null, scenario: string|null}} here
 * @returns {Place|null} null: nothing is offered
 */
export function nextOf(lessons, here) {
  const all = places(lessons);
  const at = all.findIndex(({ lesson, scenario }) => lesson === here.lesson && scenario === here.scenario);
  return all[(at + 1) % all.length] ?? null;
}

/** With the title of its lesson. @param {Offered[]} lessons @param {string} value @returns {Offer & {lesson: string}|null} */
export function offerOf(lessons, value) {
  for (const { id, title, scenarios } of lessons) {
    const found = scenarios.find((scenario) => valueOf({ lesson: id, scenario: scenario.id }) === value);
    if (found) return { ...found, lesson: title };
  }
  return null;
}
