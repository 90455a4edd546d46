// What a person typed or chose stays where it belongs, whatever happens meanwhile: nothing of it is lost,
// and nothing goes to another chat.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const box = (page) => page.getByRole('textbox', { name: 'Message' });
const row = (page, name) => page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name });
const heading = (page, name) => page.getByRole('heading', { level: 1, name });
const newChat = (page) => page.getByRole('button', { name: 'New chat' }).click();
const hold = (page, command) => page.evaluate((name) => window.fakeEngine.hold(name), command);
const release = (page, command) => page.evaluate((name) => window.fakeEngine.release(name), command);
const frames = (page) => page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));

/** A chat with one answered question. @param {import('playwright-core').Page} page */
async function chat(page, question) {
  const turn = await ask(page, question);
  await patch(page, turn, append(paragraph(`Answer to ${question}`)));
  await end(page, turn);
  await page.getByRole('button', { name: 'Send', exact: true }).and(page.locator(':enabled')).waitFor();
}

test('a title that was typed is the one of its chat, also where another chat or a new one comes on screen', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await newChat(page);
  await chat(page, 'Two');
  const title = page.getByRole('textbox', { name: 'Title' });
  await page.getByRole('button', { name: 'Rename' }).click();
  await title.fill('The second');
  await page.keyboard.press('Control+Tab');
  await heading(page, 'One').waitFor();
  assert.equal(await title.isVisible(), false);
  await page.getByRole('button', { name: 'Rename' }).click();
  await title.fill('The first');
  await page.keyboard.press('Control+n');
  await row(page, 'The first').waitFor();
  await row(page, 'The second').waitFor();
  const [one, two] = await page.evaluate(() => [...window.fakeEngine.conversations.keys()]);
  assert.deepEqual(await calls(page, 'rename_conversation'), [{ id: two, title: 'The second' }, { id: one, title: 'The first' }]);
});

test('a chat that opens slowly does not come back once another one was gone to', async () => {
  const page = await open('/?scene=ready');
  await hold(page, 'open_at');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('no longer fits');
  await page.locator('.palette-group').nth(1).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await row(page, 'Names for a small wooden boat').click();
  await heading(page, 'Names for a small wooden boat').waitFor();
  await release(page, 'open_at');
  await frames(page);
  assert.equal(await heading(page, 'Names for a small wooden boat').count(), 1);
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('what is done with a chat from the palette shows it in place of the usage page', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await page.getByRole('button', { name: 'Usage' }).click();
  await page.getByRole('heading', { name: 'Usage' }).waitFor();
  await page.keyboard.press('Control+k');
  assert.equal(await page.getByRole('heading', { name: 'Usage' }).count(), 1, 'looking for something leaves it where it is');
  await page.keyboard.type('rename this');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Named');
  await page.keyboard.press('Enter');
  await heading(page, 'Named').waitFor();
});

test('from chat to chat by keys, those that are deleted are gone past', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await newChat(page);
  await chat(page, 'Two');
  await page.keyboard.press('Control+Shift+Backspace');
  await newChat(page);
  await page.getByRole('combobox', { name: 'Which chats are listed' }).selectOption({ label: 'Recently deleted' });
  await row(page, 'Two').waitFor();
  const before = (await calls(page, 'open_conversation')).length;
  await page.keyboard.press('Control+Tab');
  await frames(page);
  assert.equal((await calls(page, 'open_conversation')).length, before);
});

test('what was said of a file that could not go stays with its chat', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await page.evaluate(() => document.querySelector('draft-files').choose([new File([new Uint8Array(24 * 1024 * 1024 + 1)], 'big.pdf')]));
  await page.getByText('big.pdf is over 24 MB').waitFor();
  await newChat(page);
  await page.getByText('big.pdf is over 24 MB').waitFor({ state: 'hidden' });
});

test('a message that was found for another text cannot be chosen', async () => {
  const page = await open('/?scene=ready');
  const messages = page.locator('.palette-title').getByText('Messages');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('wood');
  await messages.waitFor();
  await hold(page, 'search');
  await page.keyboard.type('en');
  assert.equal(await messages.count(), 1, 'it may still fit');
  await page.getByRole('combobox', { name: 'Search' }).fill('query');
  assert.equal(await messages.count(), 0);
});

test('an older search that fails takes nothing away from a newer one', async () => {
  const page = await open('/?scene=ready');
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    const invoke = engine.invoke.bind(engine);
    engine.invoke = async (command, args) => {
      if (command === 'search' && args.params.text === 'query') {
        await new Promise((go) => (window.late = go));
        throw window.fakeError('storage', 'The history cannot be read.');
      }
      return invoke(command, args);
    };
  });
  const messages = page.locator('.palette-title').getByText('Messages');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('query');
  await page.getByRole('combobox', { name: 'Search' }).fill('wooden');
  await messages.waitFor();
  await page.evaluate(() => window.late());
  await frames(page);
  assert.equal(await messages.count(), 1);
  assert.equal(await page.getByText('The search failed').count(), 0);
});

const choose = (page, name) => page.evaluate((called) => document.querySelector('draft-files').choose([new File(['x'], called)]), name);
const holds = (page, text) => page.waitForFunction((wanted) => document.querySelector('message-composer textarea').value === wanted, text);

test('questions asked before give the draft back by Esc, and a starter stands behind it', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await newChat(page);
  await box(page).fill('half a thought');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('asked before');
  await page.keyboard.press('Enter');
  await holds(page, 'One');
  await page.keyboard.press('Escape');
  await holds(page, 'half a thought');
  await page.getByRole('button', { name: 'What is 2+2?' }).click();
  await holds(page, 'half a thought\n\nWhat is 2+2?');
});

test('the draft of another chat is not what a page that died in a temporary chat begins with', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await box(page).fill('for One alone');
  await page.getByRole('button', { name: 'Temporary chat' }).click();
  assert.equal(await page.evaluate(() => JSON.stringify({ ...sessionStorage }).includes('for One alone')), false);
});
