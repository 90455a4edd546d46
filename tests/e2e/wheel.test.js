// The wheel of a mouse over the conversation, as the system gives it: WebDriver's own wheel would go
// past the window's toolkit, where it once was lost.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { folder, start, until } from './lib/app.js';
import { gateway } from './lib/gateway.js';
import { ask, ended, grown, picture } from './lib/page.js';
import { pointAt } from './lib/screen.js';

const LINES = Array.from({ length: 400 }, (_, index) => `Line ${index + 1} of the answer.`).join('\n\n');

/** The buttons of X that a wheel presses. */
const UP = '4';
const DOWN = '5';

/** Turns the wheel. @param {typeof UP | typeof DOWN} way @param {number} clicks */
const turn = (way, clicks) => execFileSync('xdotool', ['click', '--repeat', String(clicks), '--delay', '40', way]);

/** How far the conversation is from its end and from its beginning, in pixels. @param {import('selenium-webdriver').WebDriver} driver @returns {Promise<{left: number, top: number}>} */
const place = (driver) =>
  driver.executeScript(() => {
    const scroller = /** @type {HTMLElement} */ (document.querySelector('message-list .scroller'));
    return { left: scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop, top: scroller.scrollTop };
  });

/** Waits until the conversation stands still, and says where. @param {import('selenium-webdriver').WebDriver} driver */
async function still(driver) {
  let last = await place(driver);
  return until('the conversation stands still', async () => {
    const before = last;
    await new Promise((resolve) => setTimeout(resolve, 150));
    last = await place(driver);
    return last.top === before.top ? last : null;
  });
}

test('the wheel scrolls a long conversation up and down again', async (t) => {
  const server = await gateway(t, { text: LINES });
  const { driver } = await start(t, { data: folder(t), env: { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' } });
  await ask(driver, 'A long one, please.');
  await ended(driver, 2);
  const end = await still(driver);
  assert.ok(end.top > 3000 && end.left < 2, `it stands at its end: ${JSON.stringify(end)}`);
  await pointAt(driver, 'message-list');
  turn(UP, 10);
  const up = await until('it goes up', async () => ((await place(driver)).top < end.top - 200 ? still(driver) : null), 10_000);
  turn(DOWN, 5);
  const down = await until('it goes down', async () => ((await place(driver)).top > up.top + 100 ? still(driver) : null), 10_000);
  turn(DOWN, 60);
  await until('it comes to its end', async () => (await place(driver)).left < 2, 10_000);
  await picture(driver, 'wheel');
  assert.ok(down.top < end.top, 'half the way down is not the end');
});

test('the wheel leaves the end of an answer that still grows, and what is read then stays where it is', async (t) => {
  const server = await gateway(t, { words: 20_000, everyMs: 20, burst: 10 });
  const { driver } = await start(t, { data: folder(t), env: { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' } });
  await ask(driver, 'Many words, please.');
  await grown(driver, 4000);
  await pointAt(driver, 'message-list');
  turn(UP, 5);
  const read = await still(driver);
  assert.ok(read.left > 100, `it left the end: ${JSON.stringify(read)}`);
  await until('the answer goes on below', async () => (await place(driver)).left > read.left + 300);
  assert.equal((await place(driver)).top, read.top);
});
