// Quick-ask: from the tray's menu over D-Bus, and by its key combination; the tray keeps the
// program alive when its window is closed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { Key } from 'selenium-webdriver';
import { folder, processes, start, toWindow, until } from './lib/app.js';
import { ask, box, button, ended, picture } from './lib/page.js';
import { trayHost } from './lib/tray.js';
import { active, windows } from './lib/screen.js';

const quickIsVisible = () => windows().includes('Quick ask');
const mainIsVisible = () => windows().some((title) => title === 'Gatehouse' || title.endsWith('· Gatehouse'));

test('the tray asks, opens and quits; closing the window leaves the program in it', async (t) => {
  const tray = await trayHost(t);
  const data = folder(t);
  const { driver, gone, leave } = await start(t, { data });
  await tray.icon();
  assert.equal(quickIsVisible(), false);
  await tray.click('Ask');
  await until('quick-ask is there', quickIsVisible);
  await toWindow(driver, 'quick.html');
  await ask(driver, 'What is 2+2?');
  const answer = await ended(driver, 2);
  assert.match(answer.text, /4/);
  await picture(driver, 'quick-ask');
  await (await box(driver)).sendKeys(Key.ESCAPE);
  await until('Esc hides it', () => !quickIsVisible());

  // The same engine: the question is in the main window's list.
  await toWindow(driver, 'index.html');
  await until('the main window lists it', async () => (await button(driver, 'What is 2+2?')) !== null);

  execFileSync('wmctrl', ['-c', 'Gatehouse']);
  await until('the window is hidden', () => !mainIsVisible());
  assert.equal(processes(data).length, 1, 'the program goes on in the tray');
  await tray.click('Open');
  await until('the window is back', mainIsVisible);

  await tray.click('Quit');
  await gone();
  await leave();
});

test('the key combination shows quick-ask, and hides it when it has the keyboard', async (t) => {
  const { driver, said } = await start(t, { data: folder(t) });
  await until('the desktop has given the combination', () => said().includes('quick-ask has its shortcut'));
  const press = () => execFileSync('xdotool', ['key', 'ctrl+shift+space']);
  press();
  await until('quick-ask is there', quickIsVisible);
  await until('it has the keyboard', () => active() === 'Quick ask');
  await toWindow(driver, 'quick.html');
  // The page learns of it after the window manager: only then does the program know it too.
  await until('its box too', () =>
    driver.executeScript(() => document.hasFocus() && document.activeElement?.localName === 'textarea'),
  );
  press();
  await until('it is away', () => !quickIsVisible());
  await until('the other window has the keyboard again', () => active() === 'Gatehouse');
  press();
  await until('it is there again', () => active() === 'Quick ask');
});
