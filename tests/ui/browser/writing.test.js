// Writing a question: prompt templates, models and presets while one types, questions asked before,
// the key that sends, long pastes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, calls, end, withBrowser } from '../page.js';

const { open } = withBrowser();

const box = (page) => page.getByRole('textbox', { name: 'Message' });
const list = (page, name) => page.getByRole('listbox', { name });
const selected = (page) => box(page).evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
const settings = (page, change) => page.evaluate(async (changed) => {
  window.fakeEngine.snapshot.settings = { ...window.fakeEngine.snapshot.settings, ...changed };
  window.fakeEngine.emit({ type: 'resync' });
}, change);

/** An answered question. */
async function asked(page, text) {
  await end(page, await ask(page, text));
  await page.getByRole('button', { name: 'Send', exact: true }).and(page.locator(':enabled')).waitFor();
}

test('/ at the start of a line opens the templates; one is filtered, taken, and its places are filled in', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    window.fakeEngine.desk.presets.templates = [
      { name: 'sum', text: 'Sum up in three lines:\n\n{{input}}' },
      { name: 'translate', text: 'Translate into {{language}}, for {{reader}}:' },
    ];
  });
  await box(page).focus();
  await page.keyboard.type('/');
  await list(page, 'Prompt templates').getByRole('option').nth(1).waitFor();
  await page.keyboard.type('tr');
  assert.deepEqual(await list(page, 'Prompt templates').getByRole('option').locator('.option-name').allInnerTexts(), ['/translate']);
  const active = await box(page).getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`#${active} .option-name`).innerText(), '/translate');
  assert.equal(await box(page).getAttribute('aria-controls'), await list(page, 'Prompt templates').getAttribute('id'));
  await page.keyboard.press('Tab');
  assert.equal(await box(page).inputValue(), 'Translate into {{language}}, for {{reader}}:');
  assert.equal(await selected(page), '{{language}}');
  await page.keyboard.type('French');
  await page.keyboard.press('Tab');
  assert.equal(await selected(page), '{{reader}}');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await selected(page), '{{reader}}', 'nothing before it is left to fill in');
});

test('Tab leaves the box again behind the last place, and at once after Esc', async () => {
  const page = await open('/?scene=ready&manual');
  await box(page).focus();
  await page.keyboard.type('/sum');
  await list(page, 'Prompt templates').waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await selected(page), '{{input}}');
  await page.keyboard.press('Tab');
  assert.equal(await box(page).evaluate((area) => document.activeElement === area), false);
  await box(page).fill('');
  await page.keyboard.type('/sum');
  await list(page, 'Prompt templates').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  assert.equal(await box(page).evaluate((area) => document.activeElement === area), false);
  assert.deepEqual(await calls(page, 'send_message'), [], 'Enter took the template and sent nothing');
});

test('what stands behind the name goes into the template', async () => {
  const page = await open('/?scene=ready&manual');
  await box(page).fill('The whole text.');
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('/su');
  await list(page, 'Prompt templates').waitFor();
  await list(page, 'Prompt templates').getByRole('option').click();
  assert.equal(await box(page).inputValue(), 'Sum up in three lines:\n\nThe whole text.');
});

test('Esc closes the list and leaves what was typed; it opens for the next one again', async () => {
  const page = await open('/?scene=ready&manual');
  await ask(page, 'Hi');
  await box(page).focus();
  await page.keyboard.type('/s');
  await list(page, 'Prompt templates').waitFor();
  await page.keyboard.press('Escape');
  await list(page, 'Prompt templates').waitFor({ state: 'hidden' });
  assert.deepEqual(await calls(page, 'cancel_turn'), [], 'what lies on top closes first');
  await page.keyboard.type('u');
  assert.equal(await list(page, 'Prompt templates').count(), 0);
  assert.equal(await box(page).inputValue(), '/su');
  assert.equal(await box(page).getAttribute('aria-activedescendant'), null);
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('/s');
  await list(page, 'Prompt templates').waitFor();
  await box(page).blur();
  await list(page, 'Prompt templates').waitFor({ state: 'hidden' });
});

