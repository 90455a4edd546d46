// Asking, streaming, stopping: the main path through <chat-box>.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, code, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const box = (page) => page.getByRole('textbox', { name: 'Message' });
const send = (page) => page.getByRole('button', { name: 'Send', exact: true });
const thinking = (page) => page.getByRole('button', { name: 'Thinking…' });
const stop = (page) => page.getByRole('button', { name: 'Stop' });
const status = (page) => page.getByRole('status').first();
const statusSays = (page, text) => page.getByRole('status').filter({ hasText: text }).first().waitFor();

test('the names of the window are found by role', async () => {
  const page = await open('/?scene=ready&manual');
  assert.equal(await box(page).getAttribute('placeholder'), 'Ask Claude anything…');
  for (const [role, name] of [['button', 'Send'], ['log', 'Conversation'], ['button', 'New chat'], ['combobox', 'Model'], ['navigation', 'Conversations'], ['button', 'Settings'], ['combobox', 'Answer length']]) {
    assert.equal(await page.getByRole(role, { name, exact: true }).count(), 1, `${role} ${name}`);
  }
  assert.equal(await stop(page).count(), 0);
  assert.equal(await box(page).evaluate((element) => element === document.activeElement), true, 'the composer has the focus');
});

test('a question is answered: echo, Thinking…, tokens, end', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => window.fakeEngine.hold('send_message'));
  await box(page).fill('What is 2+2?');
  await page.keyboard.press('Enter');
  const you = page.getByRole('article', { name: 'You' });
  assert.equal(await you.innerText(), 'You\nWhat is 2+2?');
  assert.match(await you.getAttribute('class'), /pending/);
  assert.equal(await thinking(page).isDisabled(), true);
  assert.equal(await stop(page).isVisible(), true);
  assert.equal(await box(page).inputValue(), '');
  assert.equal(await status(page).innerText(), 'Answering');

  await page.evaluate(() => window.fakeEngine.release('send_message'));
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const turn = await page.evaluate(() => window.fakeEngine.running[0]);
  await page.waitForFunction(() => !document.querySelector('.pending'));
  assert.equal(await thinking(page).isDisabled(), true, 'until the first token');

  await patch(page, turn, append(paragraph('It is ')));
  await page.getByRole('log').getByText('It is').waitFor();
  assert.equal(await send(page).isDisabled(), true, 'until the turn ends');
  const answer = page.getByRole('article', { name: 'anthropic/claude-sonnet-4.5' });
  assert.equal(await answer.getAttribute('aria-busy'), 'true');
  assert.equal(await page.getByRole('log').getAttribute('aria-busy'), 'true');
  assert.equal(await answer.locator('.message-body').getAttribute('aria-live'), 'off');

  await patch(page, turn, [{ op: 'appendText', path: [0, 0], text: '4.' }]);
  await end(page, turn);
  await statusSays(page, 'Answer ready, 3 words');
  assert.equal(await answer.getAttribute('aria-busy'), null);
  assert.equal(await stop(page).count(), 0);
  assert.equal(await send(page).isEnabled(), true);
  assert.equal(await answer.locator('.message-body').innerText(), 'It is 4.');
});

test('what is sent: the question as typed, a fresh id, and the conversation carried on', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, '  first\nline  ');
  await end(page, turn);
  await statusSays(page, 'Answer ready');
  const second = await ask(page, 'and then?');
  assert.notEqual(turn, second);
  const [one, two] = (await calls(page, 'send_message')).map(({ params }) => params);
  assert.deepEqual({ ...one, turnId: '' }, { turnId: '', conversation: null, text: '  first\nline  ', model: null, connection: null, maxTokens: null, leaveOut: 0, files: [], options: { temperature: null, seed: null, stop: [], reasoning: null }, temporary: false, preset: null, begin: null });
  assert.match(one.turnId, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  assert.equal(typeof two.conversation, 'string');
  assert.equal(await page.getByRole('article').count(), 4);
});

test('Shift+Enter makes a line, Enter while composing types, and an empty question is told', async () => {
  const page = await open('/?scene=ready&manual');
  await box(page).fill('a');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('b');
  assert.equal(await box(page).inputValue(), 'a\nb');
  for (const how of [{ isComposing: true, keyCode: 13 }, { isComposing: false, keyCode: 229 }]) {
    await box(page).evaluate((element, init) => element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init })), how);
  }
  await box(page).fill('   ');
  await send(page).click();
  assert.equal(await status(page).innerText(), 'Write a question first.');
  await page.keyboard.press('Enter');
  assert.equal(await box(page).inputValue(), '   ');
  assert.deepEqual(await calls(page, 'send_message'), []);
});

