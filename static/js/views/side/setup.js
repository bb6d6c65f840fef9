// Set up a cluster: size, pace, options, seed, as a form and as the script that it stands for.

/** @import { Send, View } from "../../view_types.js" */
/** @import { Cluster } from "./cluster.js" */

import { lasting } from "../../words/en.js";
import { setup as words } from "../../words/en_side.js";
import { el, icon, setText } from "../elements.js";
import { clusterLine, OPTIONS, sandbox, stability, TIMINGS } from "./cluster.js";

const MS = 1_000;
const STOPS = {
  servers: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  election: [50, 100, 150, 200, 300, 500, 1000, 2000, 3000, 5000].map((ms) => ms * MS),
  spread: [1, 1.2, 1.5, 2, 3, 4],
  heartbeat: [10, 25, 50, 100, 150, 250, 500, 1000, 2000].map((ms) => ms * MS),
  latency: [1, 2, 5, 15, 25, 50, 120, 200, 500, 1000, 2000].map((ms) => ms * MS),
  fsync: [0, 1, 2, 5, 10, 25, 100, 250].map((ms) => ms * MS),
  percent: [0, 1, 2, 5, 10, 20, 30, 50],
  snapshot: [0, 5, 10, 20, 50, 100],
};

/** Of a range that is told by its longest, the shortest is this part. */
const LEAST = 0.4;

/** @param {number} longest @returns {[number, number]} */
const upTo = (longest) => [Math.round(longest * LEAST), longest];

/**
 * A slider over fixed stops.
 * @param {string} label
 * @param {number[]} stops
 * @param {(value: number) => string} says
 * @param {(value: number) => void} chosen
 */
function dial(label, stops, says, chosen) {
  const input = el("input", { type: "range", class: "slider", min: 0, max: stops.length - 1, step: 1 });
  // no output element: a label names the first control in it
  const now = el("span", { class: "num", "aria-hidden": "true" });
  input.addEventListener("input", () => chosen(stops[Number(input.value)]));
  return {
    node: el("label", { class: "dial" }, el("span", {}, label), now, input),
    /** @param {number} value */
    show(value) {
      const at = stops.reduce((best, stop, i) => (Math.abs(stop - value) < Math.abs(stops[best] - value) ? i : best), 0);
      input.value = String(at);
      input.setAttribute("aria-valuetext", says(value));
      setText(now, says(value));
    },
  };
}

/**
 * @param {string} key
 * @param {(on: boolean) => void} chosen
 */
function option(key, chosen) {
  const [title, hint] = words.option[key];
  const input = el("input", { type: "checkbox", "aria-describedby": `hint-${key}` });
  input.addEventListener("change", () => chosen(input.checked));
  const text = el("span", {}, title, el("span", { class: "faint", id: `hint-${key}` }, hint));
  return { node: el("label", { class: "optrow" }, input, text), show: (/** @type {boolean} */ on) => void (input.checked = on) };
}

class SetupPanel {
  /** @type {Cluster} */
  #cluster = sandbox();
  #dials;
  #pace = el("select", { class: "input" }, ...Object.keys(TIMINGS).map((key) => el("option", { value: key }, words.timings[/** @type {keyof typeof words.timings} */ (key)])));
  #hint = el("div", { class: "stability", role: "status" });
  #options = Object.keys(OPTIONS).map((key) => ({ key, ...option(key, (on) => this.#change({ on: { ...this.#cluster.on, [key]: on } })) }));
  #seed = el("input", { class: "input num", type: "number", min: 0, max: 2 ** 31, step: 1 });
  #script = el("textarea", { class: "input mono", rows: 6, spellcheck: "false", "aria-label": words.script });
  #wrong = el("p", { class: "wrong", role: "alert" });
  #start = el("button", { class: "btn primary", type: "button" }, icon("play"), words.start);

