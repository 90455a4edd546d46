// What the next message will take, in words. Amounts stay text: no sum of money passes a float.

import { formatNumber } from './format.js';

/** @typedef {import('../types.js').TurnPreview} TurnPreview */

/** Digits after the point that are shown. */
const DIGITS = 4;

/**
 * A decimal cut to a few digits, away from the interval that it bounds.
 * @param {string} usd as the engine writes it: digits, and at most one point
 * @param {'down' | 'up'} way
 * @returns {string}
 */
export function roundUsd(usd, way) {
  const [whole = '0', fraction = ''] = usd.split('.');
  if (fraction.length <= DIGITS) {
    return usd;
  }
  const kept = BigInt(whole + fraction.slice(0, DIGITS)) + (way === 'up' && /[1-9]/.test(fraction.slice(DIGITS)) ? 1n : 0n);
  const digits = String(kept).padStart(DIGITS + 1, '0');
  return `${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`.replace(/\.?0+$/, '');
}

/**
 * The estimate in one line, with its basis.
 * @param {TurnPreview} preview
 * @returns {string}
 */
export function estimateWords({ tokens, cost }) {
  const input = `About ${range(tokens.low, tokens.high)} tokens in`;
  if (cost === null) {
    return `${input}, estimated.`;
  }
  const money = `$${roundUsd(cost.leastUsd, 'down')}–$${roundUsd(cost.mostUsd, 'up')}`;
  return `${input}, at most ${formatNumber(cost.outputLimit)} out: ${money}, estimated from listed prices.`;
}

/**
 * @param {TurnPreview} preview
 * @returns {string} empty where it fits
 */
export function fitWords({ tokens, contextWindow, tooLong }) {
  if (tooLong === null || contextWindow === null) {
    return '';
  }
  const sum = `about ${formatNumber(tokens.likely)} of ${formatNumber(contextWindow)} tokens.`;
  return tooLong.sure ? `This chat no longer fits: ${sum}` : `This chat may no longer fit: ${sum}`;
}

/**
 * @param {number} count
 * @returns {string} empty where nothing is hidden
 */
export function hiddenWords(count) {
  if (count === 0) {
    return '';
  }
  const characters = count === 1 ? '1 character' : `${formatNumber(count)} characters`;
  return `The text holds ${characters} that nobody sees. The model reads them; send it only if you know what they say.`;
}

/** @param {number} turns */
export function oldest(turns) {
  return turns === 1 ? 'the oldest turn' : `the oldest ${formatNumber(turns)} turns`;
}

/**
 * @param {number} low
 * @param {number} high
 */
function range(low, high) {
  return low === high ? formatNumber(low) : `${formatNumber(low)}–${formatNumber(high)}`;
}
