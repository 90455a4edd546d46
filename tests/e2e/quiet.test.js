// A window in which nothing happens sets no timer and asks for no frame; a hidden one not even while
// an answer streams into it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { folder, start, toWindow, until } from './lib/app.js';
import { gateway } from './lib/gateway.js';
import { ask, ended, grown, invoke, lastMessage } from './lib/page.js';
import { trayHost } from './lib/tray.js';
import { windows } from './lib/screen.js';

const QUIET_MS = 20_000;
/** What a window does a moment after something happened: it saves, it looks at places. */
const SETTLED_MS = 5_000;

const quickIsVisible = () => windows().includes('Quick ask');

/** From now on the page remembers who sets timers and asks for frames. @param {import('selenium-webdriver').WebDriver} driver */
const watch = (driver) =>
  driver.executeScript(() => {
    /** @type {any} */
    const page = window;
    /** @type {string[]} */
    const seen = [];
    page.seenTimers = seen;
    for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame']) {
      const real = page[name].bind(page);
      page[name] = (/** @type {unknown[]} */ ...given) => {
        const from = new Error().stack ?? '';
        // WebDriver limits the time of each script that it runs.
        if (!from.includes('evaluateJavaScriptFunction')) {
          seen.push(`${name} ${from}`);
        }
        return real(...given);
      };
    }
  });

/** What was set since `watch`. @param {import('selenium-webdriver').WebDriver} driver @returns {Promise<string[]>} */
const seen = (driver) => driver.executeScript(() => /** @type {any} */ (window).seenTimers.slice());

test('a quiet window sets no timer, with an answer on screen and quick-ask hidden', async (t) => {
  const server = await gateway(t, { words: 60, everyMs: 5 });
  const env = { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' };
  const { driver } = await start(t, { data: folder(t), env });
  await watch(driver);
  await ask(driver, 'Count, please.');
  await ended(driver, 2);
  const busy = await seen(driver);
  assert.ok(busy.some((line) => line.startsWith('requestAnimationFrame')), 'what is set is seen');
  await toWindow(driver, 'quick.html');
  await watch(driver);
  await sleep(SETTLED_MS);
  const hidden = (await seen(driver)).length;
  await toWindow(driver, 'index.html');
  const main = (await seen(driver)).length;
  await sleep(QUIET_MS);
  assert.deepEqual((await seen(driver)).slice(main), []);
  await toWindow(driver, 'quick.html');
  assert.deepEqual((await seen(driver)).slice(hidden), []);
});

test('a hidden window neither draws nor sets a timer while its answer comes, and has it whole when it is shown', async (t) => {
  const count = 1_000;
  const server = await gateway(t, { words: count, everyMs: 20 });
  const env = { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' };
  const tray = await trayHost(t);
  const { driver } = await start(t, { data: folder(t), env });
  await tray.icon();
  await tray.click('Ask');
  await until('quick-ask is there', quickIsVisible);
  await toWindow(driver, 'quick.html');
  await watch(driver);
  await ask(driver, 'Count, please.');
  await grown(driver, 200);
  await invoke(driver, 'hide_quick');
  await until('it is away', () => !quickIsVisible());
  await until('the page knows it', () => driver.executeScript(() => document.hidden));
  await sleep(1_000);
  const [set, drawn] = [(await seen(driver)).length, (await lastMessage(driver)).text];
  const sent = server.turns()[0]?.sent.length ?? 0;
  await sleep(10_000);
  assert.deepEqual((await seen(driver)).slice(set), []);
  assert.equal((await lastMessage(driver)).text, drawn);
  assert.ok((server.turns()[0]?.sent.length ?? 0) > sent + 500, 'the answer went on');
  assert.ok(drawn.length < sent);

  await tray.click('Ask');
  await until('quick-ask is back', quickIsVisible);
  await until('what came meanwhile is there at once', async () => (await lastMessage(driver)).text.length >= sent, 10_000);
  const last = await ended(driver, 2);
  assert.equal(last.text.trimEnd(), server.turns()[0]?.sent.trimEnd());
  assert.equal(server.turns().length, 1, 'nothing was asked again');
});
