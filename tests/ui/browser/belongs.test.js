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

const refuse = (page, command) => page.evaluate((name) => window.fakeEngine.refusals.set(name, window.fakeError('storage', 'The disk is full.')), command);
const retry = (page) => page.getByRole('alert').getByRole('button', { name: 'Retry' });
const chips = (page) => page.getByRole('list', { name: 'Attached files' });
const choose = (page, name) => page.evaluate((called) => document.querySelector('draft-files').choose([new File(['x'], called)]), name);
const drafts = async (page) => (await calls(page, 'save_draft')).map(({ params }) => params);
const holds = (page, text) => page.waitForFunction((wanted) => document.querySelector('message-composer textarea').value === wanted, text);

test('Retry of a refused command gives that again, and nothing else goes out by it', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await box(page).fill('not ready yet');
  await refuse(page, 'export_conversation');
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('alert').getByText('The disk is full.').waitFor();
  await retry(page).click();
  await page.getByRole('status').filter({ hasText: 'Exported to' }).waitFor();
  assert.equal((await calls(page, 'export_conversation')).length, 2);
  assert.equal((await calls(page, 'send_message')).length, 1);
  assert.equal(await box(page).inputValue(), 'not ready yet');
});

test('Retry of a refused repetition repeats that, and the draft stays', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await box(page).fill('not ready yet');
  await refuse(page, 'retry_turn');
  await page.locator('.message-assistant').getByRole('button', { name: 'Retry' }).click();
  await retry(page).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const [first, second] = await calls(page, 'retry_turn');
  assert.deepEqual([second.params.message, second.params.preset], [first.params.message, null]);
  assert.equal((await calls(page, 'send_message')).length, 1);
  assert.equal(await box(page).inputValue(), 'not ready yet');
});

test('a question that was put otherwise and refused stays where it stands, and Retry puts it there again', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await refuse(page, 'edit_message');
  await page.getByRole('article', { name: 'You' }).getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('textbox', { name: 'Edit question' });
  await edit.fill('Another one');
  await edit.press('Enter');
  await page.getByRole('alert').waitFor();
  assert.equal(await edit.inputValue(), 'Another one');
  assert.equal(await box(page).inputValue(), '');
  await edit.press('!');
  await retry(page).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.deepEqual((await calls(page, 'edit_message')).map(({ params }) => params.text), ['Another one', await page.evaluate(() => [...window.fakeEngine.conversations.values()][0].messages[0].text)]);
  assert.equal((await calls(page, 'send_message')).length, 1);
  assert.equal(await edit.count(), 0);
});

test('a question waits for its files', async () => {
  const page = await open('/?scene=ready&manual');
  await hold(page, 'add_file');
  await choose(page, 'a.txt');
  await box(page).fill('What is it?');
  await page.keyboard.press('Enter');
  await page.getByText('A file is still on its way').waitFor();
  assert.equal(await box(page).inputValue(), 'What is it?');
  assert.deepEqual(await calls(page, 'send_message'), []);
  await release(page, 'add_file');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const [{ params }] = await calls(page, 'send_message');
  assert.deepEqual([params.text, params.files], ['What is it?', ['file-1']]);
});

test('a question whose file is refused while it waits is not sent without it', async () => {
  const page = await open('/?scene=ready&manual');
  await hold(page, 'add_file');
  await choose(page, 'a.mp3');
  await box(page).fill('What is it?');
  await page.keyboard.press('Enter');
  await refuse(page, 'add_file');
  await release(page, 'add_file');
  await page.getByRole('alert').getByText('The disk is full.').waitFor();
  await frames(page);
  assert.deepEqual(await calls(page, 'send_message'), []);
  assert.equal(await box(page).inputValue(), 'What is it?');
});

test('a file that arrives after its chat was left goes to the draft there, before another one is opened', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await hold(page, 'add_file');
  await choose(page, 'a.txt');
  await box(page).fill('What is it?');
  await newChat(page);
  await box(page).fill('Something else');
  await release(page, 'add_file');
  await page.waitForFunction(() => window.fakeEngine.calls.findLast(({ command }) => command.endsWith('_draft'))?.command === 'open_draft');
  assert.equal(await chips(page).isVisible(), false);
  const id = await page.evaluate(() => [...window.fakeEngine.conversations.keys()][0]);
  assert.deepEqual((await drafts(page)).findLast(({ conversation }) => conversation === id).files, ['file-1']);
  const order = await page.evaluate(() => window.fakeEngine.calls.map(({ command, args }) => [command, args.params?.files?.[0] ?? '']));
  const saved = order.findLastIndex(([command, file]) => command === 'save_draft' && file === 'file-1');
  assert.ok(saved < order.findLastIndex(([command]) => command === 'open_draft'));
});

