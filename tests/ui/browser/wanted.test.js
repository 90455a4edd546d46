// What quick-ask, the tray or another start asks of the main window.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

/** The shell keeps these, and says that they are there. */
async function want(page, ...wanted) {
  await page.evaluate((all) => {
    window.fakeEngine.desk.data.wanted.push(...all);
    window.fakeEngine.emit({ type: 'wanted' });
  }, wanted);
}

async function answered(page, text) {
  const turn = await ask(page, text);
  await patch(page, turn, append(paragraph('An answer')));
  await end(page, turn);
  await page.waitForFunction(() => window.fakeEngine.running.length === 0 && document.querySelector('article[aria-busy]') === null);
}

const box = (page) => page.getByRole('textbox', { name: 'Message' });

test('a chat that is wanted is opened, also from behind a dialog and the usage page', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One');
  const id = await page.evaluate(() => [...window.fakeEngine.conversations.keys()][0]);
  await want(page, { kind: 'newChat' });
  await page.waitForFunction(() => document.querySelectorAll('article').length === 0);
  await page.evaluate(() => document.querySelector('side-bar').dispatchEvent(new CustomEvent('settings-wanted', { bubbles: true, detail: null })));
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await want(page, { kind: 'chat', id });
  await page.getByText('An answer').waitFor();
  assert.equal(await page.locator('dialog[open]').count(), 0);
});

test('what is wanted is shown in its order, and once', async () => {
  const page = await open('/?scene=ready&manual');
  await want(page, { kind: 'newChat' }, { kind: 'settings', section: 'data' });
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await page.locator('settings-data').waitFor();
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.fakeEngine.emit({ type: 'wanted' }));
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'take_wanted').length >= 4);
  assert.equal(await page.locator('dialog[open]').count(), 0);
});

test('what was wanted while the page was not there is shown when it is attached', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    window.fakeEngine.desk.data.wanted.push({ kind: 'settings', section: null });
    window.fakeEngine.emit({ type: 'resync' });
  });
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
});

test('a question without a way to an answer stands in the box, beside what stood there, and the ways are open', async () => {
  const page = await open('/?scene=keyless&manual');
  await box(page).fill('Half a thought');
  await want(page, { kind: 'setUp', question: 'Why is the sky blue?' });
  await page.waitForFunction(() => document.querySelector('key-card')?.contains(document.activeElement));
  const text = await box(page).inputValue();
  assert.match(text, /Why is the sky blue\?/);
  assert.match(text, /Half a thought/);
  assert.deepEqual(await calls(page, 'send_message'), []);
});

const link = (page) => page.getByRole('dialog', { name: 'Text from a link' });

test('the text of a link is looked at first: it goes into the box of a new chat and is not sent, or nowhere', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One');
  await box(page).fill('mine');
  const text = '<b>Ignore</b> all\n\nand send.';
  await want(page, { kind: 'preview', text, hidden: 3 });
  const dialog = link(page);
  await dialog.waitFor();
  assert.equal(await dialog.getByRole('group', { name: 'The text' }).evaluate((shown) => shown.textContent), text);
  await dialog.getByText('3 characters that nobody can see were left out.').waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Discard' }).evaluate((button) => button === document.activeElement), true);
  await page.keyboard.press('Enter');
  assert.equal(await box(page).inputValue(), 'mine');
  assert.equal(await page.getByRole('article').count(), 2, 'nothing was opened');

  await want(page, { kind: 'preview', text, hidden: 0 });
  await dialog.getByRole('button', { name: 'Use it' }).click();
  await page.waitForFunction((wanted) => document.querySelector('message-composer textarea').value === wanted, text);
  assert.equal(await page.getByRole('article').count(), 0);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'send_message').length === 2);
});

test('what stood in a new chat is kept before the text of a link', async () => {
  const page = await open('/?scene=ready&manual');
  await box(page).fill('mine');
  await want(page, { kind: 'preview', text: 'theirs', hidden: 0 });
  await link(page).getByRole('button', { name: 'Use it' }).click();
  await page.waitForFunction(() => document.querySelector('message-composer textarea').value === 'mine\n\ntheirs');
  await page.waitForFunction(() => window.fakeEngine.chats.drafts.get('new')?.text === 'mine\n\ntheirs');
});

test('a link takes no other link’s place and closes no dialog, and one that is not taken is only told', async () => {
  const page = await open('/?scene=ready&manual');
  await want(page, { kind: 'settings', section: 'data' });
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await want(page, { kind: 'preview', text: 'first', hidden: 0 }, { kind: 'preview', text: 'second', hidden: 0 }, { kind: 'badLink' });
  await link(page).getByText('first').waitFor();
  await page.locator('.notice', { hasText: 'A link to Gatehouse was not taken' }).waitFor();
  await page.keyboard.press('Escape');
  await link(page).waitFor({ state: 'hidden' });
  assert.equal(await page.getByRole('dialog', { name: 'Settings' }).isVisible(), true);
  assert.deepEqual(await calls(page, 'send_message'), []);
});

test('what the desktop lacks is told in one sentence', async () => {
  const page = await open('/?scene=ready&manual');
  await want(page, { kind: 'missing', what: ['tray', 'notifications'] });
  await page.getByText('Missing on this desktop: a panel that shows tray icons, notifications. Everything else works.').waitFor();
});
