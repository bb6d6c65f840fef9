// The five tabs at the foot of a phone.

/** @import { Panel, Send, ViewModel } from "../frames.js" */

import { showPanel } from "../shell.js";
import { panels as words } from "../words/en.js";
import { el, setAttribute } from "./elements.js";

const PANELS = /** @type {Panel[]} */ (["lesson", "logs", "state", "why", "safety"]);

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
export function createPhoneBar(root, send) {
  const buttons = PANELS.map((panel) =>
    el("button", { type: "button", on: { click: () => send({ type: "panel", panel }) } }, words[panel])
  );
  root.append(...buttons);
  let begun = false;

  return {
    /** @param {ViewModel} vm */
    update(vm) {
      if (vm.state && !begun) {
        begun = true;
        showPanel(vm.lesson ? "lesson" : "logs");
      }
      // a tab that another view opened shows on the phone as well
      const shown = document.body.dataset.panel;
      const tab = vm.tab === "compare" ? "state" : vm.tab;
      if (shown !== "lesson" && shown !== "logs" && tab !== shown && tab !== "metrics") showPanel(tab);
      PANELS.forEach((panel, i) =>
        setAttribute(buttons[i], "aria-pressed", String(panel === document.body.dataset.panel))
      );
    },
  };
}
