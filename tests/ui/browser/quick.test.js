// The quick-ask window: few commands, one box, Esc step by step.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { append, ask, calls, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const QUICK = { viewport: { width: 640, height: 420 } };
/** As src-tauri/capabilities/quick.json has them. */
const ALLOWED = JSON.parse(readFileSync(new URL('../../../src-tauri/capabilities/quick.json', import.meta.url), 'utf8')).permissions.map((one) => one.replace('allow-', '').replaceAll('-', '_'));

test('a quick question is asked and answered, with the few commands it has', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  const dialog = page.getByRole('dialog', { name: 'Quick ask' });
  const box = dialog.getByRole('textbox', { name: 'Ask' });
  assert.equal(await box.evaluate((element) => element === document.activeElement), true);
  assert.equal(await box.getAttribute('placeholder'), 'Ask Claude anything…');
  const turn = await ask(page, 'What is 2+2?', 'Ask');
  assert.equal(await dialog.getByRole('button', { name: 'Thinking…' }).isDisabled(), true);
  await patch(page, turn, append(paragraph('It is 4.')));
  await dialog.getByText('It is 4.').waitFor();
  await end(page, turn);
  await page.getByRole('status').filter({ hasText: 'Answer ready, 3 words' }).waitFor();
  assert.deepEqual(await dialog.locator('.message-foot button').allInnerTexts(), ['Copy', 'Retry']);
  const second = await ask(page, 'And 3+3?', 'Ask');
  await end(page, second, { state: 'failed', finish: null, error: { code: 'connect', message: 'The gateway cannot be reached.', action: null, status: null, retryAfterMs: null, requestId: null } });
  await dialog.getByRole('alert').getByRole('button', { name: 'Retry' }).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const used = await page.evaluate(() => [...new Set(window.fakeEngine.calls.map(({ command }) => command))]);
  assert.deepEqual(used.filter((command) => !ALLOWED.includes(command)), []);
  const sent = (await calls(page, 'send_message')).map(({ params }) => params);
  assert.equal(sent[0].conversation, null);
  assert.equal(sent[1].conversation, 'c1');
  assert.equal(sent.length, 2, 'the same question is not asked as another one');
  assert.equal((await calls(page, 'retry_turn')).length, 1);
  assert.equal(await page.getByRole('article').count(), 4, 'the new answer stands in the place of the old one');
});

test('the length of a quick answer is its own choice, and remembered', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  const length = page.getByRole('combobox', { name: 'Answer length' });
  assert.deepEqual(await length.locator('option').allInnerTexts(), ['Automatic', '500 tokens']);
  await length.selectOption('500 tokens');
  await ask(page, 'One', 'Ask');
  assert.equal((await calls(page, 'send_message'))[0].params.maxTokens, 500);
  assert.deepEqual(await calls(page, 'set_answer_length'), [], 'it goes with the question and changes no setting');
  await page.evaluate(() => window.fakeEngine.emit({ type: 'resync' }));
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'attach').length === 2);
  await page.waitForTimeout(50);
  assert.equal(await length.inputValue(), '500', 'also where other settings came');
});

test('Esc stops first and hides then; the draft stays', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await ask(page, 'One', 'Ask');
  await page.keyboard.type('draft');
  await page.keyboard.press('Escape');
  assert.equal((await calls(page, 'cancel_turn')).length, 1);
  assert.deepEqual(await calls(page, 'hide_quick'), []);
  await page.waitForFunction(() => window.fakeEngine.running.length === 0);
  await page.getByText('Stopped', { exact: true }).first().waitFor();
  await page.keyboard.press('Escape');
  assert.equal((await calls(page, 'hide_quick')).length, 1);
  assert.equal(await page.getByRole('textbox', { name: 'Ask' }).inputValue(), 'draft');
});

test('Esc of an input method does not hide the window', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await page.evaluate(() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true })));
  assert.deepEqual(await calls(page, 'hide_quick'), []);
});

test('the demo is named here too, and a refused question comes back', async () => {
  const page = await open('/quick.html?scene=demo&manual', QUICK);
  await page.getByText('Demo gateway — no model behind it').waitFor();
  await page.evaluate(() => window.fakeEngine.refusals.set('send_message', window.fakeError('storage', 'The question cannot be saved.')));
  const box = page.getByRole('textbox', { name: 'Ask' });
  await box.fill('Kept');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  assert.equal(await box.inputValue(), 'Kept');
});

test('its draft is kept by the engine and stands there again, also in a new chat', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  const box = page.getByRole('textbox', { name: 'Ask' });
  await end(page, await ask(page, 'One', 'Ask'));
  await box.fill('half a thought');
  await page.waitForFunction(() => window.fakeEngine.chats.drafts.size > 0 && window.fakeEngine.calls.at(-1).args.params?.text === 'half a thought');
  const [last] = (await calls(page, 'save_draft')).slice(-1);
  assert.deepEqual({ ...last.params, conversation: null }, { conversation: null, text: 'half a thought', caret: 14, files: [], asking: null });
  await page.getByRole('button', { name: 'New chat' }).click();
  await page.waitForFunction(() => document.querySelectorAll('article').length === 0);
  assert.equal(await box.inputValue(), 'half a thought');
});

test('New chat begins anew', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await end(page, await ask(page, 'One', 'Ask'));
  await page.getByRole('button', { name: 'New chat' }).click();
  assert.equal(await page.getByRole('article').count(), 0);
  await ask(page, 'Two', 'Ask');
  assert.equal((await calls(page, 'send_message'))[1].params.conversation, null);
});

test('what another program adds to the draft goes behind what stands in the box', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  const box = page.getByRole('textbox', { name: 'Ask' });
  /** @param {string} text as another program leaves it in the draft */
  const add = (text) =>
    page.evaluate((added) => {
      const { chats } = window.fakeEngine;
      const before = chats.drafts.get('new')?.text ?? '';
      chats.drafts.set('new', { text: before === '' ? added : `${before}\n\n${added}`, caret: 0, files: [] });
      window.fakeEngine.emit({ type: 'wanted' });
    }, text);
  await add('from a shell');
  await page.waitForFunction(() => document.querySelector('textarea').value === 'from a shell');
  await box.pressSequentially(', and mine');
  await page.waitForFunction(() => window.fakeEngine.chats.drafts.get('new')?.text === 'from a shell, and mine');
  await add('second');
  await page.waitForFunction(() => document.querySelector('textarea').value === 'from a shell, and mine\n\nsecond');
  // Said again without anything new: nothing doubles.
  await page.evaluate(() => window.fakeEngine.emit({ type: 'wanted' }));
  await box.press('End');
  await box.pressSequentially('!');
  assert.equal(await box.inputValue(), 'from a shell, and mine\n\nsecond!');
});
