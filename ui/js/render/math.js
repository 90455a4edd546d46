// Formulas as MathML. How a formula is written is kept beside its element, for copying.

import { make, makeMath, makeMathPart } from './closed-list.js';
import { parentOf } from './drawn.js';
import { t } from '../lib/texts.js';

/** @typedef {import('../types.js').MathTag} MathTag */
/** @typedef {import('../types.js').MathAttributes} MathAttributes */

/** @type {WeakMap<Element, {source: string, display: boolean}>} */
const sources = new WeakMap();

/**
 * @param {boolean} display whether it stands on lines of its own
 * @param {string} source
 */
export function formula(display, source) {
  const math = makeMath(display);
  sources.set(math, { source, display });
  // A formula can be wider than the column: it scrolls in its own box, which the keyboard must reach.
  const outer = display ? make('span', { class: 'math-box', role: 'group', tabindex: '0', 'aria-label': t('answer.formula') }, [math]) : math;
  return parentOf('math', outer, math);
}

/**
 * @param {MathTag} tag
 * @param {MathAttributes} attributes
 */
export function formulaPart(tag, attributes) {
  return parentOf('mathPart', makeMathPart(tag, attributes));
}

/**
 * How a drawn formula is written.
 * @param {Element} math
 */
export function sourceOf(math) {
  return sources.get(math) ?? null;
}
