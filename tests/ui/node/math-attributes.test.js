import assert from 'node:assert/strict';
import { test } from 'node:test';
import './element.js';
import { MATH_ELEMENTS } from '../../../ui/js/render/closed-list.js';
import { writtenAttributes } from '../../../ui/js/render/math-attributes.js';

const CASES = [
  ['lengths are hundredths of an em', 'mspace', { width: 28, height: -5 }, { width: '0.28em', height: '-0.05em' }],
  ['lengths are bounded', 'mspace', { width: 99_999, depth: -99_999 }, { width: '10em', depth: '-10em' }],
  ['flags and words', 'mo', { stretchy: false, form: 'prefix', largeop: true }, { stretchy: 'false', form: 'prefix', largeop: 'true' }],
  ['levels', 'mstyle', { scriptlevel: 2, displaystyle: true }, { scriptlevel: '2', displaystyle: 'true' }],
  ['what Core has no attribute for becomes classes', 'mtd', { columnalign: 'right', lines: ['left', 'up'] }, { class: 'm-at-right m-line-left m-line-up' }],
  ['what a table is for', 'mtable', { table: 'cases' }, { class: 'm-for-cases' }],
  ['what the element may not have is left out', 'mi', { width: 10, stretchy: true, mathvariant: 'normal' }, { mathvariant: 'normal' }],
  ['a word that is not of the list is left out', 'mo', { form: 'x" onclick="y', mathvariant: 'bold' }, {}],
  ['a value of another kind is left out', 'mspace', { width: '1em;x', height: 1.5, depth: null, scriptlevel: 7, displaystyle: 'true' }, {}],
  ['a name that is not of the list is left out', 'mo', { href: 'https://evil.example', style: 'color:red', onclick: 'x', constructor: 'y' }, {}],
  ['a class that is not of the list is left out', 'mtable', { table: 'x y', columnalign: 'code', lines: ['top', 'evil'] }, { class: 'm-line-top' }],
];
// Mutation seen to fail: `attribute-unlisted` in `xtask/scripts/mutations_answer.py`.
for (const [name, tag, attributes, written] of CASES) {
  test(`attributes of formulas: ${name}`, () => assert.deepEqual(writtenAttributes(attributes, MATH_ELEMENTS[tag]), written));
}

// Mutation seen to fail: `attribute-more` in `xtask/scripts/mutations_answer.py`.
test('no element of the closed list may navigate, load, run or style itself', async () => {
  const { ELEMENTS } = await import('../../../ui/js/render/closed-list.js');
  for (const [tag, attributes] of Object.entries({ ...ELEMENTS, ...MATH_ELEMENTS })) {
    assert.doesNotMatch(tag, /^(?:a|img|iframe|object|embed|script|style|link|meta|base|form|input|svg|maction|semantics|annotation.*|mglyph)$/);
    for (const name of attributes) {
      assert.doesNotMatch(name, /^(?:on.*|href|src|srcset|style|id|name|action|target|ping|xlink.*)$/, tag);
    }
  }
});
