// Everything that a person can do by a key or from the palette: one table, from which come the keys
// themselves, the palette, the hints on buttons, the list of shortcuts and the settings for them. What
// an act does stands in `acting.js`. Pure.

import { chordsOf } from './lib/keys.js';
import { busyness, turnHere, sendingHere } from './state/choice.js';
import { FITS } from './state/fits.js';
import { rowsOf } from './state/rows.js';

/** @typedef {import('./types.js').State} State */
/** @typedef {keyof typeof import('../texts/en.js').en['acts']} ActId */
/** @typedef {keyof typeof import('../texts/en.js').en['actGroups']} ActGroup */

/**
 * @typedef {object} Act
 * @property {ActId} id its name in the settings, and of its text
 * @property {ActGroup} group
 * @property {readonly string[]} keys the usual ones
 * @property {boolean} anywhere whether its keys count also while a dialog is open
 * @property {boolean} listed whether the palette has it
 * @property {(state: State) => boolean} possible
 */

/** What is always possible. */
const ALWAYS = () => true;
/** @param {State} state */
const begun = ({ open }) => open !== null;
/** @param {State} state */
const kept = ({ open, temporary }) => open !== null && !temporary;
/** @param {State} state */
const answered = ({ messages }) => messages.some(({ role }) => role === 'assistant');
/** @param {State} state */
const listed = ({ conversations }) => conversations.some(({ archived }) => !archived);

/** @param {ActId} id */
function usuallyPossible(id) {
  const fits = FITS[/** @type {import('./state/fits.js').MessageActId} */ (id)];
  // Those on one message need one that they are for.
  return fits === undefined ? ALWAYS : (/** @type {State} */ state) => rowsOf(state).rows.some(fits);
}

/**
 * @param {ActId} id
 * @param {ActGroup} group
 * @param {readonly string[]} keys
 * @param {Partial<Pick<Act, 'possible' | 'anywhere' | 'listed'>>} [more]
 * @returns {Act}
 */
const act = (id, group, keys, more = {}) => ({ id, group, keys, possible: usuallyPossible(id), anywhere: false, listed: true, ...more });

/** @type {readonly Act[]} in the order in which they are listed */
export const ACTS = Object.freeze([
  act('newChat', 'chats', ['Mod+N', 'Mod+Shift+O']),
  act('temporaryChat', 'chats', ["Mod+Shift+'"]),
  act('palette', 'chats', ['Mod+K'], { listed: false }),
  act('nextChat', 'chats', ['Ctrl+Tab', 'Mod+]'], { possible: listed }),
  act('previousChat', 'chats', ['Ctrl+Shift+Tab', 'Mod+['], { possible: listed }),
  act('renameChat', 'chats', [], { possible: begun }),
  act('pinChat', 'chats', [], { possible: kept }),
  act('fileChat', 'chats', [], { possible: kept }),
  act('archiveChat', 'chats', [], { possible: kept }),
  act('exportChat', 'chats', [], { possible: kept }),
  act('deleteChat', 'chats', ['Mod+Shift+Backspace'], { possible: begun }),
  act('undoDelete', 'chats', ['Mod+Alt+Z'], { possible: ({ removal }) => removal !== null }),
  act('allChats', 'chats', [], { possible: ({ shelf }) => shelf !== null }),
  act('archivedChats', 'chats', []),
  act('deletedChats', 'chats', []),
  act('find', 'answers', ['Mod+F'], { possible: begun }),
  act('findNext', 'answers', ['Mod+G'], { possible: begun, listed: false }),
  act('findPrevious', 'answers', ['Mod+Shift+G'], { possible: begun, listed: false }),
  act('stop', 'answers', [], { possible: (state) => sendingHere(state) !== null || turnHere(state) !== null }),
  act('regenerate', 'answers', ['Mod+Shift+R'], { possible: (state) => answered(state) && busyness(state) === 'idle' }),
  act('copyAnswer', 'answers', ['Mod+Shift+C'], { possible: answered }),
  act('copyCode', 'answers', ['Mod+Shift+;'], { possible: answered }),
  act('copyPlain', 'answers', []),
  act('showText', 'answers', []),
  act('continueAnswer', 'answers', []),
  act('keepAnswer', 'answers', []),
  act('previousVersion', 'answers', []),
  act('nextVersion', 'answers', []),
  act('details', 'answers', []),
  act('whatWasSent', 'answers', []),
  act('composer', 'writing', ['Mod+L', 'Shift+Escape']),
  act('model', 'writing', ['Mod+Shift+M']),
  act('attach', 'writing', []),
  act('options', 'writing', ['Mod+I']),
  act('editQuestion', 'writing', []),
  act('askOther', 'writing', []),
  act('recall', 'writing', []),
  act('presets', 'writing', []),
  act('sidebar', 'window', ['Mod+B', 'Mod+Shift+S']),
  act('region', 'window', ['F6'], { listed: false }),
  act('usage', 'window', []),
  act('settings', 'window', ['Mod+,']),
  act('shortcuts', 'window', ['Mod+/']),
  act('zoomIn', 'window', ['Mod+=', 'Mod++'], { anywhere: true }),
  act('zoomOut', 'window', ['Mod+-'], { anywhere: true }),
  act('zoomReset', 'window', ['Mod+0'], { anywhere: true }),
]);

