// The list of keys, and what can be set about keys, motion and sound.

/** @import { Send } from "../frames.js" */

import { calmWanted, keysWanted, soundWanted, systemIsCalm } from "../shell.js";
import { help as words } from "../words/en_actions.js";
import { el, icon, setText } from "./elements.js";

/** @param {string} keys alternatives stand apart by a space */
const keycaps = (keys) => el("dt", {}, ...keys.split(" ").map((key) => el("kbd", { class: "kbd" }, key)));

/** @param {string} says @param {string} more @param {(on: boolean) => void} changed */
function setting(says, more, changed) {
  const input = el("input", { type: "checkbox" });
  const note = el("span", { class: "faint" }, more);
  input.addEventListener("change", () => changed(input.checked));
  return { input, note, node: el("label", { class: "setting" }, input, el("span", {}, says), note) };
}

/** @param {Send} send @param {boolean} acts whether there is a cluster to act on; a recording is only looked at */
function makeDialog(send, acts) {
  const close = el("button", { class: "btn ghost icon", type: "button", "aria-label": words.close }, icon("cross"));
  const shown = words.groups.map(({ title, keys }) => ({ title, keys: keys.filter(([, , does]) => acts || does !== "acts") }));
  const groups = shown.filter(({ keys }) => keys.length > 0).map(({ title, keys }) =>
    el(
      "section",
      {},
      el("h3", {}, title),
      el("dl", {}, ...keys.map(([key, does]) => el("div", {}, keycaps(key), el("dd", {}, does)))),
    )
  );
  const keys = setting(words.keysOn, words.keysNote, (on) => send({ type: "keys", on }));
  const motion = setting(words.calm, words.calmNote, (calm) => send({ type: "motion", calm }));
  const sound = setting(words.sound, words.soundNote, (on) => send({ type: "sound", on }));
  const head = el("header", {}, el("h2", { id: "help-title" }, words.title), close);
  const settings = el("section", { class: "settings", "aria-label": words.settings }, keys.node, motion.node, sound.node);
  const foot = el("p", { class: "help-f" }, acts ? words.mouse : words.mouseLooks);
  const body = el("div", { class: "help-b", tabindex: 0, role: "group", "aria-label": words.title }, ...groups);
  const node = el("dialog", { class: "help", "aria-labelledby": "help-title" }, head, settings, body, foot);
  close.addEventListener("click", () => node.close());
  node.addEventListener("click", (event) => {
    if (event.target === node) node.close();
  });
  return {
    node,
    refresh() {
      keys.input.checked = keysWanted();
      motion.input.checked = calmWanted();
      sound.input.checked = soundWanted();
      motion.input.disabled = systemIsCalm();
      setText(motion.note, systemIsCalm() ? words.calmBySystem : words.calmNote);
    },
  };
}

/** @param {HTMLElement} root @param {Send} send @param {boolean} acts */
export function createHelp(root, send, acts) {
  /** @type {ReturnType<typeof makeDialog>|null} */
  let dialog = null;
  return {
    open() {
      if (!dialog) root.append((dialog = makeDialog(send, acts)).node);
      dialog.refresh();
      if (!dialog.node.open) dialog.node.showModal();
    },
  };
}