  /** @param {HTMLElement} root @param {Send} send */
  constructor(root, send) {
    this.send = send;
    this.#dials = this.#makeDials();
    const { dials } = words;
    const another = el("button", { class: "btn icon", type: "button", "aria-label": words.anotherSeed, title: words.anotherSeed }, icon("restart"));
    another.addEventListener("click", () => this.#change({ seed: sandbox().seed }));
    this.#seed.addEventListener("change", () => this.#change({ seed: Math.max(0, Math.floor(Number(this.#seed.value)) || 0) }));
    this.#pace.addEventListener("change", () => this.#change({ timing: this.#pace.value, ...TIMINGS[this.#pace.value] }));
    const copy = el("button", { class: "btn", type: "button", on: { click: () => send({ type: "copy", text: this.#script.value }) } }, words.copy);
    const file = el("button", { class: "btn ghost", type: "button", on: { click: () => send({ type: "pick_file" }) } }, words.file);
    this.#start.addEventListener("click", () => this.#open());
    root.append(
      el("p", { class: "narr" }, words.text),
      this.#dials.servers.node,
      el("label", { class: "dial" }, el("span", {}, words.timing), this.#pace),
      ...(/** @type {(keyof typeof dials)[]} */ (Object.keys(dials))).slice(0, 5).map((key) => this.#dials[key].node),
      this.#hint,
      el("h2", { class: "lh" }, words.options),
      ...this.#options.map(({ node }) => node),
      this.#dials.loss.node,
      this.#dials.duplicate.node,
      this.#dials.snapshot.node,
      el("div", { class: "dial" }, el("label", { class: "seed" }, el("span", {}, words.seed), this.#seed), another),
      el("h2", { class: "lh" }, words.script),
      this.#script,
      el("p", { class: "faint" }, words.scriptHint),
      this.#wrong,
      el("div", { class: "sideacts start" }, this.#start, copy, file),
    );
    this.#show();
  }

  #makeDials() {
    const { dials } = words;
    const spreadOf = () => this.#cluster.election_timeout[1] / this.#cluster.election_timeout[0];
    return {
      servers: dial(words.servers, STOPS.servers, String, (servers) => this.#change({ servers })),
      election: dial(dials.election, STOPS.election, lasting, (least) => this.#change({ election_timeout: [least, Math.round(least * spreadOf())] })),
      spread: dial(dials.spread, STOPS.spread, words.times, (times) => {
        const [least] = this.#cluster.election_timeout;
        this.#change({ election_timeout: [least, Math.round(least * times)] });
      }),
      heartbeat: dial(dials.heartbeat, STOPS.heartbeat, lasting, (heartbeat) => this.#change({ heartbeat })),
      latency: dial(dials.latency, STOPS.latency, lasting, (longest) => this.#change({ latency: upTo(longest) })),
      fsync: dial(dials.fsync, STOPS.fsync, lasting, (longest) => this.#change({ fsync: upTo(longest) })),
      loss: dial(dials.loss, STOPS.percent, words.percent, (loss) => this.#change({ loss })),
      duplicate: dial(dials.duplicate, STOPS.percent, words.percent, (duplicate) => this.#change({ duplicate })),
      snapshot: dial(dials.snapshot, STOPS.snapshot, (n) => (n > 0 ? String(n) : words.never), (snapshot_every) => this.#change({ snapshot_every })),
    };
  }

  /** @param {Partial<Cluster>} to */
  #change(to) {
    const before = clusterLine(this.#cluster);
    this.#cluster = { ...this.#cluster, ...to };
    const [first, ...rest] = this.#script.value.split("\n");
    // Lines that somebody added stay; a cluster line that somebody changed gives way to the form.
    this.#script.value = [clusterLine(this.#cluster), ...(first === before || first.startsWith("cluster") ? rest : [])].join("\n");
    this.#show();
  }

  #show() {
    const cluster = this.#cluster;
    const [least, longest] = cluster.election_timeout;
    const shown = {
      servers: cluster.servers,
      election: least,
      spread: Number((longest / least).toFixed(1)),
      heartbeat: cluster.heartbeat,
      latency: cluster.latency[1],
      fsync: cluster.fsync[1],
      loss: cluster.loss,
      duplicate: cluster.duplicate,
      snapshot: cluster.snapshot_every,
    };
    for (const [key, value] of Object.entries(shown)) this.#dials[/** @type {keyof typeof shown} */ (key)].show(value);
    for (const { key, show } of this.#options) show(cluster.on[key]);
    this.#pace.value = cluster.timing;
    this.#seed.value = String(cluster.seed);
    const { broadcast_us, ratio, verdict } = stability(cluster);
    this.#hint.dataset.verdict = verdict;
    this.#hint.replaceChildren(el("b", {}, words.verdicts[verdict]), el("span", {}, words.broadcast(broadcast_us, ratio)));
    if (this.#script.value === "") this.#script.value = `${clusterLine(cluster)}\n`;
  }

  #open() {
    this.#start.disabled = true;
    this.#wrong.textContent = "";
    const failed = (/** @type {string} */ says) => {
      this.#start.disabled = false;
      this.#wrong.textContent = says;
    };
    this.send({ type: "open", wanted: { script: this.#script.value }, failed });
  }

  update() {
    // what is set up does not depend on the cluster on show
  }
}

/**
 * @param {HTMLElement} root
 * @param {Send} send
 * @returns {View}
 */
export const createSetup = (root, send) => new SetupPanel(root, send);
