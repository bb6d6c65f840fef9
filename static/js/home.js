// The pages of text need no script but the theme's button, which is only there when it works.

import { currentTheme, rememberTheme } from "./shell.js";

const button = document.querySelector("[data-does=theme]");
if (button instanceof HTMLElement) {
  button.hidden = false;
  button.addEventListener("click", () => rememberTheme(currentTheme() === "dark" ? "light" : "dark"));
}
