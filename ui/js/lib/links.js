// Words for what makes an address doubtful, and for the letter that one prepares.

import { t } from './texts.js';

/** @typedef {import('../types.js').Doubt} Doubt */
/** @typedef {import('../types.js').Letter} Letter */

/** @param {readonly Doubt[]} doubts */
export function doubtWords(doubts) {
  return doubts.map((doubt) => (doubt === 'address' ? t('links.machine') : t(`links.${doubt}`)));
}

/**
 * The fields of a letter that are not empty.
 * @param {Letter} letter
 */
export function letterLines({ to, cc, bcc, subject, body }) {
  const fields = [
    { name: t('links.to'), value: to },
    { name: t('links.cc'), value: cc },
    { name: t('links.bcc'), value: bcc },
    { name: t('links.subject'), value: subject },
    { name: t('links.body'), value: body },
  ];
  return fields.filter(({ value }) => value !== '');
}
