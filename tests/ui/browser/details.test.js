// The details of an answer: folded under it, complete, and there again after reopening.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const FACTS = {
  asked: 'anthropic/claude-sonnet-4', model: 'anthropic/claude-sonnet-4.5', provider: 'anthropic', totalMs: 2345,
  usage: { inputTokens: 1200, outputTokens: 340, reasoningTokens: 20, cachedInputTokens: 800, totalTokens: 1540 },
  cost: { usd: '0.0081', basis: 'billed' },
  attempts: [{ status: 503, code: 'overloaded', ms: 120 }, { status: 200, code: null, ms: 2100 }],
};
const TOLD = /Model asked\s+anthropic\/claude-sonnet-4\s+Model that served\s+anthropic\/claude-sonnet-4\.5[\s\S]*Request 1\s+status 503, overloaded, 120 ms[\s\S]*1,200 in \(800 cached\), 340 out \(20 reasoning\)[\s\S]*\$0\.0081, billed/;

test('they open by keyboard when the answer has ended, and again after reopening', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('Yes.')));
  const details = page.locator('answer-details summary');
  assert.equal(await details.isVisible(), false, 'nothing to tell while it grows');
  await end(page, turn, FACTS);
  await details.waitFor();
  await details.focus();
  await page.keyboard.press('Enter');
  await page.locator('.details-list dt').first().waitFor();
  assert.match(await page.locator('.details-list').innerText(), TOLD);

  await page.getByRole('button', { name: 'New chat' }).first().click();
  await page.getByRole('navigation').getByRole('button', { name: 'One' }).click();
  await details.waitFor();
  await details.click();
  await page.locator('.details-list dt').first().waitFor();
  assert.match(await page.locator('.details-list').innerText(), TOLD);
});

test('a failed answer has its requests in the details, a question has none', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  const error = { code: 'gateway_error', message: 'Gateway error. Check Vercel Dashboard.', action: null, status: 500, retryAfterMs: null, requestId: null };
  await end(page, turn, { state: 'failed', finish: null, error, attempts: [{ status: 500, code: 'gateway_error', ms: 40 }] });
  await page.locator('answer-details summary').waitFor();
  await page.locator('.message-assistant summary').click();
  await page.locator('.message-assistant .details-list dt').first().waitFor();
  assert.match(await page.locator('.message-assistant .details-list').innerText(), /status 500, gateway error, 40 ms/);
});

test('what is asked otherwise is told while it is tried, and stays under the answer', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  const note = 'Trying gpt-4o-mini (openai): the server is overloaded (503).';
  await page.evaluate(([turnId, text]) => window.fakeEngine.emit({ type: 'turnWaiting', turnId, reason: 'retry', untilMs: null, note: text }), [turn, note]);
  await page.locator('.message-wait').getByText(note).waitFor();
  const receipt = { cachedAtMs: null, savedUsd: null, credential: null, citations: [], leftOut: 0, notes: [note], reasoningMs: null, toolCalls: [] };
  await end(page, turn, { receipt });
  await page.locator('.message-note').getByText(note).waitFor();
});
