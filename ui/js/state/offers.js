// What is offered under a message that grows no more, and what stands in the place of one without words.
// Pure.

import { canGoOn, endNote } from '../lib/format.js';
import { cacheNote, leftOutNote } from '../lib/receipt.js';
import { t } from '../lib/texts.js';

/** @typedef {import('./rows.js').Row} Row */

/**
 * What stands in the place of an answer that was refused without a word; empty for others.
 * @param {Row} row that grows no more
 */
export function refusalOf({ message, turn }) {
  const wordless = turn === null ? message.text === '' : turn.nodes.length === 0;
  return wordless && message.finish === 'content_filter' && message.error === null ? t('message.keptBack') : '';
}

/** @typedef {'continue' | 'copy' | 'retry' | 'keep'} Act */

/**
 * What stands under a message that grows no more.
 * @param {Row} row
 * @param {boolean} repeatable whether it can be gone on with or kept as it is here
 * @param {import('../lib/errors.js').Remedy | null} remedy what its error offers already
 * @param {number} nowMs
 * @returns {{note: string, engine: readonly string[], acts: Act[]}} `engine`: what the engine noted, in English
 */
export function offersOf({ message, turn }, repeatable, remedy, nowMs) {
  /** @type {Act[]} */
  const acts = [];
  if (message.role !== 'assistant') {
    return { note: '', engine: [], acts };
  }
  if (repeatable && canGoOn(message)) {
    acts.push('continue');
  }
  const worded = turn === null ? message.text !== '' : turn.nodes.length > 0;
  if (worded) {
    acts.push('copy');
  }
  if (remedy !== 'retry') {
    // After an interruption this is one of the two ways on, so it stands with the other.
    acts.splice(message.state === 'interrupted' ? 1 : acts.length, 0, 'retry');
  }
  if (repeatable && worded && message.state === 'interrupted') {
    acts.splice(2, 0, 'keep');
  }
  const { receipt } = message;
  const notes = [endNote(message) || cacheNote(receipt, nowMs), leftOutNote(receipt)];
  return { note: notes.filter((note) => note !== '').join(' · '), engine: receipt.notes, acts };
}
