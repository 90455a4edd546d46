// Waits until the state is a certain way. Knows no DOM.

/**
 * @param {import('./store.js').Store} store
 * @param {(state: import('./types.js').State) => boolean} so
 * @returns {Promise<void>}
 */
export function until(store, so) {
  return new Promise((done) => {
    const waiting = new AbortController();
    const look = () => {
      if (so(store.state())) {
        waiting.abort();
        done();
      }
    };
    store.subscribe(look, { signal: waiting.signal });
    look();
  });
}
