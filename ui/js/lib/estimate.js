// What the next message will take, in words. Amounts stay text: no sum of money passes a float.

import { formatNumber, money } from './format.js';
import { formatShare, t } from './texts.js';

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
  const input = range(tokens.low, tokens.high);
  if (cost === null) {
    return t('next.input', { tokens: input });
  }
  const [least, most] = [money(roundUsd(cost.leastUsd, 'down')), money(roundUsd(cost.mostUsd, 'up'))];
  return t('next.cost', { tokens: input, limit: cost.outputLimit, least, most });
}

/**
 * What one file takes of a message.
 * @param {import('../usage-types.js').FileEstimate} estimate
 */
export function fileCostWords({ tokens, usd }) {
  const { likely } = tokens;
  return usd === null ? t('files.tokens', { count: likely }) : t('files.cost', { count: likely, cost: money(roundUsd(usd, 'up')) });
}

/**
 * @param {TurnPreview} preview
 * @returns {string} empty where it fits
 */
export function fitWords({ tokens, contextWindow, tooLong }) {
  if (tooLong === null || contextWindow === null) {
    return '';
  }
  const sum = { likely: tokens.likely, window: contextWindow };
  return tooLong.sure ? t('next.tooLong', sum) : t('next.maybeTooLong', sum);
}

/**
 * Which part of the model's window it would fill: 1 is all of it.
 * @param {TurnPreview} preview
 * @returns {number | null} none where that is not known
 */
export function fillOf({ tokens, contextWindow }) {
  return contextWindow === null || contextWindow === 0 ? null : tokens.likely / contextWindow;
}

/** @param {TurnPreview} preview */
export function fillWords(preview) {
  return t('next.fill', { share: formatShare(fillOf(preview) ?? 0), likely: preview.tokens.likely, window: preview.contextWindow ?? 0 });
}

/**
 * @param {number} count
 * @returns {string} empty where nothing is hidden
 */
export function hiddenWords(count) {
  return count === 0 ? '' : t('next.hidden', { count });
}

/** @param {number} turns */
export function oldest(turns) {
  return t('details.oldest', { count: turns });
}

/**
 * @param {number} low
 * @param {number} high
 */
function range(low, high) {
  return low === high ? formatNumber(low) : `${formatNumber(low)}–${formatNumber(high)}`;
}
