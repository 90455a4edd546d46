// The Model box: an editable list that only helps.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const model = (page) => page.getByRole('combobox', { name: 'Model' });
const options = (page) => page.getByRole('listbox', { name: 'Models' }).getByRole('option');

test('the list is read when the box opens, and filters by what is typed', async () => {
  const page = await open('/?scene=ready&manual');
  assert.deepEqual(await calls(page, 'list_models'), []);
  await model(page).click();
  await options(page).first().waitFor();
  assert.deepEqual(await calls(page, 'list_models'), [{ connection: 'gateway' }]);
  assert.equal(await model(page).getAttribute('aria-expanded'), 'true');
  assert.equal(await options(page).locator('.model-id').count(), 8);
  assert.equal(await page.getByRole('listbox', { name: 'Models' }).getByRole('option', { selected: true }).locator('.model-id').innerText(), 'anthropic/claude-sonnet-4.5');
  await model(page).fill('gpt mini');
  assert.deepEqual(await options(page).locator('.model-id').allInnerTexts(), ['openai/gpt-4o-mini', 'gpt mini'], 'and as it was typed');
  const active = await model(page).getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`#${active} .model-id`).innerText(), 'openai/gpt-4o-mini');
  await page.keyboard.press('Enter');
  assert.equal(await model(page).inputValue(), 'openai/gpt-4o-mini');
  assert.equal(await model(page).getAttribute('aria-expanded'), 'false');
  assert.equal(await page.getByRole('textbox', { name: 'Message' }).getAttribute('placeholder'), 'Ask openai/gpt-4o-mini anything…');
  await ask(page, 'Hi');
  assert.equal((await calls(page, 'send_message'))[0].params.model, 'openai/gpt-4o-mini');
});

test('the whole name is told where the pointer rests, and lies over no open list', async () => {
  const page = await open('/?scene=ready&manual');
  assert.equal(await model(page).getAttribute('title'), 'anthropic/claude-sonnet-4.5');
  await model(page).click();
  await options(page).first().waitFor();
  assert.equal(await model(page).getAttribute('title'), null);
  await model(page).fill('gpt mini');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.model-input').title === 'openai/gpt-4o-mini');
});

test('any id can be typed and is sent as typed', async () => {
  const page = await open('/?scene=ready&manual');
  await model(page).fill('my-own/model:latest');
  await page.getByText(/What you typed is used/).waitFor();
  await page.getByRole('textbox', { name: 'Message' }).fill('Hi');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'send_message'))[0].params.model, 'my-own/model:latest');
});

test('a part of a name stands for the model that fits best, also where the box is left', async () => {
  const page = await open('/?scene=ready&manual');
  await model(page).fill('gemini');
  await options(page).filter({ hasText: 'google/gemini-2.5-pro' }).waitFor();
  await page.getByRole('textbox', { name: 'Message' }).focus();
  assert.match(await model(page).inputValue(), /^google\/gemini/);
  await model(page).fill('openai/gpt-4o');
  await page.keyboard.press('Enter');
  assert.equal(await model(page).inputValue(), 'openai/gpt-4o', 'a whole name is that one');
  await model(page).fill('gemini');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  assert.equal(await model(page).inputValue(), 'gemini', 'and it can be meant as it is');
});

test('a list that comes late is looked through for what was typed', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => window.fakeEngine.hold('list_models'));
  await model(page).fill('gemini-2.5-p');
  await page.getByText('Reading the list').waitFor();
  await page.evaluate(() => window.fakeEngine.release('list_models'));
  await options(page).filter({ hasText: 'google/gemini-2.5-pro' }).waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await model(page).inputValue(), 'google/gemini-2.5-pro');
});

test('an emptied box goes back to what would be used', async () => {
  const page = await open('/?scene=ready&manual');
  await model(page).fill('other/model');
  await page.keyboard.press('Enter');
  await model(page).fill('');
  await page.keyboard.press('Enter');
  assert.equal(await model(page).inputValue(), 'anthropic/claude-sonnet-4.5');
  await ask(page, 'Hi');
  assert.equal((await calls(page, 'send_message'))[0].params.model, null);
});

test('without a key and before a question the list says why it is empty', async () => {
  const page = await open('/?scene=demo&manual');
  await model(page).click();
  await page.getByText(/once a key is set or a question was sent/).waitFor();
  assert.deepEqual(await calls(page, 'list_models'), []);
  await page.keyboard.press('Escape');
  await end(page, await ask(page, 'Hi'));
  await page.getByText('Answer ready').waitFor();
  await model(page).click();
  await options(page).first().waitFor();
  assert.deepEqual(await calls(page, 'list_models'), [{ connection: 'demo' }]);
});

test('a hundred thousand names are drawn a hundred at a time', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    window.fakeEngine.models = Array.from({ length: 100_000 }, (_, index) => ({ id: `vendor/model-${index}`, connection: 'gateway', contextWindow: null, maxOutput: null, inputUsdPerMillion: null, outputUsdPerMillion: null }));
  });
  await model(page).click();
  await options(page).first().waitFor();
  assert.equal(await options(page).locator('.model-id').count(), 100);
  await page.getByText('99,900 more: type to narrow the list.').waitFor();
  await model(page).fill('model-99999');
  assert.deepEqual(await options(page).allInnerTexts(), ['vendor/model-99999', 'model-99999']);
});

