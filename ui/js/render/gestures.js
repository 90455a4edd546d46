// What a person can do within an answer: follow a link, go to a footnote and back, copy and wrap
// code, copy a table, ask for the text. One listener a kind of event, whatever the answer holds.

import { codeToCopy, copyText, tellCopied } from '../lib/clipboard.js';
import { chooseWrap } from './wrap.js';
import { languageOf } from './code.js';
import { noteOf, targetOf } from './marks.js';
import { tableText } from './selection.js';

/** From which reference a footnote was last gone to. @type {WeakMap<Element, HTMLElement>} */
const cameFrom = new WeakMap();

/**
 * Bubbles `link-wanted` (detail: `{href, host}`), the only way a link is ever followed, and
 * `raw-wanted` where more is to be seen than is drawn.
 * @param {HTMLElement} slot where answers are drawn
 * @param {AbortSignal} signal
 */
export function attendAnswer(slot, signal) {
  slot.addEventListener('click', (event) => onClick(slot, event), { signal });
  slot.addEventListener('auxclick', (event) => event.button === 1 && followLink(event), { signal });
  // Neither scrolling by the middle button nor selecting by Shift is what is wanted of a link.
  slot.addEventListener('mousedown', (event) => (event.button === 1 || event.shiftKey) && linkAt(event) !== null && event.preventDefault(), { signal });
  slot.addEventListener('keydown', (event) => event.key === 'Enter' && event.target instanceof Element && targetOf(event.target) !== null && followLink(event), { signal });
}

/**
 * @param {HTMLElement} slot
 * @param {MouseEvent} event
 */
function onClick(slot, event) {
  const pressed = event.target instanceof Element ? event.target.closest('button') : null;
  if (!(pressed instanceof HTMLElement)) {
    if (getSelection()?.isCollapsed !== false) {
      followLink(event);
    }
    return;
  }
  switch (pressed.className) {
    case 'code-copy':
      void copyCode(pressed);
      break;
    case 'code-wrap':
      toggleWrap(pressed);
      break;
    case 'table-copy':
      void copyTable(pressed);
      break;
    case 'footnote-mark':
      toFootnote(slot, pressed);
      break;
    case 'footnote-back':
      fromFootnote(slot, pressed);
      break;
    case 'raw-wanted':
      pressed.dispatchEvent(new CustomEvent('raw-wanted', { bubbles: true }));
      break;
    default:
      break;
  }
}

/** @param {Event} event */
function linkAt(event) {
  return event.target instanceof Element ? event.target.closest('.link') : null;
}

/** @param {Event} event */
function followLink(event) {
  const element = linkAt(event);
  const target = element === null ? null : targetOf(element);
  if (element !== null && target !== null) {
    event.preventDefault();
    element.dispatchEvent(new CustomEvent('link-wanted', { bubbles: true, detail: target }));
  }
}

/** @param {HTMLElement} button */
async function copyCode(button) {
  const figure = button.closest('figure');
  const text = figure?.querySelector('pre')?.textContent ?? '';
  tellCopied(button, await copyText(codeToCopy(text, figure === null ? '' : languageOf(figure))));
}

/** @param {HTMLElement} button */
async function copyTable(button) {
  const table = button.closest('.table')?.querySelector('table');
  if (table) {
    tellCopied(button, await copyText(tableText(table)));
  }
}

/** @param {HTMLElement} button */
function toggleWrap(button) {
  const wraps = button.closest('figure')?.classList.toggle('wrapped') ?? false;
  button.setAttribute('aria-pressed', String(wraps));
  chooseWrap(wraps);
}

/**
 * @param {HTMLElement} slot
 * @param {HTMLElement} mark
 */
function toFootnote(slot, mark) {
  const name = noteOf(mark);
  const note = [...slot.querySelectorAll('.footnote')].find((one) => noteOf(one) === name);
  if (note instanceof HTMLElement) {
    cameFrom.set(note, mark);
    note.focus();
  }
}

/**
 * @param {HTMLElement} slot
 * @param {HTMLElement} back
 */
function fromFootnote(slot, back) {
  const note = back.closest('.footnote');
  const name = note === null ? null : noteOf(note);
  const before = note === null ? undefined : cameFrom.get(note);
  const mark = before?.isConnected ? before : [...slot.querySelectorAll('.footnote-mark')].find((one) => noteOf(one) === name);
  if (mark instanceof HTMLElement) {
    mark.focus();
  }
}
