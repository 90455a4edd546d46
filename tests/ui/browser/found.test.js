// The marks on what is found, while the messages they lie on change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const box = (page) => page.getByRole('textbox', { name: 'Find in this chat' });
const says = (page, words) => page.waitForFunction((wanted) => document.querySelector('.find-count').textContent === wanted, words);

test('what is found is found again in a message that is shown as it was written', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('a needle'), ...Array.from({ length: 60 }, (_, at) => paragraph(`filler ${at}`)), paragraph('another needle')));
  await end(page, turn);
  await page.waitForFunction(() => document.querySelector('article[aria-busy]') === null);
  await page.keyboard.press('Control+f');
  await box(page).fill('needle');
  await page.waitForFunction(() => CSS.highlights.get('found')?.size === 2);
  await page.locator('.message-assistant').getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Show as text' }).click();
  const marked = (selector) => page.waitForFunction((within) => {
    const ranges = [...CSS.highlights.get('found')];
    return ranges.length === 2 && ranges.every((range) => range.toString() === 'needle' && range.startContainer.parentElement.closest(within) !== null);
  }, selector);
  await marked('.raw-text');
  await page.keyboard.press('Control+g');
  await page.waitForFunction(() => [...CSS.highlights.get('found-here')].join() === 'needle');
  await page.getByRole('button', { name: 'Show as it looks' }).click();
  await marked('.message-body > p');
});

test('what is found beyond the fold of a long question is marked once all of it is shown', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, `${'filler '.repeat(3000)}needle`);
  await end(page, turn);
  await page.waitForFunction(() => document.querySelector('article[aria-busy]') === null);
  await page.keyboard.press('Control+f');
  await box(page).fill('needle');
  await says(page, 'Message 1 of 1');
  await page.getByRole('button', { name: /^Show all/ }).click();
  await page.waitForFunction(() => [...CSS.highlights.get('found')].join() === 'needle');
});

test('a search that stays open costs a growing answer little, and finds what it ends with', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(...Array.from({ length: 200 }, () => paragraph('some wörds and needless more '.repeat(6)))));
  await page.keyboard.press('Control+f');
  await box(page).fill('needle');
  await page.waitForFunction(() => CSS.highlights.get('found')?.size === 500);
  const looks = await page.evaluate(async (id) => {
    let count = 0;
    const make = document.createTreeWalker.bind(document);
    document.createTreeWalker = (...how) => {
      count += 1;
      return make(...how);
    };
    for (let frame = 0; frame < 60; frame += 1) {
      window.fakeEngine.patch(id, [{ op: 'appendNodes', path: [], nodes: [{ type: 'paragraph', children: ['x'] }] }], '');
      await new Promise((go) => requestAnimationFrame(go));
    }
    return count;
  }, turn);
  assert.ok(looks < 30, `looked through ${looks} times in 60 frames`);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('Control+f');
  await box(page).fill('the very end');
  await patch(page, turn, append(paragraph('the very end')));
  await end(page, turn);
  await page.waitForFunction(() => [...CSS.highlights.get('found') ?? []].join() === 'the very end');
});
