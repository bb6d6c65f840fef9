// The State tab: one server as Figure 2 of the paper draws it, box by box.

import { steadyMark } from "../../steady.js";
import { words } from "../../words/en_panels.js";
import { el, roleGlyph, setAttribute, setText } from "../elements.js";
import { countUpTo, createFold } from "../fold.js";
import { patch } from "../patch.js";
import { configurationBox, diskBox, leaderBox, persistentBox, practiceBox, volatileBox, votesBox } from "./state_boxes.js";

/**
 * @import { Server, State, Step } from "../../frames.js"
 * @import { Send, ViewModel } from "../../view_types.js"
 */

const REFRESH_US = 200_000; // ages are told anew this often while time runs
const REFRESH_MS = 450; // and so, by the clock of the person, is all that a heartbeat changes

/** @typedef {Map<string, {position: number, time_us: number}[]>} RoleChanges */

/**
 * When each server last changed its role.
 * @param {RoleChanges} changes
 * @param {Step} step
 */
function takeRoles(changes, step) {
  for (const event of step.events) {
    if (event.kind !== "RoleChanged" && event.kind !== "ServerRestarted" && event.kind !== "ServerCrashed") continue;
    const list = changes.get(event.server) ?? [];
    list.push({ position: step.position, time_us: step.time_us });
    changes.set(event.server, list);
  }
}

/**
 * @param {ViewModel} vm
 * @returns {string} the server that is selected, or that owns what is selected
 */
export function serverOf(vm, fallback = "") {
  const ids = Object.keys(vm.state?.servers ?? {});
  const { selection } = vm;
  const wanted = selection?.kind === "server" ? selection.id : selection?.kind === "entry" ? selection.server : fallback;
  return ids.includes(wanted) ? wanted : ids[0] ?? "";
}

export class StateTab {
  node = el("div", { class: "tabp state", id: "tab-state", role: "tabpanel", "aria-labelledby": "tab-of-state" });
  #picker = el("div", { class: "st-pick seg", role: "group", "aria-label": words.state.server });
  #heading = el("p", { class: "st-h" });
  #boxes = el("div", { class: "st-boxes" });
  #machine = el("details", { class: "f2m" }, el("summary"), el("dl"));
  #roles = createFold(() => /** @type {RoleChanges} */ (new Map()), takeRoles);
  #server = "";
  /** @type {{server: Server|null, previous: Server|null, time_us: number, id: string}} */
  #shown = { server: null, previous: null, time_us: 0, id: "" };
  #drawn_ms = -Infinity;
  /** @type {object|null} */
  #mark = null;
  /** @type {Server["kv"]|null} */
  #kv = null;

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    this.node.append(this.#picker, this.#heading, this.#boxes, this.#machine);
    this.#machine.hidden = true;
    this.#machine.addEventListener("toggle", () => this.#drawMachine(true));
  }

  /** @param {ViewModel} vm */
  update(vm) {
    if (!vm.state) return;
    this.#server = serverOf(vm, this.#server);
    const server = vm.state.servers[this.#server];
    if (!server) return;
    const previous = vm.previous?.servers[this.#server] ?? null;
    const shown = this.#shown;
    const same = shown.server === server && shown.previous === previous && shown.id === this.#server;
    if (same && Math.abs(vm.time_us - shown.time_us) < REFRESH_US) return;
    const now_ms = performance.now();
    const mark = steadyMark(vm.state.servers);
    if (vm.rate && shown.id === this.#server && mark === this.#mark && now_ms - this.#drawn_ms < REFRESH_MS) return;
    this.#drawn_ms = now_ms;
    this.#mark = mark;
    this.#shown = { server, previous, time_us: vm.time_us, id: this.#server };
    this.#drawPicker(Object.keys(vm.state.servers));
    this.#drawHeading(vm, server);
    this.#drawBoxes(vm, vm.state, server, previous);
    this.#kv = server.kv;
    this.#drawMachine(false);
  }

  /** @param {string[]} ids */
  #drawPicker(ids) {
    const key = ids.join();
    if (this.#picker.dataset.key !== key) {
      this.#picker.dataset.key = key;
      this.#picker.replaceChildren(...ids.map((id) => {
        const pick = () => this.send({ type: "select", selection: { kind: "server", id } });
        return el("button", { type: "button", "data-server": id, on: { click: pick } }, id);
      }));
    }
    for (const button of this.#picker.children) {
      setAttribute(button, "aria-pressed", String(button.getAttribute("data-server") === this.#server));
    }
  }

  /**
   * @param {ViewModel} vm
   * @param {Server} server
   */
  #drawHeading(vm, server) {
    const changes = this.#roles.sync(vm.branch, vm.steps).get(this.#server) ?? [];
    const since = changes[countUpTo(changes, vm.position, (change) => change.position) - 1]?.time_us ?? null;
    const left = server.timer?.fires_at_us ? server.timer.fires_at_us - vm.time_us : null;
    patch(this.#heading, [
      roleGlyph(server),
      el("b", {}, [this.#server, vm.names[this.#server]].filter(Boolean).join(" ")),
      el("span", { class: "muted" }, words.state.role(server, since, left)),
    ]);
  }

  /**
   * @param {ViewModel} vm
   * @param {State} state
   * @param {Server} server
   * @param {Server|null} previous
   */
  #drawBoxes(vm, state, server, previous) {
    const boxes = [
      persistentBox(server, previous),
      diskBox(server, vm.time_us),
      volatileBox(server, previous),
      votesBox(server),
      practiceBox(server, vm.time_us),
      leaderBox(this.#server, server, previous, vm.time_us, state.settings.election_timeout[0]),
      configurationBox(server, previous),
    ];
    patch(this.#boxes, boxes.filter((box) => box !== null));
  }

  /** The keys are only listed while the list is open. @param {boolean} toggled */
  #drawMachine(toggled) {
    const kv = this.#kv ?? {};
    const keys = Object.keys(kv).sort();
    const [summary, list] = this.#machine.children;
    this.#machine.hidden = false;
    setText(summary, words.state.machine(keys.length));
    if (!this.#machine.open && !toggled) return;
    list.replaceChildren(...(this.#machine.open ? keys : []).map((key) => el("div", {}, el("dt", {}, key), el("dd", { class: "num" }, kv[key]))));
  }
}