test('a list that cannot be read says so, and is asked for again at the next opening', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => window.fakeEngine.refusals.set('list_models', window.fakeError('offline', 'This computer is offline.')));
  await model(page).click();
  await page.getByText('This computer is offline. Any model id can be typed.').waitFor();
  await page.keyboard.press('Escape');
  await model(page).click();
  await options(page).first().waitFor();
});

test('Esc closes the list first and only then stops an answer', async () => {
  const page = await open('/?scene=ready&manual');
  await ask(page, 'Hi');
  await model(page).click();
  await options(page).first().waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await model(page).getAttribute('aria-expanded'), 'false');
  assert.deepEqual(await calls(page, 'cancel_turn'), []);
  await page.keyboard.press('Escape');
  assert.equal((await calls(page, 'cancel_turn')).length, 1);
});

const group = (page, name) => page.getByRole('listbox', { name: 'Models' }).getByRole('group', { name }).locator('.model-id');

test('favourites stand first, then recent ones, and context, price and a near retirement beside each', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const { snapshot, models } = window.fakeEngine;
    snapshot.settings = { ...snapshot.settings, favouriteModels: ['openai/gpt-4o', 'my/own'] };
    Object.assign(models[3], { inputUsdPerMillion: '2.5', outputUsdPerMillion: '10', retiresAtMs: Date.now() + 86_400_000 });
    Object.assign(models[0], { retiresAtMs: Date.now() + 90 * 86_400_000 });
    window.fakeEngine.emit({ type: 'resync' });
  });
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'attach').length === 2);
  await end(page, await ask(page, 'Hi'));
  await page.getByText('Answer ready').waitFor();
  await model(page).click();
  await group(page, 'Recent').waitFor();
  assert.deepEqual(await group(page, 'Favourites').allInnerTexts(), ['openai/gpt-4o', 'my/own']);
  assert.deepEqual(await group(page, 'Recent').allInnerTexts(), ['anthropic/claude-sonnet-4.5']);
  assert.match(await options(page).first().innerText(), /200,000 tokens · \$2\.5 in, \$10 out a million · retires on /);
  assert.equal((await options(page).nth(2).innerText()).includes('retires'), false, 'not before 30 days ahead');
  await options(page).nth(1).click();
  assert.equal(await model(page).inputValue(), 'my/own');
});

test('what was asked last stays recent after a restart', async () => {
  const page = await open('/?scene=ready&manual');
  await model(page).fill('openai/gpt-4o');
  await page.keyboard.press('Enter');
  await end(page, await ask(page, 'Hi'));
  await page.reload();
  await page.waitForFunction(() => window.fakeEngine?.calls.some(({ command }) => command === 'page_ready'));
  await model(page).click();
  await group(page, 'Recent').waitFor();
  assert.deepEqual(await group(page, 'Recent').allInnerTexts(), ['openai/gpt-4o']);
});

test('a favourite is kept by its star or by Shift+Enter, and let go again; the list stays open', async () => {
  const page = await open('/?scene=ready&manual');
  const kept = () => page.evaluate(() => window.fakeEngine.snapshot.settings.favouriteModels);
  await model(page).click();
  await options(page).filter({ hasText: 'google/gemini-2.5-pro' }).locator('.option-star').click();
  await group(page, 'Favourites').waitFor();
  assert.deepEqual(await kept(), ['google/gemini-2.5-pro']);
  assert.equal(await model(page).getAttribute('aria-expanded'), 'true');
  assert.equal(await model(page).inputValue(), 'anthropic/claude-sonnet-4.5', 'nothing was chosen');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Enter');
  await group(page, 'Favourites').waitFor({ state: 'detached' });
  assert.deepEqual(await kept(), []);
  const active = await model(page).getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`#${active} .model-id`).innerText(), 'google/gemini-2.5-pro', 'the keyboard stays with it');
});

/** @param {import('playwright-core').Page} page @param {string} turn */
async function answered(page, turn) {
  await patch(page, turn, append(paragraph('Hello.')));
  await end(page, turn);
}

test('an answer is asked for again of another model, which is asked this once', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, await ask(page, 'Hi'));
  const more = page.locator('.message-assistant message-menu > button');
  await more.click();
  await page.getByRole('menuitem', { name: 'Ask another model…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ask again with' });
  await dialog.getByRole('option').first().waitFor();
  await page.keyboard.type('gemini pro');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const [{ params }] = await calls(page, 'retry_turn');
  assert.deepEqual([params.model, params.preset], ['google/gemini-2.5-pro', null]);
  assert.equal(await dialog.isVisible(), false);
  await answered(page, await page.evaluate(() => window.fakeEngine.running[0]));
  await page.locator('.message-assistant message-menu > button').click();
  await page.getByRole('menuitem', { name: 'Ask another model…' }).click();
  await dialog.getByRole('option', { name: 'Terse' }).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const last = (await calls(page, 'retry_turn')).at(-1).params;
  assert.deepEqual([last.model, last.preset], [null, 'Terse']);
});

test('Esc leaves the dialog without asking, and the focus goes back', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, await ask(page, 'Hi'));
  await page.locator('.message-assistant message-menu > button').click();
  await page.getByRole('menuitem', { name: 'Ask another model…' }).click();
  await page.getByRole('dialog', { name: 'Ask again with' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Ask again with' }).waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'More');
  assert.deepEqual(await calls(page, 'retry_turn'), []);
});
