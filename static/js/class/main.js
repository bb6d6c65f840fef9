// The dashboard of a class: what the presenter sees of everybody, as it is now.

/** @import { ClassDocument } from "./frames.js" */
/** @import { Dash, DashView, Wish } from "./view_types.js" */

import { at } from "../base.js";
import { el } from "../views/elements.js";
import { dash as words, moving } from "../words/en_class.js";
import { ask, dashboardOf, labOf, ofClass, Refused } from "./ask.js";
import { showCode, showTicket } from "./code.js";
import { dashOf, doingOf, presents } from "./dash_model.js";
import { createGrid } from "./grid.js";
import { createHead } from "./head.js";
import { ClassLine } from "./line.js";
import { openMove } from "./move.js";
import { createPace } from "./pace.js";
import { createPolls } from "./polls.js";
import { applied } from "./state.js";

const MEMBERS_GONE = new Set([4401, 4404]);
const SAY_MS = 1500;
/** After a picture the page rests this many times as long as it took, but no longer than a second. */
const REST = 4;
const LONGEST_WAIT_MS = 800;

const page = /** @type {HTMLElement} */ (document.getElementById("class"));
const id = decodeURIComponent(location.hash.slice(1));

/** In the place of the dashboard: why there is none, and where to go. @param {string} title @param {string} says @param {...[string, string]} ways */
function showNothing(title, says, ...ways) {
  const links = ways.map(([href, text], i) => el("a", { class: i === 0 ? "btn primary" : "btn", href }, text));
  page.replaceChildren(el("div", { class: "oops" }, el("h1", {}, title), el("p", { class: "oops-t" }, says), el("p", { class: "hero-a" }, ...links)));
}

/** What has happened is told to a screen reader, and some of it at once. */
const say = (() => {
  const node = /** @type {HTMLElement} */ (document.getElementById("polite"));
  /** @type {string[]} */
  let waiting = [];
  return (/** @type {string} */ says) => {
    if (waiting.length === 0) {
      setTimeout(() => {
        node.textContent = waiting.slice(-3).join(" ");
        waiting = [];
      }, SAY_MS);
    }
    waiting.push(says);
  };
})();

/** The code of the class, which opens large, and how many came with it. */
function createCode() {
  const place = document.getElementById("session");
  /** @type {Dash|null} */
  let last = null;
  const code = el("span", { class: "code" });
  const many = el("b", { class: "num" });
  const open = () => last && showCode(id, last.code, last.link, say);
  const button = el("button", { class: "codeb", type: "button", on: { click: open } }, el("span", { class: "faint", "aria-hidden": "true" }, words.join), code, many);
  const node = el("div", { class: "session" }, button);
  place?.replaceWith(node);
  return {
    /** @param {Dash} dash */
    update(dash) {
      last = dash;
      node.hidden = dash.over;
      code.textContent = dash.code;
      many.textContent = String(dash.students.length);
      button.setAttribute("aria-label", `${words.showCode(dash.code)}, ${words.people(dash.students.length)}`);
    },
  };
}

/** @param {Wish} wish */
async function carryOut(wish) {
  const member = "member" in wish && wish.member ? `/members/${encodeURIComponent(wish.member)}` : "";
  const doings = {
    follow: () => ask("PATCH", ofClass(id), { follow_me: on }),
    freeze: () => ask("PATCH", ofClass(id), { frozen: on }),
    lock: () => ask("PATCH", ofClass(id), { locked: on }),
    hide_names: () => ask("PATCH", ofClass(id), { names_hidden: on }),
    control: () => ask("POST", ofClass(id, "/control"), { member: "member" in wish ? wish.member : null }),
    reveal: () => ask("POST", ofClass(id, "/reveal"), { question: "question" in wish ? wish.question : "", revealed: on }),
    present: () => ask("POST", ofClass(id, `${member}/role`), { role: on ? "presenter" : "learner" }),
    remove: () => ask("POST", ofClass(id, `${member}/remove`), {}),
    ticket: async () => {
      const { ticket, minutes } = await ask("POST", ofClass(id, `${member}/ticket`), {});
      const name = known?.rows?.find((row) => "member" in wish && row.id === wish.member)?.name ?? "";
      showTicket(id, name, `${location.origin}${at("/join")}#ticket=${id}.${ticket}`, minutes, say);
    },
    forget: () => ask("POST", ofClass(id, `${member}/forget`), {}),
    call: async () => {
      await ask("POST", ofClass(id, "/call"), {});
      say(words.called);
    },
    move: () => known && openMove(id, known),
    end: () => ask("POST", ofClass(id, "/end"), {}),
    delete: async () => {
      await ask("DELETE", ofClass(id), {});
      location.replace(at("/classroom"));
    },
  };
  const on = "on" in wish ? wish.on : true;
  try {
    await doings[wish.type]();
    trouble.replaceChildren();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    trouble.replaceChildren(el("b", {}, error.message), error.then);
  }
}