test('a path is no template, and goes out as it is', async () => {
  const page = await open('/?scene=ready&manual');
  await box(page).focus();
  await page.keyboard.type('/etc/passwd');
  assert.equal(await list(page, 'Prompt templates').count(), 0);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'send_message'))[0].params.text, '/etc/passwd');
});

test('@ chooses a model for the next message, and leaves the text as it was', async () => {
  const page = await open('/?scene=ready&manual');
  await box(page).focus();
  await page.keyboard.type('Compare @mini');
  await list(page, 'Ask with').getByRole('option').first().waitFor();
  assert.deepEqual(await list(page, 'Ask with').getByRole('option').locator('.model-id').allInnerTexts(), ['openai/gpt-4o-mini', 'google/gemini-2.5-flash', 'google/gemini-2.5-pro']);
  await page.keyboard.press('Enter');
  assert.equal(await box(page).inputValue(), 'Compare ');
  assert.equal(await page.getByRole('combobox', { name: 'Model' }).inputValue(), 'openai/gpt-4o-mini');
  await page.getByText('The next question goes to openai/gpt-4o-mini.').waitFor();
  await page.keyboard.type('them');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const [{ params }] = await calls(page, 'send_message');
  assert.deepEqual([params.text, params.model], ['Compare them', 'openai/gpt-4o-mini']);
});

test('@ chooses a preset; a new chat begins with it, and a chip tells and takes it away', async () => {
  const page = await open('/?scene=ready&manual');
  await box(page).focus();
  await page.keyboard.type('@ter');
  await list(page, 'Ask with').getByRole('option', { name: 'Terse' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Preset: Terse').waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'Answer length' }).locator('option').first().innerText(), 'As the chat: 200 tokens');
  await ask(page, 'Why?');
  assert.equal((await calls(page, 'send_message'))[0].params.preset, 'Terse');
  await end(page, await page.evaluate(() => window.fakeEngine.running[0]));
  await page.getByRole('button', { name: 'Ask without the preset' }).click();
  await page.getByText('Preset: Terse').waitFor({ state: 'hidden' });
  assert.deepEqual((await calls(page, 'set_conversation')).at(-1).change, { preset: '' });
  assert.equal(await box(page).evaluate((area) => document.activeElement === area), true, 'the focus is not lost with the button');
});

test('Up in an empty box edits the last question; once more, and it goes through those asked before', async () => {
  const page = await open('/?scene=ready&manual');
  await asked(page, 'First');
  await asked(page, 'Second');
  await box(page).focus();
  await page.keyboard.press('ArrowUp');
  const edit = page.getByRole('textbox', { name: 'Edit question' });
  assert.equal(await edit.inputValue(), 'Second');
  assert.equal(await edit.evaluate((area) => document.activeElement === area), true);
  await page.keyboard.press('ArrowUp');
  await edit.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.querySelector('message-composer textarea').value === 'Second');
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => document.querySelector('message-composer textarea').value === 'First');
  await page.keyboard.press('ArrowDown');
  assert.equal(await box(page).inputValue(), 'Second');
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => document.querySelector('message-composer textarea').value === 'First');
  await page.keyboard.press('Escape');
  assert.equal(await box(page).inputValue(), '');
});

test('a question from before is changed like any other text, and Up moves within it then', async () => {
  const page = await open('/?scene=ready&manual');
  await asked(page, 'one\ntwo');
  await page.getByRole('button', { name: 'New chat', exact: true }).click();
  await box(page).focus();
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => document.querySelector('message-composer textarea').value === 'one\ntwo');
  await page.keyboard.type('!');
  await page.keyboard.press('ArrowUp');
  assert.equal(await box(page).inputValue(), 'one\ntwo!');
  await page.keyboard.press('Escape');
  assert.equal(await box(page).inputValue(), 'one\ntwo!', 'what was changed is a draft');
});

test('Up in a box that holds something is left to it', async () => {
  const page = await open('/?scene=ready&manual');
  await asked(page, 'First');
  await box(page).fill('Draft');
  const before = await calls(page, 'list_questions');
  await page.keyboard.press('ArrowUp');
  assert.equal(await box(page).inputValue(), 'Draft');
  assert.equal(await page.getByRole('textbox', { name: 'Edit question' }).count(), 0);
  assert.deepEqual(await calls(page, 'list_questions'), before);
});

