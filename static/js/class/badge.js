// Who is here, at the top of the lab: the presenter's initials filled, two others, how many; for the presenter the code as well.

/** @import { ClassDocument } from "./frames.js" */

import { el, icon, setAttribute } from "../views/elements.js";
import { dash, inLab as words } from "../words/en_class.js";
import { dashboardOf } from "./ask.js";
import { presents } from "./dash_model.js";
import { initials } from "./names.js";

const OTHERS = 2;

/** @param {HTMLElement} top the bar @param {string} id of the class */
export function createBadge(top, id) {
  const code = el("span", { class: "code" });
  const faces = el("span", { class: "faces", "aria-hidden": "true" });
  const count = el("b", { class: "num" });
  const label = el("span", { class: "faint joinlbl" }, dash.join);
  const polled = el("span", { class: "polled num" });
  const inside = [polled, label, code, faces, count];
  const link = el("a", { class: "codeb", href: dashboardOf(id), title: words.dashboard });
  const node = el("div", { class: "session klass", role: "group", "aria-label": words.presence });
  top.insertBefore(node, top.querySelector(".tools"));
  let drawn = "";
  return {
    /** @param {ClassDocument} known */
    update(known) {
      const open = known.splits.findLast(({ closed }) => !closed);
      const look = JSON.stringify([known.head.code, known.presence, known.head.ended, known.me.role, open?.answered, open?.of]);
      if (look === drawn) return;
      drawn = look;
      const { presenter, others, count: here } = known.presence;
      const teaches = presents(known);
      label.hidden = code.hidden = !teaches;
      code.textContent = known.head.code;
      // whoever presents waits until most have answered
      polled.hidden = !teaches || !open?.of;
      polled.textContent = open ? dash.answered(open.answered, open.of) : "";
      faces.replaceChildren(
        ...(presenter ? [el("span", { class: "lead", title: presenter.name }, initials(presenter.name))] : []),
        ...others.slice(0, OTHERS).map(({ name }) => el("span", { title: name }, initials(name))),
      );
      count.textContent = String(here);
      setAttribute(link, "aria-label", [words.dashboard, known.head.code, words.here(here), polled.hidden ? "" : polled.textContent].filter(Boolean).join(", "));
      if (teaches) {
        link.replaceChildren(icon("users"), ...inside);
        node.replaceChildren(link);
      } else node.replaceChildren(icon("users"), ...inside, el("span", { class: "vh" }, words.here(here)));
      node.hidden = known.head.ended;
    },
  };
}
