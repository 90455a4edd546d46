// What was typed into quick-ask before its page learnt that it is shown.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typedSince } from '../../../ui/js/quick-staying.js';

test('what was typed at the caret is told apart from what stood there before', () => {
  for (const [text, caret, now, typed] of [
    ['', 0, '', ''],
    ['', 0, 'abc', 'abc'],
    ['old', 3, 'old', ''],
    ['old', 3, 'oldabc', 'abc'],
    ['old', 0, 'abcold', 'abc'],
    ['old text', 4, 'old abctext', 'abc'],
    // Taken away, or replaced: nobody knows, so nothing is lost.
    ['old', 3, 'ol', 'ol'],
    ['old', 3, 'new', 'new'],
    ['aaa', 2, 'aaaa', 'a'],
  ]) {
    assert.equal(typedSince({ text, caret }, now), typed, `${text} at ${caret}: ${now}`);
  }
});
