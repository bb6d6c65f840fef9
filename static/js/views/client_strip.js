// The clients: one line to write and read, and what became of the latest requests.

/** @import { Client, Send, State, ViewModel } from "../frames.js" */
/** @import { Outcome } from "../outcomes.js" */

import { createJoin } from "../keyed.js";
import { outcomesOf, stepOf } from "../outcomes.js";
import { client as words, toast } from "../words/en.js";
import { el, icon, setAttribute, setText } from "./elements.js";
import { createPopup } from "./popup.js";

const OUTCOMES = 6;
const CLIENTS = 3;

/** @typedef {"write"|"cas"|"read"} Kind */

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

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export function createClientStrip(root, send) {
  const picker = choice("client", words.pick, []);
  const kinds = /** @type {Kind[]} */ (["write", "cas", "read"]);
  const buttons = kinds.map((kind) => el("button", { type: "button", on: { click: () => pick(kind) } }, words[kind]));
  const key = field("key", words.key, "x");
  const value = field("value", words.value, "1");
  const how = choice("how", words.how, words.writes);
  const expected = field("expected", words.expected, "1");
  const mode = choice("read", words.mode, words.reads);
  const arrow = el("span", {}, "→");
  const go = el("button", { class: "btn go", type: "submit" });
  const aim = el("button", { class: "btn icon aim", type: "button", "aria-label": words.target, "aria-haspopup": "menu" }, icon("chevd"));
  const fields = el("span", { class: "kv" }, key, how, expected, arrow, value, mode);
  const form = el(
    "form",
    { class: "cform" },
    picker,
    el("div", { class: "seg opseg", role: "group", "aria-label": words.operation }, ...buttons),
    fields,
    el("span", { class: "gos" }, go, aim),
  );
  const none = el("span", { class: "faint nothing" }, words.none);
  const list = el("ol", { class: "outcomes", "aria-label": words.outcomes });
  root.append(form, none, list);

  /** @type {Kind} */
  let kind = "write";
  /** @type {string|null} a server fixed by hand */
  let only = null;
  /** @type {ViewModel|null} */
  let last = null;

  /** @param {Kind} to */
  function pick(to) {
    kind = to;
    form.dataset.kind = kind;
    form.dataset.how = how.value;
    buttons.forEach((button, i) => setAttribute(button, "aria-pressed", String(kinds[i] === kind)));
  }
  how.addEventListener("change", () => pick(kind));
  picker.addEventListener("change", () => send({ type: "client", client: picker.value }));
  root.addEventListener("wanted", () => {
    document.body.dataset.sheet = "client";
    key.focus();
    key.select();
  });

  const closeSheet = () => delete document.body.dataset.sheet;
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Element && !target.closest("#client, .menu, .plus")) closeSheet();
  });
  root.addEventListener("keydown", ({ key: pressed }) => {
    if (pressed === "Escape") closeSheet();
  });

  /** @returns {string} */
  function operation() {
    const k = quoted(key.value.trim() || "x");
    const v = quoted(value.value.trim() || "1");
    if (kind === "read") return `get ${k} read=${mode.value}`;
    if (kind === "cas") return `cas ${k} ${quoted(expected.value.trim() || "0")} ${v}`;
    return how.value === "delete" ? `delete ${k}` : `${how.value} ${k} ${v}`;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!last) return;
    if (go.getAttribute("aria-disabled") === "true") return send({ type: "toast", says: `${words.waits(last.client)}.` });
    send({ type: "directive", text: `client ${last.client} ${operation()}${only ? ` to=${only}` : ""}` });
    closeSheet();
    // the next request is a different one, so that its entry can be told apart
    if (kind !== "read" && /^\d+$/.test(value.value)) {
      if (kind === "cas") expected.value = value.value;
      value.value = String(Number(value.value) + 1);
    }
  });

  const targets = createPopup(aim, "targets");
  aim.addEventListener("click", () => targets.toggle());
  targets.onopen = () => {
    const ids = Object.keys(last?.state?.servers ?? {});
    /** @param {string|null} id @param {string} says */
    const item = (id, says) => {
      const node = el("li", { role: "menuitem", tabindex: -1 }, only === id ? icon("check") : el("i", { class: "ico" }), el("span", {}, says));
      node.addEventListener("click", () => {
        only = id;
        targets.close();
        if (last) update(last);
      });
      return node;
    };
    const items = [item(null, words.findLeader), ...ids.map((id) => item(id, words.only(id)))];
    targets.fill(words.target, el("ul", { role: "group" }, ...items));
  };

  const joinOutcomes = createJoin(list, {
    key: (/** @type {Outcome} */ outcome) => outcome.key,
    enter: () => el("li", {}, el("button", { type: "button" })),
    update: (node, outcome) => {
      const look = `${outcome.kind} ${outcome.what} ${outcome.note}`;
      if (node.dataset.look === look) return;
      node.dataset.look = look;
      node.className = outcome.kind;
      node.title = `${outcome.client}: ${outcome.what} ${outcome.note}`;
      const button = /** @type {HTMLButtonElement} */ (node.firstElementChild);
      const note = el("span", { class: "faint" }, outcome.note);
      button.replaceChildren(mark(outcome), el("span", { class: "mono" }, outcome.what), note);
      button.onclick = () => {
        const step = last && stepOf(outcome, last.steps);
        if (step) send({ type: "select", selection: { kind: "event", id: String(step.position), position: step.position } });
        else send({ type: "toast", says: toast.unknownPast });
      };
    },
  });

  /** @param {ViewModel} vm */
  function updatePicker(vm) {
    const ids = Object.keys(vm.state?.clients ?? {});
    for (let i = 1; i <= CLIENTS; i++) if (!ids.includes(`c${i}`)) ids.push(`c${i}`);
    if (ids.join() !== picker.dataset.ids) {
      picker.dataset.ids = ids.join();
      picker.replaceChildren(...ids.map((id) => el("option", { value: id }, id)));
    }
    if (picker.value !== vm.client) picker.value = vm.client;
  }

  /** @param {ViewModel} vm */
  function update(vm) {
    const before = last;
    last = vm;
    if (!vm.state) return;
    const same = before?.state?.clients === vm.state.clients && before.state.servers === vm.state.servers;
    const target = only ?? believed(vm.state.clients[vm.client], vm.state);
    setText(go, target ? words.sendTo(target) : words.send);
    const waits = vm.state.clients[vm.client]?.last === "pending";
    setAttribute(go, "aria-disabled", waits ? "true" : null);
    setAttribute(go, "title", waits ? words.waits(vm.client) : null);
    if (same && before.client === vm.client) return;
    updatePicker(vm);
    const outcomes = outcomesOf(vm.state, OUTCOMES);
    none.hidden = outcomes.length > 0;
    // newest first: the order of the elements follows the order of the list
    joinOutcomes(outcomes);
    outcomes.forEach((outcome, i) => {
      const node = joinOutcomes.get(outcome.key);
      if (node && list.children[i] !== node) list.insertBefore(node, list.children[i]);
    });
  }

  pick("write");
  return { update };
}
