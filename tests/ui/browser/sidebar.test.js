// The list of chats: its groups, its rows by mouse and by keyboard, other lists in its place, and ten
// thousand of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrasts } from '../contrast.js';
import { append, ask, calls, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const nav = (page) => page.getByRole('navigation', { name: 'Conversations' });
const row = (page, title) => nav(page).getByRole('button', { name: title });
const focused = (page) => page.evaluate(() => document.activeElement.querySelector('.row-title, .group-name')?.textContent ?? document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName);

/** Chats of a test, the newest first. @param {import('playwright-core').Page} page */
async function chats(page, list) {
  await page.evaluate((all) => {
    const engine = window.fakeEngine;
    all.forEach(({ id, days = 0, ...over }, index) => {
      const conversation = { id, title: `Talk ${id}`, updatedAtMs: Date.now() - days * 86_400_000 - index, messageCount: 0, ...over };
      engine.conversations.set(id, { conversation, messages: [] });
    });
    engine.emit({ type: 'conversationChanged', conversation: null });
  }, list);
  await page.waitForFunction(() => document.querySelector('.conversation .row-title') !== null);
}

/** Opens the menu of a chat by the keyboard. @param {import('playwright-core').Page} page */
async function menu(page, title) {
  await row(page, title).focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menu', { name: 'Chat actions' }).waitFor();
}
const choose = (page, name) => page.getByRole('menuitem', { name }).press('Enter');

test('pinned chats lead, folders come next, and a folder is read when it is unfolded, and stays so', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a' }, { id: 'b', folder: 'Work' }, { id: 'c', pinned: true, days: 400 }]);
  await page.waitForFunction(() => document.querySelectorAll('.group-name').length >= 3);
  assert.deepEqual(await nav(page).getByRole('heading').allInnerTexts(), ['Pinned', 'Work', 'Today']);
  assert.equal(await row(page, 'Talk b').count(), 0);
  const folder = nav(page).getByRole('button', { name: 'Work' });
  assert.equal(await folder.getAttribute('aria-expanded'), 'false');
  await page.evaluate(() => {
    const conversation = { id: 'old', title: 'Talk old', updatedAtMs: 5, messageCount: 0, folder: 'Work' };
    window.fakeEngine.conversations.set('old', { conversation, messages: [] });
  });
  await folder.click();
  await row(page, 'Talk old').waitFor();
  assert.deepEqual((await calls(page, 'list_conversations')).at(-1).filter.folder, 'Work');
  await page.reload();
  await page.waitForFunction(() => window.fakeEngine?.calls.some(({ command }) => command === 'page_ready'));
  await chats(page, [{ id: 'b', folder: 'Work' }]);
  await row(page, 'Talk b').waitFor();
});

test('one row is a stop of the Tab key, and arrows, Home and End go on from it', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd', folder: 'Work' }]);
  await row(page, 'Talk a').focus();
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'Talk b');
  assert.equal(await page.locator('.conversation[tabindex="0"]').count(), 1);
  await page.keyboard.press('End');
  assert.equal(await focused(page), 'Talk c');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'Talk c', 'there is nothing below');
  await page.keyboard.press('Home');
  assert.equal(await focused(page), 'Work');
  await page.keyboard.press('ArrowRight');
  await row(page, 'Talk d').waitFor();
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'Talk d');
  await page.keyboard.press('ArrowRight');
  assert.equal(await focused(page), 'Chat actions');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Talk d' }).waitFor();
});

test('the menu opens by its button, by the right button of the mouse and by the keyboard, and Esc gives the focus back', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a' }, { id: 'b' }]);
  const shown = page.getByRole('menu', { name: 'Chat actions' });
  await row(page, 'Talk b').click({ button: 'right' });
  await shown.waitFor();
  await page.keyboard.press('ArrowUp');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Delete');
  await page.keyboard.press('Escape');
  assert.equal(await shown.count(), 0);
  assert.equal(await focused(page), 'Chat actions');
  await page.keyboard.press('Enter');
  await shown.waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+F10');
  await shown.waitFor();
  assert.deepEqual(await shown.getByRole('menuitem').allInnerTexts(), ['Open', 'Rename', 'Pin', 'Folder and tags…', 'Archive', 'Export…', 'Delete']);
});

