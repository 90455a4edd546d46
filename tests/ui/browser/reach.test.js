// The palette reaches what stands under messages, the sections of the settings and the lists of chats.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

/** Does what the palette finds first. @param {import('playwright-core').Page} page @param {string} typed @param {string} [name] */
async function choose(page, typed, name = typed) {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill(typed);
  await page.locator('.palette-option[aria-selected="true"]').filter({ hasText: name }).waitFor();
  await page.keyboard.press('Enter');
}

/** An answered question. @param {import('playwright-core').Page} page @param {string} question @param {string} answer */
async function answered(page, question, answer, how = {}) {
  const turn = await ask(page, question);
  await patch(page, turn, append(paragraph(answer)));
  await end(page, turn, how);
  await page.waitForFunction(() => window.fakeEngine.running.length === 0 && document.querySelector('article[aria-busy]') === null);
}

const article = (page, text) => page.getByRole('article').filter({ hasText: text });
const said = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();
const asked = (page, command) => page.waitForFunction((name) => window.fakeEngine.calls.some((call) => call.command === name), command);

test('what stands under a message is in the palette, for the last message that it is for', async () => {
  const page = await open('/?scene=ready&manual', { permissions: ['clipboard-read', 'clipboard-write'] });
  await answered(page, 'One', 'First answer');
  await answered(page, 'Two', 'Second answer', { state: 'interrupted', finish: null });
  await choose(page, 'Copy as plain text');
  await said(page, 'Copied');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'Second answer');
  await choose(page, 'Show as text');
  await article(page, 'Second answer').getByRole('region', { name: 'As it was written' }).waitFor();
  await choose(page, 'Show as text');
  await page.getByRole('region', { name: 'As it was written' }).waitFor({ state: 'detached' });
  await choose(page, 'Details of the answer');
  assert.equal(await article(page, 'Second answer').locator('details.details').getAttribute('open'), '');
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'summary');
  await choose(page, 'What was sent');
  await page.getByRole('dialog', { name: 'What was sent' }).waitFor();
  await page.keyboard.press('Escape');
  await choose(page, 'Edit the question');
  assert.equal(await article(page, 'Two').getByRole('textbox', { name: 'Edit question' }).inputValue(), 'Two');
  await page.keyboard.press('Escape');
  await choose(page, 'Keep the interrupted');
  await asked(page, 'keep_answer');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('keep the');
  await page.getByText('Nothing found.').waitFor();
});

test('an answer that can go on is continued from the palette', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', 'First answer', { finish: 'length' });
  await choose(page, 'Continue the answer');
  await asked(page, 'continue_turn');
});

test('an act is for the message that has the focus, or for the answer of that question', async () => {
  const page = await open('/?scene=ready&manual', { permissions: ['clipboard-read', 'clipboard-write'] });
  await answered(page, 'One', 'First answer');
  await answered(page, 'Two', 'Second answer');
  await article(page, 'First answer').focus();
  await choose(page, 'Edit the question');
  await article(page, 'One').getByRole('textbox', { name: 'Edit question' }).waitFor();
  await page.keyboard.press('Escape');
  await article(page, 'One').focus();
  await choose(page, 'Details of the answer');
  assert.equal(await article(page, 'First answer').locator('details.details').getAttribute('open'), '');
  const first = await page.evaluate(() => window.fakeEngine.conversations.values().next().value.messages[1].id);
  await article(page, 'First answer').focus();
  await choose(page, 'Ask another model');
  await page.getByRole('dialog', { name: 'Ask again with' }).getByRole('combobox').fill('google/gemini-2.5-pro');
  await page.keyboard.press('Enter');
  await asked(page, 'retry_turn');
  const [{ params }] = await calls(page, 'retry_turn');
  assert.equal(params.message, first);
  assert.equal(params.model, 'google/gemini-2.5-pro');
});

test('the versions of a message are gone through by the palette, and by keys that a person chose', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', 'First answer');
  await page.keyboard.press('Control+Shift+R');
  await page.waitForFunction(() => window.fakeEngine.running.length > 0);
  const turn = await page.evaluate(() => window.fakeEngine.running.at(-1));
  await patch(page, turn, append(paragraph('Other answer')));
  await end(page, turn);
  await article(page, 'Other answer').getByText('2/2').waitFor();
  await choose(page, 'Previous version');
  await article(page, 'First answer').getByText('1/2').waitFor();
  await page.keyboard.press('Control+/');
  await page.getByRole('searchbox', { name: 'Search acts and keys' }).fill('next version');
  await page.getByRole('button', { name: 'Add keys: Next version', exact: true }).press('Enter');
  await page.keyboard.press('Control+j');
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.shortcuts.includes('nextVersion=Mod+J'));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+j');
  await article(page, 'Other answer').getByText('2/2').waitFor();
});

const SEARCHED = [
  ['backup', 'Data'], ['budget', 'Models and limits'], ['sign-in', 'Connections and keys'], ['connection test', 'Connections and keys'],
  ['about', 'About'], ['data', 'Data'], ['licences', 'About'], ['appearance', 'Appearance'],
];

test('every section of the settings is found by its name and by what stands in it', async () => {
  const page = await open('/?scene=ready');
  for (const [typed, section] of SEARCHED) {
    await choose(page, typed, section);
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByRole('tab', { name: section, selected: true }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  }
});

test('theme and language are chosen from the palette', async () => {
  const page = await open('/?scene=ready');
  await choose(page, 'theme: dark');
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await choose(page, 'language: deutsch');
  await page.waitForFunction(() => document.documentElement.lang === 'de');
  await page.getByRole('textbox', { name: 'Nachricht' }).waitFor();
});

test('the archive and the recently deleted are reached from the palette, in a narrow window too', async () => {
  for (const viewport of [{ width: 1100, height: 800 }, { width: 400, height: 700 }]) {
    const page = await open('/?scene=ready', { viewport });
    const list = page.getByRole('combobox', { name: 'Which chats are listed' });
    for (const [typed, value] of [['Show the archive', 'archive'], ['Show recently deleted', 'deleted'], ['Show all chats', 'all']]) {
      await choose(page, typed);
      await page.waitForFunction((wanted) => document.querySelector('.list-choice').value === wanted, value);
      assert.equal(await list.evaluate((one) => one === document.activeElement), true);
    }
  }
});
