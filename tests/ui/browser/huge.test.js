// One line of megabytes in an answer: it is all there, and neither drawing it nor letting it grow
// holds the window up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const PARTS = '.message-assistant .text-part';

/**
 * Draws a line and lets it grow ten times; how long the page was away at the most, and what stands there.
 * @param {import('playwright-core').Page} page
 * @param {string} turn
 * @param {number} words of five characters
 */
function drawn(page, turn, words) {
  return page.evaluate(async ([id, count]) => {
    let [worst, last, on] = [0, performance.now(), true];
    const tick = () => {
      const now = performance.now();
      [worst, last] = [Math.max(worst, now - last), now];
      if (on) {
        requestAnimationFrame(tick);
      }
    };
    tick();
    const frames = async (/** @type {number} */ left) => {
      for (; left > 0; left -= 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    };
    await frames(3);
    worst = 0;
    window.fakeEngine.patch(id, [{ op: 'appendNodes', path: [], nodes: [{ type: 'paragraph', children: ['word '.repeat(count)] }] }]);
    await frames(3);
    for (let at = 0; at < 10; at += 1) {
      window.fakeEngine.patch(id, [{ op: 'appendText', path: [0, 0], text: 'more '.repeat(1500) }]);
      await frames(2);
    }
    on = false;
    const body = document.querySelector('.message-assistant .message-body');
    return { worst, text: body?.textContent ?? '' };
  }, /** @type {const} */ ([turn, words]));
}

test('a line of ten megabytes is drawn and grows as a short one does', async () => {
  const page = await open('/?scene=ready&manual');
  const { worst, text } = await drawn(page, await ask(page, 'Go'), 2_000_000);
  assert.equal(text, 'word '.repeat(2_000_000) + 'more '.repeat(15_000));
  // Laid out as one paragraph it is away for two seconds at each step; the goal is 500 ms.
  assert.ok(worst < 1500, `${worst} ms`);
});

test('a text that grows long is cut between words and never within a character', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'Go');
  const face = '😀'.repeat(100_000);
  await patch(page, turn, [...append(paragraph('first ')), { op: 'appendText', path: [0, 0], text: `x${face}` }]);
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 4, PARTS);
  const parts = await page.locator(PARTS).allTextContents();
  assert.ok(parts.every((part) => part.length <= 65_536 && part.isWellFormed()));
  assert.equal(parts.join(''), `x${face}`);
  await patch(page, turn, [{ op: 'appendText', path: [0, 0], text: 'word '.repeat(30_000) }]);
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 7, PARTS);
  const words = (await page.locator(PARTS).allTextContents()).slice(4);
  assert.ok(words.every((part) => part.endsWith('word ')), 'a part ends after a word');
  assert.equal((await page.locator('.message-assistant p').textContent()) ?? '', `first x${face}${'word '.repeat(30_000)}`);
});

test('what is copied of a long line has no line ends between its parts', async () => {
  const page = await open('/?scene=ready&manual');
  await patch(page, await ask(page, 'Go'), append(paragraph('word '.repeat(40_000))));
  await page.locator(PARTS).first().waitFor({ state: 'attached' });
  const copied = await page.evaluate(async () => {
    const { rangeText } = await import('/js/render/selection.js');
    const range = document.createRange();
    const body = document.querySelector('.message-assistant .message-body');
    if (body !== null) {
      range.selectNodeContents(body);
    }
    return rangeText(range);
  });
  assert.equal(copied.trim(), 'word '.repeat(40_000).trim());
});
