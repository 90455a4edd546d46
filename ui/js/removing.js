// Taking chats away and having them back: those that are deleted, and temporary ones that are left.
// Knows no DOM.

import { t } from './lib/texts.js';
import { createUndoing } from './lib/undoing.js';
import { NO_DRAFT } from './state/whose-draft.js';

/**
 * @param {object} parts
 * @param {import('./host.js').Host} parts.host
 * @param {import('./store.js').Store} parts.store
 * @param {import('./actions.js').Actions} parts.actions
 * @param {<T>(asked: Promise<T>, again: () => void) => Promise<T | null>} parts.told tells what was refused
 */
export function createRemoving({ host, store, actions, told }) {
  const undoing = createUndoing((removal) => store.dispatch([{ type: 'removal', removal }]));

  /**
   * Takes a conversation back, and opens it where nothing else is on screen or it was chosen by itself.
   * A temporary chat is never left for it.
   * @param {string} id
   * @param {boolean} chosen
   */
  async function takeBack(id, chosen) {
    const back = await told(host.invoke('take_back_conversation', { id }), () => void takeBack(id, chosen));
    if (back === null) {
      return false;
    }
    undoing.forget(id);
    store.dispatch([{ type: 'conversationChanged', conversation: back }, { type: 'said', text: t('acted.takenBack') }]);
    const { open, temporary } = store.state();
    if (!temporary && (chosen || open === null)) {
      await actions.open(back.id);
    }
    return true;
  }

  const removing = {
    /**
     * Deletes a conversation; it can be taken back for a while. A temporary one is left.
     * @param {string | null} [id] none is the one on screen
     */
    async remove(id = store.state().open) {
      const { open, conversations, shelf, temporary, settings } = store.state();
      if (temporary && id === open) {
        actions.newChat();
        return;
      }
      if (id === null || (await told(host.invoke('delete_conversation', { id }).then(() => true), () => void removing.remove(id))) === null) {
        return;
      }
      actions.forgetPlace(id);
      const row = [...conversations, ...(shelf?.list ?? [])].find((one) => one.id === id);
      store.dispatch([
        ...(id === open ? [/** @type {const} */ ({ type: 'newChat', temporary: false })] : []),
        ...(row === undefined ? [] : [/** @type {const} */ ({ type: 'conversationChanged', conversation: { ...row, deletedAtMs: Date.now() } })]),
      ]);
      if (row !== undefined && settings.undoMinutes > 0) {
        undoing.offer({ text: t('bars.deleted', { title: row.title || t('sidebar.untitled') }), id, undo: () => takeBack(id, false) });
      }
      await actions.listConversations(null);
    },

    /** Takes something away that can be had back. */
    offer: undoing.offer,

    forget: undoing.forget,

    /** Whether a chat was deleted here. */
    isGone: undoing.holds,

    /** @param {string | null} [chosen] a deleted chat; none has back what was taken away last */
    undo: (chosen = null) => (chosen === null ? undoing.undo() : takeBack(chosen, true)),

    /** Nothing of it is had back any more. */
    forgetRemoved: undoing.seal,

    /**
     * A temporary chat was left. It ends, but not before whoever pressed a key too much had a moment.
     * @param {string | null} id none where only its draft is there
     */
    left(id) {
      undoing.offer({
        text: t('bars.left'),
        undo: () => (id === null ? actions.newChat(true, true) : actions.open(id, true)),
        seal: () => {
          const { open, temporary } = store.state();
          if (id !== null) {
            host.invoke('delete_conversation', { id }).catch(actions.fail);
          } else if (open !== null || !temporary) {
            host.invoke('save_draft', { params: { ...NO_DRAFT, temporary: true } }).catch(actions.fail);
          }
        },
      });
    },
  };
  return removing;
}
