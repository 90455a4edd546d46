// Typed nodes to DOM nodes, by the closed list.

import { PatchError, unreachable } from '../tree.js';
import { make } from './closed-list.js';
import { codeBlock, codeLine, codeToken } from './code.js';
import { Drawn, parentOf, textOf } from './drawn.js';
import { formula, formulaPart } from './math.js';
import { alertBox, footnote, footnoteMark, link, listItem } from './marks.js';
import { placeInTable, table, tableCell, tableMore, tableRow } from './table.js';

/** @typedef {import('../types.js').TreeNode} TreeNode */

/** Deeper trees than the engine sends; guards the stack all the same. */
const MAX_DEPTH = 160;

/**
 * Adds nodes at the end of a drawn parent.
 * @param {Drawn} parent
 * @param {readonly TreeNode[]} nodes
 * @param {number} [depth]
 */
export function appendNodes(parent, nodes, depth = 0) {
  const { children, slot, end } = parent;
  if (children === null || slot === null) {
    throw new PatchError(`a ${parent.kind} has no children`);
  }
  const added = document.createDocumentFragment();
  for (const node of nodes) {
    const drawn = draw(node, depth, parent);
    if (parent.kind !== 'table' || placeInTable(parent, drawn)) {
      added.append(...drawn.dom);
    }
    children.push(drawn);
  }
  slot.insertBefore(added, end);
}

/**
 * @param {TreeNode} node
 * @param {number} depth
 * @param {Drawn} parent
 * @returns {Drawn}
 */
function draw(node, depth, parent) {
  if (depth > MAX_DEPTH) {
    return textOf('text', null, '…');
  }
  if (typeof node === 'string') {
    return textOf('text', null, node);
  }
  if (Array.isArray(node)) {
    return codeToken(node);
  }
  const drawn = drawObject(node, parent);
  if ('children' in node) {
    appendNodes(drawn, node.children, depth + 1);
  }
  return drawn;
}

/**
 * What a node is drawn as, without its children.
 * @param {Extract<TreeNode, {type: string}>} node
 * @param {Drawn} parent
 * @returns {Drawn}
 */
function drawObject(node, parent) {
  switch (node.type) {
    case 'paragraph':
      return parentOf('paragraph', make('p', ownDirection(parent)));
    case 'heading':
      return parentOf('heading', make(headingTag(node.level), ownDirection(parent)));
    case 'list': {
      const loose = node.loose ? { class: 'loose' } : {};
      return parentOf('list', node.start === null ? make('ul', { dir: 'auto', ...loose }) : make('ol', { dir: 'auto', start: String(node.start), ...loose }));
    }
    case 'item':
      return listItem(node.done);
    case 'quote':
      return parentOf('quote', make('blockquote', { dir: 'auto' }));
    case 'alert':
      return alertBox(node.kind);
    case 'code':
      return codeBlock(node.lang);
    case 'line':
      return codeLine();
    case 'table':
      return table(node.align);
    case 'row':
      return tableRow(parent);
    case 'cell':
      return tableCell(parent);
    case 'footnote':
      return footnote(node.label);
    case 'rule':
      return new Drawn('rule', make('hr'));
    case 'more':
      return tableMore(parent);
    case 'emphasis':
      return parentOf('emphasis', make('em'));
    case 'strong':
      return parentOf('strong', make('strong'));
    case 'strike':
      return parentOf('strike', make('del'));
    case 'codeSpan':
      return textOf('codeSpan', make('code', { dir: 'ltr' }), node.text);
    case 'link':
      return link(node.href, node.host);
    case 'footnoteRef':
      return footnoteMark(node.label);
    case 'break':
      return new Drawn('break', make('br'));
    case 'math':
      return formula(node.display, node.source);
    case 'mathPart':
      return formulaPart(node.tag, node.attributes ?? {});
    default:
      return unreachable(node);
  }
}

/**
 * At the root a block takes the direction of its own letters. Within a list or quotation the whole
 * does (so that marks and lines stand on one side), and each block only orders its own text: a
 * `dir` of its own would hide its letters from the whole.
 * @param {Drawn} parent
 * @returns {{dir?: 'auto'}}
 */
function ownDirection(parent) {
  return parent.kind === 'root' ? { dir: 'auto' } : {};
}

/**
 * An answer's headings stand below the message's own (h2).
 * @param {number} level
 * @returns {'h3' | 'h4' | 'h5' | 'h6'}
 */
function headingTag(level) {
  if (level <= 1) {
    return 'h3';
  }
  if (level === 2) {
    return 'h4';
  }
  return level === 3 ? 'h5' : 'h6';
}
