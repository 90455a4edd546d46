// What is remembered of each drawn node, so that a patch touches what it names and nothing else.
// Knows nothing of kinds of nodes.

import { PatchError } from '../tree.js';
import { make } from './closed-list.js';

/** @typedef {import('../types.js').Align} Align */

/** A text piece longer than this grows no further: one huge growing text is slow to lay out. */
export const TEXT_PIECE = 4096;

/** What goes beyond this stands in parts of at most this length, each of which is laid out by itself. */
export const TEXT_PART = 65_536;

/** How far before the end of a part a space is looked for, so that no word is cut. */
const SPACE_WITHIN = 256;

/** A node of the tree as it is drawn. */
export class Drawn {
  /** What stands in the parent, in order: one node, or the pieces of a text. @type {ChildNode[]} */
  dom;
  /** Where children or texts go; none for a text that stands in its parent. @type {Element | null} */
  slot = null;
  /** None for nodes that cannot have any. @type {Drawn[] | null} */
  children = null;
  /** What children are put before; none puts them at the end of the slot. @type {Node | null} */
  end = null;
  /** How long the last piece of the text is; none for nodes that carry no text. @type {number | null} */
  lastLength = null;
  /** How long the text is, without its parts. */
  length = 0;
  /** The last part and its length. @type {{element: Element, length: number} | null} */
  part = null;
  /** What a table's rows and cells have to know. @type {{align: readonly Align[], head: boolean} | null} */
  columns = null;

  /**
   * @param {string} kind
   * @param {ChildNode} node
   */
  constructor(kind, node) {
    this.kind = kind;
    this.dom = [node];
  }
}

/**
 * A node with children.
 * @param {string} kind
 * @param {Element} element
 * @param {Element} [slot] where children go, when not into the element itself
 * @param {Node | null} [end]
 */
export function parentOf(kind, element, slot = element, end = null) {
  const drawn = new Drawn(kind, element);
  drawn.slot = slot;
  drawn.children = [];
  drawn.end = end;
  return drawn;
}

/**
 * A node that carries text.
 * @param {string} kind
 * @param {Element | null} slot none for a text that stands in its parent
 * @param {string} text
 */
export function textOf(kind, slot, text) {
  const [first = '', ...rest] = text.length <= TEXT_PART ? [text] : cut(text);
  const piece = document.createTextNode(first);
  slot?.append(piece);
  const drawn = new Drawn(kind, slot ?? piece);
  drawn.slot = slot;
  drawn.lastLength = first.length;
  drawn.length = first.length;
  for (const more of rest) {
    growPart(drawn, more);
  }
  return drawn;
}

/**
 * Lets the text of a drawn node grow.
 * @param {Drawn} drawn
 * @param {string} text
 */
export function growText(drawn, text) {
  if (drawn.lastLength === null) {
    throw new PatchError(`a ${drawn.kind} carries no text`);
  }
  if (drawn.part !== null || drawn.length + text.length > TEXT_PART) {
    for (const more of cut(text)) {
      growPart(drawn, more);
    }
    return;
  }
  drawn.length += text.length;
  const last = drawn.slot === null ? drawn.dom.at(-1) : drawn.slot.lastChild;
  if (last instanceof Text && drawn.lastLength + text.length <= TEXT_PIECE) {
    last.appendData(text);
    drawn.lastLength += text.length;
    return;
  }
  const piece = document.createTextNode(text);
  drawn.lastLength = text.length;
  putLast(drawn, piece);
}

/**
 * Lets the last part grow, or begins a new one.
 * @param {Drawn} drawn
 * @param {string} text no longer than a part
 */
function growPart(drawn, text) {
  if (drawn.part === null || drawn.part.length + text.length > TEXT_PART) {
    const element = make('span', { class: 'text-part' });
    putLast(drawn, element);
    drawn.part = { element, length: 0 };
  }
  drawn.part.length += text.length;
  const last = drawn.part.element.lastChild;
  if (last instanceof Text && last.length + text.length <= TEXT_PIECE) {
    last.appendData(text);
  } else {
    drawn.part.element.append(document.createTextNode(text));
  }
}

/** @param {Drawn} drawn @param {Text | Element} node */
function putLast(drawn, node) {
  if (drawn.slot === null) {
    drawn.dom.at(-1)?.after(node);
    drawn.dom.push(node);
  } else {
    drawn.slot.append(node);
  }
}

/**
 * A text in parts; after a space where there is one near the end, never within a character.
 * @param {string} text
 */
function cut(text) {
  const parts = [];
  for (let at = 0; at < text.length; ) {
    let end = at + TEXT_PART;
    if (end < text.length) {
      const space = text.lastIndexOf(' ', end - 1);
      end = space >= end - SPACE_WITHIN ? space + 1 : end - Number(isFirstHalf(text.charCodeAt(end - 1)));
    }
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}

/** Whether a unit is the first of the two that make a character. @param {number} unit */
const isFirstHalf = (unit) => unit >= 0xd800 && unit < 0xdc00;

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
      node.remove();
    }
  }
}
