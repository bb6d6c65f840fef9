// A button for what cannot be taken back: it takes two clicks.

import { el, setText } from "../views/elements.js";

/**
 * @param {string} says
 * @param {string} sure what it says before the second click
 * @param {() => void} does
 */
export function createSure(says, sure, does) {
  const button = el("button", { class: "btn ghost", type: "button" }, says);
  const calm = () => setText(button, says);
  button.addEventListener("blur", calm);
  button.addEventListener("click", () => {
    if (button.textContent === says) return setText(button, sure);
    calm();
    does();
  });
  return button;
}
