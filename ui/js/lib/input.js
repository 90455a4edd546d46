// What a person types, judged: keys, Enter, versions, names of models. Pure.

import { isMac } from './keys.js';
import { t } from './texts.js';

/**
 * @typedef {object} Press
 * @property {string} key
 * @property {boolean} shiftKey
 * @property {boolean} ctrlKey
 * @property {boolean} metaKey
 * @property {boolean} altKey
 * @property {boolean} isComposing
 * @property {number} keyCode 229 while an input method works, also where `isComposing` is not set
 */

/** @param {Pick<Press, 'isComposing' | 'keyCode'>} press */
export function composing({ isComposing, keyCode }) {
  return isComposing || keyCode === 229;
}

/** The key that sends, by its name. @param {'enter' | 'modEnter'} sendWith */
export function sendKey(sendWith) {
  return sendWith === 'enter' ? t('sendKeys.enter') : isMac() ? t('sendKeys.commandEnter') : t('sendKeys.controlEnter');
}

/**
 * What a key press in the composer does: `keep` is Enter while an answer runs.
 * @param {Press} press
 * @param {{busy: boolean, text: string, sendWith: 'enter' | 'modEnter', mac: boolean}} composer
 * @returns {'send' | 'keep' | 'empty' | 'type'}
 */
export function enterRule(press, { busy, text, sendWith, mac }) {
  if (press.key !== 'Enter' || composing(press) || press.shiftKey || press.altKey) {
    return 'type';
  }
  if (sendWith === 'modEnter' && !(mac ? press.metaKey : press.ctrlKey)) {
    return 'type';
  }
  if (busy) {
    return 'keep';
  }
  return text.trim() === '' ? 'empty' : 'send';
}

/**
 * Which version of a focused message a key asks for.
 * @param {Press} press
 * @returns {'previous' | 'next' | null}
 */
export function versionKey({ key, altKey, ctrlKey, metaKey, shiftKey }) {
  if (!altKey || ctrlKey || metaKey || shiftKey) {
    return null;
  }
  return key === 'ArrowLeft' ? 'previous' : key === 'ArrowRight' ? 'next' : null;
}

/**
 * What is wrong with the form of a key; none if nothing is seen.
 * @param {string} key as typed or pasted
 * @returns {string | null}
 */
export function keyHint(key) {
  const text = key.trim();
  if (/[\r\n]/.test(text)) {
    return t('key.lineBreak');
  }
  if (/^["'`“‘]|["'`”’]$/.test(text)) {
    return t('key.quotes');
  }
  if (/^bearer\b/i.test(text)) {
    return t('key.bearer');
  }
  if (/^[A-Z][A-Z0-9_]*=/.test(text)) {
    return t('key.named');
  }
  if (/\s/.test(text)) {
    return t('key.space');
  }
  if (/[^\x21-\x7e]/.test(text)) {
    return t('key.character');
  }
  if (/\.\.\.|^\[.*\]$/.test(text)) {
    return t('key.placeholder');
  }
  return null;
}

/**
 * The names that hold what was typed, those that begin with it first.
 * @template {{id: string}} M
 * @param {readonly M[]} models
 * @param {string} query
 * @param {number} limit
 * @returns {{shown: M[], more: number}}
 */
export function filterModels(models, query, limit) {
  const words = query.trim().toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found = models.filter(({ id }) => words.every((word) => id.toLowerCase().includes(word)));
  const first = words[0];
  if (first !== undefined) {
    const rank = (/** @type {M} */ { id }) => (id.toLowerCase().startsWith(first) ? 0 : 1);
    found.sort((one, other) => rank(one) - rank(other));
  }
  return { shown: found.slice(0, limit), more: Math.max(0, found.length - limit) };
}

/**
 * What goes back into the composer: what was refused, before what was typed since.
 * @param {string} refused
 * @param {string} draft
 */
export function restored(refused, draft) {
  return draft.trim() === '' ? refused : `${refused}\n\n${draft}`;
}
