// What a chat is asked with: its options, and presets, templates and instructions in the settings.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, calls, end, withBrowser } from '../page.js';

const { open } = withBrowser();

const dialog = (page) => page.getByRole('dialog', { name: 'Chat options' });
const box = (page) => page.getByRole('textbox', { name: 'Message' });
const NO_PARAMETERS = { maxTokens: null, temperature: null, seed: null, stop: [], reasoning: null };

async function options(page) {
  await page.getByRole('button', { name: 'Options', exact: true }).click();
  await dialog(page).waitFor();
}

/** @param {import('playwright-core').Page} page @param {'Writing' | 'Presets and templates'} section */
async function settings(page, section) {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: section }).click();
}

test('a new chat is set up in its options, and its first question carries that', async () => {
  const page = await open('/?scene=ready&manual');
  await options(page);
  assert.equal(await dialog(page).getByLabel('Instructions', { exact: true }).evaluate((area) => document.activeElement === area), true);
  await dialog(page).getByLabel('Preset').selectOption('Terse');
  assert.equal(await dialog(page).getByLabel('Instructions', { exact: true }).getAttribute('placeholder'), 'From the preset: Answer in one sentence.');
  assert.equal(await dialog(page).getByLabel('Answer limit').getAttribute('placeholder'), '200');
  await dialog(page).getByLabel('Instructions', { exact: true }).fill('Answer in rhymes.');
  await dialog(page).getByLabel('Temperature').fill('0.2');
  await dialog(page).getByLabel('Seed').fill('7');
  await dialog(page).getByLabel('Thinking').selectOption('low');
  await dialog(page).getByLabel('End the answer at').fill('END\nSTOP\n');
  await dialog(page).getByRole('button', { name: 'Use for this chat' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  await page.getByText('Preset: Terse').waitFor();
  await ask(page, 'Why?');
  const [{ params }] = await calls(page, 'send_message');
  const parameters = { maxTokens: null, temperature: 0.2, seed: 7, stop: ['END', 'STOP'], reasoning: 'low' };
  assert.equal(params.preset, 'Terse');
  assert.deepEqual(params.begin, { instructions: 'Answer in rhymes.', noDefaultInstructions: false, parameters });
  assert.deepEqual(params.options, { temperature: null, seed: null, stop: [], reasoning: null }, 'the chat’s own count');
});

test('what the engine refuses is told in its words, and what was typed stays', async () => {
  const page = await open('/?scene=ready&manual');
  await options(page);
  await dialog(page).getByLabel('Temperature').fill('3');
  await page.evaluate(() => window.fakeEngine.refusals.set('preview_turn', window.fakeError('config_invalid', 'The temperature is not between 0 and 2.', 'Give a number from 0 to 2.')));
  await dialog(page).getByRole('button', { name: 'Use for this chat' }).click();
  await dialog(page).getByRole('alert').getByText('The temperature is not between 0 and 2. Give a number from 0 to 2.').waitFor();
  assert.equal(await dialog(page).getByLabel('Temperature').inputValue(), '3');
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
  await ask(page, 'Why?');
  assert.equal((await calls(page, 'send_message'))[0].params.begin, null);
});

test('the options of a begun chat show what it has, by key too, and change only what was changed', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => (window.fakeEngine.snapshot.settings.defaultInstructions = 'For all.'));
  await page.evaluate(() => window.fakeEngine.emit({ type: 'resync' }));
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'attach').length === 2);
  await end(page, await ask(page, 'Hi'));
  await page.evaluate(() => ([...window.fakeEngine.conversations.values()][0].instructions = 'Its own.'));
  await box(page).focus();
  await page.keyboard.press('Control+i');
  await dialog(page).waitFor();
  assert.equal(await dialog(page).getByLabel('Instructions', { exact: true }).inputValue(), 'Its own.');
  await dialog(page).getByText('For all chats: For all.').waitFor();
  await dialog(page).getByLabel('Leave the instructions for all chats out').check();
  await dialog(page).getByRole('button', { name: 'Use for this chat' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  assert.deepEqual((await calls(page, 'set_conversation')).at(-1).change, { noDefaultInstructions: true });
  assert.equal(await box(page).evaluate((area) => document.activeElement === area), true, 'the focus goes back');
  await page.keyboard.type('One can write there.');
  assert.equal(await box(page).inputValue(), 'One can write there.');
  await page.keyboard.press('Control+i');
  await dialog(page).waitFor();
  assert.equal(await dialog(page).getByLabel('Leave the instructions for all chats out').isChecked(), true);
});

