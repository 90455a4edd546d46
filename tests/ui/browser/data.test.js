// The data and about sections of the settings: where it lies, files out and in, copies, the end of
// everything, what the program is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calls, withBrowser } from '../page.js';

const { open } = withBrowser();

/**
 * Opens the settings at one of their tabs.
 * @param {import('playwright-core').Page} page
 * @param {string} tab
 */
async function settings(page, tab) {
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('tab', { name: tab, exact: true }).click();
  return dialog;
}

/** @param {import('playwright-core').Page} page */
const focused = (page) => page.evaluate(() => document.activeElement?.textContent);

test('it says where everything lies and how much it is', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, 'Data');
  await dialog.getByText('42 chats, 1,234 messages').waitFor();
  const list = await dialog.locator('.data-places').innerText();
  for (const words of ['gatehouse.sqlite3', '4.2 MB', 'backups', '12.6 MB', 'service “gatehouse”']) {
    assert.ok(list.includes(words), `${words} in ${list}`);
  }
});

test('the history is checked, its index made anew, and what a damaged one holds is salvaged', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, 'Data');
  await dialog.getByRole('button', { name: 'Check the history' }).click();
  await dialog.getByText('All is well; 2 messages and titles can be searched.').waitFor();
  await page.evaluate(() => {
    const { chats } = window.fakeEngine;
    const answer = chats.answer.bind(chats);
    chats.answer = (command, ...rest) => (command === 'check_history' ? { sound: false, complaints: ['row 3 is gone'], indexed: 2, missing: 1, surplus: 0, wrongGroups: 0, left: 0 } : answer(command, ...rest));
  });
  await dialog.getByRole('button', { name: 'Check the history' }).click();
  await dialog.getByText('The history is damaged: row 3 is gone The search index does not fit').waitFor();
  await page.evaluate(() => window.fakeEngine.hold('rebuild_index'));
  await dialog.getByRole('button', { name: 'Make the search index anew' }).click();
  await dialog.locator('data-repair').getByRole('button', { name: 'Stop' }).waitFor();
  await page.evaluate(() => window.fakeEngine.release('rebuild_index'));
  await dialog.getByText('The search index is new.').waitFor();
  await dialog.getByRole('button', { name: 'Salvage a damaged history' }).click();
  await dialog.getByText('the damaged one lies in /home/me/gatehouse-damaged.sqlite3. Of it: 40 new. From the newest copy: 2 new').waitFor();
  await dialog.getByText('Not readable: messages: 3.').waitFor();
  assert.equal(await focused(page), 'Salvage a damaged history');
});

test('a refused salvage says why', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => window.fakeEngine.refusals.set('salvage_history', window.fakeError('config_invalid', 'The history is not damaged.')));
  const dialog = await settings(page, 'Data');
  await dialog.getByRole('button', { name: 'Salvage a damaged history' }).click();
  await dialog.getByText('The history is not damaged.').waitFor();
});

test('the notice of a damaged history leads to its repair, and goes once it is salvaged', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => window.fakeEngine.emit({ type: 'notice', error: window.fakeError('storage', 'The history file is damaged.', 'Salvage what can be read.') }));
  const notice = page.getByRole('alert').filter({ hasText: 'The history file is damaged.' });
  await notice.getByRole('button', { name: 'Check the history' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  assert.equal(await focused(page), 'Check the history');
  await dialog.getByRole('button', { name: 'Salvage a damaged history' }).click();
  await dialog.getByText('A new history is in use').waitFor();
  assert.equal(await notice.count(), 0);
});

test('all chats are exported in the format that was chosen', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    window.fakeEngine.chats.exportsTo = 'Gatehouse history.html';
  });
  const dialog = await settings(page, 'Data');
  await dialog.getByLabel('As', { exact: true }).selectOption('html');
  await dialog.getByRole('button', { name: 'Export all chats' }).click();
  await dialog.getByText('Written: Gatehouse history.html').waitFor();
  const [asked] = await calls(page, 'export_conversation');
  assert.deepEqual(asked, { params: { conversation: null, format: 'html', tree: false } });
  assert.equal(await focused(page), 'Export all chats');
});

test('an import shows first what comes in, and can be left', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, 'Data');
  await dialog.getByRole('button', { name: 'Import chats' }).click();
  await dialog.getByText('5 chats found · 3 new · 1 with more in it · 1 already here').waitFor();
  assert.equal(await focused(page), 'Import them');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  assert.equal(await focused(page), 'Import chats');
  await dialog.getByRole('button', { name: 'Import chats' }).click();
  await dialog.getByRole('button', { name: 'Import them' }).click();
  await dialog.getByText('Done. 5 chats found').waitFor();
  const asked = (await calls(page, 'import_history')).map(({ dryRun }) => dryRun);
  assert.deepEqual(asked, [true, true, false]);
});

