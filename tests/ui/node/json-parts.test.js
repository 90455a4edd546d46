// A JSON text as parts: every token as it stood, and nothing unseen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf, seen } from '../../../ui/js/lib/json-parts.js';
import { randomness } from './random.js';

/**
 * The text that parts stand for, without white space.
 * @param {import('../../../ui/js/lib/json-parts.js').Part} part
 * @returns {string}
 */
function written(part) {
  const name = part.key === null ? '' : `${part.key}:`;
  if ('text' in part) {
    return name + part.text;
  }
  return `${name}${part.open}${part.parts.map(written).join(',')}${part.open === '{' ? '}' : ']'}`;
}

test('every token stands as it was sent: digits, escapes, names that come twice', () => {
  for (const json of [
    '{}', '[]', '""', '0', 'null', '[[],{}]', '{"a":1.0,"a":1e400,"b":12345678901234567890}',
    '{"text":"a \\"quoted\\" , : { } [ ] \\\\","é":"\\u00e9"}', '{"a":[{"b":[true,false,null]}],"c":""}',
  ]) {
    assert.equal(written(partsOf(json)), json);
  }
  assert.equal(written(partsOf(' { "a" : [ 1 , 2 ] } ')), '{"a":[1,2]}');
});

test('a part knows how long its text is, which says whether it is folded', () => {
  const root = partsOf('{"a":[1,2],"b":{}}');
  assert.ok('parts' in root);
  assert.equal(root.length, 18);
  assert.deepEqual(root.parts.map((part) => ('parts' in part ? part.length : part.text)), [5, 2]);
});

test('whatever JSON writes comes out again', () => {
  const { below: draw } = randomness(7);
  const made = (/** @type {number} */ depth) => {
    const kind = draw(depth > 4 ? 4 : 6);
    if (kind === 4) {
      return Array.from({ length: draw(4) }, () => made(depth + 1));
    }
    if (kind === 5) {
      return Object.fromEntries(Array.from({ length: draw(4) }, (_, at) => [`"k\\${at}{`, made(depth + 1)]));
    }
    return [draw(1e9) / 7, `te"x\\t${draw(99)}\n,:{}[]`, null, true][kind];
  };
  for (let round = 0; round < 500; round += 1) {
    const json = JSON.stringify(made(0));
    assert.equal(written(partsOf(json)), json);
  }
});

test('a text of a million characters takes no time and no stack', () => {
  const json = JSON.stringify({ data: 'A"'.repeat(500_000), deep: 1 });
  const root = partsOf(json);
  assert.ok('parts' in root && root.parts.length === 2);
});

test('what nobody sees is written out, what is seen stays', () => {
  assert.equal(seen('"a\u202eb"'), '"a\\u202eb"');
  assert.equal(seen('"\u{e0041}"'), '"\\udb40\\udc41"');
  assert.equal(seen('"Grüße, 漢字 😀"'), '"Grüße, 漢字 😀"');
});
