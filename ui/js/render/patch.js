// Applies patches of an answer's tree to its DOM: what an op names is touched, nothing else.

import { appendNodes, appendText, drawnRoot, refreshLink, removeFrom } from './nodes.js';
import { PatchError, unreachable } from '../tree.js';

/** @typedef {import('../types.js').TreeNode} TreeNode */
/** @typedef {import('../types.js').PatchOp} PatchOp */
/** @typedef {import('./nodes.js').Drawn} Drawn */

/**
 * @typedef {object} DrawnTree
 * @property {(nodes: readonly TreeNode[]) => void} replace draws another tree
 * @property {(ops: readonly PatchOp[]) => void} patch changes this one
 */

/**
 * @param {Element} slot where the tree is drawn
 * @returns {DrawnTree}
 */
export function drawnTree(slot) {
  let root = drawnRoot(slot);
  return {
    replace(nodes) {
      slot.replaceChildren();
      root = drawnRoot(slot);
      appendNodes(root, nodes);
    },
    patch(ops) {
      for (const op of ops) {
        const touched = walk(root, op.path);
        const named = touched.at(-1) ?? root;
        switch (op.op) {
          case 'appendText':
            appendText(named, op.text);
            break;
          case 'appendNodes':
            appendNodes(named, op.nodes, touched.length);
            break;
          case 'replaceFrom':
            removeFrom(named, op.index);
            appendNodes(named, op.nodes, touched.length);
            break;
          default:
            unreachable(op);
        }
        touched.forEach(refreshLink);
      }
    },
  };
}

/**
 * The drawn nodes along a path, without the root.
 * @param {Drawn} root
 * @param {readonly number[]} path
 * @returns {Drawn[]}
 */
function walk(root, path) {
  /** @type {Drawn[]} */
  const along = [];
  let at = root;
  for (const index of path) {
    const next = at.children?.[index];
    if (next === undefined) {
      throw new PatchError(`no child ${index}`);
    }
    along.push(next);
    at = next;
  }
  return along;
}
