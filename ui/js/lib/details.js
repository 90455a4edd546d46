// An answer's receipt as lines to read: who was asked and who served, what it took, where it came
// from. Pure.

import { oldest } from './estimate.js';
import { connectionName, formatNumber } from './format.js';
import { age } from './receipt.js';

/** @typedef {import('../types.js').MessageView} MessageView */
/** @typedef {import('../types.js').AnswerFacts} AnswerFacts */
/** @typedef {import('../types.js').Receipt} Receipt */
/** @typedef {{name: string, value: string}} Detail */

/** @type {Readonly<AnswerFacts>} nothing known */
export const NO_FACTS = Object.freeze({
  asked: null, provider: null, usage: null, cost: null, firstTokenMs: null, totalMs: null, attempts: [],
});

/**
 * The details of an answer that has ended; none where nothing is known of it.
 * @param {MessageView} message
 * @param {number} nowMs
 * @returns {Detail[]}
 */
export function detailsOf(message, nowMs) {
  const { asked, provider, totalMs, firstTokenMs, receipt } = message;
  if (message.role !== 'assistant' || (asked === null && totalMs === null)) {
    return [];
  }
  return [
    ...line('Model asked', asked),
    ...line('Model that served', message.model === asked ? null : message.model),
    ...line('Connection', message.connection === null ? null : connectionName(message.connection)),
    ...line('Provider', provider),
    ...line('Paid by', payer(receipt)),
    ...line('Cache', cacheWords(receipt, nowMs)),
    ...attemptLines(message),
    ...line('First token', firstTokenMs === null ? null : duration(firstTokenMs)),
    ...line('Whole time', totalMs === null ? null : duration(totalMs)),
    ...line('Tokens', tokenWords(message)),
    ...line('Cost', costWords(message)),
    ...receipt.notes.map((value) => ({ name: 'Otherwise', value })),
    ...line('Left out', receipt.leftOut === 0 ? null : oldest(receipt.leftOut)),
    ...receipt.citations.map(({ title, url }, index) => ({
      name: `Source ${index + 1}`,
      value: title === '' ? url : `${title} — ${url}`,
    })),
  ];
}

/**
 * @param {string} name
 * @param {string | null} value
 * @returns {Detail[]}
 */
function line(name, value) {
  return value === null || value === '' ? [] : [{ name, value }];
}

/** @param {Receipt} receipt */
function payer({ credential }) {
  switch (credential) {
    case 'own-key':
      return 'Your own key at the provider';
    case 'gateway':
      return 'The gateway’s credit';
    case null:
      return null;
  }
}

/**
 * @param {Receipt} receipt
 * @param {number} nowMs
 */
function cacheWords({ cachedAtMs, savedUsd }, nowMs) {
  if (cachedAtMs === null) {
    return 'Not from the cache';
  }
  return `Kept ${age(cachedAtMs, nowMs)}${savedUsd === null ? '' : `; $${savedUsd} saved`}`;
}

/** @param {AnswerFacts} facts */
function attemptLines({ attempts }) {
  const several = new Set(attempts.map(({ connection, model }) => `${connection} ${model}`)).size > 1;
  return attempts.map(({ status, code, ms, connection, model }, index) => {
    const parts = [
      ...(several && connection !== null && model !== null ? [`${model} at ${connectionName(connection)}`] : []),
      status === null ? 'no response' : `status ${status}`,
      ...(code === null ? [] : [code.replaceAll('_', ' ')]),
      duration(ms),
    ];
    return { name: attempts.length === 1 ? 'Request' : `Request ${index + 1}`, value: parts.join(', ') };
  });
}

/** @param {AnswerFacts} facts */
function tokenWords({ usage }) {
  if (usage === null) {
    return null;
  }
  const part = (/** @type {number | null} */ count, /** @type {string} */ word) =>
    count === null || count === 0 ? '' : ` (${formatNumber(count)} ${word})`;
  const input = `${formatNumber(usage.inputTokens)} in${part(usage.cachedInputTokens, 'cached')}`;
  return `${input}, ${formatNumber(usage.outputTokens)} out${part(usage.reasoningTokens, 'reasoning')}`;
}

/** @param {AnswerFacts} facts */
function costWords({ cost }) {
  if (cost === null) {
    return null;
  }
  switch (cost.basis) {
    case 'billed':
      return `$${cost.usd}, billed`;
    case 'estimated':
      return `$${cost.usd}, estimated: listed price times tokens`;
  }
}

/** @param {number} ms */
function duration(ms) {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
