// What can be done by a key in quick-ask: one table, from which come the keys themselves, the hints on
// buttons and the page of the guide. What is in the main window too has the keys that it has there, also
// where a person changed them. Pure.

import { ACTS, bindingsOf } from './acts.js';
import { chordsOf } from './lib/keys.js';

/** @typedef {'newChat' | 'openInMain' | 'copyAnswer' | 'copyCode' | 'regenerate' | 'model' | 'attach' | 'pin'} QuickActId */

/**
 * @typedef {object} QuickAct
 * @property {QuickActId} id
 * @property {readonly string[] | null} keys none are those of the main window
 */

/** @type {readonly QuickAct[]} in the order in which they are listed */
export const QUICK_ACTS = Object.freeze([
  { id: 'openInMain', keys: ['Mod+O', 'Mod+Enter'] },
  { id: 'newChat', keys: null },
  { id: 'copyAnswer', keys: null },
  { id: 'copyCode', keys: null },
  { id: 'regenerate', keys: null },
  { id: 'model', keys: null },
  { id: 'attach', keys: ['Mod+Shift+A'] },
  { id: 'pin', keys: ['Mod+P'] },
]);

/** @typedef {Pick<import('./types.js').Settings, 'shortcuts' | 'sendWith'>} KeySettings */

/**
 * The keys of an act.
 * @param {QuickAct} act
 * @param {KeySettings} settings
 * @returns {readonly string[]}
 */
export function keysOf({ id, keys }, { shortcuts, sendWith }) {
  const same = ACTS.find((act) => act.id === id);
  if (keys === null) {
    return (same && bindingsOf(shortcuts).get(same.id)) ?? [];
  }
  // The key that sends has one meaning.
  return sendWith === 'modEnter' ? keys.filter((one) => one !== 'Mod+Enter') : keys;
}

/**
 * What a press is for.
 * @param {import('./lib/keys.js').KeyPress} press
 * @param {KeySettings} settings
 * @param {boolean} mac
 * @returns {QuickActId | null}
 */
export function quickActOf(press, settings, mac) {
  const chords = chordsOf(press, mac);
  return QUICK_ACTS.find((act) => keysOf(act, settings).some((keys) => chords.includes(keys)))?.id ?? null;
}
