// What goes with a quick question: only by an act of the person, seen before it is sent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, calls, withBrowser } from '../page.js';

const { open } = withBrowser();

const QUICK = { viewport: { width: 640, height: 420 } };
const box = (page) => page.getByRole('textbox', { name: 'Ask' });
const chips = (page) => page.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
const chipTexts = (page) => chips(page).evaluateAll((all) => all.map((one) => one.firstChild.textContent));
const attach = (page, entry) => page.keyboard.press('Control+Shift+A').then(() => page.getByRole('menuitem', { name: entry }).click());

test('clipboard, selection and file go along by an act, each with its size and a way to take it away', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await box(page).fill('What is this?');
  assert.deepEqual(await calls(page, 'add_context'), [], 'nothing is read by itself');
  await attach(page, 'Clipboard');
  assert.deepEqual(await chipTexts(page), ['Clipboard.txt, 16 B']);
  await page.evaluate(() => (window.fakeEngine.desk.elsewhere.selection = 'a'.repeat(2500)));
  await attach(page, 'Selection');
  assert.deepEqual(await chipTexts(page), ['Clipboard.txt, 16 B', 'Selection.txt, 3 kB']);
  const picked = page.waitForEvent('filechooser');
  await attach(page, 'File…');
  await (await picked).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('four') });
  await chips(page).nth(2).waitFor();
  await page.getByRole('button', { name: 'Remove Clipboard.txt' }).click();
  assert.deepEqual((await calls(page, 'remove_context')).map(({ id }) => id), ['file-1']);
  assert.deepEqual((await calls(page, 'add_context')).map(({ source, name }) => [source, name]), [['clipboard', 'Clipboard'], ['selection', 'Selection'], [null, 'notes.txt']]);
  await page.waitForFunction(() => window.fakeEngine.calls.findLast(({ command }) => command === 'save_draft')?.args.params.files.length === 2);
  await box(page).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.deepEqual((await calls(page, 'send_message'))[0].params.files, ['file-2', 'file-3']);
  assert.equal(await chips(page).count(), 0);
  assert.deepEqual(await page.getByRole('list', { name: 'Files' }).getByRole('listitem').allInnerTexts(), ['Selection.txt, 3 kB', 'notes.txt, 4 B']);
});

test('where there is nothing, a secret, or no answer, a sentence says so and nothing goes along', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  for (const [entry, code, words] of [
    ['Selection', null, 'nothing there'],
    ['Clipboard', 'refused', 'password manager'],
    ['Clipboard', 'idle_timeout', 'did not hand it over'],
  ]) {
    await page.evaluate((code) => code && window.fakeEngine.refusals.set('add_context', window.fakeError(code, 'As the engine says.')), code);
    await attach(page, entry);
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
    assert.equal(await chips(page).count(), 0);
  }
});

test('a long paste and a pasted picture are context, a short paste is text', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  const paste = (text, file) => box(page).evaluate((area, [text, file]) => {
    const clipboardData = new DataTransfer();
    if (text !== '') {
      clipboardData.setData('text/plain', text);
    }
    if (file !== '') {
      clipboardData.items.add(new File(['png'], file, { type: 'image/png' }));
    }
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, [text, file]);
  await paste('x'.repeat(30_000), '');
  await chips(page).nth(0).waitFor();
  await paste('', 'shot.png');
  await chips(page).nth(1).waitFor();
  assert.deepEqual(await chipTexts(page), ['Pasted text.txt, 30 kB', 'shot.png, 3 B']);
  assert.equal(await box(page).inputValue(), '');
  await page.keyboard.press('Control+N');
  await page.waitForFunction(() => document.querySelectorAll('.file-chip').length === 0 || document.querySelector('.file-list').hidden);
  assert.equal((await calls(page, 'remove_context')).length, 2, 'a fresh question has no context');
});

test('what goes along stays with the draft over a question that is refused', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await attach(page, 'Clipboard');
  await chips(page).first().waitFor();
  await page.evaluate(() => window.fakeEngine.refusals.set('send_message', window.fakeError('offline', 'There is no network.')));
  await box(page).fill('What is this?');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'no network' }).waitFor();
  assert.equal(await chips(page).count(), 1);
  assert.equal(await box(page).inputValue(), 'What is this?');
  await page.getByRole('alert').getByRole('button', { name: 'Retry' }).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
});

test('a second question carries nothing of the first one’s context', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await attach(page, 'Clipboard');
  await chips(page).first().waitFor();
  const turn = await ask(page, 'One', 'Ask');
  await page.evaluate((id) => window.fakeEngine.end(id), turn);
  await ask(page, 'Two', 'Ask');
  assert.deepEqual((await calls(page, 'send_message')).map(({ params }) => params.files), [['file-1'], []]);
});