test('a chat is renamed where it stands, and Esc leaves it', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a' }, { id: 'b' }]);
  await row(page, 'Talk b').focus();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Title' }).fill('Not this');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'Talk b');
  await menu(page, 'Talk b');
  await choose(page, 'Rename');
  await page.getByRole('textbox', { name: 'Title' }).fill('Another name');
  await page.keyboard.press('Enter');
  await row(page, 'Another name').waitFor();
  assert.deepEqual(await calls(page, 'rename_conversation'), [{ id: 'b', title: 'Another name' }]);
  assert.equal(await focused(page), 'Another name');
});

test('pinning moves a chat up and leaves the focus in the list', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
  await menu(page, 'Talk c');
  await choose(page, 'Pin');
  await nav(page).getByRole('heading', { name: 'Pinned' }).waitFor();
  assert.deepEqual(await page.locator('.row-title').allInnerTexts(), ['Talk c', 'Talk a', 'Talk b']);
  assert.equal(await page.evaluate(() => document.querySelector('conversation-list').contains(document.activeElement)), true);
});

test('folder and tags are chosen in one place, new ones too, and a tag is a list of its own', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a', folder: 'Home', tags: ['x'] }, { id: 'b', tags: ['x', 'y'] }]);
  await menu(page, 'Talk b');
  await choose(page, 'Folder and tags…');
  const dialog = page.getByRole('dialog', { name: 'Folder and tags of “Talk b”' });
  assert.equal(await dialog.getByRole('checkbox', { name: 'y' }).isChecked(), true);
  await dialog.getByLabel('Folder', { exact: true }).selectOption('New folder…');
  await dialog.getByLabel('Name of the folder').fill(' Work ');
  await dialog.getByRole('checkbox', { name: 'y' }).uncheck();
  await dialog.getByLabel('New tag').fill('z');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await row(page, 'Talk b').waitFor();
  assert.deepEqual(await calls(page, 'set_conversation'), [{ id: 'b', change: { folder: 'Work', tag: ['z'], untag: ['y'] } }]);
  assert.equal(await nav(page).getByRole('button', { name: 'Work' }).getAttribute('aria-expanded'), 'true', 'one sees where it went');
  const which = page.getByLabel('Which chats are listed');
  await which.selectOption('x (2)');
  await row(page, 'Talk a').waitFor();
  assert.deepEqual(await page.locator('.row-title').allInnerTexts(), ['Talk a', 'Talk b']);
  await which.selectOption('z (1)');
  await page.waitForFunction(() => document.querySelectorAll('.row-title').length === 1);
});

test('an archived chat leaves the list, is in the archive, and comes back', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a' }, { id: 'b' }]);
  await row(page, 'Talk a').click();
  await page.getByRole('heading', { level: 1, name: 'Talk a' }).waitFor();
  await menu(page, 'Talk a');
  await choose(page, 'Archive');
  await row(page, 'Talk a').waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Talk a', 'it stays on screen');
  await page.getByLabel('Which chats are listed').selectOption('Archive');
  await menu(page, 'Talk a');
  await choose(page, 'Back from the archive');
  await nav(page).getByText('Nothing is here.').waitFor();
  await page.getByLabel('Which chats are listed').selectOption('All chats');
  await row(page, 'Talk a').waitFor();
});

