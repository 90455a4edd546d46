// Pictures of messages: drawn from bytes, held while they are seen, never from an address.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

/**
 * @param {import('playwright-core').Page} page
 * @param {object} wanted
 */
async function put(page, wanted) {
  await page.evaluate(async (what) => {
    await import('/js/elements/picture-view.js');
    const made = [];
    const revoked = [];
    const { createObjectURL, revokeObjectURL } = URL;
    Object.assign(window, { made, revoked });
    URL.createObjectURL = (blob) => {
      const url = createObjectURL(blob);
      made.push({ url, type: blob.type, size: blob.size });
      return url;
    };
    URL.revokeObjectURL = (url) => {
      revoked.push(url);
      revokeObjectURL(url);
    };
    const view = document.createElement('picture-view');
    view.show(what);
    document.body.append(view);
  }, wanted);
  return page.locator('picture-view');
}

const WANTED = { message: 'a1', index: 1, kind: 'image/png', name: '' };

test('a picture is drawn from its bytes and let go when it leaves', async () => {
  const page = await open('/?scene=ready&manual');
  const view = await put(page, WANTED);
  const image = view.getByRole('img', { name: 'Picture 2 of the answer' });
  await image.waitFor();
  await page.waitForFunction(() => document.querySelector('picture-view img').naturalWidth === 1);
  const calls = await page.evaluate(() => window.fakeEngine.calls.filter(({ command }) => command === 'read_picture').map(({ args }) => args));
  assert.deepEqual(calls, [{ message: 'a1', index: 1 }]);
  assert.match(await image.getAttribute('src'), /^blob:/);
  assert.equal(await image.evaluate((one) => one.draggable), false);
  const gone = await page.evaluate(() => {
    document.querySelector('picture-view').remove();
    return { made: window.made, revoked: window.revoked };
  });
  assert.deepEqual(gone.made.map(({ type }) => type), ['image/png']);
  assert.deepEqual(gone.revoked, gone.made.map(({ url }) => url));
});

test('one that was shown before is read again when it comes back', async () => {
  const page = await open('/?scene=ready&manual');
  const view = await put(page, WANTED);
  await view.getByRole('img').waitFor();
  await page.evaluate(() => {
    const one = document.querySelector('picture-view');
    one.remove();
    document.body.append(one);
  });
  await view.getByRole('img').waitFor();
  const counts = await page.evaluate(() => [window.made.length, window.revoked.length]);
  assert.deepEqual(counts, [2, 1]);
});

test('one that may not be shown says why, and SVG is not even asked for', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => window.fakeEngine.refusals.set('read_picture', window.fakeError('bad_response', 'This picture is not shown: it is over 16 MiB.')));
  const view = await put(page, WANTED);
  await view.getByText('over 16 MiB').waitFor();
  await page.evaluate(() => {
    const one = document.createElement('picture-view');
    one.show({ message: 'a2', index: 0, kind: 'image/svg+xml', name: 'x.svg' });
    document.body.append(one);
  });
  const calls = await page.evaluate(() => window.fakeEngine.calls.filter(({ command }) => command === 'read_picture').length);
  assert.equal(calls, 1);
  assert.equal(await page.locator('picture-view img').count(), 0);
});

test('bytes that are no picture are told as damaged', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const { links } = window.fakeEngine.desk;
    const answer = links.answer.bind(links);
    links.answer = (command, args) => (command === 'read_picture' ? new Uint8Array([60, 115, 118, 103, 47, 62]).buffer : answer(command, args));
  });
  const view = await put(page, WANTED);
  await view.getByText('it is damaged').waitFor();
  assert.deepEqual(await page.evaluate(() => window.revoked.length), 1);
});

test('an answer shows its pictures when it has ended, and other files by name alone', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'Draw');
  await patch(page, turn, append(paragraph('Here.')));
  const files = [{ name: 'a.pdf', kind: 'application/pdf', bytes: 9 }, { name: '', kind: 'image/png', bytes: 67 }];
  await end(page, turn, { files });
  const message = page.locator('.message-assistant');
  await message.getByRole('img', { name: 'Picture 2 of the answer' }).waitFor();
  assert.equal(await message.locator('picture-view').count(), 1);
  const [call] = await page.evaluate(() => window.fakeEngine.calls.filter(({ command }) => command === 'read_picture').map(({ args }) => args));
  assert.equal(call.index, 1);
  assert.equal(await page.evaluate((id) => [...window.fakeEngine.conversations.values()].some(({ messages }) => messages.some((one) => one.id === id)), call.message), true);
});
