// The tree of an answer as plain text: for copying where the exact text is out of reach. Knows
// nothing of the DOM.

import { unreachable } from './tree.js';

/** @typedef {import('./types.js').TreeNode} TreeNode */

/**
 * The tree as a person would read it: blocks stand apart, code is as it was written, a table has
 * tabs between its cells.
 * @param {readonly TreeNode[]} nodes
 * @returns {string}
 */
export function plainText(nodes) {
  /** @type {string[]} */
  const parts = [];
  let line = '';
  for (const node of nodes) {
    const block = blockText(node);
    if (block === null) {
      line += inlineText(node);
      continue;
    }
    parts.push(line, block);
    line = '';
  }
  return [...parts, line].filter((part) => part !== '').join('\n\n');
}

/**
 * A formula as it is written in a text.
 * @param {string} source
 * @param {boolean} display whether it stands on lines of its own
 */
export function mathText(source, display) {
  return display ? `$$${source}$$` : `$${source}$`;
}

/**
 * @param {TreeNode} node
 * @returns {string | null} none for what stands within a line
 */
function blockText(node) {
  if (typeof node === 'string' || Array.isArray(node)) {
    return null;
  }
  switch (node.type) {
    case 'paragraph':
    case 'heading':
    case 'quote':
    case 'alert':
    case 'cell':
      return plainText(node.children);
    case 'list': {
      const { start } = node;
      const ends = node.loose ? '\n\n' : '\n';
      return node.children.map((item, index) => itemText(item, start === null ? '- ' : `${start + index}. `, ends)).join(ends);
    }
    case 'item':
      return itemText(node, '- ', '\n');
    case 'code':
    case 'table':
      return node.children.map((child) => blockText(child) ?? inlineText(child)).join('\n');
    case 'line':
      return node.children.map(inlineText).join('');
    case 'row':
      return node.children.map((cell) => blockText(cell) ?? inlineText(cell)).join('\t');
    case 'footnote':
      return `[${node.label}] ${plainText(node.children)}`;
    case 'rule':
      return '---';
    case 'codeSpan':
    case 'emphasis':
    case 'strong':
    case 'strike':
    case 'link':
    case 'footnoteRef':
    case 'break':
    case 'math':
    case 'mathPart':
    case 'more':
      return null;
    default:
      return unreachable(node);
  }
}

/**
 * @param {TreeNode} node
 * @returns {string}
 */
function inlineText(node) {
  if (typeof node === 'string') {
    return node;
  }
  if (Array.isArray(node)) {
    return node[1];
  }
  switch (node.type) {
    case 'codeSpan':
      return node.text;
    case 'break':
      return '\n';
    case 'more':
      return '…';
    case 'footnoteRef':
      return `[${node.label}]`;
    case 'math':
      return mathText(node.source, node.display);
    default:
      return 'children' in node ? plainText(node.children) : '';
  }
}

/**
 * A text moved in by so many columns from its second line on; an empty line stays empty.
 * @param {string} text
 * @param {number} columns
 */
export function movedIn(text, columns) {
  return text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(columns)}`);
}

/**
 * @param {TreeNode} item
 * @param {string} mark
 * @param {string} ends what stands between its blocks
 */
function itemText(item, mark, ends) {
  if (typeof item === 'string' || Array.isArray(item) || item.type !== 'item') {
    return blockText(item) ?? inlineText(item);
  }
  const task = item.done === null ? '' : item.done ? '[x] ' : '[ ] ';
  const text = item.children.map((child) => blockText(child) ?? inlineText(child)).join(ends);
  return mark + task + movedIn(text, mark.length);
}
