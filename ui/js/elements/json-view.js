// <json-view>: a JSON text, folded where it is long. What is folded is made when it is opened.

import { button, define, el, setText, t } from '../lib/dom.js';
import { partsOf, seen } from '../lib/json-parts.js';
import { appendPieces, wholeTo } from '../lib/pieces.js';

/** @typedef {import('../lib/json-parts.js').Part} Part */
/** @typedef {import('../lib/json-parts.js').Branch} Branch */

/** A longer part is folded at first, in characters. */
const OPEN = 1500;
/** As much of a value is shown at first, in characters. */
const SHOWN = 1000;
/** And so much more at a time: a picture is a million, which no page lays out at once. */
const MORE = 20_000;

export class JsonView extends HTMLElement {
  connectedCallback() {
    this.setAttribute('dir', 'ltr');
  }

  /** @param {string} json */
  set text(json) {
    this.replaceChildren(drawn(partsOf(json), true));
  }
}

/**
 * @param {Part} part
 * @param {boolean} whole whether it is the text itself
 * @returns {HTMLElement}
 */
function drawn(part, whole = false) {
  const name = part.key === null ? [] : [el('span', 'json-key', [seen(part.key)]), ': '];
  if ('text' in part) {
    return el('div', 'json-leaf', [...name, value(part.text)]);
  }
  const close = part.open === '{' ? '}' : ']';
  if (part.parts.length === 0) {
    return el('div', 'json-leaf', [...name, `${part.open}${close}`]);
  }
  const count = el('span', 'json-count', [t('sent.parts', { count: part.parts.length })]);
  const inside = el('div', 'json-inside');
  const details = el('details', 'json-branch', [
    el('summary', {}, [...name, part.open, ' ', count]),
    inside,
    el('div', {}, [close]),
  ]);
  const fill = () => inside.childElementCount === 0 && inside.append(...part.parts.map((one) => drawn(one)));
  if (whole || part.length <= OPEN || holdsBranches(part)) {
    fill();
    details.setAttribute('open', '');
  } else {
    details.addEventListener('toggle', fill, { once: true });
  }
  return details;
}

/**
 * Whether a part is there for what is in it: its long parts fold themselves.
 * @param {Branch} branch
 */
function holdsBranches({ parts }) {
  return parts.length <= 20 && parts.every((one) => 'open' in one);
}

/** @param {string} token */
function value(token) {
  const kind = token.startsWith('"') ? 'json-string' : 'json-other';
  const shown = seen(token);
  if (shown.length <= SHOWN) {
    return el('span', kind, [shown]);
  }
  let at = wholeTo(shown, SHOWN);
  const text = el('span', { class: kind, tabindex: '-1' }, [shown.slice(0, at)]);
  const more = button(t('sent.more', { count: shown.length - at }), 'button json-more', () => {
    const to = wholeTo(shown, at + MORE);
    appendPieces(text, shown.slice(at, to));
    at = to;
    if (at < shown.length) {
      setText(more, t('sent.more', { count: shown.length - at }));
    } else {
      more.remove();
      text.focus();
    }
  });
  return el('span', {}, [text, ' ', more]);
}

define('json-view', JsonView);
