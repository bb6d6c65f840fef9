// Keyed join: one element per key, made once, updated while its item is there, taken away after.

/**
 * @template Item
 * @template {Element} Node
 * @typedef {object} Joining
 * @property {(item: Item) => string} key
 * @property {(item: Item) => Node} enter
 * @property {(node: Node, item: Item) => void} update
 * @property {(node: Node, key: string) => void} [leave] takes the node away itself, at once or later
 */

/**
 * @template Item
 * @template {Element} Node
 * @param {Element} parent
 * @param {Joining<Item, Node>} joining
 * @returns {{(items: Iterable<Item>): void, get(key: string): Node|undefined}}
 */
export function createJoin(parent, { key, enter, update, leave }) {
  /** @type {Map<string, Node>} */
  const nodes = new Map();

  /** @param {Iterable<Item>} items */
  function join(items) {
    /** @type {Set<string>} */
    const present = new Set();
    for (const item of items) {
      const name = key(item);
      present.add(name);
      let node = nodes.get(name);
      if (!node) {
        node = enter(item);
        nodes.set(name, node);
        parent.append(node);
      }
      update(node, item);
    }
    if (present.size === nodes.size) return;
    for (const [name, node] of nodes) {
      if (present.has(name)) continue;
      nodes.delete(name);
      if (leave) leave(node, name);
      else node.remove();
    }
  }

  return Object.assign(join, { get: (/** @type {string} */ name) => nodes.get(name) });
}
