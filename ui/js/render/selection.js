// What is selected or copied of the drawn transcript, as clean text: without buttons and labels,
// formulas as they are written, cells apart by tabs. Reads the document, changes nothing.

import { mathText, movedIn } from '../plain.js';
import { labelOf } from './marks.js';
import { sourceOf } from './math.js';

/** Not part of any text: marked so, or to be pressed. */
const ASIDE = '.aside, .visually-hidden, [hidden], button, details:not([open]) > :not(summary)';

/** How many line ends stand at least around an element. @type {Readonly<Record<string, number>>} */
const AROUND = {
  article: 2, blockquote: 2, figure: 2, h2: 2, h3: 2, h4: 2, h5: 2, h6: 2, ol: 2, p: 2, pre: 2, table: 2, ul: 2, hr: 2, div: 1, li: 1, tr: 1, details: 1, summary: 1,
};

/**
 * Puts what is selected of messages on the clipboard as text, and only as text.
 * @param {ClipboardEvent} event
 */
export function copySelection(event) {
  const selection = getSelection();
  if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement || selection === null || selection.isCollapsed) {
    return;
  }
  const range = selection.getRangeAt(0);
  const { commonAncestorContainer: common } = range;
  const around = common instanceof Element ? common : common.parentElement;
  if (around === null || (around.closest('.message') === null && around.querySelector('.message') === null)) {
    return;
  }
  const text = rangeText(range);
  if (text !== '') {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  }
}

/**
 * A table with a line for each row and tabs between its cells, for spreadsheets.
 * @param {HTMLTableElement} table
 */
export function tableText(table) {
  return [...table.rows].map((row) => `${[...row.cells].filter((cell) => !cell.matches(ASIDE)).map(cellText).join('\t')}\n`).join('');
}

/**
 * What a spreadsheet would reckon with begins with `'`: a table comes from outside. One that begins
 * with a quotation mark is quoted: else a spreadsheet takes what follows it, also other cells, as
 * quoted, and what was quoted as a formula.
 * @param {HTMLTableCellElement} cell
 */
