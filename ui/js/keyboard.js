// From keys to acts, by the table of acts and what a person changed of it.

import { actOf, bindingsOf } from './acts.js';
import { composing } from './lib/input.js';
import { ariaKeys, chordLabel, isMac } from './lib/keys.js';
import { setAttribute, t } from './lib/dom.js';

/** @typedef {import('./acts.js').ActId} ActId */

/**
 * @param {object} parts
 * @param {import('./store.js').Store} parts.store
 * @param {(id: ActId) => void} parts.run
 * @param {() => boolean} parts.covered whether a dialog is open, where only some keys count
 * @param {AbortSignal} parts.signal
 */
export function attendKeys({ store, run, covered, signal }) {
  const mac = isMac();
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || composing(event)) {
      return;
    }
    const act = actOf(event, bindingsOf(store.state().settings.shortcuts), mac);
    if (act === null || (covered() && !act.anywhere)) {
      return;
    }
    event.preventDefault();
    if (act.possible(store.state())) {
      run(act.id);
    }
  }, { signal });
}

/**
 * Says on a button which keys do the same.
 * @param {HTMLElement} button
 * @param {string} name
 * @param {ActId} id
 * @param {readonly string[]} shortcuts the setting
 */
export function hint(button, name, id, shortcuts) {
  const mac = isMac();
  const [keys] = bindingsOf(shortcuts).get(id) ?? [];
  setAttribute(button, 'title', keys === undefined ? null : t('keys.hint', { name, keys: chordLabel(keys, mac) }));
  setAttribute(button, 'aria-keyshortcuts', keys === undefined ? null : ariaKeys(keys, mac));
}
