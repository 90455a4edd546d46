// An answer's receipt as lines to read: who was asked and who served, what it took, where it came
// from. Pure.

import { oldest } from './estimate.js';
import { connectionName, duration, money } from './format.js';
import { age } from './receipt.js';
import { listed, t } from './texts.js';

/** @typedef {import('../types.js').MessageView} MessageView */
/** @typedef {import('../types.js').AnswerFacts} AnswerFacts */
/** @typedef {import('../types.js').Receipt} Receipt */
/** @typedef {{name: string, value: string, isEnglish?: boolean}} Detail `isEnglish`: the engine's own words */

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
    ...line(t('details.asked'), asked),
    ...line(t('details.served'), message.model === asked ? null : message.model),
    ...line(t('details.connection'), message.connection === null ? null : connectionName(message.connection)),
    ...line(t('details.provider'), provider),
    // The demo bills nobody.
    ...line(t('details.paidBy'), message.connection === 'demo' ? null : payer(receipt)),
    ...line(t('details.cache'), cacheWords(receipt, nowMs)),
    ...attemptLines(message),
    ...line(t('details.firstToken'), firstTokenMs === null ? null : duration(firstTokenMs)),
    ...line(t('details.wholeTime'), totalMs === null ? null : duration(totalMs)),
    ...line(t('details.tokens'), tokenWords(message)),
    ...line(t('details.cost'), costWords(message)),
    ...receipt.notes.map((value) => ({ name: t('details.otherwise'), value, isEnglish: true })),
    ...line(t('details.leftOut'), receipt.leftOut === 0 ? null : oldest(receipt.leftOut)),
    ...receipt.citations.map(({ title, url }, index) => ({
      name: t('details.source', { number: index + 1 }),
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
      return t('details.ownKey');
    case 'gateway':
      return t('details.credit');
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
    return t('details.notCached');
  }
  const at = age(cachedAtMs, nowMs);
  return savedUsd === null ? t('details.keptAt', { age: at }) : t('details.keptSaved', { age: at, money: money(savedUsd) });
}

/** @param {AnswerFacts} facts */
function attemptLines({ attempts }) {
  const several = new Set(attempts.map(({ connection, model }) => `${connection} ${model}`)).size > 1;
  return attempts.map(({ status, code, ms, connection, model }, index) => {
    const parts = [
      ...(several && connection !== null && model !== null ? [t('details.modelAt', { model, connection: connectionName(connection) })] : []),
      status === null ? t('details.noResponse') : t('details.status', { status: String(status) }),
      ...(code === null ? [] : [t(`codes.${code}`)]),
      duration(ms),
    ];
    return { name: attempts.length === 1 ? t('details.request') : t('details.requestNumber', { number: index + 1 }), value: listed(parts) };
  });
}

/** @param {AnswerFacts} facts */
function tokenWords({ usage }) {
  if (usage === null) {
    return null;
  }
  const { inputTokens, outputTokens, cachedInputTokens: cached, reasoningTokens: reasoning } = usage;
  return listed([
    cached ? t('details.inputCached', { tokens: inputTokens, cached }) : t('details.input', { tokens: inputTokens }),
    reasoning ? t('details.outputReasoning', { tokens: outputTokens, reasoning }) : t('details.output', { tokens: outputTokens }),
  ]);
}

/** @param {AnswerFacts} facts */
function costWords({ cost }) {
  if (cost === null) {
    return null;
  }
  switch (cost.basis) {
    case 'billed':
      return t('details.billed', { money: money(cost.usd) });
    case 'estimated':
      return t('details.estimated', { money: money(cost.usd) });
  }
}
