// What was taken away by one press too much, and how it is had back: temporary chats that were left, several
// deletions, edits and options that were given up; what is typed while something else comes in its place.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { de } from '../../../ui/texts/de.js';
import { append, ask, calls, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const box = (page) => page.getByRole('textbox', { name: 'Message', exact: true });
const row = (page, title) => page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: title });
const undo = (page) => page.getByRole('button', { name: 'Undo' });
const holds = (page, text) => page.waitForFunction((wanted) => document.querySelector('message-composer textarea').value === wanted, text);

/** @param {import('playwright-core').Page} page */
async function answered(page, question) {
  const turn = await ask(page, question);
  await patch(page, turn, append(paragraph(`Answer to ${question}`)));
  await end(page, turn);
  await page.getByText(`Answer to ${question}`).waitFor();
}

/** A chat that is kept, and a temporary one on screen, with half a thought in its box. */
async function temporary(page) {
  await answered(page, 'Kept');
  await page.getByRole('button', { name: 'Temporary chat' }).click();
  await answered(page, 'Between us');
  await box(page).fill('half a thought');
}

for (const [way, leave] of [
  ['the key to the next chat', (page) => page.keyboard.press('Control+]')],
  ['its row', (page) => row(page, 'Kept').click()],
  ['a new chat', (page) => page.keyboard.press('Control+n')],
  ['Delete', (page) => page.getByRole('button', { name: 'Delete', exact: true }).click()],
]) {
  test(`a temporary chat that was left by ${way} comes back with its draft`, async () => {
    const page = await open('/?scene=ready&manual');
    await temporary(page);
    await leave(page);
    await holds(page, '');
    await page.getByText('The temporary chat is left and ends.').waitFor();
    await page.keyboard.press('Control+Alt+z');
    await page.getByText('Answer to Between us').waitFor();
    await holds(page, 'half a thought');
    await page.locator('.banner.temporary').waitFor();
    assert.deepEqual(await calls(page, 'delete_conversation'), []);
    assert.equal(await page.evaluate(() => JSON.stringify({ ...sessionStorage }).includes('half a thought')), false);
  });
}

test('a temporary chat that is not begun comes back with what was typed, beside the draft of a new chat', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'Kept');
  await page.getByRole('button', { name: 'Temporary chat' }).click();
  await box(page).fill('between us');
  await page.keyboard.press('Control+n');
  await holds(page, '');
  await box(page).fill('for all to see');
  await undo(page).click();
  await holds(page, 'between us');
  await page.locator('.banner.temporary').waitFor();
  await page.keyboard.press('Control+n');
  await holds(page, 'for all to see');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.waitForFunction(() => window.fakeEngine.chats.drafts.get('temporary')?.text === '');
});

test('an empty temporary chat is left without a word', async () => {
  const page = await open('/?scene=ready&manual');
  await page.getByRole('button', { name: 'Temporary chat' }).click();
  await page.keyboard.press('Control+n');
  await page.waitForTimeout(200);
  assert.equal(await undo(page).count(), 0);
});

test('a temporary chat that was left ends with the page at the latest', async () => {
  const page = await open('/?scene=ready&manual');
  await temporary(page);
  await row(page, 'Kept').click();
  await undo(page).waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  assert.equal((await calls(page, 'delete_conversation')).length, 1);
});

test('several chats that were deleted come back one after the other, the last one first', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One');
  await page.keyboard.press('Control+n');
  await answered(page, 'Two');
  for (const title of ['One', 'Two']) {
    await row(page, title).focus();
    await page.keyboard.press('Delete');
    await page.getByText(`“${title}” is deleted.`).waitFor();
  }
  await page.keyboard.press('Control+Alt+z');
  await row(page, 'Two').waitFor();
  await page.getByText('“One” is deleted.').waitFor();
  await page.keyboard.press('Control+Alt+z');
  await row(page, 'One').waitFor();
  assert.equal(await undo(page).count(), 0);
});

