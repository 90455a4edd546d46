// The closed list: every element that an answer may be made of and every attribute it may have.
// Whatever draws an answer makes its elements here, and tests hold the document against the tables.

import { el, mathEl } from '../lib/dom.js';
import { writtenAttributes } from './math-attributes.js';

/** @typedef {import('../types.js').MathTag} MathTag */
/** @typedef {import('../types.js').MathAttributes} MathAttributes */

/** Elements of HTML with the attributes that each may have. */
export const ELEMENTS = /** @type {const} */ ({
  p: ['class', 'dir'],
  h3: ['dir'],
  h4: ['dir'],
  h5: ['dir'],
  h6: ['dir'],
  ul: ['class', 'dir'],
  ol: ['class', 'dir', 'start'],
  li: ['class'],
  blockquote: ['dir'],
  div: ['class', 'dir', 'role', 'tabindex', 'aria-label'],
  figure: ['class'],
  pre: ['class', 'dir', 'role', 'tabindex', 'aria-label'],
  code: ['dir'],
  span: ['class', 'role', 'tabindex', 'title', 'aria-label'],
  bdi: ['class', 'dir'],
  button: ['class', 'type', 'aria-label', 'aria-pressed'],
  table: ['dir'],
  thead: [],
  tbody: [],
  tr: [],
  th: ['class', 'scope'],
  td: ['class'],
  em: [],
  strong: [],
  del: [],
  sup: [],
  br: [],
  hr: [],
});

const PART = ['class', 'displaystyle', 'mathvariant', 'scriptlevel'];
const SIZE = ['depth', 'height', 'width'];

/**
 * Elements of MathML; `math` itself is beside the parts that the engine sends.
 * @type {Readonly<Record<MathTag | 'math', readonly string[]>>}
 */
export const MATH_ELEMENTS = {
  math: ['dir', 'display'],
  mi: PART,
  mn: PART,
  mo: [...PART, 'form', 'largeop', 'lspace', 'maxsize', 'minsize', 'movablelimits', 'rspace', 'stretchy', 'symmetric'],
  mtext: PART,
  mspace: [...PART, ...SIZE],
  mrow: PART,
  mfrac: [...PART, 'linethickness'],
  msqrt: PART,
  mroot: PART,
  msub: PART,
  msup: PART,
  msubsup: PART,
  munder: [...PART, 'accentunder'],
  mover: [...PART, 'accent'],
  munderover: [...PART, 'accent', 'accentunder'],
  mtable: PART,
  mtr: PART,
  mtd: PART,
  mstyle: PART,
  mpadded: [...PART, ...SIZE, 'lspace'],
  mphantom: PART,
};

/**
 * An element of the list. One that is not there, or has another attribute, fails type checking.
 * @template {keyof typeof ELEMENTS} T
 * @param {T} tag
 * @param {Partial<Record<(typeof ELEMENTS)[T][number], string>>} [attributes]
 * @param {(Node | string)[]} [children]
 */
export function make(tag, attributes = {}, children = []) {
  return el(tag, attributes, children);
}

/**
 * A formula's root.
 * @param {boolean} display
 */
export function makeMath(display) {
  return mathEl('math', display ? { display: 'block', dir: 'ltr' } : { dir: 'ltr' });
}

/**
 * A part of a formula. A tag that is not in the list becomes a group; an attribute that is not in
 * it, or says what it cannot say, is left out.
 * @param {MathTag} tag
 * @param {MathAttributes} attributes
 */
export function makeMathPart(tag, attributes) {
  const known = Object.hasOwn(MATH_ELEMENTS, tag) ? tag : 'mrow';
  return mathEl(known, writtenAttributes(attributes, MATH_ELEMENTS[known]));
}
