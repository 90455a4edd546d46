// The palette: one box for chats, messages, acts and models; and keys that a person chose.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrasts } from '../contrast.js';
import { ask, calls, end, withBrowser } from '../page.js';

const { open } = withBrowser();

const box = (page) => page.getByRole('combobox', { name: 'Search' });
const options = (page) => page.locator('.palette-name').allInnerTexts();
const active = (page) => page.evaluate(() => document.getElementById(document.querySelector('.palette-text').getAttribute('aria-activedescendant'))?.querySelector('.palette-name').textContent);

/** Opens the palette and types. @param {import('playwright-core').Page} page */
async function search(page, typed) {
  await page.keyboard.press('Control+k');
  await box(page).waitFor();
  await page.keyboard.type(typed);
}

test('before anything is typed it offers recent chats and common acts', async () => {
  const page = await open('/?scene=ready');
  await page.getByRole('searchbox', { name: 'Search' }).click();
  assert.equal(await box(page).evaluate((element) => element === document.activeElement), true);
  assert.deepEqual(await page.locator('.palette-title').allInnerTexts(), ['Chats', 'Acts']);
  assert.equal((await options(page))[0], 'Explain how a browser checks a certificate');
  assert.deepEqual(await calls(page, 'search'), [], 'nothing is looked for');
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.className), 'search-text', 'the focus goes back');
});

test('chats, acts and models are found by what is typed, the best first, and marked', async () => {
  const page = await open('/?scene=ready');
  await search(page, 'boat');
  await page.locator('.palette-group').nth(1).waitFor();
  assert.equal(await active(page), 'Names for a small wooden boat');
  assert.deepEqual(await page.locator('.palette-group').first().locator('mark').allInnerTexts(), ['boat']);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Names for a small wooden boat' }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Message' }).evaluate((element) => element === document.activeElement), true);
  await search(page, 'gemini pro');
  await page.getByRole('option', { name: 'google/gemini-2.5-pro' }).waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await page.getByRole('combobox', { name: 'Model' }).inputValue(), 'google/gemini-2.5-pro');
  await search(page, 'hide the sidebar');
  await page.keyboard.press('Enter');
  assert.equal(await page.getByRole('navigation', { name: 'Conversations' }).count(), 0);
});

test('what cannot be done now is not offered', async () => {
  const page = await open('/?scene=ready&manual');
  await search(page, 'delete this');
  assert.deepEqual(await options(page), []);
  await page.getByText('Nothing found.').waitFor();
  await page.keyboard.press('Escape');
  await end(page, await ask(page, 'One'));
  await page.getByText('Answer ready').waitFor();
  await search(page, 'delete this');
  assert.deepEqual(await options(page), ['Delete this chat']);
});

test('a message that is found opens its chat at the place, which is marked until the next thing is done', async () => {
  const page = await open('/?scene=ready');
  await search(page, 'no longer fits');
  await page.locator('.palette-group').nth(1).waitFor();
  assert.deepEqual(await page.locator('.palette-title').allInnerTexts(), ['Chats', 'Messages']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => CSS.highlights.has('arrived'));
  assert.equal(await page.evaluate(() => [...CSS.highlights.get('arrived')][0].toString()), 'no longer fits');
  assert.deepEqual(await calls(page, 'open_at'), [{ message: 's6-q' }]);
  await page.keyboard.type('x');
  assert.equal(await page.evaluate(() => CSS.highlights.has('arrived')), false);
});

test('an answer to an older search never replaces that to a newer one', async () => {
  const page = await open('/?scene=ready');
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    const invoke = engine.invoke.bind(engine);
    window.late = [];
    engine.invoke = async (command, args) => {
      const found = await invoke(command, args);
      // The first search answers last.
      if (command === 'search' && args.params.text === 'query') {
        await new Promise((go) => window.late.push(go));
      }
      return found;
    };
  });
  await search(page, 'query');
  await box(page).fill('wooden');
  await page.locator('.palette-option').filter({ hasText: 'wooden boat' }).nth(1).waitFor();
  await page.evaluate(() => window.late.forEach((go) => go()));
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
  assert.ok((await options(page)).every((name) => !name.includes('query')), 'the late one is dropped');
});

test('arrows go around, a click chooses, and a press beside it closes', async () => {
  const page = await open('/?scene=ready');
  await search(page, '');
  const all = await options(page);
  await page.keyboard.press('ArrowUp');
  assert.equal(await active(page), all.at(-1));
  await page.keyboard.press('ArrowDown');
  assert.equal(await active(page), all[0]);
  await page.getByRole('option', { name: 'Why is my SQL query slow?' }).click();
  await page.getByRole('heading', { level: 1, name: 'Why is my SQL query slow?' }).waitFor();
  await search(page, '');
  await page.mouse.click(5, 5);
  assert.equal(await page.getByRole('dialog').count(), 0);
});

test('Esc in the palette stops no answer', async () => {
  const page = await open('/?scene=ready&manual');
  await ask(page, 'One');
  await search(page, 'x');
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.deepEqual(await calls(page, 'cancel_turn'), []);
});

test('a search that fails says so, and names are found all the same', async () => {
  const page = await open('/?scene=ready');
  await page.evaluate(() => window.fakeEngine.refusals.set('search', window.fakeError('storage', 'The history cannot be read.')));
  await page.keyboard.press('Control+k');
  await box(page).fill('boat');
  await page.getByText('The search failed').waitFor();
  assert.equal(await active(page), 'Names for a small wooden boat');
});

for (const colorScheme of ['light', 'dark']) {
  test(`every text of the palette can be read: ${colorScheme}`, async () => {
    const page = await open('/?scene=ready', { colorScheme, reducedMotion: 'reduce' });
    await search(page, 'ch');
    await page.locator('.palette-about').first().waitFor();
    assert.deepEqual((await page.evaluate(contrasts)).filter(({ ratio }) => ratio < 4.5), []);
  });
}

