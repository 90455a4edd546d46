// Marks what is found in drawn messages, by the CSS Custom Highlight API: no node of an answer is
// touched. Where a web view lacks it, finding still counts and goes from place to place.

import { grows } from '../state/rows.js';
import { occurrences } from './find.js';

/** @typedef {import('../elements/message-view.js').MessageElement} MessageElement */

/** How many places of one message are marked. */
const MOST = 500;

/** A growing answer is looked through again after so many times as it took. */
const SPARED = 20;

/** Texts that are no part of what a message says. */
const BESIDE = '.code-head, .link-host, .alert-title, button, annotation';

/**
 * @typedef {object} Found
 * @property {(views: Iterable<MessageElement>, typed: string) => void} mark
 * @property {(view: MessageElement, typed: string) => Range[]} within
 * @property {(range: Range | null) => void} point marks the place one is at
 * @property {() => void} clear
 */

/** @returns {Found} */
export function createFound() {
  /** @type {WeakMap<MessageElement, {row: unknown, drawing: unknown, typed: string, ranges: Range[], untilMs: number}>} */
  const known = new WeakMap();

  /** @type {Found['within']} */
  function within(view, typed) {
    const before = known.get(view);
    const { drawing } = view.body;
    const fromMs = performance.now();
    if (before?.drawing === drawing && before.typed === typed) {
      if (before.row === view.row) {
        return before.ranges;
      }
      if (view.row !== null && grows(view.row) && fromMs < before.untilMs) {
        // Its end marks all of it.
        return before.ranges.filter((range) => !range.collapsed);
      }
    }
    const ranges = rangesIn(view.body, typed);
    const nowMs = performance.now();
    known.set(view, { row: view.row, drawing, typed, ranges, untilMs: nowMs + (nowMs - fromMs) * SPARED });
    return ranges;
  }

  return {
    within,
    mark(views, typed) {
      const ranges = [...views].flatMap((view) => within(view, typed));
      highlights()?.set('found', new Highlight(...ranges));
    },
    point(range) {
      if (range === null) {
        highlights()?.delete('found-here');
      } else {
        const here = new Highlight(range);
        // It lies over the mark that all places have.
        here.priority = 1;
        highlights()?.set('found-here', here);
      }
    },
    clear() {
      highlights()?.delete('found');
      highlights()?.delete('found-here');
    },
  };
}

/**
 * Where a hit of the engine stands in its drawn message; none where that shows no such text.
 * @param {MessageElement} view
 * @param {import('../types.js').HitSpot} spot
 * @returns {Range | null}
 */
export function spotIn(view, { text, nth }) {
  const ranges = rangesIn(view.body, text);
  return ranges[nth] ?? ranges[0] ?? null;
}

/**
 * Marks the place that a search led to, until the person does the next thing.
 * @param {MessageElement} view
 * @param {import('../types.js').HitSpot} spot
 * @returns {Range | null}
 */
export function arriveAt(view, spot) {
  const range = spotIn(view, spot);
  if (range === null) {
    return null;
  }
  highlights()?.set('arrived', new Highlight(range));
  const over = new AbortController();
  for (const type of ['keydown', 'pointerdown']) {
    document.addEventListener(type, () => {
      highlights()?.delete('arrived');
      over.abort();
    }, { signal: over.signal, capture: true });
  }
  return range;
}

function highlights() {
  return typeof Highlight === 'undefined' ? null : CSS.highlights;
}

/**
 * @param {Element} slot
 * @param {string} typed
 */
function rangesIn(slot, typed) {
  const walker = document.createTreeWalker(slot, NodeFilter.SHOW_TEXT);
  /** @type {{node: Text, start: number}[]} */
  const pieces = [];
  let text = '';
  /** @type {Element | null} */
  let block = null;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement === null || node.parentElement.closest(BESIDE) !== null) {
      continue;
    }
    // What stands in different blocks is not one text.
    const own = blockOf(node.parentElement, slot);
    if (block !== null && own !== block) {
      text += '\0';
    }
    block = own;
    pieces.push({ node, start: text.length });
    text += node.data;
  }
  return occurrences(text, typed, MOST).flatMap(({ start, end }) => rangeOf(pieces, start, end));
}

const INLINE = new Set(['A', 'BDI', 'CODE', 'DEL', 'EM', 'SPAN', 'STRONG', 'SUP']);

/**
 * @param {Element} element
 * @param {Element} slot
 */
function blockOf(element, slot) {
  let at = element;
  while (at !== slot && INLINE.has(at.tagName) && at.parentElement !== null) {
    at = at.parentElement;
  }
  return at;
}

/**
 * @param {readonly {node: Text, start: number}[]} pieces
 * @param {number} start
 * @param {number} end
 * @returns {Range[]}
 */
function rangeOf(pieces, start, end) {
  const first = pieces.findLast((piece) => piece.start <= start);
  const last = pieces.findLast((piece) => piece.start < end);
  if (first === undefined || last === undefined || start - first.start > first.node.length || end - last.start > last.node.length) {
    return [];
  }
  const range = document.createRange();
  range.setStart(first.node, start - first.start);
  range.setEnd(last.node, end - last.start);
  return [range];
}
