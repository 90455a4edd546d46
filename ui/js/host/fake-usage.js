// The scripted engine's ledger: thirty days of requests, the same in every run, summed as asked.

import { dayKey } from '../lib/usage-spans.js';

/** @typedef {import('../usage-types.js').ReportRow} Row */
/** @typedef {import('../usage-types.js').UsageWanted} Wanted */
/** @typedef {{day: string, model: string, connection: string, row: Row}} Entry */

const MODELS = [['anthropic/claude-sonnet-4.5', 'gateway', 41], ['openai/gpt-4o', 'gateway', 23], ['gpt-4o-mini', 'openai', 4], ['llama3.2:3b', 'local', 0]];

export class FakeUsage {
  /** @type {Entry[]} */
  entries = entries(new Date());
  /** @type {import('../usage-types.js').BudgetView} */
  budget = { month: dayKey(new Date()).slice(0, 7), spentUsd: '6.25', reservedUsd: '0.5', limit: { usd: '20', leftUsd: '13.25', level: 'ok' } };

  /** What the settings say of the whole. @returns {import('../types.js').Report} */
  summary() {
    const total = { ...row('total', 2, 1200, 300, 81), cachedAnswers: 1, savedUsd: '0.0027', allSavedUsd: '0.0027', requests: 3 };
    return { rows: [{ ...total, key: 'gateway' }], total };
  }

  /**
   * @param {Wanted} wanted
   * @returns {import('../usage-types.js').UsageReport}
   */
  report({ from, until, by }) {
    const inside = this.entries.filter(({ day }) => (from === null || day >= from) && (until === null || day <= until));
    /** @type {Map<string, Row>} */
    const rows = new Map();
    for (const { day, model, connection, row: more } of inside) {
      const key = { day, month: day.slice(0, 7), model, connection }[by];
      rows.set(key, together(rows.get(key) ?? row(key, 0, 0, 0, 0), more));
    }
    const total = inside.reduce((sum, { row: more }) => together(sum, more), row('total', 0, 0, 0, 0));
    return { rows: [...rows.values()].sort((one, other) => (one.key < other.key ? -1 : 1)), total, budget: this.budget };
  }
}

/** @param {Date} now @returns {Entry[]} */
function entries(now) {
  return Array.from({ length: 30 }, (_, ago) => ago).flatMap((ago) => {
    const day = dayKey(new Date(now.getFullYear(), now.getMonth(), now.getDate() - ago));
    return MODELS.flatMap(([model, connection, price], index) => {
      const count = (ago * 7 + index * 5) % 11;
      const made = row('', count, count * 900, count * 260, count * Number(price));
      if (index === 1 && ago % 9 === 4) {
        Object.assign(made, { failedRequests: 1, errors: [{ code: ago === 4 ? 'overloaded' : 'rate_limited', count: 1 }] });
      }
      return count === 0 || ago % 8 === 6 ? [] : [{ day, model: String(model), connection: String(connection), row: made }];
    });
  });
}

/**
 * @param {string} key
 * @param {number} requests
 * @param {number} inputTokens
 * @param {number} outputTokens
 * @param {number} price ten-thousandths of a dollar
 * @returns {Row}
 */
function row(key, requests, inputTokens, outputTokens, price) {
  const cached = Math.floor(inputTokens / 3);
  return {
    key, requests, inputTokens, cachedInputTokens: cached, outputTokens, reasoningTokens: Math.floor(outputTokens / 5),
    usd: usd(price), billedUsd: usd(Math.floor((price * 3) / 4)), estimatedUsd: usd(price - Math.floor((price * 3) / 4)), unpricedRequests: 0,
    cachedAnswers: 0, savedUsd: '0', cacheReadSavedUsd: usd(Math.floor(price / 8)), allSavedUsd: usd(Math.floor(price / 8)), unpricedCachedTokens: 0,
    failedRequests: 0, errors: [],
    latency: requests === 0 ? { answers: 0, medianMs: null, p95Ms: null, firstTokenMedianMs: null } : { answers: requests, medianMs: 2_340, p95Ms: 8_120, firstTokenMedianMs: 610 },
  };
}

/** @param {Row} one @param {Row} other @returns {Row} */
function together(one, other) {
  const price = (/** @type {string} */ text) => Math.round(Number(text) * 10_000);
  const cost = usd(price(one.usd) + price(other.usd));
  const counted = [...one.errors, ...other.errors];
  return {
    ...row(one.key, one.requests + other.requests, one.inputTokens + other.inputTokens, one.outputTokens + other.outputTokens, price(cost)),
    cachedAnswers: one.cachedAnswers + other.cachedAnswers, failedRequests: one.failedRequests + other.failedRequests,
    errors: [...new Set(counted.map(({ code }) => code))].map((code) => ({ code, count: counted.filter((error) => error.code === code).length })),
  };
}

/** @param {number} price */
function usd(price) {
  return (price / 10_000).toFixed(4).replace(/\.?0+$/, '');
}
