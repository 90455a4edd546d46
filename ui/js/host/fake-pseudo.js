// A language that nobody speaks, for tests: every English text with marks on its letters, longer, and
// from right to left. What stands on screen without marks did not come from the texts.

import { en } from '../../texts/en.js';

/** @type {Readonly<Record<string, string>>} */
const MARKED = {
  a: 'á', b: 'ƀ', c: 'ç', d: 'ð', e: 'é', f: 'ƒ', g: 'ĝ', h: 'ĥ', i: 'í', j: 'ĵ', k: 'ķ', l: 'ļ', m: 'ɱ', n: 'ñ', o: 'ó', p: 'þ', q: 'ǫ', r: 'ŕ', s: 'š', t: 'ţ', u: 'ú', v: 'ṽ', w: 'ŵ', x: 'ẋ', y: 'ý', z: 'ž',
  A: 'Á', B: 'Ɓ', C: 'Ç', D: 'Ð', E: 'É', F: 'Ƒ', G: 'Ĝ', H: 'Ĥ', I: 'Í', J: 'Ĵ', K: 'Ķ', L: 'Ļ', M: 'Ɱ', N: 'Ñ', O: 'Ó', P: 'Þ', Q: 'Ǫ', R: 'Ŕ', S: 'Š', T: 'Ţ', U: 'Ú', V: 'Ṽ', W: 'Ŵ', X: 'Ẋ', Y: 'Ý', Z: 'Ž',
};

/** @param {string} text */
export function pseudo(text) {
  const marked = text.split(/(\{\w+\})/).map((piece) => (piece.startsWith('{') ? piece : piece.replace(/[A-Za-z]/g, (letter) => MARKED[letter] ?? letter))).join('');
  // German and Finnish are this much longer than English.
  return `⟦${marked}${'·'.repeat(Math.ceil(text.length * 0.3))}⟧`;
}

/**
 * @template T
 * @param {T} texts
 * @returns {T}
 */
function all(texts) {
  const said = typeof texts === 'string' ? pseudo(texts) : Object.fromEntries(Object.entries(/** @type {object} */ (texts)).map(([key, value]) => [key, all(value)]));
  return /** @type {T} */ (said);
}

/** @returns {import('../lib/texts.js').Language} */
export function pseudoLanguage() {
  return { tag: 'en', dir: 'rtl', texts: all(en) };
}