test('typing goes on during an answer, and Enter keeps the draft and says so', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await page.keyboard.type('Two');
  await page.keyboard.press('Enter');
  await statusSays(page, 'Your draft is kept');
  assert.equal(await box(page).inputValue(), 'Two');
  assert.equal((await calls(page, 'send_message')).length, 1);
  await end(page, turn);
  await statusSays(page, 'Answer ready');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'send_message'))[1].params.text, 'Two');
});

const STOPS = {
  'the Stop button': (page) => stop(page).click(),
  Esc: (page) => page.keyboard.press('Escape'),
};
for (const [name, press] of Object.entries(STOPS)) {
  test(`${name} stops an answer, also before the first token and while waiting`, async () => {
    const page = await open('/?scene=ready&manual');
    const first = await ask(page, 'One');
    await press(page);
    await page.getByText('Stopped', { exact: true }).first().waitFor();
    const second = await ask(page, 'Two');
    await page.evaluate((turnId) => window.fakeEngine.emit({ type: 'turnWaiting', turnId, reason: 'retry', untilMs: Date.now() + 5000, note: null }), second);
    await page.getByText(/Retrying in \d s…/).waitFor();
    await press(page);
    await page.waitForFunction(() => window.fakeEngine.running.length === 0);
    const third = await ask(page, 'Three');
    await patch(page, third, append(paragraph('partial text')));
    await page.getByText('partial text').waitFor();
    await press(page);
    await page.waitForFunction(() => window.fakeEngine.running.length === 0);
    await page.waitForFunction(() => document.querySelectorAll('.message-note').length === 3);
    assert.deepEqual((await calls(page, 'cancel_turn')).map(({ turnId }) => turnId), [first, second, third]);
    assert.equal(await page.getByText('partial text').isVisible(), true);
    assert.equal(await send(page).isEnabled(), true);
  });
}

test('Stop before the engine answered the command stops it all the same', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => window.fakeEngine.hold('send_message'));
  await box(page).fill('One');
  await page.keyboard.press('Enter');
  await stop(page).click();
  await page.getByText('Stopping…').waitFor();
  await page.evaluate(() => window.fakeEngine.release('send_message'));
  await page.getByText('Stopped', { exact: true }).first().waitFor();
  assert.equal(await page.evaluate(() => window.fakeEngine.running.length), 0);
});

test('Stop before anything was sent gives the question back', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    window.fakeEngine.hold('send_message');
    window.fakeEngine.refusals.set('send_message', window.fakeError('interrupted', 'Stopped before anything was sent.'));
  });
  await box(page).fill('One');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.fakeEngine.release('send_message'));
  await statusSays(page, 'Stopped before anything was sent.');
  assert.equal(await box(page).inputValue(), 'One');
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('waiting is told: retries count down, silence counts up', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  assert.equal(await page.locator('.message-wait:visible').innerText(), 'Thinking…');
  await page.evaluate((turnId) => window.fakeEngine.emit({ type: 'turnWaiting', turnId, reason: 'retry', untilMs: Date.now() + 3000, note: null }), turn);
  await page.getByText('Retrying in 2 s…').waitFor();
  await page.getByText('Retrying in 1 s…').waitFor();
  await page.evaluate((turnId) => window.fakeEngine.emit({ type: 'turnWaiting', turnId, reason: 'still', untilMs: null, note: null }), turn);
  await page.getByText(/Still waiting, [3-9] s/).waitFor();
  await patch(page, turn, append(paragraph('here')));
  await page.getByRole('log').getByText('here').waitFor();
  assert.equal(await page.locator('.message-wait:visible').count(), 0);
});

test('reasoning stands in its own fold', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, [], 'two and ');
  await patch(page, turn, [], 'two');
  await page.locator('summary').getByText('Thinking…').click();
  await page.getByText('two and two', { exact: true }).waitFor();
  assert.equal(await send(page).isDisabled(), true);
});

