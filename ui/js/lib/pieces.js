// Long plain text in the page: in pieces, as one huge text node is slow to lay out, and folded where
// it is longer than anybody reads at once.

import { button, keepFocus, t } from './dom.js';
import { textDirection } from './format.js';

/** How long a text node gets. */
export const PIECE = 4096;

/** A longer text is folded: laying out megabytes would freeze the window. */
const FOLD_AT = 20_000;

/**
 * Adds text at the end of an element, in text nodes of bounded length.
 * @param {Element} slot
 * @param {string} text
 */
export function appendPieces(slot, text) {
  const last = slot.lastChild;
  let from = 0;
  if (last instanceof Text && last.length < PIECE) {
    from = wholeTo(text, PIECE - last.length);
    last.appendData(text.slice(0, from));
  }
  const added = document.createDocumentFragment();
  while (from < text.length) {
    const to = wholeTo(text, from + PIECE);
    added.append(document.createTextNode(text.slice(from, to)));
    from = to;
  }
  slot.append(added);
}

/**
 * Where to cut a text at the latest: half of a character outside the first 65,536 is drawn as a box.
 * @param {string} text
 * @param {number} at
 */
export function wholeTo(text, at) {
  if (at >= text.length) {
    return text.length;
  }
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before < 0xdc00 ? at - 1 : at;
}

/**
 * Puts a text into an element, its beginning only where it is long, with a button for the rest.
 * @param {HTMLElement} slot
 * @param {string} text
 * @param {AbortSignal} signal
 * @param {() => void} [onWhole] told when all of it is there
 */
export function foldedText(slot, text, signal, onWhole = () => undefined) {
  slot.replaceChildren();
  slot.dir = 'auto';
  appendPieces(slot, text.slice(0, wholeTo(text, FOLD_AT)));
  if (text.length > FOLD_AT) {
    const more = button(t('message.showAll', { count: text.length }), 'button quiet', () => {
      // A direction for each of very many lines would take minutes.
      keepFocus(slot, () => slot.replaceChildren());
      slot.dir = textDirection(text);
      appendPieces(slot, text);
      onWhole();
    }, signal);
    slot.append('…', more);
  }
}
