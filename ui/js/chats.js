// What a person can do with conversations beside asking: earlier messages, other answers, titles,
// deleting and taking back. Knows no DOM.

import { toUserError } from './lib/errors.js';
import { t } from './lib/texts.js';
import { askFor, shownPages } from './state/pages.js';

/** @typedef {ReturnType<typeof createChats>} Chats */
/** @typedef {Partial<import('./types.js').ConversationChange>} Change */

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 * @param {import('./actions.js').Actions} actions
 */
export function createChats(host, store, actions) {
  /** What is being read: nothing is asked for twice. @type {Set<string>} */
  const reading = new Set();
  /** The one that was told to be read last. @type {string | null} */
  let seen = null;

  /**
   * @template T
   * @param {Promise<T>} asked
   * @param {() => void} [again] does it once more
   */
  async function told(asked, again) {
    try {
      return await asked;
    } catch (reason) {
      store.dispatch([{ type: 'failed', error: toUserError(reason), ...(again && { again }) }]);
      return null;
    }
  }

  /**
   * Changes what a person set for a conversation.
   * @param {string} id
   * @param {Change} wanted
   * @returns {Promise<import('./types.js').UserError | null>} why it was refused
   */
  async function change(id, wanted) {
    try {
      const conversation = await host.invoke('set_conversation', { id, change: wanted });
      store.dispatch([{ type: 'conversationChanged', conversation }, ...toldOf(wanted, conversation)]);
      return null;
    } catch (reason) {
      return toUserError(reason);
    }
  }

  /** @param {{before: string | null, after: string | null}} wanted */
  async function read(wanted) {
    const { open: conversation, view } = store.state();
    const key = JSON.stringify([view, wanted]);
    if (conversation === null || reading.has(key)) {
      return;
    }
    reading.add(key);
    const page = await told(host.invoke('message_page', { params: { conversation, ...wanted } }), () => void read(wanted));
    reading.delete(key);
    if (page !== null) {
      store.dispatch([{ type: 'pageCame', page, wanted, view }]);
    }
  }

  const chats = {
    /** Reads what comes before the first page on screen. */
    async earlier() {
      const [first] = store.state().pages;
      if (first !== undefined && first.position > 0) {
        await read({ before: first.first, after: null });
      }
    },

    /** Reads what comes after the last page on screen, where that is not the end. */
    async later() {
      const { pages, later } = shownPages(store.state().pages);
      if (later) {
        await read({ before: null, after: pages.at(-1)?.last ?? null });
      }
    },

    /**
     * Reads a page again that was let go.
     * @param {string} key
     */
    async page(key) {
      const wanted = askFor(store.state().pages, key);
      if (wanted !== null) {
        await read(wanted);
      }
    },

    /**
     * Goes on with another answer, or another question, in place of the one on screen.
     * @param {string} message
     */
    async choose(message) {
      const { view } = store.state();
      const end = await told(host.invoke('choose_variant', { message }), () => void chats.choose(message));
      if (end === null) {
        return;
      }
      if (end.messages.some(({ id }) => id === message)) {
        store.dispatch([{ type: 'opened', opened: end, view }]);
        return;
      }
      // It is far from the end of its way on: what is on screen stays around it.
      const around = await told(host.invoke('open_at', { message }));
      if (around !== null) {
        store.dispatch([{ type: 'placed', around, end, place: null, view }]);
      }
    },

    /** Keeps an interrupted answer as far as it came. @param {string} message */
    async keep(message) {
      if ((await told(host.invoke('keep_answer', { message }).then(() => true), () => void chats.keep(message))) !== null) {
        await actions.refresh();
      }
    },

    /**
     * @param {string} title an empty one goes back to the first question
     * @param {string} id
     * @returns {Promise<boolean>} whether it is its title now
     */
    async rename(title, id) {
      const conversation = await told(host.invoke('rename_conversation', { id, title }), () => void chats.rename(title, id));
      if (conversation !== null) {
        store.dispatch([{ type: 'conversationChanged', conversation }]);
      }
      return conversation !== null;
    },

    change,

    /** The same; what was refused is told under the chat. @type {(id: string, wanted: Change) => Promise<void>} */
    async set(id, wanted) {
      const error = await change(id, wanted);
      if (error !== null) {
        store.dispatch([{ type: 'failed', error, again: () => void chats.set(id, wanted) }]);
      }
    },

    /**
     * Writes a conversation to a file: the shell asks which.
     * @param {string | null} [conversation] none is the one on screen
     */
    async exportFile(conversation = store.state().open) {
      const params = { conversation, format: /** @type {const} */ ('markdown'), tree: false };
      const name = conversation === null ? null : await told(host.invoke('export_conversation', { params }), () => void chats.exportFile(conversation));
      if (name !== null) {
        store.dispatch([{ type: 'said', text: t('chat.exported', { name }) }]);
      }
    },

    /**
     * Deletes a conversation; it can be taken back for a while.
     * @param {string | null} [id] none is the one on screen
     */
    async remove(id = store.state().open) {
      const { open, conversations, shelf, temporary, settings } = store.state();
      if (id === null || (await told(host.invoke('delete_conversation', { id }).then(() => true), () => void chats.remove(id))) === null) {
        return;
      }
      actions.forgetPlace(id);
      const row = [...conversations, ...(shelf?.list ?? [])].find((one) => one.id === id) ?? null;
      const gone = (temporary && id === open) || settings.undoMinutes === 0;
      store.dispatch([
        ...(id === open ? [/** @type {const} */ ({ type: 'newChat', temporary: false })] : []),
        ...(row === null ? [] : [/** @type {const} */ ({ type: 'conversationChanged', conversation: { ...row, deletedAtMs: Date.now() } })]),
        { type: 'deleted', conversation: gone ? null : row },
      ]);
      await actions.listConversations(null);
    },

    /**
     * Takes a conversation back, also out of the archive, and opens it where nothing else is on screen or it was chosen by itself.
     * A temporary chat is never left for it: that would end it.
     * @param {string | null} [chosen] none is the one that was deleted last
     */
    async undo(chosen = null) {
      const { deleted, archived } = store.state();
      if (chosen === null && archived !== null) {
        await chats.set(archived.id, { archived: false });
        return;
      }
      const id = chosen ?? deleted?.id ?? null;
      const back = id === null ? null : await told(host.invoke('take_back_conversation', { id }), () => void chats.undo(chosen));
      if (back === null) {
        // What was refused can be tried again.
        return;
      }
      store.dispatch([{ type: 'deleted', conversation: null }, { type: 'conversationChanged', conversation: back }, { type: 'said', text: t('acted.takenBack') }]);
      const { open, temporary } = store.state();
      if (!temporary && (chosen !== null || open === null)) {
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
        seen = null;
      } else if (id !== null && seen !== id) {
        seen = id;
        void told(host.invoke('mark_read', { id }));
      }
    },
  };
  return chats;
}

/**
 * What is told of a change that leaves its row elsewhere, or gone from the list.
 * @param {Partial<import('./types.js').ConversationChange>} change
 * @param {import('./types.js').ConversationView} conversation
 * @returns {import('./types.js').Action[]}
 */
function toldOf({ pinned, archived }, conversation) {
  if (archived === true) {
    return [{ type: 'archived', conversation }];
  }
  const text = archived === false ? t('acted.unarchived') : pinned === undefined ? null : t(pinned ? 'acted.pinned' : 'acted.unpinned');
  return text === null ? [] : [...(archived === false ? [{ type: /** @type {const} */ ('archived'), conversation: null }] : []), { type: 'said', text }];
}
