// What can be done in quick-ask without a pointer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, code, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const QUICK = { viewport: { width: 640, height: 420 }, permissions: ['clipboard-read', 'clipboard-write'] };
const box = (page) => page.getByRole('textbox', { name: 'Ask' });
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

/** Asks, and has it answered with text and code. */
async function answered(page) {
  const turn = await ask(page, 'How?', 'Ask');
  await patch(page, turn, append(paragraph('Like this:'), code('sh', 'ls', 'pwd')));
  await end(page, turn);
  await page.getByRole('status').filter({ hasText: 'Answer ready' }).waitFor();
}

test('the answer and its code are copied by keys, and it is asked for again in its place', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await page.keyboard.press('Control+Shift+C');
  await page.getByRole('status').filter({ hasText: 'no answer to copy' }).waitFor();
  await answered(page);
  await page.keyboard.press('Control+Shift+C');
  await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  assert.match(await clipboard(page), /^Like this:/);
  await page.keyboard.press('Control+Shift+;');
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) === 'ls\npwd');
  await page.keyboard.press('Control+Shift+R');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const [{ params }] = await calls(page, 'retry_turn');
  assert.equal(params.message, 'm1');
  assert.equal(await page.getByRole('article').count(), 2);
  await page.keyboard.press('Control+Shift+R');
  assert.equal((await calls(page, 'retry_turn')).length, 1, 'not while it is answered');
  assert.equal(await box(page).evaluate((node) => node === document.activeElement), true);
});

test('the model is chosen by keys, also for a chat that is begun, and its list may be read', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await page.keyboard.press('Control+Shift+M');
  const model = page.getByRole('combobox', { name: 'Model' });
  await page.getByRole('listbox', { name: 'Models' }).getByRole('option').first().waitFor();
  const shown = await page.locator('.model-popup').evaluate((node) => node.getBoundingClientRect().toJSON());
  assert.ok(shown.top >= 0 && shown.bottom <= 420, `${shown.top}–${shown.bottom}`);
  assert.equal(await page.locator('.option-star').count(), 0, 'favourites are no matter of this window');
  await page.keyboard.type('gpt-4o-mini');
  await page.keyboard.press('Escape');
  assert.deepEqual(await calls(page, 'hide_quick'), [], 'Esc closes the list first');
  await page.keyboard.press('Control+Shift+M');
  await page.keyboard.type('some/model');
  await page.keyboard.press('Enter');
  assert.equal(await model.inputValue(), 'some/model');
  await ask(page, 'Why?', 'Ask');
  assert.equal((await calls(page, 'send_message'))[0].params.model, 'some/model');
});

test('Mod+N keeps what was typed for the new chat, and once more begins with nothing', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await end(page, await ask(page, 'One', 'Ask'));
  await box(page).fill('half a thought');
  await page.keyboard.press('Control+N');
  await page.waitForFunction(() => document.querySelectorAll('article').length === 0);
  await page.waitForFunction(() => document.querySelector('textarea').value === 'half a thought');
  await page.keyboard.press('Control+N');
  await page.waitForFunction(() => document.querySelector('textarea').value === '');
  await page.waitForTimeout(100);
  assert.equal(await box(page).inputValue(), '', 'nor does it come back');
  assert.equal((await calls(page, 'save_draft')).at(-1).params.text, '');
});

test('Mod+Enter and Mod+O hand the chat over to the main window, in mid-answer, and begin anew', async () => {
  for (const keys of ['Control+Enter', 'Control+O']) {
    const page = await open('/quick.html?scene=ready&manual', QUICK);
    const turn = await ask(page, 'One', 'Ask');
    await patch(page, turn, append(paragraph('Half')));
    await page.getByText('Half').waitFor();
    await box(page).fill('and then');
    await page.keyboard.press(keys);
    assert.deepEqual(await calls(page, 'open_in_main'), [{ wanted: { kind: 'chat', id: 'c1' } }], keys);
    assert.equal((await calls(page, 'send_message')).length, 1, 'nothing is asked again');
    assert.deepEqual(await calls(page, 'cancel_turn'), []);
    await page.waitForFunction(() => document.querySelectorAll('article').length === 0);
    await page.waitForFunction(() => document.querySelector('textarea').value === 'and then');
    assert.equal(await page.evaluate(() => window.fakeEngine.running.length), 1, 'the answer goes on');
  }
});

test('where Mod+Enter sends, Mod+O alone hands over', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await page.evaluate(() => {
    window.fakeEngine.snapshot.settings.sendWith = 'modEnter';
    window.fakeEngine.emit({ type: 'resync' });
  });
  await page.getByText('Ctrl+Enter asks').waitFor();
  await box(page).fill('One');
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.deepEqual(await calls(page, 'open_in_main'), []);
  await page.keyboard.press('Control+O');
  assert.equal((await calls(page, 'open_in_main')).length, 1);
});

test('the buttons of the window say their keys and do the same', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  const pin = page.getByRole('button', { name: 'Keep open' });
  assert.equal(await pin.getAttribute('title'), 'Keep open (Ctrl+P)');
  assert.equal(await pin.getAttribute('aria-pressed'), 'false');
  await page.keyboard.press('Control+P');
  assert.equal(await pin.getAttribute('aria-pressed'), 'true');
  await page.getByRole('status').filter({ hasText: 'It stays' }).waitFor();
  const main = page.getByRole('button', { name: 'Open in Gatehouse' });
  assert.equal(await main.getAttribute('aria-keyshortcuts'), 'Control+O');
  await main.click();
  assert.deepEqual(await calls(page, 'open_in_main'), [{ wanted: null }]);
});

test('keys that were changed for the main window are changed here too', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await page.evaluate(() => {
    window.fakeEngine.snapshot.settings.shortcuts = ['newChat=Mod+J'];
    window.fakeEngine.emit({ type: 'resync' });
  });
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'attach').length === 2);
  await end(page, await ask(page, 'One', 'Ask'));
  await page.getByRole('button', { name: 'New chat' }).and(page.locator('[title="New chat (Ctrl+J)"]')).waitFor();
  await page.keyboard.press('Control+J');
  await page.waitForFunction(() => document.querySelectorAll('article').length === 0);
});
