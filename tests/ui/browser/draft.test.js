// The message to come: its files, its estimate, and the ways on where the chat no longer fits.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const box = (page) => page.getByRole('textbox', { name: 'Message' });
const next = (page) => page.locator('next-turn');
const file = (name, text = 'two and two') => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
const chips = (page) => page.getByRole('list', { name: 'Attached files' });

async function attach(page, ...files) {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach' }).focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(files);
}

/** A chat with so many answered turns, and what the engine says of the next message. */
async function chat(page, turns, preview) {
  for (let turn = 0; turn < turns; turn += 1) {
    const id = await ask(page, `Question ${turn}`);
    await patch(page, id, append(paragraph('Yes.')));
    await end(page, id);
    await page.getByRole('button', { name: 'Send', exact: true }).and(page.locator(':enabled')).waitFor();
  }
  await page.evaluate((told) => Object.assign(window.fakeEngine.desk.preview, told), preview);
}

test('a file is attached, shown with its size, taken away, and sent with the question', async () => {
  const page = await open('/?scene=ready&manual');
  await attach(page, file('sums.png', 'x'.repeat(48_213)), file('notes.txt'));
  await chips(page).getByText('notes.txt, 11 B').waitFor();
  await chips(page).getByText('sums.png, 48 kB').waitFor();
  await page.getByRole('button', { name: 'Remove notes.txt' }).click();
  await page.getByText('notes.txt, 11 B').waitFor({ state: 'detached' });
  assert.deepEqual(await calls(page, 'remove_file'), [{ id: 'file-2' }]);
  await ask(page, 'What is it?');
  const [{ params }] = await calls(page, 'send_message');
  assert.deepEqual(params.files, ['file-1']);
  assert.equal(await chips(page).isVisible(), false);
  const you = page.getByRole('article', { name: 'You' });
  await you.getByRole('list', { name: 'Files' }).getByText('sums.png, 48 kB').waitFor();
  assert.deepEqual((await calls(page, 'add_file')).map(({ name, connection }) => [name, connection]), [['sums.png', 'gateway'], ['notes.txt', 'gateway']]);
});

test('a file that is taken away gives the focus to the next one, the last to the box', async () => {
  const page = await open('/?scene=ready&manual');
  await attach(page, file('a.txt'), file('b.txt'), file('c.txt'));
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.localName);
  await page.getByRole('button', { name: 'Remove b.txt' }).press('Enter');
  assert.equal(await focused(), 'Remove c.txt');
  await page.keyboard.press('Enter');
  assert.equal(await focused(), 'Remove a.txt');
  await page.keyboard.press('Enter');
  assert.equal(await focused(), 'textarea');
});

test('a larger model that is chosen gives the focus to the box', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => Object.assign(window.fakeEngine.desk.preview, { earlier: 3, contextWindow: 1000, tooLong: { sure: false, leaveOut: 2, larger: 'x/y' } }));
  await page.getByRole('textbox', { name: 'Message' }).fill('And then?');
  const way = page.getByRole('button', { name: /Use a larger model/ });
  await way.waitFor();
  await page.evaluate(() => Object.assign(window.fakeEngine.desk.preview, { tooLong: null }));
  await way.press('Enter');
  await way.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'textarea');
});

test('a refused file is told by name, and draft and other files stay', async () => {
  const page = await open('/?scene=ready&manual');
  await box(page).fill('Precious words');
  await attach(page, file('a.txt'));
  await chips(page).getByText('a.txt').waitFor();
  await page.evaluate(() => window.fakeEngine.refusals.set('add_file', window.fakeError('config_invalid', 'tune.mp3 is a sound.', 'Attach text, a picture or a PDF.')));
  await attach(page, file('tune.mp3'));
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.equal(await alert.innerText(), 'tune.mp3 is a sound. Attach text, a picture or a PDF.');
  assert.equal(await box(page).inputValue(), 'Precious words');
  assert.equal(await chips(page).getByRole('listitem').count(), 1);
  await attach(page, file('b.txt'));
  await chips(page).getByText('b.txt').waitFor();
  assert.equal(await alert.count(), 0);
});

test('of several files those that are refused stop none of the others, and are counted', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const big = (/** @type {string} */ name) => new File([new Uint8Array(24 * 1024 * 1024 + 1)], name);
    const small = (/** @type {string} */ name) => new File(['text'], name, { type: 'text/plain' });
    document.querySelector('draft-files').choose([small('a.txt'), big('big.bin'), small('b.txt'), big('huge.bin'), small('c.txt')]);
  });
  await chips(page).getByText('c.txt').waitFor();
  assert.equal(await chips(page).getByRole('listitem').count(), 3);
  const told = page.getByRole('alert');
  await told.waitFor();
  assert.match(await told.innerText(), /^big\.bin is over 24 MB.* One more was not attached\.$/);
});