function cellText(cell) {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const text = rangeText(range).replace(/\s+/g, ' ').trim();
  if (text.startsWith('"')) {
    return `"${text.replaceAll('"', '""')}"`;
  }
  return /^(?:[=@]|[+-].*[(|])/.test(text) ? `'${text}` : text;
}

/**
 * @param {Range} range
 * @returns {string}
 */
export function rangeText(range) {
  const { commonAncestorContainer: common } = range;
  const math = (common instanceof Element ? common : common.parentElement)?.closest('math');
  const formula = math ? sourceOf(math) : null;
  if (formula !== null) {
    return formula.source;
  }
  const writer = new Writer();
  walk(common, range, writer, keepsSpace(common instanceof Element ? common : common.parentElement), 0);
  return writer.text;
}

/** Text with the line ends that blocks want, no more of them than one pair asks for. */
class Writer {
  /** A text that is asked for its end while it grows would be copied each time. @type {string[]} */
  #parts = [];
  #wanted = 0;
  /** Whether a mark stands there that its text has to follow. */
  #marked = false;
  /** How many columns the items around it move their text in. */
  #columns = 0;

  get text() {
    return this.#parts.join('');
  }

  /**
   * @param {string} text
   * @param {boolean} kept whether white space stays as it is
   */
  write(text, kept) {
    const written = kept ? text : text.replace(/[ \t\n\r\f]+/g, ' ');
    const before = this.#parts.at(-1);
    const ended = before?.endsWith('\n') === true;
    const fresh = this.#marked || this.#wanted > 0 || before === undefined || ended;
    const added = fresh && !kept ? written.trimStart() : written;
    if (added === '') {
      return;
    }
    if (before !== undefined && this.#wanted > 0) {
      // A line of code has its end already.
      this.#parts.push('\n'.repeat(Math.max(0, this.#wanted - (ended ? 1 : 0))));
    }
    const begins = before !== undefined && (ended || this.#wanted > 0) && !added.startsWith('\n');
    [this.#wanted, this.#marked] = [0, false];
    this.#parts.push(begins ? movedIn(`\n${added}`, this.#columns).slice(1) : movedIn(added, this.#columns));
  }

  /** @param {number} columns by which what comes is moved in further */
  moveIn(columns) {
    this.#columns += columns;
  }

  /** @param {string} text what stands before a text, on its line */
  mark(text) {
    this.write(text, true);
    this.#marked = true;
  }

  /** @param {number} ends */
  apart(ends) {
    this.#wanted = this.#marked ? 0 : Math.max(this.#wanted, ends);
  }
}

/**
 * @param {Node} node that the range reaches into
 * @param {Range} range
 * @param {Writer} writer
 * @param {boolean} kept
 * @param {number} place how many elements stand before it in its parent
 */
function walk(node, range, writer, kept, place) {
  if (node instanceof Text) {
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    writer.write(node.data.slice(from, to), kept);
    return;
  }
  if (!(node instanceof Element) || writeSpecial(node, writer)) {
    return;
  }
  const ends = endsAround(node);
  const keeps = ends > 0 ? keepsSpace(node) : kept;
  writer.apart(ends);
  const mark = node.localName === 'li' ? itemMark(node, place) : '';
  if (mark !== '' && !node.contains(range.startContainer)) {
    writer.mark(mark);
  }
  writer.moveIn(mark.length);
  const { first, last, place: from } = childrenIn(node, range);
  let before = from;
  for (let child = first; child !== null; child = child === last ? null : child.nextSibling) {
    if (before > 0 && child instanceof HTMLTableCellElement && !child.matches(ASIDE)) {
      writer.write('\t', true);
    }
    walk(child, range, writer, keeps, before);
    before += child instanceof Element ? 1 : 0;
  }
  writer.moveIn(-mark.length);
  writer.apart(ends);
}

/**
 * The children that a range reaches into. Asking the range of each one would take a count of those
 * before it, which is long in a long list.
 * @param {Node} node
 * @param {Range} range
 * @returns {{first: Node | null, last: Node | null, place: number}} `place`: of the first, among elements
 */
function childrenIn(node, { startContainer, startOffset, endContainer, endOffset }) {
  const start = node === startContainer ? node.childNodes[startOffset] : (childWith(node, startContainer) ?? node.firstChild);
  const end = node === endContainer ? node.childNodes[endOffset - 1] : (childWith(node, endContainer) ?? node.lastChild);
  let place = 0;
  for (let one = start?.previousSibling ?? null; one !== null; one = one.previousSibling) {
    place += one instanceof Element ? 1 : 0;
  }
  const last = end ?? null;
  return { first: last === null ? null : (start ?? null), last, place };
}

/**
 * @param {Node} node
 * @param {Node} inner
 * @returns {Node | null} the child of a node that holds another one
 */
function childWith(node, inner) {
  let at = node === inner || !node.contains(inner) ? null : inner;
  while (at !== null && at.parentNode !== node) {
    at = at.parentNode;
  }
  return at;
}

/**
 * @param {Element} element
 * @param {Writer} writer
 * @returns {boolean} whether nothing more is to be read of it
 */
function writeSpecial(element, writer) {
  const formula = sourceOf(element);
  if (formula !== null) {
    writer.apart(formula.display ? 1 : 0);
    writer.write(mathText(formula.source, formula.display), true);
    writer.apart(formula.display ? 1 : 0);
  } else if (element.matches('.footnote-mark')) {
    writer.write(`[${labelOf(element) ?? ''}]`, true);
  } else if (element.matches('.task-box')) {
    writer.mark(element.classList.contains('done') ? '[x] ' : '[ ] ');
  } else if (element.matches('.footnote-label')) {
    writer.mark(`[${element.textContent ?? ''}] `);
  } else if (element.localName === 'hr') {
    writer.apart(2);
    writer.write('---', true);
    writer.apart(2);
  } else if (element.localName === 'br') {
    writer.write('\n', true);
  } else {
    return element.matches(ASIDE);
  }
  return true;
}

/**
 * Within a list that is not loose only lines are apart.
 * @param {Element} element
 */
function endsAround(element) {
  const ends = Object.hasOwn(AROUND, element.localName) ? (AROUND[element.localName] ?? 0) : 0;
  const list = element.parentElement?.closest('li')?.parentElement ?? null;
  return list !== null && !list.classList.contains('loose') ? Math.min(ends, 1) : ends;
}

/**
 * @param {Element} item
 * @param {number} place
 */
function itemMark({ parentElement: list }, place) {
  return list instanceof HTMLOListElement ? `${list.start + place}. ` : '- ';
}

/** @param {Element | null} element */
function keepsSpace(element) {
  return element !== null && getComputedStyle(element).whiteSpace.startsWith('pre');
}
