// Text of a recording, in English.

import { count, seconds } from "./en.js";
import * as all from "./en_recording.js";
import { translatable } from "./translate.js";

/** @import { Recorded } from "../frames.js" */

const DATE = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "short" });

/** @param {number} s seconds since 1970 */
const date = (s) => DATE.format(s * 1000);

export const recording = {
  eyebrow: "Recording",
  text: "A session as it was recorded, in one file. Play it, step through it, ask of anything you see why it happened. Nothing in it can be changed.",
  keys: "Keys",
  line: (/** @type {Recorded} */ { source, difference, exported_s }) =>
    ["Recording", source, difference ? "not verified" : "verified", date(exported_s)].filter(Boolean).join(", "),
  isVerified: (/** @type {Recorded} */ { difference }) => (difference ? "not verified" : "verified"),
  facts: {
    source: "Made of",
    verified: "Verified",
    recorded: "Recorded",
    exported: "Page made",
    steps: "Events",
    length: "Length",
    engine: "Engine",
  },
  verified: (/** @type {Recorded["difference"]} */ difference) =>
    difference ? `No. It differs from its replay at event ${count(difference.position)}; the replay is shown, up to there.` : "Yes. It was executed again, and every event is the same.",
  date,
  length: (/** @type {number} */ us) => `${seconds(us)} s`,
  differs: (/** @type {number} */ position) => `Not verified: the replay differs at event ${count(position)}`,
};

translatable("recording", all);
