// The bar at the top: where you are, whether the line is up, export, theme, help.

/** @import { Send, ViewModel } from "../frames.js" */

import { top as words } from "../words/en.js";
import { el, icon, setAttribute, setText } from "./elements.js";
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
 * @param {HTMLElement} root
 * @param {Send} send
 */
export function createTop(root, send) {
  const trail = /** @type {HTMLElement} */ (root.querySelector(".crumbs"));
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
  root.append(session, el("div", { class: "tools" }, exporter, projector, themer, helper));

  const popup = createPopup(exporter, "exportm");
  exporter.addEventListener("click", () => popup.toggle());
  let drawn = "";

  /** @param {number} steps */
  function fillExport(steps) {
    const items = words.exportItems.map(([format, says, ending]) => {
      const does = () => {
        popup.close();
        send({ type: "export", format });
      };
      const item = el("li", { role: "menuitem", tabindex: -1, on: { click: does } });
      item.append(icon("download"), el("span", {}, says), el("span", { class: "faint mono" }, ending));
      return item;
    });
    const head = el("p", { class: "menu-h" }, el("b", {}, words.exportTrace), el("span", { class: "faint" }, words.steps(steps)));
    popup.fill(words.exportTrace, head, el("ul", { role: "none" }, ...items));
  }
  popup.onopen = () => fillExport(last?.edge.position ?? 0);
  /** @type {ViewModel|null} */
  let last = null;

  return {
    /** @param {ViewModel} vm */
    update(vm) {
      last = vm;
      const look = JSON.stringify([crumbs(vm), vm.connection.state, vm.role, vm.theme, vm.viewers, vm.projector]);
      if (look === drawn) return;
      drawn = look;
      const parts = crumbs(vm);
      trail.replaceChildren(...parts.map((text, i) =>
        el("li", {}, i === parts.length - 1 ? el("span", { "aria-current": "page" }, text) : el("a", { href: "/" }, text))
      ));
      document.title = `${parts.at(-1)} | Orbital Raft`;
      setAttribute(session, "data-state", vm.connection.state);
      const viewers = vm.connection.state === "open" && vm.viewers > 1;
      setText(said, viewers ? words.viewers(vm.viewers) : words.connection[vm.connection.state]);
      role.hidden = vm.role === "control";
      // quiet when all is well: one person at the controls needs no word about the line
      session.hidden = vm.connection.state === "open" && vm.viewers < 2 && vm.role === "control";
      setAttribute(projector, "aria-pressed", String(vm.projector === true));
      setAttribute(themer, "aria-label", words.theme(vm.theme === "dark" ? "light" : "dark"));
    },
  };
}
