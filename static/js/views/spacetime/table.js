// The events in view as a table, for whoever does not look at drawings; each row selects its event.

/** @import { Send, Step } from "../../frames.js" */
/** @import { Happening, History } from "./history.js" */

import { narrate } from "../../narrate.js";
import { seconds } from "../../words/en.js";
import { words } from "../../words/en_spacetime.js";
import { el } from "../elements.js";
import { countUpTo, stepAt } from "../fold.js";
import { isQuiet } from "./history.js";
import { eventSelection } from "./pick.js";

const MOST_ROWS = 200;

/**
 * What happened in a stretch of time, quiet heartbeats left out where they are hidden.
 * @param {History} history
 * @param {{from_us: number, to_us: number}} stretch
 * @param {boolean} heartbeats
 * @returns {Happening[]}
 */
export function happeningsIn({ happenings }, { from_us, to_us }, heartbeats) {
  const first = countUpTo(happenings, from_us - 1, ({ time_us }) => time_us);
  const end = countUpTo(happenings, to_us, ({ time_us }) => time_us);
  return happenings.slice(first, end).filter((happening) => heartbeats || !isQuiet(happening));
}

/** @param {Send} send */
export function createTable(send) {
  const node = el("div", { class: "st-table", hidden: true });
  let drawn = "";

  /** @param {Happening} happening @param {Step[]} steps @param {number|null} selected */
  function row({ position, time_us, servers, arrived }, steps, selected) {
    const step = stepAt(steps, position);
    const show = () => send({ type: "select", selection: eventSelection(position) });
    const flight = arrived ? words.rows.flight(arrived.type, arrived.from, arrived.sent.time_us) : "";
    const says = el("button", { type: "button", on: { click: show } }, step ? narrate(step).join(" ") : "");
    return el(
      "tr",
      { "aria-current": selected === position ? "true" : null },
      el("th", { scope: "row", class: "num" }, seconds(time_us)),
      el("td", {}, servers.join(", ")),
      el("td", {}, says),
      el("td", { class: "faint" }, flight),
    );
  }

  return {
    node,
    /**
     * @param {History} history
     * @param {Step[]} steps
     * @param {{from_us: number, to_us: number}} stretch
     * @param {boolean} heartbeats
     * @param {number|null} selected
     */
    update(history, steps, stretch, heartbeats, selected) {
      const found = happeningsIn(history, stretch, heartbeats);
      const key = JSON.stringify([found[0]?.position, found.length, found[found.length - 1]?.position, selected]);
      if (key === drawn) return;
      drawn = key;
      const { rows } = words;
      const head = el("tr", {}, ...[rows.time, rows.server, rows.what, rows.message].map((text) => el("th", { scope: "col" }, text)));
      const body = found.slice(0, MOST_ROWS).map((happening) => row(happening, steps, selected));
      const table = el("table", {}, el("caption", {}, rows.label(stretch.from_us, stretch.to_us)), el("thead", {}, head), el("tbody", {}, ...body));
      const rest = found.length - body.length;
      node.replaceChildren(table, ...[found.length === 0 ? rows.none : rest > 0 ? rows.more(rest) : ""].filter(Boolean).map((text) => el("p", { class: "muted" }, text)));
    },
  };
}
