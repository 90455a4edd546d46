// Where an answer came from, in words. Pure.

import { oldest } from './estimate.js';

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
  const saved = savedUsd === null ? '' : `, $${savedUsd} saved`;
  return `Answered from cache ${age(cachedAtMs, nowMs)}${saved}`;
}

/**
 * What stands under an answer that was given without the oldest turns; empty for others.
 * @param {Receipt} receipt
 * @returns {string}
 */
export function leftOutNote({ leftOut }) {
  return leftOut === 0 ? '' : `Without ${oldest(leftOut)} of this chat`;
}

/**
 * @param {number} thenMs
 * @param {number} nowMs
 * @returns {string}
 */
export function age(thenMs, nowMs) {
  const minutes = Math.floor(Math.max(0, nowMs - thenMs) / 60_000);
  if (minutes < 1) {
    return 'just now';
  }
  if (minutes < 60) {
    return `${minutes} min ago`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    return `${hours} h ago`;
  }
  const days = Math.floor(hours / 24);
  return days === 1 ? '1 day ago' : `${days} days ago`;
}
