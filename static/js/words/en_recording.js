// Text of a recording, in English.

import { count, plural, seconds } from "./en.js";
import * as all from "./en_recording.js";
import { translatable } from "./translate.js";

/** @import { Imported, Recorded } from "../frames.js" */

const DATE = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "short" });

/** @param {number} s seconds since 1970 */
const date = (s) => DATE.format(s * 1000);

/** @param {Recorded} recorded */
function state({ difference, imported }) {
  if (imported) return imported.findings ? plural(imported.findings, "finding") : "no findings";
  return difference ? "not verified" : "verified";
}

export const recording = {
  eyebrow: "Recording",
  text: "A session as it was recorded, in one file. Play it, step through it, ask of anything you see why it happened. Nothing in it can be changed.",
  keys: "Keys",
  line: (/** @type {Recorded} */ recorded) =>
    [recorded.imported ? "Log" : "Recording", recorded.source, state(recorded), date(recorded.exported_s)].filter(Boolean).join(", "),
  isVerified: (/** @type {Recorded} */ recorded) => state(recorded),
  log: "Log",
  logText: "What another implementation printed, line by line. Nothing was executed: what the log says is believed, and checked. Why shows the line behind each event.",
  judged: (/** @type {Imported} */ { findings, judged }) =>
    findings ? `${plural(findings, "finding")}, each on the Safety tab.` : `All ${judged.length} properties that a log can be checked for hold.`,
  nodes: (/** @type {Imported} */ { nodes }) => Object.entries(nodes).filter(([id, name]) => id !== name).map(([id, name]) => `${id} is ${name}`).join(", "),
  facts: {
    source: "Made of",
    verified: "Verified",
    recorded: "Recorded",
    exported: "Page made",
    steps: "Events",
    length: "Length",
    engine: "Engine",
    form: "Form",
    checked: "Checked",
    nodes: "Servers",
  },
  verified: (/** @type {Recorded["difference"]} */ difference) =>
    difference ? `No. It differs from its replay at event ${count(difference.position)}; the replay is shown, up to there.` : "Yes. It was executed again, and every event is the same.",
  date,
  length: (/** @type {number} */ us) => `${seconds(us)} s`,
  differs: (/** @type {number} */ position) => `Not verified: the replay differs at event ${count(position)}`,
};

translatable("recording", all);
