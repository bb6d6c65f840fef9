// The page around the panels: theme, folded panels, the phone's five tabs.

/** @import { Panel } from "./frames.js" */

const THEME_KEY = "orbital-raft.theme";

/** @returns {"light"|"dark"} */
export function currentTheme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** @param {"light"|"dark"} theme */
export function rememberTheme(theme) {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(THEME_KEY, theme);
  } catch {
    // a browser that keeps nothing still changes the theme of this page
  }
}

/** @param {Panel} panel */
export function showPanel(panel) {
  document.body.dataset.panel = panel;
}

/** @param {"lesson"|"inspector"} side */
export function foldPanel(side) {
  const folded = new Set((document.body.dataset.fold ?? "").split(" ").filter(Boolean));
  if (!folded.delete(side)) folded.add(side);
  document.body.dataset.fold = [...folded].join(" ");
}

/** A phone shows one panel at a time. */
export const onPhone = () => matchMedia("(max-width: 640px)").matches;

export const calmWanted = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
