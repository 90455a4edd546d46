// What goes wrong: where it is told, what it offers, and that nothing typed is lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const box = (page) => page.getByRole('textbox', { name: 'Message' });
const fail = (code, message, action = null, over = {}) => ({ state: 'failed', finish: null, error: { code, message, action, status: null, retryAfterMs: null, requestId: null, ...over } });

test('a model that is not offered is asked again by the nearest name', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  const error = { code: 'model_not_found', message: 'There is no such model.', action: 'Did you mean x/sonnet?', status: 404, retryAfterMs: null, requestId: null };
  await end(page, turn, { state: 'failed', finish: null, error: { ...error, nearest: 'x/sonnet' } });
  await page.getByRole('alert').getByRole('button', { name: 'Use x/sonnet instead' }).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'retry_turn'))[0].params.model, 'x/sonnet');
  await end(page, await page.evaluate(() => window.fakeEngine.running[0]), { state: 'failed', finish: null, error: { ...error, nearest: null } });
  await page.getByRole('alert').getByRole('button', { name: 'Choose a model' }).waitFor();
});

test('a limit leads to where it is set, and what is wrong with a connection to the connections', async () => {
  for (const [code, button, tab] of [['budget_reached', 'Change the budget', 'Models and limits'], ['config_invalid', 'Open settings', 'Connections and keys'], ['dns', 'Check the connection', 'Connections and keys'], ['bad_response', 'Check the connection', 'Connections and keys']]) {
    const page = await open('/?scene=ready&manual');
    // Whatever was looked at last.
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Shortcuts' }).click();
    await page.keyboard.press('Escape');
    const turn = await ask(page, 'One');
    await end(page, turn, { state: 'failed', finish: null, error: { code, message: 'It is so.', action: null, status: null, retryAfterMs: null, requestId: null } });
    await page.getByRole('button', { name: button }).click();
    assert.equal(await page.getByRole('tab', { selected: true }).innerText(), tab);
  }
});

test('an error stands in the answer’s place, under what came, with one action', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('partial text')));
  await end(page, turn, fail('rate_limited', 'Rate limit exceeded. Please try again later.', 'Wait a minute.', { status: 429, requestId: 'req-1' }));
  const answer = page.getByRole('article', { name: 'anthropic/claude-sonnet-4.5' });
  const alert = answer.getByRole('alert');
  await alert.waitFor();
  assert.equal(await page.getByRole('alert').count(), 1);
  assert.match(await alert.innerText(), /Rate limit exceeded[\s\S]*Wait a minute\.[\s\S]*Status 429 · Request req-1/);
  assert.deepEqual(await alert.getByRole('button').allInnerTexts(), ['Retry']);
  assert.equal(await answer.getByText('partial text').isVisible(), true);
  assert.deepEqual(await answer.locator('.message-foot button').allInnerTexts(), ['Copy', '⋯']);
  await alert.getByRole('button', { name: 'Retry' }).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.equal((await calls(page, 'retry_turn')).length, 1);
});

const REMEDIES = [
  ['key_rejected', 'Enter a key', (page) => page.getByLabel('Gateway key').first()],
  ['keyring_denied', 'Use a key for this session', (page) => page.getByLabel('Gateway key').first()],
  ['context_too_long', 'Make it fit', (page) => box(page)],
];
for (const [code, label, focused] of REMEDIES) {
  test(`${code} leads by "${label}" to the right place`, async () => {
    const page = await open('/?scene=ready&manual');
    const turn = await ask(page, 'One');
    await end(page, turn, fail(code, 'No.'));
    await page.getByRole('alert').getByRole('button', { name: label }).click();
    await page.waitForTimeout(50);
    assert.equal(await focused(page).evaluate((element) => element === document.activeElement), true);
  });
}

test('what is wrong with a connection leads to it, and Retry stands beside', async () => {
  const page = await open('/?scene=ready&manual');
  for (const code of ['dns', 'tls', 'proxy', 'connect', 'bad_response', 'keyring_locked']) {
    await end(page, await ask(page, code), fail(code, `No: ${code}.`));
    await page.getByText(`No: ${code}.`).waitFor();
    const answer = page.locator('.message-assistant').last();
    assert.deepEqual(await answer.getByRole('button', { name: 'Retry' }).count(), 1, code);
  }
});

test('a model that is chosen for a failed question is asked at once', async () => {
  const page = await open('/?scene=ready&manual');
  await end(page, await ask(page, 'One'), fail('forbidden', 'No.'));
  await page.getByRole('alert').getByRole('button', { name: 'Choose a model' }).click();
  await page.getByRole('dialog', { name: 'Ask again with' }).getByRole('combobox').fill('google/gemini-2.5-pro');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'retry_turn'))[0].params.model, 'google/gemini-2.5-pro');
});

