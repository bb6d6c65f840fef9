// What leaves the lab by the clipboard.

/** @import { Lab } from "./lab.js" */

import { share as words } from "./words/en_side.js";

/** @param {Lab} lab @param {string} text @param {string} says when it is there */
export async function copy(lab, text, says) {
  try {
    await navigator.clipboard.writeText(text);
    lab.notify({ says });
  } catch {
    lab.notify({ says: words.noClipboard });
  }
}
