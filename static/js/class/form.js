// A form that asks the server, and says beside its button what is wrong.

import { el } from "../views/elements.js";
import { Refused } from "./ask.js";

/** @param {string} id */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no element ${id}`);
  return node;
}

/** @param {string} id */
export const input = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** A field that is filled in wrongly: the trouble is told, and the field has the focus. */
export class Amiss extends Error {
  /** @param {string} field @param {string} says */
  constructor(field, says) {
    super(says);
    this.field = field;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} busy what the button says while the server is asked
 * @param {Record<string, string>} fields which field an answer of the server is about, by its code
 * @param {() => Promise<void>} does
 */
export function listenToForm(form, busy, fields, does) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=submit]"));
  const trouble = /** @type {HTMLElement} */ (form.querySelector(".trouble"));
  const plain = button.textContent ?? "";
  // until somebody listened, a press would have sent the form as an address, with the name in it
  button.disabled = false;

  /** @param {string} says @param {string} then @param {string|undefined} field */
  function tell(says, then, field) {
    trouble.replaceChildren(el("b", {}, says), then);
    if (!field) return;
    const node = byId(field);
    node.setAttribute("aria-invalid", "true");
    node.focus();
  }

  form.addEventListener("input", ({ target }) => target instanceof Element && target.removeAttribute("aria-invalid"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    for (const node of form.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
    trouble.replaceChildren();
    button.disabled = true;
    button.textContent = busy;
    try {
      await does();
    } catch (error) {
      if (error instanceof Amiss) tell(error.message, "", error.field);
      else if (error instanceof Refused) tell(error.message, error.then, fields[error.code]);
      else throw error;
    } finally {
      button.disabled = false;
      button.textContent = plain;
    }
  });
  // whoever comes back by the browser's own button finds a form that works
  addEventListener("pageshow", () => {
    button.disabled = false;
    button.textContent = plain;
  });
}