test('a question that is refused after its chat was left stands there again, and nowhere else', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await hold(page, 'send_message');
  await box(page).fill('And again?');
  await page.keyboard.press('Enter');
  await newChat(page);
  await box(page).fill('Something else');
  await refuse(page, 'send_message');
  await release(page, 'send_message');
  await page.getByText('A question in another chat was not sent. It stands there again.').waitFor();
  assert.equal(await box(page).inputValue(), 'Something else');
  assert.equal(await retry(page).count(), 0);
  await row(page, 'One').click();
  await holds(page, 'And again?');
  await newChat(page);
  await holds(page, 'Something else');
});

test('what is typed while a draft is opened goes on behind it', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await box(page).fill('half a thought');
  await newChat(page);
  await hold(page, 'open_draft');
  await row(page, 'One').click();
  await heading(page, 'One').waitFor();
  await page.keyboard.type('more');
  await release(page, 'open_draft');
  await holds(page, 'half a thought\n\nmore');
  await page.keyboard.type('!');
  assert.equal(await box(page).inputValue(), 'half a thought\n\nmore!');
});

test('what was typed in a chat that was left before its draft came is there beside it', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await box(page).fill('half a thought');
  await newChat(page);
  await hold(page, 'open_draft');
  await row(page, 'One').click();
  await heading(page, 'One').waitFor();
  await page.keyboard.type('more');
  await newChat(page);
  await release(page, 'open_draft');
  await holds(page, '');
  await row(page, 'One').click();
  await holds(page, 'half a thought\n\nmore');
});

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

test('with Mod+Enter as the key that sends, Enter begins a line in a question that is put otherwise, too', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await page.evaluate(() => Object.assign(window.fakeEngine.snapshot.settings, { sendWith: 'modEnter' }));
  await page.evaluate(() => window.fakeEngine.emit({ type: 'resync' }));
  await page.locator('.send[aria-keyshortcuts="Control+Enter"]').waitFor();
  await page.getByRole('article', { name: 'You' }).getByRole('button', { name: 'Edit' }).click();
  await page.keyboard.press('Enter');
  await page.keyboard.type('two');
  assert.equal(await page.getByRole('textbox', { name: 'Edit question' }).inputValue(), 'One\ntwo');
  assert.deepEqual(await calls(page, 'edit_message'), []);
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'edit_message'))[0].params.text, 'One\ntwo');
});

test('a question that is being put otherwise is still there after another chat was on screen', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  const edit = page.getByRole('textbox', { name: 'Edit question' });
  await page.getByRole('article', { name: 'You' }).getByRole('button', { name: 'Edit' }).click();
  await edit.fill('Half of');
  await newChat(page);
  assert.equal(await edit.count(), 0);
  await row(page, 'One').click();
  await edit.waitFor();
  assert.equal(await edit.inputValue(), 'Half of');
  assert.equal(await box(page).evaluate((area) => area === document.activeElement), true, 'it takes no focus');
  await edit.press('Escape');
  await newChat(page);
  await row(page, 'One').click();
  await page.getByText('Answer to One').waitFor();
  assert.equal(await edit.count(), 0, 'what was given up stays so');
});

test('a new chat that is made temporary takes what was typed with it, and nothing of that is kept', async () => {
  const page = await open('/?scene=ready&manual');
  await box(page).fill('between us');
  await page.waitForTimeout(600);
  assert.equal((await drafts(page)).at(-1).text, 'between us');
  const toggle = page.getByRole('button', { name: 'Temporary chat' });
  await toggle.click();
  assert.equal(await box(page).inputValue(), 'between us');
  await page.waitForTimeout(600);
  const onDisk = async () => (await drafts(page)).filter((draft) => !draft.temporary).at(-1);
  assert.deepEqual((await onDisk()).text, '');
  assert.equal(await page.evaluate(() => JSON.stringify({ ...sessionStorage }).includes('between us')), false);
  await toggle.click();
  assert.equal(await box(page).inputValue(), 'between us', 'and back');
  await box(page).press('End');
  await page.keyboard.type('!');
  await toggle.click();
  await page.keyboard.type('!');
  await toggle.click();
  await holds(page, '');
  assert.equal((await onDisk()).text, '');
  await page.getByRole('button', { name: 'Undo' }).click();
  await holds(page, 'between us!!');
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
});