test('the answer length is a choice that is sent and remembered', async () => {
  const page = await open('/?scene=ready&manual');
  const length = page.getByRole('combobox', { name: 'Answer length' });
  assert.deepEqual(await length.locator('option').allInnerTexts(), ['Automatic', '1,000 tokens']);
  await length.selectOption('1,000 tokens');
  assert.deepEqual(await calls(page, 'set_answer_length'), [{ tokens: 1000 }]);
  assert.deepEqual(await calls(page, 'set_settings'), [], 'other settings may have been changed elsewhere');
  await ask(page, 'One');
  assert.equal((await calls(page, 'send_message'))[0].params.maxTokens, 1000);
});

const ENDS = [
  [{ finish: 'length' }, 'Cut off at your 1,000-token limit', ['Continue', 'Copy', 'Retry']],
  [{ finish: 'content_filter' }, 'Cut off by a content filter', ['Copy', 'Retry']],
  [{ state: 'interrupted', finish: null }, 'Interrupted', ['Continue', 'Retry', 'Keep', 'Copy']],
  [{ state: 'cancelled', finish: 'cancelled' }, 'Stopped', ['Copy', 'Retry']],
];
for (const [how, note, buttons] of ENDS) {
  test(`an answer that ended as "${note}" says so and offers ${buttons.join(', ')}`, async () => {
    const page = await open('/?scene=ready&manual');
    await page.getByRole('combobox', { name: 'Answer length' }).selectOption('1,000 tokens');
    const turn = await ask(page, 'One');
    await patch(page, turn, append(paragraph('half an answer')));
    await end(page, turn, how);
    await page.getByText(note, { exact: true }).and(page.locator('.message-note')).waitFor();
    assert.deepEqual(await page.locator('.message-assistant .message-foot button').allInnerTexts(), [...buttons, '⋯']);
  });
}

test('Retry asks again in the answer’s place; Continue goes on from it', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('half')));
  await end(page, turn, { state: 'interrupted', finish: null });
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  await page.getByText('half').waitFor({ state: 'detached' });
  const again = await page.evaluate(() => window.fakeEngine.running[0]);
  await patch(page, again, append(paragraph('whole')));
  await end(page, again, { finish: 'length' });
  await page.getByText('whole').waitFor();
  assert.equal(await page.getByRole('article').count(), 2);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const [retry] = await calls(page, 'retry_turn');
  const [goOn] = await calls(page, 'continue_turn');
  assert.notEqual(retry.params.message, goOn.params.message);
  assert.equal(retry.params.model, null);
});

test('Copy gives the exact text and nothing but text', async () => {
  const page = await open('/?scene=ready&manual', { permissions: ['clipboard-read', 'clipboard-write'] });
  const turn = await ask(page, 'One');
  await patch(page, turn, append({ type: 'paragraph', children: [{ type: 'strong', children: ['bold'] }] }, code('bash', 'echo hi')));
  await end(page, turn);
  await page.evaluate(() => {
    const [{ messages }] = window.fakeEngine.conversations.values();
    messages[1].text = '**bold**\n\n```bash\necho hi\n```\n';
  });
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const types = await page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => item.types));
  assert.deepEqual(types, ['text/plain']);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '**bold**\n\n```bash\necho hi\n```\n');
  await page.getByRole('button', { name: 'Copy code' }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) === 'echo hi');
});

test('the page is told painted once, after it was drawn', async () => {
  const page = await open('/?scene=ready&manual');
  await page.waitForTimeout(200);
  const order = await page.evaluate(() => window.fakeEngine.calls.map(({ command }) => command));
  // What a list of chats has beside them, and what was asked last, is asked for once the page stands.
  assert.deepEqual(order.filter((command) => command !== 'open_draft' && command !== 'save_draft'), ['attach', 'take_wanted', 'page_ready', 'list_labels', 'list_questions']);
});

test('an answer cannot be asked for again while one is on its way', async () => {
  const page = await open('/?scene=ready&manual');
  await end(page, await ask(page, 'One'));
  await statusSays(page, 'Answer ready');
  await ask(page, 'Two');
  await page.getByRole('article').nth(1).hover();
  await page.getByRole('button', { name: 'Retry' }).click();
  await statusSays(page, 'An answer is on its way');
  assert.deepEqual(await calls(page, 'retry_turn'), []);
});

test('an answer that another program is at shows as such and offers nothing yet', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('so far')));
  await end(page, turn);
  await statusSays(page, 'Answer ready');
  await page.evaluate(() => {
    const [opened] = window.fakeEngine.conversations.values();
    opened.messages.push({ ...opened.messages[1], id: 'theirs', turnId: 'theirs', state: 'streaming' });
    opened.conversation.messageCount += 1;
    window.fakeEngine.emit({ type: 'conversationChanged', conversation: opened.conversation });
  });
  await page.getByText('Being answered in another program…').waitFor();
  assert.equal(await page.getByRole('article').nth(2).getByRole('button').count(), 0);
});

