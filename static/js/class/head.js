// The head of the dashboard: what is taught to whom, who follows, and what the presenter can do to the whole class.

/** @import { Ask, Dash, DashView } from "./view_types.js" */

import { el, icon, setAttribute, setText } from "../views/elements.js";
import { dash as words, moving } from "../words/en_class.js";
import { createSure } from "./sure.js";

/** @param {Dash} dash */
function seeing({ students, follow }) {
  const many = (/** @type {string} */ place) => students.filter((one) => one.place === place).length;
  if (!follow && students.length > 0) return words.everyoneAlone;
  return words.seeing(many("following"), students.length, many("exploring"), many("away"));
}

/** The switch that takes the class along. @param {Ask} ask */
function createBroadcast(ask) {
  const title = el("b");
  const says = el("span");
  const toggle = el("button", { class: "switch", type: "button", role: "switch", "aria-label": words.follow }, el("i"));
  const call = createSure(words.call, words.callSure, () => ask({ type: "call" }));
  call.title = words.callSays;
  call.className = "btn sm";
  const node = el("div", { class: "bcast", role: "group", "aria-label": words.broadcast }, el("div", {}, title, says), call, toggle);
  let on = false;
  toggle.addEventListener("click", () => ask({ type: "follow", on: !on }));
  return {
    node,
    /** @param {Dash} dash */
    update(dash) {
      on = dash.follow;
      node.classList.toggle("on", on);
      node.hidden = dash.over;
      call.hidden = !dash.students.some(({ place }) => place === "exploring");
      setText(title, on ? words.followOn : words.followOff);
      setText(says, seeing(dash));
      setAttribute(toggle, "aria-checked", String(on));
    },
  };
}

/** One line each: frozen, locked, who has the control. @param {Dash} dash @param {Ask} ask */
function strips(dash, ask) {
  const line = (/** @type {string} */ title, /** @type {string} */ says, /** @type {string} */ undo, /** @type {() => void} */ does, fault = false) =>
    el("p", { class: fault ? "strip err" : "strip" }, el("b", {}, title), el("span", {}, says), el("button", { class: "btn sm", type: "button", on: { click: does } }, undo));
  const holder = dash.students.find(({ control }) => control);
  if (dash.over) return [el("p", { class: "strip" }, el("b", {}, words.ended), el("span", {}, words.endedSays))];
  return [
    dash.line === "lost" && el("p", { class: "strip err" }, el("b", {}, words.lost), el("span", {}, words.lostSays)),
    dash.frozen && line(words.frozen, words.frozenSays, words.thaw, () => ask({ type: "freeze", on: false })),
    dash.locked && line(words.locked, words.lockedSays, words.unlock, () => ask({ type: "lock", on: false })),
    holder && line(words.controlOf(holder.name), words.controlSays, words.takeBack, () => ask({ type: "control", member: null })),
  ].filter((one) => one !== false && one !== undefined);
}

/**
 * @param {HTMLElement} root
 * @param {Ask} ask
 * @param {{lab: string, projector: string, traces: string, gradebook: string}} ways where its links lead
 * @returns {DashView}
 */
export function createHead(root, ask, { lab, projector: wall, traces, gradebook }) {
  const group = el("span", { class: "eyebrow" });
  const title = el("h1");
  const broadcast = createBroadcast(ask);
  const freeze = el("button", { class: "btn", type: "button", title: words.freezeSays }, icon("pause"), words.freeze);
  const lock = el("button", { class: "btn", type: "button", title: words.lockSays }, icon("lock"), words.lock);
  const end = createSure(words.end, words.endSure, () => ask({ type: "end" }));
  const erase = createSure(words.erase, words.eraseSure, () => ask({ type: "delete" }));
  const desk = el("a", { class: "btn primary", href: lab }, icon("play"), words.openLab);
  const move = el("button", { class: "btn", type: "button", title: moving.openSays, "aria-haspopup": "dialog" }, icon("nexti"), moving.open);
  const projector = el("a", { class: "btn", href: wall, target: "_blank" }, icon("cast"), words.projector);
  const ways = el(
    "div",
    { class: "cl-a" },
    desk,
    move,
    projector,
    el("a", { class: "btn", href: traces, download: "", title: words.tracesSays }, icon("download"), words.traces),
    el("a", { class: "btn ghost", href: `${traces}?names=1`, download: "" }, words.tracesNamed),
    el("a", { class: "btn", href: gradebook, download: "", title: words.gradebookSays }, icon("download"), words.gradebook),
    el("span", { class: "gap" }),
    freeze,
    lock,
    end,
    erase,
  );
  const lines = el("div", { role: "group" });
  root.append(el("header", { class: "cl-h" }, el("div", {}, group, title), broadcast.node, ways), lines);
  move.addEventListener("click", () => ask({ type: "move" }));
  freeze.addEventListener("click", () => ask({ type: "freeze", on: true }));
  lock.addEventListener("click", () => ask({ type: "lock", on: true }));
  let drawn = "";
  return {
    update(dash) {
      setText(group, dash.group);
      setText(title, dash.title);
      broadcast.update(dash);
      freeze.hidden = dash.frozen || dash.over;
      lock.hidden = dash.locked || dash.over;
      end.hidden = dash.over || !dash.owner;
      erase.hidden = !dash.over || !dash.owner;
      desk.hidden = move.hidden = projector.hidden = dash.over;
      const holder = dash.students.find(({ control }) => control)?.name;
      const look = JSON.stringify([dash.frozen, dash.locked, dash.over, dash.line, holder]);
      if (look !== drawn) lines.replaceChildren(...strips(dash, ask));
      drawn = look;
    },
  };
}