/** Keys that are part of how texts are written and read, and stay as they are. @type {readonly {id: keyof typeof import('../texts/en.js').en['fixedKeys'], keys: readonly string[], group: ActGroup}[]} */
export const FIXED = Object.freeze([
  { id: 'stop', keys: ['Escape'], group: 'answers' },
  { id: 'versions', keys: ['Alt+ArrowLeft', 'Alt+ArrowRight'], group: 'answers' },
  { id: 'messages', keys: ['Alt+ArrowUp', 'Alt+ArrowDown'], group: 'answers' },
  { id: 'newLine', keys: ['Shift+Enter'], group: 'writing' },
  { id: 'editLast', keys: ['ArrowUp'], group: 'writing' },
  { id: 'rename', keys: ['F2'], group: 'chats' },
  { id: 'rowMenu', keys: ['Shift+F10'], group: 'chats' },
]);

/**
 * What keys are for that stay as they are.
 * @param {readonly string[]} chords all ways to write one press
 */
export function fixedWith(chords) {
  return FIXED.find(({ keys }) => keys.some((one) => chords.includes(one))) ?? null;
}

/** @typedef {ReadonlyMap<ActId, readonly string[]>} Bindings */

/**
 * The keys of each act: its usual ones, unless the settings say otherwise.
 * @param {readonly string[]} entries the setting, `ACT=KEYS` each
 * @returns {Bindings}
 */
export function bindingsOf(entries) {
  /** @type {Map<string, string[]>} */
  const changed = new Map();
  for (const entry of entries) {
    const { id, keys } = entryParts(entry);
    changed.set(id, [...(changed.get(id) ?? []), ...(keys === '' ? [] : [keys])]);
  }
  return new Map(ACTS.map(({ id, keys }) => [id, changed.get(id) ?? keys]));
}

/** @param {string} entry */
function entryParts(entry) {
  const at = entry.indexOf('=');
  return { id: entry.slice(0, at), keys: entry.slice(at + 1) };
}

/**
 * The setting once an act has other keys. What it says of acts that are not known here stays.
 * @param {readonly string[]} entries
 * @param {ActId} id
 * @param {readonly string[]} keys
 * @returns {string[]}
 */
export function withKeys(entries, id, keys) {
  const rest = entries.filter((entry) => entryParts(entry).id !== id);
  const usual = ACTS.find((one) => one.id === id)?.keys ?? [];
  if (usual.length === keys.length && usual.every((one, index) => one === keys[index])) {
    return rest;
  }
  return [...rest, ...(keys.length === 0 ? [`${id}=`] : keys.map((one) => `${id}=${one}`))];
}

/**
 * Whether an act has other keys than usual.
 * @param {readonly string[]} entries
 * @param {ActId} id
 */
export function isChanged(entries, id) {
  return entries.some((entry) => entryParts(entry).id === id);
}

/**
 * What a press is for.
 * @param {import('./lib/keys.js').KeyPress} press
 * @param {Bindings} bindings
 * @param {boolean} mac
 * @returns {Act | null}
 */
export function actOf(press, bindings, mac) {
  for (const chord of chordsOf(press, mac)) {
    const found = actWith(chord, bindings, mac);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

/**
 * @param {string} chord
 * @param {Bindings} bindings
 * @param {boolean} mac
 * @returns {Act | null}
 */
export function actWith(chord, bindings, mac) {
  // Where Ctrl is the usual modifier, both names of it are one key.
  const same = (/** @type {string} */ keys) => (mac ? keys : keys.replace(/^Ctrl(?=\+)/, 'Mod')) === chord;
  return ACTS.find(({ id }) => bindings.get(id)?.some(same)) ?? null;
}