/** The row of an act in the settings. @param {import('playwright-core').Page} page */
const keysOf = (page, name) => page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });

test('Escape empties the search for keys, and then closes the settings', async () => {
  const page = await open('/?scene=ready');
  await page.keyboard.press('Control+/');
  const looked = page.getByRole('searchbox', { name: 'Search acts and keys' });
  await looked.fill('new chat');
  // A key that no engine acts on by itself: WebKitGTK's own field would keep the true one.
  const escape = () => looked.evaluate((element) => element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true, cancelable: true })));
  await escape();
  assert.equal(await looked.inputValue(), '');
  await keysOf(page, 'Next chat').waitFor();
  await escape();
  await looked.waitFor({ state: 'hidden' });
  assert.equal(await page.getByRole('textbox', { name: 'Message' }).evaluate((element) => element === document.activeElement), true);
});

test('keys are added, told where they are taken, taken over, and made as they were', async () => {
  const page = await open('/?scene=ready');
  await page.keyboard.press('Control+/');
  const looked = page.getByRole('searchbox', { name: 'Search acts and keys' });
  await looked.waitFor();
  assert.equal(await looked.evaluate((element) => element === document.activeElement), true);
  await looked.fill('new chat');
  const add = page.getByRole('button', { name: 'Add keys: New chat', exact: true });
  await add.press('Enter');
  await page.getByText('Press the keys for “New chat”.').waitFor();
  await page.keyboard.press('j');
  await page.getByText('Hold Ctrl, Cmd or Alt too').waitFor();
  await page.keyboard.press('Control+c');
  await page.getByText('Ctrl+C belongs to writing').waitFor();
  await page.keyboard.press('Shift+F10');
  await page.getByText('Shift+F10 always means').waitFor();
  await page.keyboard.press('F2');
  await page.getByText('F2 always means').waitFor();
  assert.deepEqual(await page.evaluate(() => window.fakeEngine.snapshot.settings.shortcuts), [], 'nothing is taken that stays as it is');
  await page.keyboard.press('Control+j');
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.shortcuts.length > 0);
  assert.deepEqual(await page.evaluate(() => window.fakeEngine.snapshot.settings.shortcuts), ['newChat=Mod+N', 'newChat=Mod+Shift+O', 'newChat=Mod+J']);
  await page.getByText('Saved.').waitFor();
  await add.press('Enter');
  await page.keyboard.press('Control+f');
  await page.getByText('Ctrl+F is taken by “Find in this chat”.').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.shortcuts.includes('find='));
  await page.getByRole('button', { name: 'Take Ctrl+N from “New chat”' }).click();
  await page.waitForFunction(() => !window.fakeEngine.snapshot.settings.shortcuts.includes('newChat=Mod+N'));
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Names for a small wooden boat' }).click();
  const title = (name) => page.getByRole('heading', { level: 1, name }).waitFor();
  await title('Names for a small wooden boat');
  await page.keyboard.press('Control+n');
  await title('Names for a small wooden boat');
  await page.keyboard.press('Control+f');
  await title('New chat');
  assert.match(await page.getByRole('button', { name: 'New chat' }).first().getAttribute('title'), /\(Ctrl\+Shift\+O\)/);
  await page.keyboard.press('Control+/');
  await page.getByRole('button', { name: 'Reset all' }).click();
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.shortcuts.length === 0);
  assert.equal(await keysOf(page, 'New chat').locator('.chord').count(), 2);
});

test('Esc gives up adding keys, and what was pressed does nothing else meanwhile', async () => {
  const page = await open('/?scene=ready');
  await page.keyboard.press('Control+/');
  await page.getByRole('button', { name: 'Add keys: Search', exact: true }).press('Enter');
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('dialog', { name: 'Settings' }).count(), 1, 'the settings stay open');
  assert.deepEqual(await calls(page, 'set_settings'), []);
});

test('the zoom goes step by step, is kept, and works in a dialog too', async () => {
  const page = await open('/?scene=ready');
  await page.keyboard.press('Control+=');
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.zoom === 110);
  await page.keyboard.press('Control+,');
  await page.keyboard.press('Control+=');
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.zoom === 125);
  await page.keyboard.press('Control+-');
  await page.keyboard.press('Control+0');
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.zoom === 100);
  const steps = (await calls(page, 'zoom_window')).map(({ percent }) => percent);
  assert.deepEqual(steps.filter((step, index) => step !== steps[index - 1]), [110, 125, 110, 100]);
});

test('keys copy the last answer and its code, and answer once more', async () => {
  const page = await open('/?scene=ready', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: 'Names for a small wooden boat' }).click();
  await page.getByRole('article').first().waitFor();
  await page.keyboard.press('Control+Shift+C');
  await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'A browser checks three things…');
  await page.keyboard.press('Control+Shift+;');
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('openssl'));
  await page.keyboard.press('Control+Shift+R');
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'retry_turn'));
});

test('what is typed in the searchbox of the sidebar goes on in the palette', async () => {
  const page = await open('/?scene=ready');
  const way = page.getByRole('searchbox', { name: 'Search' });
  await way.focus();
  assert.equal(await box(page).count(), 0, 'coming by opens nothing');
  await page.keyboard.type('boat');
  await page.locator('.palette-option').filter({ hasText: 'Names for a small wooden boat' }).first().waitFor();
  assert.equal(await box(page).inputValue(), 'boat');
  await page.keyboard.press('Escape');
  assert.equal(await way.inputValue(), '');
  assert.equal(await way.evaluate((one) => one === document.activeElement), true);
  await page.keyboard.press('Enter');
  await box(page).waitFor();
});
