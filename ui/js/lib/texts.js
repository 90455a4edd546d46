// What the window says, in the language that is chosen, and numbers and dates as that language writes
// them. Pure: knows neither the DOM nor who chooses.

import { en } from '../../texts/en.js';

/** @typedef {typeof en} English */
/** @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}} Plural a text for each kind of number */

/**
 * The texts of a language: the same keys as the English ones, and plurals where those are.
 * @typedef {{[S in keyof English]: {[K in keyof English[S]]: English[S][K] extends string ? string : Plural}}} Texts
 */

/** @typedef {{[S in keyof English & string]: `${S}.${keyof English[S] & string}`}[keyof English & string]} Key */

/**
 * The English text behind a key.
 * @template {Key} K
 * @typedef {K extends `${infer S}.${infer N}` ? S extends keyof English ? N extends keyof English[S] ? English[S][N] : never : never : never} Said
 */

/**
 * The names within braces of a text.
 * @template T
 * @typedef {T extends {other: infer O} ? Names<O> | 'count' : T extends `${string}{${infer N}}${infer R}` ? N | Names<R> : never} Names
 */

/**
 * What has to be given beside a key: nothing where its text has no braces.
 * @template {Key} K
 * @template V
 * @typedef {[Names<Said<K>>] extends [never] ? [] : [values: {[N in Names<Said<K>>]: N extends 'count' ? number : V}]} Given
 */

/** @typedef {{tag: string, dir: 'ltr' | 'rtl', texts: Texts}} Language */

/** @type {Language} */
let spoken = { tag: 'en', dir: 'ltr', texts: en };
/** How numbers and dates are written: with 0 to 9, as in ids and amounts, where web views differ in Arabic. */
let locale = 'en';
let numbers = new Intl.NumberFormat('en');
let plurals = new Intl.PluralRules('en');
/** Ways to write dates, by their options. @type {Map<string, Intl.DateTimeFormat>} */
const dates = new Map();
/** Texts taken apart, by themselves. @type {Map<string, readonly string[]>} */
const templates = new Map();

/** Says everything in a language from now on. What is on screen already is drawn anew by the caller. @param {Language} language */
export function speak(language) {
  spoken = language;
  locale = `${language.tag}-u-nu-latn`;
  numbers = new Intl.NumberFormat(locale);
  plurals = new Intl.PluralRules(language.tag);
  dates.clear();
}

/** Whether what the engine says, in English, is of another language than the window. */
export function isForeign() {
  return spoken.texts !== en;
}

/**
 * A text. Call it while drawing, never while a module loads: the language is not known by then.
 * @template {Key} K
 * @param {K} key
 * @param {Given<K, string | number>} given numbers are written as the language writes them
 * @returns {string}
 */
export function t(key, ...given) {
  // Most texts stand as they are, and an answer that grows asks for some of them at each patch.
  return given.length === 0 ? template(key, 0).join('') : pieces(key, given[0]).map((piece) => (typeof piece === 'string' ? piece : shown(piece.value))).join('');
}

/**
 * A text with something other than text in it, such as elements, in the order of the language.
 * @template {Key} K
 * @template V
 * @param {K} key
 * @param {Given<K, V>} given
 * @returns {(string | V)[]}
 */
export function textParts(key, ...given) {
  return pieces(key, given[0]).map((piece) => (typeof piece === 'string' ? piece : /** @type {V} */ (piece.value)));
}

/**
 * @param {Key} key
 * @param {Record<string, unknown> | undefined} values
 * @returns {(string | {value: unknown})[]}
 */
function pieces(key, values = {}) {
  return template(key, Number(values['count'])).map((piece, index) => (index % 2 === 0 ? piece : { value: values[piece] })).filter((piece) => piece !== '');
}

/**
 * A text, and between its parts the names of what stands there.
 * @param {Key} key
 * @param {number} count
 * @returns {readonly string[]}
 */
function template(key, count) {
  const [section = '', name = ''] = key.split('.');
  const said = /** @type {Record<string, Record<string, string | Plural>>} */ (spoken.texts)[section]?.[name] ?? key;
  const text = typeof said === 'string' ? said : (said[plurals.select(count)] ?? said.other);
  const known = templates.get(text);
  if (known !== undefined) {
    return known;
  }
  const made = text.split(/\{(\w+)\}/);
  templates.set(text, made);
  return made;
}

/** @param {unknown} value */
function shown(value) {
  return heldTogether(typeof value === 'number' ? numbers.format(value) : String(value));
}

/** A name of the other direction would turn what stands around it. @param {string} text */
export function heldTogether(text) {
  return spoken.dir === 'rtl' ? `\u2068${text}\u2069` : text;
}

/** Short things one after the other. @param {readonly string[]} things */
export function listed(things) {
  return things.length === 0 ? '' : things.reduce((before, after) => textParts('units.list', { before, after }).join(''));
}

/** @param {number} value */
export function formatNumber(value) {
  return numbers.format(value);
}

/** Which of two names comes first. @param {string} one @param {string} other */
export function compareNames(one, other) {
  return one.localeCompare(other, spoken.tag, { numeric: true });
}

/** @param {number} percent */
export function formatPercent(percent) {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(percent / 100);
}

/** In few characters, such as 1.2M. @param {number} value */
export function formatCompact(value) {
  // A word for thousands may stand in a line of its own where there is little room.
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value).replace('\u00a0', ' ');
}

/** With so many digits after the point. @param {number} value @param {number} digits */
export function formatFixed(value, digits) {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** A part of a whole, where 1 is all of it; a small one is not nothing. @param {number} part */
export function formatShare(part) {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(part > 0 && part < 0.01 ? 0.01 : part);
}

/**
 * @param {number} ms
 * @param {Intl.DateTimeFormatOptions} options
 */
export function formatDate(ms, options) {
  // Making one takes a millisecond or more, and a list of chats has a heading for each month.
  const key = JSON.stringify(options);
  const made = dates.get(key) ?? new Intl.DateTimeFormat(locale, options);
  dates.set(key, made);
  return made.format(ms);
}

/** A decimal of the engine as the language writes it; it passes no float. @param {string} digits */
export function formatDecimal(digits) {
  const point = numbers.formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  return digits.replace('.', point);
}
