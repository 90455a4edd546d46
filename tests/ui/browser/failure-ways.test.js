// What a failure offers beside its one main action: the balance, the way to more credit, the moment from
// which it may be tried again, and sending once the network is back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, calls, end, withBrowser } from '../page.js';

const { open } = withBrowser();

const fail = (code, over = {}) => ({ state: 'failed', finish: null, error: { code, message: 'No.', action: null, status: null, retryAfterMs: null, requestId: null, ...over } });
const ways = (page) => page.locator('failure-ways');

/** A chat whose answer failed. */
async function failed(code, over, options) {
  const page = await open('/?scene=ready&manual', options);
  const turn = await ask(page, 'One');
  await end(page, turn, fail(code, over));
  await page.getByRole('alert').waitFor();
  return page;
}

test('without credit the balance is asked for by a press alone, and more is added through the link gate', async () => {
  const page = await failed('payment_required');
  assert.deepEqual(await ways(page).getByRole('button').allInnerTexts(), ['Show the balance', 'Add credit at vercel.com']);
  assert.deepEqual(await page.getByRole('alert').getByRole('button').allInnerTexts(), ['Retry'], 'one main action');
  assert.deepEqual(await calls(page, 'credit_left'), [], 'nothing is asked unasked');
  await ways(page).getByRole('button', { name: 'Show the balance' }).click();
  await ways(page).getByText('$0.35 left at ai-gateway.vercel.sh, $4.65 used so far.').waitFor();
  assert.deepEqual(await calls(page, 'credit_left'), [{ connection: 'gateway' }]);
  await ways(page).getByRole('button', { name: 'Add credit at vercel.com' }).click();
  const [{ params }] = await calls(page, 'open_link');
  assert.equal(new URL(params.href).host, 'vercel.com');
});

test('a balance that is not told is said in its place', async () => {
  const page = await failed('payment_required');
  await page.evaluate(() => window.fakeEngine.refusals.set('credit_left', window.fakeError('bad_response', 'It does not tell what credit is left.', 'Look it up there.')));
  await ways(page).getByRole('button', { name: 'Show the balance' }).click();
  await ways(page).getByText('It does not tell what credit is left. Look it up there.').waitFor();
  assert.equal(await page.getByRole('alert').count(), 1, 'that it was not told is no alarm');
});

test('after too many questions a clock counts to the moment of the next try, and then stands still', async () => {
  const page = await open('/?scene=ready&manual');
  await page.clock.install();
  const turn = await ask(page, 'One');
  await end(page, turn, fail('rate_limited', { status: 429, retryAfterMs: 50_000 }));
  const left = async () => Number(/again in (\d+) s/.exec(await ways(page).getByRole('timer').innerText())?.[1]);
  await ways(page).getByText('It can be tried again in').waitFor();
  const before = await left();
  assert.ok(before > 20 && before <= 60, String(before));
  assert.equal(await page.getByRole('alert').getByText('tried again').count(), 0, 'it is not read out each second');
  await page.clock.runFor(10_000);
  const after = await left();
  assert.ok(after <= before - 10 && after > 0, `${before} ${after}`);
  await page.clock.runFor(60_000);
  await ways(page).getByText('It can be tried again now.').waitFor();
  await page.evaluate(() => {
    window.timers = 0;
    for (const name of ['setTimeout', 'setInterval']) {
      const real = window[name];
      window[name] = (...args) => {
        window.timers += 1;
        return real(...args);
      };
    }
  });
  await page.clock.runFor(10_000);
  assert.equal(await page.evaluate(() => window.timers), 0, 'it ends at zero');
  await page.getByRole('alert').getByRole('button', { name: 'Retry' }).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal(await ways(page).count(), 0);
});

test('without a moment that was told there is no clock, nor for one that is long over', async () => {
  const page = await failed('rate_limited', { status: 429 });
  assert.equal(await ways(page).getByRole('timer').count(), 0);
  const turn = await ask(page, 'Two');
  await page.evaluate(() => {
    const real = Date.now;
    Date.now = () => real() + 3_600_000;
  });
  await end(page, turn, fail('rate_limited', { status: 429, retryAfterMs: 31_000 }));
  await page.getByRole('alert').nth(0).waitFor();
  await page.waitForTimeout(50);
  assert.equal(await page.getByRole('timer').filter({ visible: true }).count(), 0);
});

/** What the page itself still loads is there first. @param {import('playwright-core').Page} page */
async function loseNetwork(page) {
  await page.waitForLoadState('networkidle');
  await page.context().setOffline(true);
}

test('offline it is sent once the network is back, once, if the person wants that', async () => {
  const page = await open('/?scene=ready&manual');
  await loseNetwork(page);
  const turn = await ask(page, 'One');
  await end(page, turn, fail('offline'));
  await ways(page).getByRole('button', { name: 'Send when online' }).click();
  await ways(page).getByText('It is sent once this computer is online again, as long as this chat stays open.').waitFor();
  assert.deepEqual(await ways(page).getByRole('button').allInnerTexts(), ['Do not send it']);
  assert.equal((await calls(page, 'retry_turn')).length, 0);
  await page.context().setOffline(false);
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  await page.waitForTimeout(100);
  assert.equal((await calls(page, 'retry_turn')).length, 1);
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('sending when online can be called off, is off in another chat, and is not offered online', async () => {
  const page = await open('/?scene=ready&manual');
  await loseNetwork(page);
  await end(page, await ask(page, 'One'), fail('offline'));
  const button = ways(page).getByRole('button');
  await ways(page).getByRole('button', { name: 'Send when online' }).click();
  await ways(page).getByRole('button', { name: 'Do not send it' }).click();
  await ways(page).getByRole('button', { name: 'Send when online' }).waitFor();
  await button.click();
  await page.getByRole('button', { name: 'New chat' }).first().click();
  await page.context().setOffline(false);
  await page.getByRole('navigation').getByRole('button', { name: 'One' }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await button.filter({ visible: true }).count(), 0, 'the system is online');
  await page.context().setOffline(true);
  await ways(page).getByRole('button', { name: 'Send when online' }).waitFor();
  await page.context().setOffline(false);
  await page.waitForTimeout(100);
  assert.equal((await calls(page, 'retry_turn')).length, 0, 'nothing waited in secret');
});

test('quick-ask offers its clock and nothing that its window may not do', async () => {
  const page = await open('/quick.html?scene=ready&manual', { viewport: { width: 720, height: 480 } });
  const turn = await ask(page, 'One', 'Ask');
  await end(page, turn, fail('payment_required'));
  await page.getByRole('alert').waitFor();
  assert.equal(await ways(page).getByRole('button').count(), 0);
});
