// How wide a text is, without asking the page to lay anything out.

/** @type {CanvasRenderingContext2D|null} */
let pen = null;
/** @type {Map<string, number>} */
const known = new Map();

/**
 * @param {string} text
 * @param {number} size in pixels
 * @param {number} [weight]
 */
export function textWidth(text, size, weight = 400) {
  const key = `${weight} ${size} ${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return text.length * size * 0.55;
  pen.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  const { width } = pen.measureText(text);
  if (known.size > 2000) known.clear();
  known.set(key, width);
  return width;
}