test('several presets and templates that were removed come back one after the other', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    window.fakeEngine.desk.presets.templates = [{ name: 'sum', text: 'Sum it up.' }, { name: 'fix', text: 'Mend it.' }];
  });
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Presets and templates' }).click();
  await page.getByRole('button', { name: 'Remove /sum' }).click();
  await page.getByText('“/sum” is removed.').waitFor();
  await page.getByRole('button', { name: 'Remove /fix' }).click();
  await page.getByText('“/fix” is removed.').waitFor();
  await undo(page).click();
  await page.getByRole('button', { name: 'Remove /fix' }).waitFor();
  await page.getByText('“/sum” is removed.').waitFor();
  await undo(page).click();
  await page.getByRole('button', { name: 'Remove /sum' }).waitFor();
  assert.equal(await undo(page).count(), 0);
});

test('an edit that was given up comes back, and Esc stops the answer that runs beside it first', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One');
  const edit = page.getByRole('textbox', { name: 'Edit question' });
  await page.locator('.message-user').getByRole('button', { name: 'Edit' }).click();
  await edit.fill('A long and careful wording');
  await edit.press('Escape');
  assert.equal(await edit.count(), 0);
  await page.getByText('What you made of the question is given up.').waitFor();
  await page.keyboard.press('Control+Alt+z');
  await edit.waitFor();
  assert.equal(await edit.inputValue(), 'A long and careful wording');

  await ask(page, 'Two');
  await edit.press('Enter');
  await page.getByText('An answer is on its way.').waitFor();
  await edit.press('Escape');
  await page.waitForFunction(() => window.fakeEngine.running.length === 0);
  assert.equal(await edit.inputValue(), 'A long and careful wording');
  await page.getByRole('button', { name: 'Cancel' }).click();
  assert.equal(await edit.count(), 0);
  await undo(page).click();
  assert.equal(await edit.inputValue(), 'A long and careful wording');
});

test('an edit that changed nothing is given up without a word', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One');
  await page.locator('.message-user').getByRole('button', { name: 'Edit' }).click();
  await page.keyboard.press('Escape');
  await page.waitForTimeout(100);
  assert.equal(await undo(page).count(), 0);
});

test('half an edit is kept by the engine, and stands there again in a page that begins anew', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One');
  const id = await page.evaluate(() => [...window.fakeEngine.conversations.keys()][0]);
  const edit = page.getByRole('textbox', { name: 'Edit question' });
  await page.locator('.message-user').getByRole('button', { name: 'Edit' }).click();
  await edit.fill('Half of');
  await page.waitForFunction(() => window.fakeEngine.chats.edits.size === 1);
  const [{ params }] = (await calls(page, 'save_draft')).filter((call) => call.params.message);
  assert.deepEqual([params.conversation, params.text], [id, 'Half of']);
  await edit.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  await page.waitForFunction(() => [...window.fakeEngine.chats.edits.values()].every(({ text }) => text === ''));

  // As the page does that came after one which died.
  const again = await open('/?scene=ready&manual&long=4');
  await again.evaluate(() => {
    const { messages } = window.fakeEngine.conversations.get('long');
    const message = messages.find(({ role }) => role === 'user').id;
    window.fakeEngine.chats.edits.set(message, { conversation: 'long', message, text: 'Half of it' });
  });
  await row(again, 'A long talk').click();
  await again.getByRole('textbox', { name: 'Edit question' }).waitFor();
  assert.equal(await again.getByRole('textbox', { name: 'Edit question' }).inputValue(), 'Half of it');
});