test('five megabytes are sent whole, and the window does not choke on them', async () => {
  const page = await open('/?scene=ready&manual');
  const size = 5 * 1024 * 1024;
  await box(page).evaluate((element, length) => {
    element.value = 'word '.repeat(length / 5);
    element.dispatchEvent(new Event('input', { bubbles: true }));
  }, size);
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => setTimeout(go))));
  assert.equal(await box(page).getAttribute('dir'), 'ltr', 'a direction for each line would take minutes');
  await box(page).press('Enter');
  await page.getByRole('button', { name: /Show all 5,242,880 characters/ }).waitFor();
  const sent = await page.evaluate(() => window.fakeEngine.calls.find(({ command }) => command === 'send_message').args.params.text.length);
  assert.equal(sent, size);
});

test('a long paste goes in at once where the settings say so, and where the caret is; a short one is left to the web view', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    window.fakeEngine.snapshot.settings = { ...window.fakeEngine.snapshot.settings, longPaste: 'text' };
    window.fakeEngine.emit({ type: 'resync' });
  });
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'attach').length === 2);
  const box = page.getByRole('textbox', { name: 'Message' });
  await box.fill('before after');
  const paste = (text) =>
    box.evaluate((area, pasted) => {
      area.setSelectionRange(7, 7);
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      return area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  assert.equal(await paste('short'), true);
  assert.equal(await box.inputValue(), 'before after');
  const long = 'a line of the paste\n'.repeat(5000);
  assert.equal(await paste(long), false);
  assert.equal(await box.inputValue(), `before ${long}after`);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'send_message'))[0].params.text, `before ${long}after`);
  // Ten megabytes are more than a box holds.
  assert.equal(await paste('a line of the paste\n'.repeat(500_000)), false);
  await page.getByRole('list', { name: 'Attached files' }).getByText('Pasted text.txt, 10.0 MB').waitFor();
  assert.equal(await box.inputValue(), '');
});

test('an empty chat offers what was asked last, and tells the model with its price', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    engine.snapshot.next = { ...engine.snapshot.next, facts: { ...engine.models[0], id: engine.snapshot.next.model, inputUsdPerMillion: '3', outputUsdPerMillion: '15' } };
    engine.emit({ type: 'resync' });
  });
  const welcome = page.locator('chat-welcome');
  await welcome.getByText(/claude-sonnet-4\.5 · .*\$3.*\$15/).waitFor();
  assert.equal(await welcome.getByText('Asked before', { exact: true }).isVisible(), false, 'nothing was asked yet');
  for (const text of ['One', 'Two\nwith a second line', 'One', 'Three', 'Four']) {
    await end(page, await ask(page, text));
    await page.waitForFunction(() => document.querySelector('article[aria-busy]') === null);
  }
  await page.keyboard.press('Control+n');
  const list = welcome.getByRole('list', { name: 'Asked before' });
  await list.getByRole('button').first().waitFor();
  assert.deepEqual(await list.getByRole('button').allInnerTexts(), ['Four', 'Three', 'One']);
  await list.getByRole('button', { name: 'Four' }).click();
  const box = page.getByRole('textbox', { name: 'Message' });
  assert.equal(await box.inputValue(), 'Four');
  assert.equal((await calls(page, 'send_message')).length, 5, 'it fills, and does not send');
  await page.getByRole('button', { name: 'Temporary chat' }).click();
  await list.waitFor({ state: 'hidden' });
});

test('an interrupted answer can be kept as it is: it counts as stopped then', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('Half an')));
  await end(page, turn, { state: 'interrupted', finish: null, error: { code: 'interrupted', message: 'The connection was lost.', action: null, status: null, retryAfterMs: null, requestId: null } });
  await page.getByRole('button', { name: 'Keep', exact: true }).press('Enter');
  await page.getByText('Stopped', { exact: true }).first().waitFor();
  assert.equal((await calls(page, 'keep_answer')).length, 1);
  assert.equal(await page.getByText('The connection was lost.').count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Keep', exact: true }).count(), 0);
  await page.getByText('Half an').waitFor();
  assert.notEqual(await page.evaluate(() => document.activeElement.localName), 'body');
});
