// What the engine says has no code where it is told as a note: it is English, and is marked so where
// the window speaks another language, for whoever reads it out. What it says of an error is folded away
// there, below the words for its code.

import { el } from './dom.js';
import { isForeign, t } from './texts.js';

/** Of these the code says so little that the engine's words lie open. */
const SAY_LITTLE = new Set(['config_invalid', 'storage', 'internal']);

/**
 * @param {string} text
 * @returns {string | HTMLElement}
 */
export function english(text) {
  return isForeign() ? el('span', { lang: 'en', dir: 'auto' }, [text]) : text;
}

/**
 * What the engine said of an error, as `wordsOf` tells it.
 * @param {import('../types.js').Code} code
 * @param {string | null} original
 * @returns {HTMLElement[]}
 */
export function originally(code, original) {
  if (original === null) {
    return [];
  }
  const open = SAY_LITTLE.has(code) ? { open: '' } : {};
  return [el('details', { class: 'details', ...open }, [el('summary', {}, [t('errors.original')]), el('p', { class: 'error-action', lang: 'en', dir: 'auto' }, [original])])];
}
