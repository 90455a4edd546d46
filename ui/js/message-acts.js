// Acts on one message: the one that has the focus, or else the last that they are for.

import { emit, t } from './lib/dom.js';
import { FITS } from './state/fits.js';

/** @typedef {import('./state/fits.js').MessageActId} MessageActId */
/** @typedef {import('./elements/message-view.js').MessageElement} MessageElement */

/**
 * @param {import('./elements/chat-box.js').ChatBox} chat
 * @param {(text: string) => void} say
 * @returns {(id: MessageActId, deed: ((view: MessageElement, row: import('./state/rows.js').Row) => void) | string) => () => void} a deed, or what the message's own button emits
 */
export function messageActs(chat, say) {
  /** @param {MessageActId} id */
  function inHand(id) {
    const { log } = chat.list;
    const { views } = log;
    const at = views.findIndex((view) => view.contains(document.activeElement));
    if (at >= 0) {
      // Whoever stands on a question means its answer too, and the other way round.
      const beside = views[at + (id === 'editQuestion' ? -1 : 1)];
      return [views[at], beside].find((view) => view?.row && FITS[id](view.row));
    }
    chat.toEnd();
    const last = log.shown.rows.findLast(FITS[id]);
    return last && log.viewOf(last.message.id);
  }

  return (id, deed) => () => {
    const view = inHand(id);
    if (view?.row) {
      view.scrollIntoView({ block: 'nearest' });
      if (typeof deed === 'string') {
        emit(view, deed, { row: view.row });
      } else {
        deed(view, view.row);
      }
    } else {
      say(t('acted.notThis'));
    }
  };
}
