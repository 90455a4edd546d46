// What quick-ask, the tray, a notification or another start asks of the main window: taken from the
// shell when it says that there is something, and after each attaching, for what was wanted meanwhile.

/** @typedef {import('./types.js').Wanted} Wanted */

/**
 * @param {object} parts
 * @param {import('./host.js').Host} parts.host
 * @param {import('./store.js').Store} parts.store
 * @param {(wanted: Wanted) => void} parts.show
 * @param {AbortSignal} parts.signal
 */
export function attendWanted({ host, store, show, signal }) {
  let taking = Promise.resolve();

  async function take() {
    for (let wanted = await host.invoke('take_wanted', {}); wanted !== null; wanted = await host.invoke('take_wanted', {})) {
      show(wanted);
    }
  }

  store.subscribe((events) => {
    if (events.some(({ type }) => type === 'wanted' || type === 'attached')) {
      // One after the other: they are shown in the order in which they were wanted.
      taking = taking.then(take).catch(() => undefined);
    }
  }, { signal });
}
