// The bar at the top: where you are, whether the line is up, export, theme, help.

/** @import { Send, ViewModel } from "../frames.js" */

import { at } from "../base.js";
import { top as words } from "../words/en.js";
import { recording } from "../words/en_recording.js";
import { replay } from "../words/en_side.js";
import { el, icon, setAttribute } from "./elements.js";
import { createPopup } from "./popup.js";

/**
 * @param {string} name
 * @param {string} label
 * @param {() => void} does
 */
function tool(name, label, does) {
  return el("button", { class: "btn ghost icon", type: "button", "aria-label": label, on: { click: does } }, icon(name));
}

/** @param {ViewModel} vm @returns {string[]} */
function crumbs(vm) {
  if (!vm.lesson) return [vm.title || words.lab];
  return vm.title && vm.title !== vm.lesson.title ? [vm.lesson.title, vm.title] : [vm.lesson.title];
}

/**
 * What is said of the line to the room, or that this is a recording and has none.
 * @param {ViewModel} vm
 * @returns {(Node|string)[]}
 */
function sessionLine({ recorded, connection, viewers }) {
  if (!recorded) return [connection.state === "open" && viewers > 1 ? words.viewers(viewers) : words.connection[connection.state]];
  const sign = el("span", { class: "rec-ok" }, icon(recorded.difference || recorded.imported?.findings ? "alert" : "check"), el("span", {}, recording.isVerified(recorded)));
  return [el("b", {}, recorded.imported ? recording.log : recording.eyebrow), el("span", { class: "rec-of" }, recorded.source), sign, el("span", { class: "rec-at faint" }, recording.date(recorded.exported_s))];
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export function createTop(root, send) {
  const trail = /** @type {HTMLElement} */ (root.querySelector(".crumbs"));
  const language = root.querySelector(".language");
  const dot = el("i", { class: "livedot" });
  const said = el("span", {});
  const role = el("span", { class: "chip" }, words.watching);
  const session = el("div", { class: "session", role: "group", "aria-label": words.session }, dot, said, role);
  const exporter = el("button", { class: "btn ghost exp", type: "button", "aria-haspopup": "menu", "aria-expanded": "false" });
  exporter.append(icon("export"), el("span", { class: "lbl" }, words.exportTrace));
  const projector = tool("cast", words.projector, () => send({ type: "projector" }));
  projector.classList.add("proj");
  const themer = tool("theme", "", () => send({ type: "theme" }));
  const helper = tool("help", words.help, () => send({ type: "help" }));
  const verified = el("span", { class: "chip ok", hidden: true }, icon("check"), el("span", {}, replay.verified));
  root.append(verified, session, el("div", { class: "tools" }, exporter, projector, ...(language ? [language] : []), themer, helper));

  const popup = createPopup(exporter, "exportm");
  exporter.addEventListener("click", () => popup.toggle());
  let drawn = "";

  /** @param {number} steps @param {boolean} offline an offline page hands out what it was made of, and not itself */
  function fillExport(steps, offline) {
    /** @param {string} name @param {string} says @param {string} ending @param {import("../frames.js").Action} action */
    const entry = (name, says, ending, action) => {
      const does = () => {
        popup.close();
        send(action);
      };
      const item = el("li", { role: "menuitem", tabindex: -1, on: { click: does } });
      item.append(icon(name), el("span", {}, says), el("span", { class: "faint mono" }, ending));
      return item;
    };
    const items = [
      ...words.exportItems.filter(([format]) => !offline || format === "trace" || format === "script").map(([format, says, ending]) => entry("download", says, ending, { type: "export", format })),
      ...(offline ? [] : [entry("copy", words.copyScript, "", { type: "copy_script" }), entry("link", words.copyLink, "", { type: "copy_link" })]),
    ];
    const head = el("p", { class: "menu-h" }, el("b", {}, words.exportTrace), el("span", { class: "faint" }, words.steps(steps)));
    const tools = words.toolItems.map(([format, says, ending]) => entry("download", says, ending, { type: "export", format }));
    const lists = [el("ul", { role: "none" }, ...items), offline ? null : el("ul", { role: "group", "aria-label": words.exportTools }, ...tools)];
    popup.fill(words.exportTrace, head, ...lists.filter((list) => list !== null));
  }
  popup.onopen = () => fillExport(last?.edge.position ?? 0, Boolean(last?.recorded));
  /** @type {ViewModel|null} */
  let last = null;

  return {
    /** @param {ViewModel} vm */
    update(vm) {
      last = vm;
      const look = JSON.stringify([crumbs(vm), vm.connection.state, vm.role, vm.theme, vm.viewers, vm.replay, vm.projector]);
      if (look === drawn) return;
      drawn = look;
      const parts = crumbs(vm);
      trail.replaceChildren(...parts.map((text, i) =>
        el("li", {}, i === parts.length - 1 ? el("span", { "aria-current": "page" }, text) : vm.recorded ? text : el("a", { href: at("/") }, text))
      ));
      document.title = `${parts.at(-1)} | Orbital Raft`;
      setAttribute(session, "data-state", vm.connection.state);
      said.replaceChildren(...sessionLine(vm));
      setAttribute(session, "data-recorded", vm.recorded ? (vm.recorded.difference || vm.recorded.imported?.findings ? "differs" : "verified") : null);
      exporter.hidden = Boolean(vm.recorded?.imported);
      setAttribute(session, "aria-label", vm.recorded ? recording.eyebrow : words.session);
      setAttribute(session, "title", vm.recorded ? recording.line(vm.recorded) : null);
      role.hidden = vm.role === "control" || Boolean(vm.recorded);
      verified.hidden = !vm.replay?.verified;
      if (vm.replay) setAttribute(verified, "title", replay.of(vm.replay));
      // quiet when all is well: one person at the controls needs no word about the line
      session.hidden = vm.connection.state === "open" && vm.viewers < 2 && vm.role === "control";
      setAttribute(projector, "aria-pressed", String(vm.projector === true));
      setAttribute(themer, "aria-label", words.theme(vm.theme === "dark" ? "light" : "dark"));
    },
  };
}
