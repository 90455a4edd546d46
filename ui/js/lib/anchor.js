// Remembers which line is the first in view and how far it has moved since. The page does this by
// hand, and alike in every web view: not all of them keep the scroll place while heights above
// change.

/** Deeper elements than these are not looked at. */
const MAX_DEPTH = 24;

/** Among more children the first in view is found by halving. */
const MANY = 16;

/**
 * @typedef {object} Anchor
 * @property {() => void} mark remembers the line that is the first in view now
 * @property {() => number | null} drift by how many pixels it stands lower than when it was marked;
 *   none where no line is marked, or none that is still there
 * @property {() => void} forget
 */

/**
 * @param {HTMLElement} scroller
 * @param {HTMLElement} content what is in it
 * @returns {Anchor}
 */
export function anchorIn(scroller, content) {
  /** Elements at the upper edge, the innermost last: where that one goes, the next one serves. @type {{element: Element, top: number}[]} */
  let chain = [];
  /** A place in a text that begins above the edge. @type {{line: Range, top: number} | null} */
  let text = null;

  const edge = () => scroller.getBoundingClientRect().top;

  return {
    mark() {
      const top = edge();
      chain = chainAt(content, top);
      const inner = chain.at(-1);
      text = inner !== undefined && inner.top < 0 ? textAt(inner.element, top) : null;
    },

    drift() {
      const top = edge();
      if (text !== null && content.contains(text.line.startContainer) && !text.line.collapsed) {
        return text.line.getBoundingClientRect().top - top - text.top;
      }
      const held = chain.findLast(({ element }) => content.contains(element));
      return held === undefined ? null : held.element.getBoundingClientRect().top - top - held.top;
    },

    forget() {
      chain = [];
      text = null;
    },
  };
}

/**
 * @param {Element} content
 * @param {number} top the upper edge, as rectangles have it
 */
function chainAt(content, top) {
  /** @type {{element: Element, top: number}[]} */
  const chain = [];
  let at = content;
  while (chain.length < MAX_DEPTH) {
    const next = firstInView(at.children, top);
    if (next === null) {
      break;
    }
    const { top: stands } = next.getBoundingClientRect();
    chain.push({ element: next, top: stands - top });
    if (stands >= top) {
      break;
    }
    at = next;
  }
  return chain;
}

/**
 * The first child that reaches below the edge.
 * @param {HTMLCollection} children
 * @param {number} top
 * @returns {Element | null}
 */
function firstInView(children, top) {
  let from = 0;
  let to = children.length;
  while (to - from > MANY) {
    const middle = (from + to) >> 1;
    if ((children[middle]?.getBoundingClientRect().bottom ?? 0) > top) {
      to = middle + 1;
    } else {
      from = middle + 1;
    }
  }
  for (let index = from; index < to; index += 1) {
    const child = children[index];
    const box = child?.getBoundingClientRect();
    if (child && box && box.height > 0 && box.bottom > top + 1 && !sticks(child)) {
      return child;
    }
  }
  return null;
}

/** Whether an element stays in view by itself, so that its place tells nothing. @param {Element} element */
function sticks(element) {
  return getComputedStyle(element).position === 'sticky';
}

/**
 * The character at the edge of an element that begins above it.
 * @param {Element} element
 * @param {number} top
 * @returns {{line: Range, top: number} | null}
 */
function textAt(element, top) {
  const box = element.getBoundingClientRect();
  const found = caretAt(box.left + Math.min(box.width / 2, 40), top + 4);
  if (found === null || !(found.node instanceof Text) || !element.contains(found.node)) {
    return null;
  }
  const at = Math.min(found.offset, found.node.length - 1);
  if (at < 0) {
    return null;
  }
  const line = document.createRange();
  line.setStart(found.node, at);
  line.setEnd(found.node, at + 1);
  return { line, top: line.getBoundingClientRect().top - top };
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {{node: Node, offset: number} | null}
 */
function caretAt(x, y) {
  // Older web views have only the other name.
  const newer = /** @type {Partial<Pick<Document, 'caretPositionFromPoint'>>} */ (document).caretPositionFromPoint;
  if (newer !== undefined) {
    const at = newer.call(document, x, y);
    return at === null ? null : { node: at.offsetNode, offset: at.offset };
  }
  const range = document.caretRangeFromPoint(x, y);
  return range === null ? null : { node: range.startContainer, offset: range.startOffset };
}
