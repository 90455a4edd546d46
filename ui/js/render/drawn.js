// What is remembered of each drawn node, so that a patch touches what it names and nothing else.
// Knows nothing of kinds of nodes.

import { PatchError } from '../tree.js';

/** @typedef {import('../types.js').Align} Align */

/** A text piece longer than this grows no further: one huge growing text is slow to lay out. */
export const TEXT_PIECE = 4096;

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
  const piece = document.createTextNode(text);
  slot?.append(piece);
  const drawn = new Drawn(kind, slot ?? piece);
  drawn.slot = slot;
  drawn.lastLength = text.length;
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
  const last = drawn.slot === null ? drawn.dom.at(-1) : drawn.slot.lastChild;
  if (last instanceof Text && drawn.lastLength + text.length <= TEXT_PIECE) {
    last.appendData(text);
    drawn.lastLength += text.length;
    return;
  }
  const piece = document.createTextNode(text);
  drawn.lastLength = text.length;
  if (drawn.slot === null) {
    last?.after(piece);
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
      node.remove();
    }
  }
}