test('with Mod+Enter as the key that sends, Enter begins a line', async () => {
  const page = await open('/?scene=ready&manual');
  await settings(page, { sendWith: 'modEnter' });
  const send = page.getByRole('button', { name: 'Send', exact: true });
  await page.locator('.send[aria-keyshortcuts="Control+Enter"]').waitFor();
  await box(page).focus();
  await page.keyboard.type('one');
  await page.keyboard.press('Enter');
  await page.keyboard.type('two');
  assert.equal(await box(page).inputValue(), 'one\ntwo');
  assert.equal(await send.isEnabled(), true);
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'send_message'))[0].params.text, 'one\ntwo');
});

const paste = (page, text) => box(page).evaluate((area, pasted) => {
  const data = new DataTransfer();
  data.setData('text/plain', pasted);
  return area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}, text);

test('ten megabytes that are pasted become a file at once, whole', async () => {
  const page = await open('/?scene=ready&manual');
  assert.equal(await paste(page, 'twenty letters here\n'.repeat(500_000)), false);
  await page.getByRole('list', { name: 'Attached files' }).getByText('Pasted text.txt, 10.0 MB').waitFor();
  assert.equal(await box(page).inputValue(), '');
  assert.equal(await paste(page, 'short'), true, 'a short one is left to the web view');
});

for (const [name, how] of [['isComposing', { isComposing: true }], ['key code 229', { keyCode: 229 }]]) {
  test(`keys of an input method (${name}) neither take from a list nor send`, async () => {
    const page = await open('/?scene=ready&manual');
    await box(page).focus();
    await page.keyboard.type('/sum');
    await list(page, 'Prompt templates').waitFor();
    await box(page).evaluate((area, press) => area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...press })), how);
    assert.equal(await box(page).inputValue(), '/sum');
    assert.deepEqual(await calls(page, 'send_message'), []);
  });
}

test('in quick-ask, @ offers presets and models', async () => {
  const page = await open('/quick.html?scene=ready&manual');
  const quick = page.getByRole('textbox', { name: 'Ask' });
  await quick.focus();
  await page.keyboard.type('@');
  await list(page, 'Ask with').getByRole('option').first().waitFor();
  assert.deepEqual(await list(page, 'Ask with').getByRole('option').locator('.option-name').allInnerTexts(), ['Terse']);
  assert.ok((await list(page, 'Ask with').getByRole('option').locator('.model-id').count()) > 0);
  await page.keyboard.type('Ter');
  const { top, bottom } = await list(page, 'Ask with').evaluate((node) => node.getBoundingClientRect().toJSON());
  assert.ok(top >= 0 && bottom <= 800, `${top}–${bottom}`);
  await page.keyboard.press('Enter');
  await page.getByText('Preset: Terse').waitFor();
  await ask(page, 'Why?', 'Ask');
  const [{ params }] = await calls(page, 'send_message');
  assert.deepEqual([params.preset, params.text], ['Terse', 'Why?']);
});

test('/ without any template says where one is made, and goes there', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => (window.fakeEngine.desk.presets.templates = []));
  await box(page).focus();
  await page.keyboard.type('/');
  const row = list(page, 'Prompt templates').getByRole('option');
  await row.waitFor();
  assert.equal(await row.innerText(), 'No prompt templates yet\nMake one under Settings > Presets and templates');
  await page.keyboard.type('etc');
  await list(page, 'Prompt templates').waitFor({ state: 'hidden' });
  await box(page).fill('');
  await page.keyboard.type('/');
  await row.waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Presets and templates', selected: true }).waitFor();
  assert.equal(await box(page).inputValue(), '', 'the sign is gone');
  assert.deepEqual(await calls(page, 'send_message'), []);
});

test('nothing is said of missing templates before it is known that there are none', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => window.fakeEngine.hold('list_templates'));
  await box(page).focus();
  await page.keyboard.type('/');
  await page.waitForTimeout(100);
  assert.equal(await list(page, 'Prompt templates').count(), 0);
  await page.evaluate(() => window.fakeEngine.release('list_templates'));
  await list(page, 'Prompt templates').waitFor();
});

