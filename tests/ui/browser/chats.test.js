// What can be done with chats beside asking: editing, versions, titles, deleting, temporary chats,
// and drafts that the engine keeps.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, end as endTurn, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

/** @param {import('playwright-core').Page} page */
async function answered(page, question, answer) {
  const turn = await ask(page, question);
  await patch(page, turn, append(paragraph(answer)));
  await endTurn(page, turn);
  await page.getByText(answer).waitFor();
}

/** @param {import('playwright-core').Page} page */
const box = (page) => page.getByRole('textbox', { name: 'Message' });

test('a question is edited in its place, and the versions can be stepped through', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'First wording', 'Old answer');
  const you = page.getByRole('article', { name: 'You' });
  await you.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('textbox', { name: 'Edit question' });
  assert.equal(await edit.inputValue(), 'First wording');
  assert.equal(await edit.evaluate((element) => element === document.activeElement), true);
  await edit.press('Escape');
  assert.equal(await edit.count(), 0);
  await you.getByRole('button', { name: 'Edit' }).click();
  await edit.fill('Second wording');
  await edit.press('Enter');
  await you.getByText('Second wording').waitFor();
  const turn = await page.evaluate(() => window.fakeEngine.running[0]);
  await patch(page, turn, append(paragraph('New answer')));
  await endTurn(page, turn);
  await page.getByText('New answer').waitFor();
  assert.equal(await page.getByText('Old answer').count(), 0);
  const [{ params }] = await calls(page, 'edit_message');
  assert.equal(params.text, 'Second wording');
  const versions = you.getByRole('group', { name: 'Version 2 of 2' });
  await versions.getByText('2/2').waitFor();
  assert.equal(await versions.getByRole('button', { name: 'Next version' }).isDisabled(), true);
  await versions.getByRole('button', { name: 'Previous version' }).click();
  await page.getByText('Old answer').waitFor();
  await you.getByText('First wording').waitFor();
  await you.getByRole('button', { name: 'Next version' }).click();
  await page.getByText('New answer').waitFor();
});

test('a chat is renamed where its title stands', async () => {
  const page = await open('/?scene=ready&manual');
  assert.equal(await page.getByRole('button', { name: 'Rename' }).isVisible(), false, 'nothing is begun yet');
  await answered(page, 'A question', 'An answer');
  await page.getByRole('button', { name: 'Rename' }).click();
  const title = page.getByRole('textbox', { name: 'Title' });
  await title.fill('My title');
  await title.press('Enter');
  await page.getByRole('heading', { name: 'My title' }).waitFor();
  await page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'My title' }).waitFor();
  await page.getByRole('button', { name: 'Rename' }).click();
  await title.fill('Not this');
  await title.press('Escape');
  await page.getByRole('heading', { name: 'My title' }).waitFor();
  assert.equal((await calls(page, 'rename_conversation')).length, 1);
});

test('a chat is exported to the file that the person names, and a refusal is told', async () => {
  const page = await open('/?scene=ready&manual');
  const wish = page.getByRole('button', { name: 'Export…' });
  assert.equal(await wish.isVisible(), false, 'there is nothing yet');
  await answered(page, 'A question', 'An answer');
  const id = await page.evaluate(() => [...window.fakeEngine.conversations.keys()][0]);
  await wish.click();
  await page.getByRole('status').filter({ hasText: 'Exported to chat.md.' }).waitFor();
  assert.deepEqual(await calls(page, 'export_conversation'), [{ params: { conversation: id, format: 'markdown', tree: false } }]);
  await page.evaluate(() => window.fakeEngine.refusals.set('export_conversation', window.fakeError('storage', 'The disk is full.')));
  await wish.click();
  await page.getByText('The disk is full.').waitFor();
  await page.getByRole('button', { name: 'Temporary chat' }).click();
  await answered(page, 'Between us', 'Another');
  assert.equal(await wish.isVisible(), false, 'nothing is kept of it');
});

test('a deleted chat is gone from the list and comes back by Undo', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'To be deleted', 'An answer');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const told = page.getByText('“To be deleted” is deleted.');
  await told.waitFor();
  const listed = page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'To be deleted' });
  await listed.waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('article').count(), 0);
  assert.equal(await box(page).evaluate((element) => element === document.activeElement), true);
  await page.getByRole('button', { name: 'Undo' }).click();
  await listed.waitFor();
  await page.getByText('An answer').waitFor();
  assert.equal(await told.count(), 0);
});

