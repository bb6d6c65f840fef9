// Text that the pages outside the lab add to what the server wrote, in English.

import { plural } from "./en.js";
import * as all from "./en_pages.js";
import { translatable } from "./translate.js";

export const catalogue = {
  resume: (/** @type {string} */ title) => `Resume “${title}”`,
  begin: (/** @type {string} */ title) => `Begin “${title}”`,
  done: (/** @type {number} */ minutes) => `Done, ${minutes} min`,
  stepOf: (/** @type {number} */ at, /** @type {number} */ of) => `Step ${at} of ${of}`,
  score: (/** @type {import("../progress.js").Taken} */ { met, goals, points, of }) =>
    `${met.length} of ${plural(goals, "goal")}, ${points} of ${plural(of, "point")}`,
  scenariosDone: (/** @type {number} */ done, /** @type {number} */ all) => `${done} of ${plural(all, "scenario")} done`,
  forgetSure: "Click again to forget it",
  forgotten: "This browser has forgotten what you did.",
};

translatable("pages", all);