test('# offers a file and chats by title; a chat goes along as a file, with a chip that takes it away', async () => {
  const page = await open('/?scene=ready');
  await box(page).focus();
  await page.keyboard.type('As in #');
  const options = list(page, 'Attach').getByRole('option');
  await options.first().waitFor();
  const all = await options.locator('.option-name').allInnerTexts();
  assert.deepEqual([all[0], all.includes('Names for a small wooden boat')], ['Attach a file…', true]);
  await page.keyboard.type('boat');
  await page.waitForFunction(() => document.querySelectorAll('composer-menu .option').length === 1);
  assert.deepEqual(await options.locator('.option-name').allInnerTexts(), ['Names for a small wooden boat']);
  await page.keyboard.press('Tab');
  const chip = page.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
  await chip.waitFor();
  const boat = await page.evaluate(() => [...window.fakeEngine.chats.conversations.values()].find(({ conversation }) => conversation.title.includes('boat')).conversation.id);
  assert.deepEqual(await calls(page, 'add_chat'), [{ id: boat, connection: 'gateway' }]);
  assert.match(await chip.innerText(), /^Chat\.md, 420 B/);
  assert.equal(await box(page).inputValue(), 'As in ', 'what was typed for the list is gone');
  assert.deepEqual(await calls(page, 'send_message'), [], 'nothing is sent by that');
  await page.getByRole('button', { name: 'Remove Chat.md' }).click();
  await chip.waitFor({ state: 'detached' });
  assert.equal((await calls(page, 'remove_file')).length, 1);
});

test('# with its first row opens the file dialog, and what only looks like a title is sent', async () => {
  const page = await open('/?scene=ready&manual');
  const choosing = page.waitForEvent('filechooser');
  await box(page).focus();
  await page.keyboard.type('#');
  await list(page, 'Attach').waitFor();
  await page.keyboard.press('Enter');
  const chooser = await choosing;
  await chooser.setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
  await page.getByRole('list', { name: 'Attached files' }).getByText('notes.txt').waitFor();
  await page.keyboard.type('#');
  await list(page, 'Attach').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.type('4711');
  assert.equal(await list(page, 'Attach').count(), 0, 'Esc closes it');
  await box(page).fill('');
  await page.keyboard.type('Fix #4711');
  await list(page, 'Attach').waitFor({ state: 'hidden' });
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'send_message'));
  assert.equal((await calls(page, 'send_message'))[0].params.text, 'Fix #4711');
});

test('# finds chats that the list does not hold, and not the one on screen', async () => {
  const page = await open('/?scene=ready&manual');
  await asked(page, 'Tides at noon');
  await page.getByRole('button', { name: 'New chat', exact: true }).click();
  await box(page).focus();
  await page.evaluate(() => {
    const [chat] = window.fakeEngine.chats.conversations.values();
    const found = { conversation: 'old-one', title: 'Old tides', archived: false, message: null, role: 'title', model: null, snippet: [], spot: null, createdAtMs: 1 };
    const { chats } = window.fakeEngine;
    const answer = chats.answer.bind(chats);
    const hits = [found, { ...found, conversation: chat.conversation.id }, { ...found, conversation: 'another', title: 'Of something else' }];
    chats.answer = (command, ...rest) => (command === 'search' ? { hits, next: null, notes: [], unindexed: 0 } : answer(command, ...rest));
  });
  await page.keyboard.type('#tides');
  await page.waitForFunction(() => document.querySelectorAll('composer-menu .option').length === 2);
  assert.deepEqual(await list(page, 'Attach').getByRole('option').locator('.option-name').allInnerTexts(), ['Tides at noon', 'Old tides']);
  await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'Tides at noon' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tides at noon' }).waitFor();
  // Its own draft is there.
  await page.waitForFunction(() => document.querySelector('message-composer textarea').value === '');
  await box(page).focus();
  await page.keyboard.type('#tides');
  await page.waitForFunction(() => document.querySelectorAll('composer-menu .option').length === 1);
  assert.deepEqual(await list(page, 'Attach').getByRole('option').locator('.option-name').allInnerTexts(), ['Old tides']);
});
