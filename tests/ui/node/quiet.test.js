// A window that nobody sees, or in which nothing happens, runs no timer.

import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

const page = Object.assign(new EventTarget(), { hidden: false });
/** @type {(() => void)[]} */
let frames = [];
Object.assign(globalThis, { document: page, requestAnimationFrame: (/** @type {() => void} */ work) => frames.push(work) });
const { oncePerFrame } = await import('../../../ui/js/lib/frame.js');
const { eachSecond } = await import('../../../ui/js/lib/seconds.js');

/** @param {boolean} hidden */
function hide(hidden) {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
}

/** Whether any timer is set; it plays an hour to see it. @param {() => number} count */
function rests(count) {
  const before = count();
  mock.timers.tick(3_600_000);
  return count() === before;
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  page.hidden = false;
  frames = [];
});

// Mutation seen to fail: `hidden-ticks` in `xtask/scripts/mutations_window.py`.
test('what is told each second is told by one clock, while it is wanted and the window is seen', () => {
  let [first, second] = [0, 0];
  const [one, two] = [() => (first += 1), () => (second += 1)];
  eachSecond(one, true);
  eachSecond(two, true);
  eachSecond(one, true);
  mock.timers.tick(3_000);
  assert.deepEqual([first, second], [3, 3]);
  hide(true);
  assert.ok(rests(() => first + second), 'nothing is told to nobody');
  hide(false);
  assert.deepEqual([first, second], [4, 4], 'who comes back reads the time as it is');
  eachSecond(one, false);
  mock.timers.tick(1_000);
  assert.deepEqual([first, second], [4, 5]);
  eachSecond(two, false);
  assert.ok(rests(() => second));
  hide(true);
  hide(false);
  assert.deepEqual([first, second], [4, 5]);
});

test('who ends while it is told stops the clock', () => {
  let told = 0;
  const once = () => {
    told += 1;
    eachSecond(once, false);
  };
  eachSecond(once, true);
  mock.timers.tick(10_000);
  assert.equal(told, 1);
});

test('work waits for the frame, and for no longer than a moment where none comes', () => {
  let ran = 0;
  const soon = oncePerFrame(() => (ran += 1));
  soon();
  soon();
  assert.equal(ran, 0);
  frames.splice(0).forEach((frame) => frame());
  assert.equal(ran, 1);
  assert.ok(rests(() => ran), 'the frame was it');
  soon();
  mock.timers.tick(250);
  assert.equal(ran, 2);
  frames.splice(0).forEach((frame) => frame());
  assert.equal(ran, 2, 'a frame that comes late has nothing to do');
});

// Mutation seen to fail: `hidden-draws` in `xtask/scripts/mutations_window.py`.
test('in a window that nobody sees the work waits until it is seen, without a timer', () => {
  let ran = 0;
  const soon = oncePerFrame(() => (ran += 1));
  hide(true);
  soon();
  soon();
  assert.equal(frames.length, 0);
  assert.ok(rests(() => ran));
  hide(false);
  assert.equal(ran, 1);
  soon();
  hide(true);
  assert.ok(rests(() => ran));
  assert.equal(ran, 1, 'hidden between the asking and the frame');
  hide(false);
  frames.splice(0).forEach((frame) => frame());
  assert.equal(ran, 2);
});
