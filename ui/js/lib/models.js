// What is known of a model, in words. Pure.

import { money } from './format.js';
import { formatDate, t } from './texts.js';

/** @typedef {import('../types.js').ModelView} ModelView */

/** As `RETIRES_SOON_MS` of the catalogue: 30 days. */
const SOON_MS = 30 * 86_400_000;

/**
 * One that no list has.
 * @param {string} id
 * @param {string} connection
 * @returns {ModelView}
 */
export function unlisted(id, connection) {
  return {
    id, connection, contextWindow: null, maxOutput: null, inputUsdPerMillion: null, outputUsdPerMillion: null, retiresAtMs: null,
  };
}

/**
 * What is known of a model, in one line; empty where nothing is.
 * @param {ModelView} model
 * @param {number} nowMs
 * @returns {string}
 */
export function modelFacts({ contextWindow, inputUsdPerMillion, outputUsdPerMillion, retiresAtMs }, nowMs) {
  const parts = [];
  if (contextWindow !== null) {
    parts.push(t('models.window', { count: contextWindow }));
  }
  if (inputUsdPerMillion !== null && outputUsdPerMillion !== null) {
    parts.push(t('models.prices', { input: money(inputUsdPerMillion), output: money(outputUsdPerMillion) }));
  }
  if (retiresAtMs !== null && retiresAtMs - nowMs <= SOON_MS) {
    const day = formatDate(retiresAtMs, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
    parts.push(retiresAtMs <= nowMs ? t('models.retired', { day }) : t('models.retires', { day }));
  }
  return parts.join(' · ');
}