test('a first question that is too long has a way on, and what to do is said', async () => {
  const page = await open('/?scene=ready&manual');
  await end(page, await ask(page, 'One'), fail('context_too_long', 'Too long.'));
  await page.getByRole('alert').getByRole('button', { name: 'Make it fit' }).click();
  const card = page.getByRole('group', { name: 'The chat’s length' });
  await card.getByText('Shorten the question, or choose a model that takes more.').waitFor();
  await card.getByRole('button', { name: 'Choose a model' }).click();
  assert.equal(await page.getByRole('combobox', { name: 'Model' }).evaluate((element) => element === document.activeElement), true);
});

/** @param {import('playwright-core').Page} page @param {string} command */
const refuse = (page, command) => page.evaluate((name) => window.fakeEngine.refusals.set(name, window.fakeError('storage', 'Cannot be written.')), command);

test('a refused command is told where it is seen, with the usage page or the sidebar over the chat, and can be given again', async () => {
  for (const viewport of [{ width: 1100, height: 800 }, { width: 400, height: 700 }]) {
    const page = await open('/?scene=ready', { viewport });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('usage');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Back to the chat' }).waitFor();
    if (viewport.width < 700) {
      await page.keyboard.press('Control+b');
    }
    await refuse(page, 'set_conversation');
    await page.getByRole('navigation').getByRole('button', { name: 'Names for a small wooden boat' }).focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Pin' }).click();
    const card = page.getByRole('alert').filter({ hasText: 'Cannot be written.' });
    await card.waitFor();
    const seen = await card.evaluate((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return one.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    });
    assert.equal(seen, true);
    await card.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('status').filter({ hasText: 'Pinned.' }).waitFor();
    assert.equal((await calls(page, 'set_conversation')).length, 2);
    assert.equal(await card.count(), 0);
  }
});

test('a refused change that cannot be given again can be put away', async () => {
  const page = await open('/?scene=ready');
  await refuse(page, 'set_settings');
  await page.keyboard.press('Control+=');
  const card = page.getByRole('alert').filter({ hasText: 'Cannot be written.' });
  await card.getByRole('button', { name: 'Dismiss' }).click();
  assert.equal(await card.count(), 0);
  assert.equal(await box(page).evaluate((element) => element === document.activeElement), true);
});

test('a refused question is put otherwise where it stands, and Retry stays with the answer', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await end(page, turn, fail('refused', 'The model refused to answer.'));
  await page.getByRole('alert').waitFor();
  assert.deepEqual(await page.locator('.message-assistant .message-foot button').allInnerTexts(), ['Retry']);
  await page.getByRole('alert').getByRole('button', { name: 'Edit the question' }).click();
  const edit = page.locator('question-edit textarea');
  assert.equal(await edit.inputValue(), 'One');
  await edit.fill('Two');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'edit_message')).length, 1);
});

test('a connection lost in mid-stream is an interruption with Continue and Retry', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('half')));
  await end(page, turn, { ...fail('interrupted', 'The connection was lost before the answer ended.'), state: 'interrupted' });
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByRole('alert').getByRole('button').count(), 0);
  assert.deepEqual(await page.locator('.message-assistant .message-foot button').allInnerTexts(), ['Continue', 'Retry', 'Keep', 'Copy', '⋯']);
});

test('a refused question goes back into the composer and can be sent again from the error', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => window.fakeEngine.refusals.set('send_message', window.fakeError('storage', 'The question cannot be saved.', 'Free some space.')));
  await box(page).fill('Precious words');
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /cannot be saved[\s\S]*Free some space/);
  assert.equal(await box(page).inputValue(), 'Precious words');
  assert.equal(await page.getByRole('article').count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Send', exact: true }).isEnabled(), true);
  await alert.getByRole('button', { name: 'Retry' }).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal(await page.getByRole('alert').count(), 0);
  const sent = await calls(page, 'send_message');
  assert.equal(sent[1].params.text, 'Precious words');
  assert.notEqual(sent[0].params.turnId, sent[1].params.turnId);
});

test('what was typed while the refusal was on its way is kept too', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    window.fakeEngine.hold('send_message');
    window.fakeEngine.refusals.set('send_message', window.fakeError('too_large', 'The question is over 16 MiB.'));
  });
  await box(page).fill('First');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Second');
  await page.evaluate(() => window.fakeEngine.release('send_message'));
  await page.getByRole('alert').waitFor();
  assert.equal(await box(page).inputValue(), 'First\n\nSecond');
});

test('a missing key opens the key card with the question kept', async () => {
  const page = await open('/?scene=keyless&manual');
  await page.getByText('There is no key for the gateway.').waitFor();
  await page.evaluate(() => window.fakeEngine.refusals.set('send_message', window.fakeError('key_missing', 'There is no key for the gateway.', 'Enter one.')));
  await box(page).fill('Kept');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByRole('button', { name: 'Enter a key' }).click();
  assert.equal(await page.getByLabel('Gateway key').first().evaluate((element) => element === document.activeElement), true);
  assert.equal(await box(page).inputValue(), 'Kept');
});

