// What other windows and processes do, as far as this page must read something again for it.

import { eachSecond } from './lib/seconds.js';
import { answeredElsewhere, sendingHere, turnHere } from './state/choice.js';

/**
 * @param {import('./store.js').Store} store
 * @param {import('./actions.js').Actions} actions
 * @param {import('./shelving.js').Shelving} shelving
 * @param {AbortSignal} signal
 */
export function watchOthers(store, actions, shelving, signal) {
  /** Reads an answer again that another program writes. */
  let looking = false;
  const look = () => {
    if (!looking) {
      looking = true;
      void actions.refresh().finally(() => (looking = false));
    }
  };
  signal.addEventListener('abort', () => eachSecond(look, false));
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
          stale ||= isBehind(state);
        } else if (event.type === 'settingsChanged') {
          void actions.readSettings();
        } else if (event.type === 'conversationsListed') {
          stale ||= isBehind(state);
        }
      }
      if (listStale) {
        void actions.listConversations(null);
        void shelving.refresh();
      }
      if (stale && !opening) {
        void actions.refresh();
      }
      // Its text is told by nobody; and should that program die, nothing would be told at all.
      eachSecond(look, answeredElsewhere(state));
    },
    { signal },
  );
}

/**
 * Whether the conversation on screen is not what the list says, and nothing here explains it.
 * @param {import('./types.js').State} state
 */
function isBehind(state) {
  const row = state.conversations.find(({ id }) => id === state.open);
  return (
    row !== undefined &&
    (row.messageCount !== state.openCount || row.updatedAtMs !== state.openAtMs) &&
    turnHere(state) === null &&
    sendingHere(state) === null
  );
}
