// The list at the left, opening, other windows' doings.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const nav = (page) => page.getByRole('navigation', { name: 'Conversations' });

test('conversations stand under their days, and one that is chosen opens and is marked', async () => {
  const page = await open('/?scene=ready');
  // What is older than a week stands under its month, which depends on the day of the test.
  const months = await page.evaluate(() => [9, 30].map((days) => new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' }).format(Date.now() - days * 86_400_000)));
  assert.deepEqual(await nav(page).getByRole('heading').allInnerTexts(), ['Today', 'Yesterday', 'Previous 7 days', ...new Set(months)]);
  const chosen = nav(page).getByRole('button', { name: 'Why is my SQL query slow?' });
  await chosen.click();
  await page.getByRole('article', { name: 'You' }).getByText('Why is my SQL query slow?').waitFor();
  assert.equal(await chosen.getAttribute('aria-current'), 'true');
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Why is my SQL query slow?');
  assert.equal(await page.title(), 'Why is my SQL query slow? · Gatehouse');
  assert.deepEqual(await calls(page, 'open_conversation'), [{ id: 's2' }]);
  await page.getByRole('button', { name: 'New chat' }).first().click();
  assert.equal(await page.getByRole('article').count(), 0);
  assert.equal(await chosen.getAttribute('aria-current'), null);
});

test('a running answer goes on while another conversation is open, and is whole on coming back', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'Long one');
  await patch(page, turn, append(paragraph('beginning ')));
  await page.getByText('beginning').waitFor();
  await page.getByRole('button', { name: 'New chat' }).first().click();
  assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 0, 'this chat is free');
  await patch(page, turn, [{ op: 'appendText', path: [0, 0], text: 'middle ' }]);
  const other = await ask(page, 'Short one');
  await end(page, other);
  await nav(page).getByRole('button', { name: 'Long one' }).click();
  await page.getByText('beginning middle').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 1);
  await patch(page, turn, [{ op: 'appendText', path: [0, 0], text: 'end' }]);
  await end(page, turn);
  await page.getByText('beginning middle end').waitFor();
  await page.getByRole('status').filter({ hasText: 'Answer ready, 3 words' }).waitFor();
});

test('a turn of another window in the open conversation shows with its question', async () => {
  const page = await open('/?scene=ready&manual');
  await end(page, await ask(page, 'Mine'));
  await page.getByText('Answer ready').waitFor();
  const conversation = await page.evaluate(() => [...window.fakeEngine.conversations.keys()][0]);
  await page.evaluate((id) => window.fakeEngine.invoke('send_message', { params: { turnId: 'theirs', conversation: id, text: 'From the other window', model: null, connection: null, maxTokens: null } }), conversation);
  await page.getByRole('article', { name: 'You' }).getByText('From the other window').waitFor();
  await patch(page, 'theirs', append(paragraph('their answer')));
  await page.getByText('their answer').waitFor();
  assert.equal(await page.getByRole('article').count(), 4);
});

test('what another process added shows, in the list and on screen', async () => {
  const page = await open('/?scene=ready&manual');
  await end(page, await ask(page, 'Mine'));
  await page.getByText('Answer ready').waitFor();
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    const [opened] = engine.conversations.values();
    opened.messages.push({ ...opened.messages[0], id: 'cli', text: 'Asked in a terminal' });
    opened.conversation.messageCount += 1;
    opened.conversation.title = 'Renamed';
    engine.emit({ type: 'conversationChanged', conversation: opened.conversation });
  });
  await page.getByText('Asked in a terminal').waitFor();
  await nav(page).getByRole('button', { name: 'Renamed' }).waitFor();
  const before = (await calls(page, 'list_conversations')).length;
  await page.evaluate(() => window.fakeEngine.emit({ type: 'conversationChanged', conversation: null }));
  await page.waitForFunction((count) => window.fakeEngine.calls.filter(({ command }) => command === 'list_conversations').length > count, before);
});