test('a chat is deleted by a key without a question, the focus goes to the next, and it can be undone for a while', async () => {
  const page = await open('/?scene=ready&manual');
  await page.clock.install();
  await chats(page, [{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
  await row(page, 'Talk b').focus();
  await page.keyboard.press('Delete');
  await page.getByRole('status').filter({ hasText: '“Talk b” is deleted.' }).waitFor();
  await row(page, 'Talk b').waitFor({ state: 'detached' });
  assert.equal(await focused(page), 'Talk c');
  await page.clock.runFor(9_000);
  await page.getByRole('button', { name: 'Undo' }).focus();
  await page.clock.runFor(60_000);
  assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 1, 'it waits for who is at it');
  await page.keyboard.press('Enter');
  await row(page, 'Talk b').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0);
  assert.notEqual(await focused(page), 'BODY');

  await row(page, 'Talk c').focus();
  await page.keyboard.press('Delete');
  await page.getByText('“Talk c” is deleted.').waitFor();
  await page.clock.runFor(10_100);
  await page.getByText('“Talk c” is deleted.').waitFor({ state: 'detached' });
  await page.getByLabel('Which chats are listed').selectOption('Recently deleted');
  await menu(page, 'Talk c');
  await choose(page, 'Take back');
  await page.getByRole('heading', { level: 1, name: 'Talk c' }).waitFor();
});

test('taking another chat back leaves what is on screen, a temporary chat too', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a' }, { id: 'b' }]);
  const back = async () => {
    await row(page, 'Talk b').focus();
    await page.keyboard.press('Delete');
    await row(page, 'Talk b').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await row(page, 'Talk b').waitFor();
  };
  await row(page, 'Talk a').click();
  await page.getByRole('heading', { level: 1, name: 'Talk a' }).waitFor();
  await back();
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Talk a');

  await page.getByRole('button', { name: 'New chat' }).first().click();
  await page.getByRole('button', { name: 'Temporary chat' }).first().click();
  await end(page, await ask(page, 'Between us'));
  await page.getByRole('textbox', { name: 'Message' }).fill('half a thought');
  await back();
  assert.deepEqual((await calls(page, 'delete_conversation')).map(({ id }) => id), ['b', 'b']);
  assert.equal(await page.getByRole('textbox', { name: 'Message' }).inputValue(), 'half a thought');
  await page.getByRole('log').getByText('Between us').waitFor();
});

test('a chat that could not be taken back can be tried again', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a' }, { id: 'b' }]);
  await row(page, 'Talk b').focus();
  await page.keyboard.press('Delete');
  await page.evaluate(() => window.fakeEngine.refusals.set('take_back_conversation', window.fakeError('storage', 'Cannot be written.')));
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Cannot be written.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await row(page, 'Talk b').waitFor();
});

test('keys delete the chat on screen, bring it back, and go from chat to chat', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
  await row(page, 'Talk a').click();
  const title = (name) => page.getByRole('heading', { level: 1, name }).waitFor();
  await title('Talk a');
  await page.keyboard.press('Control+Tab');
  await title('Talk b');
  await page.keyboard.press('Control+]');
  await title('Talk c');
  await page.keyboard.press('Control+Tab');
  await title('Talk a');
  await page.keyboard.press('Control+Shift+Tab');
  await title('Talk c');
  await page.keyboard.press('Control+Shift+Backspace');
  await title('New chat');
  await row(page, 'Talk c').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Alt+z');
  await title('Talk c');
});

test('what runs and what is new is told by words too', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'Long one');
  await row(page, 'Long one (answering)').waitFor();
  await page.getByRole('button', { name: 'New chat' }).first().click();
  await patch(page, turn, append(paragraph('An answer')));
  await end(page, turn);
  await page.evaluate(() => {
    const [{ conversation }] = window.fakeEngine.conversations.values();
    conversation.unread = true;
    window.fakeEngine.emit({ type: 'conversationChanged', conversation });
  });
  await row(page, 'Long one (new answer)').waitFor();
  await row(page, 'Long one (new answer)').click();
  await page.waitForFunction(() => document.querySelector('.conversation.unread') === null);
});

