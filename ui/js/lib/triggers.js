// What is being typed that a list can help with: `/name` of a prompt template at the start of a line,
// `@name` of a model or preset and `#title` of a chat at the start of a word. And templates put into the
// box. Pure.

/** Names are shorter; so is what is looked at before the caret. */
const LONGEST = 120;

/** A place in a template that a person fills in. */
const PLACE = /\{\{[^{}\n]{1,60}\}\}/g;

/** What was typed behind the template's name goes here, as the engine knows it too. */
const INPUT = '{{input}}';

/**
 * @typedef {object} Trigger
 * @property {'/' | '@' | '#'} sign
 * @property {number} from where the sign stands
 * @property {string} query what was typed behind it
 */

/**
 * @param {string} text
 * @param {number} caret
 * @returns {Trigger | null}
 */
export function triggerAt(text, caret) {
  const start = Math.max(0, caret - LONGEST);
  const before = text.slice(start, caret);
  const found = /(?:^|\n)(\/)([\p{L}\p{N}_-]*)$|(?:^|\s)([@#])(\S*)$/u.exec(before);
  if (found === null) {
    return null;
  }
  const query = found[2] ?? found[4] ?? '';
  const from = caret - query.length - 1;
  // What was cut off before may be the rest of a word or line.
  if (from === start && start > 0) {
    return null;
  }
  return { sign: /** @type {Trigger['sign']} */ (found[1] ?? found[3]), from, query };
}

/**
 * The names that fit what was typed: those that begin with it, then those that hold it.
 * @template {{name: string}} T
 * @param {readonly T[]} all
 * @param {string} query
 * @returns {T[]}
 */
export function named(all, query) {
  const wanted = query.toLowerCase();
  const rank = (/** @type {T} */ { name }) => name.toLowerCase().indexOf(wanted);
  return all.filter((one) => rank(one) >= 0).sort((one, other) => Math.min(rank(one), 1) - Math.min(rank(other), 1));
}

/**
 * @typedef {object} Filled
 * @property {string} text all of the box
 * @property {number} start what is selected then
 * @property {number} end
 */

/**
 * Puts a template in the place of its name. What stands behind the name goes where the template wants
 * it, else it stays behind.
 * @param {string} text all of the box
 * @param {number} from where the name's sign stands
 * @param {number} to where the name ends
 * @param {string} template
 * @returns {Filled}
 */
export function filled(text, from, to, template) {
  const rest = text.slice(to);
  const takes = rest.trim() !== '' && template.includes(INPUT);
  const body = takes ? template.replaceAll(INPUT, () => rest.trim()) : template;
  const all = text.slice(0, from) + body + (takes ? '' : rest);
  const end = from + body.length;
  const place = nextPlace(all, from, end);
  return { text: all, ...(place ?? { start: end, end }) };
}

/**
 * The first place to fill in from somewhere on.
 * @param {string} text
 * @param {number} from
 * @param {number} [to]
 * @returns {{start: number, end: number} | null}
 */
export function nextPlace(text, from, to = text.length) {
  return placesIn(text).find(({ start, end }) => start >= from && end <= to) ?? null;
}

/**
 * The last place to fill in before somewhere.
 * @param {string} text
 * @param {number} before
 * @returns {{start: number, end: number} | null}
 */
export function lastPlace(text, before) {
  return placesIn(text).findLast(({ end }) => end <= before) ?? null;
}

/** @param {string} text */
function placesIn(text) {
  return [...text.matchAll(PLACE)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/**
 * The box without what was typed for a list.
 * @param {string} text
 * @param {Trigger} trigger
 * @returns {{text: string, caret: number}}
 */
export function withoutTrigger(text, { from, query }) {
  const behind = text.slice(from + 1 + query.length);
  const before = text.slice(0, from);
  // Not two spaces in a row where it stood between words.
  const joined = /\s$/.test(before) || before === '' ? behind.replace(/^ /, '') : behind;
  return { text: before + joined, caret: from };
}
