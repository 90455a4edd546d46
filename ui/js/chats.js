// What a person can do with conversations beside asking: earlier messages, other answers, titles.
// Knows no DOM.

import { toUserError } from './lib/errors.js';
import { t } from './lib/texts.js';
import { createRemoving } from './removing.js';
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
   * @param {boolean} [inPlace] the person reads, and is not taken to where the failure stands
   */
  async function told(asked, again, inPlace) {
    try {
      return await asked;
    } catch (reason) {
      store.dispatch([{ type: 'failed', error: toUserError(reason), ...(again && { again }), ...(inPlace && { inPlace }) }]);
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
      const { archived, pinned } = wanted;
      const text = archived === false ? t('acted.unarchived') : pinned === undefined ? null : t(pinned ? 'acted.pinned' : 'acted.unpinned');
      store.dispatch([{ type: 'conversationChanged', conversation }, ...(text === null ? [] : [/** @type {const} */ ({ type: 'said', text })])]);
      if (archived !== undefined) {
        removing.forget(`archived ${id}`);
      }
      if (archived === true) {
        const title = conversation.title || t('sidebar.untitled');
        removing.offer({ text: t('bars.archived', { title }), id: `archived ${id}`, undo: () => chats.set(id, { archived: false }) });
      }
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
    const page = await told(host.invoke('message_page', { params: { conversation, ...wanted } }), () => void read(wanted), true);
    reading.delete(key);
    if (page !== null) {
      store.dispatch([{ type: 'pageCame', page, wanted, view }]);
    }
  }

  const removing = createRemoving({ host, store, actions, told });

  const chats = {
    ...removing,

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

    /** The same; what was refused is told under the chat. @type {(id: string, wanted: Change) => Promise<boolean>} */
    async set(id, wanted) {
      const error = await change(id, wanted);
      if (error !== null) {
        store.dispatch([{ type: 'failed', error, again: () => void chats.set(id, wanted) }]);
      }
      return error === null;
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