test('a keyring that is locked at the start is told before anything is asked', async () => {
  const page = await open('/?scene=locked&manual');
  await page.locator('key-card').getByText('The keyring is locked. Unlock it, then try again.').waitFor();
  assert.equal(await page.getByLabel('Gateway key').first().isVisible(), true, 'a key for this session is the way on');
});

test('only the last failed answer of an opened conversation speaks', async () => {
  const page = await open('/?scene=ready&manual');
  for (const question of ['One', 'Two']) {
    await end(page, await ask(page, question), fail('overloaded', `No to ${question}.`));
    await page.getByText(`No to ${question}.`).waitFor();
  }
  await page.getByRole('button', { name: 'New chat' }).first().click();
  await page.getByRole('navigation').getByRole('button', { name: 'One' }).click();
  await page.getByText('No to One.').waitFor();
  assert.equal(await page.getByRole('alert').count(), 1);
  assert.match(await page.getByRole('alert').innerText(), /No to Two/);
});

test('a notice that belongs to no turn is told and can be put away', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => window.fakeEngine.emit({ type: 'notice', error: window.fakeError('storage', 'The data folder is read-only.', 'Nothing can be saved.') }));
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /read-only\. Nothing can be saved\./);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('a lost event makes the page attach again and go on', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('first ')));
  await page.getByRole('log').getByText('first').waitFor();
  await page.evaluate((id) => {
    const engine = window.fakeEngine;
    const lost = engine.emit;
    engine.emit = () => undefined;
    engine.patch(id, [{ op: 'appendText', path: [0, 0], text: 'lost ' }]);
    engine.emit = lost;
    engine.patch(id, [{ op: 'appendText', path: [0, 0], text: 'last' }]);
  }, turn);
  await page.getByText('first lost last').waitFor();
  assert.equal((await calls(page, 'attach')).length, 2);
  await patch(page, turn, [{ op: 'appendText', path: [0, 0], text: '.' }]);
  await page.getByText('first lost last.').waitFor();
});

test('a reload of the web view in mid-stream comes back to the half answer and goes on', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('half ')));
  await page.getByText('half').waitFor();
  await box(page).fill('a draft');
  const kept = await page.evaluate(() => {
    const { conversations, turns } = window.fakeEngine;
    return JSON.stringify({ conversations: [...conversations], turns: [...turns] });
  });
  await page.addInitScript((text) => {
    // The engine outlives the page: hand its memory to the one of the next page.
    let engine;
    Object.defineProperty(window, 'fakeEngine', {
      get: () => engine,
      set: (made) => {
        engine = made;
        const { conversations, turns } = JSON.parse(text);
        engine.conversations = new Map(conversations);
        engine.turns = new Map(turns);
      },
    });
  }, kept);
  await page.reload();
  await page.getByText('half').waitFor();
  assert.equal(await page.getByRole('article', { name: 'You' }).count(), 1);
  assert.equal(await page.getByRole('button', { name: 'Stop' }).isVisible(), true);
  assert.equal(await box(page).inputValue(), 'a draft');
  await patch(page, turn, [{ op: 'appendText', path: [0, 0], text: 'and whole' }]);
  await page.getByText('half and whole').waitFor();
});

test('a lost first event is made good too: the tree of the new attachment is drawn', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await page.evaluate((id) => {
    const engine = window.fakeEngine;
    const lost = engine.emit;
    engine.emit = () => undefined;
    engine.patch(id, [{ op: 'appendNodes', path: [], nodes: [{ type: 'paragraph', children: ['lost beginning'] }] }]);
    engine.emit = lost;
    engine.emit({ type: 'resync' });
  }, turn);
  await page.getByText('lost beginning').waitFor();
  await patch(page, turn, [{ op: 'appendText', path: [0, 0], text: ' and end' }]);
  await page.getByText('lost beginning and end').waitFor();
});

test('a page that cannot attach says why, says that it is drawn, and attaches later', async () => {
  const page = await open('/?scene=ready&manual');
  await page.addInitScript(() => {
    let engine;
    Object.defineProperty(window, 'fakeEngine', {
      get: () => engine,
      set: (made) => {
        engine = made;
        engine.refusals.set('attach', { code: 'storage', message: 'The data folder cannot be read.', action: null, status: null, retryAfterMs: null, requestId: null });
      },
    });
  });
  await page.reload();
  await page.getByRole('alert').getByText('The data folder cannot be read.').waitFor();
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'page_ready'));
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'attach').length === 2);
  await ask(page, 'One');
});
