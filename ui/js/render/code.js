// Blocks of code: a head with the language and what can be done, and lines made of texts and
// tokens. The lines' text content is the code, byte for byte, each line with its end.

import { make } from './closed-list.js';
import { parentOf, textOf } from './drawn.js';
import { wrapsCode } from './wrap.js';
import { t } from '../lib/texts.js';

/** @typedef {import('../types.js').Token} Token */

/** Languages of drawn blocks: copying has to know a shell. @type {WeakMap<Element, string>} */
const languages = new WeakMap();

/** @param {string} lang */
export function codeBlock(lang) {
  const code = make('code', { dir: 'ltr' });
  const name = lang === '' ? t('answer.code') : t('answer.codeIn', { language: lang });
  const wraps = wrapsCode();
  const figure = make('figure', { class: wraps ? 'code wrapped' : 'code' }, [
    make('div', { class: 'code-head aside' }, [
      make('span', { class: 'code-lang' }, [lang]),
      make('button', { type: 'button', class: 'code-wrap', 'aria-pressed': String(wraps), 'aria-label': t('answer.wrapLines') }, [t('answer.wrap')]),
      make('button', { type: 'button', class: 'code-copy', 'aria-label': t('answer.copyCode') }, [t('answer.copy')]),
    ]),
    // The box scrolls by itself, so the keyboard must reach it.
    make('pre', { tabindex: '0', role: 'region', 'aria-label': name, dir: 'ltr' }, [code]),
  ]);
  languages.set(figure, lang);
  return parentOf('code', figure, code);
}

export function codeLine() {
  const line = copyOf('line');
  const end = document.createTextNode('\n');
  line.append(end);
  return parentOf('line', line, line, end);
}

/** @param {Token} token */
export function codeToken([kind, text]) {
  return textOf('token', copyOf(`t-${kind}`), text);
}

/** One span a class, to copy: there are thousands, and a copy costs the least. @type {Map<string, HTMLElement>} */
const patterns = new Map();

/** @param {string} className */
function copyOf(className) {
  const pattern = patterns.get(className) ?? make('span', { class: className });
  patterns.set(className, pattern);
  return /** @type {HTMLElement} */ (pattern.cloneNode());
}

/**
 * The language of a drawn block, empty when unknown.
 * @param {Element} figure
 */
export function languageOf(figure) {
  return languages.get(figure) ?? '';
}
