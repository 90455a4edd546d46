// The focus never falls to the body while the transcript changes, and what was typed in it stays.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, end, link, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName);
const question = (page) => page.locator('.message-user').last();
const nav = (page) => page.getByRole('navigation', { name: 'Conversations' });

/** An answered question. */
async function answered(page, text, ...nodes) {
  const turn = await ask(page, text);
  await patch(page, turn, append(...nodes));
  await end(page, turn);
  await page.waitForFunction(() => window.fakeEngine.running.length === 0 && document.querySelector('article[aria-busy]') === null);
  return turn;
}

for (const [way, close] of [['Esc', (page) => page.keyboard.press('Escape')], ['its button', (page) => page.getByRole('button', { name: 'Cancel' }).press('Enter')]]) {
  test(`an edit that is given up by ${way} gives the focus back to its question`, async () => {
    const page = await open('/?scene=ready&manual');
    await answered(page, 'One', paragraph('An answer'));
    await question(page).getByRole('button', { name: 'Edit' }).press('Enter');
    await page.getByRole('textbox', { name: 'Edit question' }).waitFor();
    await close(page);
    assert.equal(await page.locator('question-edit').count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.closest('.message-user') !== null), true, await focused(page));
  });
}

test('an edit that cannot be sent now keeps its text', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', paragraph('An answer'));
  const turn = await ask(page, 'Two');
  await page.locator('.message-user').first().getByRole('button', { name: 'Edit' }).click();
  const box = page.getByRole('textbox', { name: 'Edit question' });
  await box.fill('Put otherwise');
  await box.press('Enter');
  await page.getByText('An answer is on its way.').waitFor();
  assert.equal(await box.inputValue(), 'Put otherwise');
  await end(page, turn);
  await page.waitForFunction(() => document.querySelector('article[aria-busy]') === null);
  await box.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'edit_message'))[0].params.text, 'Put otherwise');
});

test('a question that is being put otherwise stays when it is scrolled out of view', async () => {
  const page = await open('/?scene=ready&manual&long=600');
  await nav(page).getByRole('button', { name: 'A long talk' }).click();
  await page.locator('message-view').filter({ hasText: 'message 599' }).waitFor();
  await question(page).getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Edit question' }).fill('Half a thought');
  await page.getByRole('textbox', { name: 'Message', exact: true }).focus();
  for (let step = 0; step < 40; step += 1) {
    await page.evaluate(() => document.querySelector('.scroller').scrollBy(0, -800));
    await page.waitForTimeout(30);
  }
  assert.equal(await page.getByRole('textbox', { name: 'Edit question' }).inputValue(), 'Half a thought');
});

test('a link that is drawn anew leaves the focus with its message', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append({ type: 'paragraph', children: ['See ', link('https://e.org/a', null, 'a')] }));
  await page.locator('.link').focus();
  await patch(page, turn, [{ op: 'replaceFrom', path: [0], index: 1, nodes: [link('https://e.org/ab', null, 'ab')] }]);
  await page.locator('.link').getByText('ab').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.closest('.message-assistant') !== null), true, await focused(page));
});

test('going on with an answer leaves the focus in the transcript', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('Half an')));
  await end(page, turn, { finish: 'length' });
  await page.getByRole('button', { name: 'Continue' }).press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const next = await page.evaluate(() => window.fakeEngine.running[0]);
  await patch(page, next, append(paragraph('answer')));
  await end(page, next);
  await page.waitForFunction(() => document.querySelector('article[aria-busy]') === null);
  assert.notEqual(await focused(page), 'BODY');
});

test('asking again leaves the focus in the transcript', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', paragraph('An answer'));
  await page.getByRole('button', { name: 'Retry' }).press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const next = await page.evaluate(() => window.fakeEngine.running[0]);
  assert.notEqual(await focused(page), 'BODY');
  await patch(page, next, append(paragraph('answer')));
  await end(page, next);
  await page.waitForFunction(() => document.querySelector('article[aria-busy]') === null);
  assert.notEqual(await focused(page), 'BODY');
});

test('showing an answer as text and back keeps the focus with it', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', paragraph('An answer'));
  await page.getByRole('button', { name: 'More' }).last().press('Enter');
  await page.getByRole('menuitem', { name: 'Show as text' }).press('Enter');
  await page.getByRole('button', { name: 'Show as it looks' }).press('Enter');
  await page.locator('.message-assistant p').waitFor();
  assert.notEqual(await focused(page), 'BODY');
});

test('a long question shown whole keeps the focus with it', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'word '.repeat(6000), paragraph('An answer'));
  await page.getByRole('button', { name: /^Show all/ }).press('Enter');
  assert.notEqual(await focused(page), 'BODY');
});

test('the search that closes gives the focus to what is there', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append({ type: 'paragraph', children: ['See ', link('https://e.org/a', null, 'a')] }));
  await page.locator('.link').focus();
  await page.keyboard.press('Control+f');
  await patch(page, turn, [{ op: 'replaceFrom', path: [0], index: 1, nodes: ['no link'] }]);
  await page.getByText('no link').waitFor();
  await page.keyboard.press('Escape');
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
  assert.notEqual(await focused(page), 'BODY');
});

test('what goes from the chat by its own button gives the focus to the box', async () => {
  const page = await open('/?scene=ready&manual');
  const box = page.getByRole('textbox', { name: 'Message', exact: true });
  const inBox = () => box.evaluate((one) => one === document.activeElement);
  await page.evaluate(() => {
    window.fakeEngine.snapshot.notice = window.fakeError('storage', 'The history was repaired.');
    window.fakeEngine.emit({ type: 'resync' });
  });
  await page.getByRole('button', { name: 'Dismiss' }).press('Enter');
  assert.equal(await inBox(), true, 'a notice');
  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.evaluate(() => window.fakeEngine.refusals.set('send_message', window.fakeError('storage', 'The disk is full.')));
  await box.fill('One');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByRole('button', { name: 'Retry' }).press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal(await inBox(), true, 'a question that was refused');
});

test('the first card that is put off gives the focus to the box', async () => {
  const page = await open('/?scene=demo&manual');
  await page.getByRole('button', { name: 'Add a key' }).press('Enter');
  await page.getByRole('button', { name: 'Not now' }).press('Enter');
  await page.getByRole('button', { name: 'Not now' }).waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'textarea');
});
