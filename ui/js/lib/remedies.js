// The ways on from an error: what its one button does in the chat.

import { busyness } from '../state/choice.js';
import { heldMessage } from '../state/pages.js';
import { t } from './texts.js';

/** @typedef {import('./errors.js').Remedy} Remedy */
/** @typedef {import('../state/rows.js').Row} Row */

/**
 * @param {object} parts
 * @param {import('../store.js').Store} parts.store
 * @param {import('../actions.js').Actions} parts.actions
 * @param {import('../elements/message-composer.js').MessageComposer} parts.composer
 * @param {import('../elements/message-list.js').MessageList} parts.list
 * @param {import('../editing.js').Editing} parts.editing
 * @param {(message: string) => void} parts.askOther asks once more, with a model that is chosen first
 * @param {() => void} parts.focusKey
 * @param {(section: import('../settings-sections.js').SectionId) => void} parts.openSettings
 */
export function createRemedies({ store, actions, composer, list, editing, askOther, focusKey, openSettings }) {
  /** Whether nothing runs here; says so otherwise. */
  function free() {
    if (busyness(store.state()) === 'idle') {
      return true;
    }
    store.dispatch([{ type: 'said', text: t('chat.busy') }]);
    return false;
  }

  /** Gives the command again that was refused. */
  function giveAgain() {
    const { refused } = store.state();
    if (typeof refused === 'function') {
      store.dispatch([{ type: 'failureSeen' }]);
      refused();
    } else if (refused === 'opening') {
      store.dispatch([{ type: 'failureSeen' }]);
      void actions.refresh();
    } else if (refused === null || (refused.kind === 'send' && composer.draft.trim() === '')) {
      store.dispatch([{ type: 'failureSeen' }]);
    } else if (refused.kind === 'send') {
      // It stands in the composer again: it is sent from there.
      composer.submit();
    } else if (refused.message !== null && free()) {
      askAgain(refused.kind, refused.message, refused);
    }
  }

  /**
   * @param {'retry' | 'continue' | 'edit'} kind
   * @param {string} message
   * @param {import('../types.js').Sending} refused
   */
  function askAgain(kind, message, { text, model, preset }) {
    switch (kind) {
      case 'retry':
        void actions.retry(message, preset !== null ? { preset } : model !== null ? { model } : {});
        break;
      case 'continue':
        void actions.goOn(message);
        break;
      case 'edit': {
        const typed = editing.typed(message) ?? text;
        editing.keep(message, null);
        void actions.edit(message, typed);
      }
    }
  }

  /** @param {Row | null} row */
  function again(row) {
    if (row === null) {
      giveAgain();
    } else if (free()) {
      void actions.retry(row.message.id);
    }
  }

  /** Asks the model that was nearly named. @param {Row | null} row */
  function askNearest(row) {
    const model = (row === null ? store.state().failure : row.message.error)?.nearest ?? null;
    if (model !== null && row !== null && free()) {
      void actions.retry(row.message.id, { model });
    } else if (model !== null && row === null) {
      store.dispatch([{ type: 'modelChosen', model }]);
      composer.focus();
    }
  }

  /** Puts the question of a failed answer into the box. @param {Row | null} row */
  function toBox(row) {
    if (row !== null) {
      composer.restore(heldMessage(store.state().pages, row.message.parent)?.text ?? '');
    }
    composer.focus();
  }

  /** Opens the question of a failed answer where it stands. @param {Row | null} row */
  function edit(row) {
    const question = row?.message.parent ?? null;
    const view = question === null ? null : list.log.viewOf(question);
    if (view === null) {
      toBox(row);
    } else {
      editing.open(view);
    }
  }

  return {
    free,

    /**
     * @param {Remedy} remedy
     * @param {Row | null} row of the answer that failed; none for a command
     */
    async take(remedy, row) {
      switch (remedy) {
        case 'key':
        case 'session':
          focusKey();
          break;
        case 'model':
          if (row === null) {
            composer.focusModel();
          } else if (free()) {
            askOther(row.message.id);
          }
          break;
        case 'nearest':
          askNearest(row);
          break;
        case 'settings':
        case 'connection':
          openSettings('connections');
          break;
        case 'budget':
          openSettings('models');
          break;
        case 'fit':
          // The ways on appear under the box as soon as the question stands in it.
          toBox(row);
          break;
        case 'edit':
          edit(row);
          break;
        case 'renew':
          if (await actions.renewSignIn()) {
            again(row);
          }
          break;
        case 'dismiss':
          store.dispatch([{ type: 'failureSeen' }]);
          break;
        case 'retry':
          again(row);
      }
    },
  };
}
