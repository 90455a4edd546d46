// Where an answer came from, in words. Pure.

import { money } from './format.js';
import { t } from './texts.js';

/** @typedef {import('../types.js').Receipt} Receipt */

/** @type {Readonly<Receipt>} nothing to tell */
export const NO_RECEIPT = Object.freeze({ cachedAtMs: null, savedUsd: null, credential: null, citations: [], leftOut: 0, notes: [], reasoningMs: null, toolCalls: [] });

/**
 * What stands under an answer that came from the response cache; empty for others.
 * @param {Receipt} receipt
 * @param {number} nowMs
 * @returns {string}
 */
export function cacheNote({ cachedAtMs, savedUsd }, nowMs) {
  if (cachedAtMs === null) {
    return '';
  }
  const at = age(cachedAtMs, nowMs);
  return savedUsd === null ? t('receipt.cached', { age: at }) : t('receipt.cachedSaved', { age: at, money: money(savedUsd) });
}

/**
 * What stands under an answer that was given without the oldest turns; empty for others.
 * @param {Receipt} receipt
 * @returns {string}
 */
export function leftOutNote({ leftOut }) {
  return leftOut === 0 ? '' : t('receipt.without', { count: leftOut });
}

/**
 * @param {number} thenMs
 * @param {number} nowMs
 * @returns {string}
 */
export function age(thenMs, nowMs) {
  const minutes = Math.floor(Math.max(0, nowMs - thenMs) / 60_000);
  if (minutes < 1) {
    return t('time.justNow');
  }
  if (minutes < 60) {
    return t('time.minutesAgo', { count: minutes });
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    return t('time.hoursAgo', { count: hours });
  }
  const days = Math.floor(hours / 24);
  return t('time.daysAgo', { count: days });
}
