// The usage page over the chat: what opens and closes it, and where the focus goes. The chat below it
// stays as it is laid out, out of reach.

import { UsagePage } from './elements/usage-page.js';

/** What asks for the page: dispatch it, bubbling, from anywhere within the app. */
export const OPEN_USAGE = 'open-usage';

/**
 * @param {object} parts
 * @param {import('./host.js').Host} parts.host
 * @param {import('./store.js').Store} parts.store
 * @param {HTMLElement} main what the page lies over
 * @param {() => void} focusChat
 * @param {AbortSignal} signal
 */
export function usageOver({ host, store }, main, focusChat, signal) {
  const there = main.querySelector('usage-page');
  const page = there instanceof UsagePage ? there : new UsagePage();
  page.ways = {
    report: (params) => host.invoke('usage_report', { params }),
    exportCsv: (params) => host.invoke('export_usage', { params }),
  };
  main.append(page);
  /** What had the focus before. @type {Element | null} */
  let before = null;
  let { view } = store.state();
  const below = (/** @type {boolean} */ inert) => {
    for (const part of main.children) {
      if (part instanceof HTMLElement && part !== page && !part.matches('toast-region')) {
        part.inert = inert;
      }
    }
  };
  page.addEventListener('usage-left', () => {
    below(false);
    if (before instanceof HTMLElement && before.isConnected && before.checkVisibility() && !main.contains(before)) {
      before.focus();
    } else {
      focusChat();
    }
  }, { signal });
  store.subscribe(() => {
    const state = store.state();
    page.show(state);
    // Another chat came on screen: it is what the person wants to see.
    if (state.view !== view) {
      view = state.view;
      page.leave();
    }
  }, { signal });
  return {
    get isOpen() {
      return page.isOpen;
    },
    open: () => {
      if (!page.isOpen) {
        before = document.activeElement;
        below(true);
      }
      void page.open();
    },
    leave: () => page.leave(),
  };
}
