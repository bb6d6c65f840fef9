// Small makers of elements that the panels share. Nothing here knows what it draws.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {string | number | boolean | null | undefined} Attribute
 * @typedef {Node | string | null | undefined | false} Child
 * @typedef {{[name: string]: Attribute | Record<string, (event: any) => void>, on?: Record<string, (event: any) => void>}} Attributes
 */

/**
 * @param {Element} node
 * @param {Attributes} attributes
 */
function dress(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "object" && value !== null) {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/**
 * An HTML element; `on` holds its listeners, null, undefined and false leave an attribute out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  dress(node, attributes);
  for (const child of children) if (child) node.append(child);
  return node;
}

/**
 * An SVG element.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  dress(node, attributes);
  for (const child of children) if (child) node.append(child);
  return node;
}

/**
 * One of the page's symbols, hidden from screen readers: what it means is said beside it.
 * @param {string} name
 */
export function icon(name) {
  return svg("svg", { class: "ico", "aria-hidden": "true" }, svg("use", { href: `#i-${name}` }));
}

/**
 * Writes text only where it differs, so that an unchanged frame touches nothing.
 * @param {Element} node
 * @param {string} text
 */
export function setText(node, text) {
  const only = node.firstChild;
  if (only instanceof Text && only === node.lastChild && text) {
    if (only.data !== text) only.data = text;
  } else if (node.textContent !== text) node.textContent = text;
}

/**
 * @param {Element} node
 * @param {string} name
 * @param {string|null} value null removes the attribute
 */
export function setAttribute(node, name, value) {
  if (value === null) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/**
 * @param {HTMLElement} node
 * @param {boolean} hidden
 */
export function setHidden(node, hidden) {
  if (node.hidden !== hidden) node.hidden = hidden;
}

/**
 * @param {Element} node
 * @param {string} name
 * @param {string} value
 */
export function setProperty(node, name, value) {
  const style = /** @type {HTMLElement} */ (node).style;
  if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
}

/**
 * The class that carries the colours of a term; terms share six colours in a cycle.
 * @param {number} term
 */
export function termClass(term) {
  return term > 0 ? `tk${(term - 1) % 6 + 1}` : "tk0";
}

/**
 * @param {number} term
 */
export function termChip(term) {
  return el("span", { class: `chip term ${termClass(term)}` }, `T${term}`);
}

/**
 * The outline that stands for a role: circle, diamond or square, dashed when the server is down.
 * @param {import("../frames.js").Server} server
 */
export function roleGlyph(server) {
  const role = server.up ? server.role : "down";
  const glyph = svg("svg", { class: `rg ${role} ${termClass(server.term)}`, viewBox: "0 0 16 16", "aria-hidden": "true" });
  if (role === "leader") glyph.append(svg("rect", { x: 2, y: 2, width: 12, height: 12, rx: 3.5 }));
  else if (role === "candidate" || role === "pre_candidate") {
    glyph.append(svg("rect", { x: 3, y: 3, width: 10, height: 10, rx: 2, transform: "rotate(45 8 8)" }));
  } else glyph.append(svg("circle", { cx: 8, cy: 8, r: 6 }));
  return glyph;
}
