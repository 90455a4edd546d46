// Typed nodes to DOM nodes, by a closed list. Every tree node gets a record that remembers its DOM
// nodes, so that a patch touches what it names and nothing else.

import { el } from '../lib/dom.js';
import { PatchError, unreachable } from '../tree.js';

/** @typedef {import('../types.js').TreeNode} TreeNode */

/**
 * @typedef {object} Drawn
 * @property {TreeNode['type'] | 'root'} type
 * @property {Node[]} dom what stands in the parent's slot, in order
 * @property {Element | null} slot where children or texts go; none for plain text in its parent
 * @property {Drawn[] | null} children none for nodes that cannot have any
 * @property {boolean} carriesText
 * @property {number} lastLength how long the last text piece is
 * @property {HTMLElement | null} address the written-out address of a link
 */

/** A text piece longer than this grows no further: one huge growing text is slow to lay out. */
export const TEXT_PIECE = 4096;

/** Deeper trees than the engine sends; guards the stack all the same. */
const MAX_DEPTH = 64;

/**
 * @param {TreeNode['type'] | 'root'} type
 * @param {Node[]} dom
 * @param {Partial<Drawn>} [rest]
 * @returns {Drawn}
 */
function record(type, dom, rest = {}) {
  return { type, dom, slot: null, children: null, carriesText: false, lastLength: 0, address: null, ...rest };
}

/**
 * The record of an answer's root.
 * @param {Element} slot
 * @returns {Drawn}
 */
export function drawnRoot(slot) {
  return record('root', [slot], { slot, children: [] });
}

/**
 * Adds nodes at the end of a drawn parent.
 * @param {Drawn} parent
 * @param {readonly TreeNode[]} nodes
 * @param {number} [depth]
 */
export function appendNodes(parent, nodes, depth = 0) {
  const { children, slot } = parent;
  if (children === null || slot === null) {
    throw new PatchError(`a ${parent.type} has no children`);
  }
  const added = document.createDocumentFragment();
  for (const node of nodes) {
    const drawn = draw(node, depth);
    children.push(drawn);
    added.append(...drawn.dom);
  }
  slot.append(added);
}

/**
 * Lets the text of a drawn node grow.
 * @param {Drawn} drawn
 * @param {string} text
 */
export function appendText(drawn, text) {
  if (!drawn.carriesText) {
    throw new PatchError(`a ${drawn.type} carries no text`);
  }
  const pieces = drawn.slot === null ? drawn.dom : drawn.slot.childNodes;
  const last = pieces[pieces.length - 1];
  if (last instanceof Text && drawn.lastLength + text.length <= TEXT_PIECE) {
    last.appendData(text);
    drawn.lastLength += text.length;
    return;
  }
  const piece = document.createTextNode(text);
  drawn.lastLength = text.length;
  if (drawn.slot === null) {
    if (last instanceof Text) {
      last.after(piece);
    }
    drawn.dom.push(piece);
  } else {
    drawn.slot.append(piece);
  }
}

/**
 * Takes children of a drawn node away, from an index on.
 * @param {Drawn} parent
 * @param {number} index
 */
export function removeFrom(parent, index) {
  const { children } = parent;
  if (children === null || index > children.length) {
    throw new PatchError(`no child ${index} to replace from`);
  }
  for (const drawn of children.splice(index)) {
    for (const node of drawn.dom) {
      node.parentNode?.removeChild(node);
    }
  }
}

/**
 * @param {TreeNode} node
 * @param {number} depth
 * @returns {Drawn}
 */
function draw(node, depth) {
  if (depth > MAX_DEPTH) {
    return textRecord('text', null, '…');
  }
  switch (node.type) {
    case 'text':
      return textRecord('text', null, node.text);
    case 'codeSpan':
      return textRecord('codeSpan', el('code', { dir: 'ltr' }), node.text);
    case 'code':
      return codeRecord(node.lang, node.text);
    case 'break':
      return record('break', [el('br')]);
    case 'rule':
      return record('rule', [el('hr')]);
    case 'paragraph':
      return parentRecord(node, el('p', { dir: 'auto' }), depth);
    case 'heading':
      return parentRecord(node, el(headingTag(node.level), { dir: 'auto' }), depth);
    case 'list': {
      const list = node.start === null ? el('ul', { dir: 'auto' }) : el('ol', { dir: 'auto', start: String(node.start) });
      return parentRecord(node, list, depth);
    }
    case 'item':
      return parentRecord(node, el('li', { dir: 'auto' }), depth);
    case 'quote':
      return parentRecord(node, el('blockquote', { dir: 'auto' }), depth);
    case 'emphasis':
      return parentRecord(node, el('em'), depth);
    case 'strong':
      return parentRecord(node, el('strong'), depth);
    case 'link':
      return linkRecord(node, depth);
    default:
      return unreachable(node);
  }
}

/**
 * @param {Extract<TreeNode, {children: TreeNode[]}>} node
 * @param {Element} element
 * @param {number} depth
 * @returns {Drawn}
 */
function parentRecord(node, element, depth) {
  const drawn = record(node.type, [element], { slot: element, children: [] });
  appendNodes(drawn, node.children, depth + 1);
  return drawn;
}

/**
 * @param {'text' | 'codeSpan' | 'code'} type
 * @param {Element | null} slot
 * @param {string} text
 * @returns {Drawn}
 */
function textRecord(type, slot, text) {
  const piece = document.createTextNode(text);
  slot?.append(piece);
  return record(type, [slot ?? piece], { slot, carriesText: true, lastLength: text.length });
}

/**
 * @param {string} lang
 * @param {string} text
 * @returns {Drawn}
 */
function codeRecord(lang, text) {
  const code = el('code', { dir: 'ltr' });
  const drawn = textRecord('code', code, text);
  const name = lang === '' ? 'Code' : `Code in ${lang}`;
  // The box scrolls by itself, so the keyboard must reach it.
  const box = el('pre', { tabindex: '0', role: 'region', 'aria-label': name, dir: 'ltr' }, [code]);
  const copy = el('button', { type: 'button', class: 'code-copy', 'aria-label': 'Copy code' }, ['Copy']);
  const head = el('div', { class: 'code-head' }, [el('span', { class: 'code-lang' }, [lang]), copy]);
  const figure = el('figure', { class: 'code' }, [head, box]);
  figure.dataset['lang'] = lang;
  drawn.dom = [figure];
  return drawn;
}

/**
 * A link is shown with its address and cannot be followed yet.
 * @param {Extract<TreeNode, {type: 'link'}>} node
 * @param {number} depth
 * @returns {Drawn}
 */
function linkRecord(node, depth) {
  const slot = el('span', { class: 'link-text' });
  const address = el('span', { class: 'link-address', dir: 'ltr' }, [`(${node.href})`]);
  const link = el('span', { class: 'link', title: node.href }, [slot, ' ', address]);
  const drawn = record('link', [link], { slot, children: [], address });
  appendNodes(drawn, node.children, depth + 1);
  refreshLink(drawn);
  return drawn;
}

/**
 * The address is written out unless the text already is the address.
 * @param {Drawn} drawn
 */
export function refreshLink(drawn) {
  if (drawn.address !== null && drawn.slot !== null) {
    const written = `(${drawn.slot.textContent})`;
    const address = drawn.address.textContent;
    drawn.address.hidden = written === address || written.replace(/\)$/, '/)') === address;
  }
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
