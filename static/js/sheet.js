// Style sheets that come with the views that need them.

import { el } from "./views/elements.js";

/** Resolves when the sheet is there, or cannot be had: nothing is to be seen undressed. @param {string} name */
export async function fetchSheet(name) {
  // an offline page has all of them in itself
  if (document.querySelector(`style[data-sheet="${name}"]`)) return;
  const { href } = new URL(`../css/${name}.css`, import.meta.url);
  const sheet = el("link", { rel: "stylesheet", href });
  const dressed = new Promise((resolve) => {
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", resolve);
  });
  document.head.append(sheet);
  await dressed;
}