test('a refused question gets its files back with its text', async () => {
  const page = await open('/?scene=ready&manual');
  await attach(page, file('a.txt'));
  await chips(page).getByText('a.txt').waitFor();
  await page.evaluate(() => window.fakeEngine.refusals.set('send_message', window.fakeError('storage', 'The question cannot be saved.')));
  await box(page).fill('Why?');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  assert.equal(await box(page).inputValue(), 'Why?');
  await chips(page).getByText('a.txt').waitFor();
});

test('a file over the limit is not even read, and a pasted picture is attached', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const big = new File([new Uint8Array(24 * 1024 * 1024 + 1)], 'big.pdf');
    big.arrayBuffer = () => Promise.reject(new Error('it was read'));
    document.querySelector('draft-files').choose([big]);
  });
  await page.getByText('big.pdf is over 24 MB, more than any model takes.').waitFor();
  assert.deepEqual(await calls(page, 'add_file'), []);
  await box(page).evaluate((element) => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await chips(page).getByText('image.png').waitFor();
});

test('the hint for a stale model and the estimate stand under the box before sending', async () => {
  const page = await open('/?scene=ready&manual');
  const cost = { leastUsd: '0.009', mostUsd: '0.071', outputLimit: 4096 };
  await page.evaluate((told) => Object.assign(window.fakeEngine.desk.preview, told), { hint: 'openai/gpt-4 is not in the list of models.', cost });
  await box(page).fill('12345678');
  await next(page).getByText('About 2–12 tokens in, at most 4,096 out: $0.009–$0.071').waitFor();
  await next(page).getByText('openai/gpt-4 is not in the list of models.').waitFor();
  await box(page).fill('');
  await next(page).getByText('About').waitFor({ state: 'detached' }).catch(() => undefined);
  assert.equal((await next(page).innerText()).includes('About'), false);
  const asked = await calls(page, 'preview_turn');
  assert.equal(asked.length, 1, 'not at every key');
  assert.equal(asked[0].params.text, '12345678');
});

test('a chat that is only read is not counted; the first word in it is looked ahead of', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 1, { hint: 'It is not in the list of models.' });
  await box(page).fill(' ');
  // As long as the engine is given to be asked in.
  await page.waitForTimeout(700);
  const read = (await calls(page, 'preview_turn')).filter(({ params }) => params.text.trim() === '');
  assert.deepEqual(read, []);
  await box(page).fill('And now?');
  await next(page).getByText('It is not in the list of models.').waitFor();
});

test('characters that nobody sees are told of before sending', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => Object.assign(window.fakeEngine.desk.preview, { hidden: 12 }));
  await box(page).fill('What is this?');
  await next(page).getByText('The text holds 12 characters that nobody sees.').waitFor();
  await page.evaluate(() => Object.assign(window.fakeEngine.desk.preview, { hidden: 0 }));
  await box(page).fill('What is that?');
  await next(page).getByText('that nobody sees').waitFor({ state: 'hidden' });
});

test('a chat that no longer fits is not sent; leaving out turns is marked and can be taken back', async () => {
  const page = await open('/?scene=ready&manual');
  const tokens = { low: 205_000, likely: 210_000, high: 220_000 };
  await chat(page, 2, { tokens, earlier: 2, tooLong: { sure: true, leaveOut: 1, larger: 'google/gemini-2.5-pro' } });
  await box(page).fill('And now?');
  await next(page).getByText('This chat no longer fits: about 210,000 of 200,000 tokens.').waitFor();
  assert.deepEqual(await next(page).getByRole('button').allInnerTexts(), ['Leave out the oldest turn', 'Use a larger model: google/gemini-2.5-pro', 'Start from here']);
  await page.keyboard.press('Enter');
  assert.equal((await calls(page, 'send_message')).length, 2, 'it is not sent');
  assert.equal(await box(page).inputValue(), 'And now?');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Leave out the oldest turn');

  const second = await page.evaluate(() => [...window.fakeEngine.conversations.values()][0].messages[2].id);
  await page.evaluate((keptFrom) => Object.assign(window.fakeEngine.desk.preview, { tooLong: null, keptFrom }), second);
  await page.keyboard.press('Enter');
  await next(page).getByText('Of this chat the oldest turn is left out.').waitFor();
  assert.deepEqual(await page.locator('.message.left-out .message-head').allInnerTexts(), ['You · left out', 'anthropic/claude-sonnet-4.5 · left out']);
  assert.equal((await calls(page, 'preview_turn')).at(-1).params.leaveOut, 1);

  await next(page).getByRole('button', { name: 'Send everything again' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.message.left-out').length === 0);
  await page.evaluate(() => Object.assign(window.fakeEngine.desk.preview, { leftOut: 2, keptFrom: null, tooLong: null }));
  await box(page).fill('And now, then?');
  await page.waitForFunction(() => document.querySelectorAll('.message.left-out').length === 4);
});

test('what was left out is sent along, told under the answer, and stays for the next one', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 2, { earlier: 2, tooLong: { sure: false, leaveOut: 1, larger: null }, tokens: { low: 1, likely: 210_000, high: 220_000 } });
  await box(page).fill('And now?');
  await next(page).getByText('This chat may no longer fit').waitFor();
  await next(page).getByRole('button', { name: 'Leave out the oldest turn' }).click();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'send_message')).at(-1).params.leaveOut, 1);
  const turn = await page.evaluate(() => window.fakeEngine.running[0]);
  const receipt = { cachedAtMs: null, savedUsd: null, credential: null, citations: [], leftOut: 1, notes: [], reasoningMs: null, toolCalls: [] };
  await end(page, turn, { receipt });
  await page.getByText('Without the oldest turn of this chat').waitFor();
});

