// How one stands in a class, in one line under the top bar, with what can be done about it. Pure.

/** @import { ClassDocument } from "./frames.js" */

import { inLab as words } from "../words/en_class.js";
import { doingOf, presents } from "./dash_model.js";

/** @typedef {{key: string, title: string, text: string, button?: {says: string, does: () => void}}} Standing */

/**
 * What can be done from the line.
 * @typedef {object} Ways
 * @property {() => void} explore
 * @property {() => void} back
 * @property {() => void} giveBack
 * @property {() => void} take
 * @property {() => void} thaw
 * @property {() => void} dashboard
 */

/** The presenter's: nothing is said while all is as usual. @param {ClassDocument} known @param {Ways} ways @returns {Standing|null} */
function presenting({ head }, ways) {
  if (head.frozen) return { key: "frozen", title: words.youFroze, text: words.frozenSays, button: { says: words.thaw, does: ways.thaw } };
  if (head.control === null) return null;
  const button = { says: words.take, does: ways.take };
  return { key: `theirs ${head.control}`, title: words.theirs(head.control_name ?? ""), text: words.theirsSays, button };
}

/**
 * @param {ClassDocument} known
 * @param {"class"|"alone"|"earlier"} place in the presenter's room, in a private one, in one of what the class did before
 * @param {string} over why the class is over for this one
 * @param {Ways} ways
 * @returns {Standing|null}
 */
export function standingOf(known, place, over, ways) {
  const { head, me, lesson } = known;
  if (head.ended || over) return { key: "over", title: head.ended ? words.ended(head.presenter) : over, text: head.ended ? words.endedSays : "", button: presents(known) ? { says: words.dashboard, does: ways.dashboard } : undefined };
  if (presents(known)) return presenting(known, ways);
  if (head.frozen) return { key: "frozen", title: words.frozen(head.presenter), text: words.frozenSays };
  const back = { says: words.back, does: ways.back };
  if (place === "earlier") return { key: "earlier", title: words.earlier(doingOf(lesson)), text: words.earlierSays, button: back };
  if (place === "alone") return { key: "alone", title: words.alone, text: words.aloneSays, button: back };
  if (me.control) return { key: "yours", title: words.yours, text: words.yoursSays, button: { says: words.giveBack, does: ways.giveBack } };
  const button = { says: words.explore, does: ways.explore };
  const leads = head.control_name ?? head.presenter;
  const explores = me.role === "learner" ? button : undefined;
  if (!head.follow_me) return { key: `free ${leads}`, title: words.free(head.presenter), text: words.freeSays, button: explores };
  return { key: `following ${leads}`, title: words.following(leads), text: words.paused, button: explores };
}