test('another chat has options of its own', async () => {
  const page = await open('/?scene=ready');
  await options(page);
  await dialog(page).getByLabel('Instructions', { exact: true }).fill('Only here.');
  await page.keyboard.press('Tab');
  await dialog(page).getByRole('button', { name: 'Use for this chat' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  const given = async () => {
    await options(page);
    const text = await dialog(page).getByLabel('Instructions', { exact: true }).inputValue();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'hidden' });
    return text;
  };
  await page.getByRole('navigation').getByRole('button', { name: 'Explain how a browser checks a certificate' }).click();
  await page.getByRole('article').first().waitFor();
  assert.equal(await given(), '');
  await page.getByRole('button', { name: 'New chat', exact: true }).click();
  assert.equal(await given(), 'Only here.', 'the chat that is not begun keeps them, as its draft');
});

test('Esc closes the options and stops nothing', async () => {
  const page = await open('/?scene=ready&manual');
  await ask(page, 'Hi');
  await options(page);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
  assert.deepEqual(await calls(page, 'cancel_turn'), []);
});

test('the window is zoomed while the options are open', async () => {
  const page = await open('/?scene=ready&manual');
  await options(page);
  await page.keyboard.press('Control+=');
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'zoom_window'));
  assert.equal(await dialog(page).count(), 1);
});

test('a preset is made, changed and removed in the settings', async () => {
  const page = await open('/?scene=ready&manual');
  await settings(page, 'Presets and templates');
  const list = page.getByRole('list', { name: 'Presets' });
  await list.getByText('Terse').waitFor();
  await page.getByRole('button', { name: 'Add a preset' }).click();
  const form = page.locator('preset-form');
  await form.getByLabel('Name').fill('Coder');
  await form.getByLabel('Connection').selectOption('anthropic');
  await form.getByLabel('Model').fill('claude-opus-4');
  await form.getByLabel('Instructions').fill('Write code.');
  await form.getByLabel('Temperature').fill('0');
  await form.getByRole('button', { name: 'Save preset' }).click();
  await list.getByText('Coder').waitFor();
  await list.getByText('claude-opus-4 · Write code.').waitFor();
  const saved = (await calls(page, 'save_preset'))[0].params;
  assert.deepEqual(saved, { preset: { name: 'Coder', connection: 'anthropic', model: 'claude-opus-4', instructions: 'Write code.', parameters: { ...NO_PARAMETERS, temperature: 0 } }, before: null });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Add a preset');

  await list.getByRole('button', { name: 'Edit Coder' }).click();
  assert.equal(await form.getByLabel('Temperature').inputValue(), '0');
  await form.getByLabel('Name').fill('Programmer');
  await page.keyboard.press('Enter');
  await list.getByText('Programmer').waitFor();
  assert.equal((await calls(page, 'save_preset'))[1].params.before, 'Coder');
  assert.equal(await list.getByText('Coder', { exact: true }).count(), 0);

  await list.getByRole('button', { name: 'Remove Programmer' }).click();
  await list.getByText('Programmer').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement === document.body), false);
  await page.getByText('“Programmer” is removed.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await list.getByText('Programmer').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement === document.body), false);
  const again = (await calls(page, 'save_preset')).at(-1).params;
  assert.deepEqual([again.preset, again.before], [{ ...saved.preset, name: 'Programmer' }, null], 'as it was');
  assert.deepEqual(await calls(page, 'take_back_conversation'), [], 'it is no chat');
});