test('a new chat that is made temporary is asked with what was chosen for it, and nothing of that is kept', async () => {
  const page = await open('/?scene=ready&manual');
  const toggle = page.getByRole('button', { name: 'Temporary chat' });
  await page.evaluate(() => (window.fakeEngine.desk.presets.presets = [
    { name: 'Pirate', connection: null, model: null, instructions: 'Talk like a pirate.', parameters: { maxTokens: 256, temperature: null, seed: null, stop: [], reasoning: null } },
  ]));
  await box(page).fill('@Pir');
  await page.getByRole('option', { name: /Pirate/ }).waitFor();
  await page.keyboard.press('Tab');
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: /haiku/ }).first().click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('options');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Instructions' }).fill('Be brief.');
  await page.getByRole('dialog').getByRole('button', { name: 'Use for this chat' }).click();
  await page.waitForTimeout(600);
  const { asking } = (await drafts(page)).at(-1);
  assert.deepEqual([asking.preset, asking.model !== null, asking.begin.instructions], ['Pirate', true, 'Be brief.']);
  await toggle.click();
  await page.waitForTimeout(600);
  assert.equal((await drafts(page)).filter((draft) => !draft.temporary).at(-1).asking, null, 'nothing is kept of a temporary chat');
  await toggle.click();
  await page.waitForTimeout(600);
  assert.deepEqual((await drafts(page)).at(-1).asking, asking, 'and back');
  await toggle.click();
  await ask(page, 'Ahoy?');
  const { preset, model, begin, temporary } = (await calls(page, 'send_message')).at(-1).params;
  assert.deepEqual({ preset, model, begin, temporary }, { ...asking, temporary: true });
});

test('a draft that gave way to a question asked before comes back once that is sent', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  const recalled = async (draft, question) => {
    await box(page).fill(draft);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('asked before');
    await page.keyboard.press('Enter');
    await holds(page, question);
  };
  await recalled('half a thought', 'One');
  await page.keyboard.press('ArrowDown');
  await holds(page, 'half a thought');
  await recalled('half a thought', 'One');
  await page.keyboard.type(' more');
  await page.keyboard.press('Enter');
  await holds(page, 'half a thought');
  assert.equal((await calls(page, 'send_message')).at(-1).params.text, 'One more');
  await newChat(page);
  await holds(page, '');
  await recalled('for this chat', 'One more');
  await row(page, 'One').click();
  await holds(page, 'half a thought');
  await newChat(page);
  await box(page).fill('Another');
  await page.keyboard.press('Enter');
  await holds(page, '');
});

test('the draft of another chat is not what a page that died in a temporary chat begins with', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 'One');
  await box(page).fill('for One alone');
  await page.getByRole('button', { name: 'Temporary chat' }).click();
  assert.equal(await page.evaluate(() => JSON.stringify({ ...sessionStorage }).includes('for One alone')), false);
});

test('a temporary chat whose page died in mid-stream comes back with its answer', async () => {
  const page = await open('/?scene=ready&manual');
  await page.getByRole('button', { name: 'Temporary chat' }).click();
  const turn = await ask(page, 'Between us');
  await patch(page, turn, append(paragraph('half ')));
  await page.getByText('half').waitFor();
  const kept = await page.evaluate(() => JSON.stringify([[...window.fakeEngine.conversations], [...window.fakeEngine.turns]]));
  await page.addInitScript((text) => {
    // The engine outlives the page: hand its memory to the one of the next page.
    let engine;
    Object.defineProperty(window, 'fakeEngine', {
      get: () => engine,
      set: (made) => {
        engine = made;
        const [conversations, turns] = JSON.parse(text);
        engine.conversations = new Map(conversations);
        engine.turns = new Map(turns);
      },
    });
  }, kept);
  await page.reload();
  await page.getByText('half').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Temporary chat' }).getAttribute('aria-pressed'), 'true');
  await patch(page, turn, [{ op: 'appendText', path: [0, 0], text: 'and whole' }]);
  await page.getByText('half and whole').waitFor();
});

/** In the middle of a chat of a thousand messages. */
async function inTheMiddle() {
  const page = await open('/?scene=ready&manual&long=1000');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('message 401');
  await page.locator('.palette-title').getByText('Messages').waitFor();
  await page.locator('.palette-option').filter({ hasText: 'message 401' }).first().click();
  await page.getByText('message 401').first().waitFor();
  return page;
}

test('in the middle of a long chat, Up edits its last question', async () => {
  const page = await inTheMiddle();
  await box(page).focus();
  await page.keyboard.press('ArrowUp');
  const edit = page.getByRole('textbox', { name: 'Edit question' });
  assert.match(await edit.inputValue(), /^message 998/);
  await edit.fill('Otherwise');
  await edit.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'edit_message'))[0].params.message, 'l998');
});

test('in the middle of a long chat, the last answer is asked for again at its end', async () => {
  const page = await inTheMiddle();
  await hold(page, 'retry_turn');
  await page.keyboard.press('Control+Shift+r');
  await page.getByText('Thinking…').first().waitFor();
  assert.equal((await calls(page, 'retry_turn'))[0].params.message, 'l999');
  await page.locator('message-view').getByText('message 998').waitFor();
  assert.equal(await page.locator('message-view').getByText('message 401').count(), 0);
  await release(page, 'retry_turn');
});
