// A report as a table: every figure as it is, in a box that scrolls sideways where it is too wide.

import { el } from '../lib/dom.js';
import { formatDecimal, formatNumber, t } from '../lib/texts.js';
import { timeWords } from '../lib/usage.js';

/** @typedef {import('../usage-types.js').ReportRow} Row */

/**
 * @param {object} table
 * @param {string} table.title
 * @param {string} table.head what the first column holds
 * @param {readonly {name: string, row: Row}[]} table.rows
 * @param {Row} table.total
 * @returns {HTMLElement}
 */
export function usageTable({ title, head, rows, total }) {
  const heads = [
    head, t('usage.requests'), t('usage.failed'), t('usage.input'), t('usage.cachedColumn'), t('usage.output'),
    t('usage.costColumn'), t('usage.savedColumn'), t('usage.median'), t('usage.p95Column'), t('usage.firstColumn'),
  ];
  return el('div', { class: 'usage-table-box', role: 'region', tabindex: '0', 'aria-label': t('usage.tableOf', { title }) }, [
    el('table', 'usage-table', [
      el('thead', {}, [el('tr', {}, heads.map((name) => el('th', { scope: 'col' }, [name])))]),
      el('tbody', {}, rows.map(({ name, row }) => line(name, row))),
      el('tfoot', {}, [line(t('usage.sum'), total)]),
    ]),
  ]);
}

/** @param {string} name @param {Row} row */
function line(name, row) {
  const { latency } = row;
  const cells = [
    ...[row.requests, row.failedRequests, row.inputTokens, row.cachedInputTokens, row.outputTokens].map(formatNumber),
    formatDecimal(row.usd), formatDecimal(row.allSavedUsd),
    ...[latency.medianMs, latency.p95Ms, latency.firstTokenMedianMs].map(timeWords),
  ];
  return el('tr', {}, [el('th', { scope: 'row' }, [el('bdi', {}, [name])]), ...cells.map((text) => el('td', {}, [text]))]);
}
