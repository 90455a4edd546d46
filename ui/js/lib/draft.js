// What stands unsent in a box, kept while the page is loaded again.

import { keep } from './keep.js';

/** A longer text is not kept: the storage holds 5 MB for all. */
const KEPT = 100_000;

/**
 * @param {string} key the box; an empty one is not kept
 * @returns {string}
 */
export function keptDraft(key) {
  return key === '' ? '' : (sessionStorage.getItem(key) ?? '');
}

/**
 * @param {string} key the box; an empty one is not kept
 * @param {string} draft
 */
export function keepDraft(key, draft) {
  if (key !== '') {
    keep(sessionStorage, key, draft.length > KEPT ? '' : draft);
  }
}
