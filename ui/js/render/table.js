// Tables: a box that scrolls by itself, a head, rows, and a way to the text where a table goes on.

import { make } from './closed-list.js';
import { Drawn, parentOf } from './drawn.js';
import { t } from '../lib/texts.js';

/** @typedef {import('../types.js').Align} Align */

/** @type {Readonly<Record<Align, {class?: string}>>} */
const ALIGNED = { none: {}, left: { class: 'at-left' }, center: { class: 'at-center' }, right: { class: 'at-right' } };

/** @param {readonly Align[]} align one for each column */
export function table(align) {
  const body = make('tbody');
  const box = make('div', { class: 'table', dir: 'auto' }, [
    make('div', { class: 'table-box', role: 'region', tabindex: '0', 'aria-label': t('answer.table') }, [make('table', {}, [make('thead'), body])]),
    make('div', { class: 'table-foot aside' }, [make('button', { type: 'button', class: 'table-copy', 'aria-label': t('answer.copyTable') }, [t('answer.copy')])]),
  ]);
  const drawn = parentOf('table', box, body);
  drawn.columns = { align, head: true };
  return drawn;
}

/**
 * Puts what does not belong into the body of a table where it belongs.
 * @param {Drawn} drawnTable
 * @param {Drawn} child to come next
 * @returns {boolean} whether it belongs into the body
 */
export function placeInTable(drawnTable, child) {
  const [box] = drawnTable.dom;
  if (!(box instanceof HTMLElement)) {
    return true;
  }
  if (child.kind === 'more') {
    box.querySelector('.table-foot')?.prepend(...child.dom);
    return false;
  }
  if (drawnTable.children?.length === 0) {
    box.querySelector('thead')?.append(...child.dom);
    return false;
  }
  return true;
}

/** @param {Drawn} drawnTable */
export function tableRow(drawnTable) {
  const drawn = parentOf('row', make('tr'));
  drawn.columns = { align: drawnTable.columns?.align ?? [], head: drawnTable.children?.length === 0 };
  return drawn;
}

/** @param {Drawn} row */
export function tableCell(row) {
  const aligned = ALIGNED[row.columns?.align[row.children?.length ?? 0] ?? 'none'];
  return parentOf('cell', row.columns?.head ? make('th', { scope: 'col', ...aligned }) : make('td', aligned));
}

/**
 * Here is more than is drawn: the text itself shows it.
 * @param {Drawn} parent
 */
export function tableMore(parent) {
  if (parent.kind !== 'row') {
    return new Drawn('more', rawButton(t('answer.tableMore')));
  }
  const shown = parent.columns?.head ? rawButton(t('answer.columnsMore')) : '…';
  return new Drawn('more', make('td', { class: 'more-columns aside' }, [shown]));
}

/** @param {string} words */
function rawButton(words) {
  return make('button', { type: 'button', class: 'raw-wanted' }, [words]);
}
