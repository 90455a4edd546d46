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
let numbers = new Intl.NumberFormat('en');
let plurals = new Intl.PluralRules('en');

/** Says everything in a language from now on. What is on screen already is drawn anew by the caller. @param {Language} language */
export function speak(language) {
  spoken = language;
  numbers = new Intl.NumberFormat(language.tag);
  plurals = new Intl.PluralRules(language.tag);
}

/** The tag of the language, for `Intl`. */
export function languageTag() {
  return spoken.tag;
}

/**
 * A text. Call it while drawing, never while a module loads: the language is not known by then.
 * @template {Key} K
 * @param {K} key
 * @param {Given<K, string | number>} given numbers are written as the language writes them
 * @returns {string}
 */
export function t(key, ...given) {
  return pieces(key, given[0]).map((piece) => (typeof piece === 'string' ? piece : shown(piece.value))).join('');
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
  const [section = '', name = ''] = key.split('.');
  const said = /** @type {Record<string, Record<string, string | Plural>>} */ (spoken.texts)[section]?.[name] ?? key;
  const text = typeof said === 'string' ? said : (said[plurals.select(Number(values['count']))] ?? said.other);
  return text.split(/\{(\w+)\}/).map((piece, index) => (index % 2 === 0 ? piece : { value: values[piece] })).filter((piece) => piece !== '');
}

/** @param {unknown} value */
function shown(value) {
  const text = typeof value === 'number' ? numbers.format(value) : String(value);
  // A name of the other direction would turn what stands around it.
  return spoken.dir === 'rtl' ? `\u2068${text}\u2069` : text;
}

/** @param {number} value */
export function formatNumber(value) {
  return numbers.format(value);
}

/**
 * @param {number} ms
 * @param {Intl.DateTimeFormatOptions} options
 */
export function formatDate(ms, options) {
  return new Intl.DateTimeFormat(spoken.tag, options).format(ms);
}

/** A decimal of the engine as the language writes it; it passes no float. @param {string} digits */
export function formatDecimal(digits) {
  const point = numbers.formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  return digits.replace('.', point);
}