test('a temporary chat says so, is in no list, keeps its draft in memory alone and ends a moment after it is left', async () => {
  const page = await open('/?scene=ready&manual');
  const toggle = page.getByRole('button', { name: 'Temporary chat' });
  await toggle.click();
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
  await page.getByText('Temporary chat: nothing of it is kept on this computer; tokens and cost are counted.').waitFor();
  await answered(page, 'Between us', 'An answer');
  const [{ params }] = await calls(page, 'send_message');
  assert.equal(params.temporary, true);
  assert.equal(await page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'Between us' }).count(), 0);
  await box(page).fill('half a thought');
  await page.waitForTimeout(600);
  const id = await page.evaluate(() => [...window.fakeEngine.conversations.keys()][0]);
  const drafts = await calls(page, 'save_draft');
  assert.ok(drafts.every(({ params }) => params.text === '' || params.conversation === id || params.temporary === true), 'no word of it is kept as that of another');
  assert.equal(await page.evaluate(() => JSON.stringify({ ...sessionStorage }).includes('half a thought')), false);
  await page.clock.install();
  await page.getByRole('button', { name: 'New chat' }).click();
  await page.getByText('The temporary chat is left and ends.').waitFor();
  assert.deepEqual(await calls(page, 'delete_conversation'), []);
  await page.clock.runFor(10_100);
  assert.deepEqual(await calls(page, 'delete_conversation'), [{ id }]);
  assert.equal(await toggle.getAttribute('aria-pressed'), 'false');
});

test('each chat has a draft of its own, with the caret, and an empty box forgets it', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', 'An answer');
  await box(page).fill('for this chat');
  await box(page).press('Home');
  await page.waitForTimeout(600);
  const id = await page.evaluate(() => [...window.fakeEngine.conversations.keys()][0]);
  const [last] = (await calls(page, 'save_draft')).slice(-1);
  assert.deepEqual(last.params, { conversation: id, text: 'for this chat', caret: 0, files: [], asking: null });
  await page.getByRole('button', { name: 'New chat' }).click();
  assert.equal(await box(page).inputValue(), '');
  await box(page).fill('for a new one');
  await page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'One' }).click();
  await page.waitForFunction(() => document.querySelector('textarea').value === 'for this chat');
  assert.equal(await box(page).evaluate((element) => element.selectionStart), 0);
  await page.getByRole('button', { name: 'New chat' }).click();
  await page.waitForFunction(() => document.querySelector('textarea').value === 'for a new one');
});

test('a chat that was answered meanwhile stands out until it is opened', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    const conversation = { id: 'u', title: 'Unseen', updatedAtMs: Date.now(), messageCount: 0, unread: true };
    engine.conversations.set('u', { conversation, messages: [] });
    engine.emit({ type: 'conversationChanged', conversation });
  });
  const row = page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'Unseen' });
  await page.waitForFunction(() => document.querySelector('.conversation.unread') !== null);
  await row.click();
  await page.waitForFunction(() => document.querySelector('.conversation.unread') === null);
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'mark_read'));
});

test('what was chosen for a chat that is not begun is kept with its draft and comes back', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', 'An answer');
  await page.getByRole('button', { name: 'New chat' }).first().click();
  await box(page).focus();
  await page.keyboard.type('@');
  await page.getByRole('listbox', { name: 'Ask with' }).getByRole('option').filter({ hasText: 'Terse' }).click();
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command, args }) => command === 'save_draft' && args.params.asking?.preset === 'Terse'));
  // As after a restart: the page knows only what the engine kept.
  const kept = await page.evaluate(() => window.fakeEngine.chats.drafts.get('new'));
  assert.equal(kept.text, '');
  await page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'One' }).click();
  await page.locator('preset-chip').getByText('Terse').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'New chat' }).first().click();
  await page.locator('preset-chip').getByText('Terse').waitFor();
  await box(page).fill('Hi');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'send_message'));
  assert.equal((await calls(page, 'send_message')).at(-1).params.preset, 'Terse');
});
