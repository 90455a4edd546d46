// The lists of chats: the usual one, folders, and what is shown in its place: the archive, what can
// still be taken back, a tag. Knows no DOM.

import { toUserError } from './lib/errors.js';
import { lastListed } from './state/conversations.js';
import { PAGE } from './state/listed.js';

/** @typedef {import('./types.js').Shelf} Shelf */
/** @typedef {ReturnType<typeof createShelving>} Shelving */

/** The most pages that are read of one folder. */
const MOST_PAGES = 100;

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 * @param {import('./actions.js').Actions} actions
 */
export function createShelving(host, store, actions) {
  /** Whether older ones are on their way. */
  let reading = false;

  /** @param {unknown} reason */
  const fail = (reason) => store.dispatch([{ type: 'failed', error: toUserError(reason) }]);

  /** @param {Shelf['filter']} filter @param {string | null} before */
  async function read(filter, before) {
    const { archived, deleted, tag } = filter;
    const list = await host.invoke('list_conversations', { before, filter: { archived, deleted, tag, folder: null } });
    store.dispatch([{ type: 'shelfListed', filter, list, before }]);
  }

  async function labels() {
    try {
      store.dispatch([{ type: 'labels', labels: await host.invoke('list_labels', {}) }]);
    } catch (reason) {
      fail(reason);
    }
  }

  return {
    labels,

    /** Reads what follows in the list that is shown. */
    async older() {
      const { shelf, allListed } = store.state();
      const before = shelf === null ? lastListed(store.state()) : (shelf.list.at(-1)?.id ?? null);
      if (reading || before === null || (shelf === null ? allListed : shelf.whole)) {
        return;
      }
      reading = true;
      try {
        await (shelf === null ? actions.listConversations(before) : read(shelf.filter, before));
      } catch (reason) {
        fail(reason);
      } finally {
        reading = false;
      }
    },

    /** @param {Shelf['filter'] | null} filter none is the usual list */
    async choose(filter) {
      store.dispatch([{ type: 'shelfChosen', filter }]);
      if (filter !== null) {
        await read(filter, null).catch(fail);
      }
    },

    /** Reads again what another program may have changed. */
    async refresh() {
      const { shelf } = store.state();
      await Promise.all([labels(), shelf === null ? null : read(shelf.filter, null).catch(fail)]);
    },

    /**
     * All of a folder: the usual list knows only those of its newest.
     * @param {string} folder
     */
    async folder(folder) {
      /** @type {string | null} */
      let before = null;
      try {
        for (let page = 0; page < MOST_PAGES; page += 1) {
          /** @type {import('./types.js').ConversationView[]} */
          const list = await host.invoke('list_conversations', { before, filter: { archived: false, deleted: false, tag: null, folder } });
          store.dispatch([{ type: 'folderListed', list: list.filter(({ archived }) => !archived) }]);
          before = list.at(-1)?.id ?? null;
          if (list.length < PAGE || before === null) {
            return;
          }
        }
      } catch (reason) {
        fail(reason);
      }
    },
  };
}
