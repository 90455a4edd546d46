// Closing the main window where nothing shows a tray: nothing ends unasked, and what goes on can be
// brought back. And what is missing on a desktop is told once.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { By } from 'selenium-webdriver';
import { CLI, folder, plainStart, processes, start, surroundings, until } from './lib/app.js';
import { gateway } from './lib/gateway.js';
import { ask, grown } from './lib/page.js';
import { active, windows } from './lib/screen.js';
import { trayHost } from './lib/tray.js';

const xdotool = (/** @type {string[]} */ ...words) => execFileSync('xdotool', words, { encoding: 'utf8' }).trim();
const own = () => windows().filter((title) => title.endsWith('Gatehouse')).length;
/** The question is a window of its own beside the one that is closed. */
const isAsked = () => until('the person is asked', () => own() === 2);
/** @param {string} data */
const onClose = (data) => execFileSync(CLI, ['settings', 'get', 'window.onClose'], { encoding: 'utf8', env: surroundings(data, {}) }).trim();

/** Closes the main window as its bar does. @param {string} [title] */
const close = (title = 'Gatehouse') => execFileSync('wmctrl', ['-c', title]);

test('without a tray the person is asked: the window stays, the program does without it, or it ends', async (t) => {
  const data = folder(t);
  const { gone } = await start(t, { data });
  close();
  await isAsked();
  // A second wish to close asks nothing more.
  close();
  xdotool('key', 'Escape');
  await until('the window is there as before', () => own() === 1);
  assert.equal(processes(data).length, 1);

  close();
  await isAsked();
  xdotool('key', 'Return');
  await until('there is no window', () => own() === 0);
  assert.equal(processes(data).length, 1, 'the program keeps running');
  xdotool('key', 'ctrl+shift+space');
  await until('the shortcut opens quick-ask', () => active() === 'Quick ask');
  xdotool('key', 'Escape');
  assert.equal(await plainStart(t, data).ended, 0);
  await until('another start brings the window back', () => own() === 1);
  assert.equal(onClose(data), 'ask', 'nobody said that it is so from now on');

  close();
  await isAsked();
  // From the button that keeps it running back to the one that ends it.
  xdotool('key', 'shift+Tab', 'key', 'Return');
  await gone();
});

test('what a person says from now on holds, and a running answer is not ended unasked', async (t) => {
  const server = await gateway(t, { words: 5_000, everyMs: 10 });
  const env = { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' };
  const data = folder(t);
  const { driver, gone } = await start(t, { data, env });
  await ask(driver, 'Count, please.');
  await grown(driver, 200);
  const title = 'Count, please. · Gatehouse';
  close(title);
  await isAsked();
  // The mark stands before the buttons.
  xdotool('key', 'Tab', 'key', 'space', 'key', 'Return');
  await until('it is remembered', () => onClose(data) === 'stay');
  await until('there is no window', () => own() === 0);
  assert.equal(server.turns()[0]?.closedAt, null, 'the answer goes on');
  assert.equal(await plainStart(t, data, env).ended, 0);
  await until('the window is back', () => own() === 1);
  close(title);
  await until('the next time nobody is asked', () => own() === 0);
  execFileSync(CLI, ['settings', 'set', 'window.onClose', 'quit'], { env: surroundings(data, {}) });
  assert.equal(await plainStart(t, data, env).ended, 0);
  await until('the window is back', () => own() === 1);
  close(title);
  await gone();
});

test('a panel that comes and goes counts as it is at that moment', async (t) => {
  const tray = await trayHost(t);
  const data = folder(t);
  await start(t, { data });
  await tray.icon();
  close();
  await until('with a panel the window is hidden', () => own() === 0);
  await tray.leave();
  assert.equal(await plainStart(t, data).ended, 0);
  await until('another start brings it back', () => own() === 1);
  close();
  await isAsked();
  xdotool('key', 'Escape');
  await until('the window stays', () => own() === 1);
});

/** @param {import('selenium-webdriver').WebDriver} driver */
const notice = (driver) => driver.findElement(By.css('.notice-text')).getText();

test('what is missing is told once, all of it in one sentence', async (t) => {
  const holder = spawn('/usr/bin/python3', [fileURLToPath(new URL('lib/key_holder.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => holder.stdin.end());
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  const data = folder(t);
  const first = await start(t, { data, tellsMissing: true });
  const said = await until('it is told', () => notice(first.driver));
  assert.match(said, /^Missing on this desktop: a panel that shows tray icons, the shortcut for quick-ask, notifications\. /);
  await first.leave();

  const second = await start(t, { data, tellsMissing: true });
  await until('it was looked at', () => second.said().includes('this desktop lacks something missing="tray shortcut notifications"'));
  assert.deepEqual(await second.driver.findElements(By.css('.notice')), [], 'and not told again');
});

test('without a session bus that is told, and questions are answered', async (t) => {
  const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/dev/null/bus' };
  const { driver } = await start(t, { data: folder(t), env, tellsMissing: true });
  assert.match(await until('it is told', () => notice(driver)), /^Missing on this desktop: the session bus, and with it tray icons and notifications\. /);
  await ask(driver, 'What is 2+2?');
  await until('it is answered', async () => /4/.test(await driver.findElement(By.css('[role="log"]')).getText()));
});
