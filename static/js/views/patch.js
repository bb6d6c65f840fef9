// Brings what is shown up to what is to be shown, and touches only what differs between them.

/** @param {Element} shown @param {Element} wanted */
function patchAttributes(shown, wanted) {
  for (const { name } of [...shown.attributes]) if (!wanted.hasAttribute(name)) shown.removeAttribute(name);
  for (const { name, value } of wanted.attributes) if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
}

/** @param {ChildNode} shown @param {ChildNode} wanted */
function patchNode(shown, wanted) {
  if (shown instanceof Text && wanted instanceof Text) {
    if (shown.data !== wanted.data) shown.data = wanted.data;
  } else if (shown instanceof Element && wanted instanceof Element && shown.tagName === wanted.tagName) {
    patchAttributes(shown, wanted);
    patch(shown, [...wanted.childNodes]);
  } else shown.replaceWith(wanted);
}

/**
 * As `replaceChildren`, for nodes that nobody listens to: those that are there already stay.
 * @param {Element} parent
 * @param {(ChildNode|string)[]} wanted
 */
export function patch(parent, wanted) {
  const shown = [...parent.childNodes];
  wanted.forEach((child, i) => {
    const node = typeof child === "string" ? document.createTextNode(child) : child;
    if (i < shown.length) patchNode(shown[i], node);
    else parent.append(node);
  });
  for (const extra of shown.slice(wanted.length)) extra.remove();
}