test('over a narrow chat the sidebar holds the keyboard, and a key that goes into the chat puts it away', async () => {
  const page = await open('/?scene=ready&manual', { viewport: { width: 500, height: 700 } });
  await chats(page, [{ id: 'a' }, { id: 'b' }]);
  await page.getByRole('button', { name: 'Conversation list' }).click();
  await row(page, 'Talk a').waitFor();
  for (let at = 0; at < 20; at += 1) {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.closest('main') === null), true, 'nothing under it has the focus');
  }
  await page.keyboard.press('Control+l');
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'textarea');
  assert.equal(await nav(page).count(), 0);
  await page.getByRole('button', { name: 'Conversation list' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Message' }).click();
});

test('the sidebar that was put away stays so', async () => {
  const page = await open('/?scene=ready&manual');
  await page.keyboard.press('Control+b');
  assert.equal(await nav(page).count(), 0);
  await page.reload();
  await page.waitForFunction(() => window.fakeEngine?.calls.some(({ command }) => command === 'page_ready'));
  assert.equal(await nav(page).count(), 0);
  await page.keyboard.press('Control+b');
  assert.equal(await nav(page).count(), 1);
});

test('of ten thousand chats only those in view are nodes, and the last is a few keys away', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    for (let index = 0; index < 10_000; index += 1) {
      const conversation = { id: `o${index}`, title: `Talk ${index}`, updatedAtMs: Date.now() - index * 3_600_000, messageCount: 0 };
      engine.conversations.set(conversation.id, { conversation, messages: [] });
    }
    engine.emit({ type: 'conversationChanged', conversation: null });
  });
  await row(page, 'Talk 0').waitFor();
  // Page after page, as a scrolling hand would get them.
  await page.evaluate(async () => {
    const list = document.querySelector('conversation-list');
    const asked = () => window.fakeEngine.calls.filter(({ command }) => command === 'list_conversations').length;
    for (let idle = 0; idle < 10; idle += 1) {
      const before = asked();
      list.scrollTo({ top: list.scrollHeight });
      await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go, 0))));
      idle = before === asked() ? idle : -1;
    }
  });
  await page.waitForFunction(() => [...document.querySelectorAll('.row-title')].some(({ textContent }) => textContent === 'Talk 9999'));
  assert.ok((await page.locator('chat-row').count()) < 150);
  await row(page, 'Talk 9999').focus();
  await page.keyboard.press('Home');
  assert.equal(await focused(page), 'Talk 0');
  await page.keyboard.press('End');
  assert.equal(await focused(page), 'Talk 9999');
  // Half way down it still draws what is in view, where it belongs.
  const spot = await page.evaluate(async () => {
    const list = document.querySelector('conversation-list');
    list.scrollTo({ top: list.scrollHeight / 2 });
    await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
    const { top, bottom } = list.getBoundingClientRect();
    return [...list.querySelectorAll('chat-row')].filter((one) => one.getBoundingClientRect().bottom > top && one.getBoundingClientRect().top < bottom).length;
  });
  assert.ok(spot > 8, `${spot} rows are in view`);
});

for (const colorScheme of ['light', 'dark']) {
  test(`every text of the list, its menu and a toast can be read: ${colorScheme}`, async () => {
    const page = await open('/?scene=ready&manual', { colorScheme, reducedMotion: 'reduce' });
    await chats(page, [{ id: 'a', pinned: true }, { id: 'b', unread: true }, { id: 'c', folder: 'Work' }, { id: 'd' }]);
    await row(page, 'Talk d').focus();
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await menu(page, 'Talk b');
    const found = await page.evaluate(contrasts);
    assert.ok(found.length > 20);
    assert.deepEqual(found.filter(({ ratio }) => ratio < 4.5), []);
  });
}

