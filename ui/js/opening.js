// How a conversation comes on screen: at its end, where it was left, or around one of its messages.
// Knows no DOM.

import { toUserError } from './lib/errors.js';

/** @typedef {import('./types.js').Place} Place */

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 * @param {import('./places.js').Places | null} places where chats were left
 * @param {(reason: unknown) => void} fail
 */
export function createOpening(host, store, places, fail) {
  /** Reads the conversation on screen again, quietly. */
  async function refresh() {
    const { open: id, view } = store.state();
    if (id === null) {
      return;
    }
    try {
      const opened = await host.invoke('open_conversation', { id });
      store.dispatch([{ type: 'opened', opened, view }]);
    } catch (reason) {
      if (store.state().view === view) {
        store.dispatch([{ type: 'failed', error: toUserError(reason), again: 'opening' }]);
      }
    }
  }

  /**
   * @param {Place} place
   * @param {boolean} anyVersion whether another version is gone on with for it
   * @param {{view: number}} here the view that it is for: changed where another chat is opened for it
   * @returns {Promise<boolean>} whether it is read, or nobody waits for it any more
   */
  async function placeAt(place, anyVersion, here) {
    const { message } = place;
    const around = await host.invoke('open_at', { message });
    const { id } = around.conversation;
    if (store.state().view !== here.view) {
      // Whoever went elsewhere meanwhile stays there.
      return true;
    }
    if (!around.onChosenPath && !anyVersion) {
      return false;
    }
    if (store.state().open !== id) {
      store.dispatch([{ type: 'opening', id }]);
    }
    const { view } = store.state();
    here.view = view;
    let end = around;
    if (!around.onChosenPath) {
      end = await host.invoke('choose_variant', { message });
    } else if (around.later) {
      end = await host.invoke('open_conversation', { id });
    }
    store.dispatch([{ type: 'placed', around, end, place, view }]);
    return true;
  }

  return {
    refresh,

    /**
     * Opens a conversation where it was left, else at its end.
     * @param {string} id
     * @param {boolean} [temporary] whether it is known to be a temporary one
     */
    async open(id, temporary = false) {
      store.dispatch([{ type: 'opening', id, temporary }]);
      const kept = places?.of(id) ?? null;
      const { view } = store.state();
      // That message may be gone, or be of another version now.
      if (kept === null || !(await placeAt({ ...kept, spot: null }, false, { view }).catch(() => false))) {
        if (store.state().view === view) {
          await refresh();
        }
      }
    },

    /**
     * Goes to a message, in whichever chat it is.
     * @param {Place} place
     * @param {boolean} anyVersion whether another version is gone on with where it is of that
     * @returns {Promise<boolean>} whether one is there
     */
    async openAt(place, anyVersion) {
      const here = { view: store.state().view };
      try {
        return await placeAt(place, anyVersion, here);
      } catch (reason) {
        if (store.state().view === here.view) {
          fail(reason);
        }
        return true;
      }
    },
  };
}
