// A row of buttons that is one stop of the Tab key: the arrow keys go about in it (the toolbar
// pattern of the ARIA practices).

import { setAttribute } from './dom.js';

/** @param {Element} bar */
function buttonsOf(bar) {
  return [...bar.querySelectorAll('button')].filter((button) => !button.disabled && button.closest('[role="menu"]') === null);
}

/**
 * One button can be reached by Tab: the one that has the focus, or had it, else the first.
 * @param {Element} bar
 * @param {Element | null} [wanted]
 */
export function oneTabStop(bar, wanted = null) {
  const buttons = buttonsOf(bar);
  const now = buttons.find((button) => button === wanted) ?? buttons.find(({ tabIndex }) => tabIndex === 0) ?? buttons[0];
  for (const button of bar.querySelectorAll('button')) {
    setAttribute(button, 'tabindex', button === now ? '0' : '-1');
  }
}

/**
 * @param {HTMLElement} bar
 * @param {AbortSignal} signal
 */
export function attendToolbar(bar, signal) {
  bar.addEventListener('focusin', ({ target }) => target instanceof HTMLButtonElement && target.closest('[role="menu"]') === null && oneTabStop(bar, target), { signal });
  bar.addEventListener(
    'keydown',
    (event) => {
      const buttons = buttonsOf(bar);
      const at = buttons.findIndex((button) => button === event.target);
      if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) {
        return;
      }
      const rtl = getComputedStyle(bar).direction === 'rtl';
      /** @type {Record<string, number>} */
      const steps = { ArrowRight: rtl ? at - 1 : at + 1, ArrowLeft: rtl ? at + 1 : at - 1, Home: 0, End: buttons.length - 1 };
      const to = steps[event.key];
      if (to !== undefined) {
        event.preventDefault();
        buttons[(to + buttons.length) % buttons.length]?.focus();
      }
    },
    { signal },
  );
}