test('a larger model is taken only when it is chosen', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 1, { earlier: 1, tooLong: { sure: true, leaveOut: null, larger: 'google/gemini-2.5-pro' }, tokens: { low: 210_000, likely: 210_000, high: 220_000 } });
  await box(page).fill('And now?');
  await next(page).getByRole('button', { name: 'Use a larger model: google/gemini-2.5-pro' }).click();
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command, args }) => command === 'preview_turn' && args.params.model === 'google/gemini-2.5-pro'));
});

test('a server that refuses the chat as too long offers the ways on', async () => {
  const page = await open('/?scene=ready&manual');
  await chat(page, 2, { earlier: 2 });
  const turn = await ask(page, 'And now?');
  const error = { code: 'context_too_long', message: 'No.', action: null, status: 400, retryAfterMs: null, requestId: null };
  await end(page, turn, { state: 'failed', finish: null, error });
  await page.getByRole('alert').getByRole('button', { name: 'Make it fit' }).click();
  assert.equal(await box(page).inputValue(), 'And now?');
  await next(page).getByText('The server says that this chat no longer fits.').waitFor();
  assert.deepEqual(await next(page).getByRole('button').allInnerTexts(), ['Leave out the oldest turn', 'Start from here']);
});

test('the gauge beside Send tells how much of the window the next request fills', async () => {
  const page = await open('/?scene=ready&manual');
  const gauge = page.getByRole('meter', { name: 'Context' });
  assert.equal(await gauge.count(), 0, 'nothing is known of an empty box');
  await page.evaluate(() => Object.assign(window.fakeEngine.desk.preview, { tokens: { low: 49_000, likely: 50_000, high: 51_000 } }));
  await box(page).fill('And now?');
  await gauge.waitFor();
  assert.equal(await gauge.getAttribute('aria-valuetext'), '25% of the model’s window: about 50,000 of 200,000 tokens');
  assert.equal(await gauge.innerText(), '25%');
  await page.evaluate(() => Object.assign(window.fakeEngine.desk.preview, { tokens: { low: 1, likely: 260_000, high: 300_000 }, tooLong: { sure: false, leaveOut: null, larger: null } }));
  await box(page).fill('And then?');
  await page.locator('context-gauge[data-level="over"]').waitFor();
  assert.deepEqual([await gauge.innerText(), await gauge.getAttribute('aria-valuenow')], ['130%', '100']);
  await page.evaluate(() => Object.assign(window.fakeEngine.desk.preview, { contextWindow: null }));
  await box(page).fill('And where?');
  await gauge.waitFor({ state: 'hidden' });
});

