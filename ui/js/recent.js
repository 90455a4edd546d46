// Keeps which models were asked last, so that they stand near the top of the list, also after a
// restart. Ids only.

import { keep } from './lib/keep.js';
import { recentFrom } from './state/asking.js';

const KEY = 'recentModels';

/**
 * @param {import('./store.js').Store} store
 * @param {Pick<Storage, 'getItem' | 'setItem'>} storage
 * @param {AbortSignal} signal
 */
export function keepRecent(store, storage, signal) {
  store.dispatch([{ type: 'recent', recent: recentFrom(storage.getItem(KEY)) }]);
  let kept = store.state().recent;
  store.subscribe(() => {
    const { recent } = store.state();
    if (recent !== kept) {
      kept = recent;
      keep(storage, KEY, JSON.stringify(recent));
    }
  }, { signal });
}
