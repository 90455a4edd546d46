// What the engine says has no code where it is told as a note: it is English, and is marked so where
// the window speaks another language, for whoever reads it out.

import { el } from './dom.js';
import { isForeign } from './texts.js';

/**
 * @param {string} text
 * @returns {string | HTMLElement}
 */
export function english(text) {
  return isForeign() ? el('span', { lang: 'en', dir: 'auto' }, [text]) : text;
}
