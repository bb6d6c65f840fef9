// The class as it was told so far: a whole at first, then what changed. Pure.

/** @import { ClassDocument, ClassFrame } from "./frames.js" */

/**
 * What is known by its id in place of what was, and what is new behind it.
 * @template Item
 * @param {Item[]} known
 * @param {Item[]|null} changed
 * @param {(item: Item) => string} key
 */
function merged(known, changed, key) {
  if (!changed || changed.length === 0) return known;
  const fresh = new Map(changed.map((item) => [key(item), item]));
  const kept = known.map((item) => {
    const now = fresh.get(key(item));
    fresh.delete(key(item));
    return now ?? item;
  });
  return [...kept, ...fresh.values()];
}

/**
 * @param {ClassDocument|null} known
 * @param {ClassFrame} frame
 * @returns {ClassDocument|null}
 */
export function applied(known, frame) {
  if (frame.type === "class") return frame;
  if (!known) return null;
  if (frame.type === "call") return known;
  if (frame.type === "view") return { ...known, view: frame.view };
  if (frame.type === "over") return { ...known, head: { ...known.head, ended: known.head.ended || frame.code === "class_over" } };
  const gone = new Set(frame.gone ?? []);
  const hidden = new Set(frame.hidden ?? []);
  const rows = merged(known.rows ?? [], frame.rows, ({ id }) => id).filter(({ id }) => !gone.has(id));
  return {
    ...known,
    head: frame.head ?? known.head,
    lesson: frame.lesson ?? known.lesson,
    me: frame.me ?? known.me,
    presence: frame.presence ?? known.presence,
    splits: merged(known.splits, frame.splits, ({ question }) => question).filter(({ question }) => !hidden.has(question)),
    rows: known.rows === null && !frame.rows ? null : rows,
  };
}
