import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AT_END, followStep } from '../../../ui/js/lib/following.js';
import { randomness } from './random.js';

const FREE = { mode: 'free', news: false };
const NEWS = { mode: 'free', news: true };
const ASKED = { mode: 'asked', news: false };
const grew = (below = false) => ({ type: 'grew', below });
const moved = (up, atEnd, scrollable = true) => ({ type: 'moved', up, atEnd, scrollable });

/** [what is told, before, input, after, effect] */
const TABLE = [
  ['a hand leaves following at once', AT_END, { type: 'hand', scrollable: true }, FREE, 'mark'],
  ['a hand on a text that is all in view leaves nothing', AT_END, { type: 'hand', scrollable: false }, AT_END, 'nothing'],
  ['a hand while free changes nothing', NEWS, { type: 'hand', scrollable: true }, NEWS, 'nothing'],
  ['moving up leaves following', AT_END, moved(true, false), FREE, 'mark'],
  ['moving down while following stays', AT_END, moved(false, false), AT_END, 'nothing'],
  ['a text that became shorter stays at its end', AT_END, moved(true, true), AT_END, 'nothing'],
  ['moving up in a text that is all in view stays', AT_END, moved(true, false, false), AT_END, 'nothing'],
  ['reaching the bottom follows again', NEWS, moved(false, true), AT_END, 'nothing'],
  ['a small move up near the bottom does not follow again', FREE, moved(true, true), FREE, 'mark'],
  ['moving about while free marks the line', NEWS, moved(false, false), NEWS, 'mark'],
  ['a text that grows is followed', AT_END, grew(), AT_END, 'pin'],
  ['a text that grows while free is held', NEWS, grew(), NEWS, 'hold'],
  ['new text while following is no news', AT_END, { type: 'text' }, AT_END, 'nothing'],
  ['new text while free is told', FREE, { type: 'text' }, NEWS, 'nothing'],
  ['a question that was sent stays near the edge', AT_END, { type: 'asked' }, ASKED, 'mark'],
  ['an answer that is all in view under it is held', ASKED, grew(), ASKED, 'hold'],
  ['an answer that went below the view is told', ASKED, grew(true), NEWS, 'hold'],
  ['text that is in view under its question is no news', ASKED, { type: 'text' }, ASKED, 'nothing'],
  ['a hand takes hold of what was asked', ASKED, { type: 'hand', scrollable: true }, FREE, 'mark'],
  ['a hand where all is in view does not', ASKED, { type: 'hand', scrollable: false }, ASKED, 'nothing'],
  ['moving up from what was asked is free', ASKED, moved(true, false), FREE, 'mark'],
  ['moving down within it is no wish to follow', ASKED, moved(false, true), ASKED, 'mark'],
  ['a wish leads from it to the end', ASKED, { type: 'wish' }, AT_END, 'pin'],
  ['a wish goes to the end', NEWS, { type: 'wish' }, AT_END, 'pin'],
  ['a wish while following pins all the same', AT_END, { type: 'wish' }, AT_END, 'pin'],
  ['a chat opened elsewhere is free', AT_END, { type: 'placed' }, FREE, 'mark'],
  ['a chat opened elsewhere has no news', NEWS, { type: 'placed' }, FREE, 'mark'],
];

// Mutations seen to fail: `pulled-down` and `jumps-back` in `xtask/scripts/mutations_answer.py`.
for (const [what, before, input, after, effect] of TABLE) {
  test(what, () => {
    assert.deepEqual(followStep(before, input), { state: after, effect });
  });
}

test('only the bottom and a wish lead back, and nothing pins while free', () => {
  const random = randomness(7);
  const inputs = TABLE.map(([, , input]) => input);
  let state = AT_END;
  for (let step = 0; step < 10_000; step += 1) {
    const input = inputs[random.below(inputs.length)];
    const next = followStep(state, input);
    if (state.mode !== 'following' && next.state.mode === 'following') {
      assert.ok(input.type === 'wish' || (input.type === 'moved' && input.atEnd && !input.up), JSON.stringify(input));
    }
    assert.ok(next.effect !== 'pin' || next.state.mode === 'following');
    assert.ok(next.effect !== 'hold' || next.state.mode !== 'following');
    state = next.state;
  }
});
