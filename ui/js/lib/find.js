// Finding a text within one conversation: what the engine is asked, and where the same stands in a
// text that is drawn. Pure.

/** Longer texts are not looked for. */
const MAX_WANTED = 200;

/**
 * What to ask the engine for; empty where there is nothing to look for.
 * @param {string} conversation
 * @param {string} typed
 */
export function findQuery(conversation, typed) {
  const wanted = tidy(typed);
  if (wanted === '') {
    return '';
  }
  // A word is found within words too, as one expects of a search on a page. The quote stays open: the
  // last word of a phrase is still being typed.
  const term = /^[\p{L}\p{M}\p{N}]+$/u.test(wanted) ? `*${wanted}*` : `"${wanted}`;
  return `in:${conversation} ${term}`;
}

/** @param {string} typed */
function tidy(typed) {
  return typed.slice(0, MAX_WANTED).replace(/["“”„\s]+/gu, ' ').trim();
}

/**
 * A text without what does not count: case, accents, kinds of white space. For each UTF-16 unit of
 * it there is the place that it comes from.
 * @param {string} text
 * @returns {{folded: string, from: number[]}}
 */
function fold(text) {
  let folded = '';
  /** @type {number[]} */
  const from = [];
  let at = 0;
  for (const character of text) {
    const plain = plainOf(character);
    // Any white space counts as one space.
    if (plain !== ' ' || !folded.endsWith(' ')) {
      for (let unit = 0; unit < plain.length; unit += 1) {
        from.push(at);
      }
      folded += plain;
    }
    at += character.length;
  }
  from.push(at);
  return { folded, from };
}

/** @param {string} character */
function plainOf(character) {
  if (character <= '\x7f') {
    // Most of most texts, and all of most code.
    return /\s/.test(character) ? ' ' : character.toLowerCase();
  }
  return /\s/u.test(character) ? ' ' : character.normalize('NFKD').replace(/[\p{M}\u00ad\u200b]/gu, '').toLowerCase();
}

/**
 * Where a text has another one, from its beginning on; none overlap.
 * @param {string} text
 * @param {string} typed
 * @param {number} limit
 * @returns {{start: number, end: number}[]} in UTF-16 units
 */
export function occurrences(text, typed, limit) {
  const wanted = fold(tidy(typed)).folded;
  if (wanted === '') {
    return [];
  }
  const { folded, from } = fold(text);
  /** @type {{start: number, end: number}[]} */
  const found = [];
  for (let at = folded.indexOf(wanted); at >= 0 && found.length < limit; at = folded.indexOf(wanted, at + wanted.length)) {
    found.push({ start: from[at] ?? 0, end: from[at + wanted.length] ?? text.length });
  }
  return found;
}
