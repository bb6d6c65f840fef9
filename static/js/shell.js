// The page around the panels: choices that are remembered, folded panels, the phone's five tabs.

/** @import { Panel } from "./frames.js" */

const root = () => document.documentElement;

/**
 * Keeps a choice as an attribute of the page and for the next visit; null is what the page does by itself.
 * `theme.js` puts the attribute back before anything is painted.
 * @param {"theme"|"keys"|"motion"|"sound"} name
 * @param {string|null} value
 */
export function remember(name, value) {
  if (value === null) delete root().dataset[name];
  else root().dataset[name] = value;
  try {
    if (value === null) localStorage.removeItem(`orbital-raft.${name}`);
    else localStorage.setItem(`orbital-raft.${name}`, value);
  } catch {
    // a browser that keeps nothing still changes this page
  }
}

/** @returns {"light"|"dark"} */
export function currentTheme() {
  const chosen = root().dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** @param {"light"|"dark"} theme */
export const rememberTheme = (theme) => remember("theme", theme);

/** Keys that work wherever the focus is; a person whose hands or voice press keys by accident turns them off. */
export const keysWanted = () => root().dataset.keys !== "off";

/** The system asks for calm; nothing on the page overrules that. */
export const systemIsCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export const calmWanted = () => systemIsCalm() || root().dataset.motion === "reduce";

/** Nothing sounds unless somebody asked for it. */
export const soundWanted = () => root().dataset.sound === "on";

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

/** A field takes every key for itself. @param {EventTarget|null} target */
export function isTyping(target) {
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "range", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable);
}
