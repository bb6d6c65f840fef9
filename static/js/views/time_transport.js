// The row above the lanes: step, play, speed, clock, branch, live edge.

import { words } from "../words/en_panels.js";
import { el, icon, setAttribute, setHidden, setProperty, setText } from "./elements.js";
import { createPicker } from "./time_branches.js";

/**
 * @import { Send, ViewModel } from "../view_types.js"
 * @import { Forks } from "./time_branches.js"
 */

export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20];

/**
 * The stop nearest to a speed; the stops are about evenly far apart on a log scale.
 * @param {number} speed
 */
export function nearestStop(speed) {
  let nearest = 0;
  SPEEDS.forEach((stop, i) => {
    if (Math.abs(Math.log(stop / speed)) < Math.abs(Math.log(SPEEDS[nearest] / speed))) nearest = i;
  });
  return nearest;
}

/**
 * @param {string} name
 * @param {string} label
 * @param {() => void} act
 */
function button(name, label, act) {
  return el("button", { class: "btn ghost icon", type: "button", "aria-label": label, title: label, on: { click: act } }, icon(name));
}

/** @param {Send} send */
function createSpeed(send) {
  const input = el("input", { type: "range", class: "slider", min: 0, max: SPEEDS.length - 1, step: 1, "aria-label": words.time.speed });
  const now = el("span", { class: "num cur", "aria-hidden": "true" });
  const node = el("label", { class: "speed" }, el("span", { class: "num slow", "aria-hidden": "true" }, words.time.times(SPEEDS[0])), input, now);
  input.addEventListener("input", () => send({ type: "speed", value: SPEEDS[Number(input.value)] }));
  input.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") event.stopPropagation();
  });
  return {
    node,
    /** @param {number} speed */
    update(speed) {
      const stop = nearestStop(speed);
      if (document.activeElement !== input || input.value !== String(stop)) input.value = String(stop);
      setText(now, words.time.times(speed));
      setAttribute(input, "aria-valuetext", words.time.times(speed));
      setProperty(input, "--at", String(stop / (SPEEDS.length - 1)));
    },
  };
}

/** @param {Send} send */
export function createTransport(send) {
  /** @type {ViewModel|null} */
  let vm = null;
  let shown = "";
  const playIcon = icon("play");
  const play = el("button", { class: "btn primary icon play", type: "button", on: { click: toggle } }, playIcon);
  const group = el(
    "div",
    { class: "tgroup", role: "group", "aria-label": words.time.transport },
    button("previ", words.time.previousInteresting, () => send({ type: "interesting", by: -1 })),
    button("stepb", words.time.back, () => send({ type: "step", by: -1 })),
    play,
    button("stepf", words.time.forward, () => send({ type: "step", by: 1 })),
    button("nexti", words.time.nextInteresting, () => send({ type: "interesting", by: 1 })),
  );
  const speed = createSpeed(send);
  const held = el("span", { class: "held", hidden: true }, icon("lock"), words.time.held);
  const clock = el("b", { class: "num" });
  const event = el("span", { class: "num faint ev" });
  const picker = createPicker(send);
  const edge = el("span");
  const live = el("button", { class: "btn live", type: "button", on: { click: () => send({ type: "live" }) } }, icon("live"), edge);
  const compare = el("button", { class: "btn ghost compare", type: "button", title: words.time.compareKey, on: { click: () => send({ type: "compare", branch: "previous" }) } }, icon("compare"), words.tabs.compare);
  // the sides share the room evenly, so that the clock stays where it is whatever they hold
  const node = el(
    "div",
    { class: "transport" },
    el("div", { class: "tside" }, group, speed.node, held),
    el("span", { class: "clock" }, clock, el("span", { class: "faint" }, words.time.unit), event),
    el("div", { class: "tside end" }, picker.node, compare, live),
  );

  function toggle() {
    if (vm?.held && !vm.playing) send({ type: "toast", says: words.time.heldToast });
    else send({ type: vm?.playing ? "pause" : "play" });
  }

  return {
    node,
    /**
     * @param {ViewModel} next
     * @param {Forks} forks
     */
    update(next, forks) {
      vm = next;
      setText(clock, words.time.clock(next.time_us));
      picker.update(next, forks);
      setHidden(compare, next.branches.length < 2);
      setAttribute(compare, "aria-pressed", String(Boolean(next.compare)));
      const look = `${next.position} ${next.playing} ${next.held} ${next.speed} ${next.live}`;
      if (look === shown) return;
      shown = look;
      setText(event, words.time.event(next.position));
      setAttribute(/** @type {Element} */ (playIcon.firstChild), "href", next.playing ? "#i-pause" : "#i-play");
      const label = next.playing ? words.time.pause : next.held ? words.time.playHeld : words.time.play;
      setAttribute(play, "aria-label", label);
      setAttribute(play, "title", label);
      setHidden(held, !next.held);
      speed.update(next.speed);
      setAttribute(live, "aria-pressed", String(next.live));
      setText(edge, next.recorded ? words.time.end : words.time.live);
    },
  };
}
