// Which messages of a chat an act is for: those under which its button stands. Pure.

import { offersOf } from './offers.js';
import { grows } from './rows.js';

/** @typedef {import('./rows.js').Row} Row */
/** @typedef {keyof typeof FITS} MessageActId */

/** @type {(act: import('./offers.js').Act) => (row: Row) => boolean} */
const offers = (act) => (row) => !grows(row) && offersOf(row, true, null, 0).acts.includes(act);
const answer = offers('retry');
const worded = offers('copy');

/** @satisfies {Record<string, (row: Row) => boolean>} */
export const FITS = {
  editQuestion: (/** @type {Row} */ { message, pending }) => message.role === 'user' && !pending,
  continueAnswer: offers('continue'),
  keepAnswer: offers('keep'),
  previousVersion: (/** @type {Row} */ { message }) => message.variants.previous !== null,
  nextVersion: (/** @type {Row} */ { message }) => message.variants.next !== null,
  askOther: answer,
  whatWasSent: answer,
  details: answer,
  showText: worded,
  copyPlain: (/** @type {Row} */ row) => worded(row) || (row.message.role === 'user' && row.message.text !== ''),
};