test('long work can be stopped', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, 'Data');
  await page.evaluate(() => {
    window.fakeEngine.desk.data.imports = null;
    window.fakeEngine.hold('import_history');
  });
  await dialog.getByRole('button', { name: 'Import chats' }).click();
  const stop = dialog.getByRole('button', { name: 'Stop' });
  await stop.click();
  assert.equal((await calls(page, 'stop_history_work')).length, 1);
  await page.evaluate(() => window.fakeEngine.release('import_history'));
  await dialog.getByText('Stopped.').waitFor();
  await stop.waitFor({ state: 'hidden' });
  assert.equal(await focused(page), 'Import chats', 'the focus is not lost with the button');
});

test('a copy is made, and one is merged back after one has seen what it would bring', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, 'Data');
  const rows = dialog.locator('.data-copy');
  await rows.first().waitFor();
  await dialog.getByRole('button', { name: 'Copy now' }).click();
  await dialog.getByText('Copied.').waitFor();
  assert.equal(await rows.count(), 2);
  await rows.first().getByRole('button', { name: /^Restore the copy of/ }).click();
  await dialog.getByText('2 new · 1 with more in it · 39 already here').waitFor();
  await dialog.getByRole('button', { name: 'Restore it' }).click();
  await dialog.getByText('Restored. 2 new').waitFor();
  const asked = (await calls(page, 'restore_backup')).map(({ dryRun, withDeleted }) => [dryRun, withDeleted]);
  assert.deepEqual(asked, [[true, false], [false, false]]);
  await page.evaluate(() => {
    Object.assign(window.fakeEngine.desk.data.restores, { added: 0, updated: 0 });
  });
  await rows.first().getByRole('button', { name: /^Restore the copy of/ }).click();
  await dialog.getByText('Nothing is missing').waitFor();
});

test('everything is deleted only behind the word, and it says what went', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, 'Data');
  await dialog.getByRole('button', { name: 'Delete everything…' }).click();
  const now = dialog.getByRole('button', { name: 'Delete everything now' });
  assert.equal(await now.isDisabled(), true);
  const word = dialog.getByLabel('Type “delete” to confirm');
  await word.fill('delet');
  await page.keyboard.press('Enter');
  assert.equal(await now.isDisabled(), true);
  assert.deepEqual(await calls(page, 'delete_everything'), []);
  await dialog.getByRole('button', { name: 'Keep everything' }).click();
  assert.equal(await focused(page), 'Delete everything…');

  await dialog.getByRole('button', { name: 'Delete everything…' }).click();
  await word.fill('Delete ');
  const error = { code: 'config_invalid', message: 'Another Gatehouse program is running; nothing was deleted.', action: 'Close its window.', status: null, retryAfterMs: null, requestId: null };
  await page.evaluate((refused) => window.fakeEngine.refusals.set('delete_everything', refused), error);
  await now.click();
  await dialog.getByText('Another Gatehouse program is running').waitFor();
  await now.click();
  await dialog.getByText('Everything is deleted.').waitFor();
  const told = await dialog.locator('delete-everything').innerText();
  for (const words of ['42 chats', '9 files, 17.0 MB', 'gateway@https://ai-gateway.vercel.sh']) {
    assert.ok(told.includes(words), `${words} in ${told}`);
  }
  assert.equal(await focused(page), 'Begin anew');
  await page.evaluate(() => localStorage.setItem('old', '1'));
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  assert.equal(await page.evaluate(() => localStorage.getItem('old')), null);
});

test('about says what runs where, can be copied, and reads the licences only when they are opened', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => Object.assign(window.fakeEngine.desk.data.about, { drawing: 'without' }));
  const dialog = await settings(page, 'About');
  await dialog.getByText('0.1.0 (878bab4aa01c)').waitFor();
  await dialog.getByText('WebKitGTK 2.50.6').waitFor();
  await dialog.getByText('Without DMABUF, because a window stayed blank').waitFor();
  assert.deepEqual(await calls(page, 'licences'), []);
  await dialog.getByText('Licences of the packages in it').click();
  await dialog.getByText('adler2 2.0.1').waitFor();
  await dialog.getByRole('button', { name: 'Draw as usual again' }).click();
  await dialog.getByText('As usual again from the next start').first().waitFor();
  assert.equal(await focused(page), 'Copy');
});
