// An answer's tree and how patches change it. Pure: a change gives a new tree that shares every
// part it did not touch. Knows nothing of the DOM.

/** @typedef {import('./types.js').TreeNode} TreeNode */
/** @typedef {Extract<TreeNode, {children: TreeNode[]}>} ParentNode */
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
      return withNode(nodes, op.path, 0, (node) => grown(node, op.text));
    case 'setLoose':
      return withNode(nodes, op.path, 0, (node) => {
        if (typeof node === 'string' || !('loose' in node)) {
          throw new PatchError(`a ${kindOf(node)} is no list`);
        }
        return { ...node, loose: true };
      });
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
    const parent = asParent(node);
    return { ...parent, children: changeChildren(parent.children, path, depth + 1, change) };
  });
}

/**
 * @param {TreeNode[]} children
 * @param {readonly number[]} path
 * @param {number} depth
 * @param {(node: TreeNode) => TreeNode} change
 * @returns {TreeNode[]}
 */
function withNode(children, path, depth, change) {
  const index = path[depth];
  if (index === undefined) {
    throw new PatchError('the root is no node');
  }
  return withChild(children, index, (node) => {
    if (depth + 1 === path.length) {
      return change(node);
    }
    const parent = asParent(node);
    return { ...parent, children: withNode(parent.children, path, depth + 1, change) };
  });
}

/**
 * @param {TreeNode} node
 * @param {string} text
 * @returns {TreeNode}
 */
function grown(node, text) {
  if (typeof node === 'string') {
    return node + text;
  }
  if (Array.isArray(node)) {
    return [node[0], node[1] + text];
  }
  if (node.type !== 'codeSpan') {
    throw new PatchError(`a ${node.type} carries no text`);
  }
  return { ...node, text: node.text + text };
}

/**
 * @param {TreeNode} node
 * @returns {ParentNode}
 */
function asParent(node) {
  if (typeof node === 'string' || !('children' in node)) {
    throw new PatchError(`a ${kindOf(node)} has no children`);
  }
  return node;
}

/**
 * What a node is called: texts and tokens have no `type`.
 * @param {TreeNode} node
 */
export function kindOf(node) {
  if (typeof node === 'string') {
    return 'text';
  }
  return Array.isArray(node) ? 'token' : node.type;
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
 * Fails type checking when a variant was forgotten.
 * @param {never} value
 * @returns {never}
 */
export function unreachable(value) {
  throw new PatchError(`unknown: ${JSON.stringify(value).slice(0, 200)}`);
}
