// What quick-ask's parts ask for by events, and what becomes of it.

import { copyText, tellCopied } from './lib/clipboard.js';
import { isMac } from './lib/keys.js';
import { t } from './lib/texts.js';
import { plainText } from './plain.js';
import { MessageElement } from './elements/message-view.js';
import { PopupMenu } from './elements/popup-menu.js';

/** @typedef {import('./state/rows.js').Row} Row */

/**
 * @param {object} parts
 * @param {import('./store.js').Store} parts.store
 * @param {import('./actions.js').Actions} parts.actions
 * @param {import('./asking.js').Asking} parts.asking
 * @param {import('./quick-acting.js').Context} parts.context
 * @param {import('./elements/message-composer.js').MessageComposer} parts.composer
 * @param {import('./elements/message-list.js').MessageList} parts.list
 * @param {ReturnType<typeof import('./quick-acting.js').createQuickActing>} parts.acting
 * @param {ReturnType<typeof import('./quick-acting.js').createQuickRemedies>} parts.remedy
 * @param {() => void} parts.picks told when the system's dialog for files opens
 * @returns {import('./deeds.js').Deeds}
 */
export function createQuickDeeds({ store, actions, asking, context, composer, list, acting, remedy, picks }) {
  const menu = new PopupMenu();

  /** What goes with the question, where other programs' texts can be asked for. @param {CustomEvent<HTMLElement>} event */
  function attach(event) {
    if (isMac() || /Windows/.test(navigator.userAgent)) {
      // There a paste brings them.
      picks();
      return;
    }
    event.preventDefault();
    menu.open(event.detail, t('composer.attach'), [
      { label: t('quick.clipboard'), act: () => void context.take('clipboard') },
      { label: t('quick.selection'), act: () => void context.take('selection') },
      {
        label: t('quick.file'),
        act: () => {
          picks();
          composer.pickFiles();
        },
      },
    ]);
  }

  /**
   * The exact text lives in the main window; here the answer is copied as it reads.
   * @param {Row} row
   * @param {HTMLElement} button
   */
  async function copy({ message, turn }, button) {
    tellCopied(button, await copyText(turn === null ? message.text : plainText(turn.nodes)));
  }

  return {
    'composer-send': ({ detail }) => {
      list.toNewest();
      void actions.send(detail);
    },
    'composer-stop': () => actions.stop(),
    'composer-say': ({ detail }) => store.dispatch([{ type: 'said', text: detail }]),
    'length-chosen': ({ detail }) => void actions.setLength(detail),
    'models-wanted': () => {
      void asking.load();
      void actions.loadModels();
    },
    'library-wanted': () => void asking.load(),
    'model-chosen': ({ detail }) => store.dispatch([{ type: 'modelChosen', model: detail }]),
    'preset-chosen': ({ detail }) => {
      void asking.choosePreset(detail);
      composer.focus();
    },
    'files-chosen': ({ detail }) => void context.addFiles(detail),
    'file-removed': ({ detail }) => context.removeFile(detail),
    'files-gone': () => composer.focus(),
    'attach-wanted': attach,
    'answer-copy': ({ detail }) => void copy(detail.row, detail.button),
    'answer-retry': ({ detail }) => remedy('retry', detail.row),
    remedy: ({ detail, target }) => {
      const view = target instanceof Element ? target.closest('message-view') : null;
      remedy(detail, view instanceof MessageElement ? view.row : null);
    },
    'quick-act': ({ detail }) => acting[/** @type {import('./quick-acts.js').QuickActId} */ (detail)](),
  };
}
