// Quick-ask with a real gateway, real windows and a real clipboard: what it hands over, what it takes,
// and when it goes.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { Key } from 'selenium-webdriver';
import { CLI, folder, start, surroundings, toWindow, until } from './lib/app.js';
import { gateway, words } from './lib/gateway.js';
import { otherWindow } from './lib/other.js';
import { ask, box, button, ended, grown, messages, picture } from './lib/page.js';
import { active, windows } from './lib/screen.js';
import { selectionOwner } from './lib/selection.js';

const xdotool = (/** @type {string[]} */ ...given) => execFileSync('xdotool', given);
const quickIsVisible = () => windows().includes('Quick ask');
const settled = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Shows quick-ask by its keys and turns to it. @param {import('./lib/app.js').App} app */
async function openQuick(app) {
  await until('the desktop has given the combination', () => app.said().includes('quick-ask has its shortcut'));
  xdotool('key', 'ctrl+shift+space');
  await until('it has the keyboard', () => active() === 'Quick ask');
  await toWindow(app.driver, 'quick.html');
  await until('its box too', () => app.driver.executeScript(() => document.hasFocus() && document.activeElement?.localName === 'textarea'));
}

/** The chips over the box. @param {import('./lib/app.js').App} app @returns {Promise<string[]>} */
const chips = (app) => app.driver.executeScript(() => [...document.querySelectorAll('draft-files .file-chip')].map((one) => one.firstChild?.textContent ?? ''));

/** Chooses an entry of Attach. @param {import('./lib/app.js').App} app @param {string} name */
async function attach(app, name) {
  xdotool('key', 'ctrl+shift+a');
  await until('the menu is open', () => app.driver.executeScript(() => document.activeElement?.getAttribute('role') === 'menuitem'));
  await (await button(app.driver, name)).click();
}

test('an answer goes on in the main window in mid-stream: asked once, no word lost, and quick-ask begins anew', async (t) => {
  const count = 500;
  const server = await gateway(t, { words: count, everyMs: 15 });
  const env = { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' };
  const app = await start(t, { data: folder(t), env });
  const { driver } = app;
  await openQuick(app);
  await ask(driver, 'Count, please.');
  await grown(driver, 100);
  xdotool('key', 'ctrl+Return');
  await until('quick-ask is away', () => !quickIsVisible());
  await until('the main window has the keyboard', () => active().endsWith('Gatehouse'));
  assert.ok((server.turns()[0]?.sent.length ?? 0) < words(count).length, 'it was still being answered');
  await toWindow(driver, 'index.html');
  const answer = await ended(driver, 2);
  assert.equal(answer.text.trimEnd(), words(count).trimEnd());
  assert.equal(server.turns().length, 1);
  assert.equal(server.turns()[0]?.closedAt, null);
  await picture(driver, 'handed-over');
  await openQuick(app);
  assert.deepEqual(await messages(driver), []);
});

test('nothing of another program is read before it is asked for, and then exactly that', async (t) => {
  const server = await gateway(t, { text: 'It is a text.' });
  const env = { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' };
  const app = await start(t, { data: folder(t), env });
  const asked = await selectionOwner(t, 'planted in another program');
  await openQuick(app);
  xdotool('type', 'what is this');
  await until('it stands there', async () => (await (await box(app.driver)).getAttribute('value')) === 'what is this');
  xdotool('key', 'Escape');
  await until('it is away', () => !quickIsVisible());
  await openQuick(app);
  assert.deepEqual(await asked(), { CLIPBOARD: [], PRIMARY: [] }, 'opened, typed, hidden and opened again');

  await attach(app, 'Selection');
  await until('it is a chip', async () => (await chips(app)).join() === 'Selection.txt, 26 B');
  const first = await asked();
  assert.deepEqual(first.CLIPBOARD, []);
  assert.deepEqual(first.PRIMARY, ['TARGETS', 'UTF8_STRING']);
  await attach(app, 'Clipboard');
  await until('both are chips', async () => (await chips(app)).length === 2);
  assert.deepEqual((await asked()).CLIPBOARD, ['TARGETS', 'UTF8_STRING']);

  // The main window has a draft of its own.
  await toWindow(app.driver, 'index.html');
  assert.deepEqual(await chips(app), []);
  await toWindow(app.driver, 'quick.html');
  await (await button(app.driver, 'Remove Clipboard.txt')).click();
  await (await box(app.driver)).sendKeys(Key.ENTER);
  await ended(app.driver, 2);
  const said = JSON.stringify(server.turns()[0]?.body.messages);
  assert.equal(said.split('planted in another program').length, 2, said);
  assert.match(said, /Selection\.txt/);
});

test('what a password manager calls a secret is not taken', async (t) => {
  const app = await start(t, { data: folder(t) });
  const asked = await selectionOwner(t, 'planted-secret', { secret: true });
  await openQuick(app);
  await attach(app, 'Clipboard');
  const said = await until('it says so', () => app.driver.executeScript(() => document.querySelector('.file-problem')?.textContent || null));
  assert.match(String(said), /password manager/);
  assert.deepEqual(await chips(app), []);
  assert.deepEqual((await asked()).CLIPBOARD, ['TARGETS'], 'its text was not asked for');
});

test('it hides when another window is chosen, and stays when it is kept open or a list of it is', async (t) => {
  const app = await start(t, { data: folder(t) });
  await otherWindow(t);
  const choose = async () => {
    xdotool('search', '--name', '^Another program$', 'windowactivate', '--sync');
    await until('the other one has the keyboard', () => active() === 'Another program');
  };
  await openQuick(app);
  await choose();
  await until('it is away', () => !quickIsVisible());
  assert.equal(active(), 'Another program');
  await openQuick(app);
  xdotool('key', 'ctrl+p');
  await until('it is kept', async () => (await (await button(app.driver, 'Keep open')).getAttribute('aria-pressed')) === 'true');
  await choose();
  await settled(600);
  assert.equal(quickIsVisible(), true);
  xdotool('key', 'ctrl+shift+space');
  await until('it has the keyboard again', () => active() === 'Quick ask');
  xdotool('key', 'ctrl+p');
  await until('it is not kept', async () => (await (await button(app.driver, 'Keep open')).getAttribute('aria-pressed')) === 'false');
  // The list of a choice is a window of its own.
  await app.driver.executeScript(() => document.querySelector('select')?.focus());
  xdotool('key', 'space');
  await settled(600);
  assert.equal(quickIsVisible(), true);
  xdotool('key', 'Escape');
});

test('what is typed right after the keys arrives whole where the draft of before is forgotten', async (t) => {
  const data = folder(t);
  execFileSync(CLI, ['settings', 'set', 'quick.keepMinutes', '0'], { env: surroundings(data, {}) });
  const app = await start(t, { data });
  await openQuick(app);
  const text = async () => (await box(app.driver)).getAttribute('value');
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (let round = 0; round < 8; round += 1) {
    xdotool('type', 'old');
    await until(`a draft stands there, round ${round}`, async () => (await text()).endsWith('old'));
    xdotool('key', 'ctrl+shift+space');
    await until('it is away', () => !quickIsVisible());
    xdotool('key', 'ctrl+shift+space', 'sleep', String(0.01 + 0.02 * (round % 4)), 'type', '--delay', '2', letters);
    await until(`all letters of round ${round} stand there`, async () => (await text()).length >= letters.length);
    await settled(300);
    assert.equal(await text(), letters, `round ${round}`);
    xdotool('key', 'ctrl+a', 'key', 'Delete');
    await until('the box is empty', async () => (await text()) === '');
  }
});
