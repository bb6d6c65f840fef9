// The diagram as a file: one SVG with its colours and fonts resolved, that needs nothing else.

import { words } from "../../words/en_spacetime.js";
import { el, svg } from "../elements.js";

/** What the style sheet may say of a mark. */
const STYLES = [
  "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "paint-order",
  "font-family", "font-size", "font-weight", "text-anchor",
];

/**
 * Writes the styles that were worked out into the copy of a drawing.
 * @param {Element} drawn in the document
 * @param {Element} copy
 */
function resolve(drawn, copy) {
  const worked = getComputedStyle(drawn);
  for (const name of STYLES) {
    const text = name.startsWith("font") || name === "text-anchor";
    if (text && !copy.tagName.startsWith("t")) continue; // text and the parts of one
    copy.setAttribute(name, worked.getPropertyValue(name));
  }
  copy.removeAttribute("class");
  [...drawn.children].forEach((child, i) => resolve(child, copy.children[i]));
}

/**
 * @param {SVGSVGElement} drawing in the document, so that its styles are worked out
 * @param {string} title
 * @returns {string}
 */
export function standAlone(drawing, title) {
  const copy = /** @type {SVGSVGElement} */ (drawing.cloneNode(true));
  [...drawing.children].forEach((child, i) => {
    if (child.tagName !== "defs") resolve(child, copy.children[i]);
  });
  const { width, height } = { width: copy.getAttribute("width") ?? "0", height: copy.getAttribute("height") ?? "0" };
  const paper = svg("rect", { width, height, fill: getComputedStyle(document.body).backgroundColor });
  copy.prepend(svg("title", {}, title), paper);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  for (const name of ["class", "aria-hidden", "style"]) copy.removeAttribute(name);
  return new XMLSerializer().serializeToString(copy);
}

/** @param {string} text @param {string} branch */
export function download(text, branch) {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const link = el("a", { href: url, download: words.file(branch) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
