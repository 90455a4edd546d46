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
 * @param {() => void} parts.focusKey
 * @param {() => void} parts.openSettings
 */
export function createRemedies({ store, actions, composer, list, focusKey, openSettings }) {
  /** Whether nothing runs here; says so otherwise. */
  function free() {
    if (busyness(store.state()) === 'idle') {
      return true;
    }
    store.dispatch([{ type: 'said', text: t('chat.busy') }]);
    return false;
  }

  /** What was refused stands in the composer again: sends it from there. */
  function sendAgain() {
    if (composer.draft.trim() === '') {
      store.dispatch([{ type: 'failureSeen' }]);
      void actions.refresh();
    } else {
      composer.submit();
    }
  }

  /** @param {Row | null} row */
  function again(row) {
    if (row === null) {
      sendAgain();
    } else if (free()) {
      void actions.retry(row.message.id);
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
      view.edit();
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
          focusKey();
          break;
        case 'model':
          composer.focusModel();
          break;
        case 'settings':
          openSettings();
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
        case 'retry':
          again(row);
      }
    },
  };
}
