import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainText } from '../../../ui/js/plain.js';
import { PatchError, applyOps } from '../../../ui/js/tree.js';
import { byHand, randomNode, randomOp, randomness } from './random.js';

const p = (...children) => ({ type: 'paragraph', children });
const item = (done, ...children) => ({ type: 'item', done, children });
const line = (...children) => ({ type: 'line', children });
const code = (...children) => ({ type: 'code', lang: '', children });
const list = (loose, start, ...children) => ({ type: 'list', start, loose, children });

const CHANGES = [
  ['appends nodes at the root', [], [{ op: 'appendNodes', path: [], nodes: [p('a')] }], [p('a')]],
  ['lets a text grow', [p('a')], [{ op: 'appendText', path: [0, 0], text: 'b' }], [p('ab')]],
  ['lets a token grow', [code(line(['keyword', 'f']))], [{ op: 'appendText', path: [0, 0, 0], text: 'n' }], [code(line(['keyword', 'fn']))]],
  ['lets a code span grow', [p({ type: 'codeSpan', text: 'a' })], [{ op: 'appendText', path: [0, 0], text: 'b' }], [p({ type: 'codeSpan', text: 'ab' })]],
  ['adds a line to code', [code(line('x'))], [{ op: 'appendNodes', path: [0], nodes: [line('y')] }], [code(line('x'), line('y'))]],
  ['makes a list loose', [list(false, null, item(null))], [{ op: 'setLoose', path: [0] }], [list(true, null, item(null))]],
  ['replaces from an index on', [p('a'), p('b'), p('c')], [{ op: 'replaceFrom', path: [], index: 1, nodes: [p('d')] }], [p('a'), p('d')]],
  ['replaces nothing at the end', [p('a')], [{ op: 'replaceFrom', path: [0], index: 1, nodes: ['b'] }], [p('a', 'b')]],
  ['takes children away', [p('a', 'b')], [{ op: 'replaceFrom', path: [0], index: 0, nodes: [] }], [p()]],
  ['applies ops in order', [], [{ op: 'appendNodes', path: [], nodes: [p()] }, { op: 'appendNodes', path: [0], nodes: ['a'] }, { op: 'appendText', path: [0, 0], text: 'b' }], [p('ab')]],
];

for (const [name, before, ops, after] of CHANGES) {
  test(name, () => assert.deepEqual(applyOps(before, ops), after));
}

const MISFITS = [
  ['a path past the children', [p()], { op: 'appendText', path: [0, 0], text: 'x' }],
  ['text on a node without text', [p()], { op: 'appendText', path: [0], text: 'x' }],
  ['text on the root', [], { op: 'appendText', path: [], text: 'x' }],
  ['children of a text', ['a'], { op: 'appendNodes', path: [0], nodes: [] }],
  ['children of a token', [code(line(['keyword', 'a']))], { op: 'appendNodes', path: [0, 0, 0], nodes: [] }],
  ['a path through a text', ['a'], { op: 'appendText', path: [0, 0], text: 'x' }],
  ['an index past the end', [p()], { op: 'replaceFrom', path: [], index: 2, nodes: [] }],
  ['a paragraph made loose', [p()], { op: 'setLoose', path: [0] }],
  ['a text made loose', ['a'], { op: 'setLoose', path: [0] }],
  ['the root made loose', [], { op: 'setLoose', path: [] }],
  ['an unknown op', [], { op: 'explode', path: [] }],
];

for (const [name, before, op] of MISFITS) {
  test(`refuses ${name}`, () => assert.throws(() => applyOps(before, [op]), PatchError));
}

test('any fitting patches give the tree that doing them by hand gives, and leave the old one alone', () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = randomness(seed);
    let nodes = Array.from({ length: random.below(4) }, () => randomNode(random, 0));
    for (let step = 0; step < 12; step += 1) {
      const op = randomOp(random, nodes);
      const before = structuredClone(nodes);
      const wanted = byHand(nodes, op);
      const got = applyOps(nodes, [op]);
      assert.deepEqual(got, wanted, `seed ${seed}, step ${step}`);
      assert.deepEqual(nodes, before, `seed ${seed}, step ${step}: the old tree changed`);
      nodes = got;
    }
  }
});

test('a patch shares every part that it does not name', () => {
  const before = [p('a'), p('b')];
  const after = applyOps(before, [{ op: 'appendText', path: [1, 0], text: 'c' }]);
  assert.equal(after[0], before[0]);
  assert.notEqual(after[1], before[1]);
});

const cell = (...children) => ({ type: 'cell', children });
const row = (...cells) => ({ type: 'row', children: cells });
const READ = [
  ['blocks stand apart', [p('It is ', { type: 'strong', children: ['4'] }), { type: 'rule' }, p('a', { type: 'break' }, 'b')], 'It is 4\n\n---\n\na\nb'],
  ['code is as it was written', [code(line(['keyword', 'if'], ' x:'), line(), line(), line(), line('  y'))], 'if x:\n\n\n\n  y'],
  ['a list keeps its marks', [list(false, null, item(null, p('one'), list(false, 3, item(null, p('sub')))), item(true, p('did')), item(false, p('not')))], '- one\n  3. sub\n- [x] did\n- [ ] not'],
  ['what a list holds stands under its text, an empty line holds nothing', [list(false, 9, item(null, p('nine'), list(false, null, item(true, p('did'), list(false, null, item(null, p('deep')))))), item(null, p('ten'), code(line('a'), line(), line('  b'))))], '9. nine\n   - [x] did\n     - deep\n10. ten\n    a\n\n      b'],
  ['a paragraph of a loose item stands apart', [list(true, null, item(false, p('one'), p('more')), item(null, p('two')))], '- [ ] one\n\n  more\n\n- two'],
  ['a loose list has room', [list(true, 1, item(null, p('one')), item(null, p('two')))], '1. one\n\n2. two'],
  ['a table has tabs', [{ type: 'table', align: ['none', 'none'], children: [row(cell('a'), cell('b')), row(cell('c'), cell('d'), { type: 'more' }), { type: 'more' }] }], 'a\tb\nc\td\t…\n…'],
  ['a formula is as it was written', [p('so ', { type: 'math', display: false, source: 'x^2', children: [] }), p({ type: 'math', display: true, source: 'y', children: [] })], 'so $x^2$\n\n$$y$$'],
  ['a footnote has its name', [p('said', { type: 'footnoteRef', label: '1' }), { type: 'footnote', label: '1', children: [p('where')] }], 'said[1]\n\n[1] where'],
  ['quotations and alerts are their text', [{ type: 'quote', children: [p('q')] }, { type: 'alert', kind: 'tip', children: [p('t'), p('u')] }], 'q\n\nt\n\nu'],
];
for (const [name, nodes, text] of READ) {
  test(`plain text reads like the answer: ${name}`, () => assert.equal(plainText(nodes), text));
}
