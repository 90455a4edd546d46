import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PatchError, applyOps, plainText } from '../../../ui/js/tree.js';
import { byHand, randomNode, randomOp, randomness } from './random.js';

const text = (words) => ({ type: 'text', text: words });
const p = (...children) => ({ type: 'paragraph', children });

const CHANGES = [
  ['appends nodes at the root', [], [{ op: 'appendNodes', path: [], nodes: [p(text('a'))] }], [p(text('a'))]],
  ['lets a text grow', [p(text('a'))], [{ op: 'appendText', path: [0, 0], text: 'b' }], [p(text('ab'))]],
  ['lets a code block grow', [{ type: 'code', lang: '', text: 'x' }], [{ op: 'appendText', path: [0], text: '\ny' }], [{ type: 'code', lang: '', text: 'x\ny' }]],
  ['replaces from an index on', [p(text('a')), p(text('b')), p(text('c'))], [{ op: 'replaceFrom', path: [], index: 1, nodes: [p(text('d'))] }], [p(text('a')), p(text('d'))]],
  ['replaces nothing at the end', [p(text('a'))], [{ op: 'replaceFrom', path: [0], index: 1, nodes: [text('b')] }], [p(text('a'), text('b'))]],
  ['takes children away', [p(text('a'), text('b'))], [{ op: 'replaceFrom', path: [0], index: 0, nodes: [] }], [p()]],
  ['applies ops in order', [], [{ op: 'appendNodes', path: [], nodes: [p()] }, { op: 'appendNodes', path: [0], nodes: [text('a')] }, { op: 'appendText', path: [0, 0], text: 'b' }], [p(text('ab'))]],
];

for (const [name, before, ops, after] of CHANGES) {
  test(name, () => assert.deepEqual(applyOps(before, ops), after));
}

const MISFITS = [
  ['a path past the children', [p()], { op: 'appendText', path: [0, 0], text: 'x' }],
  ['text on a node without text', [p()], { op: 'appendText', path: [0], text: 'x' }],
  ['text on the root', [], { op: 'appendText', path: [], text: 'x' }],
  ['children of a text', [text('a')], { op: 'appendNodes', path: [0], nodes: [] }],
  ['an index past the end', [p()], { op: 'replaceFrom', path: [], index: 2, nodes: [] }],
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
  const before = [p(text('a')), p(text('b'))];
  const after = applyOps(before, [{ op: 'appendText', path: [1, 0], text: 'c' }]);
  assert.equal(after[0], before[0]);
  assert.notEqual(after[1], before[1]);
});

test('plain text reads like the answer', () => {
  const tree = [p(text('It is '), { type: 'strong', children: [text('4')] }), { type: 'code', lang: 'sh', text: 'echo 4\n' }, { type: 'list', start: null, children: [{ type: 'item', children: [text('one')] }] }];
  assert.equal(plainText(tree), 'It is 4\n\necho 4\n\n- one');
});
