// Another list in place of the usual one: the archive, what can still be taken back, or a tag. Pure
// steps of the reducer.

import { PAGE, withAll, withConversation } from './listed.js';

/** @typedef {import('../types.js').Shelf} Shelf */
/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').ConversationView} ConversationView */

/**
 * @param {State} state
 * @param {Shelf['filter'] | null} filter none is the usual list
 * @returns {State}
 */
export function shelfChosen(state, filter) {
  return { ...state, shelf: filter === null ? null : { filter, list: [], whole: false, read: false } };
}

/**
 * @param {State} state
 * @param {{filter: Shelf['filter'], list: ConversationView[], before: string | null}} event
 * @returns {State}
 */
export function shelfListed(state, { filter, list, before }) {
  const { shelf } = state;
  if (shelf === null || shelf.filter !== filter) {
    // Another one was chosen meanwhile.
    return state;
  }
  const all = before === null ? withAll([], list) : withAll(shelf.list, list);
  return { ...state, shelf: { filter, list: all, whole: filter.deleted || list.length < PAGE, read: true } };
}

/**
 * @param {Shelf | null} shelf
 * @param {ConversationView} changed
 * @returns {Shelf | null}
 */
export function withOnShelf(shelf, changed) {
  if (shelf === null || !shelf.read) {
    return shelf;
  }
  if (fits(shelf.filter, changed)) {
    return { ...shelf, list: shelf.filter.deleted ? withAll(shelf.list, [changed]) : withConversation(shelf.list, changed) };
  }
  return shelf.list.some(({ id }) => id === changed.id) ? { ...shelf, list: shelf.list.filter(({ id }) => id !== changed.id) } : shelf;
}

/**
 * @param {Shelf['filter']} filter
 * @param {ConversationView} one
 */
function fits({ deleted, archived, tag }, one) {
  if (deleted || one.deletedAtMs !== null) {
    return deleted && one.deletedAtMs !== null;
  }
  return tag === null ? one.archived === archived : one.tags.includes(tag);
}
