// Applies patches of an answer's tree to its DOM: what an op names is touched, nothing else.

import { PatchError, unreachable } from '../tree.js';
import { growText, parentOf, removeFrom } from './drawn.js';
import { appendNodes } from './nodes.js';

/** @typedef {import('../types.js').TreeNode} TreeNode */
/** @typedef {import('../types.js').PatchOp} PatchOp */
/** @typedef {import('./drawn.js').Drawn} Drawn */

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
  let root = parentOf('root', slot);
  return {
    replace(nodes) {
      slot.replaceChildren();
      root = parentOf('root', slot);
      appendNodes(root, nodes);
    },
    patch(ops) {
      for (const op of ops) {
        const named = find(root, op.path);
        switch (op.op) {
          case 'appendText':
            growText(named, op.text);
            break;
          case 'appendNodes':
            appendNodes(named, op.nodes, op.path.length);
            break;
          case 'replaceFrom':
            removeFrom(named, op.index);
            appendNodes(named, op.nodes, op.path.length);
            break;
          case 'setLoose':
            makeLoose(named);
            break;
          default:
            unreachable(op);
        }
      }
    },
  };
}

/** @param {Drawn} list */
function makeLoose(list) {
  if (list.kind !== 'list') {
    throw new PatchError(`a ${list.kind} is no list`);
  }
  list.slot?.classList.add('loose');
}

/**
 * The drawn node at a path.
 * @param {Drawn} root
 * @param {readonly number[]} path
 * @returns {Drawn}
 */
function find(root, path) {
  let at = root;
  for (const index of path) {
    const next = at.children?.[index];
    if (next === undefined) {
      throw new PatchError(`no child ${index}`);
    }
    at = next;
  }
  return at;
}
