// The clients: one line to write and read, and what became of the latest requests.

/** @import { Client, Send, State, ViewModel } from "../frames.js" */
/** @import { Outcome } from "../outcomes.js" */

import { createJoin } from "../keyed.js";
import { outcomesOf, stepOf } from "../outcomes.js";
import { steadyMark } from "../steady.js";
import { client as words, toast } from "../words/en.js";
import { el, icon, setAttribute, setHidden, setText } from "./elements.js";
import { createPopup } from "./popup.js";

const OUTCOMES = 6;
const CLIENTS = 3;

/** @typedef {"write"|"cas"|"read"} Kind */

const KINDS = /** @type {Kind[]} */ (["write", "cas", "read"]);

const closeSheet = () => delete document.body.dataset.sheet;

/**
 * Whom a request goes to when no server is fixed: the leader this client believes in, else the
 * lowest server that is up.
 * @param {Client|undefined} client
 * @param {State} state
 */
function believed(client, state) {
  if (client?.leader) return client.leader;
  return Object.entries(state.servers).find(([, server]) => server.up)?.[0] ?? null;
}

/** Words of the script that hold blanks or marks are quoted. @param {string} word */
export function quoted(word) {
  return /^[\w.+-]+$/.test(word) ? word : `"${word.replace(/[\\"]/g, "\\$&")}"`;
}

/** @param {string} name @param {string} label @param {string} value */
function field(name, label, value) {
  return el("input", { class: "input mono", name, "aria-label": label, value, autocomplete: "off", spellcheck: "false", maxlength: 40 });
}

/** @param {string} name @param {string} label @param {readonly (readonly [string, string])[]} options */
function choice(name, label, options) {
  const made = options.map(([value, says]) => el("option", { value }, says));
  return el("select", { class: "input", name, "aria-label": label }, ...made);
}

/** @param {Outcome} outcome */
function mark({ kind }) {
  if (kind === "okk") return icon("check");
  if (kind === "pend") return el("i", { class: "spin" });
  if (kind === "redirected") return icon("transfer");
  if (kind === "refusal") return icon("cross");
  return el("b", {}, { unk: "?", differs: "≠", read: "=" }[kind]);
}

/** @param {Outcome} outcome @param {HTMLLIElement} node @param {() => void} choose */
function drawOutcome(outcome, node, choose) {
  const look = `${outcome.kind} ${outcome.what} ${outcome.note}`;
  if (node.dataset.look === look) return;
  node.dataset.look = look;
  node.className = outcome.kind;
  node.title = `${outcome.client}: ${outcome.what} ${outcome.note}`;
  const button = /** @type {HTMLButtonElement} */ (node.firstElementChild);
  const note = el("span", { class: "faint" }, outcome.note);
  button.replaceChildren(mark(outcome), el("span", { class: "mono" }, outcome.what), note);
  button.onclick = choose;
}

