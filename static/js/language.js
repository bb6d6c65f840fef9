// The language of the pages: picked here and kept in a cookie, because it is the server that writes the pages.

import { at } from "./base.js";

const A_YEAR_S = 31_536_000;

/** Without a script there is nothing to pick with, so the picker shows itself from here on. */
export function listenToLanguage() {
  const picker = document.querySelector("[data-does=language]");
  if (!(picker instanceof HTMLSelectElement)) return;
  const button = picker.closest("label");
  if (button) button.hidden = false;
  // a browser that comes back to the page puts its own choice into the field
  picker.value = document.documentElement.lang;
  picker.addEventListener("change", () => {
    document.cookie = `language=${picker.value}; path=${at("/")}; max-age=${A_YEAR_S}; samesite=lax`;
    location.reload();
  });
}
