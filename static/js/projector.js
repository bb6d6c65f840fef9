// Projector mode: the lab as a room can read it, laid out for 1280 by 720 and scaled up from there.

const KEY = "orbital-raft.mode";
const WIDTH = 1280;
const HEIGHT = 720;

const root = () => document.documentElement;

/** Whether this screen can be a projector's; what is narrower is held in the hand. */
export const mayProject = () => matchMedia("(min-width: 1001px)").matches;

export const isProjecting = () => root().dataset.mode === "projector" && mayProject();

/** Remembered for this tab alone: the next lab that is opened is for a desk. @param {boolean} on */
export function project(on) {
  if (on) root().dataset.mode = "projector";
  else delete root().dataset.mode;
  try {
    if (on) sessionStorage.setItem(KEY, "projector");
    else sessionStorage.removeItem(KEY);
  } catch {
    // a browser that keeps nothing still changes this page
  }
  fit();
}

/** How many pixels of the screen one pixel of the layout takes. */
export const scale = () => Number(root().style.getPropertyValue("--z")) || 1;

/** Scales the layout to the window. */
export function fit() {
  const z = isProjecting() ? Math.max(1, Math.min(innerWidth / WIDTH, innerHeight / HEIGHT)) : 1;
  if (z !== scale()) root().style.setProperty("--z", String(z));
}
