// The combination on Wayland: the desktop's portal gives it, gives another one, refuses, is not there, or
// ends; what is so is told, and the X server is not asked in its place.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { CLI, folder, start, surroundings, toWindow, until } from './lib/app.js';
import { invoke } from './lib/page.js';
import { part } from './lib/part.js';
import { active, windows } from './lib/screen.js';
import { keyboard } from './lib/keyboard.js';

/** Enough for the program to take this session for one; it draws on the X server all the same. */
const WAYLAND = { WAYLAND_DISPLAY: 'wayland-of-the-test' };
const quickIsVisible = () => windows().includes('Quick ask');

/** @param {import('./lib/app.js').App} app @param {object} view */
const stands = (app, view) =>
  until(`it stands as ${JSON.stringify(view)}`, async () => {
    const answer = await invoke(app.driver, 'hotkey_state');
    assert.deepEqual(answer, { ok: view });
    return true;
  });

test('the desktop gives the keys that are wanted, opens and hides quick-ask by them, and lets go of them', async (t) => {
  const portal = await part(t, 'portal_host.py', ['grants']);
  const data = folder(t);
  const app = await start(t, { data, env: WAYLAND });
  await portal.said('registered app.gatehouse.desktop');
  assert.equal(await portal.said('asked'), 'asked ask CTRL+SHIFT+space Quick ask');
  await stands(app, { state: 'bound', keys: 'CTRL+SHIFT+space', byDesktop: true });

  portal.tell('press');
  await until('quick-ask is there', () => active() === 'Quick ask');
  portal.tell('press');
  await until('it is away', () => !quickIsVisible());
  // Through its X server a program would be told that it has the keys, and hear them in some windows.
  await keyboard(t)('Control_L', 'Shift_L', 'space');

  portal.tell('change Meta+F3');
  await stands(app, { state: 'bound', keys: 'Meta+F3', byDesktop: true });
  assert.equal(quickIsVisible(), false, 'the X server was not asked');

  assert.deepEqual(await invoke(app.driver, 'pause_hotkey', { paused: true }), { ok: { state: 'paused', keys: 'Ctrl+Shift+Space', byDesktop: true } });
  await portal.said('closed');
  const from = portal.lines.length;
  execFileSync(CLI, ['settings', 'set', 'quick.shortcut', 'alt+ctrl+j'], { env: surroundings(data, {}) });
  await stands(app, { state: 'paused', keys: 'Ctrl+Alt+J', byDesktop: true });
  await invoke(app.driver, 'pause_hotkey', { paused: false });
  assert.equal(await portal.said('asked', from), 'asked ask CTRL+ALT+j Quick ask');
  await stands(app, { state: 'bound', keys: 'CTRL+ALT+j', byDesktop: true });
});

test('the desktop may give other keys, and close what it gave', async (t) => {
  const portal = await part(t, 'portal_host.py', ['other']);
  const app = await start(t, { data: folder(t), env: WAYLAND });
  await stands(app, { state: 'bound', keys: 'Ctrl+Alt+Q', byDesktop: true });
  portal.tell('close');
  await stands(app, { state: 'unsupported', keys: 'Ctrl+Shift+Space', byDesktop: true });
});

test('while the person is asked it is told so; who refuses is asked again only when they want it', async (t) => {
  const portal = await part(t, 'portal_host.py', ['waits']);
  const app = await start(t, { data: folder(t), env: WAYLAND });
  await stands(app, { state: 'waiting', keys: 'Ctrl+Shift+Space', byDesktop: true });
  portal.tell('deny');
  await stands(app, { state: 'refused', keys: 'Ctrl+Shift+Space', byDesktop: true });
  await stands(app, { state: 'refused', keys: 'Ctrl+Shift+Space', byDesktop: true });
  assert.equal(portal.lines.filter((line) => line.startsWith('asked')).length, 1);
  await invoke(app.driver, 'pause_hotkey', { paused: false });
  await until('the person is asked again', () => portal.lines.filter((line) => line.startsWith('asked')).length === 2);
  portal.tell('grant');
  await stands(app, { state: 'bound', keys: 'CTRL+SHIFT+space', byDesktop: true });
});

test('a portal that ends is told, and one that comes is asked', async (t) => {
  const first = await part(t, 'portal_host.py', ['grants']);
  const app = await start(t, { data: folder(t), env: WAYLAND });
  await stands(app, { state: 'bound', keys: 'CTRL+SHIFT+space', byDesktop: true });
  await first.leave();
  await stands(app, { state: 'unsupported', keys: 'Ctrl+Shift+Space', byDesktop: true });
  const second = await part(t, 'portal_host.py', ['grants']);
  await stands(app, { state: 'bound', keys: 'CTRL+SHIFT+space', byDesktop: true });
  second.tell('press');
  await until('quick-ask is there', () => active() === 'Quick ask');
});

for (const [name, way] of [['no portal', null], ['a portal without shortcuts', 'old']]) {
  test(`with ${name} it is told that this desktop gives no keys, and the program goes on`, async (t) => {
    if (way !== null) {
      await part(t, 'portal_host.py', [way]);
    }
    const app = await start(t, { data: folder(t), env: WAYLAND });
    await stands(app, { state: 'unsupported', keys: 'Ctrl+Shift+Space', byDesktop: true });
    await toWindow(app.driver, 'index.html');
    await keyboard(t)('Control_L', 'Shift_L', 'space');
    await stands(app, { state: 'unsupported', keys: 'Ctrl+Shift+Space', byDesktop: true });
    assert.equal(quickIsVisible(), false, 'the X server was not asked');
  });
}