const trouble = el("div", { class: "trouble", role: "alert" });

/** @returns {DashView[]} */
function createViews() {
  const head = el("div");
  const pace = el("section", { class: "pace", "aria-label": words.where });
  const polls = el("section", { class: "dist", "aria-label": words.answersLabel });
  const top = el("div", { class: "cl-top" }, pace, polls);
  const grid = el("section", { class: "gridsec", id: "students", "aria-label": words.students, tabindex: 0 });
  page.replaceChildren(head, trouble, top, grid);
  return [
    createCode(),
    createHead(head, carryOut, { lab: labOf(id), projector: labOf(id, { mode: "projector" }), traces: at(`/api${ofClass(id, "/traces")}`), gradebook: at(`/api${ofClass(id, "/gradebook?names=1")}`) }),
    { update: (dash) => void (top.hidden = dash.steps === 0) },
    createPace(pace),
    createPolls(polls, carryOut),
    createGrid(grid, carryOut),
  ];
}

/** @type {ClassDocument|null} */
let known = null;
/** @type {"open"|"lost"} */
let lineState = "open";
/** @type {DashView[]} */
let views = [];
let asked = false;
let drawn_ms = 0;
let took_ms = 0;

function drawNow() {
  asked = false;
  if (!known) return;
  const began_ms = performance.now();
  if (views.length === 0) views = createViews();
  const dash = dashOf(known, lineState, location.origin + at(""));
  document.title = `${dash.group || dash.title} | Orbital Raft`;
  for (const view of views) view.update(dash);
  // with the layout that it takes
  void page.offsetHeight;
  drawn_ms = performance.now();
  took_ms = drawn_ms - began_ms;
}

/** Drawn once for all that came since; a class of hundreds leaves the page most of its time. */
function draw() {
  if (asked) return;
  asked = true;
  const wait_ms = Math.min(LONGEST_WAIT_MS, drawn_ms + REST * took_ms - performance.now());
  setTimeout(() => requestAnimationFrame(drawNow), Math.max(0, wait_ms));
}

/** @param {ClassDocument|null} before @param {ClassDocument} now */
function tellNewcomers(before, now) {
  if (!before?.rows || !now.rows) return;
  const there = new Set(before.rows.map((row) => row.id));
  const names = now.rows.filter((row) => !there.has(row.id)).map((row) => row.name);
  if (names.length > 0) say(words.joined(names));
}

/** @param {ClassDocument|null} before @param {ClassDocument} now */
function tellMove(before, now) {
  if (before && before.me.room.room !== now.me.room.room) say(moving.moved(doingOf(now.lesson)));
}

/** Who opened the class on another device has the instructor key, and is its owner here as well. */
async function enter() {
  try {
    return await ask("GET", ofClass(id));
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== "not_a_member") throw error;
    await ask("POST", ofClass(id, "/owner"), {});
    return await ask("GET", ofClass(id));
  }
}

async function start() {
  if (!id) return location.replace(at("/classroom"));
  try {
    known = await enter();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const isGone = error.status === 404 || error.status === 410;
    if (isGone) showNothing(words.gone, words.goneSays, [at("/classroom"), words.openOne], [at("/join"), words.joinOne]);
    else showNothing(words.notYours, words.notYoursSays, [at("/classroom"), words.openOne], [at("/join"), words.joinOne]);
    return;
  }
  if (known && !presents(known)) return location.replace(labOf(id));
  draw();
  const line = new ClassLine(id, {
    frame: (frame) => {
      const before = known;
      known = applied(known, frame);
      if (known) tellNewcomers(before, known);
      if (known) tellMove(before, known);
      draw();
    },
    line: (state, code) => {
      if (MEMBERS_GONE.has(code)) return showNothing(words.gone, words.goneSays, [at("/classroom"), words.openOne]);
      lineState = state === "lost" ? "lost" : "open";
      draw();
    },
  });
  line.connect();
}

addEventListener("hashchange", () => location.hash !== `#students` && dashboardOf(id) !== at(`/class${location.hash}`) && location.reload());
await start();
