// What was sent for an answer: from its details into a dialog, to the letter, and back by keyboard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

/** @param {import('playwright-core').Page} page */
async function answered(page) {
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('Yes.')));
  await end(page, turn, {});
  await page.locator('.message-assistant answer-details summary').click();
  return page.locator('.message-assistant').getByRole('button', { name: 'What was sent' });
}

/** @param {import('playwright-core').Page} page */
const dialog = (page) => page.getByRole('dialog', { name: 'What was sent' });

test('the details of an answer lead to what was sent for it, and Escape leads back', async () => {
  const page = await open('/?scene=ready&manual');
  const button = await answered(page);
  await button.focus();
  await page.keyboard.press('Enter');
  await dialog(page).waitFor();
  await dialog(page).getByText('https://ai-gateway.vercel.sh/v1/chat/completions').waitFor();
  const body = await dialog(page).locator('json-view').innerText();
  for (const part of ['"model": "anthropic/claude-sonnet-4.5"', '"content": "What is 2+2?"', '"temperature": 1.0']) {
    assert.ok(body.includes(part), `${part} in ${body}`);
  }
  const asked = await page.evaluate(() => window.fakeEngine.calls.filter(({ command }) => command === 'what_was_sent').length);
  assert.equal(asked, 1);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'What was sent');
});

test('an answer goes into a file for a report from there, and a refusal is told', async () => {
  const page = await open('/?scene=ready&manual');
  await (await answered(page)).click();
  const save = dialog(page).getByRole('button', { name: 'Save for a report' });
  await save.click();
  await dialog(page).getByText('Written: Answer.json').waitFor();
  const [{ redact }] = await page.evaluate(() => window.fakeEngine.calls.filter(({ command }) => command === 'save_replay').map(({ args }) => args));
  assert.equal(redact, true, 'no key goes along');
  await page.evaluate(() => window.fakeEngine.refusals.set('save_replay', window.fakeError('storage', 'The disk is full.')));
  await save.click();
  await dialog(page).getByText('The disk is full.').waitFor();
});

test('what is long is folded, and a value of a million characters comes piece by piece', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const { sent } = window.fakeEngine.desk.data;
    if (sent.type === 'kept') {
      sent.request.body = JSON.stringify({ messages: [{ role: 'user', content: 'x'.repeat(1_000_000), hidden: 'a\u202eb' }] });
    }
  });
  await (await answered(page)).click();
  await dialog(page).waitFor();
  const shown = () => dialog(page).locator('json-view').evaluate((view) => view.textContent?.length ?? 0);
  assert.ok(await shown() < 5000);
  const folded = dialog(page).locator('details:not([open]) > summary');
  await folded.first().click();
  const more = dialog(page).getByRole('button', { name: /more characters/ });
  await more.waitFor();
  const before = await shown();
  await more.click();
  await page.waitForFunction((length) => (document.querySelector('json-view')?.textContent?.length ?? 0) > length + 15_000, before);
  assert.ok(await shown() < 60_000);
  assert.ok((await dialog(page).locator('json-view').innerText()).includes('\\u202e'), 'what turns the text is written out');
});

/** @type {[import('../../../ui/js/types.js').WhatWasSent, RegExp][]} */
const ABSENT = [
  [{ type: 'notKept', why: 'nothingSent' }, /Nothing was sent/],
  [{ type: 'notKept', why: 'running' }, /not ended yet/],
  [{ type: 'notKept', why: 'elsewhere' }, /not asked from here/],
  [{ type: 'notKept', why: 'off' }, /journal is off/],
  [{ type: 'notKept', why: 'gone' }, /no server answered/],
];

test('where nothing is kept it says why, and there is nothing to copy', async () => {
  const page = await open('/?scene=ready&manual');
  const button = await answered(page);
  for (const [sent, words] of ABSENT) {
    await page.evaluate((given) => {
      window.fakeEngine.desk.data.sent = given;
    }, sent);
    await button.click();
    await dialog(page).getByText(words).waitFor();
    assert.equal(await dialog(page).getByRole('button', { name: 'Copy body' }).count(), 0);
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    await dialog(page).waitFor({ state: 'hidden' });
  }
});
