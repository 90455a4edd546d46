// The product's own without the colours of code: what the others here draw.

import { play } from './gatehouse.js';

/** A node without tokens: each `[kind, text]` is its text. @param {any} node @returns {any} */
const plain = (node) => {
  if (Array.isArray(node)) {
    return node[1];
  }
  return node?.children === undefined ? node : { ...node, children: node.children.map(plain) };
};

/** @param {any} op @returns {any} */
const withoutColours = (op) => (op.nodes === undefined ? op : { ...op, nodes: op.nodes.map(plain) });

/** @param {HTMLElement} slot @param {(name: string) => Promise<any>} data */
export default async function gatehousePlain(slot, data) {
  const patches = await data('patches');
  return play(slot, patches.map((/** @type {string} */ patch) => JSON.stringify(JSON.parse(patch).map(withoutColours))));
}