test('a preset that does not fit is refused in the engine’s words', async () => {
  const page = await open('/?scene=ready&manual');
  await settings(page, 'Presets and templates');
  await page.getByRole('button', { name: 'Add a preset' }).click();
  await page.evaluate(() => window.fakeEngine.refusals.set('save_preset', window.fakeError('config_invalid', 'There is already one with the name "Terse".', 'Choose another name, or change that one.')));
  await page.locator('preset-form').getByLabel('Name').fill('Terse');
  await page.keyboard.press('Enter');
  await page.locator('preset-form').getByRole('alert').getByText('There is already one with the name "Terse". Choose another name').waitFor();
  await page.locator('preset-form').getByRole('button', { name: 'Cancel' }).click();
  await page.locator('preset-form').waitFor({ state: 'detached' });
});

test('a template is made, and typed at once', async () => {
  const page = await open('/?scene=ready&manual');
  await settings(page, 'Presets and templates');
  await page.getByRole('button', { name: 'Add a template' }).click();
  await page.locator('template-form').getByText('goes to {{input}}').waitFor();
  await page.locator('template-form').getByLabel('Name').fill('greet');
  await page.locator('template-form').getByLabel('Text').fill('Greet {{name}}.');
  await page.getByRole('button', { name: 'Save template' }).click();
  await page.getByRole('list', { name: 'Prompt templates' }).getByText('/greet').waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await box(page).focus();
  await page.keyboard.type('/gr');
  await page.getByRole('listbox', { name: 'Prompt templates' }).getByRole('option').waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await box(page).inputValue(), 'Greet {{name}}.');
});

test('a file of presets is looked at before it is taken over, and all are written to one', async () => {
  const page = await open('/?scene=ready&manual');
  await settings(page, 'Presets and templates');
  const file = { name: 'presets.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
  await page.locator('preset-file input').setInputFiles([file]);
  await page.getByText('Coder is new.').waitFor();
  await page.getByText('/sum is here already, just so.').waitFor();
  assert.deepEqual(await calls(page, 'import_presets'), [{ dryRun: true }]);
  await page.keyboard.press('Enter');
  await page.getByText('Taken over.').waitFor();
  assert.deepEqual((await calls(page, 'import_presets'))[1], { dryRun: false });
  await page.getByRole('button', { name: 'Export all to a file…' }).click();
  await page.getByText('Exported to presets.json.').waitFor();
  await page.evaluate(() => (window.fakeEngine.desk.presets.imports = { presets: [{ name: 'Terse', outcome: 'unchanged' }], templates: [] }));
  await page.locator('preset-file input').setInputFiles([file]);
  await page.getByText('All of that is here already, just so.').waitFor();
  await page.evaluate(() => window.fakeEngine.refusals.set('import_presets', window.fakeError('config_invalid', 'This is no file of presets.')));
  await page.locator('preset-file input').setInputFiles([file]);
  await page.getByText('This is no file of presets.').waitFor();
});

test('the key that sends, long pastes and the instructions for all chats are settings', async () => {
  const page = await open('/?scene=ready&manual');
  await settings(page, 'Writing');
  await page.getByLabel('A question is sent by').selectOption('modEnter');
  await page.getByLabel('A long text that is pasted').selectOption('text');
  await page.getByRole('textbox', { name: 'Instructions for all chats' }).fill('Be brief.');
  await page.locator('settings-writing').getByRole('button', { name: 'Save' }).click();
  await page.locator('settings-writing').getByText('Saved.').waitFor();
  const kept = await page.evaluate(() => window.fakeEngine.snapshot.settings);
  assert.deepEqual([kept.sendWith, kept.longPaste, kept.defaultInstructions], ['modEnter', 'text', 'Be brief.']);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await box(page).focus();
  await page.keyboard.type('one');
  await page.keyboard.press('Enter');
  assert.equal(await box(page).inputValue(), 'one\n');
});
