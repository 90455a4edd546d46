// Keys that are pressed together: how they are written, compared, told to a person, and which of them
// can be chosen for something. Pure.
//
// Written as `Mod+Shift+K`; `Mod` is Cmd on macOS and Ctrl elsewhere.

import { t } from './texts.js';

/** @typedef {import('./input.js').Press & {code: string, getModifierState?: (key: string) => boolean}} KeyPress */
/** @typedef {'modifier' | 'editing' | 'system'} Unfit */

/** Signs by their place on the keyboard, where another layout or Shift gives something else. */
const PLACES = Object.freeze(/** @type {Record<string, string>} */ ({
  Quote: "'", Semicolon: ';', Comma: ',', Period: '.', Slash: '/', Backslash: '\\', BracketLeft: '[', BracketRight: ']',
  Minus: '-', Equal: '=', Backquote: '`',
}));

/** What text fields do by themselves. */
const EDITING = new Set(['Mod+A', 'Mod+C', 'Mod+V', 'Mod+Shift+V', 'Mod+X', 'Mod+Z', 'Mod+Shift+Z', 'Mod+Y', 'Mod+ArrowLeft', 'Mod+ArrowRight', 'Mod+Backspace', 'Mod+Delete', 'Mod+Enter', 'Alt+ArrowLeft', 'Alt+ArrowRight', 'Alt+ArrowUp', 'Alt+ArrowDown']);

const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'OS', 'CapsLock', 'NumLock', 'Fn', 'Dead', 'Process', 'Unidentified']);

/**
 * The key that was pressed: WebKitGTK has no name for the Tab key while Shift is down.
 * @param {{key: string, code: string}} press
 */
export function keyOf({ key, code }) {
  return key === 'Unidentified' && code === 'Tab' ? 'Tab' : key;
}

/** @param {string} code */
function placeOf(code) {
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? (Object.hasOwn(PLACES, code) ? (PLACES[code] ?? null) : null);
}

/**
 * How a press can be written, best first: by the sign it gives, by that sign without the Shift that it
 * takes, and by its place where the layout gives no letter or digit.
 * @param {KeyPress} press
 * @param {boolean} mac
 * @returns {string[]} none while only Shift and its like are down
 */
export function chordsOf(press, mac) {
  const { code, shiftKey, ctrlKey, metaKey, altKey } = press;
  const key = keyOf(press);
  // AltGr writes signs: Windows tells of it as Ctrl and Alt.
  if (!mac && press.getModifierState?.('AltGraph') === true) {
    return [];
  }
  const place = placeOf(code);
  const sign = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (MODIFIERS.has(key) && (place === null || key !== 'Dead')) {
    return [];
  }
  const held = [...((mac ? metaKey : ctrlKey) ? ['Mod'] : []), ...(mac && ctrlKey ? ['Ctrl'] : []), ...(!mac && metaKey ? ['Super'] : []), ...(altKey ? ['Alt'] : [])];
  /** @param {string} name @param {boolean} shift */
  const written = (name, shift) => [...held, ...(shift ? ['Shift'] : []), name].join('+');
  const chords = key === 'Dead' ? [] : [written(nameOf(key), shiftKey)];
  if (sign && shiftKey && key !== ' ') {
    chords.push(written(nameOf(key), false));
  }
  if (place !== null && (key === 'Dead' || (sign && (shiftKey || key > '\x7f')))) {
    chords.push(written(place, shiftKey));
  }
  return [...new Set(chords)];
}

/** @param {string} key */
function nameOf(key) {
  if (key === ' ') {
    return 'Space';
  }
  const upper = key.toUpperCase();
  return key.length === 1 && upper.length === 1 ? upper : key;
}

/**
 * Why a press cannot be chosen for something; none where it can.
 * @param {string} chord
 * @returns {Unfit | null}
 */
export function unfit(chord) {
  const { held, name } = partsOf(chord);
  if (held.includes('Super')) {
    return 'system';
  }
  if (EDITING.has(chord)) {
    return 'editing';
  }
  const free = held.some((one) => one !== 'Shift') || /^F\d+$/.test(name);
  return free ? null : 'modifier';
}

/** Whether a press may be for something of the whole window, so that a menu leaves it alone. @param {KeyPress} press */
export function mayBeAct(press) {
  return chordsOf(press, isMac()).some((chord) => unfit(chord) === null);
}

/** @param {string} chord */
function partsOf(chord) {
  const [before = ''] = /^(?:(?:Mod|Ctrl|Super|Alt|Shift)\+)*/.exec(chord) ?? [];
  return { held: before.split('+').filter((one) => one !== ''), name: chord.slice(before.length) };
}

const MAC = Object.freeze(/** @type {Record<string, string>} */ ({ Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Super: '⌘', Backspace: '⌫', Enter: '↩', Escape: '⎋', Tab: '⇥' }));
const MAC_ORDER = ['Ctrl', 'Alt', 'Shift', 'Mod'];
const ARROWS = Object.freeze(/** @type {Record<string, string>} */ ({ ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }));

/**
 * The keys one by one, as they are printed on them.
 * @param {string} chord
 * @param {boolean} mac
 * @returns {string[]}
 */
export function keyNames(chord, mac) {
  const { held, name } = partsOf(chord);
  if (mac) {
    held.sort((one, other) => MAC_ORDER.indexOf(one) - MAC_ORDER.indexOf(other));
  }
  return [...held, name].map((one) => ARROWS[one] ?? (mac ? MAC[one] : undefined) ?? printed(one));
}

/** @param {string} name */
function printed(name) {
  switch (name) {
    case 'Mod':
    case 'Ctrl':
      return t('keys.control');
    case 'Alt':
      return t('keys.alt');
    case 'Shift':
      return t('keys.shift');
    case 'Escape':
      return t('keys.escape');
    case 'Backspace':
      return t('keys.backspace');
    case 'Delete':
      return t('keys.delete');
    case 'Enter':
      return t('keys.enter');
    case 'Tab':
      return t('keys.tab');
    case 'Space':
      return t('keys.space');
    default:
      return name;
  }
}

/**
 * As a person reads it: `Ctrl+Shift+K`, `⇧⌘K`.
 * @param {string} chord
 * @param {boolean} mac
 */
export function chordLabel(chord, mac) {
  return keyNames(chord, mac).join(mac ? '' : '+');
}

/**
 * As `aria-keyshortcuts` has it.
 * @param {string} chord
 * @param {boolean} mac
 */
export function ariaKeys(chord, mac) {
  const { held, name } = partsOf(chord);
  const named = held.map((one) => (one === 'Mod' ? (mac ? 'Meta' : 'Control') : one === 'Ctrl' ? 'Control' : one === 'Super' ? 'Meta' : one));
  return [...named, name].join('+');
}

/** Whether this is a Mac: its keys have other names. */
export function isMac() {
  return navigator.userAgent.includes('Macintosh');
}
