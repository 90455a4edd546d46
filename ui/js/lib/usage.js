// A report of the ledger as the usage page says it: headline figures, columns over time, bars. Pure.

import { connectionName, duration, money, roundMoney } from './format.js';
import { formatCompact, formatDate, listed, t } from './texts.js';
import { filled } from './usage-spans.js';

/** @typedef {import('../usage-types.js').ReportRow} Row */
/** @typedef {import('../usage-types.js').UsageReport} UsageReport */
/** @typedef {'cost' | 'requests' | 'tokens'} Measure */
/** @typedef {'model' | 'connection'} Grouping */

/**
 * What the page shows: the same span summed over time, and by model or connection.
 * @typedef {object} Loaded
 * @property {import('../usage-types.js').UsageSpan} span
 * @property {'day' | 'month'} step
 * @property {UsageReport} time
 * @property {Grouping} grouping
 * @property {UsageReport} parts
 * @property {Date} now
 */

/** @type {readonly Measure[]} */
export const MEASURES = ['cost', 'requests', 'tokens'];

/**
 * A day or month in words.
 * @param {string} key
 * @param {'short' | 'long'} how
 */
export function dayWords(key, how) {
  const [year = 0, month = 1, day = 1] = key.split('-').map(Number);
  const at = new Date(year, month - 1, day, 12).getTime();
  if (key.length === 7) {
    return formatDate(at, { month: how, year: 'numeric' });
  }
  return formatDate(at, how === 'short' ? { day: 'numeric', month: 'short' } : { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
}

/**
 * The parts of a column, from below, and what they are called.
 * @param {Measure} measure
 * @returns {{name: string, of: (row: Row) => number}[]}
 */
function partsOf(measure) {
  switch (measure) {
    case 'cost':
      return [
        { name: t('usage.billed'), of: (row) => Number(row.billedUsd) },
        { name: t('usage.estimated'), of: (row) => Number(row.estimatedUsd) },
      ];
    case 'requests':
      return [
        { name: t('usage.answered'), of: (row) => row.requests - row.failedRequests },
        { name: t('usage.failed'), of: (row) => row.failedRequests },
      ];
    case 'tokens':
      return [
        { name: t('usage.fresh'), of: (row) => Math.max(0, row.inputTokens - row.cachedInputTokens) },
        { name: t('usage.fromCache'), of: (row) => Math.min(row.inputTokens, row.cachedInputTokens) },
        { name: t('usage.output'), of: (row) => row.outputTokens },
      ];
  }
}

/** How long a row's bar is. @param {Row} row @param {Measure} measure */
function amountOf(row, measure) {
  return partsOf(measure).reduce((sum, { of }) => sum + of(row), 0);
}

/** The same, as a person reads it. @param {Row} row @param {Measure} measure */
function amountWords(row, measure) {
  switch (measure) {
    case 'cost':
      return row.usd === '0' && row.unpricedRequests > 0 ? t('usage.unknown') : money(row.usd);
    case 'requests':
      return t('usage.requestCount', { count: row.requests });
    case 'tokens':
      return t('usage.tokenCount', { count: row.inputTokens + row.outputTokens });
  }
}

/** A tick of an axis. @param {number} value @param {number} digits @param {Measure} measure */
function tickWords(value, digits, measure) {
  return measure === 'cost' ? money(value.toFixed(digits)) : formatCompact(value);
}

/**
 * The columns over time.
 * @param {Loaded} loaded
 * @param {Measure} measure
 * @returns {import('../elements/usage-chart.js').Chart}
 */
export function chartOf({ time, span, step, now }, measure) {
  const parts = partsOf(measure);
  const days = filled(time.rows, span, step, now);
  const items = days.map(({ key, row }) => {
    const day = dayWords(key, 'long');
    const some = row === null ? [] : parts.filter(({ of }) => of(row) > 0);
    const shares = row === null || some.length < 2 ? '' : listed(some.map(({ name, of }) => t('usage.part', { name, value: tickWords(of(row), 4, measure) })));
    return {
      short: dayWords(key, 'short'),
      values: parts.map(({ of }) => (row === null ? 0 : of(row))),
      said: row === null ? t('usage.readoutNothing', { day }) : t(shares === '' ? 'usage.readout' : 'usage.readoutParts', { day, value: amountWords(row, measure), parts: shares }),
    };
  });
  const named = { measure: t(`usage.${measure}`), title: timeTitle(step), from: dayWords(days[0]?.key ?? '', 'long'), until: dayWords(days.at(-1)?.key ?? '', 'long') };
  const most = days.reduce((/** @type {{key: string, row: Row} | null} */ best, { key, row }) => (row !== null && amountOf(row, measure) > (best === null ? 0 : amountOf(best.row, measure)) ? { key, row } : best), null);
  return {
    kind: measure,
    name: most === null ? t('usage.chartNothing', named) : t('usage.chartName', { ...named, most: amountWords(most.row, measure), day: dayWords(most.key, 'long') }),
    parts: parts.map(({ name }) => name),
    items,
    whole: measure !== 'cost',
    tick: (value, digits) => tickWords(value, digits, measure),
  };
}

/** @param {'day' | 'month'} step */
export function timeTitle(step) {
  return step === 'day' ? t('usage.perDay') : t('usage.perMonth');
}

/**
 * The rows of models or connections, the largest first.
 * @param {Loaded} loaded
 * @param {Measure} measure
 * @returns {{name: string, row: Row}[]}
 */
export function partRows({ parts, grouping }, measure) {
  const name = (/** @type {string} */ key) => (key === 'other' ? t('usage.other') : grouping === 'connection' ? connectionName(key) : key);
  return [...parts.rows].sort((one, other) => amountOf(other, measure) - amountOf(one, measure)).map((row) => ({ name: name(row.key), row }));
}

/**
 * A bar for each of them.
 * @param {Loaded} loaded
 * @param {Measure} measure
 * @returns {import('../elements/usage-bars.js').Bar[]}
 */
export function barsOf(loaded, measure) {
  return partRows(loaded, measure).map(({ name, row }) => ({
    name,
    amount: amountWords(row, measure),
    note: [
      ...MEASURES.filter((other) => other !== measure).map((other) => amountWords(row, other)),
      ...(row.failedRequests === 0 ? [] : [t('usage.failedCount', { count: row.failedRequests })]),
      ...(row.latency.medianMs === null ? [] : [t('usage.medianOf', { time: duration(row.latency.medianMs) })]),
    ].join(' · '),
    value: amountOf(row, measure),
  }));
}

/**
 * The figures above: each with what it is made of.
 * @param {Row} total
 * @returns {{name: string, value: string, title: string, notes: string[]}[]}
 */
export function headline(total) {
  const { latency } = total;
  const saved = [
    ...(total.cachedAnswers === 0 ? [] : [t('usage.keptSaved', { count: total.cachedAnswers, money: roundMoney(total.savedUsd) })]),
    ...(total.cachedInputTokens === 0 ? [] : [t('usage.providerSaved', { tokens: formatCompact(total.cachedInputTokens), money: roundMoney(total.cacheReadSavedUsd) })]),
    ...(total.unpricedCachedTokens === 0 ? [] : [t('usage.savedUnknown', { tokens: formatCompact(total.unpricedCachedTokens) })]),
  ];
  return [
    {
      name: t('usage.cost'), value: roundMoney(total.usd), title: money(total.usd),
      notes: [
        ...(total.usd === '0' ? [] : [t('usage.costParts', { billed: roundMoney(total.billedUsd), estimated: roundMoney(total.estimatedUsd) })]),
        ...(total.unpricedRequests === 0 ? [] : [t('usage.unpriced', { count: total.unpricedRequests })]),
      ],
    },
    {
      name: t('usage.requests'), value: formatCompact(total.requests), title: t('usage.requestCount', { count: total.requests }),
      notes: [total.failedRequests === 0 ? t('usage.noneFailed') : t('usage.failedCount', { count: total.failedRequests })],
    },
    {
      name: t('usage.tokens'), value: formatCompact(total.inputTokens + total.outputTokens), title: t('usage.tokenCount', { count: total.inputTokens + total.outputTokens }),
      notes: [
        total.cachedInputTokens === 0 ? t('usage.in', { tokens: formatCompact(total.inputTokens) }) : t('usage.inCached', { tokens: formatCompact(total.inputTokens), cached: formatCompact(total.cachedInputTokens) }),
        total.reasoningTokens === 0 ? t('usage.out', { tokens: formatCompact(total.outputTokens) }) : t('usage.outReasoning', { tokens: formatCompact(total.outputTokens), reasoning: formatCompact(total.reasoningTokens) }),
      ],
    },
    {
      name: t('usage.savings'), value: roundMoney(total.allSavedUsd), title: money(total.allSavedUsd),
      notes: saved.length === 0 ? [t('usage.nothingSaved')] : saved,
    },
    {
      name: t('usage.latency'), value: timeWords(latency.medianMs), title: t('usage.latencyOf', { count: latency.answers }),
      notes: [t('usage.p95', { time: timeWords(latency.p95Ms) }), t('usage.firstToken', { time: timeWords(latency.firstTokenMedianMs) })],
    },
  ];
}

/** A time that may not be known. @param {number | null} ms */
export function timeWords(ms) {
  return ms === null ? t('usage.noTime') : duration(ms);
}