test('what another program adds to the open conversation shows, though only a change is told', async () => {
  const page = await open('/?scene=ready&manual');
  await end(page, await ask(page, 'Mine'));
  await page.getByText('Answer ready').waitFor();
  // So the engine tells what another process stored: that something changed, not what.
  const changed = () => page.evaluate(() => window.fakeEngine.emit({ type: 'conversationChanged', conversation: null }));
  await page.evaluate(() => {
    const [{ conversation, messages }] = window.fakeEngine.conversations.values();
    const answer = { ...messages[1], id: 'cli-a', turnId: 'cli-t', text: '', nodes: [], state: 'streaming' };
    messages.push({ ...messages[0], id: 'cli-q', text: 'Asked in a terminal' }, answer);
    conversation.messageCount += 2;
    conversation.updatedAtMs += 1;
  });
  await changed();
  await page.getByRole('article', { name: 'You' }).getByText('Asked in a terminal').waitFor();
  await page.getByText('Being answered in another program…').waitFor();
  await page.evaluate((nodes) => {
    const [{ conversation, messages }] = window.fakeEngine.conversations.values();
    Object.assign(messages.at(-1), { state: 'done', text: 'their answer', nodes });
    conversation.updatedAtMs += 1;
  }, [paragraph('their answer')]);
  await changed();
  await page.getByText('their answer').waitFor();
  assert.equal(await page.getByText('Being answered in another program…').count(), 0);
  const before = (await calls(page, 'open_conversation')).length;
  await changed();
  await page.waitForTimeout(200);
  assert.equal((await calls(page, 'open_conversation')).length, before, 'a change elsewhere is no reason to read it again');
});

test('our own turns do not make the page read the conversation again', async () => {
  const page = await open('/?scene=ready&manual');
  for (const question of ['One', 'Two']) {
    await end(page, await ask(page, question));
    await page.waitForFunction(() => window.fakeEngine.running.length === 0);
    await page.waitForTimeout(100);
  }
  assert.deepEqual(await calls(page, 'open_conversation'), []);
});

test('a conversation that cannot be opened says why', async () => {
  const page = await open('/?scene=ready');
  await page.evaluate(() => window.fakeEngine.refusals.set('open_conversation', window.fakeError('storage', 'The history cannot be read.')));
  await nav(page).getByRole('button', { name: 'Names for a small wooden boat' }).click();
  await page.getByRole('alert').getByText('The history cannot be read.').waitFor();
  await page.getByRole('alert').getByRole('button', { name: 'Retry' }).click();
  await page.getByRole('article', { name: 'You' }).waitFor();
});

test('a long conversation shows its newest messages, and earlier ones when they are reached or asked for', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    const messages = Array.from({ length: 1000 }, (_, index) => ({
      id: `l${index}`, parent: null, role: 'user', text: `message ${index}`, nodes: [], reasoning: '', state: 'done', turnId: null, model: null,
      connection: null, finish: null, maxTokens: null, error: null, files: [], receipt: { cachedAtMs: null, savedUsd: null, credential: null, citations: [], leftOut: 0, notes: [], reasoningMs: null, toolCalls: [] }, createdAtMs: 0,
    }));
    const conversation = { id: 'long', title: 'Long', updatedAtMs: Date.now(), messageCount: 1000 };
    engine.conversations.set('long', { conversation, messages });
    engine.emit({ type: 'conversationChanged', conversation });
  });
  await nav(page).getByRole('button', { name: 'Long' }).click();
  await page.getByRole('log').getByText('message 999').waitFor();
  assert.equal(await page.getByRole('article').count(), 60);
  const atEnd = () => page.evaluate(() => {
    const scroller = document.querySelector('.scroller');
    return scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop < 30;
  });
  assert.equal(await atEnd(), true);
  await page.evaluate(() => window.fakeEngine.refusals.set('message_page', window.fakeError('storage', 'The history cannot be read.')));
  await page.evaluate(() => (document.querySelector('.scroller').scrollTop = 0));
  await page.getByText('message 940', { exact: true }).waitFor();
  await page.getByText('The history cannot be read.').waitFor();
  const place = () => page.getByText('message 940', { exact: true }).evaluate((element) => element.getBoundingClientRect().top);
  const before = await place();
  // What scrolling did not get, the button asks for.
  await page.getByRole('button', { name: 'Show earlier' }).click();
  await page.getByText('message 939', { exact: true }).waitFor({ state: 'attached' });
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
  assert.ok(Math.abs((await place()) - before) < 1, 'what was in view stays in view');
});

