// What of many names fits what is typed, best first, and where in a name it stands. Pure.

import { occurrences } from './find.js';

/** @typedef {import('../../../src-tauri/bindings/ipc').SnippetPiece} Piece */

/** Names without what does not count, as they were made once. @type {Map<string, string>} */
const plains = new Map();

/** More are not kept. */
const KEPT = 50_000;

/** Case and accents do not count. @param {string} name */
function plain(name) {
  const known = plains.get(name);
  if (known !== undefined) {
    return known;
  }
  // eslint-disable-next-line no-control-regex -- letters alone would leave out digits and signs
  const made = /^[\x00-\x7f]*$/.test(name) ? name.toLowerCase() : name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  if (plains.size >= KEPT) {
    plains.clear();
  }
  plains.set(name, made);
  return made;
}

/** @param {string} typed */
function wordsOf(typed) {
  return plain(typed.trim()).split(/\s+/).filter((word) => word !== '');
}

/**
 * How well a name fits: each word has to stand in it; better where the name, or a word of it, begins so.
 * @param {string} name
 * @param {readonly string[]} words
 * @returns {number} 0 where it does not fit
 */
function score(name, words) {
  const text = plain(name);
  const [first = ''] = words;
  if (!words.every((word) => text.includes(word))) {
    return 0;
  }
  if (text.startsWith(words.join(' '))) {
    return 4;
  }
  if (text.startsWith(first)) {
    return 3;
  }
  const begins = (/** @type {string} */ word) => text.split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word));
  return words.every(begins) ? 2 : 1;
}

/**
 * @template T
 * @param {readonly T[]} things in the order in which they stand where they fit equally well
 * @param {(thing: T) => string} nameOf
 * @param {string} typed
 * @param {number} limit
 * @returns {{things: T[], best: number}} none fit where nothing is typed
 */
export function ranked(things, nameOf, typed, limit) {
  const words = wordsOf(typed);
  if (words.length === 0) {
    return { things: [], best: 0 };
  }
  /** @type {T[][]} by their score, the best first */
  const fits = [[], [], [], []];
  for (const thing of things) {
    const points = score(nameOf(thing), words);
    fits[4 - points]?.push(thing);
  }
  const best = fits.findIndex((found) => found.length > 0);
  return { things: fits.flat().slice(0, limit), best: best < 0 ? 0 : 4 - best };
}

/**
 * A name with what was typed marked in it.
 * @param {string} name
 * @param {string} typed
 * @returns {Piece[]}
 */
export function marked(name, typed) {
  const found = wordsOf(typed).flatMap((word) => occurrences(name, word, 20)).sort((one, other) => one.start - other.start);
  /** @type {Piece[]} */
  const pieces = [];
  let at = 0;
  for (const { start, end } of found) {
    const from = Math.max(start, at);
    if (end > from) {
      pieces.push({ text: name.slice(at, from), hit: false }, { text: name.slice(from, end), hit: true });
      at = end;
    }
  }
  return [...pieces, { text: name.slice(at), hit: false }].filter(({ text }) => text !== '');
}
