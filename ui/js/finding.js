// Looks for a text in the whole of the conversation on screen, also where it is not drawn: the engine
// counts, this goes from hit to hit. Knows no DOM.

import { findQuery, occurrences } from './lib/find.js';
import { plainText } from './plain.js';

/** As many hits come at once, and no more are counted than that. */
const AT_ONCE = 200;
const AT_MOST = 1000;

/** @typedef {Pick<import('./types.js').SearchHit, 'spot' | 'createdAtMs'> & {message: string}} Hit */

/**
 * @typedef {object} FindState
 * @property {string} typed
 * @property {'idle' | 'looking' | 'done' | 'failed'} phase
 * @property {Hit[]} hits one for each message, in their order
 * @property {boolean} more whether there are more than are counted
 * @property {number} at which of them one is at; none is -1
 */

/** @typedef {ReturnType<typeof createFinding>} Finding */

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 */
export function createFinding(host, store) {
  /** Counts searches: an older one's answer is dropped. */
  let latest = 0;
  /** @type {FindState} */
  let state = { typed: '', phase: 'idle', hits: [], more: false, at: -1 };

  /**
   * @param {string} text what the engine is asked
   * @param {string} typed
   * @param {number} mine
   * @returns {Promise<{hits: Hit[], more: boolean} | null>} none when another search began
   */
  async function look(text, typed, mine) {
    const { open: conversation, temporary } = store.state();
    if (temporary) {
      return { hits: heldHits(store.state(), typed), more: false };
    }
    /** @type {Hit[]} */
    const hits = [];
    let unindexed;
    /** @type {string | null} */
    let after = null;
    do {
      /** @type {import('./types.js').SearchResults} */
      const found = await host.invoke('search', { params: { text, order: 'newest', typing: true, after, limit: AT_ONCE } });
      if (mine !== latest) {
        return null;
      }
      hits.push(...found.hits.flatMap((hit) => (hit.message !== null && hit.role !== 'title' && hit.conversation === conversation ? [{ ...hit, message: hit.message }] : [])));
      after = found.next;
      unindexed = found.unindexed > 0;
    } while (after !== null && hits.length < AT_MOST);
    return { hits: hits.reverse(), more: after !== null || unindexed };
  }

  return {
    state: () => state,

    /**
     * @param {string} typed
     * @param {number} nearMs the time of what is in view: the first hit is the nearest from there on
     * @returns {Promise<boolean>} whether this is what was looked for last
     */
    async search(typed, nearMs) {
      latest += 1;
      const mine = latest;
      const { open } = store.state();
      const text = open === null ? '' : findQuery(open, typed);
      state = { ...state, typed, phase: text === '' ? 'idle' : 'looking', ...(text === '' ? { hits: [], more: false, at: -1 } : {}) };
      if (text === '') {
        return true;
      }
      try {
        const found = await look(text, typed, mine);
        if (found === null) {
          return false;
        }
        const near = found.hits.findIndex(({ createdAtMs }) => createdAtMs >= nearMs);
        state = { typed, phase: 'done', ...found, at: near < 0 ? found.hits.length - 1 : near };
        return true;
      } catch {
        if (mine !== latest) {
          return false;
        }
        state = { typed, phase: 'failed', hits: [], more: false, at: -1 };
        return true;
      }
    },

    /**
     * Goes to another hit, around the ends.
     * @param {1 | -1} by
     */
    step(by) {
      const { hits, at } = state;
      if (hits.length > 0) {
        state = { ...state, at: (at + by + hits.length) % hits.length };
      }
    },

    /**
     * Forgets the hit that one is at.
     * @param {1 | -1} by which way one goes
     */
    drop(by) {
      const hits = state.hits.filter((_, index) => index !== state.at);
      const at = by > 0 ? state.at : state.at - 1;
      state = { ...state, hits, at: hits.length === 0 ? -1 : (at + hits.length) % hits.length };
    },

    /** Nothing is looked for any more; an answer that is on its way is dropped. */
    stop() {
      latest += 1;
      state = { ...state, phase: 'idle', hits: [], more: false, at: -1 };
    },
  };
}

/**
 * The engine keeps no index of a temporary chat: what is held of it is looked through here.
 * @param {import('./types.js').State} state
 * @param {string} typed
 * @returns {Hit[]}
 */
function heldHits({ pages, turns }, typed) {
  return pages.flatMap(({ messages }) => messages ?? []).flatMap(({ id, role, text, nodes, turnId, createdAtMs }) => {
    const drawn = (turnId === null ? undefined : turns.get(turnId)?.nodes) ?? nodes;
    const said = role === 'assistant' ? plainText(drawn) : text;
    return occurrences(said, typed, 1).length > 0 ? [{ message: id, spot: null, createdAtMs }] : [];
  });
}