/** To the end of the list. @param {import('playwright-core').Page} page */
const toEnd = (page) => page.locator('conversation-list').evaluate((list) => list.scrollTo({ top: list.scrollHeight }));

test('older conversations come when the list is scrolled to its end', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    for (let index = 0; index < 120; index += 1) {
      const conversation = { id: `o${index}`, title: `Talk ${index}`, updatedAtMs: 1_000_000 - index, messageCount: 1 };
      engine.conversations.set(conversation.id, { conversation, messages: [] });
    }
    engine.emit({ type: 'conversationChanged', conversation: null });
  });
  await nav(page).getByRole('button', { name: 'Talk 3', exact: true }).waitFor();
  assert.ok((await calls(page, 'list_conversations')).every(({ before }) => before === null), 'nobody asked for more yet');
  await toEnd(page);
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command, args }) => command === 'list_conversations' && args.before === 'o99'));
  await toEnd(page);
  await nav(page).getByRole('button', { name: 'Talk 119' }).waitFor();
  const asked = (await calls(page, 'list_conversations')).length;
  await toEnd(page);
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
  assert.equal((await calls(page, 'list_conversations')).length, asked, 'there are no more');
});

test('older conversations that were asked for stay listed when another program writes', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    for (let index = 0; index < 150; index += 1) {
      const conversation = { id: `o${index}`, title: `Talk ${index}`, updatedAtMs: 1_000_000 - index, messageCount: 0 };
      engine.conversations.set(conversation.id, { conversation, messages: [] });
    }
    engine.emit({ type: 'conversationChanged', conversation: null });
  });
  await nav(page).getByRole('button', { name: 'Talk 3', exact: true }).waitFor();
  await toEnd(page);
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command, args }) => command === 'list_conversations' && args.before === 'o99'));
  await toEnd(page);
  await nav(page).getByRole('button', { name: 'Talk 149' }).click();
  await page.getByRole('heading', { level: 1, name: 'Talk 149' }).waitFor();
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    const conversation = { id: 'new', title: 'From a terminal', updatedAtMs: 2_000_000, messageCount: 2 };
    engine.conversations.set('new', { conversation, messages: [] });
    engine.conversations.delete('o3');
    engine.emit({ type: 'conversationChanged', conversation: null });
  });
  assert.equal(await nav(page).getByRole('button', { name: 'Talk 149' }).count(), 1);
  await page.locator('conversation-list').evaluate((list) => list.scrollTo({ top: 0 }));
  await nav(page).getByRole('button', { name: 'From a terminal' }).waitFor();
  assert.equal(await nav(page).getByRole('button', { name: 'Talk 3', exact: true }).count(), 0, 'what is gone goes');
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Talk 149');
});

test('keys reach new chat, settings, the model, the composer and the sidebar', async () => {
  const page = await open('/?scene=ready');
  await nav(page).getByRole('button', { name: 'Names for a small wooden boat' }).click();
  await page.getByRole('article').first().waitFor();
  await page.keyboard.press('Control+n');
  assert.equal(await page.getByRole('article').count(), 0);
  await page.keyboard.press('Control+Shift+M');
  assert.equal(await page.getByRole('combobox', { name: 'Model' }).evaluate((element) => element === document.activeElement), true);
  await page.keyboard.press('Control+l');
  assert.equal(await page.getByRole('textbox', { name: 'Message' }).evaluate((element) => element === document.activeElement), true);
  await page.keyboard.press('Control+b');
  assert.equal(await nav(page).count(), 0);
  await page.keyboard.press('Control+b');
  assert.equal(await nav(page).count(), 1);
  await page.keyboard.press('Control+,');
  assert.equal(await page.getByRole('dialog', { name: 'Settings' }).count(), 1);
});
