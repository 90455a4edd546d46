// What other windows and processes do, as far as this page must read something again for it.

import { sendingHere, turnHere } from './state/choice.js';

/**
 * @param {import('./store.js').Store} store
 * @param {import('./actions.js').Actions} actions
 * @param {AbortSignal} signal
 */
export function watchOthers(store, actions, signal) {
  store.subscribe(
    (events) => {
      const state = store.state();
      const { open, opening } = state;
      let stale = false;
      let listStale = false;
      for (const event of events) {
        if (event.type === 'turnStarted' && event.conversation === open) {
          // A turn of another window: its question is not known here.
          stale ||= !state.messages.some(({ turnId }) => turnId === event.turnId);
        } else if (event.type === 'conversationChanged') {
          listStale ||= event.conversation === null;
          stale ||=
            event.conversation?.id === open &&
            event.conversation?.messageCount !== state.openCount &&
            turnHere(state) === null &&
            sendingHere(state) === null;
        }
      }
      if (listStale) {
        void actions.listConversations(null);
      }
      if (stale && !opening) {
        void actions.refresh();
      }
    },
    { signal },
  );
}
