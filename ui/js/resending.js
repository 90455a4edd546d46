// Asks again for the one answer that waits for the network, once the system says that it is back. What
// waits is held by the state alone: another chat, another question and the end of the window end it.

import { busyness } from './state/choice.js';
import { t } from './lib/texts.js';

/**
 * @param {import('./store.js').Store} store
 * @param {Pick<import('./actions.js').Actions, 'retry'>} actions
 * @param {AbortSignal} signal
 */
export function resendWhenOnline(store, actions, signal) {
  window.addEventListener(
    'online',
    () => {
      const state = store.state();
      const { whenOnline } = state;
      if (whenOnline === null) {
        return;
      }
      store.dispatch([{ type: 'whenOnline', message: null }]);
      if (busyness(state) === 'idle') {
        void actions.retry(whenOnline);
      } else {
        store.dispatch([{ type: 'said', text: t('chat.busy') }]);
      }
    },
    { signal },
  );
}