test('pin, archive and what comes back are told, and archiving can be undone for a moment', async () => {
  const page = await open('/?scene=ready');
  const row = page.getByRole('navigation').getByRole('button', { name: 'Names for a small wooden boat' });
  const told = (text) => page.getByRole('status').filter({ hasText: text }).waitFor();
  const act = async (name) => {
    await row.focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name, exact: true }).click();
  };
  await act('Pin');
  await told('Pinned.');
  await act('Unpin');
  await told('No longer pinned.');
  await act('Archive');
  await told('“Names for a small wooden boat” is in the archive.');
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await told('Back from the archive.');
  await row.waitFor();
  assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0);
  await act('Archive');
  await page.keyboard.press('Control+Alt+z');
  await row.waitFor();
});

test('a title or a folder that is refused stands where it was typed', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a', folder: 'Work' }, { id: 'b' }]);
  const refuse = (command) => page.evaluate((name) => window.fakeEngine.refusals.set(name, window.fakeError('storage', 'Cannot be written.')), command);
  await row(page, 'Talk b').focus();
  await page.keyboard.press('F2');
  const title = page.getByRole('textbox', { name: 'Title' });
  await title.fill('A carefully chosen title');
  await refuse('rename_conversation');
  await title.press('Enter');
  await page.getByText('Cannot be written.').waitFor();
  assert.equal(await title.inputValue(), 'A carefully chosen title');
  assert.equal(await title.evaluate((element) => element === document.activeElement), true);
  await title.press('Enter');
  await row(page, 'A carefully chosen title').click();
  await page.getByRole('heading', { name: 'A carefully chosen title' }).waitFor();
  await page.getByRole('button', { name: 'Rename' }).click();
  await refuse('rename_conversation');
  await title.fill('Another one');
  await page.getByRole('textbox', { name: 'Message' }).click();
  await page.getByText('Cannot be written.').waitFor();
  assert.equal(await title.inputValue(), 'Another one');
  assert.equal(await title.evaluate((element) => element === document.activeElement), false, 'whoever writes on goes on writing');
  await title.press('Enter');
  await page.getByRole('heading', { name: 'Another one' }).waitFor();
});

test('a folder and tags that are refused stay in the dialog, and a new folder without a name takes a chat out of none', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a', folder: 'Work' }, { id: 'b' }]);
  await menu(page, 'Talk b');
  await choose(page, 'Folder and tags…');
  const dialog = page.getByRole('dialog', { name: 'Folder and tags of “Talk b”' });
  await dialog.getByRole('combobox').selectOption('New folder…');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('alert').getByText('Give the new folder a name.').waitFor();
  assert.deepEqual(await calls(page, 'set_conversation'), []);
  await dialog.getByRole('textbox', { name: 'Name of the folder' }).fill('Plans');
  await dialog.getByRole('textbox', { name: 'New tag' }).fill('soon');
  await page.evaluate(() => window.fakeEngine.refusals.set('set_conversation', window.fakeError('storage', 'Cannot be written.')));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('alert').getByText('Cannot be written.').waitFor();
  assert.equal(await dialog.getByRole('textbox', { name: 'Name of the folder' }).inputValue(), 'Plans');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.deepEqual((await calls(page, 'set_conversation')).at(-1), { id: 'b', change: { folder: 'Plans', tag: ['soon'], untag: [] } });
});

test('the menu of a chat leaves the keys of the window alone, and has the focus given back', async () => {
  const page = await open('/?scene=ready&manual');
  await chats(page, [{ id: 'a' }]);
  await menu(page, 'Talk a');
  await page.keyboard.press('Control');
  assert.equal(await page.getByRole('menu').count(), 1);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog').getByRole('combobox');
  await palette.waitFor();
  assert.equal(await page.getByRole('menu').count(), 0);
  await page.keyboard.press('Escape');
  await palette.waitFor({ state: 'hidden' });
  assert.equal(await focused(page), 'Chat actions');
});
