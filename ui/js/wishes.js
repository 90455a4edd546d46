// What others ask of the main window, shown: a chat, the settings, the set-up, the text of a link.

import { ownError } from './lib/errors.js';
import { listed, t } from './lib/texts.js';

/**
 * @param {Pick<import('./desk.js').DeskElements, 'chat' | 'settings' | 'preview'> & {
 *   store: import('./store.js').Store,
 *   newChat: (temporary: boolean) => void,
 *   openChat: (id: string) => void,
 * }} parts
 */
export function createWishes({ store, chat, settings, preview, newChat, openChat }) {
  /** What lies on top goes, as with Esc. */
  function closeAll() {
    for (const dialog of document.querySelectorAll('dialog[open]')) {
      /** @type {HTMLDialogElement} */ (dialog).close();
    }
  }

  /** @param {import('./types.js').Wanted} wanted */
  function want(wanted) {
    // Any web page can write a link: it closes nothing of the person's, and takes no other's place.
    if (wanted.kind === 'preview') {
      if (!preview.isOpen) {
        preview.show(wanted);
      }
      return;
    }
    if (wanted.kind === 'badLink' || wanted.kind === 'missing') {
      const said = wanted.kind === 'badLink' ? t('links.badLink') : t('missing.here', { what: listed(wanted.what.map((one) => t(`missing.${one}`))) });
      store.dispatch([{ type: 'notice', error: ownError('config_invalid', said, null) }]);
      return;
    }
    // What else is wanted from outside is wanted now.
    closeAll();
    switch (wanted.kind) {
      case 'chat':
        openChat(wanted.id);
        break;
      case 'newChat':
        newChat(false);
        break;
      case 'settings':
        settings.open(/** @type {import('./settings-sections.js').SectionId | undefined} */ (wanted.section ?? undefined));
        break;
      case 'setUp':
        newChat(false);
        if (wanted.question !== '') {
          chat.composer.propose(wanted.question);
        }
        chat.focusKey();
    }
  }

  /** The text of a link goes into the box of a new chat. @param {string} text */
  function use(text) {
    closeAll();
    newChat(false);
    chat.composer.propose(text);
  }

  return { want, use };
}
