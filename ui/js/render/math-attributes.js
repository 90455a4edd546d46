// What the engine says of a part of a formula, as attributes of MathML Core and as classes where
// Core has no attribute. Every value is one of a list, or a bounded number.

/** @typedef {import('../types.js').MathAttributes} MathAttributes */

/** @param {...string} words */
const oneOf = (...words) => (/** @type {unknown} */ value) => (typeof value === 'string' && words.includes(value) ? value : null);

/** @param {unknown} value */
const flag = (value) => (typeof value === 'boolean' ? String(value) : null);

/** Hundredths of an em, at most ten em to either side. @param {unknown} value */
const length = (value) => (Number.isInteger(value) ? `${Math.max(-1000, Math.min(1000, Number(value))) / 100}em` : null);

/** @param {unknown} value */
const level = (value) => (value === 0 || value === 1 || value === 2 ? String(value) : null);

/**
 * Attributes by their own names.
 * @type {Readonly<Record<Exclude<keyof MathAttributes, 'columnalign' | 'table' | 'lines'>, (value: unknown) => string | null>>}
 */
const WRITTEN = {
  mathvariant: oneOf('normal'),
  form: oneOf('prefix', 'infix', 'postfix'),
  stretchy: flag,
  symmetric: flag,
  largeop: flag,
  movablelimits: flag,
  lspace: length,
  rspace: length,
  minsize: length,
  maxsize: length,
  accent: flag,
  accentunder: flag,
  displaystyle: flag,
  scriptlevel: level,
  linethickness: length,
  width: length,
  height: length,
  depth: length,
};

const align = oneOf('left', 'right');
const purpose = oneOf('aligned', 'cases', 'stack');
const side = oneOf('top', 'right', 'bottom', 'left', 'up', 'down');

/**
 * @param {MathAttributes} attributes
 * @param {readonly string[]} allowed names that the part may have
 * @returns {Record<string, string>}
 */
export function writtenAttributes({ columnalign, table, lines, ...others }, allowed) {
  /** @type {Record<string, string>} */
  const written = {};
  for (const [name, value] of Object.entries(others)) {
    const text = Object.hasOwn(WRITTEN, name) && allowed.includes(name) ? WRITTEN[/** @type {keyof typeof WRITTEN} */ (name)](value) : null;
    if (text !== null) {
      written[name] = text;
    }
  }
  const classes = [prefixed('m-at-', align(columnalign)), prefixed('m-for-', purpose(table)), ...(lines ?? []).map((line) => prefixed('m-line-', side(line)))].filter((word) => word !== '');
  if (classes.length > 0) {
    written['class'] = classes.join(' ');
  }
  return written;
}

/**
 * @param {string} prefix
 * @param {string | null} word
 */
function prefixed(prefix, word) {
  return word === null ? '' : prefix + word;
}
