// An answer's tree and how patches change it. Pure: a change gives a new tree that shares every
// part it did not touch. Knows nothing of the DOM.

/** @typedef {import('./types.js').TreeNode} TreeNode */
/** @typedef {import('./types.js').PatchOp} PatchOp */

/** A patch that does not fit the tree: the page and the engine disagree, attach again. */
export class PatchError extends Error {}

/**
 * @param {TreeNode[]} nodes
 * @param {readonly PatchOp[]} ops in order
 * @returns {TreeNode[]}
 * @throws {PatchError}
 */
export function applyOps(nodes, ops) {
  return ops.reduce(applyOp, nodes);
}

/**
 * @param {TreeNode[]} nodes
 * @param {PatchOp} op
 * @returns {TreeNode[]}
 */
function applyOp(nodes, op) {
  switch (op.op) {
    case 'replaceFrom':
      return changeChildren(nodes, op.path, 0, (children) => {
        if (op.index > children.length) {
          throw new PatchError(`no child ${op.index} to replace from`);
        }
        return [...children.slice(0, op.index), ...op.nodes];
      });
    case 'appendNodes':
      return changeChildren(nodes, op.path, 0, (children) => [...children, ...op.nodes]);
    case 'appendText':
      return appendText(nodes, op.path, 0, op.text);
    default:
      return unreachable(op);
  }
}

/**
 * @param {TreeNode[]} children
 * @param {readonly number[]} path
 * @param {number} depth
 * @param {(children: TreeNode[]) => TreeNode[]} change
 * @returns {TreeNode[]}
 */
function changeChildren(children, path, depth, change) {
  const index = path[depth];
  if (index === undefined) {
    return change(children);
  }
  return withChild(children, index, (node) => {
    if (!('children' in node)) {
      throw new PatchError(`a ${node.type} has no children`);
    }
    return { ...node, children: changeChildren(node.children, path, depth + 1, change) };
  });
}

/**
 * @param {TreeNode[]} children
 * @param {readonly number[]} path
 * @param {number} depth
 * @param {string} text
 * @returns {TreeNode[]}
 */
function appendText(children, path, depth, text) {
  const index = path[depth];
  if (index === undefined) {
    throw new PatchError('the root carries no text');
  }
  return withChild(children, index, (node) => {
    if (depth + 1 < path.length) {
      if (!('children' in node)) {
        throw new PatchError(`a ${node.type} has no children`);
      }
      return { ...node, children: appendText(node.children, path, depth + 1, text) };
    }
    if (!('text' in node)) {
      throw new PatchError(`a ${node.type} carries no text`);
    }
    return { ...node, text: node.text + text };
  });
}

/**
 * @param {TreeNode[]} children
 * @param {number} index
 * @param {(node: TreeNode) => TreeNode} change
 * @returns {TreeNode[]}
 */
function withChild(children, index, change) {
  const node = children[index];
  if (node === undefined) {
    throw new PatchError(`no child ${index}`);
  }
  const copy = children.slice();
  copy[index] = change(node);
  return copy;
}

/**
 * The tree as a person would read it aloud: for copying where the exact text is out of reach.
 * @param {readonly TreeNode[]} nodes
 * @returns {string}
 */
export function plainText(nodes) {
  return nodes.map(blockText).join('').replace(/\n{3,}/g, '\n\n').trim();
}

/**
 * @param {TreeNode} node
 * @returns {string}
 */
function blockText(node) {
  switch (node.type) {
    case 'text':
    case 'codeSpan':
      return node.text;
    case 'break':
      return '\n';
    case 'rule':
      return '\n\n---\n\n';
    case 'code':
      return `\n\n${node.text}\n\n`;
    case 'emphasis':
    case 'strong':
    case 'link':
      return node.children.map(blockText).join('');
    case 'item':
      return `- ${node.children.map(blockText).join('').trim()}\n`;
    case 'paragraph':
    case 'heading':
    case 'quote':
    case 'list':
      return `\n\n${node.children.map(blockText).join('')}\n\n`;
    default:
      return unreachable(node);
  }
}

/**
 * Fails type checking when a variant was forgotten.
 * @param {never} value
 * @returns {never}
 */
export function unreachable(value) {
  throw new PatchError(`unknown: ${JSON.stringify(value).slice(0, 200)}`);
}
