import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookAround } from '../../../ui/js/lib/near.js';

const VIEW = { top: 100, bottom: 1100 };
const drawn = (top, bottom) => ({ top, bottom, away: false });
const away = (top, bottom) => ({ top, bottom, away: true });

/** [what is told, pages, what is to be done] */
const TABLE = [
  ['nothing is near an empty transcript', [], [[], [], false, false]],
  ['what is in view stays', [drawn(0, 900)], [[], [], true, true]],
  ['a page that comes near is drawn', [away(-5000, -1350), drawn(-1350, 1100)], [[0], [], false, true]],
  ['one that is farther stays a height', [away(-5000, -1450), drawn(-1450, 1100)], [[], [], false, true]],
  ['a page far above goes', [drawn(-9000, -3950), drawn(-3950, 1100)], [[], [0], false, true]],
  ['one that is near enough stays', [drawn(-9000, -3850), drawn(-3850, 1100)], [[], [], false, true]],
  ['a page far below goes', [drawn(100, 5200), drawn(5200, 9000)], [[], [1], true, false]],
  ['in the midst of a long page neither end is near', [drawn(-9000, 9000)], [[], [], false, false]],
];
// Mutation seen to fail: `pages-never-far` in `xtask/scripts/mutations_answer.py`.
for (const [what, pages, [draw, leave, begins, ends]] of TABLE) {
  test(what, () => assert.deepEqual(lookAround(VIEW, pages), { draw, leave, begins, ends }));
}

test('a small window looks as far ahead as one of middling height', () => {
  assert.deepEqual(lookAround({ top: 0, bottom: 100 }, [away(900, 5000)]).draw, [0]);
});
