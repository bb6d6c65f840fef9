// The stage shows the ring or the space-time view. The latter is fetched when it is first opened.

/** @import { Send, ViewModel } from "../frames.js" */

import { fetchSheet } from "../sheet.js";
import { stage as words } from "../words/en.js";
import { el, icon, setAttribute } from "./elements.js";

const VIEWS = /** @type {const} */ (["ring", "spacetime"]);
const ICONS = { ring: "ring", spacetime: "st" };
/** While time runs the drawing grows this often. */
const GROWS_EVERY_MS = 30;

/** Fetches the view and its style sheet, and waits for both, so that nothing is seen undressed. @param {HTMLElement} stage @param {Element} header @param {Send} send */
async function fetchSpaceTime(stage, header, send) {
  const dressed = fetchSheet("spacetime");
  const { createSpaceTime } = await import("./spacetime/spacetime.js");
  await dressed;
  return createSpaceTime(stage, /** @type {HTMLElement} */ (header), send);
}

/**
 * @param {HTMLElement} stage
 * @param {Send} send
 */
export function createStageSwitch(stage, send) {
  const header = /** @type {Element} */ (stage.querySelector(".stage-h"));
  const buttons = VIEWS.map((view) =>
    el("button", { type: "button", title: words.views[view], "aria-label": words.views[view], on: { click: () => send({ type: "view", view }) } }, icon(ICONS[view]), el("span", {}, words.views[view]))
  );
  header.append(el("div", { class: "seg sm views", role: "group", "aria-label": words.views.label }, ...buttons));
  /** @type {import("./spacetime/spacetime.js").SpaceTime|null} */
  let other = null;
  /** @type {Promise<void>|null} */
  let coming = null;
  /** @type {ViewModel|null} */
  let last = null;
  let drawn_ms = 0;

  function bring() {
    coming ??= fetchSpaceTime(stage, header, send).then((view) => {
      other = view;
      if (last?.view === "spacetime") other.update(last);
    }, (error) => {
      // the next wish tries again
      coming = null;
      send({ type: "view", view: "ring" });
      send({ type: "toast", says: words.views.failed });
      reportError(error);
    });
  }

  return {
    /** @param {ViewModel} vm @returns {boolean} whether the next frame will look different */
    update(vm) {
      const grows = vm.view === "spacetime" && Boolean(vm.rate);
      const soon = vm.at_ms !== undefined && vm.at_ms - drawn_ms < GROWS_EVERY_MS;
      if (grows && soon && last?.view === vm.view && last?.selection === vm.selection) return true;
      drawn_ms = vm.at_ms ?? 0;
      last = vm;
      if (document.body.dataset.view !== vm.view) document.body.dataset.view = vm.view;
      buttons.forEach((button, i) => setAttribute(button, "aria-pressed", String(vm.view === VIEWS[i])));
      if (vm.view !== "spacetime") return false;
      if (other) other.update(vm);
      else bring();
      return grows;
    },
  };
}
