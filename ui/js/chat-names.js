// Chats by their titles, for `#` in the message box: those of the list at once, others as the engine
// finds them. Knows no DOM.

import { ranked } from './lib/match.js';
import { t } from './lib/texts.js';

/** @typedef {{id: string, title: string}} Named */
/** @typedef {ReturnType<typeof createChatNames>} ChatNames */

/** So many are shown. */
const MOST = 12;

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 */
export function createChatNames(host, store) {
  /** @param {readonly Named[]} all @param {string} query */
  const fitting = (all, query) => ranked(all, ({ title }) => title, query, MOST).things;

  return {
    /**
     * Of the list; the newest ones where nothing was typed. The chat on screen is sent anyway.
     * @param {string} query
     * @returns {Named[]}
     */
    known(query) {
      const { conversations, open } = store.state();
      const others = conversations.filter(({ id, deletedAtMs }) => id !== open && deletedAtMs === null).map(({ id, title }) => ({ id, title: title || t('sidebar.untitled') }));
      return query === '' ? others.slice(0, MOST) : fitting(others, query);
    },

    /**
     * Of those that the list does not hold (yet).
     * @param {string} query
     * @returns {Promise<Named[]>}
     */
    async find(query) {
      // One letter of a script that has words is in every chat, and signs alone are in none.
      if (!/[\p{L}\p{N}]/u.test(query) || /^[a-z0-9]$/i.test(query)) {
        return [];
      }
      const params = { text: query, order: /** @type {const} */ ('relevance'), typing: true, after: null, limit: 50 };
      const hits = await host.invoke('search', { params }).then((found) => found.hits, () => []);
      const { conversations, open } = store.state();
      const held = new Set([open, ...conversations.map(({ id }) => id)]);
      const others = new Map(hits.map(({ conversation, title }) => [conversation, title]));
      return fitting([...others].map(([id, title]) => ({ id, title })).filter(({ id }) => !held.has(id)), query);
    },
  };
}
