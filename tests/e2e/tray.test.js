// The tray's menu as a panel sees it over D-Bus: every entry does what it says, and it says what is so.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { By } from 'selenium-webdriver';
import { CLI, folder, processes, start, surroundings, until } from './lib/app.js';
import { active, windows } from './lib/screen.js';
import { labels, trayHost } from './lib/tray.js';

const quickIsVisible = () => windows().includes('Quick ask');
const shows = (/** @type {string} */ title) => until(`the window shows "${title}"`, () => windows().includes(title));

/** The command line on the same folder. @param {string} data */
const cli = (data) => (/** @type {string[]} */ ...words) => execFileSync(CLI, words, { encoding: 'utf8', env: surroundings(data, {}), stdio: ['ignore', 'pipe', 'ignore'] });

/** Titles as somebody else may have made them, and how a menu writes them: with two underscores for one. */
const HOSTILE = [
  ['R&D _plan_ 100 %', 'R&D __plan__ 100 %'],
  ['<b>pay\u202elap\u200b</b>', '<b>paylap</b>'],
  [`long ${'x'.repeat(10_000)}`, `long ${'x'.repeat(34)}…`],
  ['Plain', 'Plain'],
  ['Fifth', 'Fifth'],
  ['Sixth', 'Sixth'],
];

test('every entry of the menu does what it says', async (t) => {
  const data = folder(t);
  const run = cli(data);
  for (const [title] of HOSTILE) {
    run('ask', '-c', 'demo', 'What is 2+2?');
    const [row] = JSON.parse(run('history', 'list', '--json'));
    run('history', 'rename', row.id, String(title));
  }
  const tray = await trayHost(t);
  const { driver, said, gone, leave } = await start(t, { data });
  await tray.icon();
  const titles = HOSTILE.slice(1).reverse().map(([, shown]) => ({ label: shown }));
  const pause = (/** @type {boolean} */ checked) => ({ label: 'Pause shortcut', checked });
  const menu = (/** @type {boolean} */ paused, /** @type {object[]} */ chats) => [
    { label: 'Ask' }, { label: 'Open' }, { label: 'New chat' }, { separator: true },
    ...chats, { separator: true }, pause(paused), { label: 'Settings' }, { label: 'Quit' },
  ];
  /** @type {object[]} */
  let seen = [];
  const becomes = async (/** @type {object[]} */ wanted, /** @type {string} */ what) =>
    until(what, async () => isDeepStrictEqual((seen = await tray.menu()), wanted)).catch(() => assert.deepEqual(seen, wanted, what));
  await becomes(menu(false, titles), 'the menu is whole, with the five chats used last');

  await tray.click('Plain');
  await shows('Plain · Gatehouse');
  await tray.click('New chat');
  await shows('Gatehouse');
  await tray.click('Settings');
  await until('the settings are open', () => driver.findElement(By.css('settings-dialog dialog[open]')));
  await tray.click('Fifth');
  await shows('Fifth · Gatehouse');
  assert.deepEqual(await driver.findElements(By.css('dialog[open]')), [], 'nothing lies over what was asked for');

  execFileSync('wmctrl', ['-c', 'Fifth · Gatehouse']);
  await until('the window is hidden', () => !windows().some((title) => title.endsWith('Gatehouse')));
  assert.equal(processes(data).length, 1);
  await tray.click('Open');
  await shows('Fifth · Gatehouse');

  await tray.click('Ask');
  await until('quick-ask is there', () => active() === 'Quick ask');
  const press = () => execFileSync('xdotool', ['key', 'ctrl+shift+space']);
  press();
  await until('the shortcut hides it', () => !quickIsVisible());
  const bound = () => said().split('has its shortcut').length;
  const before = bound();
  await tray.click('Pause shortcut');
  await becomes(menu(true, titles), 'the menu says that it rests');
  press();
  await tray.click('Pause shortcut');
  await becomes(menu(false, titles), 'the menu says that it does not');
  assert.equal(bound(), before + 1);
  assert.equal(quickIsVisible(), false, 'what rests opens nothing');
  press();
  await until('it opens again', () => active() === 'Quick ask');

  const [newest] = JSON.parse(run('history', 'list', '--json'));
  run('history', 'rename', newest.id, 'Another name');
  await becomes(menu(false, [{ label: 'Another name' }, ...titles.slice(1)]), 'the menu has the new name');
  run('history', 'delete', newest.id, '--yes');
  await until('the next chat has moved up', async () => labels(await tray.menu())[3] === 'Fifth');

  await tray.click('Quit');
  await gone();
  await leave();
});

test('without chats the menu says so, and nothing can be chosen there', async (t) => {
  const data = folder(t);
  const tray = await trayHost(t);
  await start(t, { data });
  await tray.icon();
  await until('the menu is there', async () => (await tray.menu()).length > 5);
  const none = (await tray.menu()).find(({ label }) => label === 'No chats yet');
  assert.deepEqual(none, { label: 'No chats yet', enabled: false });
});
