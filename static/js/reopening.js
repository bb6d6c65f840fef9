// A lesson is in the language of who opened it; who picked another meanwhile may have the same run in that one.

/** @import { Lab } from "./lab.js" */
/** @import { ServerFrame } from "./frames.js" */
/** @import { Seat } from "./session.js" */

import { downloadUrl, enterHere, openRoom } from "./session.js";
import { goneOn as words } from "./words/en.js";

/**
 * @param {Lab} lab
 * @param {Seat} seat
 * @param {Extract<ServerFrame, {type: "welcome"}>} frame
 */
export function offerLanguage(lab, seat, { role, language, lesson }) {
  const wanted = document.documentElement.lang;
  if (role !== "control" || wanted === language || !lesson?.languages.includes(wanted)) return;
  const name = new Intl.DisplayNames([wanted], { type: "language" }).of(language) ?? language;
  lab.notify({ says: words.otherLanguage(name), action: { says: words.reopen, does: () => void reopen(lab, seat) } });
}

/** @param {Lab} lab @param {Seat} seat */
async function reopen(lab, seat) {
  const answer = await fetch(downloadUrl(seat, "trace", lab.playhead.branch)).catch(() => null);
  if (!answer?.ok) return;
  try {
    enterHere(await openRoom({ trace: await answer.text(), resume: true }));
  } catch (error) {
    lab.notify({ says: error instanceof Error ? error.message : String(error) });
  }
}
