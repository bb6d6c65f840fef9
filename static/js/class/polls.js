// What the class predicts: the answers to one question as bars, and the button that shows them to everybody.

/** @import { Ask, Bar, Dash, DashView, Poll } from "./view_types.js" */

import { el, icon, setProperty } from "../views/elements.js";
import { dash as words } from "../words/en_class.js";

/** @param {Bar} bar @param {number} all @param {boolean} judged */
export function drawBar({ says, count, right }, all, judged) {
  const sign = judged && right ? [icon("check"), el("span", { class: "vh" }, `, ${words.cameTrue}`)] : [];
  const bar = el("span", { class: right && judged ? "db r" : "db" });
  setProperty(bar, "--w", String(all > 0 ? count / all : 0));
  return el(
    "li",
    {},
    el("span", { class: "dl" }, says, ...sign),
    bar,
    el("b", { class: "num" }, String(count)),
  );
}

/** @param {HTMLElement} root @param {Ask} ask @returns {DashView} */
export function createPolls(root, ask) {
  const head = el("span", {});
  const answered = el("span", { class: "faint" });
  const prompt = el("p", { class: "dist-p" });
  const picker = el("select", { class: "input", "aria-label": words.pickQuestion, hidden: true });
  const bars = el("ul");
  const reveal = el("button", { class: "btn primary", type: "button" }, words.reveal);
  const hide = el("button", { class: "btn ghost", type: "button" });
  root.append(el("h2", {}, head, answered), prompt, bars, el("div", { class: "dist-f" }, reveal, hide, picker));
  /** The one that somebody picked; null: the newest. @type {string|null} */
  let picked = null;
  /** @type {Dash|null} */
  let last = null;
  let drawn = "";

  const shown = () => last?.polls.find(({ id }) => id === picked) ?? last?.polls.at(-1) ?? null;
  picker.addEventListener("change", () => {
    picked = picker.value;
    if (last) view.update(last);
  });
  reveal.addEventListener("click", () => {
    const poll = shown();
    if (poll) ask({ type: "reveal", question: poll.id, on: !poll.revealed });
  });
  hide.addEventListener("click", () => last && ask({ type: "hide_names", on: !last.hidden }));

  /** @param {Poll|null} poll */
  function draw(poll) {
    head.textContent = poll ? words.answers(poll.step) : words.answersLabel;
    answered.textContent = poll ? words.answered(poll.answered, poll.of) : "";
    prompt.textContent = poll ? poll.prompt : words.noQuestion;
    bars.replaceChildren(...(poll?.bars ?? []).map((bar) => drawBar(bar, poll?.answered ?? 0, poll?.judged ?? false)));
    reveal.hidden = poll === null;
    reveal.classList.toggle("primary", !poll?.revealed);
    reveal.textContent = poll?.revealed ? words.unreveal : words.reveal;
  }

  /** @param {Dash} dash */
  function drawPicker({ polls }) {
    picker.hidden = polls.length < 2;
    if (document.activeElement === picker) return;
    picker.replaceChildren(...polls.map(({ id, number }) => el("option", { value: id }, words.questionNumber(number))));
    picker.value = shown()?.id ?? "";
  }

  /** @type {DashView} */
  const view = {
    update(dash) {
      last = dash;
      const look = JSON.stringify([dash.polls, picked]);
      if (look !== drawn) {
        drawn = look;
        draw(shown());
        drawPicker(dash);
      }
      hide.textContent = dash.hidden ? words.showNames : words.hideNames;
    },
  };
  return view;
}