class ClientStrip {
  #picker = choice("client", words.pick, []);
  #kinds = KINDS.map((kind) => el("button", { type: "button", on: { click: () => this.#pick(kind) } }, words[kind]));
  #key = field("key", words.key, "x");
  #value = field("value", words.value, "1");
  #how = choice("how", words.how, words.writes);
  #expected = field("expected", words.expected, "1");
  #mode = choice("read", words.mode, words.reads);
  #go = el("button", { class: "btn go", type: "submit" }, words.send);
  #aim = el("button", { class: "btn icon aim", type: "button", "aria-label": words.target, "aria-haspopup": "menu" }, icon("chevd"));
  #form = el(
    "form",
    { class: "cform" },
    this.#picker,
    el("div", { class: "seg opseg", role: "group", "aria-label": words.operation }, ...this.#kinds),
    el("span", { class: "kv" }, this.#key, this.#how, this.#expected, el("span", {}, "→"), this.#value, this.#mode),
    el("span", { class: "gos" }, this.#go, this.#aim),
  );
  #none = el("span", { class: "faint nothing" }, words.none);
  #list = el("ol", { class: "outcomes", "aria-label": words.outcomes });
  #targets = createPopup(this.#aim, "targets");
  #joinOutcomes = createJoin(this.#list, {
    key: (/** @type {Outcome} */ outcome) => outcome.key,
    enter: () => el("li", {}, el("button", { type: "button" })),
    update: (node, outcome) => drawOutcome(outcome, node, () => this.#showStep(outcome)),
  });

  /** @type {Kind} */
  #kind = "write";
  /** @type {string|null} a server fixed by hand */
  #only = null;
  /** @type {ViewModel|null} */
  #last = null;

  /**
   * @param {HTMLElement} root
   * @param {Send} send
   */
  constructor(root, send) {
    this.send = send;
    root.append(this.#form, this.#none, this.#list);
    this.#how.addEventListener("change", () => this.#pick(this.#kind));
    this.#picker.addEventListener("change", () => send({ type: "client", client: this.#picker.value }));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#aim.addEventListener("click", () => this.#targets.toggle());
    this.#targets.onopen = () => this.#fillTargets();
    this.#listenToSheet(root);
    this.#pick("write");
  }

  /** On a phone the strip is a sheet that rises when it is wanted. @param {HTMLElement} root */
  #listenToSheet(root) {
    root.addEventListener("wanted", () => {
      document.body.dataset.sheet = "client";
      this.#key.focus();
      this.#key.select();
    });
    root.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") closeSheet();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (target instanceof Element && !target.closest("#client, .menu, .plus")) closeSheet();
    });
  }

  /** @param {Kind} to */
  #pick(to) {
    this.#kind = to;
    this.#form.dataset.kind = to;
    this.#form.dataset.how = this.#how.value;
    this.#kinds.forEach((button, i) => setAttribute(button, "aria-pressed", String(KINDS[i] === to)));
  }

  /** @returns {string} */
  #operation() {
    const key = quoted(this.#key.value.trim() || "x");
    const value = quoted(this.#value.value.trim() || "1");
    if (this.#kind === "read") return `get ${key} read=${this.#mode.value}`;
    if (this.#kind === "cas") return `cas ${key} ${quoted(this.#expected.value.trim() || "0")} ${value}`;
    return this.#how.value === "delete" ? `delete ${key}` : `${this.#how.value} ${key} ${value}`;
  }

  #submit() {
    const client = this.#last?.client;
    if (!client) return;
    if (this.#go.getAttribute("aria-disabled") === "true") return this.send({ type: "toast", says: `${words.waits(client)}.` });
    this.send({ type: "directive", text: `client ${client} ${this.#operation()}${this.#only ? ` to=${this.#only}` : ""}` });
    closeSheet();
    // the next request is a different one, so that its entry can be told apart
    if (this.#kind === "read" || !/^\d+$/.test(this.#value.value)) return;
    if (this.#kind === "cas") this.#expected.value = this.#value.value;
    this.#value.value = String(Number(this.#value.value) + 1);
  }

  #fillTargets() {
    /** @param {string|null} id @param {string} says */
    const item = (id, says) => {
      const chosen = this.#only === id ? icon("check") : el("i", { class: "ico" });
      const node = el("li", { role: "menuitem", tabindex: -1 }, chosen, el("span", {}, says));
      node.addEventListener("click", () => this.#aimAt(id));
      return node;
    };
    const ids = Object.keys(this.#last?.state?.servers ?? {});
    const items = [item(null, words.findLeader), ...ids.map((id) => item(id, words.only(id)))];
    this.#targets.fill(words.target, el("ul", { role: "group" }, ...items));
  }

  /** @param {string|null} id */
  #aimAt(id) {
    this.#only = id;
    this.#targets.close();
    if (this.#last) this.update(this.#last);
  }

  /** @param {Outcome} outcome */
  #showStep(outcome) {
    const step = this.#last && stepOf(outcome, this.#last.steps);
    if (!step) return this.send({ type: "toast", says: toast.unknownPast });
    this.send({ type: "select", selection: { kind: "event", id: String(step.position), position: step.position } });
  }

  /** @param {ViewModel} vm */
  #updatePicker(vm) {
    const ids = Object.keys(vm.state?.clients ?? {});
    for (let i = 1; i <= CLIENTS; i++) if (!ids.includes(`c${i}`)) ids.push(`c${i}`);
    if (ids.join() !== this.#picker.dataset.ids) {
      this.#picker.dataset.ids = ids.join();
      this.#picker.replaceChildren(...ids.map((id) => el("option", { value: id }, id)));
    }
    if (this.#picker.value !== vm.client) this.#picker.value = vm.client;
  }

  /** @param {ViewModel} vm */
  update(vm) {
    const before = this.#last;
    this.#last = vm;
    this.#form.hidden = Boolean(vm.recorded);
    if (!vm.state) return;
    const same = before?.state?.clients === vm.state.clients && steadyMark(before.state.servers) === steadyMark(vm.state.servers);
    if (same && before.client === vm.client && this.#go.dataset.only === String(this.#only)) return;
    this.#go.dataset.only = String(this.#only);
    const target = this.#only ?? believed(vm.state.clients[vm.client], vm.state);
    setText(this.#go, target ? words.sendTo(target) : words.send);
    const waits = vm.state.clients[vm.client]?.last === "pending";
    setAttribute(this.#go, "aria-disabled", waits ? "true" : null);
    setAttribute(this.#go, "title", waits ? words.waits(vm.client) : null);
    this.#updatePicker(vm);
    const outcomes = outcomesOf(vm.state, OUTCOMES);
    setHidden(this.#none, outcomes.length > 0);
    // newest first: the order of the elements follows the order of the list
    this.#joinOutcomes(outcomes);
    outcomes.forEach((outcome, i) => {
      const node = this.#joinOutcomes.get(outcome.key);
      if (node && this.#list.children[i] !== node) this.#list.insertBefore(node, this.#list.children[i]);
    });
  }
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export const createClientStrip = (root, send) => new ClientStrip(root, send);
