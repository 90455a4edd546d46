// A row of buttons of which one is pressed: a choice that takes effect at once.

import { button, el, setAttribute } from './dom.js';

/**
 * @template {string} T
 * @typedef {{element: HTMLElement, press: (chosen: T) => void}} Segments
 */

/**
 * @template {string} T
 * @param {string} label
 * @param {readonly (readonly [T, string])[]} options each with its text
 * @param {(chosen: T) => void} choose
 * @param {AbortSignal} signal
 * @returns {Segments<T>}
 */
export function segments(label, options, choose, signal) {
  const buttons = options.map(([name, text]) => /** @type {const} */ ([name, button(text, 'segment', () => choose(name), signal)]));
  return {
    element: el('div', { class: 'segments', role: 'group', 'aria-label': label }, buttons.map(([, one]) => one)),
    press: (chosen) => {
      for (const [name, one] of buttons) {
        setAttribute(one, 'aria-pressed', String(name === chosen));
      }
    },
  };
}
