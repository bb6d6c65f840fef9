// How one stands in the class, in a line of its own under the top bar: nothing of the cluster is hidden by it.

/** @import { Standing } from "./standing.js" */

import { el, setHidden, setText } from "../views/elements.js";
import { inLab as words } from "../words/en_class.js";

/** @param {HTMLElement} top */
export function createBar(top) {
  const title = el("b");
  const text = el("span");
  const button = el("button", { class: "btn sm", type: "button" });
  const node = el("div", { class: "klassbar", role: "group", "aria-label": words.bar, hidden: true }, el("i", { class: "livedot" }), title, text, button);
  top.append(node);
  /** @type {Standing|null} */
  let shown = null;
  button.addEventListener("click", () => shown?.button?.does());
  return {
    /** @param {Standing|null} standing @returns {boolean} whether it says something new */
    update(standing) {
      const isNew = standing !== null && standing.key !== shown?.key;
      shown = standing;
      setHidden(node, standing === null);
      if (standing === null) delete document.body.dataset.standing;
      else document.body.dataset.standing = standing.key.split(" ")[0];
      setText(title, standing?.title ?? "");
      setText(text, standing?.text ?? "");
      setHidden(button, !standing?.button);
      setText(button, standing?.button?.says ?? "");
      return isNew;
    },
  };
}