/** Lets files hang over the window, and drops them. */
async function drop(page, names, folder = false) {
  await page.evaluate(([all, isFolder]) => {
    const data = new DataTransfer();
    all.forEach((name) => data.items.add(new File(['x'], name)));
    if (isFolder) {
      Object.defineProperty(window.DataTransferItem.prototype, 'webkitGetAsEntry', { configurable: true, value: () => ({ isDirectory: true, name: all[0] }) });
    }
    const send = (type) => document.querySelector('.chat-head').dispatchEvent(new window.DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    send('dragover');
    window.overDrop = getComputedStyle(document.querySelector('.drop-here')).display;
    window.droppedAway = send('drop');
  }, [names, folder]);
}

test('files dropped anywhere are attached, and the page stays', async () => {
  const page = await open('/?scene=ready&manual');
  await drop(page, ['a.txt', 'b.txt']);
  await chips(page).getByText('b.txt').waitFor();
  assert.equal(await page.evaluate(() => window.overDrop), 'grid');
  assert.equal(await page.evaluate(() => window.droppedAway), false, 'the web view does not open it');
  assert.equal(await page.locator('.drop-here').isVisible(), false);
});

test('500 files or a folder are told of at once, and nothing is read', async () => {
  const page = await open('/?scene=ready&manual');
  await drop(page, Array.from({ length: 500 }, (_, at) => `${at}.txt`));
  await page.getByRole('alert').getByText('That would be 500 files; none of the new ones was attached. Attach at most 20').waitFor();
  await drop(page, ['holiday'], true);
  await page.getByRole('alert').getByText('holiday is a folder; it was not attached. Drop the files that are in it.').waitFor();
  assert.deepEqual(await calls(page, 'add_file'), []);
});

test('each attached file tells what it takes, by the price of the model that is chosen', async () => {
  const page = await open('/?scene=ready&manual');
  const tokens = { low: 66, likely: 1500, high: 15_000 };
  await page.evaluate((told) => Object.assign(window.fakeEngine.desk.preview, { files: [{ id: 'file-1', tokens: told, usd: '0.00375' }, { id: 'file-2', tokens: { ...told, likely: 1 }, usd: null }] }), tokens);
  await attach(page, file('sums.png'), file('notes.txt'));
  await chips(page).getByText('about 1,500 tokens, $0.0038').waitFor();
  const costs = () => chips(page).getByRole('listitem').locator('.file-cost').allInnerTexts();
  assert.deepEqual(await costs(), ['about 1,500 tokens, $0.0038', 'about 1 token']);
  await page.evaluate((told) => Object.assign(window.fakeEngine.desk.preview, { files: [{ id: 'file-1', tokens: told, usd: '0.1' }] }), tokens);
  await box(page).fill('Cheaper?');
  await chips(page).getByText('about 1,500 tokens, $0.1').waitFor();
  assert.deepEqual(await costs(), ['about 1,500 tokens, $0.1', ''], 'what is not known is not told');
});

/** Drops files on what lies on top. @param {import('playwright-core').Page} page */
const dropOnDialog = (page, name, text, count = 1) => page.evaluate(([called, says, many]) => {
  const data = new DataTransfer();
  for (let at = 0; at < many; at += 1) {
    data.items.add(new File([says], called));
  }
  const dialog = document.querySelector('dialog[open]');
  return ['dragover', 'drop'].map((type) => dialog.dispatchEvent(new window.DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true })));
}, [name, text, count]);

test('a file dropped while something lies over the chat is attached to nothing unseen', async () => {
  const page = await open('/?scene=ready&manual');
  const told = page.getByRole('alert').getByText('Nothing was attached: close what is open first, then drop it again.');
  await page.keyboard.press('Control+k');
  assert.deepEqual(await dropOnDialog(page, 'a.txt', 'x'), [false, false], 'the web view does not open it');
  await told.waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await told.count(), 0);
  await page.keyboard.press('Control+,');
  await dropOnDialog(page, 'notes.txt', 'x');
  await told.waitFor();
  await page.waitForTimeout(200);
  assert.deepEqual(await calls(page, 'add_file'), []);
  assert.equal(await page.locator('li.file-chip').count(), 0);
});

test('keys and presets that are dropped on the settings go where such files are read, and are no attachment', async () => {
  const page = await open('/?scene=ready&manual');
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'About' }).click();
  await dropOnDialog(page, '.env', 'AI_GATEWAY_API_KEY=x');
  await page.getByRole('tab', { name: 'Connections', selected: true }).waitFor();
  await page.locator('settings-connections .import-list').waitFor();
  assert.deepEqual(await calls(page, 'import_keys'), [{ keep: false }]);
  await dropOnDialog(page, 'presets.json', '{}');
  await page.getByRole('tab', { name: 'Presets', selected: true }).waitFor();
  await page.locator('preset-file .import-list, preset-file .field-hint').first().waitFor();
  await dropOnDialog(page, '.env', 'x', 2);
  await page.getByRole('alert').getByText('Nothing was attached').waitFor();
  assert.deepEqual(await calls(page, 'add_file'), []);
});

test('a file dropped on the usage page is attached where it can be seen', async () => {
  const page = await open('/?scene=ready&manual');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('usage');
  await page.keyboard.press('Enter');
  await page.locator('usage-page').waitFor();
  await drop(page, ['a.txt']);
  await chips(page).getByText('a.txt').waitFor();
  assert.equal(await page.locator('usage-page').isVisible(), false);
});
