// What a person can do with conversations beside asking: earlier messages, other answers, titles,
// deleting and taking back. Knows no DOM.

import { toUserError } from './lib/errors.js';

/** @typedef {ReturnType<typeof createChats>} Chats */

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 * @param {import('./actions.js').Actions} actions
 */
export function createChats(host, store, actions) {
  let reading = false;
  /** The one that was told to be read last. @type {string | null} */
  let read = null;

  /**
   * @template T
   * @param {Promise<T>} asked
   */
  async function told(asked) {
    try {
      return await asked;
    } catch (reason) {
      store.dispatch([{ type: 'failed', error: toUserError(reason) }]);
      return null;
    }
  }

  return {
    /** Reads the page before the first message on screen. */
    async earlier() {
      const { open: conversation, messages, position, view } = store.state();
      const first = messages.find(({ role }) => role !== 'system');
      if (conversation === null || first === undefined || position === 0 || reading) {
        return;
      }
      reading = true;
      const page = await told(host.invoke('message_page', { params: { conversation, before: first.id, after: null } }));
      reading = false;
      if (page !== null) {
        store.dispatch([{ type: 'earlier', page, view }]);
      }
    },

    /**
     * Goes on with another answer, or another question, in place of the one on screen.
     * @param {string} message
     */
    async choose(message) {
      const { view } = store.state();
      const opened = await told(host.invoke('choose_variant', { message }));
      if (opened !== null) {
        store.dispatch([{ type: 'opened', opened, view }]);
      }
    },

    /** @param {string} title an empty one goes back to the first question */
    async rename(title) {
      const { open: id } = store.state();
      if (id !== null) {
        const conversation = await told(host.invoke('rename_conversation', { id, title }));
        if (conversation !== null) {
          store.dispatch([{ type: 'conversationChanged', conversation }]);
        }
      }
    },

    /** Writes the conversation on screen to a file: the shell asks which. */
    async exportFile() {
      const { open: conversation } = store.state();
      const params = { conversation, format: /** @type {const} */ ('markdown'), tree: false };
      const name = conversation === null ? null : await told(host.invoke('export_conversation', { params }));
      if (name !== null) {
        store.dispatch([{ type: 'said', text: `Exported to ${name}.` }]);
      }
    },

    /** Deletes the conversation on screen; it can be taken back for a while. */
    async remove() {
      const { open: id, conversations, temporary, settings } = store.state();
      if (id === null || (await told(host.invoke('delete_conversation', { id }).then(() => true))) === null) {
        return;
      }
      const row = conversations.find((one) => one.id === id) ?? null;
      const gone = temporary || settings.undoMinutes === 0;
      store.dispatch([{ type: 'newChat', temporary: false }, { type: 'deleted', conversation: gone ? null : row }]);
      await actions.listConversations(null);
    },

    /** Takes back what was deleted last, and opens it. */
    async undo() {
      const { deleted } = store.state();
      if (deleted === null) {
        return;
      }
      const back = await told(host.invoke('take_back_conversation', { id: deleted.id }));
      store.dispatch([{ type: 'deleted', conversation: null }]);
      if (back !== null) {
        await actions.open(back.id);
      }
    },

    forgetDeleted() {
      store.dispatch([{ type: 'deleted', conversation: null }]);
    },

    /** The person has the conversation on screen before their eyes. */
    markRead() {
      const { open: id, conversations } = store.state();
      const unread = conversations.find((one) => one.id === id)?.unread ?? false;
      if (!unread) {
        read = null;
      } else if (id !== null && read !== id) {
        read = id;
        void told(host.invoke('mark_read', { id }));
      }
    },
  };
}
