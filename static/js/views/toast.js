// Short lines at the bottom left of the stage: refusals, errors, what a fork did. Each stays six
// seconds, longer while the pointer or the focus is on it; what was asked for stays until it is closed.

/** @import { Notice } from "../lab.js" */

import { toast as words } from "../words/en.js";
import { el, icon } from "./elements.js";

const STAY_MS = 6000;
const AT_MOST = 3;

/** @param {HTMLElement} root */
export function createToasts(root) {
  const list = el("ol", { class: "toasts", "aria-label": words.label });
  root.append(list);

  /** @param {HTMLElement} toast */
  function leave(toast) {
    toast.classList.add("leaving");
    toast.addEventListener("animationend", () => toast.remove(), { once: true });
    setTimeout(() => toast.remove(), 500);
  }

  /** @param {HTMLElement} toast */
  function leaveLater(toast) {
    let timer = setTimeout(() => leave(toast), STAY_MS);
    const stay = () => clearTimeout(timer);
    const go = () => {
      clearTimeout(timer);
      timer = setTimeout(() => leave(toast), STAY_MS / 2);
    };
    for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, stay);
    for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, go);
  }

  return {
    /** @param {Notice} notice */
    say({ says, rule, action, about, stays }) {
      for (const one of list.querySelectorAll(".toast")) {
        if (!(one instanceof HTMLElement)) continue;
        const { says: said, about: of } = one.dataset;
        if (said === says || (about && of === about) || (stays && one.classList.contains("stays"))) one.remove();
      }
      const toast = el("li", { class: stays ? "toast stays" : "toast", "data-about": about ?? null, "data-says": says }, el("span", {}, says));
      if (rule) toast.append(el("span", { class: "faint" }, rule));
      if (action) {
        const once = () => {
          action.does();
          leave(toast);
        };
        toast.append(el("button", { class: "btn sm", type: "button", on: { click: once } }, action.says));
      }
      const close = { click: () => leave(toast) };
      toast.append(
        el("button", { class: "btn ghost icon sm", type: "button", "aria-label": words.close, on: close }, icon("cross")),
      );
      list.append(toast);
      while (list.children.length > AT_MOST) list.firstElementChild?.remove();
      if (!stays) leaveLater(toast);
    },
  };
}