for (const [way, close] of [['Esc', (page) => page.keyboard.press('Escape')], ['Cancel', (page) => page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()]]) {
  test(`options that were closed by ${way} come back with what was typed`, async () => {
    const page = await open('/?scene=ready&manual');
    await answered(page, 'One');
    const instructions = page.getByRole('dialog', { name: 'Chat options' }).getByRole('textbox', { name: 'Instructions' });
    await page.keyboard.press('Control+i');
    await instructions.fill('Be brief, and name your sources.');
    await close(page);
    await page.getByText('The options were closed without saving.').waitFor();
    await page.keyboard.press('Control+n');
    await undo(page).click();
    await instructions.waitFor();
    await page.getByRole('heading', { level: 1, name: 'One' }).waitFor({ state: 'attached' });
    assert.equal(await instructions.inputValue(), 'Be brief, and name your sources.');
    await page.getByRole('dialog').getByRole('button', { name: 'Use for this chat' }).click();
    await instructions.waitFor({ state: 'hidden' });
    assert.equal(await undo(page).count(), 0, 'what was saved is not given up');
    await page.keyboard.press('Control+i');
    await instructions.waitFor();
    await page.keyboard.press('Escape');
    await page.waitForTimeout(100);
    assert.equal(await undo(page).count(), 0);
  });
}

test('a draft that gave way to a question asked before is that of its chat, wherever one goes', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One');
  await page.keyboard.press('Control+n');
  await answered(page, 'Two');
  const recalled = async (draft) => {
    await box(page).fill(draft);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('asked before');
    await page.keyboard.press('Enter');
    await holds(page, 'Two');
  };
  await recalled('half a thought');
  await row(page, 'One').click();
  await holds(page, '');
  await row(page, 'Two').click();
  await holds(page, 'half a thought');
  await recalled('half a thought');
  await page.keyboard.type(' again');
  await row(page, 'One').click();
  await holds(page, '');
  await row(page, 'Two').click();
  await holds(page, 'Two again\n\nhalf a thought');
  await recalled('half a thought');
  assert.equal(await page.evaluate(() => window.sessionStorage.getItem('draft')), 'half a thought', 'a page that dies has it too');
});

test('a change of the language keeps what is typed in the settings', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => (window.fakeEngine.desk.presets.templates = [{ name: 'sum', text: 'Sum it up.' }]));
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await page.locator('.connection-row').first().waitFor();
  await dialog.getByRole('button', { name: 'Add a connection' }).click();
  await page.locator('connection-form input').first().fill('mine');
  await dialog.getByRole('tab', { name: 'Models and limits' }).click();
  const favourites = page.locator('settings-form input').nth(1);
  await page.locator('settings-form input:enabled').first().waitFor();
  await favourites.fill('openai/gpt-4o, half/a-name');
  await dialog.getByRole('tab', { name: 'Writing' }).click();
  await page.locator('settings-writing textarea:enabled').fill('Be brief');
  await dialog.getByRole('tab', { name: 'Presets and templates' }).click();
  await dialog.getByRole('button', { name: 'Add a preset' }).click();
  await page.locator('preset-form input').first().fill('Half a preset');
  await dialog.getByRole('button', { name: 'Edit /sum' }).click();
  await page.locator('template-form textarea').fill('Half a template');
  await dialog.getByRole('tab', { name: 'Appearance' }).click();
  await dialog.getByLabel('Language').selectOption('Deutsch');
  await page.getByRole('dialog', { name: de.settings.title }).waitFor();
  await page.waitForFunction(() => document.querySelector('template-form textarea')?.value === 'Half a template');
  await page.waitForFunction(() => document.querySelector('connection-form input')?.value === 'mine');
  assert.equal(await favourites.inputValue(), 'openai/gpt-4o, half/a-name');
  assert.equal(await page.locator('settings-writing textarea').inputValue(), 'Be brief');
  assert.equal(await page.locator('preset-form input').first().inputValue(), 'Half a preset');
  assert.equal(await page.locator('template-form input').first().inputValue(), 'sum');
  await page.getByRole('tab', { name: de.sections.models }).click();
  await page.locator('settings-form').getByRole('button', { name: de.settings.save, exact: true }).click();
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.favouriteModels.includes('half/a-name'));
});
